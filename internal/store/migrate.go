package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"strings"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrationFiles embed.FS

// postgresTwin ends the name of a migration whose text must differ on
// PostgreSQL; it stands beside the one for SQLite, under the same number.
const postgresTwin = ".postgres.sql"

// migrateAttempts bounds how often a start looks again after another process
// that migrates at the same moment got in its way.
const migrateAttempts = 5

// errNewerLedger refuses a ledger with steps that this program does not know:
// it would write rows that the newer one takes for damaged.
var errNewerLedger = errors.New("a newer version of Laurel has opened this ledger, and this older one would damage it. " +
	"Start the newer program, or restore the backup that was made before the upgrade. Nothing was changed")

// migrate brings the schema up to date with the embedded migrations.
func (db *DB) migrate(ctx context.Context, o Options) error {
	pool := db.writer
	if db.engine == Postgres {
		// A migration may take longer than any statement of daily life.
		settings := maps.Clone(postgresSettings)
		settings["statement_timeout"] = "0"
		own, err := postgresPool(ctx, o.PostgresURL, settings)
		if err != nil {
			return err
		}
		defer own.Close()
		pool = stdlib.OpenDBFromPool(own)
	}
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	for attempt := 1; ; attempt++ {
		err := migrateUp(ctx, db.engine, pool, files)
		if err == nil || errors.Is(err, errNewerLedger) || attempt == migrateAttempts || ctx.Err() != nil {
			return err
		}
		db.log.WarnContext(ctx, "migration failed, looking again", "attempt", attempt, "error", err)
		if err := pause(ctx, 5+attempt); err != nil {
			return err
		}
	}
}

// migrateUp applies the migrations in files that the database has not seen, and
// refuses a database that has seen later ones.
// Each one commits together with its number, so of two processes that start
// at once one fails, keeps nothing, and finds the work done when it looks
// again; on PostgreSQL a lock makes them queue.
func migrateUp(ctx context.Context, engine Engine, pool *sql.DB, files fs.FS) error {
	exclude, err := excludedMigrations(engine, files)
	if err != nil {
		return err
	}
	options := []goose.ProviderOption{
		goose.WithExcludeNames(exclude),
		goose.WithTableName("schema_migration"),
		goose.WithDisableGlobalRegistry(true),
		goose.WithLogger(goose.NopLogger()),
	}
	dialect := goose.DialectSQLite3
	if engine == Postgres {
		dialect, files = goose.DialectPostgres, onPostgres{files}
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, pool, files, options...)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	current, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the ledger's version: %w", err)
	}
	if current > newest {
		return fmt.Errorf("%w (the ledger is at version %d, this program knows %d)", errNewerLedger, current, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the ledger's schema up to date: %w", err)
	}
	return nil
}

// excludedMigrations names the files that are not for this engine: the twins
// on SQLite, and on PostgreSQL the files that have a twin.
func excludedMigrations(engine Engine, files fs.FS) ([]string, error) {
	twins, err := fs.Glob(files, "*"+postgresTwin)
	if err != nil || engine == SQLite {
		return twins, err
	}
	var names []string
	for _, twin := range twins {
		names = append(names, strings.TrimSuffix(twin, postgresTwin)+".sql")
	}
	return names, nil
}

// withoutRowid ends tables that SQLite keeps in the index of their primary key
// alone. It has to be the last word of the table.
const withoutRowid = ") without rowid;"

// onPostgres are migrations as PostgreSQL reads them.
type onPostgres struct{ fs.FS }

// Open implements fs.FS.
func (f onPostgres) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if err != nil || path.Ext(name) != ".sql" {
		return file, err
	}
	text, err := io.ReadAll(file)
	return &rewritten{file, strings.NewReader(strings.ReplaceAll(string(text), withoutRowid, ");"))}, err
}

// rewritten is a file with another text.
type rewritten struct {
	fs.File
	text *strings.Reader
}

// Read implements fs.File.
func (r *rewritten) Read(p []byte) (int, error) { return r.text.Read(p) }
