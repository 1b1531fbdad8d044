package proof_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/did"
	"laurel/vc/proof"
)

// sevens is the private key on a curve whose scalar is bytes of value 7.
func sevens(t testing.TB, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.ParseRawPrivateKey(curve, bytes.Repeat([]byte{7}, curve.Params().BitSize/8))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// signECDSA signs as the ECDSA suites want it: r and s one after the other, over a hash of the message.
func signECDSA(key *ecdsa.PrivateKey) func([]byte) ([]byte, error) {
	return func(message []byte) ([]byte, error) {
		size := key.Curve.Params().BitSize / 8
		digest := sha256.Sum256(message)
		hashed := digest[:]
		if size == 48 {
			long := sha512.Sum384(message)
			hashed = long[:]
		}
		r, s, err := ecdsa.Sign(rand.Reader, key, hashed)
		if err != nil {
			return nil, err
		}
		out := make([]byte, 2*size)
		r.FillBytes(out[:size])
		s.FillBytes(out[size:])
		return out, nil
	}
}

type signerKey struct {
	name   string
	public crypto.PublicKey
	sign   func([]byte) ([]byte, error)
	suites []string // that the key fits
}

func signerKeys(t testing.TB) []signerKey {
	p256, p384 := sevens(t, elliptic.P256()), sevens(t, elliptic.P384())
	eddsa := []string{proof.EdDSARDFC2022, proof.EdDSAJCS2022}
	ecdsas := []string{proof.ECDSARDFC2019, proof.ECDSAJCS2019}
	return []signerKey{
		{"Ed25519", public, sign, eddsa},
		{"P-256", &p256.PublicKey, signECDSA(p256), ecdsas},
		{"P-384", &p384.PublicKey, signECDSA(p384), ecdsas},
	}
}

type peerDocument struct {
	Name     string
	Key      string
	Document json.RawMessage
}

// peers are documents that other people's software signed; testdata/NOTICE names their hash.
func peers(t testing.TB) []peerDocument {
	t.Helper()
	data, err := os.ReadFile("testdata/peer.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []peerDocument
	if err := json.Unmarshal(data, &list); err != nil || len(list) != 7 {
		t.Fatalf("%d documents, %v", len(list), err)
	}
	return list
}

func TestNoticeNamesTheVectors(t *testing.T) {
	notice, err := os.ReadFile("testdata/NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"peer.json", "w3c.json"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		if !strings.Contains(string(notice), name+"  "+hex.EncodeToString(sum[:])) {
			t.Errorf("%s is not the file that the NOTICE names: %x", name, sum)
		}
	}
}

// only decodes a document that has one proof.
func only(t testing.TB, data []byte) (vc.Object, proof.Proof) {
	t.Helper()
	doc, err := vc.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	proofs, err := proof.Proofs(doc)
	if err != nil || len(proofs) != 1 {
		t.Fatalf("%d proofs, %v", len(proofs), err)
	}
	return doc, proofs[0]
}

func TestWhatOthersSignedHoldsAndNoEditOfItDoes(t *testing.T) {
	for _, v := range peers(t) {
		t.Run(v.Name, func(t *testing.T) {
			key, err := did.ParseMultikey(v.Key)
			if err != nil {
				t.Fatal(err)
			}
			doc, p := only(t, v.Document)
			if err := proof.Verify(context.Background(), doc, p, key, now); err != nil {
				t.Fatal(err)
			}
			tried := 0
			edits("", doc, nil, func(what string) {
				tried++
				proofs, err := proof.Proofs(doc)
				if err != nil || len(proofs) == 0 {
					return
				}
				if err := proof.Verify(context.Background(), doc, proofs[0], key, now); err == nil {
					t.Errorf("accepted with %s", what)
				}
			})
			if tried < 80 {
				t.Errorf("only %d edits tried", tried)
			}
		})
	}
}

// TestNothingOutsideTheDiagonalPasses signs with every suite and key that fit, and checks with every suite and key.
func TestNothingOutsideTheDiagonalPasses(t *testing.T) {
	suites := []string{proof.EdDSARDFC2022, proof.EdDSAJCS2022, proof.ECDSARDFC2019, proof.ECDSAJCS2019}
	keys := signerKeys(t)
	weak, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	others := []crypto.PublicKey{nil, &weak.PublicKey, "key", []byte(public), (*ecdsa.PublicKey)(nil), ed25519.PublicKey(nil)}
	for _, by := range keys {
		for _, name := range by.suites {
			prepared, err := proof.Prepare(unsigned(t), proof.Options{VerificationMethod: method, Created: created, Cryptosuite: name})
			if err != nil {
				t.Fatal(err)
			}
			signed, err := proof.SignFor(context.Background(), prepared, by.public, by.sign)
			if err != nil {
				t.Fatalf("%s with %s: %v", name, by.name, err)
			}
			for _, as := range suites {
				doc, p := only(t, bytes.Replace(signed, []byte(name), []byte(as), 1))
				for _, key := range keys {
					err := proof.Verify(context.Background(), doc, p, key.public, now)
					if fits := as == name && key.name == by.name; (err == nil) != fits {
						t.Errorf("%s with %s, checked as %s with %s: %v", name, by.name, as, key.name, err)
					}
				}
				for _, key := range others {
					if err := proof.Verify(context.Background(), doc, p, key, now); !errors.Is(err, proof.ErrKey) {
						t.Errorf("%s checked with a %T: %v", as, key, err)
					}
				}
			}
		}
	}
}

func TestSigningRefusesAKeyOfAnotherKind(t *testing.T) {
	never := func([]byte) ([]byte, error) { t.Error("asked to sign"); return nil, nil }
	for _, key := range signerKeys(t) {
		for _, name := range []string{proof.EdDSARDFC2022, proof.EdDSAJCS2022, proof.ECDSARDFC2019, proof.ECDSAJCS2019} {
			fits := strings.Contains(strings.Join(key.suites, " "), name)
			prepared, err := proof.Prepare(unsigned(t), proof.Options{VerificationMethod: method, Created: created, Cryptosuite: name})
			if err != nil {
				t.Fatal(err)
			}
			if !fits {
				if _, err := proof.SignFor(context.Background(), prepared, key.public, never); !errors.Is(err, proof.ErrKey) {
					t.Errorf("%s with %s: %v", name, key.name, err)
				}
			}
			if strings.HasPrefix(name, "ecdsa") {
				if _, err := proof.Sign(context.Background(), prepared, never); !errors.Is(err, proof.ErrKey) {
					t.Errorf("%s by Sign: %v", name, err)
				}
			}
		}
	}
	for _, name := range []string{"Ed25519Signature2020", "eddsa-2022", "none"} {
		if _, err := proof.Prepare(unsigned(t), proof.Options{VerificationMethod: method, Created: created, Cryptosuite: name}); !errors.Is(err, proof.ErrUnsupported) {
			t.Errorf("prepared for %s: %v", name, err)
		}
	}
}

// The signature of an ECDSA proof is r and s at full length, so that no byte of it can be moved.
func TestECDSASignatureOfAnotherLengthIsRefused(t *testing.T) {
	key := signerKeys(t)[2]
	prepared, err := proof.Prepare(unsigned(t), proof.Options{VerificationMethod: method, Created: created, Cryptosuite: proof.ECDSARDFC2019})
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{0, 48, 63, 65, 95, 97} {
		if _, err := proof.Complete(prepared, make([]byte, size)); err == nil {
			t.Errorf("completed with %d bytes", size)
		}
	}
	for _, size := range []int{64, 96} { // zeros of each curve's length
		signed, err := proof.Complete(prepared, make([]byte, size))
		if err != nil {
			t.Fatal(err)
		}
		doc, p := only(t, signed)
		if err := proof.Verify(context.Background(), doc, p, key.public, now); err == nil {
			t.Errorf("%d zeros are a signature", size)
		}
	}
}

func TestJCSProofAndContexts(t *testing.T) {
	prepared, err := proof.Prepare(unsigned(t), proof.Options{VerificationMethod: method, Created: created, Cryptosuite: proof.EdDSAJCS2022})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := proof.Sign(context.Background(), prepared, sign)
	if err != nil {
		t.Fatal(err)
	}
	const badge3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	for _, c := range []struct {
		name     string
		contexts []any
		want     error
	}{
		{"its own", []any{vc.ContextV2, badge3}, nil},
		{"its own and one of proofs behind", []any{vc.ContextV2, badge3, "https://w3id.org/security/data-integrity/v2"}, nil},
		{"its own and an unknown one behind", []any{vc.ContextV2, badge3, "https://evil.example/v1"}, proof.ErrContext},
		{"one taken out", []any{vc.ContextV2}, proof.ErrContext},
		{"another version of one", []any{vc.ContextV2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"}, proof.ErrContext},
		{"in another order", []any{badge3, vc.ContextV2}, proof.ErrContext},
		{"another in front", []any{"https://w3id.org/security/data-integrity/v2", vc.ContextV2, badge3}, proof.ErrContext},
		{"one written into the document", []any{vc.ContextV2, badge3, vc.Object{"name": "https://schema.org/x"}}, proof.ErrContext},
		{"none", nil, proof.ErrContext},
	} {
		doc, p := only(t, signed)
		doc["@context"] = c.contexts
		if err := proof.Verify(context.Background(), doc, p, public, now); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A number that the canonical form would round must not stand for another one.
func TestJCSRefusesNumbersThatRound(t *testing.T) {
	var refused *canon.Refused
	for text, fine := range map[string]bool{
		"2.5": true, "0": true, "10": true, "-3": true, "1e2": true, "123456789012345": true, "0.000001": true,
		"9007199254740993": false, "0.30000000000000004": false, "1e400": false, "1e-400": false, "-0": false, "-0.0": false,
	} {
		data := strings.Replace(string(unsigned(t)), `"type":["AchievementSubject"],`, `"type":["AchievementSubject"],"creditsEarned":`+text+`,`, 1)
		prepared, err := proof.Prepare([]byte(data), proof.Options{VerificationMethod: method, Created: created, Cryptosuite: proof.EdDSAJCS2022})
		if err != nil {
			t.Fatal(err)
		}
		signed, err := proof.Sign(context.Background(), prepared, sign)
		if !fine {
			if !errors.As(err, &refused) || refused.Path != "/credentialSubject/creditsEarned" {
				t.Errorf("%s: %v", text, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if err := verify(t, signed); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func FuzzVerifyJCSMutants(f *testing.F) {
	signed := []byte(peers(f)[1].Document)
	f.Add(0, byte('{'))
	f.Add(400, byte('x'))
	f.Add(len(signed)-20, byte('"'))
	original, err := vc.Decode(signed)
	if err != nil {
		f.Fatal(err)
	}
	want, _ := json.Marshal(original)
	f.Fuzz(func(t *testing.T, at int, b byte) {
		if at < 0 || at >= len(signed) {
			return
		}
		mutant := bytes.Clone(signed)
		mutant[at] = b
		if verify(t, mutant) != nil {
			return
		}
		doc, _ := vc.Decode(mutant)
		if got, _ := json.Marshal(doc); string(got) != string(want) {
			t.Errorf("accepted with byte %d changed to %q", at, b)
		}
	})
}
