package queue_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"laurel/internal/queue"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

type greet struct {
	Name string `json:"name"`
}

func (greet) Kind() string { return "greet" }

type scold struct {
	Name string `json:"name"`
}

func (scold) Kind() string { return "scold" }

// bench is a queue on a fresh ledger.
type bench struct {
	*queue.Queue
	db *store.DB
}

func each(t *testing.T, run func(t *testing.T, b bench)) {
	t.Parallel() // most of the time goes by waiting
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		q, err := queue.New(db, queue.Options{Timeout: 10 * time.Second, Grace: 5 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		run(t, bench{q, db})
	})
}

func (b bench) add(t *testing.T, jobs ...queue.Job) {
	t.Helper()
	err := b.db.Write(t.Context(), func(tx *store.Tx) error { return b.Add(t.Context(), tx, jobs...) })
	if err != nil {
		t.Fatal(err)
	}
}

// work works the queue until the returned function is called, or the test
// ends; the function waits for the end.
func (b bench) work(t *testing.T, handlers ...queue.Handler) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Work(ctx, handlers...) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("work: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

// settled waits until the queue stands as wanted.
func (b bench) settled(t *testing.T, want ...queue.Count) {
	t.Helper()
	var got []queue.Count
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		var err error
		if got, err = b.Counts(t.Context()); err != nil {
			t.Fatal(err)
		}
		if slices.Equal(got, want) {
			return
		}
	}
	t.Errorf("the queue stands at %+v, want %+v", got, want)
}

func TestJobsOfTwoKindsReachTheirHandlers(t *testing.T) {
	each(t, func(t *testing.T, b bench) {
		b.add(t, greet{"Ada"}, scold{"Bob"})
		b.settled(t, queue.Count{Kind: "greet", Waiting: 1}, queue.Count{Kind: "scold", Waiting: 1})
		said := make(chan string, 2)
		b.work(t,
			queue.On(1, func(_ context.Context, job greet) error { said <- "hello " + job.Name; return nil }),
			queue.On(1, func(_ context.Context, job scold) error { said <- "shame " + job.Name; return nil }))
		got := []string{<-said, <-said}
		slices.Sort(got)
		if want := []string{"hello Ada", "shame Bob"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		b.settled(t, queue.Count{Kind: "greet", Done: 1}, queue.Count{Kind: "scold", Done: 1})
	})
}

func TestJobOfARolledBackTransactionIsNotThere(t *testing.T) {
	each(t, func(t *testing.T, b bench) {
		broken := errors.New("broken")
		err := b.db.Write(t.Context(), func(tx *store.Tx) error {
			return errors.Join(b.Add(t.Context(), tx, greet{"nobody"}), broken)
		})
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		b.settled(t)
	})
}

func TestEndsOfAJob(t *testing.T) {
	cases := []struct {
		name string
		end  func(call int32) error
		runs int32
		want queue.Count
	}{
		{"one failure is tried again", func(call int32) error {
			if call == 1 {
				return errors.New("not yet")
			}
			return nil
		}, 2, queue.Count{Kind: "greet", Done: 1}},
		{"a discarded job does not run again", func(int32) error { return queue.Discard(errors.New("hopeless")) }, 1, queue.Count{Kind: "greet", Failed: 1}},
		{"a panic is tried again", func(call int32) error {
			if call == 1 {
				panic("broken")
			}
			return nil
		}, 2, queue.Count{Kind: "greet", Done: 1}},
	}
	each(t, func(t *testing.T, b bench) {
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				b := bench{b.Queue, b.db}
				before, err := b.Counts(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				want := c.want
				for _, count := range before {
					want.Done += count.Done
					want.Failed += count.Failed
					want.Retrying += count.Retrying
				}
				var calls atomic.Int32
				b.add(t, greet{"Ada"})
				stop := b.work(t, queue.On(1, func(_ context.Context, _ greet) error { return c.end(calls.Add(1)) }))
				b.settled(t, want)
				stop()
				if calls.Load() != c.runs {
					t.Errorf("the job ran %d times, want %d", calls.Load(), c.runs)
				}
			})
		}
	})
}

// A person who presses the button waits for the job: word of it must reach the
// worker at once. Left to the poll, half of the jobs would wait half a second.
func TestNewJobStartsSoon(t *testing.T) {
	each(t, func(t *testing.T, b bench) {
		started := make(chan time.Time)
		b.work(t, queue.On(1, func(context.Context, greet) error { started <- time.Now(); return nil }))
		b.add(t, greet{"warm up"})
		<-started
		var waits []time.Duration
		for range 15 {
			b.add(t, greet{"Ada"})
			committed := time.Now()
			waits = append(waits, (<-started).Sub(committed))
		}
		slices.Sort(waits)
		t.Logf("median %v, worst %v", waits[len(waits)/2], waits[len(waits)-1])
		if waits[len(waits)/2] > 300*time.Millisecond {
			t.Errorf("half of the jobs waited longer than %v", waits[len(waits)/2])
		}
	})
}

func TestRunningJobFinishesAfterStop(t *testing.T) {
	each(t, func(t *testing.T, b bench) {
		b.add(t, greet{"Ada"})
		started, release := make(chan struct{}), make(chan struct{})
		stop := b.work(t, queue.On(1, func(ctx context.Context, _ greet) error {
			close(started)
			<-release
			return ctx.Err()
		}))
		<-started
		stopping := make(chan struct{})
		go func() { stop(); close(stopping) }()
		time.Sleep(50 * time.Millisecond) // the stop is under way
		close(release)
		<-stopping
		b.settled(t, queue.Count{Kind: "greet", Done: 1})
	})
}

func TestTwoHandlersOfOneKindAreRefused(t *testing.T) {
	q, err := queue.New(storetest.SQLite(t), queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	do := func(context.Context, greet) error { return nil }
	if err := q.Work(t.Context(), queue.On(1, do), queue.On(1, do)); err == nil {
		t.Error("two handlers of one kind were accepted")
	}
}

// A job that may take longer than the others is not cut off with them.
func TestALongJobMayTakeLonger(t *testing.T) {
	each(t, func(t *testing.T, b bench) {
		left := make(chan time.Duration, 2)
		tell := func(ctx context.Context, _ queue.MakeExport) error {
			until, _ := ctx.Deadline()
			left <- time.Until(until)
			return nil
		}
		stop := b.work(t, queue.OnLong(1, time.Hour, tell))
		b.add(t, queue.MakeExport{Export: "one"})
		if got := <-left; got < 50*time.Minute {
			t.Errorf("it may take %v", got)
		}
		stop()
		b.work(t, queue.On(1, tell))
		b.add(t, queue.MakeExport{Export: "two"})
		if got := <-left; got > 10*time.Second {
			t.Errorf("another one may take %v", got)
		}
	})
}
