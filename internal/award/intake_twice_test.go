package award_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/test/world"
)

func TestSecondConfirmChangesNothing(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>", "Bob <bob@example.org>"), award.Answers{})
		errs := make([]error, 8)
		var all sync.WaitGroup
		for n := range errs {
			all.Go(func() { errs[n] = w.Intake.Confirm(context.Background(), badge.Host(), org.ID, b.ID, award.Plan{}) })
		}
		all.Wait()
		good := 0
		for _, err := range errs {
			switch {
			case err == nil:
				good++
			case !errors.Is(err, badge.ErrConflict) && !errors.Is(err, badge.ErrBusy):
				t.Error(err)
			}
		}
		if good != 1 {
			t.Errorf("confirmed %d times", good)
		}
		counts, err := w.Queue.Counts(t.Context())
		if err != nil || len(counts) != 1 || counts[0].Waiting != 1 {
			t.Errorf("jobs: %+v, %v", counts, err)
		}
	})
}

func TestTheSameFileTwiceIssuesNothingTwice(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a, other := w.Badge(t, org.ID, "first-aid"), w.Badge(t, org.ID, "wound-care")
	people := []string{"Ada <ada@example.org>", "Bob <bob@example.org>"}
	if got := statuses(w.Issue(t, a, people...)); !slices.Equal(got, []string{"issued", "issued"}) {
		t.Fatalf("first time: %q", got)
	}
	b := w.Upload(t, a, world.File(people...), award.Answers{})
	if got := statuses(w.Results(t, b)); !slices.Equal(got, []string{"duplicate", "duplicate"}) {
		t.Errorf("checked again: %q", got)
	}
	if err := w.Intake.Confirm(t.Context(), badge.Host(), org.ID, b.ID, award.Plan{}); err == nil {
		t.Error("a file of holders was confirmed")
	}
	if got := statuses(w.Issue(t, a, append(people, "Cyn <cyn@example.org>")...)); !slices.Equal(got, []string{"duplicate", "duplicate", "issued"}) {
		t.Errorf("with one more: %q", got)
	}
	if got := statuses(w.Issue(t, other, people...)); !slices.Equal(got, []string{"issued", "issued"}) {
		t.Errorf("another badge: %q", got)
	}
	if got := statuses(w.IssueFile(t, a, world.File(people...), award.Answers{Duplicates: badge.DuplicateAllow})); !slices.Equal(got, []string{"issued", "issued"}) {
		t.Errorf("with duplicates allowed: %q", got)
	}
}

// Two batches of the same people are both checked before either is issued,
// then issued at the same moment by two processes.
func TestTwoBatchesOfTheSamePeople(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "first-aid")
		people := world.File("Ada <ada@example.org>", "Bob <bob@example.org>", "Cyn <cyn@example.org>")
		batches := []badge.Batch{w.Upload(t, a, people, award.Answers{}), w.Upload(t, a, people, award.Answers{})}
		processes := []*world.World{w, w.Again(t)}
		var all sync.WaitGroup
		for n, b := range batches {
			all.Go(func() {
				ctx := context.Background()
				if err := processes[n].Intake.Confirm(ctx, badge.Host(), org.ID, b.ID, award.Plan{}); err != nil {
					t.Errorf("confirm: %v", err)
				}
				if err := processes[n].Issuer.IssueChunk(ctx, org.ID, b.ID, 1, 100); err != nil {
					t.Errorf("issue: %v", err)
				}
			})
		}
		all.Wait()
		issued := map[badge.Email]int{}
		for _, b := range batches {
			for _, r := range w.Results(t, b) {
				switch {
				case r.State == badge.AwardIssued && r.Code != "":
					issued[r.Email]++
				case r.State != badge.AwardRepeated || r.Code != "" || r.Status() != "duplicate":
					t.Errorf("row %d: %+v", r.Row, r)
				}
			}
			if p, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID); err != nil || p.State != badge.BatchDone || p.Counts.Waiting != 0 {
				t.Errorf("batch: %+v, %v", p, err)
			}
		}
		for _, email := range []badge.Email{"ada@example.org", "bob@example.org", "cyn@example.org"} {
			if issued[email] != 1 {
				t.Errorf("%s was issued %d badges", email, issued[email])
			}
		}
		letters := 0
		for _, l := range w.Letters(t) {
			if l.Kind == badge.LetterIssued {
				letters++
			}
		}
		if letters != 3 {
			t.Errorf("%d letters", letters)
		}
	})
}

func TestAnExpiredBadgeMayBeIssuedAgain(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	issue := func(issued, expires string) string {
		t.Helper()
		return statuses(w.IssueFile(t, a, "name,email,issued,expires\nAda,ada@example.org,"+issued+","+expires+"\n", award.Answers{}))[0]
	}
	for _, c := range []struct{ issued, expires, want string }{
		{"2025-01-01", "2026-03-09", "issued"},
		{"2026-03-09", "2027-01-01", "duplicate"}, // its last day
		{"2026-03-10", "2027-01-01", "issued"},    // the day after
		{"2026-12-31", "2028-01-01", "duplicate"},
	} {
		if c.want == "duplicate" {
			b := w.Upload(t, a, "name,email,issued,expires\nAda,ada@example.org,"+c.issued+","+c.expires+"\n", award.Answers{})
			if got := statuses(w.Results(t, b)); got[0] != c.want {
				t.Errorf("issued %s: %s, want %s", c.issued, got[0], c.want)
			}
			continue
		}
		if got := issue(c.issued, c.expires); got != c.want {
			t.Errorf("issued %s: %s, want %s", c.issued, got, c.want)
		}
	}
}

func TestARevokedBadgeMayBeIssuedAgain(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	first := w.Issue(t, a, "Ada <ada@example.org>")[0]
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, first.Code, "Wrong name."); err != nil {
		t.Fatal(err)
	}
	if got := w.Issue(t, a, "Ada Lovelace <ada@example.org>")[0]; got.Status() != "issued" || got.Code == first.Code {
		t.Errorf("after a revocation: %+v", got)
	}
}
