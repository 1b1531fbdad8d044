package store

import (
	"database/sql"
	"errors"
	"strconv"
	"strings"
)

// listParameters is how many values one `in (…)` list carries: far below the
// limit of either engine, and few enough texts for a statement cache.
const listParameters = 100

// parameters is the text "$first, … " of n parameters.
func parameters(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first + i))
	}
	return b.String()
}

func anys[T any](values []T) []any {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return args
}

// prefixed scans some columns before those of a noun's own scan.
type prefixed struct {
	row
	first []any
}

// Scan implements row.
func (p prefixed) Scan(dest ...any) error { return p.row.Scan(append(p.first, dest...)...) }

// closing closes rows after a loop and keeps the first error.
func closing(rows *sql.Rows, err error) error {
	return wrap(errors.Join(err, rows.Close()))
}
