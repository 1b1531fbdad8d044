// Package proof makes and checks Data Integrity proofs (Verifiable Credential Data Integrity 1.0) of the cryptosuites
// eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019 and ecdsa-jcs-2019 (Data Integrity EdDSA Cryptosuites 1.0 and ECDSA
// Cryptosuites 1.0), and checks the older Ed25519Signature2020.
//
// To sign, an unsigned document goes through Prepare, whose result is fixed in everything but the signature and can
// be recorded before anybody signs; Message says what to sign, and Complete puts the signature in. To check, a
// decoded document goes through Proofs and Verify; what somebody shows on an occasion, a presentation, through Proofs
// and VerifyPresentation. Many documents of one kind are signed fast with a Template. The package never sees a private
// key, never resolves a verification method, and never fetches a context.
//
// Verify is about one proof and one key. Whose key it is decides everything, and is for the caller to find out: by package
// did, in the document of the credential's issuer, never in one that the proof alone names.
package proof

import (
	"errors"
	"fmt"
	"time"

	"laurel/vc"
)

const (
	dataIntegrity = "DataIntegrityProof"
	purpose       = "assertionMethod"
)

// maxProofs bounds the work that one document can ask for.
const maxProofs = 8

// Why a proof does not hold. Errors of this package wrap one of them, a *vc.Malformed or a *canon.Refused (the
// document has no exact meaning here: an unknown context or an undefined term).
var (
	ErrSignature   = errors.New("the signature does not fit this document and key: one of them was changed")
	ErrMalformed   = errors.New("the proof is malformed")
	ErrUnsupported = errors.New("this kind of proof is not supported")
	ErrKey         = errors.New("the proof is of a kind that this key cannot make")
	ErrChain       = errors.New("the proof builds on other proofs (previousProof) that are not all in the document")
	ErrPurpose     = errors.New("the proof was not made to issue a credential (proofPurpose assertionMethod)")
	ErrExpired     = errors.New("the proof has expired")
	ErrContext     = errors.New("the contexts of the document are not ones that Open Badges credentials use, in their order")
	ErrSpelling    = errors.New("the document is spelled so that its parts could be overlooked")
)

// Proof is one proof of a document (Data Integrity 1.0, section 2.1).
type Proof struct {
	ID                 string // empty: none; others may build on the proof under this name
	Type               string
	Cryptosuite        string
	Previous           []string  // ids of the proofs of the same document that this one builds on and covers
	Created            time.Time // zero: not said
	Expires            time.Time // zero: never
	VerificationMethod string    // absolute id of the method, whose controller has to be the issuer
	Purpose            string
	Value              string    // proofValue as written; empty in a prepared document
	Object             vc.Object // the proof whole, as it stands in the document
}

// Proofs reads the proofs of a document, none of them checked. A document without a proof has an empty list. Every
// proof is about the document and, in a chain, about the proofs that it builds on (Previous), but not about the rest,
// so judge each: one that holds says nothing of the others (Data Integrity 1.0, sections 2.1.1 and 2.1.2).
func Proofs(doc vc.Object) ([]Proof, error) {
	value, there := doc["proof"]
	if !there {
		return nil, nil
	}
	entries, isArray := value.([]any)
	if !isArray {
		entries = []any{value}
	}
	if len(entries) == 0 || len(entries) > maxProofs {
		return nil, fmt.Errorf("%w: the document has %d proofs, not 1 to %d", ErrMalformed, len(entries), maxProofs)
	}
	proofs := make([]Proof, 0, len(entries))
	for _, entry := range entries {
		o, ok := entry.(vc.Object)
		if !ok {
			return nil, fmt.Errorf("%w: it is not an object", ErrMalformed)
		}
		p, err := read(o)
		if err != nil {
			return nil, err
		}
		proofs = append(proofs, p)
	}
	return proofs, checkIDs(proofs)
}

func read(o vc.Object) (Proof, error) {
	p := Proof{
		ID:                 vc.String(o, "id"),
		Type:               vc.String(o, "type"),
		Cryptosuite:        vc.String(o, "cryptosuite"),
		VerificationMethod: vc.String(o, "verificationMethod"),
		Purpose:            vc.String(o, "proofPurpose"),
		Value:              vc.String(o, "proofValue"),
		Object:             o,
	}
	var err error
	if p.Created, err = vc.Moment(o, "created"); err != nil {
		return Proof{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if p.Expires, err = vc.Moment(o, "expires"); err != nil {
		return Proof{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if p.Previous, err = previous(o); err != nil {
		return Proof{}, err
	}
	return p, nil
}
