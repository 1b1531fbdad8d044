package did_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"laurel/vc/did"
)

// The example keys of the did:key method specification (section "Test Vectors") on P-256 and P-384, and the Ed25519
// key of RFC 8037, appendix A.2.
var keyVectors = []struct{ name, multikey, jwk string }{
	{
		"P-256", "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
		`{"kty":"EC","crv":"P-256","x":"fyNYMN0976ci7xqiSdag3buk-ZCwgXU4kz9XNkBlNUI","y":"hW2ojTNfH7Jbi8--CJUo3OCbH3y5n91g-IMA9MLMbTU","alg":"ES256"}`,
	},
	{
		"P-384", "z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9",
		`{"kty":"EC","crv":"P-384","x":"lInTxl8fjLKp_UCrxI0WDklahi-7-_6JbtiHjiRvMvhedhKVdHBfi2HCY8t_QJyc","y":"y6N1IC-2mXxHreETBW7K3mBcw0qGr3CWHCs-yl09yCQRLcyfGv7XhqAngHOu51Zv","alg":"ES384"}`,
	},
	{
		"Ed25519", "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw",
		`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"EdDSA"}`,
	},
}

func TestKeysOfAllKindsReadAlikeInBothForms(t *testing.T) {
	for _, v := range keyVectors {
		t.Run(v.name, func(t *testing.T) {
			key, err := did.ParseMultikey(v.multikey)
			if err != nil {
				t.Fatal(err)
			}
			same, err := did.ParseJWK([]byte(v.jwk))
			if err != nil {
				t.Fatal(err)
			}
			if !key.(interface{ Equal(crypto.PublicKey) bool }).Equal(same) {
				t.Error("the two forms give different keys")
			}
			if got, err := did.Multikey(same); got != v.multikey || err != nil {
				t.Errorf("Multikey = %s, %v", got, err)
			}
			if got, err := did.EncodeJWK(key); string(got) != v.jwk || err != nil {
				t.Errorf("EncodeJWK = %s, %v", got, err)
			}
			id := "did:key:" + v.multikey
			d, err := did.ResolveKey(id)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := d.Key(id+"#"+v.multikey, now); err != nil || !key.(interface{ Equal(crypto.PublicKey) bool }).Equal(got) {
				t.Errorf("the key of %s is %v, %v", id, got, err)
			}
		})
	}
}

func TestMultikeyRefuses(t *testing.T) {
	p256 := keyVectors[0].multikey
	for name, text := range map[string]string{
		"a letter changed, point off the curve": strings.Replace(p256, "TF5", "TFG", 1),
		"a byte short":                          p256[:len(p256)-2],
		"uncompressed":                          "z" + strings.Repeat("4", 90),
		"P-384 prefix on nothing":               "z82",
	} {
		if key, err := did.ParseMultikey(text); err == nil {
			t.Errorf("%s: read as %v", name, key)
		}
	}
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []crypto.PublicKey{nil, p224.Public(), public[:31], rsaKey(t, 2048)} {
		if text, err := did.Multikey(key); !errors.Is(err, did.ErrUnsupportedKey) {
			t.Errorf("%T written as %q, %v", key, text, err)
		}
	}
	for _, key := range []crypto.PublicKey{nil, p224.Public(), public[:31], (*ecdsa.PublicKey)(nil), (*rsa.PublicKey)(nil), &rsa.PublicKey{}, rsaKey(t, 1024)} {
		if text, err := did.EncodeJWK(key); !errors.Is(err, did.ErrUnsupportedKey) {
			t.Errorf("%T written as %q, %v", key, text, err)
		}
		if a := did.Algorithm(key); a != "" {
			t.Errorf("%T has the algorithm %s", key, a)
		}
	}
}

func rsaKey(t testing.TB, bits int) *rsa.PublicKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return &key.PublicKey
}

func TestRSAKeysArePublishedAsJsonWebKey(t *testing.T) {
	key := rsaKey(t, 2048)
	data, err := json.Marshal(did.NewDocument(demo, did.Method{ID: demo + "#key-1", Key: public}, did.Method{ID: demo + "#rsa", Key: key}))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"https://w3id.org/security/jwk/v1"`) {
		t.Errorf("the terms of a JsonWebKey have no context in %s", data)
	}
	d, err := did.ParseDocument(data, demo)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := d.Key(demo+"#rsa", now); err != nil || !key.Equal(got) {
		t.Errorf("the RSA key came back as %v, %v", got, err)
	}
	if a := did.Algorithm(key); a != "RS256" {
		t.Errorf("algorithm %q", a)
	}
	if got, err := d.Key(demo+"#key-1", now); err != nil || !public.Equal(got) {
		t.Errorf("the Ed25519 key came back as %v, %v", got, err)
	}
}

func TestParseJWKRefuses(t *testing.T) {
	text := base64.RawURLEncoding.EncodeToString
	n := text(rsaKey(t, 2048).N.Bytes())
	short := text(make([]byte, 128)[:127]) // no modulus at all
	even := []byte(strings.Repeat("\xff", 255) + "\xfe")
	rsaJWK := func(n, e string) string { return fmt.Sprintf(`{"kty":"RSA","n":%q,"e":%q}`, n, e) }
	with := func(jwk, member string) string { return strings.TrimSuffix(jwk, "}") + "," + member + "}" }
	p256, ed := keyVectors[0].jwk, keyVectors[2].jwk
	bare := strings.Replace(p256, `,"alg":"ES256"`, "", 1)
	for _, c := range []struct {
		name, jwk string
		kind      bool // the kind of key, and not the key, is the reason
	}{
		{"not JSON", "key", false},
		{"nothing", "{}", true},
		{"symmetric", `{"kty":"oct","k":"AAAA"}`, false},
		{"of another curve", strings.Replace(p256, "P-256", "secp256k1", 1), true},
		{"P-256 said to be P-384", strings.Replace(p256, "P-256", "P-384", 1), false},
		{"off the curve", strings.Replace(p256, "fyNY", "fyNZ", 1), false},
		{"without y", strings.Replace(p256, `"y"`, `"z"`, 1), false},
		{"with the private part", with(p256, `"d":"AAAA"`), false},
		{"with the private part of RSA", with(rsaJWK(n, "AQAB"), `"dp":"AAAA"`), false},
		{"of 1024 bits", rsaJWK(n[:172], "AQAB"), true},
		{"with a modulus of zeros", rsaJWK(short, "AQAB"), true},
		{"with an even modulus", rsaJWK(text(even), "AQAB"), false},
		{"with the exponent 1", rsaJWK(n, "AQ"), false},
		{"with an even exponent", rsaJWK(n, "AQAC"), false},
		{"with a huge exponent", rsaJWK(n, "AQABAQAB"), false},
		{"with a modulus of 16384 bits", rsaJWK(text([]byte(strings.Repeat("\xff", 2048))), "AQAB"), false},
		{"in padded base64", strings.Replace(ed, `URo"`, `URo="`, 1), false},
		{"with a line break", strings.Replace(ed, `"11qY`, `"11\nqY`, 1), false},
		{"spelled in a second way", strings.Replace(ed, `HURo"`, `HURp"`, 1), false},
		{"for encryption", with(bare, `"use":"enc"`), true},
		{"to sign only", with(bare, `"key_ops":["sign"]`), true},
		{"for another algorithm", with(bare, `"alg":"ES512"`), true},
		{"for no algorithm", with(bare, `"alg":"none"`), true},
		{"for an algorithm in a list", with(bare, `"alg":["ES256"]`), true},
	} {
		key, err := did.ParseJWK([]byte(c.jwk))
		if err == nil || errors.Is(err, did.ErrUnsupportedKey) != c.kind {
			t.Errorf("a key %s: %v, %v", c.name, key, err)
		}
	}
	if _, err := did.ParseJWK([]byte(with(bare, `"use":"sig","key_ops":["verify"],"kid":"k"`))); err != nil {
		t.Errorf("a key that says its use: %v", err)
	}
}

func FuzzParseMultikey(f *testing.F) {
	for _, v := range keyVectors {
		f.Add(v.multikey)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := did.ParseMultikey(text)
		if err != nil {
			return
		}
		if again, err := did.Multikey(key); err != nil || again != text {
			t.Errorf("%q is written as %q, %v", text, again, err)
		}
	})
}

func FuzzParseJWK(f *testing.F) {
	for _, v := range keyVectors {
		f.Add([]byte(v.jwk))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if key, err := did.ParseJWK(data); err == nil && did.Algorithm(key) == "" {
			t.Errorf("%s was read as a key without an algorithm", data)
		}
	})
}
