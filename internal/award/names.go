package award

import (
	"errors"
	"io"
	"strings"
)

// maxNamesBytes is the largest list of names.
const maxNamesBytes = 1 << 20

// Names reads a table of which only names are wanted: the column that its
// heading calls so, first and last name as two columns too; without such a
// heading the first column, from the first row on. It returns a *FileError when
// the file cannot be read.
func Names(r io.Reader) (names []string, err error) {
	t, first, err := openRows(r, Options{MaxBytes: maxNamesBytes})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	columns, heading := nameColumns(first.cells)
	for rec := first; err == nil; rec, err = t.rows.nextFilled() {
		if heading && rec.number == first.number {
			continue
		}
		var parts []string
		for _, n := range columns {
			if n < len(rec.cells) {
				parts = append(parts, strings.TrimSpace(rec.cells[n]))
			}
		}
		if name := strings.TrimSpace(strings.Join(parts, " ")); name != "" {
			names = append(names, name)
		}
	}
	if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return names, nil
}

// nameColumns tells in which columns names stand, and whether the row is a heading.
func nameColumns(cells []string) (columns []int, heading bool) {
	firstName, lastName := -1, -1
	for n, cell := range cells {
		switch f, _ := fieldOf(cell); f {
		case fieldAnyName, FieldName:
			return []int{n}, true
		case FieldFirstName:
			firstName = n
		case FieldLastName:
			lastName = n
		}
	}
	switch {
	case firstName >= 0 && lastName >= 0:
		return []int{firstName, lastName}, true
	case firstName >= 0:
		return []int{firstName}, true
	case lastName >= 0:
		return []int{lastName}, true
	}
	return []int{0}, false
}
