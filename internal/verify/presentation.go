package verify

import (
	"context"
	"crypto"
	"slices"
	"strings"

	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/proof"
)

const checkPresentation = "presentation"

// maxPresented bounds how many credentials of one presentation are looked at.
const maxPresented = 16

// Presented is what verifying a presentation found: of the presentation itself, and of each credential in it.
type Presented struct {
	Check       Check
	Credentials []Report
}

// Verified says whether the presentation and everything in it holds.
func (p Presented) Verified() bool {
	for _, r := range p.Credentials {
		if r.Verdict != Valid {
			return false
		}
	}
	return p.Check.Result == Pass || p.Check.Result == Warn
}

// Presentation verifies a presentation of VC Data Model 2.0 and each credential in it as Credential does. One without a
// proof is data that anybody can put together: it passes with a warning, unless a domain or a challenge was asked for.
// Holders are known by did:key only.
func (v *Verifier) Presentation(ctx context.Context, presentation vc.Object, asked proof.Occasion, status bool) Presented {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	q := v.inquire()
	p := Presented{Check: q.checkPresentation(ctx, presentation, asked)}
	credentials := vc.Objects(presentation["verifiableCredential"])
	if len(credentials) > maxPresented {
		p.Check = Check{checkPresentation, Unknown, says("It has more than %d credentials, so it was not looked at.", maxPresented), ""}
		return p
	}
	for _, c := range credentials {
		p.Credentials = append(p.Credentials, q.anyCredential(ctx, c, status))
	}
	return p
}

func (q *inquiry) checkPresentation(ctx context.Context, presentation vc.Object, asked proof.Occasion) Check {
	if faults := vc.CheckPresentation(presentation); len(faults) > 0 {
		return Check{checkPresentation, Fail, says("It breaks a rule of the VC Data Model 2.0."), faults[0].Pointer + ": " + faults[0].Message}
	}
	proofs, err := proof.Proofs(presentation)
	switch {
	case err != nil:
		return Check{checkPresentation, Fail, says("It is not signed in a way that can be checked."), reason(err)}
	case len(proofs) == 0 && asked != proof.Occasion{}:
		return Check{checkPresentation, Fail, says("It is not signed, so nobody can tell whether it was made for this occasion."), ""}
	case len(proofs) == 0:
		return Check{checkPresentation, Warn, says("It is not signed: anybody could have put it together."), ""}
	}
	for _, p := range proofs {
		if vc.ID(presentation["holder"]) == "" && saysOfItself(presentation, p) {
			return Check{checkPresentation, Fail, says("It holds what somebody says of themselves, and does not name its holder."), ""}
		}
		key, err := q.holderKey(vc.ID(presentation["holder"]), p.VerificationMethod)
		if err != nil {
			return Check{checkPresentation, Fail, says("It was not signed by its holder, as far as can be told here."), reason(err)}
		}
		if err := proof.VerifyPresentation(ctx, presentation, p, key, q.at, asked); err != nil {
			return Check{checkPresentation, Fail, says("Its signature does not hold, or is for another occasion."), reason(err)}
		}
	}
	return Check{checkPresentation, Pass, says("Its holder signed it."), proofs[0].VerificationMethod}
}

// saysOfItself tells whether whoever made a proof of a presentation also issued a credential in it. The presentation has
// to name its holder then (VC Data Model 2.0, section 4.13.4).
func saysOfItself(presentation vc.Object, p proof.Proof) bool {
	controller, _, _ := strings.Cut(p.VerificationMethod, "#")
	return slices.ContainsFunc(vc.Objects(presentation["verifiableCredential"]), func(c vc.Object) bool { return vc.IssuerID(c) == controller })
}

// holderKey finds the key of a holder. A did:key identifier may authenticate as well as assert with its one key (did:key
// method specification, Document Creation Algorithm).
func (q *inquiry) holderKey(holder, method string) (crypto.PublicKey, error) {
	controller, _, _ := strings.Cut(method, "#")
	if holder != "" && holder != controller {
		return nil, errHolder
	}
	document, err := did.ResolveKey(controller)
	if err != nil {
		return nil, err
	}
	return document.Key(method, q.at)
}

// envelope takes a compact JWT out of a data: address. What is in no such address comes out as it is, and is refused as
// no credential.
func envelope(address string) string {
	for _, media := range []string{"data:application/vc+jwt,", "data:application/jwt,"} {
		if token, ok := strings.CutPrefix(address, media); ok {
			return token
		}
	}
	return address
}
