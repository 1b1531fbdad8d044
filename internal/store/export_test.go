package store

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strings"
	"time"

	"laurel/internal/badge"
)

// What the tests of the engine need of it, and nobody else.

func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	return tx.exec(ctx, query, args...)
}

func (tx *Tx) ExecMany(ctx context.Context, query string, argSets iter.Seq[[]any]) (int64, error) {
	return tx.execMany(ctx, query, argSets)
}

func (tx *Tx) Strings(ctx context.Context, query string, args ...any) ([]string, error) {
	return collect(func(r row) (string, error) {
		var s sql.NullString
		err := r.Scan(&s)
		if !s.Valid {
			return "NULL", err
		}
		return s.String, err
	})(tx.query(ctx, query, args...))
}

func (tx *Tx) Row(ctx context.Context, dest []any, query string, args ...any) error {
	return wrap(tx.queryRow(ctx, query, args...).Scan(dest...))
}

var (
	CheckVersion = checkVersion
	MigrateUp    = migrateUp
)

func (db *DB) Writer() *sql.DB { return db.writer }

// Pragma and SQLitePool open a file with one setting that is asserted.
func Pragma(name, set, answer string) pragma { return pragma{name, set, answer} }

func SQLitePool(ctx context.Context, path string, p pragma) (*sql.DB, error) {
	return sqlitePool(ctx, path, "immediate", 1, []pragma{p})
}

// MergedColumns are the columns that the merging of accounts knows.
func MergedColumns() (names []string) {
	for _, m := range merging {
		names = append(names, m.column)
	}
	return names
}

// ErasedColumns says what erasing somebody does with a table: it takes their
// rows away, or leaves rows with these columns alone.
func ErasedColumns() (goes map[string]bool, stays map[string][]string) {
	goes, stays = map[string]bool{}, map[string][]string{}
	for _, t := range erasing {
		goes[t.table] = len(t.statements) > 0
		for _, s := range t.statements {
			goes[t.table] = goes[t.table] && strings.HasPrefix(s, "delete from ")
		}
		stays[t.table] = append(slices.Clone(t.blanked), t.kept...)
	}
	return goes, stays
}

// FillCounts writes counts as adding up would have.
func FillCounts(ctx context.Context, tx *Tx, fill func(add func(scope, grain string, what badge.Counted, day time.Time, n int)), org badge.OrgID) error {
	sums := map[tallied]int{}
	fill(func(scope, grain string, what badge.Counted, day time.Time, n int) {
		sums[tallied{org, scope, grain, what, micros(day)}] += n
	})
	return tx.addCounts(ctx, sums)
}
