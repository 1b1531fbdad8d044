package catalog

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"laurel/internal/badge"
)

// headers are the names that columns have in the exports of ESCO, O*NET, CTDL
// and CASE, in the order in which they are preferred; only letters and digits
// of them, in small letters.
var headers = struct{ name, url, code []string }{
	name: []string{
		"preferredlabel", "elementname", "competencylabel", "ceasncompetencylabel", "ceasnname", "skillname", "skill", "name", "title", "label", "targetname",
		"competencytext", "ceasncompetencytext", "fullstatement", "competency", "description",
	},
	url:  []string{"concepturi", "uri", "url", "targeturl", "webaddress", "address", "link", "id", "identifier", "ctid", "cetermsctid"},
	code: []string{"elementid", "codednotation", "ceasncodednotation", "humancodingscheme", "targetcode", "onetsoccode", "code", "notation", "iscogroup", "ctid", "cetermsctid"},
}

// onet is the form of O*NET's element ids, which have an address each.
var onet = regexp.MustCompile(`^\d\.[A-Z](\.\d+)*(\.[a-z0-9]+)*$`)

// readSkills reads the lines of a framework: CSV or TSV with a header. Those
// that come twice are taken once. Errors: *badge.Invalid for "file" or "address".
func readSkills(file []byte, address string) ([]badge.Skill, error) {
	if address = strings.TrimSpace(address); address != "" && !badge.IsWebAddress(address) {
		return nil, badge.Refuse("address", "Give a web address that begins with https:// or http://.")
	}
	text := plain(file)
	if len(text) == 0 {
		return nil, badge.Refuse("file", "The file is empty. Choose a CSV file with one skill per row.")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = separator(text), true, -1, true
	head, err := r.Read()
	if err != nil {
		return nil, badge.Refuse("file", "The file cannot be read. Save it as CSV with a line of headers.")
	}
	name, url, code := column(head, headers.name), column(head, headers.url), column(head, headers.code)
	if name < 0 {
		return nil, badge.Refuse("file", "No column holds the names of the skills. Name one of the headers preferredLabel, Element Name, or simply name.")
	}
	var all []badge.Skill
	seen := map[string]bool{}
	for line := 2; ; line++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, badge.Refuse("file", fmt.Sprintf("Line %d cannot be read. Save the file as CSV again.", line))
		}
		s, fault := skillOf(cell(row, name), cell(row, url), cell(row, code), address)
		if fault != "" {
			return nil, badge.Refuse("file", fmt.Sprintf("Line %d: %s", line, fault))
		}
		if s.Name == "" || seen[s.Name+"\n"+s.URL+"\n"+s.Code] {
			continue
		}
		seen[s.Name+"\n"+s.URL+"\n"+s.Code] = true
		if all = append(all, s); len(all) > badge.MaxSkills {
			return nil, badge.Refuse("file", "The file has more than 50,000 skills. Upload a part of it, such as the skills of your field.")
		}
	}
	if len(all) == 0 {
		return nil, badge.Refuse("file", "The file has headers but no skills.")
	}
	return all, nil
}

// skillOf is one line, or a sentence about why it cannot be taken; without a
// name it is none.
func skillOf(name, url, code, address string) (s badge.Skill, fault string) {
	s = badge.Skill{Name: shorten(name, 300), URL: url, Code: shorten(code, 200)}
	if s.Name == "" {
		return badge.Skill{}, ""
	}
	if !badge.IsWebAddress(s.URL) {
		switch {
		case strings.HasPrefix(s.URL, "ce-"):
			s.URL = "https://credentialengineregistry.org/resources/" + s.URL
		case onet.MatchString(s.Code):
			s.URL = "https://www.onetonline.org/find/descriptor/result/" + s.Code
		case address != "":
			s.URL = address
		default:
			return s, "the skill has no web address. Give the address of the framework: it stands for those without one."
		}
	}
	if err := s.Validate(); err != nil {
		invalid, _ := errors.AsType[*badge.Invalid](err)
		return s, invalid.Fields["alignments"]
	}
	return s, ""
}

// plain is the text of a file in UTF-8, with characters that cannot be printed
// left out.
func plain(file []byte) string {
	file = bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(file) {
		if decoded, err := charmap.Windows1252.NewDecoder().Bytes(file); err == nil {
			file = decoded
		}
	}
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && badge.HasControl(string(r), false) {
			return -1
		}
		return r
	}, string(file))
}

// separator is the one that the headers have most of.
func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	return slices.MaxFunc([]rune{',', ';', '\t'}, func(a, b rune) int {
		return strings.Count(head, string(a)) - strings.Count(head, string(b))
	})
}

// column finds the column that is preferred; -1: none.
func column(head, names []string) int {
	for _, want := range names {
		for n, h := range head {
			h = strings.Map(func(r rune) rune {
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					return unicode.ToLower(r)
				}
				return -1
			}, h)
			if h == want {
				return n
			}
		}
	}
	return -1
}

func cell(row []string, n int) string {
	if n < 0 || n >= len(row) {
		return ""
	}
	return strings.Join(strings.Fields(row[n]), " ")
}

func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
