package keyring

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrSealed is returned when sealed bytes cannot be opened: another master key, another organization or key id than
// they were sealed for, or changed bytes.
var ErrSealed = errors.New("sealed key cannot be opened with this master key for this organization and key id")

// edPurpose begins the associated data of sealed Ed25519 keys.
const edPurpose = "laurel signing key"

// sealVersion is the first byte of everything sealed; another value would mean another way of sealing.
const sealVersion = 1

// Generate makes an Ed25519 key pair for one organization. The public key is for publishing; sealed is for the ledger
// and opens only with this master key, for this organization and this key id (they are the associated data of the AEAD).
func (r *Ring) Generate(org, keyID string) (public ed25519.PublicKey, sealed []byte, err error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("generate signing key: %w", err)
	}
	return public, r.seal(private.Seed(), edPurpose, org, keyID), nil
}

// Signer opens a sealed key and returns a function that signs messages with it (Ed25519, RFC 8032, 64 bytes). The key
// lives as long as the function does, in memory only: take one per batch of signatures and let it go. Opening costs
// about as much as one signature, so nothing is cached here. The function is safe for concurrent use. Errors: ErrSealed.
func (r *Ring) Signer(org, keyID string, sealed []byte) (func(message []byte) ([]byte, error), error) {
	seed, err := r.unseal(sealed, edPurpose, org, keyID)
	if err != nil {
		return nil, err
	}
	if len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("key %s: %w", keyID, ErrSealed)
	}
	private := ed25519.NewKeyFromSeed(seed)
	clear(seed)
	return func(message []byte) ([]byte, error) {
		return ed25519.Sign(private, message), nil
	}, nil
}

// seal encrypts a private key for one purpose, organization and key id.
func (r *Ring) seal(private []byte, purpose, org, keyID string) []byte {
	sealed := make([]byte, 1+r.aead.NonceSize(), 1+r.aead.NonceSize()+len(private)+r.aead.Overhead())
	sealed[0] = sealVersion
	nonce := sealed[1:]
	_, _ = rand.Read(nonce) // never fails: the program ends instead
	return r.aead.Seal(sealed, nonce, private, associatedData(purpose, org, keyID))
}

// unseal opens what seal made for the same three.
func (r *Ring) unseal(sealed []byte, purpose, org, keyID string) ([]byte, error) {
	head := 1 + r.aead.NonceSize()
	if len(sealed) < head || sealed[0] != sealVersion {
		return nil, fmt.Errorf("key %s: %w", keyID, ErrSealed)
	}
	private, err := r.aead.Open(nil, sealed[1:head], sealed[head:], associatedData(purpose, org, keyID))
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", keyID, ErrSealed)
	}
	return private, nil
}

// associatedData writes the length before each part, so that no two pairs look alike ("ab"+"c" and "a"+"bc").
func associatedData(purpose, org, keyID string) []byte {
	data := []byte(purpose)
	for _, part := range []string{org, keyID} {
		data = binary.AppendUvarint(data, uint64(len(part)))
		data = append(data, part...)
	}
	return data
}
