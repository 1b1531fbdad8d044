package verify

import (
	"time"

	"laurel/internal/locale"
	"laurel/openbadge"
)

// Result is the outcome of one check.
type Result string

// A check passes, fails, warns, or cannot tell.
const (
	Pass    Result = "pass"
	Fail    Result = "fail"
	Warn    Result = "warn"
	Unknown Result = "unknown"
)

// Check is one thing that was looked at.
type Check struct {
	Name     string          `json:"check"`
	Result   Result          `json:"result"`
	Sentence locale.Sentence `json:"sentence"`         // for anybody; English in JSON
	Detail   string          `json:"detail,omitempty"` // for those who know the standards
}

// says is what a check found, to be told in the reader's language.
func says(text string, values ...any) locale.Sentence {
	return locale.Sentence{Text: text, Values: values}
}

// Verdict is all checks in one word.
type Verdict string

// The verdicts, the worst first.
const (
	Invalid   Verdict = "invalid" // the signature or the issuer does not hold: nothing of the content may be shown
	Unclear   Verdict = "unclear" // something could not be checked
	Revoked   Verdict = "revoked"
	Suspended Verdict = "suspended" // may come back
	Expired   Verdict = "expired"
	NotYet    Verdict = "not-yet-valid"
	Valid     Verdict = "valid"
)

// Report is what verifying a document found. A failed verification is an
// answer, not an error.
type Report struct {
	Verdict   Verdict
	Checks    []Check
	CheckedAt time.Time
	// View is what the signed document says; empty when Shown is false.
	View openbadge.View
	// Shown tells whether the content may be shown: its signature holds.
	Shown bool
	// Issuer is whose key signed, a DID or an address, and Domain the host that
	// vouches for the key; empty for did:key, and both when Shown is false.
	Issuer, Domain string
	// Document is the document as it was read, the signed bytes; empty when
	// Shown is false.
	Document []byte
	// Source is what was read at an address that somebody gave, byte for byte;
	// nil when nothing was.
	Source []byte
}

// sumUp sets the verdict. status is what a failed status check means.
func (r *Report) sumUp(status Verdict) {
	results := map[string]Result{}
	for _, c := range r.Checks {
		results[c.Name] = c.Result
	}
	switch {
	case results[checkSignature] == Fail || results[checkIssuer] == Fail:
		r.Verdict = Invalid
	case results[checkSignature] == Unknown || results[checkIssuer] == Unknown:
		r.Verdict = Unclear
	case results[checkStatus] == Fail:
		r.Verdict = status
	case results[checkDates] == Fail && r.CheckedAt.Before(r.View.ValidFrom):
		r.Verdict = NotYet
	case results[checkDates] == Fail:
		r.Verdict = Expired
	case results[checkStatus] == Unknown || results[checkDates] == Unknown:
		r.Verdict = Unclear
	default:
		r.Verdict = Valid
	}
}
