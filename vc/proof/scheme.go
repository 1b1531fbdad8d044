package proof

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"math/big"
)

// scheme is a signature scheme with its one hash function.
type scheme int

const (
	none        scheme = iota
	ed25519Pure        // Ed25519 (RFC 8032); documents are hashed with SHA-256
	ecdsaP256          // ECDSA on P-256 with SHA-256, r and s as 32 bytes each
	ecdsaP384          // ECDSA on P-384 with SHA-384, r and s as 48 bytes each
)

// schemeOf is the scheme that a key is for.
func schemeOf(key crypto.PublicKey) scheme {
	switch k := key.(type) {
	case ed25519.PublicKey:
		if len(k) == ed25519.PublicKeySize {
			return ed25519Pure
		}
	case *ecdsa.PublicKey:
		if k == nil {
			return none
		}
		switch k.Curve {
		case elliptic.P256():
			return ecdsaP256
		case elliptic.P384():
			return ecdsaP384
		}
	}
	return none
}

func (s scheme) hash() crypto.Hash {
	if s == ecdsaP384 {
		return crypto.SHA384
	}
	return crypto.SHA256
}

// size is the length of a signature in bytes.
func (s scheme) size() int {
	if s == ecdsaP384 {
		return 96
	}
	return 64
}

// verify says whether a signature of the right size holds over a message.
func (s scheme) verify(key crypto.PublicKey, message, signature []byte) bool {
	switch k := key.(type) {
	case ed25519.PublicKey:
		return ed25519.Verify(k, message, signature)
	case *ecdsa.PublicKey:
		h := s.hash().New()
		_, _ = h.Write(message) // a hash takes every write
		half := len(signature) / 2
		return ecdsa.Verify(k, h.Sum(nil), new(big.Int).SetBytes(signature[:half]), new(big.Int).SetBytes(signature[half:]))
	}
	return false
}
