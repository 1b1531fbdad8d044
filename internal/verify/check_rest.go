package verify

import (
	"time"

	"laurel/openbadge"
	"laurel/vc"
)

// checkPeriod tells whether a document holds at this moment (VC Data Model 2.0, section 4.9).
func checkPeriod(from, until, now time.Time) Check {
	switch {
	case from.IsZero():
		return Check{checkDates, Unknown, says("It does not say since when it is valid."), ""}
	case now.Before(from):
		return Check{checkDates, Fail, says("It is not valid yet."), "from " + vc.FormatTime(from)}
	case !until.IsZero() && now.After(until):
		return Check{checkDates, Fail, says("It has expired."), "until " + vc.FormatTime(until)}
	case until.IsZero():
		return Check{checkDates, Pass, says("Issued in the past, without an end."), "from " + vc.FormatTime(from)}
	}
	return Check{checkDates, Pass, says("Issued in the past, not expired."), "until " + vc.FormatTime(until)}
}

// checkOneSubject warns of a credential that is about more than one subject (VC Data Model 2.0, section 4.8): a report is
// about the first. With one there is nothing to say.
func checkOneSubject(others int) []Check {
	if others == 0 {
		return nil
	}
	return []Check{{checkSubjects, Warn, says("It is about %d people or things. Everything said here is about the first.", others+1), ""}}
}

// checkShapeOf tells whether the document keeps to the rules of its standard. What does not is a flaw, not a forgery.
func checkShapeOf(faults []openbadge.Fault, standard string) Check {
	if len(faults) == 0 {
		return Check{checkShape, Pass, says("It keeps to the %s standard.", standard), ""}
	}
	return Check{checkShape, Warn, says("It breaks a rule of the %s standard. It is genuine all the same.", standard), faults[0].Pointer + ": " + faults[0].Message}
}
