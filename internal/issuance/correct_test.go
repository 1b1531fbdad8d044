package issuance_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/store"
	verifier "laurel/internal/verify"
	"laurel/test/world"
)

const people = "name,email,issued_on,expires_on,narrative,evidence,number\nAda Lovlace,ada@example.org,2026-03-01,2027-03-01,Very **good**.,https://example.org/work,N-17\n"

func verdict(t *testing.T, w *world.World, document []byte) verifier.Report {
	t.Helper()
	r, err := w.Verifier.Document(t.Context(), document)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A corrected badge keeps its address and all that was not corrected; what it
// said before no longer holds anywhere, and is kept.
func TestACorrectedBadgeTakesThePlaceOfTheOneBefore(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "riverbank", nil)
		code := w.IssueFile(t, w.Badge(t, org.ID, "sail"), people, award.Answers{})[0].Code
		before := w.Credential(t, code)
		w.Pass(48 * time.Hour)
		to := badge.Correction{Code: code, Name: " Ada Lovelace ", IssuedOn: before.IssuedOn.AddDate(0, 0, 1), ExpiresOn: before.ExpiresOn}
		if err := w.Issuer.Correct(t.Context(), badge.Host(), org.ID, to, "Two letters."); err != nil {
			t.Fatal(err)
		}
		after := w.Credential(t, code)
		old, now := verdict(t, w, before.Signed), verdict(t, w, after.Signed)
		if old.Verdict != verifier.Revoked || now.Verdict != verifier.Valid {
			t.Errorf("before is %s, after is %s", old.Verdict, now.Verdict)
		}
		want := old.View
		want.Recipient.Name, want.ValidFrom = "Ada Lovelace", to.IssuedOn
		for n := range want.Recipient.Identifier {
			if !want.Recipient.Identifier[n].Hashed {
				want.Recipient.Identifier[n].IdentityHash = "Ada Lovelace"
			}
		}
		if got := now.View; got.ID != want.ID || got.Recipient.ID != want.Recipient.ID || got.Recipient.Name != want.Recipient.Name || got.Narrative != want.Narrative ||
			got.LicenseNumber != want.LicenseNumber || len(got.Evidence) != 1 || got.Evidence[0].ID != "https://example.org/work" ||
			!got.ValidFrom.Equal(want.ValidFrom) || !got.ValidUntil.Equal(want.ValidUntil) {
			t.Errorf("it says %+v, want %+v", got, want)
		}
		if match, known := now.View.Recipient.MatchEmail("ada@example.org"); !match || !known {
			t.Error("the address it was issued to is lost")
		}
		if after.ID != before.ID || after.Index == before.Index && after.ListID == before.ListID || after.Name != "Ada Lovelace" || !after.IssuedOn.Equal(to.IssuedOn) {
			t.Errorf("the ledger has %+v", after)
		}
		all, err := w.Issuer.History(t.Context(), badge.Host(), org.ID, code)
		if err != nil || len(all) != 1 || string(all[0].Signed) != string(before.Signed) || all[0].Name != "Ada Lovlace" || all[0].Reason != "Two letters." {
			t.Errorf("the history is %+v, %v", all, err)
		}
		if letter := w.LetterText(t, badge.LetterCorrected, "ada@example.org"); !strings.Contains(letter, world.PublicURL+"/b/"+string(code)) {
			t.Errorf("the letter: %s", letter)
		}
		if found, err := w.Issuer.Find(t.Context(), badge.Host(), org.ID, "lovelace", 10); err != nil || len(found) != 1 {
			t.Errorf("searching for the right name finds %d, %v", len(found), err)
		}

		to.ExpiresOn = time.Time{} // and once more: now it has no end
		if err := w.Issuer.Correct(t.Context(), badge.Host(), org.ID, to, "No end."); err != nil {
			t.Fatal(err)
		}
		if r := verdict(t, w, after.Signed); r.Verdict != verifier.Revoked {
			t.Errorf("the second before is %s", r.Verdict)
		}
		if r := verdict(t, w, w.Credential(t, code).Signed); r.Verdict != verifier.Valid || !r.View.ValidUntil.IsZero() {
			t.Errorf("the third is %s until %s", r.Verdict, r.View.ValidUntil)
		}
		if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, code, "Enough."); err != nil {
			t.Fatal(err)
		}
		if r := verdict(t, w, w.Credential(t, code).Signed); r.Verdict != verifier.Revoked {
			t.Errorf("revoked after all, and it is %s", r.Verdict)
		}
	})
}

func TestWhatIsNotCorrected(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "riverbank", nil), w.Found(t, "neighbor", nil)
	a := w.Badge(t, org.ID, "sail")
	results := w.IssueFile(t, a, people, award.Answers{})
	code := results[0].Code
	c := w.Credential(t, code)
	good := badge.Correction{Code: code, Name: "Ada Lovelace", IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn}
	for name, try := range map[string]struct {
		actor  badge.Actor
		org    badge.OrgID
		to     func(*badge.Correction)
		reason string
		want   error
	}{
		"nothing changes":        {badge.Host(), org.ID, func(to *badge.Correction) { to.Name = c.Name }, "Because.", nil},
		"no name":                {badge.Host(), org.ID, func(to *badge.Correction) { to.Name = " " }, "Because.", nil},
		"ends before it begins":  {badge.Host(), org.ID, func(to *badge.Correction) { to.ExpiresOn = c.IssuedOn.AddDate(0, 0, -1) }, "Because.", nil},
		"no reason":              {badge.Host(), org.ID, func(*badge.Correction) {}, "", nil},
		"another organization's": {badge.Host(), other.ID, func(*badge.Correction) {}, "Because.", badge.ErrNotFound},
		"a stranger":             {badge.Actor{AccountID: "eve"}, org.ID, func(*badge.Correction) {}, "Because.", badge.ErrNotFound},
		"the earner":             {badge.Actor{AccountID: c.AccountID}, org.ID, func(*badge.Correction) {}, "Because.", badge.ErrNotFound},
		"a viewer":               {w.Member(t, org.ID, badge.RoleViewer), org.ID, func(*badge.Correction) {}, "Because.", badge.ErrForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			to := good
			try.to(&to)
			err := w.Issuer.Correct(t.Context(), try.actor, try.org, to, try.reason)
			invalid, refused := errors.AsType[*badge.Invalid](err)
			if try.want == nil && !refused || try.want != nil && !errors.Is(err, try.want) {
				t.Errorf("got %v, %v, want %v", err, invalid, try.want)
			}
			if now := w.Credential(t, code); string(now.Signed) != string(c.Signed) {
				t.Error("it was changed all the same")
			}
		})
	}
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, code, "Enough."); err != nil {
		t.Fatal(err)
	}
	if _, refused := errors.AsType[*badge.Invalid](w.Issuer.Correct(t.Context(), badge.Host(), org.ID, good, "Because.")); !refused {
		t.Error("a revoked badge was corrected")
	}
}

// A row that somebody changed in the ledger is not signed anew with the
// organization's key.
func TestAChangedRowIsNotSignedAnew(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "riverbank", nil)
	code := w.IssueFile(t, w.Badge(t, org.ID, "sail"), people, award.Answers{})[0].Code
	c := w.Credential(t, code)
	w.Forge(t, code, []byte(strings.Replace(string(c.Signed), "Very", "Not", 1)))
	err := w.Issuer.Correct(t.Context(), badge.Host(), org.ID, badge.Correction{Code: code, Name: "Ada Lovelace", IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn}, "Because.")
	if err == nil || !strings.Contains(err.Error(), "was not signed like this") {
		t.Errorf("got %v", err)
	}
}

// What a run recorded that was cut off before it sealed gives way to the next
// one, and the index it took is given to nobody.
func TestACorrectionThatWasCutOffIsDoneAnew(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "riverbank", nil)
	code := w.IssueFile(t, w.Badge(t, org.ID, "sail"), people, award.Answers{})[0].Code
	c := w.Credential(t, code)
	lost := c
	lost.Name, lost.Prepared, lost.Index = "Lost", []byte("{}"), (c.Index+1)%131072
	w.Write(t, func(tx *store.Tx) error { return tx.Org(org.ID).PrepareCorrection(t.Context(), lost) })
	to := badge.Correction{Code: code, Name: "Ada Lovelace", IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn}
	if err := w.Issuer.Correct(t.Context(), badge.Host(), org.ID, to, "Because."); err != nil {
		t.Fatal(err)
	}
	if r := verdict(t, w, w.Credential(t, code).Signed); r.Verdict != verifier.Valid || r.View.Recipient.Name != "Ada Lovelace" {
		t.Errorf("it is %s, of %s", r.Verdict, r.View.Recipient.Name)
	}
}
