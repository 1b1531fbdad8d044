package verify

import (
	"context"

	"laurel/vc"
)

// Credential verifies a credential of VC Data Model 2.0 of any kind, badge or not: its signature and issuer, its dates,
// its status when that is asked for, and the rules of the data model, which it has to keep. The verdict Valid says that
// all of them hold; the report has no View.
func (v *Verifier) Credential(ctx context.Context, credential vc.Object, status bool) Report {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return v.inquire().anyCredential(ctx, credential, status)
}

func (q *inquiry) anyCredential(ctx context.Context, credential vc.Object, status bool) Report {
	s, err := enveloped(credential)
	if err != nil {
		return q.refused(unreadable(err))
	}
	r := Report{CheckedAt: q.at}
	if faults := vc.Check(s.doc); len(faults) > 0 {
		r.Verdict = Invalid
		r.Checks = []Check{{checkShape, Fail, says("It breaks a rule of the VC Data Model 2.0."), faults[0].Pointer + ": " + faults[0].Message}}
		return r
	}
	signature, issuer, key := q.checkSignature(ctx, s)
	r.Checks = append(r.Checks, signature, issuer, Check{checkShape, Pass, says("It keeps to the VC Data Model 2.0."), ""})
	if signature.Result != Pass || issuer.Result == Fail {
		r.sumUp(Invalid)
		return r
	}
	r.Issuer, r.Domain = key.issuer, key.domain
	from, until, err := vc.Period(s.doc)
	if err != nil { // unreachable after vc.Check
		return q.refused(unreadable(err))
	}
	r.View.ValidFrom = from
	if !from.IsZero() || !until.IsZero() { // both may be missing (VC Data Model 2.0, section 4.9)
		if from.IsZero() {
			from = q.at
		}
		r.Checks = append(r.Checks, checkPeriod(from, until, q.at))
	}
	verdict := Invalid
	if status {
		standing := q.checkStatusOf(ctx, s.doc, key)
		r.Checks, verdict = append(r.Checks, standing.Check), standing.verdict
	}
	r.sumUp(verdict)
	return r
}

// enveloped takes a credential out of its data: address, if it is in one (VC Data Model 2.0, section 4.13.1).
func enveloped(credential vc.Object) (secured, error) {
	if !vc.HasType(credential, vc.EnvelopedType) {
		return secured{doc: credential}, nil
	}
	return open([]byte(envelope(vc.String(credential, "id"))))
}
