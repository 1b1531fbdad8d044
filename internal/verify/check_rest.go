package verify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/openbadge"
	"laurel/vc"
	"laurel/vc/proof"
	"laurel/vc/statuslist"
)

// checkDatesOf tells whether the document holds at this moment (VC Data Model
// 2.0, section 4.9).
func checkDatesOf(v openbadge.View, now time.Time) Check {
	switch {
	case v.ValidFrom.IsZero():
		return Check{checkDates, Unknown, "It does not say since when it is valid.", ""}
	case now.Before(v.ValidFrom):
		return Check{checkDates, Fail, "It is not valid yet.", "from " + vc.FormatTime(v.ValidFrom)}
	case !v.ValidUntil.IsZero() && now.After(v.ValidUntil):
		return Check{checkDates, Fail, "It has expired.", "until " + vc.FormatTime(v.ValidUntil)}
	case v.ValidUntil.IsZero():
		return Check{checkDates, Pass, "Issued in the past, without an end.", "from " + vc.FormatTime(v.ValidFrom)}
	}
	return Check{checkDates, Pass, "Issued in the past, not expired.", "until " + vc.FormatTime(v.ValidUntil)}
}

// checkStatusOf reads the bit that the issuer publishes about the document
// (Bitstring Status List 1.0, section 3.2). What cannot be read is unknown,
// never fine.
func (v *Verifier) checkStatusOf(ctx context.Context, doc vc.Object, key issuerKey) Check {
	entry, there, err := statusOf(doc)
	switch {
	case !there:
		return Check{checkStatus, Pass, "The issuer does not publish revocations for this badge.", "no credentialStatus"}
	case errors.Is(err, statuslist.ErrUnknownType):
		return Check{checkStatus, Unknown, "The issuer publishes revocations in a way that cannot be read here.", err.Error()}
	case err != nil:
		return Check{checkStatus, Unknown, "The badge does not say properly where its revocation would be published.", err.Error()}
	}
	detail := fmt.Sprintf("%s, entry %d", entry.List, entry.Index)
	list, err := v.list(ctx, entry.List, key)
	if err != nil {
		return Check{checkStatus, Unknown, "The issuer's list of revocations could not be read. Try again later.", detail + ": " + err.Error()}
	}
	set, err := statuslist.Check(list, entry, v.now())
	switch {
	case err != nil:
		return Check{checkStatus, Unknown, "The issuer's list of revocations does not answer for this badge.", detail + ": " + err.Error()}
	case set && entry.Purpose == "suspension":
		return Check{checkStatus, Fail, "The issuer has suspended it.", detail}
	case set && entry.Purpose == "revocation":
		return Check{checkStatus, Fail, "The issuer has revoked it.", detail}
	case set:
		return Check{checkStatus, Unknown, "The issuer has marked it for a purpose that is not known here: " + entry.Purpose + ".", detail}
	}
	return Check{checkStatus, Pass, "Not revoked.", detail}
}

// list reads a status list and verifies that the same issuer signed it.
func (v *Verifier) list(ctx context.Context, address string, key issuerKey) (vc.Object, error) {
	body, err := v.get(ctx, address, "application/vc+ld+json, application/ld+json, application/json;q=0.9")
	if err != nil {
		return nil, err
	}
	cached := listKey(body, key.did, key.public)
	if list, ok := v.lists.get(cached); ok {
		return list, nil
	}
	list, err := vc.Decode(body)
	if err != nil {
		return nil, err
	}
	if vc.IssuerID(list) != key.did {
		return nil, fmt.Errorf("the list is issued by %s", vc.IssuerID(list))
	}
	proofs, err := proof.Proofs(list)
	if err != nil {
		return nil, err
	}
	if len(proofs) == 0 {
		return nil, errors.New("the list is not signed")
	}
	for _, p := range proofs {
		check, listKey := v.checkIssuerOf(ctx, list, p)
		if check.Result == Fail || check.Result == Unknown {
			return nil, errors.New(check.Detail)
		}
		if err := proof.Verify(ctx, list, p, listKey.public, v.now()); err != nil {
			return nil, err
		}
	}
	v.lists.put(cached, list)
	return list, nil
}

// checkShapeOf tells whether the document keeps to the rules of Open Badges
// 3.0. What does not is a flaw, not a forgery.
func checkShapeOf(doc vc.Object) Check {
	faults := openbadge.Check(doc)
	if len(faults) == 0 {
		return Check{checkShape, Pass, "It keeps to the Open Badges 3.0 standard.", ""}
	}
	return Check{checkShape, Warn, "It breaks a rule of the Open Badges 3.0 standard. The signature holds all the same.", faults[0].Pointer + ": " + faults[0].Message}
}
