package did

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"laurel/vc"
)

// Bounds of RSA keys in bits: below, they can be broken (RFC 7518, section 3.3); above, checking them costs too much.
const (
	minRSA = 2048
	maxRSA = 8192
)

// Algorithm is the one JWS algorithm that a public key is used with here (RFC 7518, section 3.1; RFC 8037, section
// 3.1): RS256, ES256, ES384 or EdDSA. It is empty for a key of another kind or size.
func Algorithm(key crypto.PublicKey) string {
	switch k := key.(type) {
	case ed25519.PublicKey:
		if len(k) == ed25519.PublicKeySize {
			return "EdDSA"
		}
	case *ecdsa.PublicKey:
		switch {
		case k == nil:
		case k.Curve == elliptic.P256():
			return "ES256"
		case k.Curve == elliptic.P384():
			return "ES384"
		}
	case *rsa.PublicKey:
		if k != nil && k.N != nil && k.N.BitLen() >= minRSA && k.N.BitLen() <= maxRSA {
			return "RS256"
		}
	}
	return ""
}

type jwk struct {
	Type  string `json:"kty"`
	Curve string `json:"crv,omitempty"`
	X     string `json:"x,omitempty"`
	Y     string `json:"y,omitempty"`
	N     string `json:"n,omitempty"`
	E     string `json:"e,omitempty"`
	Alg   string `json:"alg"`
}

// EncodeJWK writes a public key as a JSON Web Key (RFC 7517; RFC 7518, section 6; RFC 8037, section 2) with its
// algorithm. The error wraps ErrUnsupportedKey.
func EncodeJWK(key crypto.PublicKey) ([]byte, error) {
	j := jwk{Alg: Algorithm(key)}
	if j.Alg == "" {
		return nil, fmt.Errorf("%w: %T of this kind or size", ErrUnsupportedKey, key)
	}
	text := base64.RawURLEncoding.EncodeToString
	switch k := key.(type) {
	case ed25519.PublicKey:
		j.Type, j.Curve, j.X = "OKP", "Ed25519", text(k)
	case *ecdsa.PublicKey:
		point, err := k.Bytes()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnsupportedKey, err)
		}
		half := len(point) / 2
		j.Type, j.Curve, j.X, j.Y = "EC", k.Curve.Params().Name, text(point[1:1+half]), text(point[1+half:])
	case *rsa.PublicKey:
		j.Type, j.N, j.E = "RSA", text(k.N.Bytes()), text(big.NewInt(int64(k.E)).Bytes())
	}
	return json.Marshal(j)
}

// ParseJWK reads one public JSON Web Key: OKP with Ed25519, EC with P-256 or P-384, RSA. A key that says what it is
// for (use, key_ops, alg) has to say that it checks signatures with the algorithm that Algorithm gives. A key with
// its private part is refused. An error that wraps ErrUnsupportedKey means another kind of key; any other error means
// that the key is broken.
func ParseJWK(data []byte) (crypto.PublicKey, error) {
	o, err := vc.Decode(data)
	if err != nil {
		return nil, err
	}
	return readJWK(o)
}

func readJWK(o vc.Object) (crypto.PublicKey, error) {
	for _, private := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"} {
		if _, there := o[private]; there {
			return nil, errors.New("the published key contains its private part, so anybody can sign with it")
		}
	}
	var key crypto.PublicKey
	var err error
	switch kind := vc.String(o, "kty") + " " + vc.String(o, "crv"); kind {
	case "OKP Ed25519":
		var x []byte
		x, err = fixed(o, "x", ed25519.PublicKeySize)
		key = ed25519.PublicKey(x)
	case "EC P-256":
		key, err = readPoint(o, elliptic.P256())
	case "EC P-384":
		key, err = readPoint(o, elliptic.P384())
	case "RSA ":
		key, err = readRSA(o)
	default:
		return nil, fmt.Errorf("%w: a JSON Web Key of kind %q", ErrUnsupportedKey, kind)
	}
	if err != nil {
		return nil, err
	}
	return key, checkUse(o, Algorithm(key))
}

// checkUse refuses a key that was published for something else (RFC 7517, sections 4.2 to 4.4).
func checkUse(o vc.Object, algorithm string) error {
	use, hasUse := o["use"]
	alg, hasAlg := o["alg"]
	_, hasOps := o["key_ops"]
	switch {
	case hasUse && use != "sig":
		return fmt.Errorf("%w: its use is %v, not sig", ErrUnsupportedKey, use)
	case hasOps && !slices.Contains(vc.Strings(o["key_ops"]), "verify"):
		return fmt.Errorf("%w: its key_ops do not allow to verify", ErrUnsupportedKey)
	case hasAlg && alg != algorithm:
		return fmt.Errorf("%w: its alg is %v, not %s", ErrUnsupportedKey, alg, algorithm)
	}
	return nil
}

func readPoint(o vc.Object, curve elliptic.Curve) (crypto.PublicKey, error) {
	size := (curve.Params().BitSize + 7) / 8
	x, err := fixed(o, "x", size)
	if err != nil {
		return nil, err
	}
	y, err := fixed(o, "y", size)
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.ParseUncompressedPublicKey(curve, slices.Concat([]byte{4}, x, y))
	if err != nil {
		return nil, fmt.Errorf("the members x and y are not a point on %s", curve.Params().Name)
	}
	return key, nil
}

func readRSA(o vc.Object) (crypto.PublicKey, error) {
	n, err := decoded(o, "n", maxRSA/8)
	if err != nil {
		return nil, err
	}
	e, err := decoded(o, "e", 4)
	if err != nil {
		return nil, err
	}
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
	switch {
	case key.N.BitLen() < minRSA:
		return nil, fmt.Errorf("%w: RSA with %d bits; at least %d are needed", ErrUnsupportedKey, key.N.BitLen(), minRSA)
	case key.N.Bit(0) == 0 || key.E < 3 || key.E&1 == 0 || key.E > 1<<31-1:
		return nil, errors.New("the members n and e are not an RSA key")
	}
	return key, nil
}

// fixed decodes a member of exactly size bytes.
func fixed(o vc.Object, name string, size int) ([]byte, error) {
	b, err := decoded(o, name, size)
	if err == nil && len(b) != size {
		err = fmt.Errorf("the member %s is not %d bytes of base64url text", name, size)
	}
	return b, err
}

// decoded reads a member as base64url text of 1 to most bytes, without padding, spelled in the one canonical way.
func decoded(o vc.Object, name string, most int) ([]byte, error) {
	text := vc.String(o, name)
	if text == "" || len(text) > base64.RawURLEncoding.EncodedLen(most) {
		return nil, fmt.Errorf("the member %s is not 1 to %d bytes of base64url text", name, most)
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || base64.RawURLEncoding.EncodedLen(len(b)) != len(text) { // the decoder skips line breaks
		return nil, fmt.Errorf("the member %s is not base64url text", name)
	}
	return b, nil
}
