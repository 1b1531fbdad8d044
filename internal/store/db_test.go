package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// must runs statements in one Write.
func must(t *testing.T, db *store.DB, statements ...string) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		for _, statement := range statements {
			if _, err := tx.Exec(t.Context(), statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ask runs a query of one column in one Read.
func ask(t *testing.T, db *store.DB, query string, args ...any) []string {
	t.Helper()
	var got []string
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		var err error
		got, err = tx.Strings(t.Context(), query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wantRows(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db, "create table thing (id text primary key)")
		insert := func(ctx context.Context, id string, end error) error {
			return db.Write(ctx, func(tx *store.Tx) error {
				if _, err := tx.Exec(ctx, "insert into thing (id) values ($1)", id); err != nil {
					return err
				}
				return end
			})
		}
		if err := insert(t.Context(), "kept", nil); err != nil {
			t.Fatal(err)
		}
		broken := errors.New("broken")
		if err := insert(t.Context(), "dropped", broken); !errors.Is(err, broken) {
			t.Errorf("got %v, want the function's own error", err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = db.Write(t.Context(), func(tx *store.Tx) error {
				_, _ = tx.Exec(t.Context(), "insert into thing (id) values ('panicked')")
				panic("broken")
			})
		}()
		ended, cancel := context.WithCancel(t.Context())
		err := db.Write(ended, func(tx *store.Tx) error {
			_, err := tx.Exec(ended, "insert into thing (id) values ('canceled')")
			cancel()
			return err
		})
		if err == nil {
			t.Error("a transaction whose context ended was committed")
		}
		wantRows(t, ask(t, db, "select id from thing"), "kept")
	})
}

func TestReadChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db, "create table thing (id text primary key)")
		err := db.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), "insert into thing (id) values ('x')")
			return err
		})
		if err == nil {
			t.Error("a reading transaction wrote")
		}
		wantRows(t, ask(t, db, "select id from thing"))
	})
}

func TestReadSeesOneState(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db, "create table thing (id text primary key)")
		err := db.Read(t.Context(), func(tx *store.Tx) error {
			before, err := tx.Strings(t.Context(), "select count(*) from thing")
			if err != nil {
				return err
			}
			must(t, db, "insert into thing (id) values ('meanwhile')")
			after, err := tx.Strings(t.Context(), "select count(*) from thing")
			wantRows(t, after, before...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		wantRows(t, ask(t, db, "select id from thing"), "meanwhile")
	})
}

// Two writers that read first and write what they read would lose one of two
// additions if they could interleave.
func TestConcurrentWritesLoseNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db, "create table counter (n bigint not null)", "insert into counter (n) values (0)")
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 10 {
					err := db.Write(t.Context(), func(tx *store.Tx) error {
						var n int
						if err := tx.Row(t.Context(), []any{&n}, "select n from counter"); err != nil {
							return err
						}
						_, err := tx.Exec(t.Context(), "update counter set n = $1", n+1)
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		wantRows(t, ask(t, db, "select n from counter"), "40")
	})
}

func TestErrorKinds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db,
			"create table parent (id text primary key, name text unique)",
			"create table child (id text primary key, parent text not null references parent (id))",
			"insert into parent (id, name) values ('p', 'n')")
		cases := []struct {
			name, statement string
			want            error
		}{
			{"the same key again", "insert into parent (id, name) values ('p', 'other')", badge.ErrConflict},
			{"the same unique name again", "insert into parent (id, name) values ('q', 'n')", badge.ErrConflict},
			{"a parent that is not there", "insert into child (id, parent) values ('c', 'nobody')", badge.ErrConflict},
		}
		for _, c := range cases {
			err := db.Write(t.Context(), func(tx *store.Tx) error {
				_, err := tx.Exec(t.Context(), c.statement)
				return err
			})
			if !errors.Is(err, c.want) {
				t.Errorf("%s: got %v, want %v", c.name, err, c.want)
			}
		}
		err := db.Read(t.Context(), func(tx *store.Tx) error {
			var id string
			return tx.Row(t.Context(), []any{&id}, "select id from parent where id = 'nobody'")
		})
		if !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("a missing row: got %v, want %v", err, badge.ErrNotFound)
		}
		err = db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), "insert into child (id, parent) values ('c', null)")
			return err
		})
		if err == nil || errors.Is(err, badge.ErrConflict) || errors.Is(err, badge.ErrNotFound) || errors.Is(err, badge.ErrBusy) {
			t.Errorf("a missing value: got %v, want an unknown error", err)
		}
	})
}

func TestExecMany(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db, "create table thing (id bigint primary key, name text)")
		rows := func(yield func([]any) bool) {
			for i := range 1203 {
				if !yield([]any{i, "thing"}) {
					return
				}
			}
		}
		const insert = "insert into thing (id, name) values ($1, $2)"
		write := func() (n int64, err error) {
			err = db.Write(t.Context(), func(tx *store.Tx) error {
				n, err = tx.ExecMany(t.Context(), insert, rows)
				return err
			})
			return n, err
		}
		if n, err := write(); n != 1203 || err != nil {
			t.Errorf("got %d rows, %v; want 1203", n, err)
		}
		if _, err := write(); !errors.Is(err, badge.ErrConflict) {
			t.Errorf("the same rows again: got %v, want %v", err, badge.ErrConflict)
		}
		wantRows(t, ask(t, db, "select count(*) from thing"), "1203")
	})
}

func TestTwoProcessesOpenOneFileAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			db, err := store.Open(t.Context(), store.Options{Dir: dir})
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
