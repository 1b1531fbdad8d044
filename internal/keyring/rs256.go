package keyring

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
)

// rsaBits is the size of RSA keys. Every verifier of Open Badges reads it (Open Badges 3.0, section 8.2: 2048 or more).
const rsaBits = 2048

// rsaPurpose keeps sealed RSA keys and sealed Ed25519 keys apart.
const rsaPurpose = "laurel RS256 key"

// GenerateRS256 makes an RSA key pair for one organization, as Generate makes an Ed25519 one. It takes a good part of a
// second.
func (r *Ring) GenerateRS256(org, keyID string) (public *rsa.PublicKey, sealed []byte, err error) {
	private, err := rsa.GenerateKey(rand.Reader, rsaBits)
	if err != nil {
		return nil, nil, fmt.Errorf("generate RSA key: %w", err)
	}
	plain := x509.MarshalPKCS1PrivateKey(private)
	defer clear(plain)
	return &private.PublicKey, r.seal(plain, rsaPurpose, org, keyID), nil
}

// SignerRS256 opens a key of GenerateRS256 and returns a function that signs messages with it (RSASSA-PKCS1-v1_5 with
// SHA-256, RFC 7518, section 3.3): the same message always gets the same signature. As with Signer, nothing is cached.
// Errors: ErrSealed.
func (r *Ring) SignerRS256(org, keyID string, sealed []byte) (func(message []byte) ([]byte, error), error) {
	plain, err := r.unseal(sealed, rsaPurpose, org, keyID)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	private, err := x509.ParsePKCS1PrivateKey(plain)
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", keyID, ErrSealed)
	}
	return func(message []byte) ([]byte, error) {
		digest := sha256.Sum256(message)
		return rsa.SignPKCS1v15(nil, private, crypto.SHA256, digest[:])
	}, nil
}
