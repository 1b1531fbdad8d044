// Package queue_test holds the queue to its word, with processes that die in
// the middle of the work: every job is done at least once, and a job whose
// transaction did not commit is never done.
package queue_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"laurel/internal/queue"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

const (
	jobCount  = 10_000
	killCount = 10
	ghosts    = 1_000_000 // numbers from here on belong to rolled-back jobs
	patience  = 100 * time.Second
)

// probe is a job that leaves a line in a file.
type probe struct {
	Number int `json:"number"`
}

func (probe) Kind() string { return "probe" }

// options let a job that a killed worker left behind start again soon.
var options = queue.Options{Timeout: 2 * time.Second}

// The test binary is also the worker process: it is one when these say so.
const (
	envDir      = "LAUREL_TEST_WORKER_DIR"
	envPostgres = "LAUREL_TEST_WORKER_POSTGRES"
	envDone     = "LAUREL_TEST_WORKER_DONE"
)

func TestMain(m *testing.M) {
	if os.Getenv(envDone) == "" {
		os.Exit(m.Run())
	}
	if err := worker(); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(1)
	}
}

// worker does probes until it is killed.
func worker() error {
	ctx := context.Background()
	db, err := store.Open(ctx, store.Options{Dir: os.Getenv(envDir), PostgresURL: os.Getenv(envPostgres)})
	if err != nil {
		return err
	}
	done, err := os.OpenFile(os.Getenv(envDone), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	o := options
	o.Logger = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	q, err := queue.New(db, o)
	if err != nil {
		return err
	}
	return q.Work(ctx, queue.On(16, func(_ context.Context, job probe) error {
		_, err := fmt.Fprintln(done, job.Number)
		return err
	}))
}

// startWorker starts a worker process and returns what kills it.
func startWorker(t *testing.T, o store.Options, done string) (kill func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envDir+"="+o.Dir, envPostgres+"="+o.PostgresURL, envDone+"="+done)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killed := false
	kill = func() {
		if killed {
			return
		}
		killed = true
		if err := cmd.Process.Kill(); err != nil {
			t.Errorf("kill the worker: %v", err)
		}
		_ = cmd.Wait() // "signal: killed"
	}
	t.Cleanup(kill)
	return kill
}

// doneJobs counts how often each job was done.
func doneJobs(t *testing.T, path string) map[int]int {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // only read
	times := map[int]int{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatalf("the worker wrote %q", lines.Text())
		}
		times[n]++
	}
	return times
}

func TestKilledWorkersLoseNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for half a minute")
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		killedWorkersLoseNothing(t, storetest.SQLiteOptions(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		killedWorkersLoseNothing(t, storetest.PostgresOptions(t))
	})
}

func killedWorkersLoseNothing(t *testing.T, o store.Options) {
	done := filepath.Join(t.TempDir(), "done")
	if err := os.WriteFile(done, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	db := storetest.Open(t, o)
	q, err := queue.New(db, options)
	if err != nil {
		t.Fatal(err)
	}
	// Half of the jobs wait for the first worker; this process adds the rest
	// while workers work and die.
	if err := addProbes(t.Context(), db, q, 0, jobCount/2); err != nil {
		t.Fatal(err)
	}
	added := make(chan error, 1)
	go func() { added <- addProbes(t.Context(), db, q, jobCount/2, jobCount) }()

	kill := startWorker(t, o, done)
	leftBehind := 0
	deadline := time.Now().Add(patience)
	for kills := 0; ; {
		times := doneJobs(t, done)
		if kills < killCount && len(times) >= (kills+1)*jobCount/(killCount+1) {
			kill()
			kills++
			leftBehind = max(leftBehind, counts(t, q).Running)
			kill = startWorker(t, o, done)
		}
		if len(times) >= jobCount {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d jobs done after %v; the queue says %+v", len(times), jobCount, patience, counts(t, q))
		}
		time.Sleep(10 * time.Millisecond) // polls another process
	}
	kill()
	if err := <-added; err != nil {
		t.Fatal(err)
	}
	runs := 0
	for number, n := range doneJobs(t, done) {
		runs += n
		if number >= ghosts {
			t.Errorf("job %d was done, and its transaction never committed", number)
		}
	}
	if leftBehind == 0 {
		t.Error("no kill met a job that was running, so this run proves nothing")
	}
	t.Logf("%d jobs, %d runs, %d kills, up to %d running jobs left behind by one", jobCount, runs, killCount, leftBehind)
}

// counts tells how the queue stands with probes.
func counts(t *testing.T, q *queue.Queue) queue.Count {
	t.Helper()
	all, err := q.Counts(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("counts: %+v, %v", all, err)
	}
	return all[0]
}

// addProbes adds the jobs from first up to end, and after each chunk of them as many ghosts in a
// transaction that fails.
func addProbes(ctx context.Context, db *store.DB, q *queue.Queue, first, end int) error {
	const chunk = 500
	for ; first < end; first += chunk {
		if err := addChunk(ctx, db, q, first, chunk, nil); err != nil {
			return err
		}
		changedMyMind := errors.New("changed my mind")
		if err := addChunk(ctx, db, q, ghosts+first, chunk, changedMyMind); !errors.Is(err, changedMyMind) {
			return fmt.Errorf("a transaction that fails: got %w", err)
		}
	}
	return nil
}

func addChunk(ctx context.Context, db *store.DB, q *queue.Queue, first, n int, end error) error {
	jobs := make([]queue.Job, n)
	for i := range jobs {
		jobs[i] = probe{Number: first + i}
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		if err := q.Add(ctx, tx, jobs...); err != nil {
			return err
		}
		return end
	})
}
