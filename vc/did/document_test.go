package did_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/vc/did"
)

func TestDocumentIsWrittenAsTheVector(t *testing.T) {
	got, err := json.Marshal(did.NewDocument(demo, did.Method{ID: demo + "#key-1", Key: public}))
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSpace(string(document(t))); string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := json.Marshal(did.NewDocument(demo, did.Method{ID: demo + "#key-1"})); err == nil {
		t.Error("a method without a key was written")
	}
}

func TestKeyOfDocument(t *testing.T) {
	vector := strings.TrimSpace(string(document(t)))
	jwk := `{"id":"` + demo + `#jwk","type":"JsonWebKey","controller":"` + demo + `","publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"` +
		base64.RawURLEncoding.EncodeToString(public) + `"}}`
	key1 := demo + "#key-1"
	for _, c := range []struct {
		name, old, new string
		method         string
		want           error // nil: the key
	}{
		{"the vector", "", "", key1, nil},
		{"unknown method", "", "", demo + "#key-2", did.ErrNoMethod},
		{"method of another document", key1, "did:web:evil.example#key-1", "did:web:evil.example#key-1", did.ErrNoMethod},
		{"not in assertionMethod", `"assertionMethod":["` + key1, `"authentication":["` + key1, key1, did.ErrNotAsserting},
		{"another in assertionMethod", `"assertionMethod":["` + key1, `"assertionMethod":["` + demo + `#key-2`, key1, did.ErrNotAsserting},
		{"relative names", `"id":"` + key1, `"id":"#key-1`, key1, nil},
		{"relative assertionMethod", `["` + key1, `["#key-1`, key1, nil},
		{"single assertionMethod", `["` + key1 + `"]`, `"` + key1 + `"`, key1, nil},
		{"controlled by another", `"controller":"` + demo, `"controller":"did:web:evil.example`, key1, did.ErrNotAsserting},
		{"no controller", `"controller":"` + demo + `",`, ``, key1, did.ErrNotAsserting},
		{"revoked", `"type":"Multikey"`, `"type":"Multikey","revoked":"2026-11-30T00:00:00Z"`, key1, did.ErrRevoked},
		{"revoked at this moment", `"type":"Multikey"`, `"type":"Multikey","revoked":"2026-12-01T00:00:00Z"`, key1, did.ErrRevoked},
		{"revoked from tomorrow", `"type":"Multikey"`, `"type":"Multikey","revoked":"2026-12-02T00:00:00Z"`, key1, nil},
		{"expired", `"type":"Multikey"`, `"type":"Multikey","expires":"2026-12-01T00:00:00Z"`, key1, did.ErrExpired},
		{"kind that is not supported", `"type":"Multikey"`, `"type":"EcdsaSecp256k1VerificationKey2019"`, key1, did.ErrUnsupportedKey},
		{"key that is not supported", multikey, "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", key1, did.ErrUnsupportedKey},
		{"Multikey under its older type", `"type":"Multikey"`, `"type":"Ed25519VerificationKey2020"`, key1, nil},
		{"method inside assertionMethod", `"assertionMethod":["` + key1 + `"]`, `"assertionMethod":[` + jwk + `]`, demo + "#jwk", nil},
		{"JSON Web Key of another curve", `"assertionMethod":["` + key1 + `"]`, `"assertionMethod":[` + strings.Replace(jwk, "Ed25519", "X25519", 1) + `]`, demo + "#jwk", did.ErrUnsupportedKey},
	} {
		data := strings.Replace(vector, c.old, c.new, 1)
		d, err := did.ParseDocument([]byte(data), demo)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got, err := d.Key(c.method, now)
		if c.want == nil && (err != nil || !public.Equal(got)) || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %x, %v; want %v", c.name, got, err, c.want)
		}
	}
}

func TestParseDocumentRefuses(t *testing.T) {
	vector := strings.TrimSpace(string(document(t)))
	method := vector[strings.Index(vector, `{"id":"`+demo+`#key-1`):strings.Index(vector, `],"assertionMethod"`)]
	jwk := `{"id":"#jwk","type":"JsonWebKey","publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"` + base64.RawURLEncoding.EncodeToString(public) + `"`
	for name, data := range map[string]string{
		"about another":        strings.Replace(vector, `"id":"`+demo+`"`, `"id":"did:web:evil.example"`, 1),
		"about nobody":         strings.Replace(vector, `"id":"`+demo+`",`, ``, 1),
		"not JSON":             "<!doctype html>",
		"identifier twice":     strings.Replace(vector, `"id":"`+demo+`"`, `"id":"`+demo+`","id":"`+demo+`"`, 1),
		"method twice":         strings.Replace(vector, method, method+","+method, 1),
		"broken key":           strings.Replace(vector, multikey, multikey+"0", 1),
		"broken revocation":    strings.Replace(vector, `"type":"Multikey"`, `"type":"Multikey","revoked":"yes"`, 1),
		"revocation of null":   strings.Replace(vector, `"type":"Multikey"`, `"type":"Multikey","revoked":null`, 1),
		"private key, made up": strings.Replace(vector, method, jwk+`,"d":"AAAA"}}`, 1),
		"short JSON Web Key":   strings.Replace(vector, method, strings.Replace(jwk, `"x":"`, `"x":"AAAA","y":"`, 1)+`}}`, 1),
	} {
		if d, err := did.ParseDocument([]byte(data), demo); err == nil {
			t.Errorf("%s: read as %+v", name, d)
		}
	}
}

func TestRotatedKeysAreWrittenAndRead(t *testing.T) {
	end := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	data, err := json.Marshal(did.NewDocument(demo,
		did.Method{ID: demo + "#key-1", Key: public, Revoked: end},
		did.Method{ID: demo + "#key-2", Key: public, Expires: end}, did.Method{ID: demo + "#key-3", Key: public}))
	if err != nil {
		t.Fatal(err)
	}
	d, err := did.ParseDocument(data, demo)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]error{"#key-1": did.ErrRevoked, "#key-2": did.ErrExpired, "#key-3": nil} {
		if _, err := d.Key(demo+id, now); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", id, err, want)
		}
		if _, err := d.Key(demo+id, end.Add(-time.Hour)); err != nil {
			t.Errorf("%s before its end: %v", id, err)
		}
	}
}
