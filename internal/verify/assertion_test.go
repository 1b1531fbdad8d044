package verify_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"laurel/internal/verify"
	"laurel/openbadge/bake"
	"laurel/openbadge/ob2"
	"laurel/test/world"
)

// classic is what the issuer publishes in Open Badges 2.0.
type classic struct {
	*issuer
	profile ob2.Profile
	class   ob2.BadgeClass
	badge   ob2.Assertion
}

type marshaler interface{ Marshal() ([]byte, error) }

func written(t *testing.T, d marshaler) []byte {
	t.Helper()
	body, err := d.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func aClassic(t *testing.T, seed byte) *classic {
	t.Helper()
	c := &classic{issuer: anIssuer(t, seed)}
	c.profile = ob2.Profile{ID: c.at + "/ob2/issuer", Name: "The Academy", URL: "https://academy.example/", Email: "badges@academy.example"}
	c.class = ob2.BadgeClass{
		ID: c.at + "/ob2/class", Name: "Algebra", Description: "Knows rings.", Image: ob2.Image{ID: "https://academy.example/a.png"},
		Criteria: ob2.Criteria{Narrative: "Prove it."}, Issuer: ob2.Profile{ID: c.profile.ID},
	}
	c.badge = ob2.Assertion{
		ID: c.at + "/ob2/badge", Recipient: ob2.HashedEmail("emmy@example.org", "salt"), Badge: ob2.BadgeClass{ID: c.class.ID},
		Verification: ob2.Verification{Type: ob2.HostedBadge}, IssuedOn: world.Start.Add(-time.Hour),
	}
	c.put(t)
	return c
}

// put publishes everything as it is now.
func (c *classic) put(t *testing.T) {
	t.Helper()
	for path, d := range map[string]marshaler{"/ob2/issuer": c.profile, "/ob2/class": c.class, "/ob2/badge": c.badge} {
		c.publish(path, written(t, d))
	}
}

func TestHostedAssertions(t *testing.T) {
	w := local(t)
	for name, c := range map[string]struct {
		change func(c *classic, other *classic) // of what is published
		want   verify.Verdict
		says   string
	}{
		"good":              {func(c, _ *classic) {}, verify.Valid, "Not revoked"},
		"expired":           {func(c, _ *classic) { c.badge.Expires = world.Start.Add(-time.Minute); c.put(t) }, verify.Expired, "expired"},
		"revoked":           {func(c, _ *classic) { c.badge.Revoked, c.badge.RevocationReason = true, "Cheated"; c.put(t) }, verify.Revoked, "Cheated"},
		"gone missing":      {func(c, _ *classic) { c.publish("/ob2/badge", nil) }, verify.Unclear, "404"},
		"a page":            {func(c, _ *classic) { c.publish("/ob2/badge", []byte("<html>")) }, verify.Unclear, "does not answer with this badge"},
		"another badge":     {func(c, _ *classic) { c.badge.ID += "2"; c.publish("/ob2/badge", written(t, c.badge)) }, verify.Unclear, "does not answer with this badge"},
		"class missing":     {func(c, _ *classic) { c.publish("/ob2/class", nil) }, verify.Unclear, "badge class"},
		"issuer missing":    {func(c, _ *classic) { c.publish("/ob2/issuer", nil) }, verify.Unclear, "the issuer"},
		"issuer is a page":  {func(c, _ *classic) { c.publish("/ob2/issuer", []byte("<html>")) }, verify.Unclear, "the issuer"},
		"in another's name": {func(c, other *classic) { c.class.Issuer.ID = other.profile.ID; c.put(t) }, verify.Invalid, "does not publish badges"},
		"another's class":   {func(c, other *classic) { c.badge.Badge.ID = other.class.ID; c.put(t) }, verify.Invalid, "does not publish badges"},
		"embeds a profile that vouches for itself": {func(c, other *classic) {
			p := other.profile
			p.Verification = ob2.Scope{AllowedOrigins: []string{strings.TrimPrefix(c.at, "http://")}}
			c.class.Issuer = p
			c.badge.Badge = c.class
			c.put(t)
		}, verify.Invalid, "does not publish badges"},
		"issuer vouches for the place": {func(c, other *classic) {
			c.class.Issuer.ID = other.profile.ID
			other.profile.Verification = ob2.Scope{StartsWith: []string{c.at + "/ob2/"}}
			other.put(t)
			c.put(t)
		}, verify.Valid, "vouched for by"},
		"profile with the id of another": {func(c, other *classic) {
			c.profile.ID = other.profile.ID
			c.put(t)
		}, verify.Unclear, "the id of another"},
		"badge by a redirect to another": {func(c, other *classic) {
			other.publish("/mine", written(t, c.badge))
			c.move("/ob2/badge", other.at+"/mine")
		}, verify.Unclear, "leads to a place"},
		"class by a redirect to another": {func(c, other *classic) {
			c.badge.Badge.ID = c.at + "/moved"
			c.put(t)
			c.move("/moved", other.at+"/ob2/class")
		}, verify.Unclear, "another host"},
	} {
		t.Run(name, func(t *testing.T) {
			academy, other := aClassic(t, 1), aClassic(t, 2)
			document := bytes.Replace(written(t, academy.badge), []byte(`"issuedOn"`), []byte(`"narrative":"Handed in","issuedOn"`), 1)
			c.change(academy, other)
			r, err := w.Verifier.Document(t.Context(), document)
			if err != nil || r.Verdict != c.want || !strings.Contains(fmt.Sprint(r.Checks), c.says) {
				t.Fatalf("%s, %v: %+v", r.Verdict, err, r.Checks)
			}
			if r.View.Narrative != "" {
				t.Error("it shows what was handed in, not what is published")
			}
			shown := c.want == verify.Valid || c.want == verify.Expired
			if r.Shown != shown || shown && (r.View.Name != "Algebra" || r.View.Issuer.Name != "The Academy" || r.Domain == "") || !shown && r.View.Name != "" {
				t.Errorf("shown %t, %q: %+v", r.Shown, r.Domain, r.View)
			}
			if shown && (!r.CheckRecipient("Emmy@example.org") || r.CheckRecipient("ada@example.org")) {
				t.Errorf("recipient: %+v", r.View.Recipient)
			}
		})
	}
}

func TestWhereHostedAssertionsComeFrom(t *testing.T) {
	w, academy := local(t), aClassic(t, 1)
	gone := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }))
	t.Cleanup(gone.Close)
	picture := func(text string) []byte {
		p := []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="` + text + `"></openbadges:assertion></svg>`)
		if _, err := bake.Extract(p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	if r, err := w.Verifier.Document(t.Context(), picture(academy.badge.ID)); err != nil || r.Verdict != verify.Valid || r.View.Name != "Algebra" {
		t.Errorf("address in a picture: %s, %v: %+v", r.Verdict, err, r.Checks)
	}
	if r, err := w.Verifier.Document(t.Context(), picture(gone.URL+"/badge")); err != nil || r.Verdict != verify.Revoked || r.Shown {
		t.Errorf("address in a picture, gone: %s, %v: %+v", r.Verdict, err, r.Checks)
	}
	if r, err := w.Verifier.Address(t.Context(), academy.badge.ID); err != nil || r.Verdict != verify.Valid {
		t.Errorf("address: %s, %v: %+v", r.Verdict, err, r.Checks)
	}
	if r, err := w.Verifier.Address(t.Context(), gone.URL+"/badge"); err != nil || r.Verdict != verify.Revoked || r.Shown {
		t.Errorf("address, gone: %s, %v: %+v", r.Verdict, err, r.Checks)
	}
	signed := academy.badge
	signed.Verification.Type = ob2.SignedBadge
	if r, err := w.Verifier.Document(t.Context(), written(t, signed)); err != nil || r.Verdict != verify.Invalid || r.Shown {
		t.Errorf("signed, but without a signature: %s, %v: %+v", r.Verdict, err, r.Checks)
	}
}

func jws(t *testing.T, payload []byte, key *rsa.PrivateKey, header string) string {
	t.Helper()
	text := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func TestSignedAssertions(t *testing.T) {
	w := local(t)
	mine, theirs := rsaKey(t), rsaKey(t)
	der, err := x509.MarshalPKIXPublicKey(mine.Public())
	if err != nil {
		t.Fatal(err)
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	const rs256 = `{"alg":"RS256"}`
	for name, c := range map[string]struct {
		change func(c *classic, k *ob2.CryptographicKey, l *ob2.RevocationList)
		key    *rsa.PrivateKey
		header string
		want   verify.Verdict
		says   string
	}{
		"good":           {nil, mine, rs256, verify.Valid, "JWS, RS256"},
		"class embedded": {func(c *classic, _ *ob2.CryptographicKey, _ *ob2.RevocationList) { c.badge.Badge = c.class }, mine, rs256, verify.Valid, "Not revoked"},
		"another's class embedded": {func(c *classic, _ *ob2.CryptographicKey, _ *ob2.RevocationList) {
			c.badge.Badge = c.class
			c.badge.Badge.ID = "https://b.example/class"
		}, mine, rs256, verify.Invalid, "not of the issuer"},
		"expired": {func(c *classic, _ *ob2.CryptographicKey, _ *ob2.RevocationList) {
			c.badge.Expires = world.Start.Add(-time.Minute)
		}, mine, rs256, verify.Expired, "expired"},
		"revoked": {func(c *classic, _ *ob2.CryptographicKey, l *ob2.RevocationList) {
			l.Revoked = []ob2.RevokedAssertion{{ID: c.badge.ID, Reason: "Cheated"}}
		}, mine, rs256, verify.Revoked, "Cheated"},
		"another revoked": {func(_ *classic, _ *ob2.CryptographicKey, l *ob2.RevocationList) {
			l.Revoked = []ob2.RevokedAssertion{{ID: "urn:uuid:2"}}
		}, mine, rs256, verify.Valid, "Not revoked"},
		"list of another":      {func(_ *classic, _ *ob2.CryptographicKey, l *ob2.RevocationList) { l.Issuer = "https://b.example/" }, mine, rs256, verify.Unclear, "does not answer"},
		"list is gone":         {func(c *classic, _ *ob2.CryptographicKey, _ *ob2.RevocationList) { c.profile.RevocationList += "/gone" }, mine, rs256, verify.Unclear, "could not be read"},
		"no list":              {func(c *classic, _ *ob2.CryptographicKey, _ *ob2.RevocationList) { c.profile.RevocationList = "" }, mine, rs256, verify.Valid, "does not publish"},
		"another's key":        {nil, theirs, rs256, verify.Invalid, "does not fit"},
		"key of another owner": {func(_ *classic, k *ob2.CryptographicKey, _ *ob2.RevocationList) { k.Owner = "https://b.example/" }, mine, rs256, verify.Unclear, "key could not be had"},
		"key not in the profile": {func(c *classic, _ *ob2.CryptographicKey, _ *ob2.RevocationList) {
			c.profile.PublicKey = []ob2.CryptographicKey{{ID: c.at + "/ob2/key2"}}
		}, mine, rs256, verify.Invalid, "does not know the key"},
		"no algorithm":                         {nil, mine, `{"alg":"none"}`, verify.Unclear, "kind that cannot be checked"},
		"HMAC":                                 {nil, mine, `{"alg":"HS256"}`, verify.Unclear, "kind that cannot be checked"},
		"a header that changes what is signed": {nil, mine, `{"alg":"RS256","b64":false,"crit":["b64"]}`, verify.Unclear, "kind that cannot be checked"},
	} {
		t.Run(name, func(t *testing.T) {
			academy := aClassic(t, 1)
			academy.badge.ID, academy.badge.Verification = "urn:uuid:1", ob2.Verification{Type: ob2.SignedBadge, Creator: academy.at + "/ob2/key"}
			academy.profile.PublicKey, academy.profile.RevocationList = []ob2.CryptographicKey{{ID: academy.at + "/ob2/key"}}, academy.at+"/ob2/revoked"
			key := ob2.CryptographicKey{ID: academy.at + "/ob2/key", Owner: academy.profile.ID, PublicKeyPEM: text}
			list := ob2.RevocationList{ID: academy.at + "/ob2/revoked", Issuer: academy.profile.ID}
			if c.change != nil {
				c.change(academy, &key, &list)
			}
			academy.put(t)
			academy.publish("/ob2/key", written(t, key))
			academy.publish("/ob2/revoked", written(t, list))
			compact := jws(t, written(t, academy.badge), c.key, c.header)
			r, err := w.Verifier.Document(t.Context(), []byte(compact))
			if err != nil || r.Verdict != c.want || !strings.Contains(fmt.Sprint(r.Checks), c.says) {
				t.Fatalf("%s, %v: %+v", r.Verdict, err, r.Checks)
			}
			if held := of(r, "signature").Result == verify.Pass; r.Shown != held || (r.View.Name != "") != held || c.want == verify.Invalid && r.Domain != "" {
				t.Errorf("shown %t, %q: %+v", r.Shown, r.Domain, r.View)
			}
			parts := strings.Split(compact, ".")
			parts[1] = base64.RawURLEncoding.EncodeToString(bytes.Replace(written(t, academy.badge), []byte("urn:uuid:1"), []byte("urn:uuid:9"), 1))
			if r, err := w.Verifier.Document(t.Context(), []byte(strings.Join(parts, "."))); err != nil || r.Shown || r.Verdict == verify.Valid {
				t.Errorf("changed after signing: %s, %v: %+v", r.Verdict, err, r.Checks)
			}
		})
	}
}
