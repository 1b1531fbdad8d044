package verify_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"net"
	"net/netip"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/fetch"
	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/openbadge/bake"
	"laurel/test/world"
	"laurel/vc/did"
)

// silent is a client that must not be used.
func silent() *fetch.Client {
	return fetch.New(fetch.Options{
		Resolve: func(_ context.Context, host string) ([]netip.Addr, error) { panic("asked for the address of " + host) },
		Dial:    func(_ context.Context, _, address string) (net.Conn, error) { panic("called " + address) },
	})
}

// Nobody learns that a badge of ours was looked at, and nothing has to answer.
func TestOwnDocumentsAskNobody(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	r := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>", "Bob <bob@example.org>")
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, r[1].Code, "Because."); err != nil {
		t.Fatal(err)
	}
	v := verify.New(w.DB, silent(), w.PublicURL, w.Issuer.Served, w.Now)
	for n, want := range []verify.Verdict{verify.Valid, verify.Revoked} {
		signed := w.Credential(t, r[n].Code).Signed
		png, err := bake.PNG(world.Picture(), signed)
		if err != nil {
			t.Fatal(err)
		}
		svg, err := bake.SVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), signed)
		if err != nil {
			t.Fatal(err)
		}
		for name, document := range map[string][]byte{"JSON": signed, "PNG": png, "SVG": svg} {
			if r, err := v.Document(t.Context(), document); err != nil || r.Verdict != want {
				t.Errorf("%s: %s, %v: %+v", name, r.Verdict, err, r.Checks)
			}
		}
		if s, err := v.Stored(t.Context(), r[n].Code); err != nil || s.Verdict != want {
			t.Errorf("stored: %s, %v", s.Verdict, err)
		}
		if r, err := v.Address(t.Context(), w.PublicURL+"/b/"+string(r[n].Code)); err != nil || r.Verdict != want {
			t.Errorf("address: %s, %v", r.Verdict, err)
		}
		// Forged and unreadable ones of ours do not make us ask either.
		for _, forged := range [][]byte{bytes.Replace(signed, []byte("example.org:o:college"), []byte("example.org:o:nobody"), -1), bytes.Replace(signed, []byte("/status/"), []byte("/statues/"), -1)} {
			if r, err := v.Document(t.Context(), forged); err != nil || r.Verdict == verify.Valid || r.Shown {
				t.Errorf("forged: %s, %v", r.Verdict, err)
			}
		}
	}
	for _, address := range []string{"/", "/ob2/b/1", "/b/none", "/verify"} {
		if _, err := v.Address(t.Context(), w.PublicURL+address); err == nil {
			t.Errorf("%s is a badge", address)
		}
	}
}

// A document that is not signed, or not by its issuer, makes us ask nobody about what it says.
func TestForgedDocumentsAskNobody(t *testing.T) {
	academy := anIssuer(t, 3)
	key := did.EncodeKey(academy.key.Public().(ed25519.PublicKey))
	i := &issuer{key: academy.key, did: "did:key:" + key, method: "did:key:" + key + "#" + key, at: "https://example.org"}
	good := i.sign(t, i.unsigned(t, func(c *openbadge.Credential) { c.Refresh = openbadge.RefreshAt("https://example.org/newest") }))
	v := verify.NewStranger(silent(), func() time.Time { return world.Start })
	for name, forged := range map[string][]byte{
		"unsigned": i.unsigned(t, nil),
		"changed":  bytes.Replace(good, []byte("Emmy"), []byte("Emma"), 1),
	} {
		if r, err := v.Document(t.Context(), forged); err != nil || r.Verdict != verify.Invalid {
			t.Errorf("%s: %s, %v", name, r.Verdict, err)
		}
	}
}
