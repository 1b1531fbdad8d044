package verify

import (
	"errors"

	"laurel/internal/fetch"
	"laurel/openbadge/bake"
	"laurel/openbadge/ob2"
	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/did"
	"laurel/vc/jose"
	"laurel/vc/proof"
)

var (
	errUnsigned = errors.New("it is not signed: it carries no proof")
	errDisowned = errors.New("the key is not the issuer's, or not any more")
	errHolder   = errors.New("the holder is another than the key is of")
	errMethod   = errors.New("issuers are looked up by did:web and did:key only")
	errMoved    = errors.New("its address leads to another host")
	errOther    = errors.New("the document at its address has the id of another")
	errNowhere  = errors.New("there is no web address at which it could be read")
)

// reasons are the errors that say by themselves what is wrong.
var reasons = []error{
	errUnsigned, errDisowned, errHolder, errMethod, errMoved, errOther, errNowhere, errAlgorithm, errEnough,
	proof.ErrSignature, proof.ErrMalformed, proof.ErrUnsupported, proof.ErrKey, proof.ErrChain, proof.ErrPurpose, proof.ErrExpired, proof.ErrContext, proof.ErrSpelling, proof.ErrOccasion,
	jose.ErrMalformed, jose.ErrHeader, jose.ErrAlgorithm, jose.ErrSignature, jose.ErrClaims, jose.ErrPeriod,
	did.ErrNoMethod, did.ErrNotAsserting, did.ErrRevoked, did.ErrExpired, did.ErrUnsupportedKey,
	ob2.ErrScope, ob2.ErrNotHosted, ob2.ErrSigned, ob2.ErrKind, bake.ErrBroken,
}

// reason is what an error says without a word of the document that it is about. Nothing of what a document says may be
// shown before its signature holds, and an error that quotes a forger's text would show it as ours. It is empty for
// an error that has no words of its own.
func reason(err error) string {
	if refused, ok := errors.AsType[*canon.Refused](err); ok {
		return "the document has no exact meaning here: " + refused.Reason
	}
	if malformed, ok := errors.AsType[*vc.Malformed](err); ok {
		return malformed.Detail
	}
	if unread, ok := errors.AsType[*fetch.Error](err); ok { // it names the host that was asked
		return unread.Error()
	}
	for _, known := range reasons {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return ""
}
