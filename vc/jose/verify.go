package jose

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"math/big"
	"time"

	"laurel/vc"
	"laurel/vc/did"
)

// Verify checks the signature of a token with the key of its KeyID at the time now. The key decides the algorithm, and
// the token has to name the same one (RFC 8725, section 3.1). Nil means: the holder of this key signed this
// credential. That the key belongs to the issuer is the caller's to check: the controller of KeyID, by package did, has
// to be vc.IssuerID(t.Credential). Errors wrap ErrAlgorithm, ErrSignature or ErrPeriod.
func (t Token) Verify(key crypto.PublicKey, now time.Time) error {
	algorithm := did.Algorithm(key)
	if algorithm == "" || t.Algorithm != algorithm {
		return fmt.Errorf("%w: the token says %q, the key is for %q", ErrAlgorithm, t.Algorithm, algorithm)
	}
	if !holds(key, t.input, t.signature) {
		return ErrSignature
	}
	switch {
	case !t.notBefore.IsZero() && now.Before(t.notBefore):
		return fmt.Errorf("%w: it begins on %s", ErrPeriod, vc.FormatTime(t.notBefore))
	case !t.expires.IsZero() && !now.Before(t.expires):
		return fmt.Errorf("%w: it ended on %s", ErrPeriod, vc.FormatTime(t.expires))
	}
	return nil
}

// holds checks a signature with the one algorithm of a key (RFC 7518, sections 3.3 and 3.4; RFC 8037, section 3.1).
func holds(key crypto.PublicKey, input, signature []byte) bool {
	switch k := key.(type) {
	case ed25519.PublicKey:
		return ed25519.Verify(k, input, signature)
	case *rsa.PublicKey:
		digest := sha256.Sum256(input)
		return rsa.VerifyPKCS1v15(k, crypto.SHA256, digest[:], signature) == nil
	case *ecdsa.PublicKey:
		half := (k.Curve.Params().BitSize + 7) / 8
		if len(signature) != 2*half {
			return false
		}
		r, s := new(big.Int).SetBytes(signature[:half]), new(big.Int).SetBytes(signature[half:])
		if half == 48 {
			digest := sha512.Sum384(input)
			return ecdsa.Verify(k, digest[:], r, s)
		}
		digest := sha256.Sum256(input)
		return ecdsa.Verify(k, digest[:], r, s)
	}
	return false
}
