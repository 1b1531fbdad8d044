package verify

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"strings"

	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/did"
	"laurel/vc/proof"
)

// The names of the checks.
const (
	checkSignature = "signature"
	checkIssuer    = "issuer"
	checkDates     = "dates"
	checkStatus    = "status"
	checkShape     = "shape"
)

// issuerKey is the key that a proof names, found at its owner.
type issuerKey struct {
	did, domain string
	public      crypto.PublicKey
}

// checkSignature verifies the proofs with the issuer's own keys: all of them
// must hold, so that a good one cannot hide a forged one (standards: Data
// Integrity 1.0, section 2.1; Open Badges 3.0, verification).
func (v *Verifier) checkSignature(ctx context.Context, doc vc.Object) (signature, issuer Check, key issuerKey) {
	proofs, err := proof.Proofs(doc)
	if err == nil && len(proofs) == 0 {
		err = errors.New("the document carries no proof")
	}
	if err != nil {
		return Check{checkSignature, Fail, "This badge is not signed in a way that can be checked.", err.Error()},
			Check{checkIssuer, Unknown, "Without a signature nobody can tell who issued it.", ""}, key
	}
	for _, p := range proofs {
		if issuer, key = v.checkIssuerOf(ctx, doc, p); issuer.Result == Fail || issuer.Result == Unknown {
			return Check{checkSignature, Unknown, "The signature could not be checked, because the issuer's key could not be had.", p.VerificationMethod}, issuer, key
		}
		err := proof.Verify(ctx, doc, p, key.public, v.now())
		if errors.Is(err, proof.ErrUnsupported) {
			return Check{checkSignature, Unknown, "The signature is of a kind that cannot be checked here.", err.Error()}, issuer, key
		}
		if err != nil {
			return Check{checkSignature, Fail, failure(err), err.Error()}, issuer, key
		}
	}
	return Check{checkSignature, Pass, "Nothing in this badge has changed since it was signed.", proofs[0].Cryptosuite}, issuer, key
}

// failure tells in a sentence why a signature does not hold.
func failure(err error) string {
	if refused, ok := errors.AsType[*canon.Refused](err); ok {
		return "This badge cannot be checked exactly, so it is refused: " + refused.Error() + "."
	}
	if errors.Is(err, proof.ErrExpired) {
		return "The signature itself has expired."
	}
	return "The signature does not fit: this badge was changed after it was signed, or was not signed by its issuer."
}

// checkIssuerOf finds the key that a proof names at the issuer whom the
// document names.
func (v *Verifier) checkIssuerOf(ctx context.Context, doc vc.Object, p proof.Proof) (Check, issuerKey) {
	issuer := vc.IssuerID(doc)
	controller, _, _ := strings.Cut(p.VerificationMethod, "#")
	if issuer == "" || controller != issuer {
		return Check{checkIssuer, Fail, "It was signed with a key of somebody other than the issuer it names.", fmt.Sprintf("issuer %s, key %s", issuer, p.VerificationMethod)}, issuerKey{}
	}
	key := issuerKey{did: issuer}
	document, err := v.resolve(ctx, issuer, &key)
	if err != nil {
		return Check{checkIssuer, Unknown, "The issuer's key could not be had, so nobody can tell whether this badge is genuine. Try again later.", err.Error()}, key
	}
	if key.public, err = document.Key(p.VerificationMethod, v.now()); err != nil {
		return Check{checkIssuer, Fail, "The issuer does not know the key this badge was signed with, or no longer stands by it.", err.Error()}, key
	}
	if key.domain == "" {
		return Check{checkIssuer, Warn, "The issuer is known by its key alone: no web address vouches for its name.", "did:key"}, key
	}
	return Check{checkIssuer, Pass, "The key belongs to " + key.domain + ".", p.VerificationMethod}, key
}

// resolve finds a DID document: did:key from itself, did:web from its address.
func (v *Verifier) resolve(ctx context.Context, id string, key *issuerKey) (*did.Document, error) {
	switch {
	case strings.HasPrefix(id, "did:key:"):
		return did.ResolveKey(id)
	case strings.HasPrefix(id, "did:web:"):
		address, err := did.WebURL(id)
		if err != nil {
			return nil, err
		}
		body, err := v.get(ctx, address, "application/did+json, application/json;q=0.9")
		if err != nil {
			return nil, err
		}
		key.domain = domainOf(address)
		return did.ParseDocument(body, id)
	}
	return nil, errors.New("issuers are looked up by did:web and did:key only, and this one is " + id)
}
