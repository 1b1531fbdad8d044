package issuance_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
	"laurel/vc"
	"laurel/vc/statuslist"
)

// isRevoked asks the published list about a credential, as a stranger would.
func isRevoked(t *testing.T, w *world.World, slug string, c badge.Credential) bool {
	t.Helper()
	entry, err := statuslist.ParseEntry(vc.Objects(decode(t, c.Signed)["credentialStatus"])[0])
	if err != nil {
		t.Fatal(err)
	}
	served, err := w.Issuer.Served(t.Context(), strings.TrimPrefix(entry.List, world.PublicURL))
	if err != nil {
		t.Fatal(err)
	}
	verify(t, w, slug, served)
	set, err := statuslist.Check(decode(t, served), entry, w.Time())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestRevokeSaysSoAtOnce(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	issuer := w.Member(t, org.ID, badge.RoleIssuer)
	r := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>", "Bob <bob@example.org>")
	first, second := w.Credential(t, r[0].Code), w.Credential(t, r[1].Code)
	if isRevoked(t, w, "college", first) || isRevoked(t, w, "college", second) {
		t.Fatal("revoked from the start")
	}
	for _, reason := range []string{"", "  ", "x", strings.Repeat("long", 200), "because\x00"} {
		if err := w.Issuer.Revoke(t.Context(), issuer, org.ID, first.Code, reason); !isInvalid(err) {
			t.Errorf("reason %.20q: %v", reason, err)
		}
	}
	if isRevoked(t, w, "college", first) {
		t.Error("revoked without a reason")
	}
	w.Pass(time.Hour)
	if err := w.Issuer.Revoke(t.Context(), issuer, org.ID, first.Code, " Issued to the wrong Ada. "); err != nil {
		t.Fatal(err)
	}
	if !isRevoked(t, w, "college", first) || isRevoked(t, w, "college", second) {
		t.Error("the list does not say exactly that one is revoked")
	}
	got := w.Credential(t, first.Code)
	if got.State != badge.CredentialRevoked || got.Reason != "Issued to the wrong Ada." || !got.RevokedAt.Equal(w.Time()) || string(got.Signed) != string(first.Signed) {
		t.Errorf("the ledger says %s, %q, %v", got.State, got.Reason, got.RevokedAt)
	}
	if text := w.LetterText(t, badge.LetterRevoked, "ada@example.org"); !strings.Contains(text, "Issued to the wrong Ada.") {
		t.Errorf("the letter says\n%s", text)
	}
	letters := len(w.Letters(t))
	if err := w.Issuer.Revoke(t.Context(), issuer, org.ID, first.Code, "Once more."); !isInvalid(err) {
		t.Errorf("revoked twice: %v", err)
	}
	if got := w.Credential(t, first.Code); got.Reason != "Issued to the wrong Ada." || len(w.Letters(t)) != letters {
		t.Errorf("the second revocation changed something: %+v", got)
	}
}

func isInvalid(err error) bool {
	var invalid *badge.Invalid
	return errors.As(err, &invalid)
}

func TestWhoMayNotRevoke(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "other", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>"), noAnswers)
	w.Confirm(t, b)
	prepared, err := w.Issuer.PrepareOnly(t.Context(), org.ID, b.ID, 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	code := prepared[0].Code
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, code, "Because."); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("what is not issued yet: %v", err)
	}
	if err := w.Issuer.IssueChunk(t.Context(), org.ID, b.ID, 1, 10); err != nil {
		t.Fatal(err)
	}
	owner := w.Member(t, other.ID, badge.RoleOwner)
	for _, c := range []struct {
		name  string
		actor badge.Actor
		org   badge.OrgID
		want  error
	}{
		{"another organization", owner, other.ID, badge.ErrNotFound},
		{"another organization in the issuer's name", owner, org.ID, badge.ErrNotFound},
		{"a viewer", w.Member(t, org.ID, badge.RoleViewer), org.ID, badge.ErrForbidden},
		{"a designer", w.Member(t, org.ID, badge.RoleDesigner), org.ID, badge.ErrForbidden},
		{"nobody", badge.Actor{}, org.ID, badge.ErrSignedOut},
	} {
		if err := w.Issuer.Revoke(t.Context(), c.actor, c.org, code, "Because."); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	if got := w.Credential(t, code); got.State != badge.CredentialIssued {
		t.Errorf("the credential is %s", got.State)
	}
}

// Ten revocations in one list at the same moment, by two processes: all of
// them are in what is published when the last one returns.
func TestRevocationsAtTheSameMoment(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		var people []string
		for n := range 11 {
			people = append(people, fmt.Sprintf("Person P <p%d@example.org>", n))
		}
		r := w.Issue(t, w.Badge(t, org.ID, "first-aid"), people...)
		processes := []*world.World{w, w.Again(t)}
		var all sync.WaitGroup
		for n := range 10 {
			all.Go(func() {
				for {
					err := processes[n%2].Issuer.Revoke(context.Background(), badge.Host(), org.ID, r[n].Code, "All at once.")
					if errors.Is(err, badge.ErrBusy) {
						continue
					}
					if err != nil {
						t.Errorf("revocation %d: %v", n, err)
					}
					// What Revoke has acknowledged, strangers can read.
					if !isRevoked(t, w, "college", w.Credential(t, r[n].Code)) {
						t.Errorf("revocation %d is not published", n)
					}
					return
				}
			})
		}
		all.Wait()
		for n := range 10 {
			if !isRevoked(t, w, "college", w.Credential(t, r[n].Code)) {
				t.Errorf("revocation %d got lost", n)
			}
		}
		if isRevoked(t, w, "college", w.Credential(t, r[10].Code)) {
			t.Error("somebody else is revoked too")
		}
	})
}

// One badge revoked at the same moment by several: one revocation, one letter.
func TestOneRevocationAtTheSameMoment(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		r := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>")
		errs := make([]error, 6)
		var all sync.WaitGroup
		for n := range errs {
			all.Go(func() {
				errs[n] = w.Issuer.Revoke(context.Background(), badge.Host(), org.ID, r[0].Code, fmt.Sprint("Reason ", n, "."))
			})
		}
		all.Wait()
		good := 0
		for n, err := range errs {
			if err == nil {
				good++
				if got := w.Credential(t, r[0].Code).Reason; got != fmt.Sprint("Reason ", n, ".") {
					t.Errorf("revocation %d went through, and the reason is %q", n, got)
				}
			} else if !isInvalid(err) && !errors.Is(err, badge.ErrBusy) {
				t.Error(err)
			}
		}
		letters := 0
		for _, l := range w.Letters(t) {
			if l.Kind == badge.LetterRevoked {
				letters++
			}
		}
		if good != 1 || letters != 1 {
			t.Errorf("%d revocations, %d letters", good, letters)
		}
	})
}

// A process that died between the revocation and its publication leaves a job
// that publishes it.
func TestTheQueuePublishesWhatADeadProcessDidNot(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	c := w.Credential(t, w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>")[0].Code)
	list := func() (l badge.StatusList) {
		w.Read(t, func(tx *store.Tx) (err error) {
			l, err = tx.Org(org.ID).List(t.Context(), c.ListID)
			return err
		})
		return l
	}
	before := list()
	w.Write(t, func(tx *store.Tx) error { // the transaction of Revoke, without what follows it
		l := before
		if err := statuslist.Bits(l.Set).Set(c.Index, true); err != nil {
			return err
		}
		return tx.Org(org.ID).SetStatus(t.Context(), l)
	})
	if isRevoked(t, w, "college", c) {
		t.Fatal("published already")
	}
	for range 2 { // a job may run twice
		if err := w.Issuer.PublishList(t.Context(), org.ID, c.ListID); err != nil {
			t.Fatal(err)
		}
	}
	if !isRevoked(t, w, "college", c) {
		t.Error("not published")
	}
	if got := list(); got.Published != before.Version+1 {
		t.Errorf("version %d is published, want %d", got.Published, before.Version+1)
	}
	if err := w.Issuer.PublishList(t.Context(), org.ID, "no list"); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("no list: %v", err)
	}
}
