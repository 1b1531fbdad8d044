package proof_test

import (
	"context"
	"errors"
	"testing"

	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/proof"
)

// FuzzVerify takes any document. An error is of a declared kind, and a document that holds is one that its issuer signed:
// the seeds are the only ones.
func FuzzVerify(f *testing.F) {
	kinds := []error{
		proof.ErrSignature, proof.ErrMalformed, proof.ErrUnsupported, proof.ErrKey, proof.ErrChain, proof.ErrPurpose, proof.ErrExpired, proof.ErrContext, proof.ErrSpelling,
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := vc.Decode(data)
		if err != nil {
			return
		}
		proofs, err := proof.Proofs(doc)
		if err != nil && !errors.Is(err, proof.ErrMalformed) {
			t.Fatalf("an error of no kind: %v", err)
		}
		for _, p := range proofs {
			err := proof.Verify(context.Background(), doc, p, public, now)
			if _, refused := errors.AsType[*canon.Refused](err); refused || err == nil && vc.IssuerID(doc) == "did:web:127.0.0.1%3A28931:issuers:demo" {
				continue
			}
			known := false
			for _, kind := range kinds {
				known = known || errors.Is(err, kind)
			}
			if !known {
				t.Errorf("%v for\n%s", err, data)
			}
		}
	})
}
