// Package storetest gives tests a real ledger: a fresh one per test, on
// SQLite always and on PostgreSQL where one can be had. It takes the server
// that TEST_POSTGRES names, or else starts a temporary cluster, which ends
// with the test binary however that ends. (On a named server the next run drops
// what this one left.) The queue's tables are in the ledger too. The package
// is never linked into a program.
package storetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"laurel/internal/queue"
	"laurel/internal/store"
)

const sqliteFile = "laurel.db"

// theFile is an empty SQLite ledger with the schema in it, copied per test.
var theFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "laurel-sqlite-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary directory
	if err := fill(store.Options{Dir: dir}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, sqliteFile))
})

// fill makes a whole ledger: the store's tables and the queue's.
func fill(o store.Options) error {
	ctx := context.Background()
	db, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(queue.Migrate(ctx, db), db.Close())
}

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
	template, err := theFile()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, sqliteFile), template, 0o600); err != nil {
		t.Fatal(err)
	}
	return store.Options{Dir: dir}
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
