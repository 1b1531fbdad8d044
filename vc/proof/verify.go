package proof

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"maps"
	"strings"
	"time"

	"laurel/vc"
	"laurel/vc/canon"

	"github.com/mr-tron/base58"
)

// Verify checks one proof of a document with the key of its verification method at the time now: the form of the
// proof, the signature, then the contexts and the spelling (Data Integrity 1.0, section 4.4; EdDSA Cryptosuites 1.0,
// section 3.2.2). Nil means: the holder of this key signed this document to issue it. That the key belongs to the
// issuer is the caller's to check: the verification method's controller, by package did, has to be vc.IssuerID(doc).
//
// Errors wrap ErrSignature, ErrMalformed, ErrUnsupported, ErrPurpose, ErrExpired, ErrContext, ErrSpelling, a
// *canon.Refused, or the error of ctx.
func Verify(ctx context.Context, doc vc.Object, p Proof, key ed25519.PublicKey, now time.Time) error {
	if len(key) != ed25519.PublicKeySize {
		return fmt.Errorf("%w: the key has %d bytes, not %d", ErrMalformed, len(key), ed25519.PublicKeySize)
	}
	if err := p.check(); err != nil {
		return err
	}
	signature, err := p.signature()
	if err != nil {
		return err
	}
	message, err := message(ctx, doc, p)
	if err != nil {
		return err
	}
	if !ed25519.Verify(key, message, signature) {
		return ErrSignature
	}
	if err := checkForm(doc); err != nil {
		return err
	}
	if !p.Expires.IsZero() && !now.Before(p.Expires) {
		return fmt.Errorf("%w on %s", ErrExpired, vc.FormatTime(p.Expires))
	}
	return nil
}

// check judges the members of a proof that do not need the document. Chains of proofs are refused and not ignored,
// because one link cannot be judged alone (Data Integrity 1.0, section 2.1.2).
func (p Proof) check() error {
	if p.Type != proofType || p.Cryptosuite != cryptosuite {
		return fmt.Errorf("%w: type %q, cryptosuite %q", ErrUnsupported, p.Type, p.Cryptosuite)
	}
	for _, name := range []string{"previousProof", "domain", "challenge"} {
		if _, there := p.Object[name]; there {
			return fmt.Errorf("%w: it has the member %s", ErrUnsupported, name)
		}
	}
	if _, there := p.Object["@context"]; there {
		return fmt.Errorf("%w: it has contexts of its own", ErrMalformed)
	}
	if p.Purpose != purpose {
		return fmt.Errorf("%w: it says %q", ErrPurpose, p.Purpose)
	}
	if !strings.Contains(p.VerificationMethod, ":") {
		return fmt.Errorf("%w: the verificationMethod %q is not a full identifier", ErrMalformed, p.VerificationMethod)
	}
	return nil
}

// signature decodes proofValue: base58btc multibase, 64 bytes (EdDSA Cryptosuites 1.0, section 2.2.1).
func (p Proof) signature() ([]byte, error) {
	const longest = 100 // 64 bytes make at most 88 characters; base58 takes quadratic time
	text, ok := strings.CutPrefix(p.Value, "z")
	if !ok || len(text) > longest {
		return nil, fmt.Errorf("%w: proofValue is not base58btc multibase text, which begins with z", ErrMalformed)
	}
	raw, err := base58.Decode(text)
	if err != nil || len(raw) != ed25519.SignatureSize {
		return nil, fmt.Errorf("%w: proofValue is not the base58btc text of 64 bytes", ErrMalformed)
	}
	return raw, nil
}

// message hashes the proof's options and the document without its proofs, in this order (EdDSA Cryptosuites 1.0,
// sections 3.2.3 to 3.2.5). The options are read under the document's own contexts.
func message(ctx context.Context, doc vc.Object, p Proof) ([]byte, error) {
	options := maps.Clone(p.Object)
	delete(options, "proofValue")
	options["@context"] = doc["@context"]
	unsecured := maps.Clone(doc)
	delete(unsecured, "proof")

	out := make([]byte, 0, 2*sha256.Size)
	for _, part := range []vc.Object{options, unsecured} {
		quads, err := canon.JSONLD(ctx, part)
		if err != nil {
			return nil, fmt.Errorf("canonicalize: %w", err)
		}
		hash := sha256.Sum256(quads)
		out = append(out, hash[:]...)
	}
	return out, nil
}
