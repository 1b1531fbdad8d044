package jose_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"hash"
	"strings"
	"testing"

	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/jose"
)

// allAlgorithms are those of RFC 7518, RFC 8037, RFC 8812 and RFC 9864, and words that some readers take for one of them.
var allAlgorithms = []string{
	"none", "None", "NONE", "nOnE", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA",
	"Ed25519", "Ed448", "RS1", "ML-DSA-44", "A128KW", "dir", "RSA-OAEP", "rs256", "es256", "eddsa", "EDDSA", "ES256 ", "\u200bES256", "RS256\u0000", "SHA256withRSA", "1",
}

// secrets are what a careless verifier could take a public key for.
func secrets(t *testing.T, key crypto.PublicKey) [][]byte {
	t.Helper()
	jwk, err := did.EncodeJWK(key)
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	all := [][]byte{nil, jwk, spki, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: spki}), bytes.TrimSpace(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: spki}))}
	switch k := key.(type) {
	case ed25519.PublicKey:
		all = append(all, k)
	case *rsa.PublicKey:
		all = append(all, k.N.Bytes(), x509.MarshalPKCS1PublicKey(k))
	case *ecdsa.PublicKey:
		point, err := k.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, point)
	}
	return all
}

// TestJWTConfusionMatrix has every algorithm on every kind of key: with the key's own signature, with none, and with one
// that anybody can make of the public key.
func TestJWTConfusionMatrix(t *testing.T) {
	keys := signers(t)
	accepted := 0
	for _, algorithm := range allAlgorithms {
		for name, s := range keys {
			input := relabel(t, s.public, algorithm)
			own, err := s.sign(input)
			if err != nil {
				t.Fatal(err)
			}
			signatures := [][]byte{own, {0}, []byte("signature"), make([]byte, len(own)), bytes.Repeat([]byte{1}, len(own))}
			for _, secret := range secrets(t, s.public) {
				for _, h := range []func() hash.Hash{sha256.New, sha512.New384, sha512.New} {
					mac := hmac.New(h, secret)
					mac.Write(input)
					signatures = append(signatures, mac.Sum(nil))
				}
			}
			for n, signature := range signatures {
				token, err := jose.Parse(append(append(bytes.Clone(input), '.'), base64.RawURLEncoding.EncodeToString(signature)...))
				if err != nil {
					t.Fatalf("%s with a key for %s: %v", algorithm, name, err)
				}
				for with, k := range keys {
					err := token.Verify(k.public, now)
					if fits := n == 0 && algorithm == name && with == name; (err == nil) != fits {
						t.Errorf("%s, signature %d by a key for %s, checked with a key for %s: %v", algorithm, n, name, with, err)
					}
					if err == nil {
						accepted++
					}
				}
			}
		}
	}
	if accepted != len(keys) {
		t.Errorf("%d accepted, not one of each kind of key", accepted)
	}
}

// Keys that no badge may be signed with give no algorithm, whatever a token says.
func TestKeysOfOtherKindsCheckNothing(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []crypto.PublicKey{&small.PublicKey, &p521.PublicKey, &p224.PublicKey, ed25519.PublicKey("short"), (*ecdsa.PublicKey)(nil), rsa.PublicKey{}, []byte("secret"), "secret", nil, small, struct{}{}} {
		for _, algorithm := range allAlgorithms {
			token, err := jose.Parse(append(append(relabel(t, signers256(t), algorithm), '.'), base64.RawURLEncoding.EncodeToString(make([]byte, 128))...))
			if err != nil {
				t.Fatal(err)
			}
			if err := token.Verify(key, now); !errors.Is(err, jose.ErrAlgorithm) {
				t.Errorf("%s with a %T: %v", algorithm, key, err)
			}
		}
	}
}

// signers256 is a key on P-256 that is nobody's.
func signers256(t *testing.T) crypto.PublicKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &key.PublicKey
}

// A token that holds two credentials shows another one to other readers, so that none of them is read.
func TestTwoCredentialsInOneTokenAreRefused(t *testing.T) {
	const old = `"vc":{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VerifiableCredential"],"credentialSubject":{"id":"u:1"}},"iss":"i:1","jti":"j:1","sub":"u:1","nbf":1`
	if _, err := jose.Parse(compact(plainHeader, "{"+old+"}")); err != nil {
		t.Fatal(err)
	}
	for _, beside := range []string{
		`"@context":["https://www.w3.org/ns/credentials/v2"]`, `"type":["VerifiableCredential"]`, `"credentialSubject":{"id":"u:1","name":"x"}`,
		`"issuer":"i:1"`, `"id":"j:1"`, `"vp":{}`, strings.TrimSuffix(badge(t), "}")[1:],
	} {
		if got, err := jose.Parse(compact(plainHeader, "{"+old+","+beside+"}")); !errors.Is(err, jose.ErrClaims) {
			t.Errorf("beside %.40s: %+v, %v", beside, got.Credential, err)
		}
	}
	var malformed *vc.Malformed
	for _, twice := range []string{old + "," + old, old + `,"\u0076c":{}`} {
		if _, err := jose.Parse(compact(plainHeader, "{"+twice+"}")); !errors.As(err, &malformed) {
			t.Errorf("twice: %v", err)
		}
	}
	for _, other := range []string{"VC", "Vc", "vc ", "vc\u200b"} {
		if got, err := jose.Parse(compact(plainHeader, "{"+strings.Replace(old, `"vc"`, fmt.Sprintf("%q", other), 1)+"}")); err == nil {
			t.Errorf("%q was read as vc: %+v", other, got)
		}
	}
}

// What a token may weigh is said before any of it is taken apart.
func TestBoundsOfTokens(t *testing.T) {
	long := strings.Repeat("A", 1<<20)
	for name, c := range map[string]struct{ token, says string }{
		"token":     {long + "." + long + "." + long, fmt.Sprint(jose.MaxBytes)},
		"header":    {strings.Repeat("A", 16<<10+1) + ".e30.AA", "its header has 16385 characters, not 1 to 16384"},
		"signature": {"e30.e30." + strings.Repeat("A", 1367), "its signature has 1367 characters, not 1 to 1366"},
		"payload":   {"e30." + strings.Repeat("A", 360<<10) + ".AA", "its payload has"},
	} {
		if _, err := jose.Parse([]byte(c.token)); !errors.Is(err, jose.ErrMalformed) || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 300 {
			t.Errorf("%s: %.300v", name, err)
		}
	}
}
