package interop_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"laurel/internal/fetch"
	"laurel/internal/verify"
	"laurel/vc/did"
	"laurel/vc/proof"
)

// site is where somebody on this machine publishes lists, keys and badges.
type site struct {
	URL, DID string // http://127.0.0.1:PORT, and the did:web of that

	mu    sync.Mutex
	pages map[string][]byte // by path
}

func openSite(t *testing.T) *site {
	t.Helper()
	s := &site{pages: map[string][]byte{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	s.DID = "did:web:" + strings.ReplaceAll(strings.TrimPrefix(s.URL, "http://"), ":", "%3A")
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	page, there := s.pages[r.URL.Path]
	s.mu.Unlock()
	if !there {
		http.NotFound(w, r)
		return
	}
	if page == nil {
		http.Error(w, "it was revoked", http.StatusGone)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(page) // whoever hangs up gets nothing
}

// publish puts a page at a path and returns its address. Nil is a page that was
// there and is no more.
func (s *site) publish(path string, page []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = page
	return s.URL + path
}

// report is what our verifier says of a document, as a stranger who knows
// nothing of its issuer. What is no badge at all is invalid.
func report(t *testing.T, document []byte) verify.Report {
	t.Helper()
	r, err := verify.NewStranger(fetch.New(fetch.Options{AllowLoopback: true}), time.Now).Document(t.Context(), document)
	if err != nil {
		return verify.Report{Verdict: verify.Invalid, Checks: []verify.Check{{Name: "document", Result: verify.Fail, Detail: err.Error()}}}
	}
	return r
}

// expectVerdict expects one verdict of our verifier, and that a document whose
// signature does not hold shows nothing.
func expectVerdict(t *testing.T, document []byte, want verify.Verdict) verify.Report {
	t.Helper()
	r := report(t, document)
	if r.Verdict != want {
		t.Errorf("our verifier says %s, not %s: %+v", r.Verdict, want, r.Checks)
	}
	if want == verify.Invalid && (r.Shown || r.View.Name != "") {
		t.Error("our verifier shows what it says")
	}
	return r
}

// signer is a key of ours, known as a did:key where there is one of its kind.
type signer struct {
	key         crypto.Signer
	did, method string
}

func newSigner(t *testing.T, kind string) signer {
	t.Helper()
	var key crypto.Signer
	var err error
	switch kind {
	case "EdDSA":
		_, key, err = ed25519.GenerateKey(rand.Reader)
	case "P-256", "ES256":
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "P-384", "ES384":
		key, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "RS256":
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := signer{key: key}
	if kind != "RS256" {
		multikey, err := did.Multikey(key.Public())
		if err != nil {
			t.Fatal(err)
		}
		s.did = "did:key:" + multikey
		s.method = s.did + "#" + multikey
	}
	return s
}

// sign signs as the proofs and tokens want it: r and s one after the other for ECDSA.
func (s signer) sign(message []byte) ([]byte, error) {
	hash, digest := crypto.Hash(0), message
	short, long := sha256.Sum256(message), sha512.Sum384(message)
	switch key := s.key.(type) {
	case *ecdsa.PrivateKey:
		digest = short[:]
		if key.Curve == elliptic.P384() {
			digest = long[:]
		}
		r, v, err := ecdsa.Sign(rand.Reader, key, digest)
		size := (key.Curve.Params().BitSize + 7) / 8
		return append(r.FillBytes(make([]byte, size)), v.FillBytes(make([]byte, size))...), err
	case *rsa.PrivateKey:
		hash, digest = crypto.SHA256, short[:]
	}
	return s.key.Sign(rand.Reader, digest, hash)
}

// seal signs a credential of this signer with a Data Integrity proof.
func (s signer) seal(t *testing.T, cryptosuite string, unsigned []byte) []byte {
	t.Helper()
	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: s.method, Created: time.Now(), Cryptosuite: cryptosuite})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := proof.SignFor(t.Context(), prepared, s.key.Public(), s.sign)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// compact signs a payload as a compact JWS with an RSA key.
func compact(s signer, payload []byte) (string, error) {
	input := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	signature, err := s.sign([]byte(input))
	return input + "." + base64.RawURLEncoding.EncodeToString(signature), err
}
