package award

import (
	"errors"
	"io"
	"slices"
	"sort"
	"strings"
	"time"

	"laurel/internal/badge"
)

// sampleRows is how many rows of a file are shown before it is read.
const sampleRows = 5

// Look is how a file would be read, with its first rows to judge that by.
type Look struct {
	Reading  badge.Reading // with every choice made
	Workbook bool
	Sheets   []string // of a workbook, those that are shown
	Columns  []LookColumn
	Rows     [][]string // the first ones, as wide as Columns
	Known    bool       // the columns are those that were chosen for the same headings before
	Fault    string     // why the file cannot be read like this; empty: it can
}

// LookColumn is a column with what is taken from it.
type LookColumn struct {
	Title   string // as the file writes it; empty: it has none
	Field   Field  // empty: the column is passed over
	Sample  string // its first cell that has anything in it
	Example string // the sample as it is read, where that is not the same
}

// LookAt reads the beginning of a file and settles what how leaves open. When
// the columns are not clear the look has a Fault and the columns that are. It
// returns a *FileError when the file shows no rows at all.
func LookAt(file io.ReadSeeker, how badge.Reading, dates DateOrder, maxBytes int64) (l Look, err error) {
	if how.Encoding == "" {
		if how.Encoding, err = wholeEncoding(file); err != nil {
			return l, err
		}
	}
	if _, err = file.Seek(0, io.SeekStart); err != nil {
		return l, err
	}
	t, first, err := openRows(file, Options{Reading: how, MaxBytes: maxBytes})
	if err != nil {
		return l, err
	}
	defer t.close() //nolint:errcheck // only read
	fault := t.settle(first, how)
	if unusable, ok := errors.AsType[*FileError](fault); ok {
		l.Fault = unusable.Sentence
	} else if fault != nil {
		return l, fault
	}
	for len(l.Rows) < sampleRows {
		rec, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return l, err
		}
		l.Rows = append(l.Rows, rec.cells)
	}
	l.describe(t, how, dates)
	return l, nil
}

// wholeEncoding looks at all of a text; a workbook has no encoding.
func wholeEncoding(file io.ReadSeeker) (string, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	var start [4]byte
	if _, err := io.ReadFull(file, start[:]); err == nil && string(start[:]) == "PK\x03\x04" {
		return "", nil
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	return encodingOfAll(file)
}

// describe says how the opened table is read.
func (l *Look) describe(t *table, how badge.Reading, dates DateOrder) {
	l.Workbook, l.Sheets = t.summary.Separator == 0, t.summary.Sheets
	l.Reading = badge.Reading{Encoding: t.summary.Encoding, Sheet: t.summary.Sheet, Headings: badge.HeadingsFirst, Columns: []string{}}
	if !l.Workbook {
		l.Reading.Separator = string(t.summary.Separator)
	}
	if t.summary.Headless {
		l.Reading.Headings = badge.HeadingsNone
	}
	width := len(t.columns.titles)
	for i := range width {
		c := LookColumn{Title: t.columns.titles[i], Field: t.columns.fields[i]}
		for n := range l.Rows {
			if i < len(l.Rows[n]) && c.Sample == "" {
				c.Sample = shown(trim(l.Rows[n][i]))
			}
		}
		if c.Sample != "" && (c.Field == FieldIssuedOn || c.Field == FieldExpiresOn) {
			c.Example = DateExample(c.Sample, dates)
		}
		l.Columns = append(l.Columns, c)
		l.Reading.Columns = append(l.Reading.Columns, string(c.Field))
	}
	for n, cells := range l.Rows {
		row := make([]string, width)
		for i := range min(width, len(cells)) {
			row[i] = shown(trim(cells[i]))
		}
		l.Rows[n] = row
	}
}

// DateExample is a date cell as it would be read, in words.
func DateExample(cell string, order DateOrder) string {
	d := readDate(withoutTextMark(trim(cell)), order)
	switch {
	case !d.isDate():
		return d.reason
	case d.readsBothWays() && order == DatesAsk:
		return inWords(d.dayFirst) + " or " + inWords(d.monthFirst) + ": you will be asked"
	}
	return inWords(d.day)
}

// HeadingsKey names a set of headings, whatever their order: files with the
// same one come from the same place. Empty: the file has none.
func (l *Look) HeadingsKey() string {
	var keys []string
	for _, c := range l.Columns {
		keys = append(keys, titleKey(c.Title))
	}
	sort.Strings(keys)
	return strings.Trim(strings.Join(keys, "|"), "|")
}

// Remembered puts the columns of a file as they were chosen the last time for
// the same headings: by the heading's key.
func (l *Look) Remembered(fields map[string]string) badge.Reading {
	how := l.Reading
	how.Columns = slices.Clone(how.Columns)
	for i, c := range l.Columns {
		if field, there := fields[titleKey(c.Title)]; there {
			how.Columns[i] = field
		}
	}
	return how
}

// Memory is what Remembered takes.
func (l *Look) Memory() map[string]string {
	fields := map[string]string{}
	for _, c := range l.Columns {
		if key := titleKey(c.Title); key != "" {
			fields[key] = string(c.Field)
		}
	}
	return fields
}

// Day reads a date as somebody types it into a form of ours.
func Day(text string) (time.Time, bool) {
	d, err := time.Parse(time.DateOnly, strings.TrimSpace(text))
	return d, err == nil
}
