package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"laurel/internal/badge"
)

// wrap turns a driver's error into a kind of package badge that still holds
// the original: a missing row, and a text that no row can hold, is ErrNotFound;
// a broken unique or foreign key is ErrConflict; a ledger held by others, a lost serialization and a lost
// connection are ErrBusy. Everything else, nil included, passes unchanged.
func wrap(err error) error {
	if err == nil {
		return nil
	}
	kind := kindOf(err)
	if kind == nil || errors.Is(err, kind) {
		return err
	}
	return fmt.Errorf("%w: %w", kind, err)
}

func kindOf(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return badge.ErrNotFound
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return kindOfSQLite(e.Code())
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return kindOfPostgres(e.Code)
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok && !errors.Is(err, context.Canceled) {
		return badge.ErrBusy
	}
	return nil
}

func kindOfSQLite(code int) error {
	switch code {
	case sqlitelib.SQLITE_CONSTRAINT_UNIQUE, sqlitelib.SQLITE_CONSTRAINT_PRIMARYKEY,
		sqlitelib.SQLITE_CONSTRAINT_ROWID, sqlitelib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return badge.ErrConflict
	}
	switch code & 0xff { // the primary code under an extended one
	case sqlitelib.SQLITE_BUSY, sqlitelib.SQLITE_LOCKED:
		return badge.ErrBusy
	}
	return nil
}

// SQLSTATE codes, PostgreSQL manual appendix A.
func kindOfPostgres(code string) error {
	switch code {
	case "23505", "23503": // unique_violation, foreign_key_violation
		return badge.ErrConflict
	case "22021": // character_not_in_repertoire: a text that cannot be stored stands in no row
		return badge.ErrNotFound
	case "40001", "40P01", // serialization_failure, deadlock_detected
		"55P03", "57014": // lock_not_available, query_canceled (also by a timeout)
		return badge.ErrBusy
	}
	switch {
	case strings.HasPrefix(code, "08"), // connection exception
		strings.HasPrefix(code, "53"),  // insufficient resources
		strings.HasPrefix(code, "57P"): // the server shuts down or starts
		return badge.ErrBusy
	}
	return nil
}

// lostToAnother reports whether a PostgreSQL transaction failed only because
// of a concurrent one, so that running it again is right.
func lostToAnother(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

// pause waits before attempt+1: around 2, 4, 8 … milliseconds up to maxPause,
// spread by half so that the losers of one race do not meet again.
func pause(ctx context.Context, attempt int) error {
	d := min(time.Millisecond<<attempt, maxPause)
	d = d/2 + rand.N(d)
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Kind is wrap for the queue, whose statements run in transactions of the
// ledger but not through them.
func Kind(err error) error { return wrap(err) }
