package interop_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"laurel/openbadge"
	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/proof"
)

// README example

// verified reads a credential after verifying it with the issuer's own keys,
// from the document that its did:web or did:key leads to.
func verified(ctx context.Context, credential, didDocument []byte) (openbadge.View, error) {
	doc, err := vc.Decode(credential) // strict JSON, bounded
	if err != nil {
		return openbadge.View{}, err
	}
	issuer, err := did.ParseDocument(didDocument, vc.IssuerID(doc))
	if err != nil {
		return openbadge.View{}, err
	}
	proofs, err := proof.Proofs(doc)
	if err == nil && len(proofs) == 0 {
		err = errors.New("not signed")
	}
	if err != nil {
		return openbadge.View{}, err
	}
	for _, p := range proofs {
		key, err := issuer.Key(p.VerificationMethod, time.Now())
		if err != nil {
			return openbadge.View{}, err
		}
		if err := proof.Verify(ctx, doc, p, key, time.Now()); err != nil {
			return openbadge.View{}, err // forged, changed, or signed with another key
		}
	}
	return openbadge.Read(doc) // what it says; status and dates are yours to check
}

// end of the README example

// The example in README.md is this file's, word for word, and works.
func TestTheExampleInTheReadme(t *testing.T) {
	source, err := os.ReadFile("library_test.go")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(source), "// README example\n")
	example, _, _ := strings.Cut(rest, "// end of the README example\n")
	if !strings.Contains(string(readme), "```go\n"+strings.TrimSpace(example)+"\n```") {
		t.Error("README.md does not show the example as it stands here")
	}
}
