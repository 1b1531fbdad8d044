package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// How often a process looks for jobs. Word of new ones arrives by itself; the
// poll is for the case that it got lost.
const (
	fetchCooldown = 10 * time.Millisecond
	fetchPoll     = time.Second
)

// Handler does the jobs of one kind; make one with On.
type Handler struct {
	kind    string
	workers int
	add     func(*river.Workers)
}

// On says that do handles the jobs of type T, at most workers at a time in
// this process. When do fails, the job runs again after about 1 second, then
// 16, then 81 and so on with the fourth power of the attempt, 25 times in
// all; see Discard for the other end.
func On[T Job](workers int, do func(ctx context.Context, job T) error) Handler {
	return OnLong(workers, 0, do)
}

// OnLong is On for jobs that may take longer than the others: limit is in the
// place of Options.Timeout. One that a killed process left behind starts again
// when it could have ended, and up to a minute later still.
func OnLong[T Job](workers int, limit time.Duration, do func(ctx context.Context, job T) error) Handler {
	var zero T
	return Handler{
		kind:    zero.Kind(),
		workers: workers,
		add:     func(all *river.Workers) { river.AddWorker(all, &worker[T]{do: do, limit: limit}) },
	}
}

// worker is a handler as River knows it.
type worker[T Job] struct {
	river.WorkerDefaults[T]
	do    func(ctx context.Context, job T) error
	limit time.Duration // zero: that of the queue
}

// Work implements river.Worker.
func (w *worker[T]) Work(ctx context.Context, job *river.Job[T]) error { return w.do(ctx, job.Args) }

// Timeout implements river.Worker.
func (w *worker[T]) Timeout(*river.Job[T]) time.Duration { return w.limit }

// Discard makes a handler's error final: the job does not run again.
func Discard(err error) error { return river.JobCancel(err) }

// Later makes a handler's error one of the time: the job runs again after a
// pause, which is not counted as an attempt.
func Later(pause time.Duration) error { return river.JobSnooze(pause) }

// Work does the jobs of the kinds that have a handler until ctx ends, then
// gives running ones the grace period to finish. It fails at once when the
// handlers make no sense; trouble with the ledger it sits out.
func (q *Queue) Work(ctx context.Context, handlers ...Handler) error {
	workers := river.NewWorkers()
	queues := map[string]river.QueueConfig{}
	for _, h := range handlers {
		if _, twice := queues[h.kind]; twice {
			return fmt.Errorf("two handlers for jobs of kind %q", h.kind)
		}
		h.add(workers)
		queues[h.kind] = river.QueueConfig{MaxWorkers: h.workers}
	}
	config := &river.Config{
		Workers:              workers,
		Queues:               queues,
		Logger:               slog.New(onlyErrors{q.options.Logger.Handler()}),
		ErrorHandler:         failures{q.options.Logger},
		FetchCooldown:        fetchCooldown,
		FetchPollInterval:    fetchPoll,
		JobTimeout:           q.options.Timeout,
		RescueStuckJobsAfter: q.options.Timeout + q.options.Timeout/2,
		SoftStopTimeout:      q.options.Grace,
	}
	for {
		client, err := q.client(config)
		if err != nil {
			return fmt.Errorf("prepare to work the queue: %w", err)
		}
		err = client.Start(ctx)
		if err == nil {
			<-client.Stopped()
			return nil
		}
		if ctx.Err() != nil {
			return nil
		}
		q.options.Logger.ErrorContext(ctx, "the queue cannot start, trying again", "error", err)
		wait(ctx, time.Second)
	}
}

// failures tells the log of jobs that failed, once per attempt.
type failures struct{ log *slog.Logger }

// HandleError implements river.ErrorHandler.
func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	var canceled *river.JobCancelError
	final := errors.As(err, &canceled) || job.Attempt >= job.MaxAttempts
	f.log.WarnContext(ctx, "job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "given_up", final, "error", err)
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job panicked", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "panic", value, "trace", trace)
	return nil
}

// onlyErrors lets the queue's own errors through to the log; the rest of what
// it says is about its inner life.
type onlyErrors struct{ slog.Handler }

// WithAttrs implements slog.Handler.
func (h onlyErrors) WithAttrs(attrs []slog.Attr) slog.Handler {
	return onlyErrors{h.Handler.WithAttrs(attrs)}
}

// Enabled implements slog.Handler.
func (h onlyErrors) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelError && h.Handler.Enabled(ctx, level)
}
