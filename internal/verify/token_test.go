package verify_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/openbadge/bake"
	"laurel/test/world"
	"laurel/vc/did"
	"laurel/vc/jose"
	"laurel/vc/statuslist"
)

// token signs a document as a compact JWT.
func token(t *testing.T, unsigned []byte, key crypto.Signer, kid string) []byte {
	t.Helper()
	compact, err := jose.Sign(unsigned, key.Public(), kid, func(input []byte) ([]byte, error) {
		switch k := key.(type) {
		case ed25519.PrivateKey:
			return ed25519.Sign(k, input), nil
		case *ecdsa.PrivateKey:
			digest := sha256.Sum256(input)
			r, s, err := ecdsa.Sign(rand.Reader, k, digest[:])
			if err != nil {
				return nil, err
			}
			return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...), nil
		case *rsa.PrivateKey:
			digest := sha256.Sum256(input)
			return k.Sign(rand.Reader, digest[:], crypto.SHA256)
		}
		return nil, fmt.Errorf("no such key: %T", key)
	})
	if err != nil {
		t.Fatal(err)
	}
	return compact
}

func jwk(t *testing.T, key crypto.Signer) []byte {
	t.Helper()
	body, err := did.EncodeJWK(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func rsaKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestTokens(t *testing.T) {
	w, academy, other := local(t), anIssuer(t, 1), anIssuer(t, 2)
	rs, stranger := rsaKey(t), rsaKey(t)
	es, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	academy.publish("/status/1", academy.list(t, nil))
	all, err := json.Marshal(did.NewDocument(academy.did,
		did.Method{ID: academy.method, Key: academy.key.Public()}, did.Method{ID: academy.did + "#rsa", Key: rs.Public()}, did.Method{ID: academy.did + "#p256", Key: es.Public()}))
	if err != nil {
		t.Fatal(err)
	}
	academy.publish("/o/academy/did.json", all)
	for path, key := range map[string]crypto.Signer{"/keys/rsa": rs, "/keys/p256": es, "/keys/stranger": stranger} {
		academy.publish(path, jwk(t, key))
	}
	academy.publish("/keys/page", []byte("<html>"))
	other.publish("/keys/rsa", jwk(t, rs))
	academy.move("/keys/elsewhere", other.at+"/keys/rsa")
	own := academy.unsigned(t, nil)
	web := academy.unsigned(t, func(c *openbadge.Credential) { c.Issuer.ID, c.Status = academy.at+"/issuers/7", nil }) // an issuer known by an address
	for name, c := range map[string]struct {
		document []byte
		want     verify.Verdict
		says     string
	}{
		"EdDSA, DID URL":                     {token(t, own, academy.key, academy.method), verify.Valid, "JWT, EdDSA"},
		"RS256, DID URL":                     {token(t, own, rs, academy.did+"#rsa"), verify.Valid, "JWT, RS256"},
		"RS256, address":                     {token(t, own, rs, academy.at+"/keys/rsa"), verify.Valid, "JWT, RS256"},
		"ES256, address":                     {token(t, own, es, academy.at+"/keys/p256"), verify.Valid, "JWT, ES256"},
		"an issuer known by an address":      {token(t, web, rs, academy.at+"/keys/rsa"), verify.Valid, "belongs to 127.0.0.1"},
		"key at the host, not the issuer's":  {token(t, own, stranger, academy.at+"/keys/stranger"), verify.Invalid, "does not know the key"},
		"key at another host":                {token(t, own, rs, other.at+"/keys/rsa"), verify.Invalid, "somebody other"},
		"key at another host, web issuer":    {token(t, web, rs, other.at+"/keys/rsa"), verify.Invalid, "somebody other"},
		"key by a redirect to another host":  {token(t, web, rs, academy.at+"/keys/elsewhere"), verify.Unclear, "another host"},
		"DID of another":                     {token(t, own, other.key, other.method), verify.Invalid, "somebody other"},
		"another key under this name":        {token(t, own, stranger, academy.at+"/keys/rsa"), verify.Invalid, "does not fit"},
		"another kind of key under the name": {token(t, own, es, academy.at+"/keys/rsa"), verify.Invalid, "does not fit"},
		"no such key":                        {token(t, own, rs, academy.at+"/keys/none"), verify.Unclear, "404"},
		"no key but a page":                  {token(t, own, rs, academy.at+"/keys/page"), verify.Unclear, "key could not be had"},
		"a page in the tail":                 {append(token(t, own, rs, academy.did+"#rsa"), "A"...), verify.Invalid, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := w.Verifier.Document(t.Context(), append([]byte(" \n"), c.document...))
			if err != nil || r.Verdict != c.want || !strings.Contains(fmt.Sprint(r.Checks), c.says) {
				t.Fatalf("%s, %v: %+v", r.Verdict, err, r.Checks)
			}
			if shown := c.want == verify.Valid; r.Shown != shown || (r.View.Recipient.Name != "") != shown || shown && !bytes.Equal(r.Document, c.document) {
				t.Errorf("shown %t: %+v", r.Shown, r.View)
			}
		})
	}
	// A claim changed in the middle, and the other places in which a token comes.
	good := token(t, own, rs, academy.did+"#rsa")
	for n := 0; n < len(good); n += len(good) / 50 {
		forged := bytes.Clone(good)
		if forged[n] == '.' {
			continue
		}
		forged[n] = map[bool]byte{true: 'B', false: 'A'}[forged[n] == 'A']
		if r, err := w.Verifier.Document(t.Context(), forged); err == nil && (r.Verdict == verify.Valid || r.Shown) {
			t.Errorf("changed at %d: %s", n, r.Verdict)
		}
	}
	academy.publish("/badges/1.jwt", good)
	if r, err := w.Verifier.Address(t.Context(), academy.at+"/badges/1.jwt"); err != nil || r.Verdict != verify.Valid {
		t.Errorf("at an address: %s, %v", r.Verdict, err)
	}
	picture, err := bake.PNG(world.Picture(), good)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := w.Verifier.Document(t.Context(), picture); err != nil || r.Verdict != verify.Valid {
		t.Errorf("in a picture: %s, %v", r.Verdict, err)
	}
}

// A list is secured as its badges are.
func TestAStatusListAsAToken(t *testing.T) {
	w, academy, other := local(t), anIssuer(t, 1), anIssuer(t, 2)
	list := func(key crypto.Signer, set ...int) []byte {
		l := statuslist.List{ID: academy.at + "/status/1", Issuer: academy.did, Purpose: "revocation", ValidFrom: world.Start.Add(-1), Bits: statuslist.New(1)}
		for _, n := range set {
			if err := l.Bits.Set(n, true); err != nil {
				t.Fatal(err)
			}
		}
		unsigned, err := statuslist.Credential(l)
		if err != nil {
			t.Fatal(err)
		}
		return token(t, unsigned, key, academy.method)
	}
	badge := token(t, academy.unsigned(t, nil), academy.key, academy.method)
	for name, c := range map[string]struct {
		list []byte
		want verify.Verdict
	}{
		"nobody is revoked": {list(academy.key), verify.Valid}, "revoked": {list(academy.key, 7), verify.Revoked}, "signed by another": {list(other.key), verify.Unclear},
	} {
		academy.publish("/status/1", c.list)
		if r, err := w.Verifier.Document(t.Context(), badge); err != nil || r.Verdict != c.want {
			t.Errorf("%s: %s, %v: %+v", name, r.Verdict, err, r.Checks)
		}
	}
}

func TestBakedVectorPictures(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	code := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>")[0].Code
	signed := w.Credential(t, code).Signed
	for name, c := range map[string]struct {
		signed []byte
		want   verify.Verdict
	}{"as it was signed": {signed, verify.Valid}, "with another name": {bytes.Replace(signed, []byte("Ada"), []byte("Eve"), 1), verify.Invalid}} {
		picture, err := bake.SVG([]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>`), c.signed)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := w.Verifier.Document(t.Context(), picture); err != nil || r.Verdict != c.want || r.Shown != (c.want == verify.Valid) {
			t.Errorf("%s: %s, %v: %+v", name, r.Verdict, err, r.Checks)
		}
	}
}

// Badges of the older data model name their dates otherwise.
func TestDataModel11(t *testing.T) {
	w, academy := local(t), anIssuer(t, 1)
	for name, c := range map[string]struct {
		until string
		want  verify.Verdict
	}{"good": {"2027-01-01T00:00:00Z", verify.Valid}, "expired": {"2026-01-02T00:00:00Z", verify.Expired}} {
		document := fmt.Sprintf(`{"@context":["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json","https://w3id.org/security/data-integrity/v2"],
			"id":%[1]q,"type":["VerifiableCredential","OpenBadgeCredential"],"name":"Algebra","issuer":{"id":%[2]q,"type":["Profile"],"name":"The Academy"},
			"issuanceDate":"2026-01-01T00:00:00Z","expirationDate":%[3]q,"credentialSubject":{"id":"urn:uuid:7f3c2f3e-5a43-4d0e-9d7c-0a6a1c5b7f10","type":["AchievementSubject"],
			"achievement":{"id":"urn:uuid:7f3c2f3e-5a43-4d0e-9d7c-0a6a1c5b7f11","type":["Achievement"],"name":"Algebra","description":"Knows rings.","criteria":{"narrative":"Prove it."}}}}`,
			academy.at+"/badges/1", academy.did, c.until)
		r, err := w.Verifier.Document(t.Context(), academy.sign(t, []byte(document)))
		if err != nil || r.Verdict != c.want || r.View.Name != "Algebra" {
			t.Errorf("%s: %s, %v: %+v", name, r.Verdict, err, r.Checks)
		}
		if s := of(r, "shape"); s.Result != verify.Pass {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
