// Package queue keeps work for later in the ledger: jobs go in inside the
// transaction that wants them, and come out at handlers in any process that
// works the queue, each at least once, also after a crash. So a handler must
// bear to be called again for work already done. It knows no rules and does
// no work of its own.
package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"laurel/internal/store"
)

// Options tune a queue. The zero value is right for a server.
type Options struct {
	// Timeout is how long a job may run before its context ends; 1 minute
	// when zero. A job that a killed process left behind starts again half a
	// Timeout after it could have ended, and up to a minute later still.
	Timeout time.Duration
	// Grace is how long running jobs may go on once Work was told to stop;
	// 20 seconds when zero.
	Grace time.Duration
	// Mail says that letters go out by a mail server; without one they are kept.
	Mail bool
	// Logger hears of failed jobs; nil keeps silent.
	Logger *slog.Logger
}

// Queue adds and works jobs of one ledger. It is safe for concurrent use.
type Queue struct {
	db      *store.DB
	options Options
	insert  func(ctx context.Context, tx *store.Tx, jobs []river.InsertManyParams) error
	client  func(*river.Config) (client, error)
}

// client is what Work needs of River's client on either engine.
type client interface {
	Start(ctx context.Context) error
	Stopped() <-chan struct{}
}

// Migrate brings the queue's own tables up to date. Call it once at start,
// before New; processes that start together do not disturb each other.
func Migrate(ctx context.Context, db *store.DB) error {
	if db.Engine() == store.Postgres {
		return migrate(ctx, riverpgxv5.New(db.PgxPool()))
	}
	return migrate(ctx, riversqlite.New(db.SQLPool()))
}

// migrateAttempts bounds how often Migrate looks again after another process
// that migrates at the same moment got in its way.
const migrateAttempts = 5

func migrate[T any](ctx context.Context, driver riverdriver.Driver[T]) error {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("read the queue's migrations: %w", err)
	}
	for attempt := 1; ; attempt++ {
		_, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
		if err == nil {
			return nil
		}
		if attempt == migrateAttempts || ctx.Err() != nil {
			return fmt.Errorf("bring the queue's schema up to date: %w", err)
		}
		wait(ctx, time.Duration(attempt)*100*time.Millisecond)
	}
}

// New makes a queue on a ledger that was migrated.
func New(db *store.DB, o Options) (*Queue, error) {
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	if o.Grace == 0 {
		o.Grace = 20 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	q := &Queue{db: db, options: o}
	if db.Engine() == store.Postgres {
		return q, attach(q, riverpgxv5.New(db.PgxPool()), func(tx *store.Tx) pgx.Tx { return tx.PgxTx() })
	}
	return q, attach(q, riversqlite.New(db.SQLPool()), func(tx *store.Tx) *sql.Tx { return tx.SQLTx() })
}

// attach ties q to the driver of its engine, whose transactions are a T.
func attach[T any](q *Queue, driver riverdriver.Driver[T], under func(*store.Tx) T) error {
	inserter, err := river.NewClient(driver, &river.Config{
		Logger: slog.New(onlyErrors{q.options.Logger.Handler()}),
		// An inserting client announces at most one transaction per cooldown,
		// counts those that roll back, and leaves the others to the poll.
		FetchCooldown: river.FetchCooldownMin,
	})
	if err != nil {
		return fmt.Errorf("prepare the queue: %w", err)
	}
	q.insert = func(ctx context.Context, tx *store.Tx, jobs []river.InsertManyParams) error {
		_, err := inserter.InsertManyFastTx(ctx, under(tx), jobs)
		return err
	}
	q.client = func(c *river.Config) (client, error) { return river.NewClient(driver, c) }
	return nil
}

// Add puts jobs into the queue when tx commits, and not at all when it does
// not. They are picked up within a tenth of a second.
func (q *Queue) Add(ctx context.Context, tx *store.Tx, jobs ...Job) error {
	return q.AddAt(ctx, tx, time.Time{}, jobs...)
}

// AddAt is Add for jobs that begin at a time, or some seconds later; zero, or
// past: at once.
func (q *Queue) AddAt(ctx context.Context, tx *store.Tx, at time.Time, jobs ...Job) error {
	if len(jobs) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(jobs))
	for i, job := range jobs {
		// One line per kind, so that slow ones do not hold up the others.
		params[i] = river.InsertManyParams{Args: job, InsertOpts: &river.InsertOpts{Queue: job.Kind(), ScheduledAt: at}}
	}
	if err := q.insert(ctx, tx, params); err != nil {
		return fmt.Errorf("add %d jobs: %w", len(jobs), store.Kind(err))
	}
	return nil
}

// Count is how many jobs of a kind are in the queue.
type Count struct {
	Kind     string
	Waiting  int // to start as soon as there is a free worker
	Running  int // started, or left behind by a process that was killed
	Retrying int // failed, or asked for more time, and will run again
	Done     int // in the last day
	Failed   int // given up in the last week
}

// Counts tells how the queue stands, by kind in alphabetical order.
func (q *Queue) Counts(ctx context.Context) ([]Count, error) {
	var rows []store.JobCount
	err := q.db.Read(ctx, func(tx *store.Tx) error {
		var err error
		rows, err = tx.SystemJobCounts(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count jobs: %w", err)
	}
	var counts []Count
	for _, row := range rows {
		if len(counts) == 0 || counts[len(counts)-1].Kind != row.Kind {
			counts = append(counts, Count{Kind: row.Kind})
		}
		count := &counts[len(counts)-1]
		switch row.State {
		case "available", "pending":
			count.Waiting += row.N
		case "running":
			count.Running += row.N
		case "retryable", "scheduled":
			count.Retrying += row.N
		case "completed":
			count.Done += row.N
		case "cancelled", "discarded":
			count.Failed += row.N
		default:
			return nil, errors.New("count jobs: unknown state " + row.State)
		}
	}
	return counts, nil
}

// wait waits for d or the end of ctx.
func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
