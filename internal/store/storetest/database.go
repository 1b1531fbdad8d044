package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
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
	template string // a database with the schema in it, cloned per test
	admin    *sql.DB
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
	name := "laurel_test_" + strings.ToLower(rand.Text())
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

// openServer finds or starts a server and makes the template. On a server
// that TEST_POSTGRES names the template stays behind under a name that says
// what it is; the next run replaces it.
func openServer() (*server, error) {
	s := &server{url: os.Getenv("TEST_POSTGRES")}
	if s.url == "" {
		started, err := startCluster()
		if err != nil {
			return nil, err
		}
		s.url = started
	}
	admin, err := sql.Open("pgx", s.url)
	if err != nil {
		return nil, err
	}
	admin.SetMaxIdleConns(1)
	s.admin = admin
	s.template = fmt.Sprintf("laurel_template_%d", os.Getpid())
	ctx := context.Background()
	for _, statement := range []string{"drop database if exists " + s.template, "create database " + s.template} {
		if _, err := admin.ExecContext(ctx, statement); err != nil {
			return nil, fmt.Errorf("make the template database: %w", err)
		}
	}
	db, err := store.Open(ctx, store.Options{PostgresURL: withDatabase(s.url, s.template)})
	if err != nil {
		return nil, fmt.Errorf("fill the template database: %w", err)
	}
	return s, db.Close()
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
