// Package did names and describes who signs: public keys in text form, did:web and did:key identifiers, and the
// controller documents that say which keys may sign for an identifier.
//
// In come keys, addresses and the bytes of documents; out come identifiers, documents and keys. The package never
// fetches a document: it says where a did:web document is found, and reads what the caller brought.
//
// A public key is a crypto.PublicKey of one of three kinds: ed25519.PublicKey, *ecdsa.PublicKey on P-256 or P-384,
// and *rsa.PublicKey of 2048 to 8192 bits. No other kind comes out of this package.
package did

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"errors"
	"fmt"
	"strings"

	"github.com/mr-tron/base58"
)

// Multicodec prefixes of public keys as unsigned varints (Controlled Identifiers 1.0, section 2.2.2, Multikey).
var (
	ed25519Prefix = [2]byte{0xed, 0x01}
	p256Prefix    = [2]byte{0x80, 0x24}
	p384Prefix    = [2]byte{0x81, 0x24}
)

// EncodeKey writes an Ed25519 public key as Multikey text: "z6Mk…", 48 characters (Controlled Identifiers 1.0,
// section 2.2.2).
func EncodeKey(pub ed25519.PublicKey) string { return multibase(ed25519Prefix, pub) }

// DecodeKey reads what EncodeKey writes. Other kinds of keys are refused with an error that wraps ErrUnsupportedKey.
func DecodeKey(multibase string) (ed25519.PublicKey, error) {
	key, err := ParseMultikey(multibase)
	if err != nil {
		return nil, err
	}
	pub, ok := key.(ed25519.PublicKey)
	if !ok {
		return nil, fmt.Errorf("%w: the public key is not an Ed25519 key (z6Mk…)", ErrUnsupportedKey)
	}
	return pub, nil
}

// Multikey writes a public key as Multikey text: Ed25519 "z6Mk…", P-256 "zDna…", P-384 "z82L…", the points of the
// curves compressed (Controlled Identifiers 1.0, section 2.2.2). The error wraps ErrUnsupportedKey: RSA keys have no
// such text, they are published as JWK.
func Multikey(key crypto.PublicKey) (string, error) {
	switch Algorithm(key) {
	case "EdDSA":
		return EncodeKey(key.(ed25519.PublicKey)), nil
	case "ES256":
		return multibase(p256Prefix, compressed(key.(*ecdsa.PublicKey))), nil
	case "ES384":
		return multibase(p384Prefix, compressed(key.(*ecdsa.PublicKey))), nil
	}
	return "", fmt.Errorf("%w: %T has no Multikey text", ErrUnsupportedKey, key)
}

func multibase(prefix [2]byte, key []byte) string {
	return "z" + base58.Encode(append(prefix[:], key...))
}

// compressed is a point as SEC 1, section 2.3.3 compresses it: 2 or 3 for the sign of y, then x.
func compressed(k *ecdsa.PublicKey) []byte {
	point, err := k.Bytes()
	if err != nil { // unreachable for a key that this package or crypto/ecdsa made
		return nil
	}
	half := len(point) / 2
	return append([]byte{2 + point[len(point)-1]&1}, point[1:1+half]...)
}

// ParseMultikey reads what Multikey writes. Other kinds of keys are refused with an error that wraps
// ErrUnsupportedKey; any other error means that the key is broken, for instance a point that is not on its curve.
func ParseMultikey(multibase string) (crypto.PublicKey, error) {
	const longest = 200 // the largest Multikey in use is far below; base58 takes quadratic time
	text, ok := strings.CutPrefix(multibase, "z")
	if !ok || len(text) > longest {
		return nil, errors.New("the public key is not base58btc multibase text, which begins with z")
	}
	raw, err := base58.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("the public key is not base58btc text: %w", err)
	}
	if len(raw) < 2 {
		return nil, errors.New("the public key is too short to say what kind it is")
	}
	prefix, raw := [2]byte(raw), raw[2:]
	switch prefix {
	case ed25519Prefix:
		if len(raw) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("the Ed25519 public key has %d bytes; it must have %d", len(raw), ed25519.PublicKeySize)
		}
		return ed25519.PublicKey(raw), nil
	case p256Prefix:
		return parsePoint(elliptic.P256(), raw)
	case p384Prefix:
		return parsePoint(elliptic.P384(), raw)
	}
	return nil, fmt.Errorf("%w: the public key is neither Ed25519 (z6Mk…) nor P-256 (zDna…) nor P-384 (z82L…)", ErrUnsupportedKey)
}

// parsePoint reads a compressed point; UnmarshalCompressed refuses other lengths and what is not on the curve.
func parsePoint(curve elliptic.Curve, raw []byte) (crypto.PublicKey, error) {
	x, y := elliptic.UnmarshalCompressed(curve, raw)
	if x == nil {
		return nil, fmt.Errorf("the public key is not a compressed point on %s", curve.Params().Name)
	}
	size := (curve.Params().BitSize + 7) / 8
	point := make([]byte, 1+2*size)
	point[0] = 4
	x.FillBytes(point[1 : 1+size])
	y.FillBytes(point[1+size:])
	key, err := ecdsa.ParseUncompressedPublicKey(curve, point)
	if err != nil {
		return nil, fmt.Errorf("the public key is not a point on %s", curve.Params().Name)
	}
	return key, nil
}

// ResolveKey describes a did:key identifier; everything in the document follows from the identifier itself (did:key
// method specification, Document Creation Algorithm). The one method is named by the key again: did:key:z6Mk…#z6Mk….
func ResolveKey(did string) (*Document, error) {
	text, ok := strings.CutPrefix(did, "did:key:")
	if !ok {
		return nil, fmt.Errorf("%q is not a did:key identifier", did)
	}
	key, err := ParseMultikey(text)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", did, err)
	}
	return NewDocument(did, Method{ID: did + "#" + text, Key: key}), nil
}
