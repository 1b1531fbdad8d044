package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"

	"laurel/internal/store"
)

// server is where databases are made: one per test binary.
type server struct {
	url      string
	run      int64  // names this process and its databases
	template string // a database with the schema in it, cloned per test
	admin    *sql.DB
	alive    *sql.Conn // holds the lock that says that run is not over
	lifeline io.Closer // of a cluster that was started for this process
}

var theServer = sync.OnceValues(openServer)

// freshDatabase clones the template and returns the clone's URL.
func freshDatabase(t testing.TB) string {
	t.Helper()
	s, err := theServer()
	if errors.Is(err, errMissing) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("laurel_test_%d_%s", s.run, strings.ToLower(rand.Text()))
	if _, err := s.admin.ExecContext(t.Context(), "create database "+name+" template "+s.template); err != nil {
		t.Fatalf("make a database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := s.admin.ExecContext(context.Background(), "drop database "+name+" with (force)"); err != nil {
			t.Errorf("drop the database: %v", err)
		}
	})
	return withDatabase(s.url, name)
}

// openServer finds or starts a server and makes the template.
func openServer() (*server, error) {
	s := &server{url: os.Getenv("TEST_POSTGRES"), run: mathrand.Int64()}
	var err error
	if s.url == "" {
		if s.url, s.lifeline, err = startCluster(); err != nil {
			return nil, err
		}
	}
	if s.admin, err = sql.Open("pgx", s.url); err != nil {
		return nil, err
	}
	ctx := context.Background()
	if s.alive, err = s.admin.Conn(ctx); err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	if _, err := s.alive.ExecContext(ctx, "select pg_advisory_lock($1)", s.run); err != nil {
		return nil, fmt.Errorf("lock the databases of this run: %w", err)
	}
	if err := s.dropLeftovers(ctx); err != nil {
		return nil, fmt.Errorf("drop the databases of earlier runs: %w", err)
	}
	s.template = fmt.Sprintf("laurel_template_%d", s.run)
	if _, err := s.admin.ExecContext(ctx, "create database "+s.template); err != nil {
		return nil, fmt.Errorf("make the template database: %w", err)
	}
	if err := fill(store.Options{PostgresURL: withDatabase(s.url, s.template)}); err != nil {
		return nil, fmt.Errorf("fill the template database: %w", err)
	}
	return s, nil
}

// dropLeftovers drops the databases of processes that have ended: those whose
// lock can be had.
func (s *server) dropLeftovers(ctx context.Context) error {
	const query = `
		select datname, pg_try_advisory_lock(split_part(datname, '_', 3)::bigint)
		from pg_database where datname ~ '^laurel_(template|test)_[0-9]+(_|$)'`
	conn, err := s.admin.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // gives the connection back to the pool
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // Err below tells
	var leftovers []string
	for rows.Next() {
		var name string
		var over bool
		if err := rows.Scan(&name, &over); err != nil {
			return err
		}
		if over {
			leftovers = append(leftovers, name)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, name := range leftovers {
		if _, err := conn.ExecContext(ctx, "drop database if exists "+name+" with (force)"); err != nil {
			return err
		}
	}
	_, err = conn.ExecContext(ctx, "select pg_advisory_unlock_all()")
	return err
}

// withDatabase returns the server's URL with another database in it.
func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic("TEST_POSTGRES must be a postgres:// URL: " + err.Error())
	}
	u.Path = "/" + name
	return u.String()
}
