package issuance_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/issuance"
	"laurel/internal/store"
	"laurel/openbadge"
	"laurel/openbadge/ob2"
	"laurel/test/world"
	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/jose"
	"laurel/vc/statuslist"
)

// served is what stands at an address of the installation.
func served(t *testing.T, w *world.World, address string) []byte {
	t.Helper()
	body, err := w.Issuer.Served(t.Context(), strings.TrimPrefix(address, world.PublicURL))
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return body
}

// plainStatus is what the plain list that a credential names says of it.
func plainStatus(t *testing.T, w *world.World, c badge.Credential) (statuslist.Revoked, bool) {
	t.Helper()
	doc := decode(t, c.Signed)
	list, err := statuslist.ParseRevocationEntry(vc.Objects(doc["credentialStatus"])[0])
	if err != nil {
		t.Fatal(err)
	}
	l, err := statuslist.ParseRevocationList(served(t, w, list), list, vc.IssuerID(doc))
	if err != nil {
		t.Fatal(err)
	}
	return l.Lookup(vc.String(doc, "id"))
}

// The choice holds for what is issued from then on. What was issued before
// keeps its list, and is revoked in it.
func TestEachCredentialIsRevokedAsItWasIssued(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "first-aid")
		before := w.Credential(t, w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
		w.Choose(t, org.ID, badge.ProofForms{PlainList: true})
		r := w.Issue(t, a, "Bob <bob@example.org>", "Cy <cy@example.org>")
		plain, other := w.Credential(t, r[0].Code), w.Credential(t, r[1].Code)
		w.Choose(t, org.ID, badge.ProofForms{})
		after := w.Credential(t, w.Issue(t, a, "Di <di@example.org>")[0].Code)

		doc := decode(t, plain.Signed)
		if contexts, _ := vc.Contexts(doc); !slices.Contains(contexts, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json") {
			t.Errorf("contexts %v", contexts)
		}
		verify(t, w, "college", plain.Signed)
		if faults := openbadge.Check(doc); len(faults) > 0 {
			t.Errorf("%+v", faults)
		}
		for _, c := range []badge.Credential{plain, other} {
			if _, revoked := plainStatus(t, w, c); revoked {
				t.Error("revoked from the start")
			}
		}
		for _, c := range []badge.Credential{before, plain, after} {
			if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, c.Code, "For "+c.Name+"."); err != nil {
				t.Fatal(err)
			}
		}
		if line, revoked := plainStatus(t, w, plain); !revoked || line.Reason != "For Bob." {
			t.Errorf("%t, %q", revoked, line.Reason)
		}
		if _, revoked := plainStatus(t, w, other); revoked {
			t.Error("somebody else is revoked")
		}
		if !isRevoked(t, w, "college", before) || !isRevoked(t, w, "college", after) {
			t.Error("the bitstring list does not say so")
		}
		if list := string(served(t, w, "/o/college/revocations/1")); strings.Contains(list, string(before.Code)) || strings.Contains(list, string(after.Code)) {
			t.Errorf("it names what was issued with the other list: %s", list)
		}
	})
}

func TestAFullPlainListIsFollowedByTheNext(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", func(o *badge.Organization) { o.Forms.PlainList = true })
	a := w.Badge(t, org.ID, "first-aid")
	first := w.Credential(t, w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
	w.Write(t, func(tx *store.Tx) error {
		l, err := tx.Org(org.ID).List(t.Context(), first.ListID)
		if err != nil {
			return err
		}
		l.Taken = 1400
		return tx.Org(org.ID).UseIndexes(t.Context(), l, 1)
	})
	second := w.Credential(t, w.Issue(t, a, "Bob <bob@example.org>")[0].Code)
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, second.Code, "Because."); err != nil {
		t.Fatal(err)
	}
	if _, revoked := plainStatus(t, w, second); !revoked || second.ListID == first.ListID {
		t.Errorf("revoked %t, in the same list %t", revoked, second.ListID == first.ListID)
	}
	if _, revoked := plainStatus(t, w, first); revoked {
		t.Error("somebody else is revoked")
	}
	for _, path := range []string{"/o/college/revocations/3", "/o/college/revocations/01", "/o/college/revocations/x", "/o/nobody/revocations/1", "/o/college/status/1"} {
		if _, err := w.Issuer.Served(t.Context(), path); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// All of a list revoked, with the longest reasons: others still read it.
func TestTheLongestPlainListIsRead(t *testing.T) {
	w := world.New(t)
	w.Found(t, "college", nil)
	lines := make([]store.Revoked, issuance.LongestPlainList)
	for n := range lines {
		lines[n] = store.Revoked{Code: badge.Code(fmt.Sprintf("%012d", n)), Reason: strings.Repeat("żółć ", 100)}
	}
	for _, c := range []struct {
		lines   int
		reasons bool
	}{{0, true}, {100, true}, {len(lines), false}} {
		data, err := w.Issuer.PlainList("college", lines[:c.lines])
		if err != nil {
			t.Fatal(err)
		}
		l, err := statuslist.ParseRevocationList(data, world.PublicURL+"/o/college/revocations/1", w.Issuer.DID("college"))
		if err != nil || len(l.Revoked) != c.lines {
			t.Fatalf("%d of %d lines in %d bytes: %v", len(l.Revoked), c.lines, len(data), err)
		}
		for n, r := range l.Revoked {
			if r.Credential != world.PublicURL+"/b/"+string(lines[n].Code) || (r.Reason != "") != c.reasons {
				t.Fatalf("line %d: %.100v", n, r)
			}
		}
	}
}

// tokenOf is a credential in its JWT form, verified with the key that it leads to.
func tokenOf(t *testing.T, w *world.World, code badge.Code) ([]byte, jose.Token) {
	t.Helper()
	compact, err := w.Issuer.Token(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jose.Parse(compact)
	if err != nil {
		t.Fatal(err)
	}
	key, err := did.ParseJWK(served(t, w, token.KeyID))
	if err != nil {
		t.Fatal(err)
	}
	if err := token.Verify(key, w.Time()); err != nil {
		t.Error(err)
	}
	return compact, token
}

func TestTheTokenIsTheCredential(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "first-aid")
		code := w.IssueFile(t, a, "name,email,issued,expires\nAda Lovelace,ada@example.org,2026-01-01,2028-02-29\n", award.Answers{})[0].Code
		if _, err := w.Issuer.Token(t.Context(), code); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("not offered: %v", err)
		}
		w.Choose(t, org.ID, badge.ProofForms{JWT: true})
		compact, token := tokenOf(t, w, code)
		if token.Algorithm != "RS256" || token.Type != "JWT" || token.KeyID != world.PublicURL+"/o/college/keys/2" {
			t.Errorf("header %s, %s, %s", token.Algorithm, token.Type, token.KeyID)
		}
		want := decode(t, w.Credential(t, code).Signed)
		delete(want, "proof")
		same := func(a, b vc.Object) bool {
			x, _ := json.Marshal(a)
			y, _ := json.Marshal(b)
			return bytes.Equal(x, y)
		}
		if !same(token.Credential, want) {
			t.Errorf("the payload is %v, want %v", token.Credential, want)
		}
		if faults := openbadge.Check(token.Credential); len(faults) > 0 {
			t.Errorf("%+v", faults)
		}
		again, err := w.Again(t).Issuer.Token(t.Context(), code)
		if err != nil || !bytes.Equal(again, compact) {
			t.Errorf("another process makes another token (%v)", err)
		}
		if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, code, "Because."); err != nil {
			t.Fatal(err)
		}
		if revoked, _ := tokenOf(t, w, code); !bytes.Equal(revoked, compact) {
			t.Error("the token is another one after the revocation")
		}
		w.Choose(t, org.ID, badge.ProofForms{})
		if _, err := w.Issuer.Token(t.Context(), code); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("not offered any more: %v", err)
		}
		served(t, w, token.KeyID) // what was handed out can still be verified
		w.Choose(t, org.ID, badge.ProofForms{JWT: true})
		if later, _ := tokenOf(t, w, code); !bytes.Equal(later, compact) {
			t.Error("offered again, it is signed with another key")
		}
	})
}

// One document names both kinds of keys, in the way that every resolver reads.
func TestTheDIDDocumentHasBothKinds(t *testing.T) {
	w := world.New(t)
	w.Found(t, "college", func(o *badge.Organization) { o.Forms.JWT = true })
	var document struct {
		ID                 string
		AssertionMethod    []string
		VerificationMethod []struct {
			ID, Type, Controller, PublicKeyMultibase string
			PublicKeyJwk                             map[string]string
		}
	}
	if err := json.Unmarshal(served(t, w, "/o/college/did.json"), &document); err != nil {
		t.Fatal(err)
	}
	const id = "did:web:badges.example.org:o:college"
	m := document.VerificationMethod
	if document.ID != id || len(m) != 2 || !slices.Equal(document.AssertionMethod, []string{id + "#key-2", id + "#key-1"}) {
		t.Fatalf("%+v", document)
	}
	if m[1].ID != id+"#key-1" || m[1].Type != "Multikey" || m[1].Controller != id || !strings.HasPrefix(m[1].PublicKeyMultibase, "z6Mk") {
		t.Errorf("%+v", m[1])
	}
	jwk := m[0].PublicKeyJwk
	if m[0].ID != id+"#key-2" || m[0].Type != "JsonWebKey" || m[0].Controller != id || jwk["kty"] != "RSA" || len(jwk["n"]) != 342 || jwk["d"] != "" {
		t.Errorf("%+v", m[0])
	}
	var alone map[string]string
	if err := json.Unmarshal(served(t, w, "/o/college/keys/2"), &alone); err != nil || alone["n"] != jwk["n"] || alone["d"] != "" {
		t.Errorf("the key alone is %v, %v", alone, err)
	}
	for _, path := range []string{"/o/college/keys/3", "/o/nobody/keys/1", "/o/college/keys/2.json"} {
		if _, err := w.Issuer.Served(t.Context(), path); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// What was changed in the ledger is given no other form.
func TestAChangedDocumentGetsNoOtherForm(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", func(o *badge.Organization) { o.Forms = badge.ProofForms{JWT: true, Hosted: true} })
	r := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada Lovelace <ada@example.org>", "Bob <bob@example.org>")
	good, other := w.Credential(t, r[0].Code), w.Credential(t, r[1].Code)
	if _, err := w.Issuer.TokenOf(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	for name, signed := range map[string][]byte{
		"another name":  bytes.Replace(good.Signed, []byte("Ada Lovelace"), []byte("Eve Lovelace"), 1),
		"another date":  bytes.Replace(good.Signed, []byte("2026-03-10T00:00:00Z"), []byte("2020-03-10T00:00:00Z"), 1),
		"no proof":      good.Prepared,
		"another badge": other.Signed,
		"half of it":    good.Signed[:len(good.Signed)/2],
	} {
		c := good
		c.Signed = signed
		if _, err := w.Issuer.TokenOf(t.Context(), c); err == nil {
			t.Errorf("%s: a token was signed", name)
		}
	}
	swapped := good
	swapped.Signed = other.Signed
	if err := w.Issuer.AssertionOf(swapped); err == nil {
		t.Error("the twin of another badge")
	}
}

func TestTokensInMemoryAreBounded(t *testing.T) {
	if made, kept := issuance.KeptTokens(issuance.MaxTokens + 1); made != issuance.MaxTokens+1 || kept > issuance.MaxTokens {
		t.Errorf("%d made, %d kept", made, kept)
	}
}

func TestTheTwin(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", func(o *badge.Organization) { o.Forms.Hosted = true })
		a := w.Badge(t, org.ID, "first-aid")
		r := w.IssueFile(t, a, "name,email,issued,expires,narrative,evidence\n"+
			"Ada Lovelace,ada@example.org,2026-01-01,2028-02-29,Wrote it.,https://example.org/work\nBob,bob@example.org,2026-01-01,,,\n", award.Answers{})
		address := world.PublicURL + "/ob2/b/" + string(r[0].Code)
		body := served(t, w, address)
		if faults := ob2.Check(decode(t, body)); len(faults) > 0 {
			t.Errorf("%+v", faults)
		}
		got, err := ob2.ReadHosted(address, 200, body)
		if err != nil {
			t.Fatal(err)
		}
		if vc.FormatTime(got.IssuedOn) != "2026-01-01T00:00:00Z" || vc.FormatTime(got.Expires) != "2028-02-29T23:59:59Z" || got.Narrative != "Wrote it." ||
			len(got.Evidence) != 1 || got.Evidence[0].ID != "https://example.org/work" || got.Verification.Type != ob2.HostedBadge {
			t.Errorf("%+v", got)
		}
		if who := got.Recipient; !who.Match("ada@example.org") || who.Match("bob@example.org") || len(who.Salt) != 32 || who.Type != "email" || !who.Hashed {
			t.Errorf("%+v", who)
		}
		second, err := ob2.ReadHosted(world.PublicURL+"/ob2/b/"+string(r[1].Code), 200, served(t, w, "/ob2/b/"+string(r[1].Code)))
		if err != nil || second.Recipient.Salt == got.Recipient.Salt || !second.Expires.IsZero() || second.Badge.ID != got.Badge.ID {
			t.Errorf("%+v, %v", second, err)
		}
		class, err := ob2.ReadBadgeClass(decode(t, served(t, w, got.Badge.ID)))
		if err != nil || class.Name != "Badge first-aid" || class.Criteria.Narrative != "Show it **twice**." || class.ID != got.Badge.ID {
			t.Errorf("%+v, %v", class, err)
		}
		issuer, err := ob2.ReadProfile(decode(t, served(t, w, class.Issuer.ID)))
		if err != nil || issuer.Name != org.Name || issuer.Email != string(org.Email) || issuer.Hosts(got.ID) != nil || issuer.Hosts(class.ID) != nil {
			t.Errorf("%+v, %v", issuer, err)
		}
		for _, address := range []string{class.ID, issuer.ID} {
			if faults := ob2.Check(decode(t, served(t, w, address))); len(faults) > 0 {
				t.Errorf("%s: %+v", address, faults)
			}
		}

		if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, r[0].Code, "Because."); err != nil {
			t.Fatal(err)
		}
		gone, err := w.Issuer.Served(t.Context(), "/ob2/b/"+string(r[0].Code))
		if want := `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"` + address + `","revoked":true,"revocationReason":"Because."}`; string(gone) != want || !errors.Is(err, badge.ErrGone) {
			t.Errorf("revoked: %s, %v", gone, err)
		}
		w.Choose(t, org.ID, badge.ProofForms{})
		for _, address := range []string{got.ID, second.ID, class.ID, issuer.ID, got.ID + ".json"} {
			if _, err := w.Issuer.Served(t.Context(), strings.TrimPrefix(address, world.PublicURL)); !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("not offered any more, %s: %v", address, err)
			}
		}
	})
}
