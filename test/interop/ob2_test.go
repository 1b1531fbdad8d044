package interop_test

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"laurel/internal/verify"
	"laurel/openbadge/ob2"
)

// classic is an issuer of Open Badges 2.0, as any system would publish it: its
// profile, a badge class, a key and a list of revocations.
type classic struct {
	*site
	key answer // the judge's
}

func openClassic(t *testing.T, judge *judge) *classic {
	t.Helper()
	c := &classic{site: openSite(t), key: judge.must(t, map[string]any{"kind": "token.key", "algorithm": "RS256"})}
	context := "https://w3id.org/openbadges/v2"
	c.publish("/issuer", encode(t, map[string]any{
		"@context": context, "id": c.URL + "/issuer", "type": "Issuer", "name": "Collège & Søn", "url": c.URL, "email": "badges@other.example",
		"publicKey": c.URL + "/key", "revocationList": c.URL + "/revoked",
	}))
	c.publish("/key", encode(t, map[string]any{"@context": context, "id": c.URL + "/key", "type": "CryptographicKey", "owner": c.URL + "/issuer", "publicKeyPem": c.key.Text}))
	c.publish("/class", encode(t, map[string]any{
		"@context": context, "id": c.URL + "/class", "type": "BadgeClass", "name": "Übung 傷", "description": "Practice.", "image": c.URL + "/class.png",
		"criteria": map[string]any{"narrative": "Practice."}, "issuer": c.URL + "/issuer", "tags": []string{"practice"},
	}))
	c.publish("/revoked", encode(t, map[string]any{
		"@context": context, "id": c.URL + "/revoked", "type": "RevocationList", "issuer": c.URL + "/issuer",
		"revokedAssertions": []any{"urn:uuid:00000000-0000-4000-8000-000000000001", map[string]any{"id": "urn:uuid:00000000-0000-4000-8000-000000000002", "revocationReason": "Wrong person"}},
	}))
	return c
}

// assertion is a badge of that issuer.
func (c *classic) assertion(id string, verification map[string]any) map[string]any {
	return map[string]any{
		"@context": "https://w3id.org/openbadges/v2", "id": id, "type": "Assertion", "badge": c.URL + "/class", "verification": verification,
		"recipient": map[string]any{"type": "email", "hashed": true, "salt": "pepper7", "identity": ob2.HashedEmail("zoe@example.org", "pepper7").Identity},
		"issuedOn":  "2026-01-01T00:00:00Z", "evidence": "https://other.example/evidence", "narrative": "With <b>markup</b> and \"quotes\".", "image": c.URL + "/1.png",
		"expires": "2096-01-01T00:00:00Z",
	}
}

func (c *classic) hosted() map[string]any {
	return c.assertion(c.URL+"/1", map[string]any{"type": "HostedBadge"})
}

func (c *classic) signed() map[string]any {
	return c.assertion("urn:uuid:00000000-0000-4000-8000-000000000003", map[string]any{"type": "SignedBadge", "creator": c.URL + "/key"})
}

// assertionTamperings are changes of an assertion.
var assertionTamperings = []tampering{
	{"another context", set("https://w3id.org/openbadges/v1", "@context")},
	{"another address", set("urn:uuid:00000000-0000-4000-8000-000000000009", "id")},
	{"another type", set("BadgeClass", "type")},
	{"another badge class", set("https://example.org/class", "badge")},
	{"another kind of recipient", set("url", "recipient", "type")},
	{"another recipient", set("sha256$"+strings.Repeat("0", 64), "recipient", "identity")},
	{"a recipient in the open", set(false, "recipient", "hashed")},
	{"another salt", set("salt", "recipient", "salt")},
	{"another way to verify", set("hosted", "verification", "type")},
	{"another key", set("https://example.org/key", "verification", "creator")},
	{"issued on another day", set("2001-01-01T00:00:00Z", "issuedOn")},
	{"valid for longer", set("2999-12-31T00:00:00Z", "expires")},
	{"no end", func(c map[string]any) { delete(c, "expires") }},
	{"other evidence", set("https://example.org/evidence", "evidence")},
	{"more evidence", set([]any{map[string]any{"id": "https://example.org/evidence", "narrative": "All of it."}}, "evidence")},
	{"another narrative", set("With honors.", "narrative")},
	{"another picture", set("https://example.org/picture.png", "image")},
	{"revoked", set(true, "revoked")},
	{"a reason to be revoked", set("Mistake", "revocationReason")},
	{"a property that no context defines", set("yes", "extraordinary")},
	{"a name added", set("Doctor of Medicine", "name")},
	{"a recipient's profile added", set(map[string]any{"name": "Somebody Else"}, "extensions:recipientProfile")},
}

// They host, we verify: what is published counts, not what is handed in.
func TestHostedAssertionsOfOthers(t *testing.T) {
	judge := startJudge(t)
	c := openClassic(t, judge)
	document := encode(t, c.hosted())
	c.publish("/1", document)
	handed := map[string][]byte{"JSON": document}
	for kind, picture := range pictures(t) {
		bake := func(how, text string, what map[string]any) []byte {
			question := map[string]any{"kind": "picture.bake2", "image": picture, "text": text, "how": how}
			for name, value := range what {
				question[name] = value
			}
			return judge.must(t, question).Image
		}
		handed[kind+" with the assertion"] = bake("", string(document), map[string]any{"assertion": json.RawMessage(document), "url": c.URL + "/1"})
		handed[kind+" with its address"] = bake("as plain text", c.URL+"/1", map[string]any{"url": c.URL + "/1"})
	}
	for name, data := range handed {
		t.Run(name, func(t *testing.T) {
			r := expectVerdict(t, data, verify.Valid)
			if r.View.Name != "Übung 傷" || !r.CheckRecipient("Zoe@example.org") || r.CheckRecipient("eve@example.org") {
				t.Errorf("our verifier reads %+v", r.View)
			}
		})
	}
	for _, change := range assertionTamperings {
		t.Run(change.name, func(t *testing.T) {
			r := report(t, tampered(t, document, change))
			if r.Shown && (r.View.Narrative != c.hosted()["narrative"] || !r.CheckRecipient("zoe@example.org") || len(r.View.Evidence) != 1 || r.View.ValidUntil.Year() != 2096 || r.View.ValidFrom.Year() != 2026) {
				t.Errorf("our verifier shows what was handed in: %s, %+v", r.Verdict, r.View)
			}
		})
	}
	t.Run("revoked in its document", func(t *testing.T) {
		c.publish("/1", encode(t, map[string]any{"@context": "https://w3id.org/openbadges/v2", "id": c.URL + "/1", "revoked": true, "revocationReason": "Wrong person"}))
		for name, data := range handed {
			if r := report(t, data); r.Verdict != verify.Revoked {
				t.Errorf("%s: our verifier says %s: %+v", name, r.Verdict, r.Checks)
			}
		}
	})
	t.Run("gone", func(t *testing.T) {
		c.publish("/1", nil)
		for name, data := range handed {
			if r := report(t, data); r.Verdict != verify.Revoked {
				t.Errorf("%s: our verifier says %s: %+v", name, r.Verdict, r.Checks)
			}
		}
	})
}

// They sign, we verify.
func TestSignedAssertionsOfOthers(t *testing.T) {
	judge := startJudge(t)
	c := openClassic(t, judge)
	sign := func(claims map[string]any) string {
		return judge.must(t, map[string]any{"kind": "token.sign", "algorithm": "RS256", "header": map[string]any{}, "claims": claims}).Text
	}
	good := sign(c.signed())
	handed := map[string][]byte{"JWS": []byte(good)}
	for kind, picture := range pictures(t) {
		handed[kind] = judge.must(t, map[string]any{"kind": "picture.bake2", "image": picture, "text": good, "signature": good}).Image
	}
	for name, data := range handed {
		if r := expectVerdict(t, data, verify.Valid); r.View.Name != "Übung 傷" || !r.CheckRecipient("zoe@example.org") {
			t.Errorf("%s: our verifier reads %+v", name, r.View)
		}
	}
	for _, id := range []string{"urn:uuid:00000000-0000-4000-8000-000000000001", "urn:uuid:00000000-0000-4000-8000-000000000002"} {
		revoked := c.signed()
		revoked["id"] = id
		expectVerdict(t, []byte(sign(revoked)), verify.Revoked)
	}
	for _, change := range assertionTamperings {
		expectRefused(t, change.name, forged(t, good, decode(t, tampered(t, encode(t, c.signed()), change))))
	}
	for name, changed := range tokenTamperings(t, good, nil) {
		if name != "another type" { // what kind of token it calls itself is not of the standard
			expectRefused(t, name, changed)
		}
	}
	for _, way := range judge.must(t, map[string]any{"kind": "token.confusions"}).Names {
		question := map[string]any{"kind": "token.confuse", "how": way, "algorithm": "RS256", "header": map[string]any{}, "claims": c.signed()}
		expectRefused(t, way, judge.must(t, question).Text)
	}
}

// We sign, they verify.
func TestOurSignedAssertions(t *testing.T) {
	judge := startJudge(t)
	key := newSigner(t, "RS256")
	der, err := x509.MarshalPKIXPublicKey(key.key.Public())
	if err != nil {
		t.Fatal(err)
	}
	public := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	assertion := ob2.Assertion{
		ID: "urn:uuid:00000000-0000-4000-8000-000000000003", Recipient: ob2.HashedEmail("zoe@example.org", "pepper7"),
		Badge:        ob2.BadgeClass{ID: "https://other.example/class"},
		Verification: ob2.Verification{Type: ob2.SignedBadge, Creator: "https://other.example/key"},
		IssuedOn:     time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Expires: time.Date(2096, 1, 1, 0, 0, 0, 0, time.UTC),
		Narrative: "With “honors” 傷.", Evidence: []ob2.Evidence{{ID: "https://other.example/evidence", Narrative: "Seen."}}, Image: ob2.Image{ID: "https://other.example/1.png"},
	}
	plain, err := assertion.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	token, err := assertion.Sign(func(payload []byte) (string, error) { return compact(key, payload) })
	if err != nil {
		t.Fatal(err)
	}
	ask := func(token string) answer {
		return judge.ask(t, map[string]any{"kind": "token.verifySigned", "text": token, "algorithm": "RS256", "pem": public})
	}
	if a := ask(token); !a.Verified || string(encode(t, decode(t, a.Document))) != string(encode(t, decode(t, plain))) {
		t.Errorf("they say %s of %s", a.Error, a.Document)
	}
	for _, change := range assertionTamperings {
		if a := ask(forged(t, token, decode(t, tampered(t, plain, change)))); a.Verified {
			t.Errorf("%s: they accept it", change.name)
		}
	}
}
