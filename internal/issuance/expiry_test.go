package issuance_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/issuance"
	"laurel/internal/store"
	verifier "laurel/internal/verify"
	"laurel/test/world"
)

// told counts the letters of a kind by whom they went to.
func told(t *testing.T, w *world.World, kind badge.LetterKind) (to []string) {
	t.Helper()
	for _, l := range w.Letters(t) {
		if l.Kind == kind {
			to = append(to, string(l.To))
		}
	}
	slices.Sort(to)
	return to
}

func TestEarnersAreToldBeforeABadgeExpires(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "riverbank", nil)
		a, quiet := w.Badge(t, org.ID, "sail"), w.Badge(t, org.ID, "quiet")
		day := func(days int) string { return w.Time().AddDate(0, 0, days).Format(time.DateOnly) }
		results := w.IssueFile(t, a, "name,email,issued,expires\nAda,ada@example.org,2026-01-01,"+day(62)+"\nBob,bob@example.org,2026-01-01,"+day(5)+
			"\nCyn,cyn@example.org,2026-01-01,\nDan,dan@example.org,2026-01-01,"+day(20)+"\nEve,eve@example.org,2026-01-01,"+day(20)+"\n", award.Answers{})
		w.IssueFile(t, quiet, "name,email,issued,expires\nFay,fay@example.org,2026-01-01,"+day(20)+"\n", award.Answers{})
		if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, results[4].Code, "Because."); err != nil {
			t.Fatal(err)
		}
		if err := w.Issuer.SetReminders(t.Context(), badge.Host(), org.ID, []badge.AchievementID{a.ID}); err != nil {
			t.Fatal(err)
		}
		remind := func(when string, want ...string) {
			t.Helper()
			for range 2 { // looking twice tells nobody twice
				if err := w.Issuer.RemindExpiring(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if got := told(t, w, badge.LetterExpiring); !slices.Equal(got, want) {
				t.Errorf("%s, told: %q, want %q", when, got, want)
			}
		}
		remind("today", "bob@example.org", "dan@example.org")
		if digest := w.LetterText(t, badge.LetterExpiringDigest, "badges@riverbank.example"); !strings.Contains(digest, "Badge sail, within 7 days: 1") || !strings.Contains(digest, "within 30 days: 1") {
			t.Errorf("the organization reads: %s", digest)
		}
		w.Pass(48 * time.Hour)
		remind("two days later", "ada@example.org", "bob@example.org", "dan@example.org")
		w.Pass(13 * 24 * time.Hour)
		remind("when five days are left of the third", "ada@example.org", "bob@example.org", "dan@example.org", "dan@example.org")
		if letter := w.LetterText(t, badge.LetterExpiring, "ada@example.org"); !strings.Contains(letter, "/profile/reminders/") || !strings.Contains(letter, world.PublicURL+"/b/"+string(results[0].Code)) {
			t.Errorf("the letter: %s", letter)
		}
		w.Pass(time.Hour)
		if n := len(told(t, w, badge.LetterExpiringDigest)); n != 3 {
			t.Errorf("%d letters went to the organization", n)
		}
	})
}

// A renewed badge keeps its address and its history, and its new end is told of
// when that comes near.
func TestRenewal(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "riverbank", nil)
	issuer := w.Member(t, org.ID, badge.RoleIssuer)
	codes := crew(t, w, org.ID, 2) // valid until 2027-03-01
	b, err := w.Issuer.DraftBulk(t.Context(), issuer, org.ID, badge.BulkRenew, issuance.Pick{All: true, Query: store.IssuedQuery{}})
	if err != nil {
		t.Fatal(err)
	}
	if f := run(t, w, issuer, b, badge.BulkSay{ExpiresOn: "2029-03-01"}, "", nil); f.Done != 2 || f.Reason != "Renewed." {
		t.Fatalf("renewed: %+v, %+v", f.Bulk, f.Faults)
	}
	c := w.Credential(t, codes[0])
	if c.ExpiresOn.Format(time.DateOnly) != "2029-03-01" || c.IssuedOn.Format(time.DateOnly) != "2026-03-01" {
		t.Errorf("valid from %s until %s", c.IssuedOn, c.ExpiresOn)
	}
	if r := verdict(t, w, c.Signed); r.Verdict != verifier.Valid {
		t.Errorf("it is %s", r.Verdict)
	}
	before, err := w.Issuer.History(t.Context(), issuer, org.ID, codes[0])
	if err != nil || len(before) != 1 || before[0].ExpiresOn.Format(time.DateOnly) != "2027-03-01" || before[0].Reason != "Renewed." {
		t.Errorf("before: %+v, %v", before, err)
	}
	if letter := w.LetterText(t, badge.LetterRenewed, "p0@example.org"); !strings.Contains(letter, "renewed") || !strings.Contains(letter, "March 1, 2029") {
		t.Errorf("the letter: %s", letter)
	}
	// Without a day and without a period of the badge's there is nothing to add.
	b, err = w.Issuer.DraftBulk(t.Context(), issuer, org.ID, badge.BulkRenew, issuance.Pick{Codes: codes[:1]})
	if err != nil {
		t.Fatal(err)
	}
	if f := run(t, w, issuer, b, badge.BulkSay{}, "", nil); f.Left != 1 || !strings.Contains(f.Faults[0].Note, "Say until when") {
		t.Errorf("renewed by no period: %+v", f.Bulk)
	}
}
