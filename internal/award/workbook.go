package award

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"laurel/internal/award/xlsx"
)

// workbook reads the rows of one sheet of an Excel workbook, one at a time.
type workbook struct {
	book  *xlsx.Workbook
	rows  *xlsx.Rows
	first *record // the first row with anything in it, read when the sheet was chosen
	width int     // cells that every row has at least: spreadsheets leave out empty ones
}

// openWorkbook opens a sheet of a workbook; "" is the first one that is shown
// and has anything in it. It returns the names of all that are shown.
func openWorkbook(r io.Reader, sheet string) (w *workbook, used string, sheets []string, err error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, "", nil, fileError(err)
	}
	book, err := xlsx.Open(data)
	if err != nil {
		return nil, "", nil, workbookError(err)
	}
	w, sheets = &workbook{book: book}, book.Sheets()
	if used, err = w.choose(sheets, sheet); err != nil {
		return nil, "", sheets, errors.Join(err, w.close())
	}
	return w, used, sheets, nil
}

// choose opens a sheet: that of a name, or the first with anything in it.
func (w *workbook) choose(sheets []string, name string) (string, error) {
	if name != "" && !slices.Contains(sheets, name) {
		return "", &FileError{Sentence: fmt.Sprintf("The workbook has no sheet “%s”. Choose one of its sheets.", shown(name))}
	}
	for _, candidate := range sheets {
		if name != "" && candidate != name {
			continue
		}
		if err := w.begin(candidate); err != nil {
			return "", err
		}
		first, err := w.nextFilled()
		if err == nil {
			w.first = &first
		}
		if err == nil || name != "" && errors.Is(err, io.EOF) {
			return candidate, nil
		}
		if !errors.Is(err, io.EOF) {
			return "", err
		}
	}
	return "", &FileError{Sentence: "The workbook is empty. Choose one with a row of headings and one row per person."}
}

// begin opens a sheet.
func (w *workbook) begin(sheet string) (err error) {
	if err := w.close(); err != nil {
		return err
	}
	if w.rows, err = w.book.Rows(sheet); err != nil {
		return workbookError(err)
	}
	return nil
}

// nextFilled returns the next row that has anything in it, or io.EOF.
func (w *workbook) nextFilled() (record, error) {
	if w.first != nil {
		first := *w.first
		w.first = nil
		return first, nil
	}
	for {
		number, cells, err := w.rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return record{}, io.EOF
		case errors.Is(err, xlsx.ErrTooManyCells):
			return record{}, &FileError{Sentence: fmt.Sprintf("Row %d has more than %d cells, so this does not look like a list of people.", number, xlsx.MaxCells), Row: number}
		case errors.Is(err, xlsx.ErrRowTooLong):
			return record{}, &FileError{Sentence: fmt.Sprintf("Row %d is longer than %s, so this does not look like a list of people.", number, size(xlsx.MaxRowBytes)), Row: number}
		case err != nil:
			return record{}, workbookError(err)
		}
		if isBlank(cells) {
			continue
		}
		for len(cells) < w.width {
			cells = append(cells, "")
		}
		return record{number: number, cells: cells}, nil
	}
}

func (w *workbook) close() error {
	if w.rows == nil {
		return nil
	}
	err := w.rows.Close()
	w.rows = nil
	return err
}

// workbookError says of a workbook that cannot be read what to do.
func workbookError(err error) error {
	var file *FileError
	if errors.As(err, &file) {
		return err
	}
	if errors.Is(err, xlsx.ErrTooLarge) {
		return &FileError{Sentence: fmt.Sprintf("The workbook is larger than %s once it is unpacked. Copy the rows with people into a new workbook, or split it.", size(xlsx.MaxUnpacked))}
	}
	if errors.Is(err, xlsx.ErrTooManyTexts) {
		return &FileError{Sentence: fmt.Sprintf("The texts of the workbook are larger than %s. Copy the rows with people into a new workbook, or split it.", size(xlsx.MaxTexts))}
	}
	return &FileError{Sentence: "This Excel workbook cannot be read: it may be damaged or protected by a password. Open it, save it without a password as “Excel Workbook (.xlsx)” and choose that file, or save it as CSV."}
}
