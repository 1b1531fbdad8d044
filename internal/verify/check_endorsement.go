package verify

import (
	"context"
	"fmt"

	"laurel/openbadge"
	"laurel/vc"
)

// maxEndorsements bounds how many endorsements of one badge are verified.
const maxEndorsements = 8

// checkEndorsements verifies every endorsement in a badge by the steps for badges, one check for each (Open Badges 3.0,
// section Verification, step 6). What is wrong with an endorsement is never a fault of the badge.
func (q *inquiry) checkEndorsements(ctx context.Context, badge vc.Object) []Check {
	var checks []Check
	all := openbadge.EmbeddedEndorsements(badge)
	for n, e := range all {
		if n == maxEndorsements {
			return append(checks, Check{checkEndorsement, Unknown, says("It carries more endorsements than are looked at here."), fmt.Sprintf("%d of %d were checked", n, len(all))})
		}
		c := q.checkEndorsementOf(ctx, badge, e)
		c.Name, c.Detail = checkEndorsement, join(e.Pointer, c.Detail)
		checks = append(checks, c)
	}
	return checks
}

func (q *inquiry) checkEndorsementOf(ctx context.Context, badge vc.Object, e openbadge.EmbeddedEndorsement) Check {
	s, err := secured{doc: e.Document}, error(nil)
	if e.JWT != "" {
		s, err = open([]byte(e.JWT))
	}
	if err != nil {
		return Check{Result: Warn, Sentence: says("An endorsement in it cannot be read. The badge holds all the same."), Detail: reason(err)}
	}
	signature, issuer, key := q.checkSignature(ctx, s)
	if err := unheld(signature, issuer); err != nil {
		if signature.Result == Fail || issuer.Result == Fail {
			return Check{Result: Warn, Sentence: says("An endorsement in it was changed, or is not by whom it names. The badge holds all the same."), Detail: err.Error()}
		}
		return Check{Result: Unknown, Sentence: says("Nobody can tell whether an endorsement in it is genuine."), Detail: err.Error()}
	}
	endorser := key.domain
	if endorser == "" {
		endorser = "Somebody who is known by a key alone"
	}
	view, err := openbadge.ReadEndorsement(s.doc)
	if err != nil {
		return Check{Result: Warn, Sentence: says("It carries something as an endorsement that is none."), Detail: err.Error()}
	}
	if !view.About(badge) {
		return Check{Result: Warn, Sentence: says("It carries an endorsement by %s that is about something else.", endorser), Detail: view.SubjectID}
	}
	dates, status := checkPeriod(view.ValidFrom, view.ValidUntil, q.at), q.checkStatusOf(ctx, s.doc, key)
	switch {
	case status.verdict == Revoked:
		return Check{Result: Warn, Sentence: says("%s endorsed it once and has taken that back.", endorser), Detail: status.Detail}
	case status.Result == Fail:
		return Check{Result: Warn, Sentence: says("%s endorsed it once and has suspended that.", endorser), Detail: status.Detail}
	case dates.Result == Fail:
		return Check{Result: Warn, Sentence: says("%s endorses it for another time than now.", endorser), Detail: dates.Detail}
	case dates.Result == Unknown || status.Result == Unknown:
		return Check{Result: Unknown, Sentence: says("Nobody can tell whether %s still endorses it.", endorser), Detail: join(dates.Detail, status.Detail)}
	}
	return Check{Result: Pass, Sentence: says("%s endorses it.", endorser), Detail: key.issuer}
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ": " + b
}
