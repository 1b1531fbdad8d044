package verify_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/verify"
	"laurel/openbadge/bake"
	"laurel/test/world"
)

// Every form of a badge of ours is verified without asking anybody, and says
// the same.
func TestOwnFormsAskNobody(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", func(o *badge.Organization) { o.Forms = badge.ProofForms{JWT: true, Hosted: true, PlainList: true} })
	r := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>", "Bob <bob@example.org>")
	v := verify.New(w.DB, silent(), w.PublicURL, w.Issuer.Served, w.Now)
	type form struct {
		name   string
		email  string
		report func() (verify.Report, error)
	}
	forms := func(code badge.Code, email string) []form {
		token, err := w.Issuer.Token(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		assertion, err := w.Issuer.Assertion(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := bake.PNG2(world.Picture(), assertion)
		if err != nil {
			t.Fatal(err)
		}
		given := func(name string, data []byte) form {
			return form{name, email, func() (verify.Report, error) { return v.Document(t.Context(), data) }}
		}
		typed := func(address string) form {
			return form{address, email, func() (verify.Report, error) { return v.Address(t.Context(), w.PublicURL+address+string(code)) }}
		}
		return []form{
			given("JSON with a plain list", w.Credential(t, code).Signed), given("JWT", token), given("assertion", assertion), given("PNG of 2.0", picture),
			typed("/ob2/b/"), typed("/b/"),
		}
	}
	all := forms(r[1].Code, "bob@example.org")
	for _, f := range append(all, forms(r[0].Code, "ada@example.org")...) {
		got, err := f.report()
		if err != nil || got.Verdict != verify.Valid || !got.Shown || got.View.Name != "Badge first-aid" || got.Domain != "badges.example.org" {
			t.Errorf("%s: %s, %v: %+v", f.name, got.Verdict, err, got.Checks)
		}
		if match, known := got.View.Recipient.MatchEmail(f.email); !match || !known {
			t.Errorf("%s: not issued to %s", f.name, f.email)
		}
		for _, c := range got.Checks {
			if c.Result != verify.Pass {
				t.Errorf("%s: %+v", f.name, c)
			}
		}
	}
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, r[1].Code, "For cause."); err != nil {
		t.Fatal(err)
	}
	for _, f := range all { // as they were taken along before
		got, err := f.report()
		if status := of(got, "status"); err != nil || got.Verdict != verify.Revoked || !strings.Contains(status.Detail, "For cause.") {
			t.Errorf("%s, revoked: %s, %v: %+v", f.name, got.Verdict, err, got.Checks)
		}
	}
}

// A token is the credential's own as long as nothing in it changes; a twin that
// is not offered any more proves nothing.
func TestOwnFormsThatProveNothing(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", func(o *badge.Organization) { o.Forms = badge.ProofForms{JWT: true, Hosted: true} })
	code := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>")[0].Code
	token, err := w.Issuer.Token(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	assertion, err := w.Issuer.Assertion(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	v := verify.New(w.DB, silent(), w.PublicURL, w.Issuer.Served, w.Now)
	expect := func(name string, document []byte, want verify.Verdict) {
		t.Helper()
		if got, err := v.Document(t.Context(), document); err != nil || got.Verdict != want || got.Shown != (want == verify.Valid) {
			t.Errorf("%s: %s, %v: %+v", name, got.Verdict, err, got.Checks)
		}
	}
	parts := bytes.Split(token, []byte("."))
	payload, err := base64.RawURLEncoding.DecodeString(string(parts[1]))
	if err != nil {
		t.Fatal(err)
	}
	forged := base64.RawURLEncoding.EncodeToString(bytes.Replace(payload, []byte(`"Ada"`), []byte(`"Eve"`), 1))
	expect("a forged token", bytes.Join([][]byte{parts[0], []byte(forged), parts[2]}, []byte(".")), verify.Invalid)
	expect("a forged assertion, of which its address knows better", bytes.Replace(assertion, []byte("2026-03-10"), []byte("2020-03-10"), 1), verify.Valid)
	if r, _ := v.Document(t.Context(), bytes.Replace(assertion, []byte("2026-03-10"), []byte("2020-03-10"), 1)); r.View.ValidFrom.Year() != 2026 {
		t.Errorf("the forged date is shown: %v", r.View.ValidFrom)
	}
	w.Choose(t, org.ID, badge.ProofForms{})
	expect("a token, not offered any more", token, verify.Valid)
	expect("an assertion, not offered any more", assertion, verify.Unclear)
	if _, err := v.Address(t.Context(), w.PublicURL+"/ob2/b/"+string(code)); err == nil {
		t.Error("an address that is not there any more")
	}
}
