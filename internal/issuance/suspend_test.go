package issuance_test

import (
	"errors"
	"strings"
	"testing"

	"laurel/internal/award"
	"laurel/internal/badge"
	verifier "laurel/internal/verify"
	"laurel/test/world"
)

func TestASuspendedBadgeComesBack(t *testing.T) {
	world.Each(t, suspendedAndBack)
}

func suspendedAndBack(t *testing.T, w *world.World) {
	org := w.Found(t, "riverbank", nil)
	code := w.IssueFile(t, w.Badge(t, org.ID, "sail"), "name,email\nAda Lovelace,ada@example.org\n", award.Answers{})[0].Code
	issued := w.Credential(t, code)
	issuer := w.Member(t, org.ID, badge.RoleIssuer)
	says := func(when string, signed []byte, want verifier.Verdict) {
		t.Helper()
		if r := verdict(t, w, signed); r.Verdict != want {
			t.Errorf("%s it is %s, want %s: %+v", when, r.Verdict, want, r.Checks)
		}
	}

	if err := w.Issuer.Suspend(t.Context(), issuer, org.ID, code, "The examination is looked into."); err != nil {
		t.Fatal(err)
	}
	suspended := w.Credential(t, code)
	if suspended.State != badge.CredentialSuspended || suspended.Reason != "The examination is looked into." || suspended.SuspendedAt.IsZero() || suspended.Name != issued.Name ||
		!suspended.IssuedOn.Equal(issued.IssuedOn) || !suspended.ExpiresOn.Equal(issued.ExpiresOn) {
		t.Errorf("the ledger has %+v", suspended)
	}
	says("suspended,", suspended.Signed, verifier.Suspended)
	says("as it was signed first,", issued.Signed, verifier.Revoked)
	if letter := w.LetterText(t, badge.LetterSuspended, "ada@example.org"); !strings.Contains(letter, "The examination is looked into.") {
		t.Errorf("the letter: %s", letter)
	}
	again := w.Issuer.Suspend(t.Context(), issuer, org.ID, code, "Once more.")
	if _, refused := errors.AsType[*badge.Invalid](again); !refused {
		t.Errorf("suspended twice: %v", again)
	}
	if err := w.Issuer.Resend(t.Context(), issuer, org.ID, code); err == nil {
		t.Error("the letter of congratulations is sent again")
	}
	// It can be corrected meanwhile, and stays suspended.
	to := badge.Correction{Code: code, Name: "Ada King", IssuedOn: issued.IssuedOn, ExpiresOn: issued.ExpiresOn}
	if err := w.Issuer.Correct(t.Context(), issuer, org.ID, to, "Her name."); err != nil {
		t.Fatal(err)
	}
	if now := w.Credential(t, code); now.State != badge.CredentialSuspended || now.Reason != suspended.Reason || now.Name != "Ada King" {
		t.Errorf("corrected meanwhile: %+v", now)
	}
	says("corrected meanwhile,", w.Credential(t, code).Signed, verifier.Suspended)

	if err := w.Issuer.Reinstate(t.Context(), issuer, org.ID, code); err != nil {
		t.Fatal(err)
	}
	back := w.Credential(t, code)
	if back.State != badge.CredentialIssued || back.Reason != "" || !back.SuspendedAt.IsZero() || back.Name != "Ada King" {
		t.Errorf("reinstated, the ledger has %+v", back)
	}
	says("reinstated,", back.Signed, verifier.Valid)
	w.LetterText(t, badge.LetterReinstated, "ada@example.org")
	if _, refused := errors.AsType[*badge.Invalid](w.Issuer.Reinstate(t.Context(), issuer, org.ID, code)); !refused {
		t.Error("reinstated twice")
	}

	// Suspended and then revoked: it is for good, and every verifier reads so.
	if err := w.Issuer.Suspend(t.Context(), issuer, org.ID, code, "Looked into again."); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.Revoke(t.Context(), issuer, org.ID, code, "It was not passed."); err != nil {
		t.Fatal(err)
	}
	gone := w.Credential(t, code)
	if gone.State != badge.CredentialRevoked || gone.Reason != "It was not passed." {
		t.Errorf("revoked, the ledger has %+v", gone)
	}
	says("revoked,", gone.Signed, verifier.Revoked)
	if _, refused := errors.AsType[*badge.Invalid](w.Issuer.Reinstate(t.Context(), issuer, org.ID, code)); !refused {
		t.Error("what is revoked was reinstated")
	}
}

// An organization whose badges carry a plain list says there that one is
// suspended, for as long as it is.
func TestSuspensionInAPlainList(t *testing.T) {
	world.Each(t, suspendedInAPlainList)
}

func suspendedInAPlainList(t *testing.T, w *world.World) {
	org := w.Found(t, "riverbank", nil)
	w.Choose(t, org.ID, badge.ProofForms{PlainList: true})
	code := w.IssueFile(t, w.Badge(t, org.ID, "sail"), "name,email\nAda Lovelace,ada@example.org\n", award.Answers{})[0].Code
	signed := w.Credential(t, code).Signed
	if err := w.Issuer.Suspend(t.Context(), badge.Host(), org.ID, code, "Looked into."); err != nil {
		t.Fatal(err)
	}
	if now := w.Credential(t, code); now.State != badge.CredentialSuspended || string(now.Signed) != string(signed) {
		t.Errorf("suspended: %s", now.State)
	}
	if r := verdict(t, w, signed); r.Verdict != verifier.Revoked {
		t.Errorf("suspended, and it is %s", r.Verdict)
	}
	if err := w.Issuer.Reinstate(t.Context(), badge.Host(), org.ID, code); err != nil {
		t.Fatal(err)
	}
	if r := verdict(t, w, signed); r.Verdict != verifier.Valid {
		t.Errorf("reinstated, and it is %s", r.Verdict)
	}
}

func TestWhoMaySuspend(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "riverbank", nil), w.Found(t, "neighbor", nil)
	code := w.IssueFile(t, w.Badge(t, org.ID, "sail"), "name,email\nAda Lovelace,ada@example.org\n", award.Answers{})[0].Code
	for name, try := range map[string]struct {
		actor badge.Actor
		org   badge.OrgID
		want  error
	}{
		"a viewer":             {w.Member(t, org.ID, badge.RoleViewer), org.ID, badge.ErrForbidden},
		"a designer":           {w.Member(t, org.ID, badge.RoleDesigner), org.ID, badge.ErrForbidden},
		"another organization": {w.Member(t, other.ID, badge.RoleOwner), org.ID, badge.ErrNotFound},
		"through their own":    {w.Member(t, other.ID, badge.RoleOwner), other.ID, badge.ErrNotFound},
		"nobody":               {badge.Actor{}, org.ID, badge.ErrSignedOut},
	} {
		if err := w.Issuer.Suspend(t.Context(), try.actor, try.org, code, "Because."); !errors.Is(err, try.want) {
			t.Errorf("%s suspends: %v", name, err)
		}
		if err := w.Issuer.Reinstate(t.Context(), try.actor, try.org, code); !errors.Is(err, try.want) {
			t.Errorf("%s reinstates: %v", name, err)
		}
	}
	if now := w.Credential(t, code); now.State != badge.CredentialIssued {
		t.Errorf("it is %s", now.State)
	}
}
