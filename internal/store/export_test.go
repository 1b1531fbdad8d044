package store

import (
	"context"
	"database/sql"
	"iter"
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
