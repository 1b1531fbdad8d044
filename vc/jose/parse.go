package jose

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"

	"laurel/vc"
)

const typeVC = "vc+jwt"

// Parse takes a token apart and checks everything that needs no key: sizes, the three parts, the header, and that the
// claims say what the credential says. Space around the token is not taken away. Errors wrap ErrMalformed, ErrHeader,
// ErrClaims or a *vc.Malformed.
func Parse(compact []byte) (Token, error) {
	if len(compact) > MaxBytes {
		return Token{}, fmt.Errorf("%w: it has %d bytes; at most %d are read", ErrMalformed, len(compact), MaxBytes)
	}
	if bytes.Count(compact, []byte(".")) != 2 {
		return Token{}, fmt.Errorf("%w: it does not have three parts", ErrMalformed)
	}
	last := bytes.LastIndexByte(compact, '.')
	first := bytes.IndexByte(compact, '.')
	header, err := part("header", compact[:first], maxHeader)
	if err != nil {
		return Token{}, err
	}
	signature, err := part("signature", compact[last+1:], maxSignature)
	if err != nil {
		return Token{}, err
	}
	payload, err := part("payload", compact[first+1:last], base64.RawURLEncoding.EncodedLen(vc.MaxBytes))
	if err != nil {
		return Token{}, err
	}
	t, err := readHeader(header)
	if err != nil {
		return Token{}, err
	}
	t.input, t.signature = bytes.Clone(compact[:last]), signature
	claims, err := vc.Decode(payload)
	if err != nil {
		return Token{}, err
	}
	if err := t.read(claims); err != nil {
		return Token{}, err
	}
	return t, nil
}

// part decodes one part of a token, spelled in the one way that base64url has without padding.
func part(name string, text []byte, most int) ([]byte, error) {
	if len(text) == 0 || len(text) > most {
		return nil, fmt.Errorf("%w: its %s has %d characters, not 1 to %d", ErrMalformed, name, len(text), most)
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(string(text))
	if err != nil || base64.RawURLEncoding.EncodedLen(len(raw)) != len(text) { // the decoder skips line breaks
		return nil, fmt.Errorf("%w: its %s is not base64url text", ErrMalformed, name)
	}
	return raw, nil
}

// readHeader accepts alg, kid and typ, as Open Badges 3.0 has them, and in a vc+jwt the cty of VC-JOSE-COSE 1.0. All
// else is refused by name: jwk, jku, x5u and x5c bring a key of the forger's choice, crit and b64 change what is
// signed, zip hides sizes.
func readHeader(data []byte) (Token, error) {
	o, err := vc.Decode(data)
	if err != nil {
		return Token{}, err
	}
	for name, value := range o {
		text, isText := value.(string)
		switch {
		case !isText || text == "":
			return Token{}, fmt.Errorf("%w: %s", ErrHeader, name)
		case name != "alg" && name != "kid" && name != "typ" && name != "cty":
			return Token{}, fmt.Errorf("%w: %s", ErrHeader, name)
		}
	}
	t := Token{Algorithm: vc.String(o, "alg"), KeyID: vc.String(o, "kid"), Type: vc.String(o, "typ")}
	content, hasContent := o["cty"]
	switch {
	case t.Algorithm == "":
		return Token{}, fmt.Errorf("%w: there is no alg", ErrHeader)
	case !strings.Contains(t.KeyID, ":"):
		return Token{}, fmt.Errorf("%w: the kid %q is not an absolute identifier under which a key could be found", ErrHeader, t.KeyID)
	case t.Type != "" && !strings.EqualFold(t.Type, "JWT") && !t.jose():
		return Token{}, fmt.Errorf("%w: the typ is %q, not JWT or vc+jwt", ErrHeader, t.Type)
	case hasContent && (!t.jose() || content != "vc"):
		return Token{}, fmt.Errorf("%w: the cty is %q", ErrHeader, content)
	}
	return t, nil
}

// jose says whether the token is of the VC-JOSE-COSE form.
func (t Token) jose() bool { return strings.EqualFold(t.Type, typeVC) }
