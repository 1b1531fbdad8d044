package award

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"laurel/internal/badge"
)

// annotations are the two columns that Annotate puts before the others, where
// no row of another width can shift them.
var annotations = []string{"Error", "Suggestion"}

// Annotate writes the file again with two columns more, Error and Suggestion,
// ready to be corrected in a spreadsheet and imported again. Cells that a
// spreadsheet would run as a formula begin with an apostrophe, which Parse
// takes away. It writes UTF-8 with a byte order mark and the separator of the
// file; row numbers stay the same, unless the file had no headings: then it
// gets some. Its errors are those of Parse, and of w.
func Annotate(ctx context.Context, w io.Writer, original io.Reader, o Options) error {
	t, err := openTable(original, o)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	if _, err := out.WriteString("\ufeff"); err != nil {
		return fmt.Errorf("write annotated file: %w", err)
	}
	a := annotator{csv: csv.NewWriter(out), columns: t.columns, edits: o.Edits, before: annotatedColumns(t.columns.titles)}
	a.csv.Comma, a.csv.UseCRLF = ',', true
	if t.summary.Separator != 0 {
		a.csv.Comma = t.summary.Separator
	}

	titles := t.columns.titles[a.before:]
	if t.summary.Headless {
		titles = nil
		for _, field := range t.columns.fields {
			titles = append(titles, fieldWords[field])
		}
		a.last = 0
	} else {
		a.last = t.heading
		a.blank(a.last - 1)
	}
	a.write(annotations[0], annotations[1], titles)
	if _, err := t.run(ctx, o, a.row); err != nil {
		return err
	}
	a.csv.Flush()
	if err := a.csv.Error(); err != nil {
		return fmt.Errorf("write annotated file: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write annotated file: %w", err)
	}
	return nil
}

// annotatedColumns counts the columns of an earlier Annotate, which are
// written anew.
func annotatedColumns(titles []string) int {
	if len(titles) >= len(annotations) && slices.Equal(titles[:len(annotations)], annotations) {
		return len(annotations)
	}
	return 0
}

type annotator struct {
	csv     *csv.Writer
	columns columns
	edits   Edits
	before  int // columns to leave out
	last    int // row written last
}

func (a *annotator) row(r Row) error {
	a.blank(r.Number - a.last - 1)
	a.last = r.Number
	var reasons, suggestions []string
	for _, f := range r.Findings {
		reason := f.Reason
		if f.Severity != badge.OutcomeError {
			reason = strings.ToUpper(string(f.Severity[:1])) + string(f.Severity[1:]) + ": " + reason
		}
		reasons = append(reasons, reason)
		if f.Suggestion != "" {
			suggestions = append(suggestions, f.Suggestion)
		}
	}
	cells := a.corrected(r)
	a.write(strings.Join(reasons, " "), strings.Join(suggestions, " "), cells[min(a.before, len(cells)):])
	return nil
}

// corrected are the cells of a row with what was corrected since.
func (a *annotator) corrected(r Row) []string {
	edits := a.edits[r.Number]
	if len(edits) == 0 {
		return r.Raw
	}
	cells := slices.Clone(r.Raw)
	set := func(f Field, text string) bool {
		i, there := a.columns.index[f]
		for there && len(cells) <= i {
			cells = append(cells, "")
		}
		if there {
			cells[i] = text
		}
		return there
	}
	for f, text := range edits {
		if set(f, text) || f != FieldName {
			continue
		}
		if set(FieldFirstName, text) { // a whole name where the file has two parts
			set(FieldLastName, "")
		} else {
			set(FieldLastName, text)
		}
	}
	return cells
}

// blank keeps the row numbers right where the file has blank rows.
func (a *annotator) blank(rows int) {
	for range rows {
		a.write("", "", nil)
	}
}

// write keeps an error for the end, as csv.Writer does.
func (a *annotator) write(reasons, suggestions string, cells []string) {
	line := make([]string, 0, len(annotations)+len(cells))
	line = append(line, reasons, suggestions)
	for _, cell := range cells {
		if beginsFormula(cell) {
			cell = "'" + cell
		}
		line = append(line, cell)
	}
	_ = a.csv.Write(line) // Error returns it after Flush
}
