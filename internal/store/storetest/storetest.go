// Package storetest gives tests a real ledger: a fresh one per test, on
// SQLite always and on PostgreSQL where one can be had. It takes the server
// that TEST_POSTGRES names, or else starts a temporary cluster, which ends
// with the test binary however that ends. It is never linked into a program.
package storetest

import (
	"context"
	"testing"

	"laurel/internal/store"
)

// Each runs a case on a fresh ledger of each engine, as subtests named after
// the engine. Where there is no PostgreSQL its half is skipped, except that
// it fails under CI=true.
func Each(t *testing.T, run func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run(string(store.SQLite), func(t *testing.T) { run(t, SQLite(t)) })
	t.Run(string(store.Postgres), func(t *testing.T) { run(t, Postgres(t)) })
}

// SQLite opens a fresh ledger in a directory of its own and closes it when
// the test ends.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	return Open(t, SQLiteOptions(t))
}

// Postgres opens a fresh ledger in a database of its own, closes it when the
// test ends and drops the database.
func Postgres(t testing.TB) *store.DB {
	t.Helper()
	return Open(t, PostgresOptions(t))
}

// SQLiteOptions says where a fresh ledger can be opened, perhaps by several
// processes.
func SQLiteOptions(t testing.TB) store.Options {
	t.Helper()
	return store.Options{Dir: t.TempDir()}
}

// PostgresOptions says where a fresh ledger can be opened, perhaps by several
// processes. The database is dropped when the test ends.
func PostgresOptions(t testing.TB) store.Options {
	t.Helper()
	return store.Options{PostgresURL: freshDatabase(t)}
}

// Open opens a ledger and closes it when the test ends.
func Open(t testing.TB, o store.Options) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatalf("open the ledger: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the ledger: %v", err)
		}
	})
	return db
}
