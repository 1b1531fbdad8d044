package ob2

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"laurel/vc"
)

// MaxJWS bounds a signed assertion in bytes.
const MaxJWS = 384 << 10

// ErrSigned says that a signed assertion cannot be read or must not be trusted.
var ErrSigned = errors.New("the signed assertion is not good")

// Sign writes the assertion and has it signed (section SignedBadge Verification). sign gets the JSON that becomes the
// payload, and gives back a compact JWS; RS256 is what others understand.
func (a Assertion) Sign(sign func(payload []byte) (string, error)) (string, error) {
	if a.Verification.Type != SignedBadge || a.Revoked {
		return "", fmt.Errorf("sign the assertion %s: only an assertion that is verified by SignedBadge and not revoked is signed", a.ID)
	}
	payload, err := a.Marshal()
	if err != nil {
		return "", err
	}
	return sign(payload)
}

// Unverified reads what a compact JWS claims to say, without a look at its signature, to find out which documents and
// keys are needed. Errors wrap ErrSigned.
func Unverified(jws string) (Assertion, error) {
	if len(jws) > MaxJWS {
		return Assertion{}, fmt.Errorf("%w: it has %d bytes; at most %d are read", ErrSigned, len(jws), MaxJWS)
	}
	parts := strings.SplitN(jws, ".", 4)
	if len(parts) != 3 {
		return Assertion{}, fmt.Errorf("%w: it has not three parts with dots between them", ErrSigned)
	}
	payload, err := base64.RawURLEncoding.Strict().DecodeString(parts[1])
	if err != nil || strings.ContainsAny(parts[1], "\r\n") { // which the decoder skips
		return Assertion{}, fmt.Errorf("%w: its second part is not base64url", ErrSigned)
	}
	return readSigned(payload)
}

func readSigned(payload []byte) (Assertion, error) {
	o, err := vc.Decode(payload)
	if err != nil {
		return Assertion{}, fmt.Errorf("%w: %w", ErrSigned, err)
	}
	a, err := ReadAssertion(o)
	if err != nil {
		return Assertion{}, fmt.Errorf("%w: %w", ErrSigned, err)
	}
	if a.Verification.Type != SignedBadge {
		return Assertion{}, fmt.Errorf("%w: it does not say that it is verified by its signature (SignedBadge)", ErrSigned)
	}
	return a, nil
}

// SigningKeys are the ids of the keys that may have signed the assertion: the one that it names, which the issuer has
// to name too, or else all of the issuer's (section SignedBadge Verification, step 4). Errors wrap ErrSigned.
func SigningKeys(a Assertion, issuer Profile) ([]string, error) {
	var ids []string
	for _, k := range issuer.PublicKey {
		if k.ID != "" {
			ids = append(ids, k.ID)
		}
	}
	switch creator := a.Verification.Creator; {
	case len(ids) == 0:
		return nil, fmt.Errorf("%w: the issuer %s names no key (publicKey)", ErrSigned, issuer.ID)
	case creator == "":
		return ids, nil
	case !slices.Contains(ids, creator):
		return nil, fmt.Errorf("%w: the issuer %s does not name the key %s as its own", ErrSigned, issuer.ID, creator)
	default:
		return []string{creator}, nil
	}
}

// BelongsTo says whether key and profile name each other (section CryptographicKey, property owner). Errors wrap
// ErrSigned.
func (k CryptographicKey) BelongsTo(issuer Profile) error {
	named := slices.ContainsFunc(issuer.PublicKey, func(own CryptographicKey) bool { return own.ID == k.ID })
	switch {
	case k.ID == "" || issuer.ID == "" || !named:
		return fmt.Errorf("%w: the issuer %s does not name the key %s as its own", ErrSigned, issuer.ID, k.ID)
	case k.Owner != issuer.ID:
		return fmt.Errorf("%w: the key %s belongs to %s", ErrSigned, k.ID, k.Owner)
	}
	return nil
}

// OpenSigned verifies a signed assertion with a key that BelongsTo its issuer, and reads it. verify gets the compact
// JWS and the public key as PEM, has to hold the algorithm to the kind of key, and gives back the payload. Errors wrap
// ErrSigned.
func OpenSigned(jws string, key CryptographicKey, verify func(jws, publicKeyPEM string) ([]byte, error)) (Assertion, error) {
	if len(jws) > MaxJWS {
		return Assertion{}, fmt.Errorf("%w: it has %d bytes; at most %d are read", ErrSigned, len(jws), MaxJWS)
	}
	payload, err := verify(jws, key.PublicKeyPEM)
	if err != nil {
		return Assertion{}, fmt.Errorf("%w: %w", ErrSigned, err)
	}
	return readSigned(payload)
}
