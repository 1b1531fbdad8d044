package proof

import (
	"context"
	"crypto"
	_ "crypto/sha256" // crypto.SHA256
	_ "crypto/sha512" // crypto.SHA384
	"fmt"
	"slices"

	"laurel/vc"
)

// The cryptosuites of DataIntegrityProof that proofs can be made with; all of them are checked, too.
const (
	EdDSARDFC2022 = "eddsa-rdfc-2022"
	EdDSAJCS2022  = "eddsa-jcs-2022"
	ECDSARDFC2019 = "ecdsa-rdfc-2019"
	ECDSAJCS2019  = "ecdsa-jcs-2019"
)

// suite is one way to prove a document: how the document becomes bytes, and which keys sign them.
type suite struct {
	proofType string   // the proof's type
	name      string   // the proof's cryptosuite; empty for a type that is a suite itself
	keys      []scheme // the signature schemes that fit
	jcs       bool     // the proof carries the contexts that it was made under

	// hashed gives the two objects that are signed: the proof's options, then the document without its proofs.
	hashed func(doc vc.Object, p Proof) (options, unsecured vc.Object, err error)
	// canonical writes one of them as bytes; hash is the one that the bytes will be hashed with.
	canonical func(ctx context.Context, hash crypto.Hash, o vc.Object) ([]byte, error)
}

// suites are all that Verify knows.
var suites = []suite{eddsaRDFC2022, eddsaJCS2022, ecdsaRDFC2019, ecdsaJCS2019, ed25519Signature2020}

// suite finds the suite that a proof names.
func (p Proof) suite() (suite, error) {
	for _, s := range suites {
		if p.Type == s.proofType && p.Cryptosuite == s.name {
			return s, nil
		}
	}
	return suite{}, fmt.Errorf("%w: type %q, cryptosuite %q", ErrUnsupported, p.Type, p.Cryptosuite)
}

// scheme says how this suite is used with a key. The suite decides the scheme and the key has to fit it: a proof
// cannot talk a key of one kind into another one's signatures.
func (s suite) scheme(key crypto.PublicKey) (scheme, error) {
	found := schemeOf(key)
	if found == none || !slices.Contains(s.keys, found) {
		return none, fmt.Errorf("%w: %s %s with a %T", ErrKey, s.proofType, s.name, key)
	}
	return found, nil
}

// message hashes the proof's options and the document without its proofs, in this order (EdDSA Cryptosuites 1.0,
// sections 3.2.4 and 3.3.4; ECDSA Cryptosuites 1.0, sections 3.2.4 and 3.3.4).
func (s suite) message(ctx context.Context, doc vc.Object, p Proof, with scheme) ([]byte, error) {
	options, unsecured, err := s.hashed(doc, p)
	if err != nil {
		return nil, err
	}
	hash := with.hash()
	out := make([]byte, 0, 2*hash.Size())
	for _, part := range []vc.Object{options, unsecured} {
		text, err := s.canonical(ctx, hash, part)
		if err != nil {
			return nil, fmt.Errorf("canonicalize: %w", err)
		}
		h := hash.New()
		_, _ = h.Write(text) // a hash takes every write
		out = h.Sum(out)
	}
	return out, nil
}
