package award

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
	"unicode/utf8"

	"laurel/internal/badge"
)

// Person is one row as somebody types it.
type Person struct {
	Name, Email, IssuedOn, ExpiresOn, Narrative, Evidence, ExternalNumber string
}

// blank tells whether nothing was typed.
func (p Person) blank() bool { return p == Person{} }

// Typed writes people as a table without headings, and how to read it. Its
// rows count from 1, as they were typed; empty ones are kept as such.
func Typed(people []Person) ([]byte, badge.Reading) {
	fields := []Field{FieldName, FieldEmail, FieldIssuedOn, FieldExpiresOn, FieldNarrative, FieldEvidence, FieldExternalNumber}
	rows := make([][]string, len(people))
	for n, p := range people {
		if !p.blank() {
			rows[n] = []string{p.Name, p.Email, p.IssuedOn, p.ExpiresOn, p.Narrative, p.Evidence, p.ExternalNumber}
		}
	}
	return tableOf(rows, fields)
}

// tableOf writes rows as a table without headings.
func tableOf(rows [][]string, fields []Field) ([]byte, badge.Reading) {
	how := badge.Reading{Encoding: badge.EncodingUTF8, Separator: ",", Headings: badge.HeadingsNone}
	for _, f := range fields {
		how.Columns = append(how.Columns, string(f))
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range rows {
		if row == nil {
			row = make([]string, len(fields)) // a blank row keeps the count
		}
		_ = w.Write(row) // a buffer takes everything
	}
	w.Flush()
	return b.Bytes(), how
}

// Pasted makes a table of lines that somebody pasted: cells of a spreadsheet,
// lines of a CSV file, or one person a line, with or without a name, as mail
// programs write them.
func Pasted(text string) ([]byte, badge.Reading) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if strings.Contains(text, "\t") {
		return []byte(text), badge.Reading{Encoding: badge.EncodingUTF8, Separator: "\t"}
	}
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n \ufeff"), "\n")
	if separator, _ := detectSeparator([]byte(first)); isHeading(first, separator) {
		return []byte(text), badge.Reading{Encoding: badge.EncodingUTF8, Separator: string(separator), Headings: badge.HeadingsFirst}
	}
	var rows [][]string
	for line := range strings.SplitSeq(text, "\n") {
		people := peopleOf(line)
		if people == nil {
			people = [][]string{nil}
		}
		rows = append(rows, people...)
	}
	return tableOf(rows, []Field{FieldName, FieldEmail, FieldIssuedOn})
}

// PastedAgain is the text that Pasted made a table of, or lines that say the
// same.
func PastedAgain(data []byte, how badge.Reading) string {
	r := csv.NewReader(bytes.NewReader(data))
	rows, err := r.ReadAll()
	if how.Separator != "," || how.Headings != badge.HeadingsNone || err != nil {
		return string(data)
	}
	var b strings.Builder
	for _, cells := range rows {
		line := strings.Join(cells, "")
		if len(cells) == 3 {
			line = cells[0]
			if cells[1] != "" {
				line = trim(line + " <" + cells[1] + ">")
			}
			if cells[2] != "" {
				line += ", " + cells[2]
			}
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// isHeading tells whether a line names at least two fields.
func isHeading(line string, separator byte) bool {
	known := 0
	for cell := range strings.SplitSeq(line, string(separator)) {
		if field, _ := fieldOf(strings.Trim(trim(cell), `"`)); field != "" {
			known++
		}
	}
	return known >= 2
}

// pastedAddress is an address in a line, with or without angle brackets.
var pastedAddress = regexp.MustCompile(`<\s*([^<>\s]+@[^<>\s]*)\s*>|[^\s<>,;"]+@[^\s<>,;"]*`)

// peopleOf reads the people of one line: name, address and day of each.
// Without any address the line is a name, so that nothing is lost. nil: the
// line is blank.
func peopleOf(line string) [][]string {
	if trim(line) == "" {
		return nil
	}
	places := pastedAddress.FindAllStringSubmatchIndex(line, -1)
	if len(places) == 0 {
		return [][]string{personOf(line, "")}
	}
	var people [][]string
	from := 0
	for n, place := range places {
		email := line[place[0]:place[1]]
		if place[2] >= 0 {
			email = line[place[2]:place[3]]
		}
		around := line[from:place[0]]
		from = place[1]
		if n == len(places)-1 {
			around += "," + line[from:]
		}
		people = append(people, personOf(around, strings.TrimPrefix(email, "mailto:")))
	}
	return people
}

// personOf sorts what stands around an address into a name and a day.
func personOf(around, email string) []string {
	var names []string
	day := ""
	for part := range strings.FieldsFuncSeq(around, func(c rune) bool { return c == ',' || c == ';' }) {
		part = strings.Trim(trim(part), `"'`)
		switch {
		case part == "":
		case day == "" && readDate(part, DatesAsk).isDate():
			day = part
		default:
			names = append(names, part)
		}
	}
	if len(names) == 2 && strings.Contains(around, `"`) { // "Lovelace, Ada"
		names[0], names[1] = names[1], names[0]
	}
	return []string{strings.Join(names, " "), email, day}
}

// nameFrom guesses a name from an address such as ada.lovelace@example.org;
// "" when it does not tell one.
func nameFrom(email badge.Email) string {
	local, _, _ := strings.Cut(string(email), "@")
	parts := strings.FieldsFunc(local, func(c rune) bool { return c == '.' || c == '_' })
	if len(parts) < 2 || len(parts) > 4 || strings.ContainsAny(local, "0123456789+") {
		return ""
	}
	for n, part := range parts {
		_, size := utf8.DecodeRuneInString(part)
		parts[n] = strings.ToUpper(part[:size]) + part[size:]
	}
	return strings.Join(parts, " ")
}
