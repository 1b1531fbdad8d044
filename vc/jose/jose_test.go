package jose_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/jose"
)

const keyID = "https://college.example/keys/1"

var now = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

type peerToken struct {
	Name  string
	Key   json.RawMessage
	Token string
}

// peers are tokens that other people's software signed; testdata/NOTICE names their hash.
func peers(t testing.TB) []peerToken {
	t.Helper()
	data, err := os.ReadFile("testdata/peer.json")
	if err != nil {
		t.Fatal(err)
	}
	notice, err := os.ReadFile("testdata/NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(data); !strings.Contains(string(notice), "peer.json  "+hex.EncodeToString(sum[:])) {
		t.Errorf("peer.json is not the file that the NOTICE names: %x", sum)
	}
	var list []peerToken
	if err := json.Unmarshal(data, &list); err != nil || len(list) != 11 {
		t.Fatalf("%d tokens, %v", len(list), err)
	}
	return list
}

func TestWhatOthersSignedHolds(t *testing.T) {
	for _, v := range peers(t) {
		t.Run(v.Name, func(t *testing.T) {
			key, err := did.ParseJWK(v.Key)
			if err != nil {
				t.Fatal(err)
			}
			token, err := jose.Parse([]byte(v.Token))
			if err != nil {
				t.Fatal(err)
			}
			if err := token.Verify(key, now); err != nil {
				t.Error(err)
			}
			c := token.Credential
			subject, _ := c["credentialSubject"].(vc.Object)
			if token.KeyID != keyID || vc.IssuerID(c) != "did:web:college.example" || vc.String(subject, "id") != "did:example:learner-1" {
				t.Errorf("read as %+v", c)
			}
			start := vc.String(c, "validFrom") + vc.String(c, "issuanceDate")
			end := vc.String(c, "validUntil") + vc.String(c, "expirationDate")
			if start != "2026-01-15T09:00:00Z" || end != "2036-01-15T09:00:00Z" || !strings.HasPrefix(vc.String(c, "id"), "urn:uuid:") {
				t.Errorf("read as %+v", c)
			}
			for _, claim := range []string{"iss", "jti", "sub", "nbf", "exp", "vc"} {
				if _, there := c[claim]; there {
					t.Errorf("the claim %s is among the members of the credential", claim)
				}
			}
		})
	}
}

type signer struct {
	public crypto.PublicKey
	sign   func(input []byte) ([]byte, error)
}

func ecdsaSigner(t testing.TB, curve elliptic.Curve) signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return signer{&key.PublicKey, func(input []byte) ([]byte, error) {
		half := curve.Params().BitSize / 8
		digest := sha256.Sum256(input)
		hashed := digest[:]
		if half == 48 {
			long := sha512.Sum384(input)
			hashed = long[:]
		}
		r, s, err := ecdsa.Sign(rand.Reader, key, hashed)
		if err != nil {
			return nil, err
		}
		out := make([]byte, 2*half)
		r.FillBytes(out[:half])
		s.FillBytes(out[half:])
		return out, nil
	}}
}

// signers has a key for each algorithm.
func signers(t testing.TB) map[string]signer {
	t.Helper()
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]signer{
		"RS256": {&key.PublicKey, func(input []byte) ([]byte, error) {
			digest := sha256.Sum256(input)
			return rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
		}},
		"ES256": ecdsaSigner(t, elliptic.P256()),
		"ES384": ecdsaSigner(t, elliptic.P384()),
		"EdDSA": {ed.Public(), func(input []byte) ([]byte, error) { return ed25519.Sign(ed, input), nil }},
	}
}

func badge(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("../testdata/badge.json")
	if err != nil {
		t.Fatal(err)
	}
	text, _, found := strings.Cut(string(data), ",\n \"proof\"")
	if !found {
		t.Fatal("the vector has no proof")
	}
	return text + "}"
}

// TestNothingOutsideTheDiagonalPasses signs with every key under every name of an algorithm, and checks with every key.
func TestNothingOutsideTheDiagonalPasses(t *testing.T) {
	keys := signers(t)
	algorithms := []string{"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "HS256", "HS384", "none", "None", "rs256", " RS256"}
	for by, s := range keys {
		for _, claimed := range algorithms {
			input := relabel(t, s.public, claimed)
			signature, err := s.sign(input)
			if err != nil {
				t.Fatal(err)
			}
			token, err := jose.Parse(append(append(input, '.'), base64.RawURLEncoding.EncodeToString(signature)...))
			if err != nil {
				t.Fatalf("%s as %s: %v", by, claimed, err)
			}
			for with, k := range keys {
				err := token.Verify(k.public, now)
				if fits := by == claimed && with == by; (err == nil) != fits {
					t.Errorf("signed by a key for %s as %s, checked with a key for %s: %v", by, claimed, with, err)
				}
				if with != claimed && !errors.Is(err, jose.ErrAlgorithm) {
					t.Errorf("%s, checked with a key for %s: %v", claimed, with, err)
				}
			}
			for _, k := range []crypto.PublicKey{nil, "key", []byte("key"), (*rsa.PublicKey)(nil)} {
				if err := token.Verify(k, now); !errors.Is(err, jose.ErrAlgorithm) {
					t.Errorf("%s, checked with a %T: %v", claimed, k, err)
				}
			}
		}
	}
}

// relabel prepares the badge under another name of the algorithm.
func relabel(t *testing.T, key crypto.PublicKey, algorithm string) []byte {
	t.Helper()
	input, err := jose.Prepare([]byte(badge(t)), key, keyID)
	if err != nil {
		t.Fatal(err)
	}
	_, payload, _ := bytes.Cut(input, []byte("."))
	header, _ := json.Marshal(map[string]string{"alg": algorithm, "kid": keyID, "typ": "JWT"})
	return append([]byte(base64.RawURLEncoding.EncodeToString(header)+"."), payload...)
}

func TestThePublicKeyAsSecretSignsNothing(t *testing.T) {
	for name, s := range signers(t) {
		input := relabel(t, s.public, name)
		for _, signature := range [][]byte{make([]byte, 64), make([]byte, 96), make([]byte, 256), {0}, {1}} {
			token, err := jose.Parse(append(append(bytes.Clone(input), '.'), base64.RawURLEncoding.EncodeToString(signature)...))
			if err != nil {
				t.Fatal(err)
			}
			if err := token.Verify(s.public, now); !errors.Is(err, jose.ErrSignature) {
				t.Errorf("%s with %d zeros: %v", name, len(signature), err)
			}
		}
	}
	if err := (jose.Token{}).Verify(signers(t)["EdDSA"].public, now); err == nil {
		t.Error("the empty token holds")
	}
}

func TestSignedBadgeComesBack(t *testing.T) {
	original, err := vc.Decode([]byte(badge(t)))
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range signers(t) {
		compact, err := jose.Sign([]byte(badge(t)+" \n"), s.public, keyID, s.sign)
		if err != nil {
			t.Fatal(err)
		}
		token, err := jose.Parse(compact)
		if err != nil {
			t.Fatal(err)
		}
		if err := token.Verify(s.public, now); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got, _ := json.Marshal(token.Credential)
		want, _ := json.Marshal(original)
		if !bytes.Equal(got, want) || token.Algorithm != name {
			t.Errorf("%s: the credential came back as %s", token.Algorithm, got)
		}
		header, _, _ := bytes.Cut(compact, []byte("."))
		raw, _ := base64.RawURLEncoding.DecodeString(string(header))
		if want := `{"alg":"` + name + `","kid":"` + keyID + `","typ":"JWT"}`; string(raw) != want {
			t.Errorf("the header is %s", raw)
		}
	}
}

func TestPrepareRefuses(t *testing.T) {
	key := signers(t)["EdDSA"].public
	good := badge(t)
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, old, new string
		key            crypto.PublicKey
		kid            string
	}{
		{"weak key", "", "", &weak.PublicKey, keyID},
		{"no key", "", "", nil, keyID},
		{"relative kid", "", "", key, "key-1"},
		{"subject without an id", `"id":"did:example:learner-1",`, ``, key, keyID},
		{"no id", `"id":"urn:uuid:0d3c2b5e-7c3a-4a52-9df0-2c7a6f0b6d11",`, ``, key, keyID},
		{"no start", `"validFrom"`, `"validfrom"`, key, keyID},
		{"data model 1.1", "https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1", key, keyID},
		{"claims there already", `"validFrom"`, `"iss":"did:web:evil.example","validFrom"`, key, keyID},
		{"claim vc", `"validFrom"`, `"vc":{},"validFrom"`, key, keyID},
		{"not JSON", `{`, `[`, key, keyID},
	} {
		if got, err := jose.Prepare([]byte(strings.Replace(good, c.old, c.new, 1)), c.key, c.kid); err == nil {
			t.Errorf("%s: prepared as %s", c.name, got)
		}
	}
	broken := errors.New("the key store is closed")
	if _, err := jose.Sign([]byte(good), key, keyID, func([]byte) ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("the signer's error is lost: %v", err)
	}
}

// In a vc+jwt the claims are optional, and nbf and exp are about the signature (VC-JOSE-COSE 1.0, section 3.1.3).
func TestVCJWT(t *testing.T) {
	s := signers(t)["ES256"]
	token := func(claims string) (jose.Token, error) {
		header := `{"alg":"ES256","kid":"` + keyID + `","typ":"vc+jwt"}`
		payload := strings.TrimSuffix(badge(t), "}") + claims + "}"
		text := base64.RawURLEncoding.EncodeToString
		input := text([]byte(header)) + "." + text([]byte(payload))
		signature, err := s.sign([]byte(input))
		if err != nil {
			t.Fatal(err)
		}
		return jose.Parse([]byte(input + "." + text(signature)))
	}
	for _, c := range []struct {
		name, claims string
		parse, check error
	}{
		{"no claims", ``, nil, nil},
		{"the issuer", `,"iss":"did:web:127.0.0.1%3A28931:issuers:demo"`, nil, nil},
		{"another issuer", `,"iss":"did:web:evil.example"`, jose.ErrClaims, nil},
		{"another id", `,"jti":"urn:x:1"`, jose.ErrClaims, nil},
		{"another subject", `,"sub":"urn:x:1"`, jose.ErrClaims, nil},
		{"vc", `,"vc":{}`, jose.ErrClaims, nil},
		{"vp", `,"vp":{}`, jose.ErrClaims, nil},
		{"signed for a time that is over", `,"exp":1768467700`, nil, jose.ErrPeriod},
		{"signed for a time to come", `,"nbf":1968467700`, nil, jose.ErrPeriod},
		{"signed for now", `,"nbf":1768467700,"exp":1968467700`, nil, nil},
		{"an end that is none", `,"exp":"never"`, jose.ErrClaims, nil},
	} {
		got, err := token(c.claims)
		if !errors.Is(err, c.parse) || c.parse == nil && err != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.parse)
			continue
		}
		if err != nil {
			continue
		}
		if err := got.Verify(s.public, now); !errors.Is(err, c.check) || c.check == nil && err != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.check)
		}
	}
}

func TestNoEditOfATokenHolds(t *testing.T) {
	for _, v := range peers(t) {
		key, err := did.ParseJWK(v.Key)
		if err != nil {
			t.Fatal(err)
		}
		for at := 0; at < len(v.Token); at += 3 {
			for _, b := range []byte("A_.") {
				mutant := []byte(v.Token)
				if mutant[at] == b {
					continue
				}
				mutant[at] = b
				if token, err := jose.Parse(mutant); err == nil && token.Verify(key, now) == nil {
					t.Errorf("%s holds with byte %d changed to %q", v.Name, at, b)
				}
			}
		}
	}
}
