package proof

import (
	"context"
	"crypto"
	"fmt"
	"strings"
	"time"

	"laurel/vc"

	"github.com/mr-tron/base58"
)

// Verify checks one proof of a document with the key of its verification method at the time now: the form of the
// proof, the signature, then the contexts and the spelling (Data Integrity 1.0, sections 4.4 and 4.5, and the Verify
// Proof section of each suite). The proof names its suite, and the key has to be of the suite's kind: an
// ed25519.PublicKey, or an *ecdsa.PublicKey on P-256 or P-384. Nil means: the holder of this key signed this document
// to issue it. That the key belongs to the issuer is the caller's to check: the verification method's controller, by
// package did, has to be vc.IssuerID(doc). A document with several proofs holds only when each of them does.
//
// Errors wrap ErrSignature, ErrMalformed, ErrUnsupported, ErrKey, ErrChain, ErrPurpose, ErrExpired, ErrContext,
// ErrSpelling, a *canon.Refused, or the error of ctx.
func Verify(ctx context.Context, doc vc.Object, p Proof, key crypto.PublicKey, now time.Time) error {
	s, err := p.check()
	if err != nil {
		return err
	}
	return s.verify(ctx, doc, p, key, now)
}

// verify checks everything about a proof but what it was made for.
func (s suite) verify(ctx context.Context, doc vc.Object, p Proof, key crypto.PublicKey, now time.Time) error {
	with, err := s.scheme(key)
	if err != nil {
		return err
	}
	signature, err := p.signature(with.size())
	if err != nil {
		return err
	}
	message, err := s.message(ctx, doc, p, with)
	if err != nil {
		return err
	}
	if !with.verify(key, message, signature) {
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

// check judges the members of a proof that do not need the document, and finds its suite. A proof that was made for
// one occasion (domain, challenge) says nothing here and is refused (Data Integrity 1.0, section 4.4).
func (p Proof) check() (suite, error) {
	for _, name := range []string{"domain", "challenge"} {
		if _, there := p.Object[name]; there {
			return suite{}, fmt.Errorf("%w: it has the member %s", ErrUnsupported, name)
		}
	}
	if p.Purpose != purpose {
		return suite{}, fmt.Errorf("%w: it says %q", ErrPurpose, p.Purpose)
	}
	return p.named()
}

// named finds the suite of a proof and judges the name of its key.
func (p Proof) named() (suite, error) {
	s, err := p.suite()
	if err != nil {
		return s, err
	}
	if !strings.Contains(p.VerificationMethod, ":") {
		return s, fmt.Errorf("%w: the verificationMethod %q is not a full identifier", ErrMalformed, p.VerificationMethod)
	}
	return s, nil
}

// signature decodes proofValue: base58btc multibase (EdDSA Cryptosuites 1.0, section 2.2.1; ECDSA Cryptosuites 1.0,
// section 2.2.1), size bytes.
func (p Proof) signature(size int) ([]byte, error) {
	const longest = 140 // 96 bytes make at most 132 characters; base58 takes quadratic time
	text, ok := strings.CutPrefix(p.Value, "z")
	if !ok || len(text) > longest {
		return nil, fmt.Errorf("%w: proofValue is not base58btc multibase text, which begins with z", ErrMalformed)
	}
	raw, err := base58.Decode(text)
	if err != nil || len(raw) != size {
		return nil, fmt.Errorf("%w: proofValue is not the base58btc text of %d bytes", ErrMalformed, size)
	}
	return raw, nil
}
