package store_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

func TestOldSQLiteIsRefused(t *testing.T) {
	cases := map[string]bool{
		"3.51.3": true, "3.51.4": true, "3.52": true, "3.54.1": true, "4.0.0": true,
		"3.51.2": false, "3.51": false, "3.9.99": false, "2.99.99": false, "three": false,
	}
	for version, fine := range cases {
		if err := store.CheckVersion(version); (err == nil) != fine {
			t.Errorf("SQLite %s: got %v, want accepted %t", version, err, fine)
		}
	}
}

// The driver ignores a misspelt setting without a word.
func TestSettingThatDoesNotTakeIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "laurel.db")
	for name, answer := range map[string]string{"journal_mode": "wal", "synchronous": "2", "no_such_pragma": "1"} {
		pool, err := store.SQLitePool(t.Context(), path, store.Pragma(name, "1", answer))
		if err == nil {
			_ = pool.Close()
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestWriterHeldByAnotherProcessIsBusy(t *testing.T) {
	o := storetest.SQLiteOptions(t)
	one, two := storetest.Open(t, o), storetest.Open(t, o)
	if _, err := two.Writer().ExecContext(t.Context(), "pragma busy_timeout = 50"); err != nil {
		t.Fatal(err)
	}
	err := one.Write(t.Context(), func(*store.Tx) error {
		return two.Write(t.Context(), func(*store.Tx) error { return nil })
	})
	if !errors.Is(err, badge.ErrBusy) {
		t.Errorf("got %v, want %v", err, badge.ErrBusy)
	}
}

// A command beside a running server waits for its turn.
func TestWriterHeldShortlyIsAwaited(t *testing.T) {
	o := storetest.SQLiteOptions(t)
	one, two := storetest.Open(t, o), storetest.Open(t, o)
	must(t, one, "create table thing (id text primary key)")
	held := make(chan struct{})
	first := make(chan error, 1)
	go func() {
		first <- one.Write(t.Context(), func(tx *store.Tx) error {
			close(held)
			_, err := tx.Exec(t.Context(), "insert into thing (id) values ('one')")
			time.Sleep(100 * time.Millisecond) // the holding is what is tested
			return err
		})
	}()
	<-held
	must(t, two, "insert into thing (id) values ('two')")
	if err := <-first; err != nil {
		t.Fatal(err)
	}
	wantRows(t, ask(t, two, "select id from thing order by id"), "one", "two")
}

func TestMigrations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		file := func(statement string) *fstest.MapFile {
			return &fstest.MapFile{Data: []byte("-- +goose Up\n" + statement + ";\n")}
		}
		files := fstest.MapFS{
			"9001_first.sql":           file("create table step (name text)"),
			"9002_second.sql":          file("insert into step (name) values ('sqlite')"),
			"9002_second.postgres.sql": file("insert into step (name) values ('postgres')"),
		}
		for range 2 { // the second time changes nothing
			if err := store.MigrateUp(t.Context(), db.Engine(), db.Writer(), files); err != nil {
				t.Fatal(err)
			}
		}
		wantRows(t, ask(t, db, "select name from step"), string(db.Engine()))

		files["9003_broken.sql"] = file("insert into step (name) values ('kept?');\ninsert into nowhere (x) values (1)")
		err := store.MigrateUp(t.Context(), db.Engine(), db.Writer(), files)
		if err == nil || !strings.Contains(err.Error(), "9003") {
			t.Errorf("got %v, want an error that names the step", err)
		}
		wantRows(t, ask(t, db, "select name from step"), string(db.Engine()))
	})
}

func TestAnOlderProgramRefusesANewerLedger(t *testing.T) {
	for engine, options := range map[store.Engine]func(testing.TB) store.Options{store.SQLite: storetest.SQLiteOptions, store.Postgres: storetest.PostgresOptions} {
		t.Run(string(engine), func(t *testing.T) {
			o := options(t)
			db := storetest.Open(t, o)
			newer := fstest.MapFS{"9999_later.sql": &fstest.MapFile{Data: []byte("-- +goose Up\ncreate table later (name text);\n")}}
			if err := store.MigrateUp(t.Context(), db.Engine(), db.Writer(), newer); err != nil {
				t.Fatal(err)
			}
			_, err := store.Open(t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), "a newer version of Laurel has opened this ledger") || !strings.Contains(err.Error(), "version 9999") {
				t.Errorf("got %v", err)
			}
		})
	}
}
