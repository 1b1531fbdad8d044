package proof_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/proof"
)

const method = "did:web:127.0.0.1%3A28931:issuers:demo#key-1"

var created = time.Date(2026, 11, 23, 4, 55, 44, 900, time.FixedZone("CET", 3600))

func sign(message []byte) ([]byte, error) { return ed25519.Sign(private, message), nil }

// unsigned is the badge vector without its proof.
func unsigned(t testing.TB) []byte {
	t.Helper()
	data, _, found := strings.Cut(string(vector(t, "badge.json")), ",\n \"proof\"")
	if !found {
		t.Fatal("the vector has no proof")
	}
	return []byte(data + "}")
}

func TestSigningTheVectorAgainGivesItsSignature(t *testing.T) {
	prepared, err := proof.Prepare(append(unsigned(t), " \n"...), proof.Options{VerificationMethod: method, Created: created})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimSuffix(string(unsigned(t)), "}") + `,"proof":[{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022",` +
		`"created":"2026-11-23T03:55:44Z","verificationMethod":"` + method + `","proofPurpose":"assertionMethod"}]}`
	if string(prepared) != want {
		t.Fatalf("prepared\n%s\nwant\n%s", prepared, want)
	}
	signed, err := proof.Sign(context.Background(), prepared, sign)
	if err != nil {
		t.Fatal(err)
	}
	want = strings.TrimSuffix(want, "}]}") + `,"proofValue":"z4i8eQVkodZxEGoymdfqkJixyU2Zs4TPTPgesXCyrZweKU26BSc9JmUp5JqjHExxeBZYzJhb9i22rCkMK5BQhNRzL"}]}`
	if string(signed) != want {
		t.Fatalf("signed\n%s\nwant\n%s", signed, want)
	}
	if err := verify(t, signed); err != nil {
		t.Error(err)
	}
	again, err := proof.Sign(context.Background(), prepared, sign)
	if err != nil || !bytes.Equal(again, signed) {
		t.Errorf("signing the same document again gives other bytes (%v)", err)
	}
}

func TestPrepareRefuses(t *testing.T) {
	good := proof.Options{VerificationMethod: method, Created: created}
	for _, c := range []struct {
		name, doc string
		options   proof.Options
	}{
		{"not JSON", `{"a":`, good},
		{"not an object", `["a"]`, good},
		{"no contexts", `{"id":"urn:x:1"}`, good},
		{"empty object", `{}`, good},
		{"signed already", `{"@context":["https://www.w3.org/ns/credentials/v2"],"proof":{}}`, good},
		{"no time", `{"@context":["https://www.w3.org/ns/credentials/v2"]}`, proof.Options{VerificationMethod: method}},
		{"no method", `{"@context":["https://www.w3.org/ns/credentials/v2"]}`, proof.Options{Created: created}},
		{"relative method", `{"@context":["https://www.w3.org/ns/credentials/v2"]}`, proof.Options{VerificationMethod: "#key-1", Created: created}},
	} {
		if got, err := proof.Prepare([]byte(c.doc), c.options); err == nil {
			t.Errorf("%s: prepared as %s", c.name, got)
		}
	}
}

func TestMessageRefusesWhatNobodyCouldVerify(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           error
	}{
		{"unknown member", `"validFrom"`, `"clearance":"x","validFrom"`, nil},
		{"character that text cannot have", `Soil Sampling`, `Soil\u0000Sampling`, nil},
		{"member under its full name", `"name"`, `"https://schema.org/name"`, proof.ErrSpelling},
		{"contexts that Open Badges does not use", `context-3.0.3.json"]`, `context-3.0.3.json","https://w3id.org/security/multikey/v1"]`, proof.ErrContext},
	} {
		doc := strings.Replace(string(unsigned(t)), c.old, c.new, 1)
		prepared, err := proof.Prepare([]byte(doc), proof.Options{VerificationMethod: method, Created: created})
		if err != nil {
			t.Fatal(err)
		}
		_, err = proof.Sign(context.Background(), prepared, func([]byte) ([]byte, error) {
			t.Errorf("%s: asked to sign", c.name)
			return nil, nil
		})
		var refused *canon.Refused
		if c.want == nil && !errors.As(err, &refused) || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
	if _, err := proof.Message(context.Background(), vector(t, "badge.json")); !errors.Is(err, proof.ErrMalformed) {
		t.Errorf("a signed document: got %v", err)
	}
	if _, err := proof.Message(context.Background(), unsigned(t)); !errors.Is(err, proof.ErrMalformed) {
		t.Errorf("an unprepared document: got %v", err)
	}
}

func TestCompleteRefuses(t *testing.T) {
	prepared, err := proof.Prepare(unsigned(t), proof.Options{VerificationMethod: method, Created: created})
	if err != nil {
		t.Fatal(err)
	}
	signature := make([]byte, ed25519.SignatureSize)
	for name, c := range map[string]struct{ doc, signature []byte }{
		"short signature":       {prepared, signature[:63]},
		"unprepared document":   {unsigned(t), signature},
		"signed document":       {vector(t, "badge.json"), signature},
		"proof not at the end":  {[]byte(`{"proof":[{"type":"DataIntegrityProof"}],"evidence":[{"type":"Evidence"}]}`), signature},
		"space behind the end":  {append(prepared[:len(prepared):len(prepared)], ' '), signature},
		"signature there twice": {[]byte(`{"proof":[{"type":"DataIntegrityProof","proofValue":"z1"}]}`), signature},
	} {
		if got, err := proof.Complete(c.doc, c.signature); err == nil {
			t.Errorf("%s: completed as %s", name, got)
		}
	}
	broken := errors.New("the key store is closed")
	if _, err := proof.Sign(context.Background(), prepared, func([]byte) ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("the signer's error is lost: %v", err)
	}
}

func TestProofsExpire(t *testing.T) {
	prepared, err := proof.Prepare(unsigned(t), proof.Options{VerificationMethod: method, Created: created})
	if err != nil {
		t.Fatal(err)
	}
	prepared = bytes.Replace(prepared, []byte(`"created"`), []byte(`"expires":"2027-01-01T00:00:00Z","created"`), 1)
	signed, err := proof.Sign(context.Background(), prepared, sign)
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := vc.Decode(signed)
	proofs, _ := proof.Proofs(doc)
	end := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := proof.Verify(context.Background(), doc, proofs[0], public, end.Add(-time.Second)); err != nil {
		t.Errorf("a second before its end: %v", err)
	}
	if err := proof.Verify(context.Background(), doc, proofs[0], public, end); !errors.Is(err, proof.ErrExpired) {
		t.Errorf("at its end: %v", err)
	}
	if err := proof.Verify(context.Background(), doc, proofs[0], public[:31], now); !errors.Is(err, proof.ErrKey) {
		t.Errorf("with a short key: %v", err)
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if err := proof.Verify(stopped, doc, proofs[0], public, now); !errors.Is(err, context.Canceled) {
		t.Errorf("when the caller has left: %v", err)
	}
}

// A credential that mentions its own address, for instance as evidence, must not let its status wander there.
func TestStatusCannotMoveToAnotherMentionOfTheCredential(t *testing.T) {
	const id = "urn:uuid:0d3c2b5e-7c3a-4a52-9df0-2c7a6f0b6d11"
	doc := strings.Replace(string(unsigned(t)), `"validFrom"`, `"evidence":["`+id+`"],"validFrom"`, 1)
	prepared, err := proof.Prepare([]byte(doc), proof.Options{VerificationMethod: method, Created: created})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := proof.Sign(context.Background(), prepared, sign)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(t, signed); err != nil {
		t.Fatal(err)
	}
	o, _ := vc.Decode(signed)
	o["evidence"] = vc.Object{"id": id, "type": o["type"], "credentialStatus": o["credentialStatus"]}
	delete(o, "credentialStatus")
	proofs, _ := proof.Proofs(o)
	if err := proof.Verify(context.Background(), o, proofs[0], public, now); !errors.Is(err, proof.ErrSpelling) {
		t.Errorf("a credential without its status: %v", err)
	}
}
