package queue_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

func letters(n int) (all []badge.Letter) {
	for i := range n {
		all = append(all, badge.Letter{ID: badge.NewID[badge.LetterID](), Kind: badge.LetterIssued, To: badge.Email(fmt.Sprintf("p%d@example.org", i))})
	}
	return all
}

// Where mail goes out, every letter is queued and in exactly one job; where
// none does it is kept, and there is no job that nobody can do.
func TestAddLetters(t *testing.T) {
	for _, mail := range []bool{true, false} {
		t.Run(fmt.Sprintf("mail %t", mail), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				q, err := queue.New(db, queue.Options{Mail: mail})
				if err != nil {
					t.Fatal(err)
				}
				add := func(n int, end error) []badge.Letter {
					t.Helper()
					all := letters(n)
					err := db.Write(t.Context(), func(tx *store.Tx) error { return errors.Join(q.AddLetters(t.Context(), tx, all), end) })
					if !errors.Is(err, end) {
						t.Fatal(err)
					}
					return all
				}
				added := add(250, nil)
				add(0, nil)
				add(3, errors.New("rolled back"))
				want := badge.LetterKept
				if mail {
					want = badge.LetterQueued
				}
				var kept []badge.Letter
				err = db.Read(t.Context(), func(tx *store.Tx) (err error) {
					kept, err = tx.SystemLetters(t.Context(), "", 1000)
					return err
				})
				if err != nil || len(kept) != 250 || slices.ContainsFunc(kept, func(l badge.Letter) bool { return l.State != want }) {
					t.Errorf("%d letters, %v", len(kept), err)
				}
				jobs, err := q.Counts(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if !mail {
					if len(jobs) != 0 {
						t.Errorf("jobs: %+v", jobs)
					}
					return
				}
				if len(jobs) != 1 || jobs[0].Waiting != 3 {
					t.Errorf("jobs: %+v, want three", jobs)
				}
				inOneJobEach(t, bench{q, db}, added)
			})
		})
	}
}

// inOneJobEach works the queue and looks for every letter in it.
func inOneJobEach(t *testing.T, b bench, added []badge.Letter) {
	t.Helper()
	seen := make(chan string, 1000)
	b.work(t, queue.On(2, func(_ context.Context, job queue.SendLetters) error {
		for _, id := range job.Letters {
			seen <- id
		}
		return nil
	}))
	b.settled(t, queue.Count{Kind: "send_letters", Done: 3})
	times := map[string]int{}
	for range len(seen) {
		times[<-seen]++
	}
	for _, l := range added {
		if times[string(l.ID)] != 1 {
			t.Errorf("a letter is in %d jobs", times[string(l.ID)])
		}
	}
	if len(times) != len(added) {
		t.Errorf("%d letters in jobs, want %d", len(times), len(added))
	}
}
