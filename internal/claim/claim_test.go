package claim_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/claim"
	"laurel/internal/issuance"
	"laurel/internal/store"
	"laurel/internal/verify"
	"laurel/test/world"
)

// poster makes a claim code for a new badge of a new organization.
func poster(t *testing.T, w *world.World, change func(*badge.Offer)) (badge.Achievement, claim.Invitation) {
	t.Helper()
	a := w.Badge(t, w.Found(t, "riverbank", nil).ID, "sail")
	o := badge.Offer{AchievementID: a.ID, Kind: badge.OfferCode, ClosesAt: w.Time().Add(time.Hour), Quota: 10}
	if change != nil {
		change(&o)
	}
	return a, offer(t, w, a.OrgID, o)
}

func offer(t *testing.T, w *world.World, org badge.OrgID, o badge.Offer, names ...string) claim.Invitation {
	t.Helper()
	made, err := w.Claims.Offer(t.Context(), badge.Host(), org, o, names)
	if err != nil {
		t.Fatal(err)
	}
	if o.Kind != badge.OfferCode {
		return claim.Invitation{Offer: made}
	}
	i, err := w.Claims.Find(t.Context(), made.Code)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func person(n int) badge.Claim {
	return badge.Claim{Name: fmt.Sprintf("Person %d", n), Email: badge.Email(fmt.Sprintf("person%d@example.org", n))}
}

// ask asks as a stranger and returns the token of the letter.
func ask(t *testing.T, w *world.World, i claim.Invitation, q badge.Claim) (badge.Claim, string) {
	t.Helper()
	q, err := w.Claims.Ask(t.Context(), badge.Actor{}, i, q, badge.Attachment{})
	if err != nil {
		t.Fatal(err)
	}
	_, token, found := strings.Cut(w.LetterText(t, badge.LetterClaim, q.Email), "/claim/confirm/")
	if !found {
		t.Fatal("no link in the letter")
	}
	token, _, _ = strings.Cut(token, "\n")
	return q, token
}

// issue does the jobs of a batch.
func issue(t *testing.T, w *world.World, org badge.OrgID, batch badge.BatchID) {
	t.Helper()
	for first := 1; first <= 100; first += issuance.MaxChunk {
		if err := w.Issuer.IssueChunk(t.Context(), org, batch, first, first+issuance.MaxChunk-1); err != nil {
			t.Fatal(err)
		}
	}
}

func refusal(err error) string {
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return invalid.Fields[""]
	}
	return ""
}

func TestABadgeComesToAProvenAddressAlone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, i := poster(t, w, nil)
		q, token := ask(t, w, i, person(1))
		if held := holders(t, w, a); held != 0 {
			t.Fatalf("%d badges before the address was proven", held)
		}
		if p, err := w.Claims.Proof(t.Context(), token); err != nil || p.State != badge.ClaimWaiting || p.Invitation.Used != 0 {
			t.Fatalf("looking at the link: %+v, %v", p.Claim, err)
		}
		for range 2 { // pressing twice is pressing once
			if err := w.Claims.Prove(t.Context(), token); err != nil {
				t.Fatal(err)
			}
		}
		p, err := w.Claims.Proof(t.Context(), token)
		if err != nil || p.State != badge.ClaimGranted || p.Invitation.Used != 1 || p.Code != "" {
			t.Fatalf("%+v, %v", p, err)
		}
		issue(t, w, a.OrgID, p.BatchID)
		if p, err = w.Claims.Proof(t.Context(), token); err != nil || p.Code == "" {
			t.Fatalf("%+v, %v", p, err)
		}
		c := w.Credential(t, p.Code)
		if c.Name != q.Name || c.Email != q.Email || c.AchievementID != a.ID || !c.IssuedOn.Equal(badge.Day(w.Time())) {
			t.Errorf("issued: %+v", c)
		}
		stored, err := w.Verifier.Stored(t.Context(), p.Code)
		if err != nil || stored.Report.Verdict != verify.Valid {
			t.Errorf("it does not verify: %+v, %v", stored.Report, err)
		}
		w.LetterText(t, badge.LetterIssued, q.Email)
	})
}

func holders(t *testing.T, w *world.World, a badge.Achievement) (n int) {
	t.Helper()
	w.Read(t, func(tx *store.Tx) (err error) {
		n, _, err = tx.Org(a.OrgID).CountIssued(t.Context())
		return err
	})
	return n
}

func TestTheQuotaIsExactHoweverManyPressAtOnce(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		const quota, people = 7, 24
		a, i := poster(t, w, func(o *badge.Offer) { o.Quota = quota })
		tokens := make([]string, people)
		for n := range tokens {
			_, tokens[n] = ask(t, w, i, person(n))
		}
		var all sync.WaitGroup
		said := make([]error, people)
		for n := range tokens {
			all.Go(func() {
				for {
					said[n] = w.Claims.Prove(t.Context(), tokens[n])
					if !errors.Is(said[n], badge.ErrBusy) {
						return
					}
				}
			})
		}
		all.Wait()
		granted, full := 0, 0
		for _, err := range said {
			switch {
			case err == nil:
				granted++
			case strings.Contains(refusal(err), "All badges that were here"):
				full++
			default:
				t.Errorf("unexpected: %v", err)
			}
		}
		if granted != quota || full != people-quota {
			t.Fatalf("%d granted and %d refused of %d, with a quota of %d", granted, full, people, quota)
		}
		d, err := w.Claims.Open(t.Context(), badge.Host(), a.OrgID, i.ID, badge.ClaimGranted, "", 100)
		if err != nil || d.Used != quota || d.Counts[badge.ClaimGranted] != quota || len(d.Claims) != quota {
			t.Fatalf("%+v, %v", d.Counts, err)
		}
		issue(t, w, a.OrgID, d.BatchID)
		if n := holders(t, w, a); n != quota {
			t.Errorf("%d badges issued", n)
		}
	})
}

func TestOneForOnePersonByWhicheverAddress(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, i := poster(t, w, nil)
		_, first := ask(t, w, i, person(1))
		_, second := ask(t, w, i, person(1))
		if err := w.Claims.Prove(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		if err := w.Claims.Prove(t.Context(), second); !strings.Contains(refusal(err), "one is for one person") {
			t.Errorf("the same address again: %v", err)
		}
		p, _ := w.Claims.Proof(t.Context(), first)
		issue(t, w, a.OrgID, p.BatchID)
		w.Write(t, func(tx *store.Tx) error {
			return tx.AddAddress(t.Context(), badge.Address{Email: "other@example.org", AccountID: w.Account(t, "person1@example.org").ID, VerifiedAt: w.Time()})
		})
		_, third := ask(t, w, i, badge.Claim{Name: "Person", Email: "other@example.org"})
		if err := w.Claims.Prove(t.Context(), third); !strings.Contains(refusal(err), "one is for one person") {
			t.Errorf("another address of theirs: %v", err)
		}
		w.Issue(t, a, "Holder <holder@example.org>")
		_, fourth := ask(t, w, i, badge.Claim{Name: "Holder", Email: "holder@example.org"})
		if err := w.Claims.Prove(t.Context(), fourth); !strings.Contains(refusal(err), "hold this badge already") {
			t.Errorf("somebody who holds it: %v", err)
		}
		if d, err := w.Claims.Open(t.Context(), badge.Host(), a.OrgID, i.ID, badge.ClaimGranted, "", 10); err != nil || d.Used != 1 {
			t.Errorf("%d places taken, %v", d.Used, err)
		}
	})
}

func TestAClosedCodeSaysSo(t *testing.T) {
	w := world.New(t)
	_, i := poster(t, w, func(o *badge.Offer) {
		o.OpensAt, o.ClosesAt, o.Quota = w.Time().Add(time.Hour), w.Time().Add(2*time.Hour), 1
	})
	closed := func(want badge.OfferState) {
		t.Helper()
		now, err := w.Claims.Find(t.Context(), i.Code)
		if err != nil || now.Closed(w.Time()) != want {
			t.Fatalf("it says %q, want %q; %v", now.Closed(w.Time()), want, err)
		}
		if want == "" {
			return
		}
		if _, err := w.Claims.Ask(t.Context(), badge.Actor{}, now, person(9), badge.Attachment{}); !strings.Contains(refusal(err), "Nobody can ask") {
			t.Errorf("asking all the same: %v", err)
		}
	}
	closed(badge.OfferSoon)
	w.Pass(time.Hour)
	closed("")
	_, token := ask(t, w, i, person(1))
	_, late := ask(t, w, i, person(2))
	_, never := ask(t, w, i, person(3))
	w.Pass(2 * time.Hour)
	closed(badge.OfferOver)
	if err := w.Claims.Prove(t.Context(), token); err != nil {
		t.Errorf("asked in time, and pressed later: %v", err)
	}
	if err := w.Claims.Prove(t.Context(), late); !strings.Contains(refusal(err), "All badges that were here were claimed") {
		t.Errorf("nothing is left: %v", err)
	}
	if err := w.Claims.End(t.Context(), badge.Host(), i.OrgID, i.ID); err != nil {
		t.Fatal(err)
	}
	closed(badge.OfferEnded)
	if err := w.Claims.Prove(t.Context(), never); !strings.Contains(refusal(err), "closed in the meantime") {
		t.Errorf("it was ended: %v", err)
	}
	w.Pass(badge.ClaimLinkLife)
	if _, err := w.Claims.Proof(t.Context(), never); !errors.Is(err, badge.ErrGone) {
		t.Errorf("a day later: %v", err)
	}
	if _, err := w.Claims.Proof(t.Context(), token+"x"); !errors.Is(err, badge.ErrGone) {
		t.Errorf("a link that nobody made: %v", err)
	}
}

func TestNobodysMailboxIsFilled(t *testing.T) {
	w := world.New(t)
	_, i := poster(t, w, nil)
	for range badge.MaxClaimLetters + 3 {
		if _, err := w.Claims.Ask(t.Context(), badge.Actor{}, i, person(1), badge.Attachment{}); err != nil {
			t.Fatal(err) // the answer is the same
		}
	}
	n := 0
	for _, l := range w.Letters(t) {
		if l.Kind == badge.LetterClaim {
			n++
		}
	}
	if n != badge.MaxClaimLetters {
		t.Errorf("%d letters in a day", n)
	}
}

func TestTheOrganizationLooksFirst(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, i := poster(t, w, func(o *badge.Offer) { o.Review, o.Quota = true, 2 })
		good, one := ask(t, w, i, person(1))
		bad, two := ask(t, w, i, badge.Claim{Name: "Donald Duck", Email: "duck@example.org"})
		_, three := ask(t, w, i, person(3))
		for _, token := range []string{one, two} {
			if err := w.Claims.Prove(t.Context(), token); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Claims.Prove(t.Context(), three); !strings.Contains(refusal(err), "All badges that were here were claimed") {
			t.Errorf("places of those who wait are taken: %v", err)
		}
		decide := func(actor badge.Actor, d claim.Decision) (int, error) {
			return w.Claims.Decide(t.Context(), actor, a.OrgID, i.ID, d)
		}
		if _, err := decide(w.Member(t, a.OrgID, badge.RoleViewer), claim.Decision{Claims: []badge.ClaimID{good.ID}, Approve: true}); !errors.Is(err, badge.ErrForbidden) {
			t.Errorf("a viewer: %v", err)
		}
		if _, err := decide(badge.Host(), claim.Decision{Claims: []badge.ClaimID{bad.ID}}); err == nil {
			t.Error("declined without a reason")
		}
		if n, err := decide(badge.Host(), claim.Decision{Claims: []badge.ClaimID{bad.ID}, Reason: "Not the name of a person."}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		if text := w.LetterText(t, badge.LetterClaimDecided, "duck@example.org"); !strings.Contains(text, "Not the name of a person.") {
			t.Error(text)
		}
		if err := w.Claims.Prove(t.Context(), three); err != nil {
			t.Errorf("the place is free again: %v", err)
		}
		for want := 1; want >= 0; want-- { // deciding twice decides once
			if n, err := decide(badge.Host(), claim.Decision{Claims: []badge.ClaimID{good.ID}, Approve: true}); n != want || err != nil {
				t.Fatal(n, err)
			}
		}
		d, err := w.Claims.Open(t.Context(), badge.Host(), a.OrgID, i.ID, badge.ClaimGranted, "", 10)
		if err != nil || len(d.Claims) != 1 || d.Counts[badge.ClaimDeclined] != 1 || d.Counts[badge.ClaimAsked] != 1 || d.Used != 2 {
			t.Fatalf("%+v, %v", d, err)
		}
		issue(t, w, a.OrgID, d.BatchID)
		if n := holders(t, w, a); n != 1 {
			t.Errorf("%d badges", n)
		}
	})
}

func TestANewWordingBeginsANewBatch(t *testing.T) {
	w := world.New(t)
	a, i := poster(t, w, nil)
	_, one := ask(t, w, i, person(1))
	_, two := ask(t, w, i, person(2))
	if err := w.Claims.Prove(t.Context(), one); err != nil {
		t.Fatal(err)
	}
	r := a.Revision
	r.Name = "Badge sail, anew"
	if _, err := w.Catalog.Revise(t.Context(), badge.Host(), a.OrgID, a.ID, badge.Achievement{Revision: r}, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Claims.Prove(t.Context(), two); err != nil {
		t.Fatal(err)
	}
	first, _ := w.Claims.Proof(t.Context(), one)
	second, _ := w.Claims.Proof(t.Context(), two)
	if first.BatchID == second.BatchID || second.Row != 1 {
		t.Errorf("%s row %d, then %s row %d", first.BatchID, first.Row, second.BatchID, second.Row)
	}
}
