package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"laurel/internal/badge"
)

// sqliteFile is the name of the ledger in the data directory.
const sqliteFile = "laurel.db"

// minSQLite is the oldest SQLite the ledger runs on: earlier ones could
// corrupt a write-ahead log that two connections reset at the same moment.
var minSQLite = [3]int{3, 51, 3}

// sqliteReaders is the number of reading connections.
const sqliteReaders = 4

// pragma is one setting of an SQLite connection: how it is asked for, and
// what SQLite answers when it took it. An unknown or misspelt pragma is
// ignored without a word, hence the reading back.
type pragma struct{ name, set, answer string }

// sqlitePragmas are set on each connection, in this order. The busy timeout
// comes first, since the next ones may have to wait for another process.
var sqlitePragmas = []pragma{
	{"busy_timeout", "15000", "15000"}, // milliseconds; the command line beside a running server
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"}, // a status index once handed out survives a power cut
	{"foreign_keys", "1", "1"},
	{"temp_store", "MEMORY", "2"},
	{"cache_size", "-12288", "-12288"}, // KiB per connection, taken as needed; memory holds about twice that
	{"mmap_size", "0", "0"},            // mapped pages count against memory limits
	// The log is folded in at 32 MiB: a page that many rows change is brought
	// to its place once.
	{"wal_autocheckpoint", "8192", "8192"},
	{"trusted_schema", "0", "0"},
	{"secure_delete", "1", "1"}, // what is erased is overwritten, not only forgotten
}

func openSQLite(ctx context.Context, dir string, log *slog.Logger) (*DB, error) {
	if dir == "" {
		dir = "."
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data directory: %w", err)
	}
	path, err := filepath.Abs(filepath.Join(dir, sqliteFile))
	if err != nil {
		return nil, fmt.Errorf("find the data directory: %w", err)
	}
	if err := makePrivate(path); err != nil {
		return nil, err
	}
	writer, err := sqliteWriter(ctx, path)
	if err != nil {
		return nil, err
	}
	readPragmas := append([]pragma{{"query_only", "1", "1"}}, sqlitePragmas...)
	for n := range readPragmas {
		if readPragmas[n].name == "cache_size" { // there are several, and the system caches the file too
			readPragmas[n].set, readPragmas[n].answer = "-2048", "-2048"
		}
	}
	reader, err := sqlitePool(ctx, path, "deferred", sqliteReaders, readPragmas)
	if err != nil {
		_ = writer.Close()
		return nil, err
	}
	return &DB{engine: SQLite, writer: writer, reader: reader, log: log}, nil
}

// makePrivate makes the file, empty, for this user alone. SQLite gives its log
// the same rights.
func makePrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make the ledger: %w", err)
	}
	return f.Close()
}

// sqliteWriter opens the writing connection. The very first one turns the new
// file to a write-ahead log, and SQLite refuses another process that tries
// the same at that moment without waiting for the busy timeout.
func sqliteWriter(ctx context.Context, path string) (*sql.DB, error) {
	for attempt := 1; ; attempt++ {
		pool, err := sqlitePool(ctx, path, "immediate", 1, sqlitePragmas)
		if err == nil || !errors.Is(wrap(err), badge.ErrBusy) || attempt == maxAttempts {
			return pool, err
		}
		if err := pause(ctx, attempt); err != nil {
			return nil, err
		}
	}
}

// sqlitePool opens connections to the file at path, all of them now and for
// good, and checks each one's settings.
func sqlitePool(ctx context.Context, path, lock string, size int, pragmas []pragma) (*sql.DB, error) {
	query := url.Values{"_txlock": {lock}}
	for _, p := range pragmas {
		query.Add("_pragma", p.name+"("+p.set+")")
	}
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: query.Encode()}
	pool, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	if err := checkSQLite(ctx, pool, size, pragmas); err != nil {
		_ = pool.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return pool, nil
}

// checkSQLite takes all size connections of the pool at once and reads back
// version and settings of each.
func checkSQLite(ctx context.Context, pool *sql.DB, size int, pragmas []pragma) error {
	for range size {
		conn, err := pool.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close() //nolint:errcheck // gives the connection back to the pool
		var version string
		if err := conn.QueryRowContext(ctx, "select sqlite_version()").Scan(&version); err != nil {
			return err
		}
		if err := checkVersion(version); err != nil {
			return err
		}
		for _, p := range pragmas {
			var answer string
			if err := conn.QueryRowContext(ctx, "pragma "+p.name).Scan(&answer); err != nil {
				return fmt.Errorf("pragma %s: %w", p.name, err)
			}
			if answer != p.answer {
				return fmt.Errorf("pragma %s is %s, and the ledger needs %s", p.name, answer, p.answer)
			}
		}
	}
	return nil
}

// checkVersion refuses an SQLite older than minSQLite.
func checkVersion(version string) error {
	parts := strings.Split(version, ".")
	for i, least := range minSQLite {
		have := 0
		if i < len(parts) {
			n, err := strconv.Atoi(parts[i])
			if err != nil {
				return fmt.Errorf("SQLite version %q makes no sense", version)
			}
			have = n
		}
		if have != least {
			if have < least {
				return fmt.Errorf("SQLite %s is too old: the ledger needs %d.%d.%d", version, minSQLite[0], minSQLite[1], minSQLite[2])
			}
			return nil
		}
	}
	return nil
}
