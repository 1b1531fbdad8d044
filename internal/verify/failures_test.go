package verify_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/test/world"
	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/jose"
)

// What others get wrong and nobody forged is told as a flaw, apart from the signature.
func TestFlawsOfOthersAreNoForgeries(t *testing.T) {
	i := keyed()
	v := verify.NewStranger(silent(), func() time.Time { return world.Start })
	good := i.rich(t)
	for name, c := range map[string]struct {
		old, new string
		shape    verify.Result
		says     string
	}{
		"as it should be":             {`"Algebra"`, `"Algebra"`, verify.Pass, ""},
		"a subject that is nobody":    {`"id":"urn:uuid:7f3c2f3e-5a43-4d0e-9d7c-0a6a1c5b7f10",`, ``, verify.Pass, ""}, // it has identifiers
		"a type outside of the list":  {`"criteria"`, `"achievementType":"Ribbon","criteria"`, verify.Warn, "achievementType"},
		"a picture as text":           {`"criteria"`, `"image":"https://academy.example/i.png","criteria"`, verify.Warn, "image"},
		"a tag alone":                 {`"tag":["rings","fields","ideals"]`, `"tag":"rings"`, verify.Warn, "tag"},
		"a date in milliseconds":      {`"validFrom":"2026-03-10T11:00:00Z"`, `"validFrom":"2026-03-10T11:00:00.000+00:00"`, verify.Pass, ""},
		"a date in another time zone": {`"validFrom":"2026-03-10T11:00:00Z"`, `"validFrom":"2026-03-10T12:00:00+01:00"`, verify.Pass, ""},
	} {
		changed := bytes.Replace(good, []byte(c.old), []byte(c.new), 1)
		if bytes.Equal(changed, good) != (c.old == c.new) {
			t.Fatalf("%s: nothing is changed in %s", name, good)
		}
		r, err := v.Document(t.Context(), i.sign(t, changed))
		if shape := of(r, "shape"); err != nil || r.Verdict != verify.Valid || of(r, "signature").Result != verify.Pass || shape.Result != c.shape || !strings.Contains(shape.Detail, c.says) {
			t.Errorf("%s: %s, %v: %+v", name, r.Verdict, err, r.Checks)
		}
		if !r.View.ValidFrom.Equal(world.Start.Add(-time.Hour)) {
			t.Errorf("%s: since %s", name, r.View.ValidFrom)
		}
	}
}

func TestASubjectThatIsNobodyIsAFlaw(t *testing.T) {
	i := keyed()
	v := verify.NewStranger(silent(), func() time.Time { return world.Start })
	o, err := vc.Decode(i.rich(t))
	if err != nil {
		t.Fatal(err)
	}
	delete(o["credentialSubject"].(vc.Object), "id")
	delete(o["credentialSubject"].(vc.Object), "identifier")
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := v.Document(t.Context(), i.sign(t, data))
	if err != nil || r.Verdict != verify.Valid || of(r, "shape").Result != verify.Warn || of(r, "signature").Result != verify.Pass {
		t.Errorf("%s, %v: %+v", r.Verdict, err, r.Checks)
	}
}

// A token may carry endorsements of any form, which crashed others.
func TestBrokenEndorsementTokensLeaveTheBadgeAsItIs(t *testing.T) {
	i := keyed()
	v := verify.NewStranger(silent(), func() time.Time { return world.Start })
	sign := func(unsigned []byte) []byte {
		compact, err := jose.Sign(unsigned, i.key.Public(), i.method, func(input []byte) ([]byte, error) { return ed25519.Sign(i.key, input), nil })
		if err != nil {
			t.Fatal(err)
		}
		return compact
	}
	for value, want := range map[string]int{`["a.b.c"]`: 1, `"a.b.c"`: 1, `["a.b.c","","x"]`: 3, `[]`: 0, `null`: 0, `7`: 0, `{}`: 0, `[null,7,{}]`: 0} {
		unsigned := bytes.Replace(i.rich(t), []byte(`"validFrom"`), []byte(`"endorsementJwt":`+value+`,"validFrom"`), 1)
		r, err := v.Document(t.Context(), sign(unsigned))
		found := 0
		for _, c := range r.Checks {
			if c.Name == "endorsement" && c.Result == verify.Warn {
				found++
			}
		}
		if err != nil || r.Verdict != verify.Valid || found != want {
			t.Errorf("%s: %s, %v: %+v", value, r.Verdict, err, r.Checks)
		}
	}
}

// Of a badge with a status list the very bit is looked at, and nothing but an answer makes it valid.
func TestARevokedBadgeIsNotValidBecauseItsSignatureIs(t *testing.T) {
	w, academy := local(t), anIssuer(t, 5)
	signed := academy.sign(t, academy.unsigned(t, nil))
	for n, c := range []struct {
		list []byte
		want verify.Verdict
	}{
		{academy.list(t, nil), verify.Valid},
		{academy.list(t, nil, 7), verify.Revoked},
		{academy.list(t, nil, 0), verify.Valid},
		{academy.list(t, nil, 6, 8), verify.Valid},
		{nil, verify.Unclear},
		{[]byte("<html>"), verify.Unclear},
		{[]byte(`{}`), verify.Unclear},
	} {
		academy.publish("/status/1", c.list)
		r, err := w.Verifier.Document(t.Context(), signed)
		if err != nil || r.Verdict != c.want || of(r, "signature").Result != verify.Pass {
			t.Errorf("%d: %s, %v: %+v", n, r.Verdict, err, r.Checks)
		}
	}
}

// Keys at web addresses come as a bare Multikey with its controller or as a bare JWK.
func TestKeysAtWebAddressesComeInBothForms(t *testing.T) {
	w, academy := local(t), anIssuer(t, 6)
	i := &issuer{key: academy.key, did: academy.at + "/issuers/7", method: academy.at + "/keys/7", at: academy.at}
	signed := i.sign(t, i.unsigned(t, func(c *openbadge.Credential) { c.Status = nil }))
	public := academy.key.Public().(ed25519.PublicKey)
	for name, c := range map[string]struct {
		page []byte
		want verify.Verdict
	}{
		"Multikey":             {fmt.Appendf(nil, `{"id":%q,"type":"Multikey","controller":%q,"publicKeyMultibase":%q}`, i.method, i.did, did.EncodeKey(public)), verify.Valid},
		"JWK":                  {jwk(t, academy.key), verify.Valid},
		"a page about the key": {[]byte("<html>"), verify.Unclear},
		"a key of nobody":      {fmt.Appendf(nil, `{"type":"Multikey","publicKeyMultibase":%q}`, did.EncodeKey(public)), verify.Invalid},
		"a secret key":         {[]byte(`{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}`), verify.Unclear},
	} {
		academy.publish("/keys/7", c.page)
		if r, err := w.Verifier.Document(t.Context(), signed); err != nil || r.Verdict != c.want {
			t.Errorf("%s: %s, %v: %+v", name, r.Verdict, err, r.Checks)
		}
	}
}
