package issuance_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

// A crash between two steps, then the job again: the same bytes, one letter,
// no second credential.
func TestACrashBetweenTheSteps(t *testing.T) {
	type issuer = interface {
		PrepareOnly(context.Context, badge.OrgID, badge.BatchID, int, int) ([]badge.Credential, error)
		SignOnly(context.Context, badge.OrgID, badge.BatchID, int, int) ([]badge.Credential, error)
	}
	for _, c := range []struct {
		name  string
		crash func(i issuer, b badge.Batch) ([]badge.Credential, error)
	}{
		{"prepared, not signed", func(i issuer, b badge.Batch) ([]badge.Credential, error) {
			return i.PrepareOnly(t.Context(), b.OrgID, b.ID, 1, 100)
		}},
		{"signed, not sealed", func(i issuer, b badge.Batch) ([]badge.Credential, error) {
			return i.SignOnly(t.Context(), b.OrgID, b.ID, 1, 100)
		}},
		{"half prepared, the rest signed", func(i issuer, b badge.Batch) ([]badge.Credential, error) {
			if _, err := i.PrepareOnly(t.Context(), b.OrgID, b.ID, 1, 2); err != nil {
				return nil, err
			}
			return i.SignOnly(t.Context(), b.OrgID, b.ID, 1, 100)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			world.Each(t, func(t *testing.T, w *world.World) {
				org := w.Found(t, "college", nil)
				b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>", "Bob <bob@example.org>", "Cyn <cyn@example.org>"), award.Answers{})
				w.Confirm(t, b)
				left, err := c.crash(w.Issuer, b)
				if err != nil || len(left) != 3 {
					t.Fatalf("%d, %v", len(left), err)
				}
				for _, before := range left {
					if _, _, err := w.Issuer.Public(t.Context(), before.Code); err == nil {
						t.Error("a credential that is not sealed can be seen")
					}
				}
				w.Pass(26 * time.Hour) // and another process takes it up a day later
				if err := w.Again(t).Issuer.IssueChunk(t.Context(), org.ID, b.ID, 1, 100); err != nil {
					t.Fatal(err)
				}
				for _, before := range left {
					after := w.Credential(t, before.Code)
					if after.ID != before.ID || !bytes.HasPrefix(after.Signed, bytes.TrimSuffix(before.Prepared, []byte(`}]}`))) || after.Index != before.Index {
						t.Errorf("%s: another document than the recorded one", before.Code)
					}
					if len(before.Signed) > 0 && !bytes.Equal(after.Signed, before.Signed) {
						t.Errorf("%s: signed a second time with other bytes", before.Code)
					}
					verify(t, w, "college", after.Signed)
				}
				wantIssuedOnce(t, w, b, 3)
			})
		})
	}
}

// wantIssuedOnce checks that a batch became so many credentials, letters and
// events, each once, and is done.
func wantIssuedOnce(t *testing.T, w *world.World, b badge.Batch, people int) {
	t.Helper()
	codes := map[badge.Code]bool{}
	for _, r := range w.Results(t, b) {
		if r.State != badge.AwardIssued || r.Code == "" {
			t.Errorf("row %d: %s, %s", r.Row, r.State, r.Message())
		}
		codes[r.Code] = true
	}
	letters := map[badge.CredentialID]int{}
	for _, l := range w.Letters(t) {
		if l.Kind == badge.LetterIssued {
			letters[l.CredentialID]++
		}
	}
	for id, n := range letters {
		if n != 1 {
			t.Errorf("%d letters about %s", n, id)
		}
	}
	var issued int
	w.Read(t, func(tx *store.Tx) (err error) {
		issued, _, err = tx.Org(b.OrgID).CountIssued(t.Context())
		return err
	})
	if len(codes) != people || len(letters) != people || issued != people {
		t.Errorf("%d codes, %d letters, %d credentials; want %d of each", len(codes), len(letters), issued, people)
	}
	if p, err := w.Intake.Progress(t.Context(), badge.Host(), b.OrgID, b.ID); err != nil || p.State != badge.BatchDone || p.DoneAt.IsZero() {
		t.Errorf("the batch is %s, %v", p.State, err)
	}
}

// The same chunk is worked eight times at the same moment, by two processes.
func TestManyRunsOfOneChunkIssueOnce(t *testing.T) {
	for _, duplicates := range []badge.DuplicateRule{badge.DuplicateDeny, badge.DuplicateAllow} {
		t.Run(fmt.Sprint("duplicates: ", duplicates), func(t *testing.T) {
			world.Each(t, func(t *testing.T, w *world.World) {
				org := w.Found(t, "college", func(o *badge.Organization) { o.InviteLogin = true })
				var people []string
				for n := range 40 {
					people = append(people, fmt.Sprintf("Person P <p%d@example.org>", n))
				}
				b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File(people...), award.Answers{Duplicates: duplicates})
				w.Confirm(t, b)
				processes := []*world.World{w, w.Again(t)}
				var all sync.WaitGroup
				for n := range 8 {
					all.Go(func() {
						if err := processes[n%2].Issuer.IssueChunk(context.Background(), org.ID, b.ID, 1, 100); err != nil {
							t.Errorf("run %d: %v", n, err)
						}
					})
				}
				all.Wait()
				wantIssuedOnce(t, w, b, len(people))
			})
		})
	}
}

// Two organizations issue to the same people, who have no account yet, at the
// same moment.
func TestTwoOrganizationsMeetNewEarners(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		var people []string
		for n := range 20 {
			people = append(people, fmt.Sprintf("Person P <p%d@example.org>", n))
		}
		var batches []badge.Batch
		for _, slug := range []string{"first", "second", "third"} {
			b := w.Upload(t, w.Badge(t, w.Found(t, slug, nil).ID, "first-aid"), world.File(people...), award.Answers{})
			w.Confirm(t, b)
			batches = append(batches, b)
		}
		processes := []*world.World{w, w.Again(t)}
		var all sync.WaitGroup
		for n, b := range batches {
			all.Go(func() {
				if err := processes[n%2].Issuer.IssueChunk(context.Background(), b.OrgID, b.ID, 1, 100); err != nil {
					t.Errorf("batch %d: %v", n, err)
				}
			})
		}
		all.Wait()
		for n := range people {
			a := w.Account(t, badge.Email(fmt.Sprintf("p%d@example.org", n)))
			if items, err := w.Portfolio.List(t.Context(), badge.Actor{AccountID: a.ID}); err != nil || len(items) != 3 {
				t.Errorf("person %d has %d badges, %v", n, len(items), err)
			}
		}
	})
}
