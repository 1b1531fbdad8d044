package award

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"laurel/internal/badge"
)

// columns says which cell of a row holds which field.
type columns struct {
	titles []string // as the file writes them; without empty ones at the end
	fields []Field  // per column; "" when it is not understood
	index  map[Field]int
}

// has tells whether the file has a column for the field.
func (c columns) has(f Field) bool {
	_, there := c.index[f]
	return there
}

// cell returns the cell of that field, trimmed, or "" when there is none.
func (c columns) cell(cells []string, f Field) string {
	i, there := c.index[f]
	if !there || i >= len(cells) {
		return ""
	}
	return trim(cells[i])
}

func (c columns) described() (understood []Column, ignored []string) {
	for i, f := range c.fields {
		switch {
		case f != "":
			understood = append(understood, Column{Title: c.titles[i], Field: f})
		case c.titles[i] != "":
			ignored = append(ignored, c.titles[i])
		}
	}
	return understood, ignored
}

// fieldAnyName is a heading such as "Name" or "Nom": the whole name, or the
// part of it that has no column of its own.
const fieldAnyName Field = "any_name"

var (
	fieldsByKey      = byKey(headings)
	looseFieldsByKey = byKey(looseHeadings)
)

func byKey(words map[Field]string) map[string]Field {
	m := map[string]Field{}
	for field, keys := range words {
		for _, key := range strings.Fields(keys) {
			m[key] = field
		}
	}
	return m
}

var parenthesis = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]`)

// titleKey folds a heading to lower-case letters and digits without accents:
// "E-Mail", " e_mail " and "email (work)" are one word.
func titleKey(title string) string {
	if len(title) > 200 {
		return ""
	}
	var b strings.Builder
	for _, c := range norm.NFKD.String(strings.ToLower(parenthesis.ReplaceAllString(title, ""))) {
		switch {
		case c == 'ß':
			b.WriteString("ss")
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			b.WriteRune(c)
		}
	}
	return b.String()
}

// fieldOf tells what a heading stands for, "" when that is not known.
func fieldOf(title string) (f Field, loose bool) {
	key := titleKey(title)
	if f = fieldsByKey[key]; f != "" {
		return f, false
	}
	if f = looseFieldsByKey[key]; f == "" && strings.Contains(key, "email") {
		f = FieldEmail
	}
	return f, true
}

// columnsByTitle reads the heading row.
func columnsByTitle(cells []string) (columns, error) {
	c := columns{titles: titlesOf(cells), index: map[Field]int{}}
	c.fields = make([]Field, len(c.titles))
	err := c.claim(false)
	if again := c.claim(true); err == nil {
		err = again
	}
	c.settleName()
	if err != nil {
		return c, err
	}
	return c, c.missing()
}

// columnsChosen takes the columns as somebody chose them, by their place.
func columnsChosen(cells []string, headless bool, fields []string) (columns, error) {
	c := columns{titles: titlesOf(cells), index: map[Field]int{}}
	if headless {
		c.titles = make([]string, len(cells))
	}
	c.fields = make([]Field, len(c.titles))
	for i := range min(len(fields), len(c.fields)) {
		field := Field(fields[i])
		if _, known := fieldWords[field]; !known || field == fieldAnyName {
			continue
		}
		if other, twice := c.index[field]; twice {
			return c, &FileError{Sentence: fmt.Sprintf("Two columns are chosen as the %s: “%s” and “%s”. Choose one of them.",
				fieldWords[field], shown(c.name(other)), shown(c.name(i)))}
		}
		c.fields[i], c.index[field] = field, i
	}
	return c, c.missing()
}

// name is the heading of a column, or its number.
func (c columns) name(i int) string {
	if c.titles[i] == "" {
		return fmt.Sprintf("column %d", i+1)
	}
	return c.titles[i]
}

// titlesOf are the headings of a row, without empty ones at its end.
func titlesOf(cells []string) []string {
	var titles []string
	for _, cell := range cells {
		titles = append(titles, strings.Join(strings.Fields(trim(cell)), " "))
	}
	for len(titles) > 0 && titles[len(titles)-1] == "" {
		titles = titles[:len(titles)-1]
	}
	return titles
}

// claim gives columns to the fields their headings name. A field named twice
// is refused: taking the first could send every badge to the wrong address.
//
// Both are then left for somebody to choose.
func (c *columns) claim(acceptLoose bool) (err error) {
	claimed := map[Field]int{}
	for i, title := range c.titles {
		field, loose := fieldOf(title)
		if field == "" || loose != acceptLoose || c.has(field) {
			continue
		}
		if other, twice := claimed[field]; twice {
			if other >= 0 && err == nil {
				err = &FileError{
					Sentence: fmt.Sprintf("Two columns can be the %s: “%s” and “%s”. Rename or remove the one that is not to be used.", fieldWords[field], shown(c.titles[other]), shown(title)),
					Row:      1,
				}
			}
			claimed[field] = -1
			continue
		}
		claimed[field] = i
	}
	for field, i := range claimed {
		if i >= 0 {
			c.fields[i], c.index[field] = field, i
		}
	}
	return err
}

var fieldWords = map[Field]string{
	fieldAnyName: "name", FieldName: "name", FieldFirstName: "first name", FieldLastName: "last name",
	FieldEmail: "e-mail address", FieldIssuedOn: "issue date", FieldExpiresOn: "expiry date",
	FieldNarrative: "narrative", FieldEvidence: "evidence address", FieldEvidenceText: "evidence text", FieldExternalNumber: "certificate number",
	FieldLanguage: "language", FieldBadge: "badge",
}

// settleName decides what a heading such as "Name" means beside the others:
// next to "Vorname" it is the last name, next to "Apellidos" the first.
func (c *columns) settleName() {
	i, there := c.index[fieldAnyName]
	if !there {
		return
	}
	delete(c.index, fieldAnyName)
	field := FieldName
	switch first, last := c.has(FieldFirstName), c.has(FieldLastName); {
	case first && !last:
		field = FieldLastName
	case last && !first:
		field = FieldFirstName
	case c.has(FieldName):
		field = "" // a clearer heading has the name
	}
	c.fields[i] = field
	if field != "" {
		c.index[field] = i
	}
}

const headingsExample = "Headings such as: Name, E-mail, Issue date, Expiry date."

func (c columns) missing() error {
	titles := make([]string, 0, len(c.titles))
	for _, t := range c.titles {
		if t != "" {
			titles = append(titles, "“"+shown(t)+"”")
		}
	}
	found := strings.Join(titles[:min(len(titles), 12)], ", ")
	switch {
	case len(c.index) == 0:
		return &FileError{Sentence: "The first row has no heading that is known here: " + found + ". Put a row of headings at the top, with nothing above it. " + headingsExample, Row: 1}
	case !c.has(FieldEmail):
		return &FileError{Sentence: "No column has e-mail addresses. Name one column “E-mail”. Headings found: " + found + ".", Row: 1}
	case !c.has(FieldName) && !c.has(FieldFirstName) && !c.has(FieldLastName):
		return &FileError{Sentence: "No column has names. Name one column “Name”, or two “First name” and “Last name”. Headings found: " + found + ".", Row: 1}
	}
	return nil
}

// looksLikePerson tells a row of data from a row of headings.
func looksLikePerson(cells []string) bool {
	return slices.ContainsFunc(cells, isEmail)
}

func isEmail(cell string) bool {
	_, err := badge.ParseEmail(trim(cell))
	return err == nil
}

// columnsByContent tells the columns of a file without headings, when only one
// reading is possible.
func columnsByContent(cells []string) (columns, error) {
	c := columns{titles: make([]string, len(cells)), fields: make([]Field, len(cells)), index: map[Field]int{}}
	for i, cell := range cells {
		field := contentField(trim(cell))
		if field == FieldIssuedOn && c.has(FieldIssuedOn) {
			field = FieldExpiresOn
		}
		if field == "" {
			continue
		}
		if c.has(field) {
			return c, &FileError{
				Sentence: "The first row is already a person, and what its cells mean is not clear without headings. Put a row of headings at the top. " + headingsExample,
				Row:      1,
			}
		}
		c.fields[i], c.index[field] = field, i
	}
	return c, c.missing()
}

func contentField(cell string) Field {
	switch {
	case cell == "":
		return ""
	case isEmail(cell):
		return FieldEmail
	case readDate(cell, DatesAsk).isDate():
		return FieldIssuedOn
	case strings.HasPrefix(cell, "http://"), strings.HasPrefix(cell, "https://"):
		return FieldEvidence
	}
	return FieldName
}

// detectSeparator finds what stands between the cells of the first row: the
// one that makes most sense of it. declared tells that a line such as "sep=;"
// above the table says so.
func detectSeparator(head []byte) (separator byte, declared bool) {
	if line, _, _ := bytes.Cut(head, []byte("\n")); len(bytes.TrimSpace(line)) == 5 && bytes.HasPrefix(bytes.ToLower(line), []byte("sep=")) {
		return line[4], true
	}
	best := -1
	for _, candidate := range []byte(",;\t|") {
		s := newSplitter(bufio.NewReaderSize(bytes.NewReader(head), maxRecord), candidate)
		rec, err := s.nextFilled()
		if errors.Is(err, io.EOF) { // nothing but separators
			return candidate, false
		}
		if err != nil {
			continue
		}
		score := len(rec.cells)
		for _, cell := range rec.cells {
			if field, _ := fieldOf(cell); field != "" || isEmail(cell) {
				score += headSize
			}
		}
		if score > best {
			separator, best = candidate, score
		}
	}
	if best < 0 {
		separator = ','
	}
	return separator, false
}
