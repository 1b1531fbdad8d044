package xlsx

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Rows are the rows of one sheet.
type Rows struct {
	book   *Workbook
	part   *part
	number int // of the row read last
}

// Rows opens a sheet by its name. Only one sheet should be open at a time.
func (w *Workbook) Rows(name string) (*Rows, error) {
	for _, s := range w.sheets {
		if s.name == name {
			p, err := w.open(s.path)
			return &Rows{book: w, part: p}, err
		}
	}
	return nil, fmt.Errorf("workbook shows no sheet %q", name)
}

// Close ends the reading.
func (r *Rows) Close() error { return r.part.closer.Close() }

// Next returns the next row that is in the file, with its number, counted from
// 1, and the text of its cells up to the last that has any; io.EOF at the end.
// Rows without content may be missing. The number is right also with an error.
func (r *Rows) Next() (number int, cells []string, err error) {
	for {
		token, err := r.part.next()
		if err != nil {
			return r.number, nil, err
		}
		tag, starts := token.(xml.StartElement)
		if !starts || !r.part.within("worksheet", "sheetData", "row") {
			continue
		}
		number := r.number + 1
		if at := element(tag).get("r"); at != "" {
			if number, err = strconv.Atoi(at); err != nil {
				return r.number, nil, err
			}
		}
		if number <= r.number || number > maxRow {
			return r.number, nil, fmt.Errorf("row %d comes after row %d", number, r.number)
		}
		r.number = number
		cells, err = r.cells()
		return number, cells, err
	}
}

// cells reads a row to its end.
func (r *Rows) cells() (cells []string, err error) {
	column, size := -1, 0
	for {
		token, err := r.part.next()
		if err != nil {
			return nil, unexpected(err)
		}
		tag, starts := token.(xml.StartElement)
		if !starts {
			if len(r.part.path) < len([]string{"worksheet", "sheetData", "row"}) {
				return cells, nil
			}
			continue
		}
		if tag.Name.Local != "c" {
			if err := r.part.skip(); err != nil {
				return nil, err
			}
			continue
		}
		column++
		if at := element(tag).get("r"); at != "" {
			if column, err = columnOf(at, column); err != nil {
				return nil, err
			}
		}
		text, err := r.cell(element(tag))
		if err != nil {
			return nil, err
		}
		if text == "" {
			continue
		}
		if column >= MaxCells {
			return nil, ErrTooManyCells
		}
		if size += len(text); size > MaxRowBytes {
			return nil, ErrRowTooLong
		}
		for len(cells) < column {
			cells = append(cells, "")
		}
		cells = append(cells, text)
	}
}

// columnOf is the column of an address such as C5, counted from 0; none may
// stand before the one that is expected.
func columnOf(address string, expected int) (int, error) {
	letters := strings.TrimRight(address, "0123456789")
	column := 0
	for _, c := range []byte(letters) {
		if c |= 0x20; c < 'a' || c > 'z' || len(letters) > 3 {
			return 0, fmt.Errorf("cell has no address: %q", address)
		}
		column = column*26 + int(c-'a') + 1
	}
	if column--; column < expected {
		return 0, fmt.Errorf("cell %q stands after column %d", address, expected)
	}
	return column, nil
}

// cell reads a cell to its end and returns its text.
func (r *Rows) cell(tag element) (string, error) {
	value, inline := "", ""
	for depth := len(r.part.path); len(r.part.path) >= depth; {
		token, err := r.part.next()
		if err != nil {
			return "", unexpected(err)
		}
		if child, starts := token.(xml.StartElement); starts {
			switch child.Name.Local {
			case "v":
				value, err = r.part.text()
			case "is":
				inline, err = r.part.text()
			default: // the formula among others
				err = r.part.skip()
			}
			if err != nil {
				return "", err
			}
		}
	}
	return r.book.show(tag, value, inline)
}

// show is the text of a cell (section 18.18.11).
func (w *Workbook) show(tag element, value, inline string) (string, error) {
	switch tag.get("t") {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if value == "" {
			return "", nil
		}
		text, ok := w.texts.get(n)
		if err != nil || !ok {
			return "", errors.New("cell names a text that is not there")
		}
		return text, nil
	case "inlineStr":
		return inline, nil
	case "str", "e":
		return value, nil
	case "b":
		switch strings.TrimSpace(value) {
		case "1", "true":
			return "TRUE", nil
		case "0", "false":
			return "FALSE", nil
		}
		return value, nil
	case "d":
		return w.styleOf(tag).moment(value), nil
	}
	return w.styleOf(tag).number(value, w.is1904), nil
}

// styleOf is how a cell shows its number.
func (w *Workbook) styleOf(tag element) style {
	n, err := strconv.Atoi(cmp.Or(tag.get("s"), "0"))
	if err != nil || n < 0 || n >= len(w.styles) {
		return style{}
	}
	return w.styles[n]
}
