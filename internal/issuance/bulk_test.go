package issuance_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/issuance"
	"laurel/internal/store"
	verifier "laurel/internal/verify"
	"laurel/test/world"
)

// crew issues a badge to so many people and returns their codes.
func crew(t *testing.T, w *world.World, org badge.OrgID, n int) (codes []badge.Code) {
	t.Helper()
	file := "name,email,issued_on,expires_on\n"
	for i := range n {
		file += fmt.Sprintf("Person %d,p%d@example.org,2026-03-01,2027-03-01\n", i, i)
	}
	for _, r := range w.IssueFile(t, w.Badge(t, org, "sail"), file, award.Answers{}) {
		codes = append(codes, r.Code)
	}
	return codes
}

// run confirms a draft and does its jobs.
func run(t *testing.T, w *world.World, actor badge.Actor, b badge.Bulk, say badge.BulkSay, reason string, names map[int]string) issuance.BulkFile {
	t.Helper()
	if err := w.Issuer.StartBulk(t.Context(), actor, b.OrgID, b.ID, say, reason, names); err != nil {
		t.Fatal(err)
	}
	return ran(t, w, actor, b)
}

func ran(t *testing.T, w *world.World, actor badge.Actor, b badge.Bulk) issuance.BulkFile {
	t.Helper()
	if err := w.Issuer.RunBulk(t.Context(), b.OrgID, b.ID, 1, badge.MaxBulk); err != nil {
		t.Fatal(err)
	}
	f, err := w.Issuer.Bulk(t.Context(), actor, b.OrgID, b.ID, 100)
	if err != nil || f.State != badge.BulkDone {
		t.Fatalf("the bulk is %s: %+v, %v", f.State, f.Bulk, err)
	}
	return f
}

func TestNamesOfManyAreCorrectedAndUndone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "riverbank", nil)
		issuer := w.Member(t, org.ID, badge.RoleIssuer)
		codes := crew(t, w, org.ID, 60)
		var list []issuance.NewName
		for n, code := range codes[:55] {
			key := string(code)
			if n%2 == 1 {
				key = fmt.Sprintf("P%d@example.org", n)
			}
			list = append(list, issuance.NewName{Line: n + 1, Key: key, Name: fmt.Sprintf("Corrected %d", n)})
		}
		draft, err := w.Issuer.DraftNames(t.Context(), issuer, org.ID, list)
		if err != nil || draft.Total != 55 {
			t.Fatalf("drafted %+v, %v", draft, err)
		}
		// One of them is corrected in the meantime, and is left alone.
		c := w.Credential(t, codes[3])
		if err := w.Issuer.Correct(t.Context(), issuer, org.ID, badge.Correction{Code: c.Code, Name: "Corrected 3", IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn}, "First."); err != nil {
			t.Fatal(err)
		}
		f := run(t, w, issuer, draft, badge.BulkSay{}, "A list came with typing errors.", nil)
		if f.Done != 54 || f.Left != 1 || f.Failed != 0 || len(f.Faults) != 1 || f.Faults[0].Credential.Code != codes[3] {
			t.Errorf("%d done, %d left, %d failed: %+v", f.Done, f.Left, f.Failed, f.Faults)
		}
		for n, code := range codes {
			want := fmt.Sprintf("Corrected %d", n)
			if n >= 55 {
				want = fmt.Sprintf("Person %d", n)
			}
			if c := w.Credential(t, code); c.Name != want {
				t.Errorf("%s says %q, want %q", code, c.Name, want)
			}
		}
		if r := verdict(t, w, w.Credential(t, codes[0]).Signed); r.Verdict != verifier.Valid || r.View.Recipient.Name != "Corrected 0" {
			t.Errorf("the first is %s for %s", r.Verdict, r.View.Recipient.Name)
		}

		// Undone, but for one that somebody changed since.
		c = w.Credential(t, codes[7])
		if err := w.Issuer.Correct(t.Context(), issuer, org.ID, badge.Correction{Code: c.Code, Name: "Somebody Else", IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn}, "Since."); err != nil {
			t.Fatal(err)
		}
		undo, err := w.Issuer.UndoBulk(t.Context(), issuer, org.ID, draft.ID)
		if err != nil {
			t.Fatal(err)
		}
		if f := ran(t, w, issuer, undo); f.Done != 53 || f.Left != 1 {
			t.Errorf("undone: %d, left %d: %+v", f.Done, f.Left, f.Faults)
		}
		if a, b := w.Credential(t, codes[0]).Name, w.Credential(t, codes[7]).Name; a != "Person 0" || b != "Somebody Else" {
			t.Errorf("undone, they say %q and %q", a, b)
		}
		if _, err := w.Issuer.UndoBulk(t.Context(), issuer, org.ID, draft.ID); !errors.Is(err, badge.ErrConflict) {
			t.Errorf("undone twice: %v", err)
		}
	})
}

func TestDatesEvidenceAndStatusOfMany(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "riverbank", nil)
	issuer := w.Member(t, org.ID, badge.RoleIssuer)
	codes := crew(t, w, org.ID, 5)
	all := func(kind badge.BulkKind) badge.Bulk {
		t.Helper()
		b, err := w.Issuer.DraftBulk(t.Context(), issuer, org.ID, kind, issuance.Pick{All: true, Query: store.IssuedQuery{Search: "person"}})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if f := run(t, w, issuer, all(badge.BulkDates), badge.BulkSay{ExpiresOn: "2030-12-31"}, "Prolonged.", nil); f.Done != 5 {
		t.Errorf("dates: %+v", f.Bulk)
	}
	if c := w.Credential(t, codes[0]); c.ExpiresOn.Format("2006-01-02") != "2030-12-31" || c.IssuedOn.Format("2006-01-02") != "2026-03-01" {
		t.Errorf("it is valid from %s until %s", c.IssuedOn, c.ExpiresOn)
	}
	if f := run(t, w, issuer, all(badge.BulkEvidence), badge.BulkSay{Evidence: "https://example.org/show"}, "Added.", nil); f.Done != 5 {
		t.Errorf("evidence: %+v", f.Bulk)
	}
	if r := verdict(t, w, w.Credential(t, codes[1]).Signed); r.Verdict != verifier.Valid || len(r.View.Evidence) != 1 || r.View.Evidence[0].ID != "https://example.org/show" {
		t.Errorf("evidence: %+v", r.View.Evidence)
	}
	if f := run(t, w, issuer, all(badge.BulkReissue), badge.BulkSay{}, "", nil); f.Done != 5 {
		t.Errorf("reissued: %+v", f.Bulk)
	}
	some, err := w.Issuer.DraftBulk(t.Context(), issuer, org.ID, badge.BulkRevoke, issuance.Pick{Codes: codes[:2]})
	if err != nil || some.Total != 2 {
		t.Fatalf("%+v, %v", some, err)
	}
	if f := run(t, w, issuer, some, badge.BulkSay{}, "Issued by mistake.", nil); f.Done != 2 {
		t.Errorf("revoked: %+v", f.Bulk)
	}
	if r := verdict(t, w, w.Credential(t, codes[1]).Signed); r.Verdict != verifier.Revoked {
		t.Errorf("revoked, and it is %s", r.Verdict)
	}
	suspend := all(badge.BulkSuspend)
	if suspend.Total != 3 || suspend.Unfit != 2 {
		t.Errorf("to suspend: %d, unfit %d", suspend.Total, suspend.Unfit)
	}
	run(t, w, issuer, suspend, badge.BulkSay{}, "Looked into.", nil)
	if r := verdict(t, w, w.Credential(t, codes[4]).Signed); r.Verdict != verifier.Suspended {
		t.Errorf("suspended, and it is %s", r.Verdict)
	}
	undo, err := w.Issuer.UndoBulk(t.Context(), issuer, org.ID, suspend.ID)
	if err != nil {
		t.Fatal(err)
	}
	ran(t, w, issuer, undo)
	if r := verdict(t, w, w.Credential(t, codes[4]).Signed); r.Verdict != verifier.Valid {
		t.Errorf("reinstated, and it is %s", r.Verdict)
	}
	if f := run(t, w, issuer, all(badge.BulkResend), badge.BulkSay{}, "", nil); f.Done != 3 {
		t.Errorf("sent again: %+v", f.Bulk)
	}
	if _, err := w.Issuer.UndoBulk(t.Context(), issuer, org.ID, some.ID); err == nil {
		t.Error("a revocation was undone")
	}
}

func TestWhatIsNotDoneToMany(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "riverbank", nil), w.Found(t, "neighbor", nil)
	codes := crew(t, w, org.ID, 3)
	issuer, viewer, neighbor := w.Member(t, org.ID, badge.RoleIssuer), w.Member(t, org.ID, badge.RoleViewer), w.Member(t, other.ID, badge.RoleOwner)
	pick := issuance.Pick{Codes: codes}
	for _, kind := range badge.BulkKinds {
		if _, err := w.Issuer.DraftBulk(t.Context(), viewer, org.ID, kind, pick); !errors.Is(err, badge.ErrForbidden) {
			t.Errorf("a viewer drafts %s: %v", kind, err)
		}
		if _, err := w.Issuer.DraftBulk(t.Context(), neighbor, org.ID, kind, pick); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("a neighbor drafts %s: %v", kind, err)
		}
		if b, err := w.Issuer.DraftBulk(t.Context(), neighbor, other.ID, kind, pick); err == nil {
			t.Errorf("a neighbor chooses %d of ours", b.Total)
		}
	}
	draft, err := w.Issuer.DraftBulk(t.Context(), issuer, org.ID, badge.BulkRevoke, pick)
	if err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]struct {
		actor  badge.Actor
		org    badge.OrgID
		reason string
	}{"a viewer": {viewer, org.ID, "Because."}, "a neighbor": {neighbor, org.ID, "Because."}, "through their own": {neighbor, other.ID, "Because."}, "no reason": {issuer, org.ID, " "}} {
		if err := w.Issuer.StartBulk(t.Context(), try.actor, try.org, draft.ID, badge.BulkSay{}, try.reason, nil); err == nil {
			t.Errorf("%s starts it", name)
		}
		if _, err := w.Issuer.UndoBulk(t.Context(), try.actor, try.org, draft.ID); err == nil {
			t.Errorf("%s undoes it", name)
		}
	}
	if err := w.Issuer.StartBulk(t.Context(), issuer, org.ID, draft.ID, badge.BulkSay{}, "Because.", nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.StartBulk(t.Context(), issuer, org.ID, draft.ID, badge.BulkSay{}, "Twice.", nil); !errors.Is(err, badge.ErrConflict) {
		t.Errorf("started twice: %v", err)
	}
	for say, want := range map[string]issuance.NewName{
		"no code":  {Line: 1, Key: "nobody@example.org", Name: "X"},
		"new name": {Line: 1, Key: string(codes[0]), Name: "  "},
		"characte": {Line: 1, Key: string(codes[0]), Name: strings.Repeat("x", 151)},
	} {
		_, err := w.Issuer.DraftNames(t.Context(), issuer, org.ID, []issuance.NewName{want})
		if invalid, refused := errors.AsType[*badge.Invalid](err); !refused || !strings.Contains(invalid.Error(), say) {
			t.Errorf("%+v: %v", want, err)
		}
	}
}
