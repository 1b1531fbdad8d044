package web

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/store"
)

// issuedCSV is the list as a spreadsheet reads it: all that match, written
// while they are read.
func (s *server) issuedCSV(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	return s.issuedFile(w, r, who, org, "issued.csv", "text/csv; charset=utf-8", func(out io.Writer) (lines, error) {
		if _, err := io.WriteString(out, "\ufeff"); err != nil {
			return lines{}, err
		}
		c := csv.NewWriter(out)
		c.UseCRLF = true
		err := c.Write([]string{"code", "url", "name", "email", "number", "badge", "issued", "valid_until", "state", "reason"})
		return lines{
			each: func(f fileRow) error {
				return c.Write([]string{f.Code, f.URL, asText(f.Name), asText(f.Email), asText(f.Number), asText(f.Badge), f.Issued, f.ValidUntil, f.State, asText(f.Reason)})
			},
			end: func() error { c.Flush(); return c.Error() },
		}, err
	})
}

// issuedJSON is the list as one JSON array, written while it is read.
func (s *server) issuedJSON(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	return s.issuedFile(w, r, who, org, "issued.json", "application/json", func(out io.Writer) (lines, error) {
		sep := "[\n"
		return lines{
			each: func(f fileRow) error {
				line, err := json.Marshal(f)
				if err == nil {
					_, err = io.WriteString(out, sep+string(line))
				}
				sep = ",\n"
				return err
			},
			end: func() error {
				if sep == "[\n" {
					_, err := io.WriteString(out, "[]\n")
					return err
				}
				_, err := io.WriteString(out, "\n]\n")
				return err
			},
		}, nil
	})
}

// fileRow is one issued badge in a file.
type fileRow struct {
	Code       string `json:"code"`
	URL        string `json:"url"`
	Name       string `json:"name"`
	Email      string `json:"email"`
	Number     string `json:"number,omitempty"`
	Badge      string `json:"badge"`
	Issued     string `json:"issued"`
	ValidUntil string `json:"valid_until,omitempty"`
	State      string `json:"state"`
	Reason     string `json:"reason,omitempty"`
}

// lines write a file: each row, and the end.
type lines struct {
	each func(fileRow) error
	end  func() error
}

func (s *server) issuedFile(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, name, kind string, begin func(io.Writer) (lines, error)) error {
	_, q := issuedFilter(r.URL.Query())
	var to lines
	open := func() (err error) {
		if to.each == nil {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
			to, err = begin(w)
		}
		return err
	}
	err := s.Issuer.IssuedAll(r.Context(), who.Actor(), org.ID, q, func(rows []store.IssuedRow) error {
		if err := open(); err != nil {
			return err
		}
		for _, c := range rows {
			err := to.each(fileRow{
				Code: string(c.Code), URL: s.Portfolio.Address(c.Code), Name: c.Name, Email: string(c.Email), Number: c.ExternalNumber, Badge: c.BadgeName,
				Issued: isoDay(c.IssuedOn), ValidUntil: isoDay(c.ExpiresOn), State: string(stateOf(c.Credential, s.Now())), Reason: c.Reason,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = open() // nobody matches: a file with its head
	}
	if err != nil {
		return err
	}
	return to.end()
}
