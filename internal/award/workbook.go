package award

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The bounds of a workbook once it is unpacked. Sheets and texts beyond the
// second wait in temporary files.
const (
	maxUnpacked = 256 << 20
	maxInMemory = 8 << 20
)

// maxCells is how many cells of a row are looked at.
const maxCells = 1000

// workbook reads the rows of one sheet of an Excel workbook, one at a time.
// Formulas are not worked out: their last result stands beside them.
type workbook struct {
	file   *excelize.File
	rows   *excelize.Rows
	number int // of the row read last
	width  int // cells that every row has at least: spreadsheets leave out empty ones
}

// openWorkbook opens a sheet of a workbook; "" is the first one that is shown
// and has anything in it. It returns the names of all that are shown.
func openWorkbook(r io.Reader, sheet string) (w *workbook, used string, sheets []string, err error) {
	file, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxInMemory})
	if err != nil {
		return nil, "", nil, workbookError(err)
	}
	w = &workbook{file: file}
	datesAsISO(file)
	for _, name := range file.GetSheetList() {
		if visible, err := file.GetSheetVisible(name); err == nil && visible {
			sheets = append(sheets, name)
		}
	}
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
		_, err := w.nextFilled()
		if err == nil || name != "" {
			return candidate, w.begin(candidate)
		}
		if !errors.Is(err, io.EOF) {
			return "", err
		}
	}
	return "", &FileError{Sentence: "The workbook is empty. Choose one with a row of headings and one row per person."}
}

// begin reads a sheet from its first row on.
func (w *workbook) begin(sheet string) (err error) {
	if w.rows != nil {
		if err := w.rows.Close(); err != nil {
			return workbookError(err)
		}
	}
	w.number = 0
	if w.rows, err = w.file.Rows(sheet); err != nil {
		return workbookError(err)
	}
	return nil
}

// nextFilled returns the next row that has anything in it, or io.EOF.
func (w *workbook) nextFilled() (record, error) {
	for w.rows.Next() {
		w.number++
		cells, err := w.rows.Columns()
		if err != nil {
			return record{}, workbookError(err)
		}
		if isBlank(cells) {
			continue
		}
		if len(cells) > maxCells {
			return record{}, &FileError{Sentence: fmt.Sprintf("Row %d has more than %d cells, so this does not look like a list of people.", w.number, maxCells), Row: w.number}
		}
		for len(cells) < w.width {
			cells = append(cells, "")
		}
		return record{number: w.number, cells: cells}, nil
	}
	if err := w.rows.Error(); err != nil {
		return record{}, workbookError(err)
	}
	return record{}, io.EOF
}

func (w *workbook) close() error {
	var err error
	if w.rows != nil {
		err = w.rows.Close()
	}
	return errors.Join(err, w.file.Close())
}

// datesAsISO makes every number that the workbook shows as a date come out
// as year-month-day: a workbook knows which day it means, whatever the order
// in which it shows day and month.
func datesAsISO(file *excelize.File) {
	styles := file.Styles
	if styles == nil || styles.CellXfs == nil {
		return
	}
	custom := map[int]string{}
	if styles.NumFmts != nil {
		for _, f := range styles.NumFmts.NumFmt {
			custom[f.NumFmtID] = f.FormatCode
		}
	}
	iso, err := file.NewStyle(&excelize.Style{CustomNumFmt: new("yyyy-mm-dd")})
	if err != nil || iso >= len(styles.CellXfs.Xf) {
		return
	}
	format := styles.CellXfs.Xf[iso].NumFmtID
	for n := range styles.CellXfs.Xf {
		id := styles.CellXfs.Xf[n].NumFmtID
		if id == nil {
			continue
		}
		if code, own := custom[*id]; own && isDateFormat(code) || !own && isDateNumber(*id) {
			styles.CellXfs.Xf[n].NumFmtID = format
		}
	}
}

// isDateNumber knows the formats without a code that show a day (ECMA-376
// Part 1, section 18.8.30, with those of East Asian languages).
func isDateNumber(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
}

// quotedFormat are the parts of a format that stand for themselves, and those
// in brackets: colors, conditions, languages.
var quotedFormat = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]|_.|\*.`)

// isDateFormat tells whether a format shows a day: it has a year or a day of
// the month in it.
func isDateFormat(code string) bool {
	return strings.ContainsAny(strings.ToLower(quotedFormat.ReplaceAllString(code, "")), "yd")
}

// workbookError says of a workbook that cannot be read what to do.
func workbookError(err error) error {
	var file *FileError
	if errors.As(err, &file) {
		return err
	}
	if strings.Contains(err.Error(), "unzip size") {
		return &FileError{Sentence: fmt.Sprintf("The workbook is larger than %s once it is unpacked. Copy the rows with people into a new workbook, or split it.", size(maxUnpacked))}
	}
	return &FileError{Sentence: "This Excel workbook cannot be read: it may be damaged or protected by a password. Open it, save it without a password as “Excel Workbook (.xlsx)” and choose that file, or save it as CSV."}
}
