// Package journey holds the test of the main job, whole: from a file of
// earners to a badge that anybody can verify (docs/design.md, section 3).
package journey

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"regexp"
	"slices"
	"testing"
	"time"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/test/world"
	"laurel/vc"
)

//go:embed testdata/earners-association.csv
var association []byte

const people = 240

func TestTheLifeOfABadge(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		w.Pass(300 * 24 * time.Hour) // most dates of the file are in the past
		org := w.Found(t, "wound-nurses", func(o *badge.Organization) { o.InviteLogin = true })
		issuer := w.Member(t, org.ID, badge.RoleIssuer)
		a := w.Badge(t, org.ID, "wound-care")
		work(t, w)

		b := upload(t, w, issuer, a)
		if err := w.Intake.ConfirmRights(t.Context(), issuer, org.ID, b.ID); err != nil {
			t.Fatal(err)
		}
		if err := w.Intake.Confirm(t.Context(), issuer, org.ID, b.ID, award.Plan{}); err != nil {
			t.Fatal(err)
		}
		finished(t, w, issuer, b)
		results := issued(t, w, issuer, b)
		lettersAndAccounts(t, w, results)

		sofia := results[0]
		code := logIn(t, w, sofia)
		shown := verified(t, w, code, verify.Valid)
		if shown.View.Recipient.Name != "Sofia Wilson" || shown.View.LicenseNumber != "CW-2026-00001" {
			t.Errorf("the badge page says %+v", shown.View)
		}
		revoke(t, w, issuer, sofia, results[1])
		sameFileAgain(t, w, issuer, a)
	})
}

// work works the queue in the background, as the program does.
func work(t *testing.T, w *world.World) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.Work(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("work: %v", err)
		}
	})
}

// upload is the first step: the preview shows 240 good rows, and nothing is
// issued yet.
func upload(t *testing.T, w *world.World, issuer badge.Actor, a badge.Achievement) badge.Batch {
	t.Helper()
	b, err := w.Intake.Upload(t.Context(), issuer, a.OrgID, a.ID, "earners-association.csv", bytes.NewReader(association), award.Answers{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.Intake.Progress(t.Context(), issuer, a.OrgID, b.ID)
	if err != nil || p.Rows != people || p.Counts.Ready() != people || p.State != badge.BatchChecked {
		t.Fatalf("the preview says %+v, %v", p, err)
	}
	if rows, err := w.Issuer.Find(t.Context(), issuer, a.OrgID, "", 10); err != nil || len(rows) != 0 {
		t.Fatalf("%d are issued before anybody confirmed, %v", len(rows), err)
	}
	return b
}

// finished waits until the queue has done the batch.
func finished(t *testing.T, w *world.World, issuer badge.Actor, b badge.Batch) {
	t.Helper()
	var p award.Progress
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var err error
		if p, err = w.Intake.Progress(t.Context(), issuer, b.OrgID, b.ID); err != nil {
			t.Fatal(err)
		}
		if p.State == badge.BatchDone {
			return
		}
	}
	t.Fatalf("not done after a minute: %+v", p)
}

// issued checks every one of the credentials: the standard, the signature by
// what is served alone, and that none is there twice.
func issued(t *testing.T, w *world.World, issuer badge.Actor, b badge.Batch) []award.Result {
	t.Helper()
	results, err := w.ResultsFor(t.Context(), issuer, b)
	if err != nil || len(results) != people {
		t.Fatalf("%d results, %v", len(results), err)
	}
	codes, indexes := map[badge.Code]bool{}, map[int]bool{}
	for _, r := range results {
		if r.Status() != "issued" {
			t.Fatalf("row %d: %s %s", r.Row, r.Status(), r.Message())
		}
		c := w.Credential(t, r.Code)
		codes[c.Code], indexes[c.Index] = true, true
		document, err := vc.Decode(c.Signed)
		if err != nil {
			t.Fatal(err)
		}
		if faults := openbadge.Check(document); len(faults) > 0 {
			t.Errorf("row %d: %+v", r.Row, faults)
		}
		report := verified(t, w, r.Code, verify.Valid)
		if report.View.Recipient.Name != r.Name || !report.View.ValidFrom.Equal(r.IssuedOn) {
			t.Errorf("row %d says %q from %v, and the badge %q from %v", r.Row, r.Name, r.IssuedOn, report.View.Recipient.Name, report.View.ValidFrom)
		}
	}
	if len(codes) != people || len(indexes) != people {
		t.Errorf("%d codes and %d status indexes", len(codes), len(indexes))
	}
	return results
}

// lettersAndAccounts checks that everybody got one letter and one account.
func lettersAndAccounts(t *testing.T, w *world.World, results []award.Result) {
	t.Helper()
	letters := map[badge.Email]int{}
	for _, l := range w.Letters(t) {
		if l.Kind == badge.LetterIssued {
			letters[l.To]++
			if l.State != badge.LetterKept { // there is no mail server
				t.Errorf("the letter to %s is %s", l.To, l.State)
			}
		}
	}
	accounts := map[badge.AccountID]bool{}
	for _, r := range results {
		if letters[r.Email] != 1 {
			t.Errorf("%d letters to %s", letters[r.Email], r.Email)
		}
		accounts[w.Account(t, r.Email).ID] = true
	}
	if len(letters) != people || len(accounts) != people {
		t.Errorf("%d letters, %d accounts", len(letters), len(accounts))
	}
}

var temporary = regexp.MustCompile(`[2-9a-z]{4}(-[2-9a-z]{4}){4}`)

// logIn goes the earner's way, with nothing but the letter: the temporary
// password, a password of one's own, the portfolio.
func logIn(t *testing.T, w *world.World, earner award.Result) badge.Code {
	t.Helper()
	text := w.LetterText(t, badge.LetterIssued, earner.Email)
	first, err := w.Accounts.SignIn(t.Context(), account.Browser{}, string(earner.Email), temporary.FindString(text))
	if err != nil || !first.MustChange {
		t.Fatalf("with the password of the letter: %+v, %v\n%s", first, err, text)
	}
	if _, err := w.Accounts.ChooseFirst(t.Context(), first.Account.ID, "wounds heal with time"); err != nil {
		t.Fatal(err)
	}
	in, err := w.Accounts.SignIn(t.Context(), account.Browser{}, string(earner.Email), "wounds heal with time")
	if err != nil {
		t.Fatal(err)
	}
	visitor, err := w.Visitor(t, in.Account.ID)
	if err != nil || !visitor.HasBadges {
		t.Fatalf("%+v, %v", visitor, err)
	}
	items, err := w.Portfolio.List(t.Context(), visitor.Actor())
	if err != nil || len(items) != 1 || items[0].Code != earner.Code {
		t.Fatalf("the portfolio holds %+v, %v", items, err)
	}
	return items[0].Code
}

// verified verifies a badge as a stranger does, by the code alone.
func verified(t *testing.T, w *world.World, code badge.Code, want verify.Verdict) verify.Report {
	t.Helper()
	stored, err := w.Verifier.Stored(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	if stored.Verdict != want && (want != verify.Valid || stored.Verdict != verify.NotYet) { // some begin in December
		t.Errorf("%s is %s, want %s: %+v", code, stored.Verdict, want, stored.Checks)
	}
	return stored.Report
}

// revoke takes one badge back, which everybody sees at once, and no other.
func revoke(t *testing.T, w *world.World, issuer badge.Actor, revoked, other award.Result) {
	t.Helper()
	if err := w.Issuer.Revoke(t.Context(), issuer, w.Credential(t, revoked.Code).OrgID, revoked.Code, "Exam result corrected."); err != nil {
		t.Fatal(err)
	}
	verified(t, w, revoked.Code, verify.Revoked)
	verified(t, w, other.Code, verify.Valid)
	report, err := w.Verifier.Document(t.Context(), w.Credential(t, revoked.Code).Signed)
	if err != nil || report.Verdict != verify.Revoked {
		t.Errorf("the downloaded document is %s, %v", report.Verdict, err)
	}
	w.LetterText(t, badge.LetterRevoked, revoked.Email)
}

// sameFileAgain uploads the file once more: everybody holds the badge, but the
// one whose badge was revoked.
func sameFileAgain(t *testing.T, w *world.World, issuer badge.Actor, a badge.Achievement) {
	t.Helper()
	before := len(w.Letters(t))
	b, err := w.Intake.Upload(t.Context(), issuer, a.OrgID, a.ID, "again.csv", bytes.NewReader(association), award.Answers{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.Intake.Progress(t.Context(), issuer, a.OrgID, b.ID)
	if err != nil || p.Counts.Duplicates != people-1 || p.Counts.Ready() != 1 {
		t.Errorf("checked again: %+v, %v", p.Counts, err)
	}
	if err := w.Intake.ConfirmRights(t.Context(), issuer, a.OrgID, b.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.Intake.Confirm(t.Context(), issuer, a.OrgID, b.ID, award.Plan{}); err != nil {
		t.Fatal(err)
	}
	finished(t, w, issuer, b)
	results, err := w.ResultsFor(t.Context(), issuer, b)
	if err != nil || results[0].Status() != "issued" || slices.ContainsFunc(results[1:], func(r award.Result) bool { return r.Status() != "duplicate" }) {
		t.Errorf("issued again: %s first, %v", results[0].Status(), err)
	}

	b, err = w.Intake.Upload(t.Context(), issuer, a.OrgID, a.ID, "once-more.csv", bytes.NewReader(association), award.Answers{})
	if err != nil {
		t.Fatal(err)
	}
	var invalid *badge.Invalid
	if err := w.Intake.ConfirmRights(t.Context(), issuer, a.OrgID, b.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.Intake.Confirm(t.Context(), issuer, a.OrgID, b.ID, award.Plan{}); !errors.As(err, &invalid) {
		t.Errorf("a file of holders was confirmed: %v", err)
	}
	var count int
	w.Read(t, func(tx *store.Tx) (err error) {
		count, _, err = tx.Org(a.OrgID).CountIssued(t.Context())
		return err
	})
	if count != people+1 || len(w.Letters(t)) != before+1 {
		t.Errorf("%d credentials, %d letters more", count, len(w.Letters(t))-before)
	}
}
