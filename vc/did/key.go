// Package did names and describes who signs: public keys in text form, did:web and did:key identifiers, and the
// controller documents that say which keys may sign for an identifier.
//
// In come keys, addresses and the bytes of documents; out come identifiers, documents and keys. The package never
// fetches a document: it says where a did:web document is found, and reads what the caller brought.
package did

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"

	"github.com/mr-tron/base58"
)

// multicodec of an Ed25519 public key, 0xed as an unsigned varint (Controlled Identifiers 1.0, section 2.2.2,
// Multikey).
var ed25519Prefix = [2]byte{0xed, 0x01}

// EncodeKey writes an Ed25519 public key as Multikey text: "z6Mk…", 48 characters (Controlled Identifiers 1.0,
// section 2.2.2).
func EncodeKey(pub ed25519.PublicKey) string {
	return "z" + base58.Encode(append(ed25519Prefix[:], pub...))
}

// DecodeKey reads what EncodeKey writes. Other kinds of keys are refused with an error that wraps ErrUnsupportedKey.
func DecodeKey(multibase string) (ed25519.PublicKey, error) {
	const longest = 200 // the largest Multikey in use is far below; base58 takes quadratic time
	text, ok := strings.CutPrefix(multibase, "z")
	if !ok || len(text) > longest {
		return nil, errors.New("the public key is not base58btc multibase text, which begins with z")
	}
	raw, err := base58.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("the public key is not base58btc text: %w", err)
	}
	if len(raw) < 2 || [2]byte(raw) != ed25519Prefix {
		return nil, fmt.Errorf("%w: the public key is not an Ed25519 key (z6Mk…)", ErrUnsupportedKey)
	}
	if len(raw) != 2+ed25519.PublicKeySize {
		return nil, fmt.Errorf("the Ed25519 public key has %d bytes; it must have %d", len(raw)-2, ed25519.PublicKeySize)
	}
	return ed25519.PublicKey(raw[2:]), nil
}

// ResolveKey describes a did:key identifier; everything in the document follows from the identifier itself (did:key
// method specification, Document Creation Algorithm). The one method is named by the key again: did:key:z6Mk…#z6Mk….
func ResolveKey(did string) (*Document, error) {
	text, ok := strings.CutPrefix(did, "did:key:")
	if !ok {
		return nil, fmt.Errorf("%q is not a did:key identifier", did)
	}
	key, err := DecodeKey(text)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", did, err)
	}
	return NewDocument(did, Method{ID: did + "#" + text, Key: key}), nil
}
