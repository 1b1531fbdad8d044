package ob2_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"reflect"
	"strings"
	"testing"

	"laurel/openbadge/ob2"
)

func TestRecipientMatches(t *testing.T) {
	const kosher = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399" // a@example.com and Kosher
	for _, c := range []struct {
		who      ob2.IdentityObject
		identity string
		want     bool
	}{
		{ob2.HashedEmail("A@Example.com", "Kosher"), "a@example.com", true},
		{ob2.IdentityObject{Type: "email", Identity: kosher, Hashed: true, Salt: "Kosher"}, "A@EXAMPLE.com", true},
		{ob2.IdentityObject{Type: "email", Identity: "sha256$" + strings.ToUpper(kosher[7:]), Hashed: true, Salt: "Kosher"}, "a@example.com", true},
		{ob2.IdentityObject{Type: "email", Identity: "md5$ddd142639a792e74751ee7e129237efa", Hashed: true, Salt: "Kosher"}, "a@example.com", true},
		{ob2.IdentityObject{Type: "email", Identity: kosher, Hashed: true}, "a@example.com", false},
		{ob2.IdentityObject{Type: "email", Identity: kosher, Hashed: true, Salt: "Kosher"}, "b@example.com", false},
		{ob2.IdentityObject{Type: "email", Identity: kosher, Salt: "Kosher"}, "a@example.com", false}, // says not to be hashed
		{ob2.IdentityObject{Type: "email", Identity: "a@example.com"}, "A@example.com", true},
		{ob2.IdentityObject{Type: "url", Identity: "https://a.example/Me"}, "https://a.example/me", false},
		{ob2.IdentityObject{Type: "url", Identity: "https://a.example/Me"}, "https://a.example/Me", true},
		{ob2.IdentityObject{}, "", false},
	} {
		if got := c.who.Match(c.identity); got != c.want {
			t.Errorf("%+v is %s: %v", c.who, c.identity, got)
		}
	}
}

func TestProfileHosts(t *testing.T) {
	const home = "https://a.example/issuer"
	from := func(prefix ...string) ob2.Scope { return ob2.Scope{StartsWith: prefix} }
	at := func(host ...string) ob2.Scope { return ob2.Scope{AllowedOrigins: host} }
	for _, c := range []struct {
		scope   ob2.Scope
		address string
		want    bool
	}{
		// nothing said: the issuer's own origin
		{ob2.Scope{}, "https://a.example/b/1", true},
		{ob2.Scope{}, "https://A.example:443/b/1?x=1", true},
		{ob2.Scope{}, "http://a.example/b/1", false},
		{ob2.Scope{}, "https://a.example:8443/b/1", false},
		{ob2.Scope{}, "https://b.a.example/b/1", false},
		{ob2.Scope{}, "https://a.example.evil.example/b/1", false},
		{ob2.Scope{}, "https://a.example@evil.example/b/1", false},
		{ob2.Scope{}, "https://evil.example\\@a.example/b/1", false},
		{ob2.Scope{}, "https://me@a.example/b/1", false},
		{ob2.Scope{}, "urn:uuid:1", false},
		{ob2.Scope{}, "data:text/plain,a.example", false},
		{ob2.Scope{}, "//a.example/b/1", false},
		{ob2.Scope{}, "", false},
		// startsWith
		{from("https://a.example/river/"), "https://a.example/river/b/1", true},
		{from("https://a.example/river/"), "https://a.example/other/b/1", false},
		{from("https://a.example/river/"), "https://a.example/river", false},
		{from("https://a.example/river/"), "https://a.example/river/../other/b/1", false},
		{from("https://a.example/river/"), "https://a.example/river/%2e%2e/other/b/1", false},
		{from("https://a.example/river/"), "https://a.example/river/%2E%2E%2Fother/b/1", false},
		{from("https://a.example/river/"), "https://a.example//river/b/1", false},
		{from("https://a.example"), "https://a.example.evil.example/b/1", false},
		{from("https://a.example"), "https://a.example/b/1", true},
		{from("https://a.exam"), "https://a.example/b/1", false},
		{from("https://x.example/", "https://b.example/badges?id="), "https://b.example/badges?id=7", true},
		{from("https://b.example/"), "https://a.example/b/1", false}, // the own origin is not meant then
		{from("not an address"), "https://a.example/b/1", false},
		{from(""), "https://a.example/b/1", false},
		// allowedOrigins
		{at("a.example"), "https://a.example/b/1", true},
		{at("A.example", "b.example"), "https://B.example/b/1", true},
		{at("a.example"), "https://b.a.example/b/1", false},
		{at("b.example:8443"), "https://b.example:8443/b/1", true},
		{at("https://b.example"), "https://b.example/b/1", true},
		{at("https://b.example"), "http://b.example/b/1", false},
		{at(""), "https://a.example/b/1", false},
		// both
		{ob2.Scope{StartsWith: []string{"https://b.example/r/"}, AllowedOrigins: []string{"b.example"}}, "https://b.example/r/1", true},
		{ob2.Scope{StartsWith: []string{"https://b.example/r/"}, AllowedOrigins: []string{"a.example"}}, "https://b.example/r/1", false},
	} {
		err := ob2.Profile{ID: home, Verification: c.scope}.Hosts(c.address)
		if (err == nil) != c.want || err != nil && !errors.Is(err, ob2.ErrScope) {
			t.Errorf("%+v hosts %q: %v", c.scope, c.address, err)
		}
	}
	if err := (ob2.Profile{ID: "did:example:1"}).Hosts("https://a.example/b/1"); err == nil {
		t.Error("an issuer without an address hosts something")
	}
}

func TestReadHosted(t *testing.T) {
	const id = site + "/ob2/b/abc"
	document, err := hosted().Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		status  int
		body    string
		revoked bool
		reason  string
		err     error
	}{
		{"there", 200, string(document), false, "", nil},
		{"1.0 without an id", 200, `{"uid":"x","recipient":{},"badge":"https://b.example/","verify":{"type":"hosted","url":"` + id + `"}}`, false, "", nil},
		{"gone", 410, "", true, "", nil},
		{"gone, with a reason", 410, `{"id":"` + id + `","revoked":true,"revocationReason":"Error"}`, true, "Error", nil},
		{"gone, with a page", 410, "<html>Gone</html>", true, "", nil},
		{"gone, with the reason of another", 410, `{"id":"https://b.example/","revoked":true,"revocationReason":"Error"}`, true, "", nil},
		{"revoked in the body", 200, `{"id":"` + id + `","revoked":true}`, true, "", nil},
		{"revoked in the whole body", 200, strings.Replace(string(document), `"issuedOn"`, `"revoked":true,"revocationReason":"Error","issuedOn"`, 1), true, "Error", nil},
		{"revoked as text", 200, strings.Replace(string(document), `"issuedOn"`, `"revoked":"true","issuedOn"`, 1), true, "", nil},
		{"not revoked", 200, strings.Replace(string(document), `"issuedOn"`, `"revoked":false,"issuedOn"`, 1), false, "", nil},
		{"revocation of another", 200, `{"id":"https://b.example/","revoked":true}`, false, "", ob2.ErrNotHosted},
		{"another assertion", 200, strings.Replace(string(document), id, id+"d", 1), false, "", ob2.ErrNotHosted},
		{"not found", 404, string(document), false, "", ob2.ErrNotHosted},
		{"server in trouble", 500, "", false, "", ob2.ErrNotHosted},
		{"redirect not followed", 302, "", false, "", ob2.ErrNotHosted},
		{"a page", 200, "<html></html>", false, "", ob2.ErrNotHosted},
		{"another document", 200, `{"id":"` + id + `","type":"BadgeClass"}`, false, "", ob2.ErrNotHosted},
		{"two readings", 200, `{"id":"` + id + `","type":"Assertion","revoked":true,"revoked":false}`, false, "", ob2.ErrNotHosted},
	} {
		a, err := ob2.ReadHosted(id, c.status, []byte(c.body))
		if !errors.Is(err, c.err) || a.Revoked != c.revoked || a.RevocationReason != c.reason || err == nil && a.ID != id {
			t.Errorf("%s: %+v, %v", c.name, a, err)
		}
	}
}

func TestRevocationListFinds(t *testing.T) {
	for name, c := range map[string]struct {
		assertion ob2.Assertion
		reason    string
		want      bool
	}{
		"by id":                     {ob2.Assertion{ID: "urn:uuid:1"}, "", true},
		"with a reason":             {ob2.Assertion{ID: "urn:uuid:2"}, "Awarded in error", true},
		"by uid":                    {ob2.Assertion{UID: "abc"}, "", true},
		"uid beside another id":     {ob2.Assertion{ID: "urn:uuid:3", UID: "abc"}, "", false},
		"not in it":                 {ob2.Assertion{ID: "urn:uuid:3"}, "", false},
		"without id and uid":        {ob2.Assertion{}, "", false},
		"id in other letters' case": {ob2.Assertion{ID: "URN:UUID:1"}, "", false},
	} {
		r, found := list().Find(c.assertion)
		if found != c.want || r.Reason != c.reason {
			t.Errorf("%s: %+v, %v", name, r, found)
		}
	}
	l, err := ob2.ReadRevocationList(decode(t, []byte(`{"revokedAssertions":["a:1",{"id":"a:2","revoked":false},7,null]}`)))
	if err != nil || !reflect.DeepEqual(l.Revoked, []ob2.RevokedAssertion{{ID: "a:1"}}) {
		t.Errorf("%+v, %v", l, err)
	}
}

// rs256 is a JOSE package of its own, as small as a test can have it.
type rs256 struct{ key *rsa.PrivateKey }

func (s rs256) sign(payload []byte) (string, error) {
	text := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(nil, s.key, crypto.SHA256, sum[:])
	return text + "." + base64.RawURLEncoding.EncodeToString(signature), err
}

func verify(jws, publicKeyPEM string) ([]byte, error) {
	block, _ := pem.Decode([]byte(publicKeyPEM))
	if block == nil {
		return nil, errors.New("no key")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	text, signature, _ := strings.Cut(jws[strings.Index(jws, ".")+1:], ".")
	sum := sha256.Sum256([]byte(jws[:strings.LastIndex(jws, ".")]))
	raw, _ := base64.RawURLEncoding.DecodeString(signature)
	if err := rsa.VerifyPKCS1v15(key.(*rsa.PublicKey), crypto.SHA256, sum[:], raw); err != nil {
		return nil, err
	}
	return base64.RawURLEncoding.DecodeString(text)
}

func TestSignedAssertion(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	key := ob2.CryptographicKey{ID: site + "/ob2/k/1", Owner: issuer().ID, PublicKeyPEM: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))}
	jws, err := signed().Sign(rs256{private}.sign)
	if err != nil {
		t.Fatal(err)
	}
	claimed, err := ob2.Unverified(jws)
	if err != nil || !reflect.DeepEqual(claimed, signed()) {
		t.Errorf("%+v, %v", claimed, err)
	}
	ids, err := ob2.SigningKeys(claimed, issuer())
	if err != nil || !reflect.DeepEqual(ids, []string{key.ID}) {
		t.Errorf("%v, %v", ids, err)
	}
	if err := key.BelongsTo(issuer()); err != nil {
		t.Error(err)
	}
	if got, err := ob2.OpenSigned(jws, key, verify); err != nil || !reflect.DeepEqual(got, signed()) {
		t.Errorf("%+v, %v", got, err)
	}
	parts := strings.Split(jws, ".")
	forged := parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"type":"Assertion","verification":{"type":"SignedBadge"}}`)) + "." + parts[2]
	if got, err := ob2.OpenSigned(forged, key, verify); !errors.Is(err, ob2.ErrSigned) {
		t.Errorf("a forged assertion was read: %+v, %v", got, err)
	}
	for name, payload := range map[string]string{
		"hosted":        `{"type":"Assertion","verification":{"type":"HostedBadge"}}`,
		"no assertion":  `{"type":"BadgeClass"}`,
		"no JSON":       `hello`,
		"two readings":  `{"type":"Assertion","verification":{"type":"SignedBadge"},"id":"a:1","id":"a:2"}`,
		"no way at all": `{"type":"Assertion"}`,
	} {
		jws, err := rs256{private}.sign([]byte(payload))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ob2.OpenSigned(jws, key, verify); !errors.Is(err, ob2.ErrSigned) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestSignRefusesWhatIsNotVerifiedBySignature(t *testing.T) {
	revoked := signed()
	revoked.Revoked = true
	for _, a := range []ob2.Assertion{hosted(), revoked} {
		if got, err := a.Sign(func([]byte) (string, error) { return "signed", nil }); err == nil {
			t.Errorf("%s: %s", a.ID, got)
		}
	}
}

func TestKeysThatMaySign(t *testing.T) {
	one, two, other := site+"/ob2/k/1", site+"/ob2/k/2", "https://evil.example/k"
	for name, c := range map[string]struct {
		creator string
		issuer  ob2.Profile
		want    []string
	}{
		"named":                  {two, issuer(), []string{two}},
		"not named":              {"", issuer(), []string{one, two}},
		"of somebody else":       {other, issuer(), nil},
		"issuer without keys":    {one, ob2.Profile{ID: "x"}, nil},
		"issuer with a bare key": {"", ob2.Profile{PublicKey: []ob2.CryptographicKey{{PublicKeyPEM: "x"}}}, nil},
	} {
		got, err := ob2.SigningKeys(ob2.Assertion{Verification: ob2.Verification{Type: ob2.SignedBadge, Creator: c.creator}}, c.issuer)
		if !reflect.DeepEqual(got, c.want) || (err == nil) != (c.want != nil) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	for name, k := range map[string]ob2.CryptographicKey{
		"of another owner": {ID: one, Owner: "https://evil.example/"},
		"not named by him": {ID: other, Owner: issuer().ID},
		"without an owner": {ID: one},
		"without an id":    {Owner: issuer().ID},
	} {
		if err := k.BelongsTo(issuer()); !errors.Is(err, ob2.ErrSigned) {
			t.Errorf("a key %s belongs to the issuer: %v", name, err)
		}
	}
	if err := (ob2.CryptographicKey{}).BelongsTo(ob2.Profile{PublicKey: []ob2.CryptographicKey{{}}}); err == nil {
		t.Error("nothing belongs to nobody")
	}
}

func TestUnverifiedRefuses(t *testing.T) {
	payload := base64.RawURLEncoding.EncodeToString([]byte(`{"type":"Assertion","verification":{"type":"signed"}}`))
	if _, err := ob2.Unverified("e30." + payload + ".AA"); err != nil {
		t.Error(err)
	}
	for name, jws := range map[string]string{
		"nothing": "", "one part": payload, "two parts": "e30." + payload, "four parts": "e30." + payload + ".AA.AA",
		"padding": "e30." + payload + "=.AA", "plain base64": "e30.+/+/.AA", "line feed": "e30." + payload[:8] + "\n" + payload[8:] + ".AA",
		"no JSON": "e30.AAAA.AA", "too large": "e30." + strings.Repeat("A", ob2.MaxJWS) + ".AA",
	} {
		if got, err := ob2.Unverified(jws); !errors.Is(err, ob2.ErrSigned) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
