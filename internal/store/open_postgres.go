package store

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	postgresConns   = 16
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
	pool, err := postgresPool(ctx, url, postgresSettings)
	if err != nil {
		return nil, err
	}
	// Both ways into the pool are in use: database/sql by the ledger, pgx by
	// the queue.
	db := stdlib.OpenDBFromPool(pool)
	var version int
	err = db.QueryRowContext(ctx, "select current_setting('server_version_num')::int").Scan(&version)
	if err == nil && version < minPostgres {
		err = fmt.Errorf("server version %d is too old: the ledger needs PostgreSQL 15", version)
	}
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open PostgreSQL: %w", wrap(err))
	}
	return &DB{engine: Postgres, writer: db, reader: db, pgxPool: pool, log: log}, nil
}

// postgresPool makes a pool of sessions with the settings. It does not
// connect yet.
func postgresPool(ctx context.Context, url string, settings map[string]string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// pgx leaves the password out of this error.
		return nil, fmt.Errorf("read the PostgreSQL URL: %w", err)
	}
	maps.Copy(config.ConnConfig.RuntimeParams, settings)
	config.MaxConns = postgresConns
	config.MaxConnIdleTime = 5 * time.Minute
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("prepare for PostgreSQL: %w", err)
	}
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
