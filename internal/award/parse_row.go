package award

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"laurel/internal/badge"
)

// The longest texts of a row, in characters; an address in bytes.
const (
	maxName           = badge.MaxName
	maxNarrative      = 5000
	maxEvidence       = 2000 // as badge.IsWebAddress
	maxExternalNumber = 100
	maxPrinted        = 300
)

// checker checks rows one after the other and remembers what one row says
// about the next.
type checker struct {
	columns   columns
	print     []string
	edits     Edits
	badges    map[string]badge.AchievementID
	proven    map[badge.AchievementID]bool // the badges that need evidence
	dates     DateOrder
	today     time.Time
	seen      seen // every ready earner
	years     int  // validity of the last good row that gave both dates in whole years
	ambiguous *Ambiguity
}

func newChecker(c columns, o Options) *checker {
	return &checker{columns: c, print: o.Print, edits: o.Edits, badges: o.Badges, proven: o.Evidence, dates: o.Dates, today: badge.Day(o.Today)}
}

// cell returns what a row says of a field: as it was corrected, or else as it
// stands in the file; trimmed.
func (c *checker) cell(r *Row, f Field) string {
	if text, corrected := c.edits[r.Number][f]; corrected {
		return trim(text)
	}
	return c.columns.cell(r.Raw, f)
}

func (c *checker) row(rec record) Row {
	r := Row{Number: rec.number, Raw: rec.cells}
	if rec.quoting != "" {
		r.find(badge.OutcomeError, FieldRow, "", rec.quoting, "Correct this row in a spreadsheet or a text editor.")
	}
	c.name(&r)
	c.email(&r)
	c.width(&r)
	c.days(&r)
	c.badge(&r)
	r.Narrative = c.text(&r, FieldNarrative, maxNarrative)
	r.ExternalNumber = c.text(&r, FieldExternalNumber, maxExternalNumber)
	c.evidence(&r)
	r.EvidenceText = c.text(&r, FieldEvidenceText, maxNarrative)
	c.proof(&r)
	c.language(&r)
	c.printed(&r)
	c.duplicate(&r)
	return r
}

// width compares the number of cells with the headings. Spreadsheets leave out
// empty cells at the end of a row, so a short row is wrong only when the name
// or the address suffers.
func (c *checker) width(r *Row) {
	cells, titles := len(r.Raw), len(c.columns.titles)
	switch {
	case cells < titles && r.Outcome() == badge.OutcomeError:
		r.find(badge.OutcomeError, FieldRow, "", fmt.Sprintf("Too few cells: this row has %d, the headings are %d.", cells, titles),
			"Check that no cell or separator is missing.")
	case cells < titles:
		r.find(badge.OutcomeWarning, FieldRow, "", fmt.Sprintf("This row has %d cells, the headings are %d. The missing ones are taken as empty.", cells, titles), "")
	case !isBlank(r.Raw[titles:]):
		r.find(badge.OutcomeWarning, FieldRow, strings.Join(r.Raw[titles:], ", "), "Cells beyond the last heading are ignored.",
			"Give the column a heading, or check that no cell has slipped.")
	}
}

// name takes the whole name, or puts first and last name together.
func (c *checker) name(r *Row) {
	cell := c.cell(r, FieldName)
	if cell == "" {
		cell = trim(c.cell(r, FieldFirstName) + " " + c.cell(r, FieldLastName))
	}
	plain := withoutTextMark(cell)
	name := norm.NFC.String(strings.Join(strings.Fields(plain), " "))
	r.Name = shown(name)
	switch length := utf8.RuneCountInString(name); {
	case name == "":
		c.noName(r)
	case length > maxName:
		r.find(badge.OutcomeError, FieldName, name, fmt.Sprintf("The name is longer than %d characters (%d).", maxName, length), "Shorten it.")
	case unprintable(plain, "") != "":
		r.find(badge.OutcomeError, FieldName, plain, unprintable(plain, ""), "Type the name again.")
	case spreadsheetErrors[name]:
		r.find(badge.OutcomeError, FieldName, name, "This is an error of the spreadsheet, not a name.", "Correct the formula and save again.")
	case !strings.ContainsFunc(name, unicode.IsLetter):
		r.find(badge.OutcomeError, FieldName, name, "This name has no letter in it.", "Write the name as it is to stand on the badge.")
	case beginsFormula(name):
		r.find(badge.OutcomeWarning, FieldName, name, "This looks like a spreadsheet formula. It is kept as text.", "Check the name.")
	case markup.MatchString(name):
		r.find(badge.OutcomeWarning, FieldName, name, "This looks like markup. It is kept as text.", "Check the name.")
	}
}

// noName proposes the name that the address tells, if it tells one.
func (c *checker) noName(r *Row) {
	suggestion, fix := "Write the name as it is to stand on the badge.", ""
	if email, err := badge.ParseEmail(c.cell(r, FieldEmail)); err == nil {
		if fix = nameFrom(email); fix != "" {
			suggestion = fmt.Sprintf("Did you mean %s?", fix)
		}
	}
	r.findWith(badge.OutcomeError, FieldName, "", "A name is needed.", suggestion, fix)
}

// text takes a free text. Line breaks stay; a tab becomes a space.
func (c *checker) text(r *Row, field Field, most int) string {
	cell := c.cell(r, field)
	if cell == "" {
		return ""
	}
	s := norm.NFC.String(strings.ReplaceAll(withoutTextMark(cell), "\t", " "))
	length := utf8.RuneCountInString(s)
	switch {
	case length > most:
		r.find(badge.OutcomeError, field, s, fmt.Sprintf("Longer than %d characters (%d).", most, length), "Shorten it.")
	case unprintable(s, "\n") != "":
		r.find(badge.OutcomeError, field, s, unprintable(s, "\n"), "Type the text again.")
	case spreadsheetErrors[s]:
		r.find(badge.OutcomeError, field, s, "This is an error of the spreadsheet.", "Correct the formula and save again.")
	case s[0] == '=':
		r.find(badge.OutcomeWarning, field, s, "This looks like a spreadsheet formula. It is kept as text.", "Check the text.")
	case markup.MatchString(s):
		r.find(badge.OutcomeWarning, field, s, "This looks like markup. It is kept as text.", "Check the text.")
	}
	if length > most || unprintable(s, "\n") != "" {
		return shown(s)
	}
	return s
}

func (c *checker) evidence(r *Row) {
	cell := c.cell(r, FieldEvidence)
	if cell == "" {
		return
	}
	switch {
	case len(cell) > maxEvidence:
		r.find(badge.OutcomeError, FieldEvidence, cell, fmt.Sprintf("Longer than %d characters.", maxEvidence), "Use a shorter address.")
	case unprintable(cell, "") != "" || strings.ContainsFunc(cell, unicode.IsSpace):
		r.find(badge.OutcomeError, FieldEvidence, cell, "A web address has no spaces or line breaks.", "Give one address, without spaces.")
	case badge.IsWebAddress(cell):
		r.Evidence = cell
	case strings.ContainsAny(cell, webNever):
		r.find(badge.OutcomeError, FieldEvidence, cell, "This address has a character that web addresses do not have, one of "+webNever+".",
			"Copy the address from the browser again; there it is written with % and two digits.")
	default:
		suggestion, fix := "Give a full web address, such as https://example.org/evidence.", ""
		if strings.HasPrefix(strings.ToLower(cell), "www.") && badge.IsWebAddress("https://"+cell) {
			fix = "https://" + cell
			suggestion = "Did you mean " + shown(fix) + "?"
		}
		r.findWith(badge.OutcomeError, FieldEvidence, cell, "Evidence must be an http or https address.", suggestion, fix)
	}
}

// proof asks for the evidence without which a badge is not issued.
func (c *checker) proof(r *Row) {
	if c.proven[r.Badge] && c.cell(r, FieldEvidence) == "" && r.EvidenceText == "" {
		r.find(badge.OutcomeError, FieldEvidence, "", "This badge is issued with evidence only.", "Give the web address of what shows the achievement, or describe it in a column for evidence.")
	}
}

// webNever are characters that a web address cannot have, and people paste.
const webNever = "<>\"{}|\\^`"

// duplicate marks a second row for the same earner. Only rows that would be
// issued are remembered: a row that is corrected later must not block another.
func (c *checker) duplicate(r *Row) {
	if r.Outcome() == badge.OutcomeError {
		return
	}
	key := earnerOf(r.Email, r.Badge)
	if earlier := c.seen.find(key); earlier != 0 {
		r.find(badge.OutcomeDuplicate, FieldEmail, string(r.Email), fmt.Sprintf("The same earner as in row %d.", earlier),
			"The earlier row is used. Remove this one, or correct its address.")
		return
	}
	if r.Ready() {
		c.seen.put(key, uint32(r.Number))
	}
}

// days reads both dates and compares them with each other and with today.
func (c *checker) days(r *Row) {
	r.IssuedOn = c.date(r, FieldIssuedOn)
	r.ExpiresOn = c.date(r, FieldExpiresOn)
	if r.IssuedOn.After(c.today) {
		r.find(badge.OutcomeWarning, FieldIssuedOn, r.IssuedOn.Format(time.DateOnly), "The issue date lies in the future.", "Check the year.")
	}
	issued := r.IssuedOn
	if issued.IsZero() && c.cell(r, FieldIssuedOn) == "" {
		issued = c.today
	}
	switch {
	case r.ExpiresOn.IsZero() || issued.IsZero():
	case r.ExpiresOn.Before(issued):
		c.backwards(r, issued, "Expires before it is issued.")
	case r.ExpiresOn.Equal(issued):
		c.backwards(r, issued, "Expires on the day it is issued.")
	case r.ExpiresOn.Before(c.today):
		r.find(badge.OutcomeWarning, FieldExpiresOn, c.cell(r, FieldExpiresOn), "This date has passed: the badge will show as expired.", "Check the year.")
	case r.IssuedOn.AddDate(r.ExpiresOn.Year()-r.IssuedOn.Year(), 0, 0).Equal(r.ExpiresOn):
		c.years = r.ExpiresOn.Year() - r.IssuedOn.Year()
	}
}

// backwards finds fault with an expiry; it gives the year that the rows above
// make likely.
func (c *checker) backwards(r *Row, issued time.Time, reason string) {
	suggestion, fix := "Check both dates, or leave the expiry empty to use what the badge says.", ""
	if c.years > 0 {
		suggestion = fmt.Sprintf("Did you mean %d?", issued.Year()+c.years)
		fix = time.Date(issued.Year()+c.years, r.ExpiresOn.Month(), r.ExpiresOn.Day(), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	r.findWith(badge.OutcomeError, FieldExpiresOn, c.cell(r, FieldExpiresOn), reason, suggestion, fix)
}

func (c *checker) date(r *Row, field Field) time.Time {
	cell := withoutTextMark(c.cell(r, field))
	if cell == "" {
		return time.Time{}
	}
	d := readDate(cell, c.dates)
	if !d.isDate() {
		r.findWith(badge.OutcomeError, field, cell, d.reason, d.suggestion, d.fix)
		return time.Time{}
	}
	if !d.readsBothWays() {
		return d.day
	}
	if c.ambiguous == nil {
		c.ambiguous = &Ambiguity{Row: r.Number, Value: shown(cell), DayFirst: d.dayFirst, MonthFirst: d.monthFirst}
	}
	if c.dates == DatesAsk {
		r.find(badge.OutcomeQuestion, field, cell, fmt.Sprintf("%s or %s? Day and month cannot be told apart.", inWords(d.dayFirst), inWords(d.monthFirst)),
			"Choose day first or month first for the whole file.")
		return time.Time{}
	}
	return d.day
}

var markup = regexp.MustCompile(`<[A-Za-z/!][^>]*>`)

var spreadsheetErrors = map[string]bool{
	"#N/A": true, "#NAME?": true, "#REF!": true, "#VALUE!": true, "#NULL!": true, "#DIV/0!": true, "#NUM!": true, "#####": true,
}

// unprintable names a character that cannot stand on a badge: control
// characters, characters that turn the direction of the text around, and the
// mark of a letter that was lost.
func unprintable(s, allowed string) string {
	for _, c := range s {
		switch {
		case strings.ContainsRune(allowed, c):
		case c == '\t', c == '\n':
			return "There is a tab or a line break inside."
		case unicode.IsControl(c):
			return fmt.Sprintf("There is a control character inside (U+%04X).", c)
		case isBidiOverride(c):
			return fmt.Sprintf("There is a character inside that changes the direction of the text (U+%04X).", c)
		case c == '�':
			return "A letter was lost when the file was saved (�)."
		}
	}
	return ""
}

func isBidiOverride(c rune) bool {
	return c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069'
}

// formulaStarts are the characters that make a spreadsheet run a cell. A line
// feed is among them: files with CR LF write it as both.
const formulaStarts = "=+-@\t\r\n"

func beginsFormula(s string) bool {
	return s != "" && strings.IndexByte(formulaStarts, s[0]) >= 0
}

// withoutTextMark takes away the apostrophe that keeps a spreadsheet from
// running a cell, as Annotate puts it there.
func withoutTextMark(cell string) string {
	if rest, marked := strings.CutPrefix(cell, "'"); marked && beginsFormula(rest) {
		return rest
	}
	return cell
}

// trim takes away spaces of every kind at both ends, and the invisible ones
// that come along when text is copied.
func trim(cell string) string {
	return strings.TrimFunc(cell, func(c rune) bool {
		return unicode.IsSpace(c) || c == '\u200b' || c == '\ufeff'
	})
}

// printed takes what certificates print of columns that mean nothing else here.
func (c *checker) printed(r *Row) {
	for _, heading := range c.print {
		at := slices.IndexFunc(c.columns.titles, func(title string) bool { return strings.EqualFold(strings.TrimSpace(title), heading) })
		if at < 0 || at >= len(r.Raw) {
			continue
		}
		cell := strings.ToValidUTF8(trim(r.Raw[at]), "")
		if runes := []rune(cell); len(runes) > maxPrinted {
			cell = string(runes[:maxPrinted])
		}
		if cell == "" {
			continue
		}
		if r.Printed == nil {
			r.Printed = map[string]string{}
		}
		r.Printed[heading] = cell
	}
}
