// Package store is the ledger: all SQL, on embedded SQLite or on PostgreSQL,
// and the only place where transactions are opened. Nouns come in and go out;
// driver errors leave it as the kinds of package badge. It decides nothing
// about people's rights and calls no other machine.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Options says where the ledger is. The zero value is SQLite in the current
// directory.
type Options struct {
	// Dir is the data directory. SQLite keeps its file laurel.db there; the
	// directory is made when it is missing.
	Dir string
	// PostgresURL, when not empty, chooses PostgreSQL: a postgres:// URL or
	// a key=value connection string.
	PostgresURL string
	// Logger hears of slow or repeated transactions; nil keeps silent.
	Logger *slog.Logger
}

// Engine names the database behind a ledger.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is an open ledger. It is safe for concurrent use.
type DB struct {
	engine     Engine
	writer     *sql.DB       // SQLite: exactly one connection
	reader     *sql.DB       // PostgreSQL: the same pool as writer
	pgxPool    *pgxpool.Pool // PostgreSQL: what is under both
	log        *slog.Logger
	codecs     codecs
	blocks     blockCodec
	statements kept // SQLite
}

// Open opens the ledger, checks that the engine runs with the settings the
// ledger relies on, and brings the schema up to date.
func Open(ctx context.Context, o Options) (*DB, error) {
	log := o.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	var db *DB
	var err error
	if o.PostgresURL != "" {
		db, err = openPostgres(ctx, o.PostgresURL, log)
	} else {
		db, err = openSQLite(ctx, o.Dir, log)
	}
	if err != nil {
		return nil, err
	}
	if db.blocks, err = newBlockCodec(); err == nil {
		err = db.migrate(ctx, o)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Engine tells which database this is, for pages that show it and for tests.
func (db *DB) Engine() Engine { return db.engine }

// Close waits for running statements and closes all connections.
func (db *DB) Close() error {
	if db.engine == Postgres {
		err := db.writer.Close()
		db.pgxPool.Close()
		return err
	}
	// The writer goes last: the last connection of an SQLite file folds the
	// write-ahead log back into it.
	return errors.Join(db.reader.Close(), db.statements.close(), db.writer.Close())
}

// SQLPool is the writing connection of SQLite, for the queue alone: it waits
// its turn there in line with the ledger's own transactions.
func (db *DB) SQLPool() *sql.DB { return db.writer }

// PgxPool is the pool of PostgreSQL connections, for the queue alone; nil on
// SQLite.
func (db *DB) PgxPool() *pgxpool.Pool { return db.pgxPool }

// Read runs fn in a transaction that sees one state of the ledger and
// changes nothing.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	return db.transact(ctx, db.reader, true, fn)
}

// Limits of running a PostgreSQL transaction again after it lost to another.
const (
	maxAttempts = 10
	maxPause    = 500 * time.Millisecond
)

// Write runs fn in a transaction that is committed when fn returns nil. On
// PostgreSQL fn runs again when the transaction lost to a concurrent one, so
// it must do nothing but read and write the ledger through its tx; a Write
// within a Write would wait for itself. When it keeps losing, or another
// process holds the ledger for too long, the error is badge.ErrBusy.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := db.transact(ctx, db.writer, false, fn)
		if db.engine == SQLite {
			db.statements.prepare(ctx, db.writer)
		}
		if err == nil || !lostToAnother(err) || attempt == maxAttempts {
			return err
		}
		db.log.DebugContext(ctx, "transaction runs again", "attempt", attempt, "error", err)
		if pauseErr := pause(ctx, attempt); pauseErr != nil {
			return pauseErr
		}
	}
}

// transact runs fn once, in one transaction on one connection.
func (db *DB) transact(ctx context.Context, pool *sql.DB, readOnly bool, fn func(*Tx) error) (err error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect to the ledger: %w", wrap(err))
	}
	defer conn.Close() //nolint:errcheck // gives the connection back to the pool
	tx := &Tx{engine: db.engine, readOnly: readOnly, codecs: &db.codecs, blocks: &db.blocks, statements: &db.statements}
	if err := tx.begin(ctx, conn); err != nil {
		return fmt.Errorf("begin: %w", wrap(err))
	}
	done := false
	defer func() {
		if !done { // fn failed or panicked
			tx.rollback()
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	done = true
	if err := tx.commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", wrap(err))
	}
	return nil
}
