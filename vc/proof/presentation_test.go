package proof

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"maps"
	"testing"
	"time"

	"laurel/vc"
)

// present signs a presentation with the members of a proof.
func present(t *testing.T, key ed25519.PrivateKey, members vc.Object) (vc.Object, Proof) {
	t.Helper()
	o := vc.Object{"type": "DataIntegrityProof", "cryptosuite": EdDSARDFC2022, "verificationMethod": "did:example:zoe#1"}
	maps.Copy(o, members)
	doc := vc.Object{"@context": []any{vc.ContextV2}, "type": []any{"VerifiablePresentation"}, "holder": "did:example:zoe", "proof": o}
	message, err := eddsaRDFC2022.message(context.Background(), doc, Proof{Object: o}, ed25519Pure)
	if err != nil {
		t.Fatal(err)
	}
	o["proofValue"] = multibase(ed25519.Sign(key, message))
	proofs, err := Proofs(doc)
	if err != nil {
		t.Fatal(err)
	}
	return doc, proofs[0]
}

func TestAPresentationHoldsOnItsOccasionOnly(t *testing.T) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))
	now := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		members vc.Object
		asked   Occasion
		want    error
	}{
		"for whoever asks":            {vc.Object{"proofPurpose": "authentication"}, Occasion{}, nil},
		"the right occasion":          {vc.Object{"proofPurpose": "authentication", "domain": "a.example", "challenge": "1"}, Occasion{"a.example", "1"}, nil},
		"one of two domains":          {vc.Object{"proofPurpose": "authentication", "domain": []any{"b.example", "a.example"}}, Occasion{Domain: "a.example"}, nil},
		"an occasion nobody asks for": {vc.Object{"proofPurpose": "authentication", "domain": "a.example", "challenge": "1"}, Occasion{}, nil},
		"another domain":              {vc.Object{"proofPurpose": "authentication", "domain": "b.example"}, Occasion{Domain: "a.example"}, ErrOccasion},
		"no domain":                   {vc.Object{"proofPurpose": "authentication"}, Occasion{Domain: "a.example"}, ErrOccasion},
		"another challenge":           {vc.Object{"proofPurpose": "authentication", "challenge": "2"}, Occasion{Challenge: "1"}, ErrOccasion},
		"no challenge":                {vc.Object{"proofPurpose": "authentication"}, Occasion{Challenge: "1"}, ErrOccasion},
		"made to issue a credential":  {vc.Object{"proofPurpose": "assertionMethod"}, Occasion{}, ErrOccasion},
		"a proof that has expired":    {vc.Object{"proofPurpose": "authentication", "expires": "2026-01-31T00:00:00Z"}, Occasion{}, ErrExpired},
	} {
		t.Run(name, func(t *testing.T) {
			doc, p := present(t, key, c.members)
			if err := VerifyPresentation(t.Context(), doc, p, key.Public(), now, c.asked); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if c.want == nil {
				if err := Verify(t.Context(), doc, p, key.Public(), now); err == nil {
					t.Error("it passes for a credential")
				}
			}
		})
	}
}
