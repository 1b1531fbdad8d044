package jose_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"laurel/vc"
	"laurel/vc/jose"
)

// compact writes a token without asking anybody.
func compact(header, payload string) []byte {
	text := base64.RawURLEncoding.EncodeToString
	return []byte(text([]byte(header)) + "." + text([]byte(payload)) + "." + text(make([]byte, 64)))
}

const plainHeader = `{"alg":"ES256","kid":"` + keyID + `","typ":"JWT"}`

// claimed is the payload of the badge in the Open Badges form.
func claimed(t testing.TB) string {
	return strings.TrimSuffix(badge(t), "}") + `,"iss":"did:web:127.0.0.1%3A28931:issuers:demo","jti":"urn:uuid:0d3c2b5e-7c3a-4a52-9df0-2c7a6f0b6d11",` +
		`"sub":"did:example:learner-1","nbf":1768467600}`
}

// A date is a number, however its digits are written; the same is not true of another number.
func TestDatesAreNumbers(t *testing.T) {
	for text, good := range map[string]bool{
		"1768467600.0": true, "1.7684676e9": true, "17684676E2": true,
		"1768467600.1": false, "1768467601.0": false, "-1768467600.0": false, "1e400": false, "1e18": false,
	} {
		_, err := jose.Parse(compact(plainHeader, strings.Replace(claimed(t), `"nbf":1768467600`, `"nbf":`+text, 1)))
		if good && err != nil || !good && !errors.Is(err, jose.ErrClaims) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestParseRefusesHeaders(t *testing.T) {
	if _, err := jose.Parse(compact(plainHeader, claimed(t))); err != nil {
		t.Fatal(err)
	}
	with := func(member string) string { return strings.TrimSuffix(plainHeader, "}") + "," + member + "}" }
	for name, header := range map[string]string{
		"jwk":           with(`"jwk":{"kty":"OKP"}`),
		"jku":           with(`"jku":"https://evil.example/keys"`),
		"x5u":           with(`"x5u":"https://evil.example/keys"`),
		"x5c":           with(`"x5c":["AAAA"]`),
		"x5t":           with(`"x5t":"AAAA"`),
		"crit":          with(`"crit":["exp"]`),
		"b64":           with(`"b64":false`),
		"zip":           with(`"zip":"DEF"`),
		"unknown":       with(`"iss":"did:web:x.example"`),
		"cty of a JWT":  with(`"cty":"vc"`),
		"kid as number": `{"alg":"ES256","kid":1}`,
		"no kid":        `{"alg":"ES256"}`,
		"relative kid":  `{"alg":"ES256","kid":"#key-1"}`,
		"empty kid":     `{"alg":"ES256","kid":""}`,
		"no alg":        `{"kid":"` + keyID + `"}`,
		"alg as list":   `{"alg":["ES256"],"kid":"` + keyID + `"}`,
		"other typ":     `{"alg":"ES256","kid":"` + keyID + `","typ":"at+jwt"}`,
		"null typ":      `{"alg":"ES256","kid":"` + keyID + `","typ":null}`,
		"vp":            `{"alg":"ES256","kid":"` + keyID + `","typ":"vp+jwt"}`,
		"other cty":     `{"alg":"ES256","kid":"` + keyID + `","typ":"vc+jwt","cty":"JWT"}`,
	} {
		if got, err := jose.Parse(compact(header, claimed(t))); !errors.Is(err, jose.ErrHeader) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	var malformed *vc.Malformed
	for _, header := range []string{`[]`, `{"alg":"none","alg":"ES256"}`, `{"alg":"none","\u0061lg":"ES256"}`} {
		if _, err := jose.Parse(compact(header, claimed(t))); !errors.As(err, &malformed) {
			t.Errorf("%s: %v", header, err)
		}
	}
}

func TestParseRefusesForms(t *testing.T) {
	good := string(compact(plainHeader, claimed(t)))
	parts := strings.Split(good, ".")
	huge := strings.Repeat("A", 16<<10+1)
	for name, token := range map[string]string{
		"nothing":                "",
		"one part":               parts[0],
		"two parts":              parts[0] + "." + parts[1],
		"five parts":             strings.Repeat(parts[0]+".", 4) + parts[0],
		"no signature":           parts[0] + "." + parts[1] + ".",
		"no header":              "." + parts[1] + "." + parts[2],
		"only dots":              strings.Repeat(".", 100000),
		"padding":                parts[0] + "." + parts[1] + "." + parts[2] + "==",
		"line break":             good[:10] + "\n" + good[10:],
		"space in front":         " " + good,
		"line break at the end":  good + "\n",
		"signature spelled anew": good[:len(good)-1] + "B",
		"plain base64":           parts[0] + "." + parts[1] + "." + strings.Repeat("+/", 43),
		"huge header":            huge + "." + parts[1] + "." + parts[2],
		"huge signature":         parts[0] + "." + parts[1] + "." + huge,
		"huge payload":           parts[0] + "." + strings.Repeat("A", 360<<10) + "." + parts[2],
		"huge token":             strings.Repeat("A", jose.MaxBytes) + "." + parts[1] + "." + parts[2],
	} {
		if got, err := jose.Parse([]byte(token)); !errors.Is(err, jose.ErrMalformed) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := jose.Parse(compact(plainHeader, `{"iss":"https://id.example","sub":"u","jti":"1","nbf":1}`)); err == nil {
		t.Error("a token that is no credential was read")
	}
	var malformed *vc.Malformed
	if _, err := jose.Parse(compact(plainHeader, strings.Replace(claimed(t), `"sub"`, `"iss":"x","sub"`, 1))); !errors.As(err, &malformed) {
		t.Errorf("a claim twice: %v", err)
	}
}

func TestClaimsHaveToAgree(t *testing.T) {
	for _, c := range []struct{ name, old, new string }{
		{"issuer of another", `"iss":"did:web:127.0.0.1%3A28931:issuers:demo"`, `"iss":"did:web:evil.example"`},
		{"no iss", `"iss":"did:web:127.0.0.1%3A28931:issuers:demo",`, ``},
		{"no jti", `"jti":"urn:uuid:0d3c2b5e-7c3a-4a52-9df0-2c7a6f0b6d11",`, ``},
		{"other jti", `"jti":"urn`, `"jti":"arn`},
		{"no sub", `"sub":"did:example:learner-1",`, ``},
		{"sub of another", `"sub":"did:example:learner-1"`, `"sub":"did:example:learner-2"`},
		{"sub in a list", `"sub":"did:example:learner-1"`, `"sub":["did:example:learner-1"]`},
		{"subject without an id", `{"type":["AchievementSubject"],"id":"did:example:learner-1"`, `{"type":["AchievementSubject"]`},
		{"neither subject", `"id":"did:example:learner-1",`, ``},
		{"both subjects empty", `"did:example:learner-1"`, `""`},
		{"no nbf", `,"nbf":1768467600`, ``},
		{"nbf a second early", `"nbf":1768467600`, `"nbf":1768467599`},
		{"nbf as text", `"nbf":1768467600`, `"nbf":"1768467600"`},
		{"nbf with a fraction", `"nbf":1768467600`, `"nbf":1768467600.5`},
		{"nbf as null", `"nbf":1768467600`, `"nbf":null`},
		{"exp of an endless credential", `"nbf":1768467600`, `"nbf":1768467600,"exp":1868467600`},
		{"end without exp", `"validFrom"`, `"validUntil":"2030-01-01T00:00:00Z","validFrom"`},
		{"end after exp", `"validFrom":"2026-01-15T09:00:00Z"`, `"validUntil":"2030-01-01T00:00:00Z","exp":1868467600,"validFrom":"2026-01-15T09:00:00Z"`},
		{"start that is none", `"validFrom":"2026-01-15T09:00:00Z"`, `"validFrom":"soon"`},
		{"audience", `"nbf":1768467600`, `"nbf":1768467600,"aud":"https://bank.example"`},
		{"credential of the model 2.0 in vc", `"nbf":1768467600`, `"nbf":1768467600,"vc":{"@context":["https://www.w3.org/ns/credentials/v2"]}`},
		{"vc as text", `"nbf":1768467600`, `"nbf":1768467600,"vc":"x"`},
	} {
		payload := strings.Replace(claimed(t), c.old, c.new, 1)
		if c.name == "both subjects empty" {
			payload = strings.ReplaceAll(claimed(t), c.old, c.new)
		}
		if payload == claimed(t) {
			t.Fatalf("%s: the case changes nothing", c.name)
		}
		if c.name == "neither subject" {
			payload = strings.Replace(payload, `"sub":"did:example:learner-1",`, ``, 1)
		}
		if got, err := jose.Parse(compact(plainHeader, payload)); !errors.Is(err, jose.ErrClaims) {
			t.Errorf("%s: %+v, %v", c.name, got.Credential, err)
		}
	}
	fine := strings.Replace(strings.Replace(claimed(t), `"validFrom"`, `"validUntil":"2030-01-01T00:00:00.7+01:00","validFrom"`, 1), `"nbf"`, `"iat":1,"exp":1893452400,"nbf"`, 1)
	if _, err := jose.Parse(compact(plainHeader, fine)); err != nil {
		t.Errorf("an end with a fraction of a second: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, v := range peers(f) {
		f.Add([]byte(v.Token))
	}
	f.Add(compact(plainHeader, `{"vc":{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VerifiableCredential"]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		token, err := jose.Parse(data)
		if err == nil && (!vc.HasType(token.Credential, "VerifiableCredential") || token.Algorithm == "" || token.KeyID == "") {
			t.Errorf("read as %+v", token)
		}
	})
}
