// Package jose secures credentials as compact JSON Web Signatures.
//
// Three forms are read: VC-JWT as Open Badges 3.0 has it (section 8.2, "JSON Web Token Proof Format": the payload is the
// credential itself with claims beside it), the older form of the Verifiable Credentials Data Model 1.1 (section
// 6.3.1: the credential inside the claim vc), and VC-JOSE-COSE 1.0 (section 3.1: type vc+jwt, the payload is the
// credential). The first is the one that is made.
//
// To check, bytes go through Parse, and the token with the key of its KeyID through Verify. To sign, an unsigned
// credential goes through Prepare, whose result can be recorded before anybody signs, and Complete puts the signature
// in. The key decides the algorithm (RS256, ES256, ES384 or EdDSA), never the token. The package never sees a private
// key, never resolves a key, and never fetches anything.
package jose

import (
	"errors"
	"time"

	"laurel/vc"
)

// Bounds of Parse, checked before any other work is done. The payload has its own, vc.MaxBytes once decoded.
const (
	MaxBytes     = 384 << 10 // the token whole: a credential of vc.MaxBytes in base64 and what stands around it
	maxHeader    = 16 << 10  // the header in base64
	maxSignature = 1366      // the signature in base64: 1024 bytes, RSA with 8192 bits
)

// Why a token does not hold. Errors of this package wrap one of them or a *vc.Malformed.
var (
	ErrMalformed = errors.New("the token is not a signed credential in compact form")
	ErrHeader    = errors.New("the header of the token has members that badges must not have, or lacks one")
	ErrAlgorithm = errors.New("the token was signed with another algorithm than its key is for")
	ErrSignature = errors.New("the signature does not fit this token and key: one of them was changed")
	ErrClaims    = errors.New("the claims of the token do not say what its credential says")
	ErrPeriod    = errors.New("the signature of the token is not valid at this time")
)

// Token is a credential in compact form, taken apart and not verified: Verify first, then believe.
type Token struct {
	Algorithm  string    // header alg, as the token claims it
	KeyID      string    // header kid: an absolute identifier; the key behind it has to be the issuer's
	Type       string    // header typ: empty, JWT or vc+jwt
	Credential vc.Object // the credential without the claims that only the token needs

	notBefore, expires time.Time // of the signature, in a vc+jwt; zero: open
	input, signature   []byte
}
