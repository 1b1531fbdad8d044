package jose

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"laurel/vc"
	"laurel/vc/did"
)

// Prepare makes what is to be signed of an unsigned credential of the data model 2.0: header and payload in base64,
// a dot between them. It is fixed in everything but the signature and can be recorded before anybody signs. The bytes
// of the credential stay as they are, and the claims iss, jti, sub, nbf and exp follow its last member (Open Badges 3.0,
// section 8.2.4.1): so its issuer, id, credentialSubject.id and validFrom are required. keyID has to lead everybody to
// the key: an https address that answers with the bare JWK is what most verifiers read, a DID URL what some do. Errors
// wrap ErrClaims, ErrHeader, a *vc.Malformed or say what is missing.
func Prepare(unsigned []byte, key crypto.PublicKey, keyID string) ([]byte, error) {
	doc, err := vc.Decode(unsigned)
	if err != nil {
		return nil, err
	}
	algorithm := did.Algorithm(key)
	contexts, _ := vc.Contexts(doc)
	switch {
	case algorithm == "":
		return nil, fmt.Errorf("prepare: %w: a %T", did.ErrUnsupportedKey, key)
	case !strings.Contains(keyID, ":"):
		return nil, fmt.Errorf("%w: the kid %q is not an absolute identifier", ErrHeader, keyID)
	case len(contexts) == 0 || contexts[0] != vc.ContextV2:
		return nil, errors.New("prepare: the document is not a credential of the data model 2.0")
	}
	for _, name := range []string{"iss", "jti", "sub", "nbf", "exp", "iat", "aud", "vc"} {
		if _, there := doc[name]; there {
			return nil, fmt.Errorf("%w: the credential has a member %s", ErrClaims, name)
		}
	}
	claims, err := claimsOf(doc)
	if err != nil {
		return nil, err
	}
	header, err := json.Marshal(struct {
		Algorithm string `json:"alg"`
		KeyID     string `json:"kid"`
		Type      string `json:"typ"`
	}{algorithm, keyID, "JWT"})
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	object := bytes.Trim(unsigned, " \t\r\n")
	body := bytes.TrimRight(object[:len(object)-1], " \t\r\n")
	payload := bytes.Join([][]byte{body, claims[1:]}, []byte(","))
	text := base64.RawURLEncoding
	return text.AppendEncode(append(text.AppendEncode(nil, header), '.'), payload), nil
}

// claimsOf writes the claims of a credential as an object.
func claimsOf(doc vc.Object) ([]byte, error) {
	ids := identifiers(doc)
	for name, id := range ids {
		if id == "" {
			return nil, fmt.Errorf("%w: the credential has nothing for %s", ErrClaims, name)
		}
	}
	from, until, err := vc.Period(doc)
	if err != nil || from.IsZero() {
		return nil, fmt.Errorf("%w: the credential has no validFrom, or a date cannot be read", ErrClaims)
	}
	claims := struct {
		Issuer    any   `json:"iss"`
		ID        any   `json:"jti"`
		Subject   any   `json:"sub"`
		NotBefore int64 `json:"nbf"`
		Expires   int64 `json:"exp,omitempty"`
	}{ids["iss"], ids["jti"], ids["sub"], from.Unix(), 0}
	if !until.IsZero() {
		claims.Expires = until.Unix()
	}
	return json.Marshal(claims)
}

// Complete puts a signature behind what Prepare made: r and s one after the other for ECDSA. It does not check the
// signature, but everything else that Parse checks.
func Complete(input, signature []byte) ([]byte, error) {
	compact := base64.RawURLEncoding.AppendEncode(append(bytes.Clone(input), '.'), signature)
	if _, err := Parse(compact); err != nil {
		return nil, fmt.Errorf("complete: %w", err)
	}
	return compact, nil
}

// Sign does Prepare, sign and Complete in one go. sign gets the bytes of Prepare, not hashed, and returns the signature
// as Complete takes it.
func Sign(unsigned []byte, key crypto.PublicKey, keyID string, sign func(input []byte) ([]byte, error)) ([]byte, error) {
	input, err := Prepare(unsigned, key, keyID)
	if err != nil {
		return nil, err
	}
	signature, err := sign(input)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return Complete(input, signature)
}
