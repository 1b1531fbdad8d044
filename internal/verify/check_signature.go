package verify

import (
	"cmp"
	"context"
	"errors"

	"laurel/internal/locale"

	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/jose"
	"laurel/vc/proof"
)

// The names of the checks.
const (
	checkSignature   = "signature"
	checkIssuer      = "issuer"
	checkRefresh     = "refresh"
	checkDates       = "dates"
	checkStatus      = "status"
	checkShape       = "shape"
	checkEndorsement = "endorsement"
	checkRecipient   = "recipient"
	checkPrinted     = "printed"
	checkSubjects    = "subjects"
)

// checkSignature verifies what protects a credential with the issuer's own keys: the token around it, and the proofs
// in it. All of them must hold, so that a good one cannot hide a forged one (Data Integrity 1.0, section 2.1; Open
// Badges 3.0, section Verification).
func (q *inquiry) checkSignature(ctx context.Context, s secured) (signature, issuer Check, key issuerKey) {
	proofs, err := proof.Proofs(s.doc)
	if err == nil && len(proofs) == 0 && s.token == nil {
		err = errUnsigned
	}
	if err != nil {
		return Check{checkSignature, Fail, says("This badge is not signed in a way that can be checked."), reason(err)},
			Check{checkIssuer, Unknown, says("Without a signature nobody can tell who issued it."), ""}, key
	}
	kind := ""
	if s.token != nil {
		kind = "JWT, " + s.token.Algorithm
		signature, issuer, key = q.checkSeal(ctx, s.doc, s.token.KeyID, func(key issuerKey) error { return s.token.Verify(key.public, q.at) })
		if signature.Result != Pass {
			return signature, issuer, key
		}
	}
	for _, p := range proofs {
		if kind == "" {
			kind = p.Cryptosuite
		}
		if kind == "" {
			kind = p.Type
		}
		signature, issuer, key = q.checkSeal(ctx, s.doc, p.VerificationMethod, func(key issuerKey) error { return proof.Verify(ctx, s.doc, p, key.public, q.at) })
		if signature.Result != Pass {
			return signature, issuer, key
		}
	}
	signature.Detail = kind
	return signature, issuer, key
}

// checkSeal verifies one signature with the key that it names.
func (q *inquiry) checkSeal(ctx context.Context, doc vc.Object, method string, holds func(issuerKey) error) (signature, issuer Check, key issuerKey) {
	issuer, key = q.findKey(ctx, vc.IssuerID(doc), method)
	if issuer.Result == Fail || issuer.Result == Unknown {
		return Check{checkSignature, Unknown, says("The signature could not be checked, because the issuer's key could not be had."), ""}, issuer, key
	}
	switch err := holds(key); {
	case errors.Is(err, proof.ErrUnsupported):
		signature = Check{checkSignature, Unknown, says("The signature is of a kind that cannot be checked here."), reason(err)}
	case err != nil:
		signature = Check{checkSignature, Fail, failure(err), reason(err)}
	default:
		signature = Check{checkSignature, Pass, says("Nothing in this badge has changed since it was signed."), ""}
	}
	return signature, issuer, key
}

// failure tells in a sentence why a signature does not hold.
func failure(err error) locale.Sentence {
	if refused, ok := errors.AsType[*canon.Refused](err); ok {
		return says("This badge cannot be checked exactly, so it is refused: %s.", refused.Reason)
	}
	if errors.Is(err, proof.ErrExpired) {
		return says("The signature itself has expired.")
	}
	if errors.Is(err, jose.ErrPeriod) {
		return says("The signature itself is not valid at this time.")
	}
	return says("The signature does not fit: this badge was changed after it was signed, or was not signed by its issuer.")
}

// unheld says why a signature must not be relied on, nil when it may.
func unheld(signature, issuer Check) error {
	switch {
	case issuer.Result == Fail || issuer.Result == Unknown && issuer.Detail != "":
		return errors.New(cmp.Or(issuer.Detail, issuer.Sentence.String()))
	case signature.Result != Pass:
		return errors.New(cmp.Or(signature.Detail, signature.Sentence.String()))
	}
	return nil
}
