package interop_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"laurel/internal/verify"
	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/jose"
)

var algorithms = []string{"RS256", "ES256", "ES384", "EdDSA"}

// tokenForm is one of the three ways in which a credential becomes a token.
type tokenForm struct {
	name   string
	badge  edition
	header map[string]any
	claims func(badge map[string]any) map[string]any
}

var tokenForms = []tokenForm{
	{"Open Badges form", current, map[string]any{"typ": "JWT"}, func(badge map[string]any) map[string]any {
		claims := registered(badge, badge["validFrom"])
		maps.Copy(claims, badge)
		return claims
	}},
	{"vc+jwt", current, map[string]any{"typ": "vc+jwt", "cty": "vc"}, func(badge map[string]any) map[string]any { return badge }},
	{"VC 1.1, 3.0.1", editions[1], map[string]any{"typ": "JWT"}, oldClaims},
	{"VC 1.1, 3.0.3", editions[3], nil, oldClaims},
}

func oldClaims(badge map[string]any) map[string]any {
	claims := registered(badge, badge["issuanceDate"])
	claims["vc"] = badge
	return claims
}

// registered are the claims that repeat what the credential says.
func registered(badge map[string]any, from any) map[string]any {
	since, _ := vc.Time(from.(string))
	claims := map[string]any{"iss": vc.IssuerID(badge), "jti": badge["id"], "nbf": since.Unix()}
	if subject, ok := badge["credentialSubject"].(map[string]any); ok {
		claims["sub"] = subject["id"]
	}
	for _, name := range []string{"validUntil", "expirationDate"} {
		if until, there := badge[name].(string); there {
			end, _ := vc.Time(until)
			claims["exp"] = end.Unix()
		}
	}
	return claims
}

// academy is an issuer whose keys are the judge's, one for each algorithm: in
// its DID document, and each at an address of its own.
func academy(t *testing.T, judge *judge) *site {
	t.Helper()
	s := openSite(t)
	var methods []did.Method
	for _, algorithm := range algorithms {
		jwk := judge.must(t, map[string]any{"kind": "token.key", "algorithm": algorithm}).Document
		key, err := did.ParseJWK(jwk)
		if err != nil {
			t.Fatalf("their key for %s: %v", algorithm, err)
		}
		methods = append(methods, did.Method{ID: s.DID + "#" + algorithm, Key: key})
		s.publish("/keys/"+algorithm, jwk)
	}
	s.publish("/.well-known/did.json", encode(t, did.NewDocument(s.DID, methods...)))
	return s
}

// named is the header of a form with the name of a key.
func (f tokenForm) named(key string) map[string]any {
	header := maps.Clone(f.header)
	if header == nil {
		header = map[string]any{}
	}
	header["kid"] = key
	return header
}

// They issue, we verify.
func TestTokensOfOthersHoldForUs(t *testing.T) {
	judge := startJudge(t)
	issuer := academy(t, judge)
	for _, form := range tokenForms {
		for _, algorithm := range algorithms {
			for _, key := range []string{issuer.DID + "#" + algorithm, issuer.URL + "/keys/" + algorithm} {
				t.Run(form.name+", "+algorithm+", "+key[:4], func(t *testing.T) {
					badge := form.badge.badge(issuer.DID)
					token := judge.must(t, map[string]any{"kind": "token.sign", "algorithm": algorithm, "header": form.named(key), "claims": form.claims(badge)}).Text
					r := expectVerdict(t, []byte(token), verify.Valid)
					if r.View.Recipient.Name != "" || r.Issuer != issuer.DID || r.View.Issuer.Name == "" {
						t.Errorf("our verifier reads %+v of %s", r.View, r.Issuer)
					}
					for _, change := range tamperings {
						expectRefused(t, change.name, forged(t, token, form.claims(decode(t, tampered(t, encode(t, badge), change)))))
					}
					for name, changed := range tokenTamperings(t, token, issuer) {
						expectRefused(t, name, changed)
					}
				})
			}
		}
	}
}

// An implementation in Rust issues, we verify. It knows Open Badges in tokens of
// the data model 1.1 only, and writes seconds as 1577836800.0.
func TestTokensMadeInRustHoldForUs(t *testing.T) {
	judge := startJudge(t)
	for _, e := range editions[:4] {
		t.Run(e.name, func(t *testing.T) {
			token := judge.must(t, map[string]any{"kind": "token.rust", "credential": e.badge("")}).Text
			expectVerdict(t, []byte(token), verify.Valid)
			claims := claimsOf(t, token)
			badge := claims["vc"].(map[string]any)
			for _, change := range tamperings {
				claims["vc"] = decode(t, tampered(t, encode(t, badge), change))
				expectRefused(t, change.name, forged(t, token, claims))
			}
			for name, changed := range tokenTamperings(t, token, nil) {
				expectRefused(t, name, changed)
			}
		})
	}
}

// Whose key, which algorithm: tokens that are signed well, but not by the issuer.
func TestConfusingTokensAreRefused(t *testing.T) {
	judge := startJudge(t)
	issuer := academy(t, judge)
	ways := judge.must(t, map[string]any{"kind": "token.confusions"}).Names
	if len(ways) < 10 {
		t.Fatalf("the judge knows %d ways", len(ways))
	}
	for _, form := range tokenForms {
		for _, algorithm := range algorithms {
			for _, way := range ways {
				t.Run(form.name+", "+algorithm+", "+way, func(t *testing.T) {
					question := map[string]any{"kind": "token.confuse", "how": way, "algorithm": algorithm, "header": form.named(issuer.DID + "#" + algorithm), "claims": form.claims(form.badge.badge(issuer.DID))}
					expectRefused(t, way, judge.must(t, question).Text)
				})
			}
			for _, other := range algorithms {
				if other == algorithm {
					continue
				}
				t.Run(form.name+", "+algorithm+" under the name of the key for "+other, func(t *testing.T) {
					question := map[string]any{"kind": "token.sign", "algorithm": algorithm, "header": form.named(issuer.DID + "#" + other), "claims": form.claims(form.badge.badge(issuer.DID))}
					expectRefused(t, other, judge.must(t, question).Text)
				})
			}
		}
	}
}

// We issue, they verify.
func TestOurTokensHoldForOthers(t *testing.T) {
	judge := startJudge(t)
	for _, algorithm := range algorithms {
		t.Run(algorithm, func(t *testing.T) {
			key := newSigner(t, algorithm)
			jwk, err := did.EncodeJWK(key.key.Public())
			if err != nil {
				t.Fatal(err)
			}
			badge := current.badge("did:web:other.example")
			compact, err := jose.Sign(encode(t, badge), key.key.Public(), "https://other.example/keys/1", key.sign)
			if err != nil {
				t.Fatal(err)
			}
			token := string(compact)
			ask := func(token string) answer {
				return judge.ask(t, map[string]any{"kind": "token.verify", "text": token, "algorithm": algorithm, "jwk": json.RawMessage(jwk)})
			}
			a := ask(token)
			if !a.Verified {
				t.Fatalf("they refuse it: %s", a.Error)
			}
			if want := map[string]any{"alg": algorithm, "typ": "JWT", "kid": "https://other.example/keys/1"}; !maps.Equal(a.Header, want) {
				t.Errorf("the header is %v", a.Header)
			}
			if want := decode(t, encode(t, tokenForms[0].claims(badge))); string(encode(t, decode(t, a.Document))) != string(encode(t, want)) {
				t.Errorf("they read %s", a.Document)
			}
			for _, change := range tamperings {
				if a := ask(forged(t, token, tokenForms[0].claims(decode(t, tampered(t, encode(t, badge), change))))); a.Verified {
					t.Errorf("%s: they accept it", change.name)
				}
			}
			for name, changed := range tokenTamperings(t, token, nil) {
				if a := ask(changed); a.Verified {
					t.Errorf("%s: they accept it", name)
				}
			}
		})
	}
}

// expectRefused expects that a token shows nothing and is not called valid.
func expectRefused(t *testing.T, name, token string) {
	t.Helper()
	if r := report(t, []byte(token)); r.Shown || !slices.Contains([]verify.Verdict{verify.Invalid, verify.Unclear}, r.Verdict) {
		t.Errorf("%s: our verifier says %s: %+v", name, r.Verdict, r.Checks)
	}
}

// forged is a token with other claims behind the same header and signature.
func forged(t *testing.T, token string, claims map[string]any) string {
	t.Helper()
	parts := strings.Split(token, ".")
	parts[1] = base64.RawURLEncoding.EncodeToString(encode(t, claims))
	return strings.Join(parts, ".")
}

func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, payload)
}

// tokenTamperings are changes of a token beside those of its credential. Changes
// of the name of the key need an issuer.
func tokenTamperings(t *testing.T, token string, issuer *site) map[string]string {
	t.Helper()
	parts := strings.Split(token, ".")
	raw, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err != nil {
		t.Fatal(err)
	}
	header := func(name string, value any) string {
		h := decode(t, raw)
		h[name] = value
		return base64.RawURLEncoding.EncodeToString(encode(t, h)) + "." + parts[1] + "." + parts[2]
	}
	middle := len(parts[2]) / 2
	changed := map[string]string{
		"one letter of the signature": parts[0] + "." + parts[1] + "." + parts[2][:middle] + string(otherLetter(parts[2][middle])) + parts[2][middle+1:],
		"half of the signature":       parts[0] + "." + parts[1] + "." + parts[2][:middle/4*4],
		"no signature":                parts[0] + "." + parts[1] + ".",
		"no algorithm":                header("alg", "none"),
		"a shared secret":             header("alg", "HS256"),
		"a larger hash":               header("alg", "RS512"),
		"another type":                header("typ", "at+jwt"),
		"a header that is critical":   header("crit", []string{"b64"}),
	}
	if issuer != nil {
		changed["a key that the issuer does not have"] = header("kid", issuer.DID+"#RS384")
		changed["another's key"] = header("kid", "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")
	}
	return changed
}
