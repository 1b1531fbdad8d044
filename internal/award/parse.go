// Package award turns a file of earners into a batch of awards: rows read,
// checked and kept, then confirmed.
//
// Parse is the pure half. In comes a CSV file, out go checked rows, one at a
// time, each with what is wrong with it and what to do. It never guesses
// silently, never drops a row with anything in it, never reads more than its
// bounds, and touches nothing but the reader it was given.
package award

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"laurel/internal/badge"
)

// DateOrder says how dates made of numbers are read.
type DateOrder string

// The date orders. With DatesAsk, a date that reads both ways is a question.
const (
	DatesAsk        DateOrder = ""
	DatesISO        DateOrder = "iso" // 2026-03-01 and nothing else
	DatesDayFirst   DateOrder = "dmy"
	DatesMonthFirst DateOrder = "mdy"
)

// The bounds of a file when Options names none.
const (
	DefaultMaxBytes = 32 << 20
	DefaultMaxRows  = 100_000
)

// The bounds of a file that comes by the command line.
const (
	largeMaxBytes = 512 << 20
	largeMaxRows  = 1_000_000
)

// Options are what a file alone does not say.
type Options struct {
	badge.Reading
	Dates    DateOrder
	Today    time.Time // the day of issue where a row names none; its UTC date counts
	MaxBytes int64     // 0: DefaultMaxBytes
	MaxRows  int       // 0: DefaultMaxRows; rows with anything in them, without the heading
	Edits    Edits
	Print    []string                       // headings of columns that certificates print
	Only     map[int]bool                   // the rows to check, by their number; nil: all
	Badges   map[string]badge.AchievementID // that rows may name, under BadgeKey
	Evidence map[badge.AchievementID]bool   // the badges that are issued with evidence only; "" is that of rows that name none
}

// Edits are cells that were corrected since the file came: by row and field.
type Edits map[int]map[Field]string

// Row is one checked row. On a row with an error the fields hold what could be
// read, for showing only.
type Row struct {
	Number         int // as a spreadsheet counts: the heading is row 1, blank rows count
	Name           string
	Email          badge.Email
	IssuedOn       time.Time // UTC midnight; zero: not given
	ExpiresOn      time.Time // UTC midnight; zero: not given
	Narrative      string
	Evidence       string // http or https address
	EvidenceText   string
	ExternalNumber string
	Language       string              // BCP 47 tag; empty: not given
	Badge          badge.AchievementID // empty: the row names none
	Printed        map[string]string   // of the columns in Options.Print, by heading; empty cells are left out
	Raw            []string            // the cells as they stand in the file
	Findings       []badge.Finding
}

// Column is a column of the file that was understood.
type Column struct {
	Title string // as the file writes it; empty in a file without headings
	Field Field
}

// Ambiguity is a date that can be read with the day or the month first.
type Ambiguity struct {
	Row                  int
	Value                string
	DayFirst, MonthFirst time.Time
}

// Summary is what was found in the file as a whole.
type Summary struct {
	Encoding  string   // of a text; see badge.Reading
	Separator rune     // ',', ';', '\t' or '|'; 0: it is a workbook
	Sheet     string   // of a workbook
	Sheets    []string // all of it that are shown
	Headless  bool     // the first row is already a person; the columns were told by their content
	Columns   []Column // understood, in the order of the file
	Ignored   []string // titles of columns that were not
	Rows      int      // rows with anything in them, without the heading
	Counts    map[badge.Outcome]int
	Ambiguous *Ambiguity // the first date that needs DayFirst or MonthFirst to be read, whether chosen or not; nil: none
}

// Ready counts the rows that would be issued.
func (s Summary) Ready() int {
	return s.Counts[badge.OutcomeOK] + s.Counts[badge.OutcomeWarning]
}

// Parse reads a text table (comma, semicolon, tab or bar; UTF-8, UTF-16 or
// Windows-1252) or a sheet of an Excel workbook and hands every row that is not
// blank to each, in order. Memory does not grow with the file, but for some 30
// bytes per earner, and for the bytes of a workbook as it came and its texts.
//
// A duplicate is a row for the same address and badge as an earlier row that is
// ready. Where Reading does not say what the columns are, their headings do; a
// first row that holds an e-mail address is no heading and is read by content
// when only one reading is possible: one address, one name, at most two dates
// (issued, expires) and at most one web address.
//
// It returns a *FileError when the file as a whole cannot be used, the error
// of each as it is, or the error of ctx.
func Parse(ctx context.Context, r io.Reader, o Options, each func(Row) error) (Summary, error) {
	t, err := openTable(r, o)
	if err != nil {
		return Summary{}, err
	}
	summary, err := t.run(ctx, o, each)
	return summary, errors.Join(err, t.close())
}

// rows are read one at a time: a text or a sheet of a workbook.
type rows interface {
	nextFilled() (record, error) // io.EOF at the end
}

// table is an opened file: the heading is read, the rows are next.
type table struct {
	rows    rows
	heading int // its row; 0: there is none
	columns columns
	summary Summary
	maxRows int
	first   *record // the first row, when it is a person and not a heading
	close   func() error
}

// openTable opens a file and settles what its columns are.
func openTable(r io.Reader, o Options) (*table, error) {
	t, first, err := openRows(r, o)
	if err != nil {
		return nil, err
	}
	if err = t.settle(first, o.Reading); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

// openRows opens a file and reads its first row.
func openRows(r io.Reader, o Options) (t *table, first record, err error) {
	maxBytes := orDefault(o.MaxBytes, DefaultMaxBytes)
	in := bufio.NewReaderSize(&limited{r: r, left: maxBytes, max: maxBytes}, maxRecord)
	head, err := peek(in)
	if err == nil {
		err = refuseBinary(head)
	}
	if err != nil {
		return nil, first, err
	}
	t = &table{
		summary: Summary{Counts: map[badge.Outcome]int{}}, maxRows: int(orDefault(int64(o.MaxRows), DefaultMaxRows)),
		close: func() error { return nil },
	}
	if isWorkbook(head) {
		err = t.openSheet(in, o.Sheet)
	} else {
		err = t.openText(in, o.Reading)
	}
	if err != nil {
		return nil, first, err
	}
	first, err = t.rows.nextFilled()
	if errors.Is(err, io.EOF) {
		err = &FileError{Sentence: "The file is empty. Choose one with a row of headings and one row per person."}
	}
	if err != nil {
		return nil, first, errors.Join(err, t.close())
	}
	return t, first, nil
}

func (t *table) openSheet(in io.Reader, sheet string) error {
	w, used, sheets, err := openWorkbook(in, sheet)
	if err != nil {
		return err
	}
	t.rows, t.close = w, w.close
	t.summary.Sheet, t.summary.Sheets = used, sheets
	return nil
}

func (t *table) openText(in *bufio.Reader, how badge.Reading) error {
	in, head, encoding, err := openText(in, how.Encoding)
	if err != nil {
		return err
	}
	separator, declared := detectSeparator(head)
	if how.Separator != "" {
		separator = how.Separator[0]
	}
	s := newSplitter(in, separator)
	t.rows = s
	t.summary.Encoding, t.summary.Separator = encoding, rune(separator)
	if declared { // the line "sep=;" that some spreadsheets write above the table
		_, err = s.next()
	}
	return err
}

// settle decides what the columns are: as Reading says, or else as the first
// row tells.
func (t *table) settle(first record, how badge.Reading) (err error) {
	headless := how.Headings == badge.HeadingsNone || how.Headings == "" && looksLikePerson(first.cells)
	switch {
	case how.Columns != nil:
		t.columns, err = columnsChosen(first.cells, headless, how.Columns)
	case headless:
		t.columns, err = columnsByContent(first.cells)
	default:
		t.columns, err = columnsByTitle(first.cells)
	}
	if t.summary.Headless = headless; headless {
		t.first = &first
	} else {
		t.heading = first.number
	}
	if w, sheet := t.rows.(*workbook); sheet {
		w.width = len(t.columns.titles)
	}
	t.summary.Columns, t.summary.Ignored = t.columns.described()
	return err
}

// run checks every row of an opened file and hands it to each.
func (t *table) run(ctx context.Context, o Options, each func(Row) error) (Summary, error) {
	check := newChecker(t.columns, o)
	for {
		if err := ctx.Err(); err != nil {
			return t.summary, err
		}
		rec, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t.summary, err
		}
		t.summary.Rows++
		if o.Only != nil && !o.Only[rec.number] {
			continue
		}
		row := check.row(rec)
		t.summary.Counts[row.Outcome()]++
		if err := each(row); err != nil {
			return t.summary, err
		}
	}
	t.summary.Ambiguous = check.ambiguous
	if t.summary.Rows == 0 {
		return t.summary, &FileError{Sentence: "The file has headings and no people below them. Add one row per person and try again."}
	}
	return t.summary, nil
}

// next returns the next row that is not blank, or io.EOF.
func (t *table) next() (record, error) {
	if t.first != nil {
		rec := *t.first
		t.first = nil
		return rec, nil
	}
	rec, err := t.rows.nextFilled()
	if err == nil && t.summary.Rows >= t.maxRows {
		return record{}, &FileError{
			Sentence: fmt.Sprintf("The file has more than %d people. Split it into files of at most %d rows and import them one after the other.", t.maxRows, t.maxRows),
			Row:      rec.number,
		}
	}
	return rec, err
}

// earner is the hash of a canonical address, and of the badge where a row
// names one: enough to meet it again. Among a
// million people two have the same one in one file of 36 million.
type earner uint64

func earnerOf(e badge.Email, a badge.AchievementID) earner {
	text := string(e)
	if a != "" {
		text += "\x00" + string(a)
	}
	sum := sha256.Sum256([]byte(text))
	return earner(binary.BigEndian.Uint64(sum[:]))
}

func orDefault(n, fallback int64) int64 {
	if n > 0 {
		return n
	}
	return fallback
}

func isBlank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
