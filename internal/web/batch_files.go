package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
)

// batchResult is the result file of a batch: one line per row of the file.
func (s *server) batchResult(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	if err := out.Write([]string{"row", "name", "email", "status", "code", "url", "message"}); err != nil {
		return err
	}
	err := s.Intake.Results(r.Context(), who.Actor(), org.ID, batchID(r), func(res award.Result) error {
		address := ""
		if res.Code != "" {
			address = s.Portfolio.Address(res.Code)
		}
		return out.Write([]string{
			strconv.Itoa(res.Row), asText(res.Name), asText(string(res.Email)), res.Status(), string(res.Code), address, asText(res.Message()),
		})
	})
	if err != nil {
		return err
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return download(w, "result.csv", b.Bytes())
}

// batchAnnotated is the file as it came, with what is wrong beside each row.
func (s *server) batchAnnotated(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	var b bytes.Buffer
	if err := s.Intake.Annotated(r.Context(), who.Actor(), org.ID, batchID(r), &b); err != nil {
		return err
	}
	return download(w, "earners-to-correct.csv", b.Bytes())
}

// download answers with a CSV file to save.
func download(w http.ResponseWriter, name string, data []byte) error {
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err := w.Write(data)
	return err
}

// asText keeps spreadsheets from running a cell as a formula.
func asText(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
