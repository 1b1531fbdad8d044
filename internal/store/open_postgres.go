package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	postgresConns   = 16
	postgresIdle    = 8
	rollbackTimeout = 5 * time.Second
	// minPostgres is the oldest server the tests run on, as server_version_num.
	minPostgres = 150000
)

// postgresSettings are given to each session. Times are in milliseconds.
var postgresSettings = map[string]string{
	"application_name":                    "laurel",
	"timezone":                            "UTC",
	"statement_timeout":                   "30000",
	"lock_timeout":                        "15000",
	"idle_in_transaction_session_timeout": "60000",
}

func openPostgres(ctx context.Context, url string, log *slog.Logger) (*DB, error) {
	pool, err := postgresPool(url, postgresSettings)
	if err != nil {
		return nil, err
	}
	var version int
	err = pool.QueryRowContext(ctx, "select current_setting('server_version_num')::int").Scan(&version)
	if err == nil && version < minPostgres {
		err = fmt.Errorf("server version %d is too old: the ledger needs PostgreSQL 15", version)
	}
	if err != nil {
		_ = pool.Close()
		return nil, fmt.Errorf("open PostgreSQL: %w", wrap(err))
	}
	return &DB{engine: Postgres, writer: pool, reader: pool, log: log}, nil
}

// postgresPool makes a pool of sessions with the settings. It does not
// connect yet.
func postgresPool(url string, settings map[string]string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		// pgx leaves the password out of this error.
		return nil, fmt.Errorf("read the PostgreSQL URL: %w", err)
	}
	for name, value := range settings {
		config.RuntimeParams[name] = value
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(postgresConns)
	pool.SetMaxIdleConns(postgresIdle)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool, nil
}

// postgresTxOptions chooses the isolation. A reading transaction sees one
// snapshot and cannot fail for the sake of others; a writing one behaves as
// if it were alone, or fails and runs again.
func postgresTxOptions(readOnly bool) pgx.TxOptions {
	if readOnly {
		return pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	}
	return pgx.TxOptions{IsoLevel: pgx.Serializable}
}
