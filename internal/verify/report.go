package verify

import (
	"time"

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
	Name     string `json:"check"`
	Result   Result `json:"result"`
	Sentence string `json:"sentence"`         // for anybody
	Detail   string `json:"detail,omitempty"` // for those who know the standards
}

// Verdict is all checks in one word.
type Verdict string

// The verdicts, the worst first.
const (
	Invalid Verdict = "invalid" // the signature or the issuer does not hold: nothing of the content may be shown
	Unclear Verdict = "unclear" // something could not be checked
	Revoked Verdict = "revoked"
	Expired Verdict = "expired"
	NotYet  Verdict = "not-yet-valid"
	Valid   Verdict = "valid"
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
	// Issuer is the DID whose key signed, and Domain the web address that
	// vouches for the key; empty for did:key.
	Issuer, Domain string
	// Document is the document as it was read, the signed bytes.
	Document []byte
}

// verdict sums up the checks.
func verdict(checks []Check, v openbadge.View, now time.Time) Verdict {
	results := map[string]Result{}
	for _, c := range checks {
		results[c.Name] = c.Result
	}
	switch {
	case results[checkSignature] == Fail || results[checkIssuer] == Fail:
		return Invalid
	case results[checkSignature] == Unknown || results[checkIssuer] == Unknown:
		return Unclear
	case results[checkStatus] == Fail:
		return Revoked
	case results[checkDates] == Fail && now.Before(v.ValidFrom):
		return NotYet
	case results[checkDates] == Fail:
		return Expired
	case results[checkStatus] == Unknown || results[checkDates] == Unknown:
		return Unclear
	}
	return Valid
}
