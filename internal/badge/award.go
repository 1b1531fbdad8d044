package badge

import (
	"strings"
	"time"
)

// Award is one row of a batch: this achievement, for this person, on this
// day. It is not signed yet. Batch and row tell which one it is.
type Award struct {
	BatchID        BatchID
	AchievementID  AchievementID // what the row names in its own cell; empty: that of the batch
	Row            int           // as the spreadsheet counts: the header is row 1
	Name           string
	Email          Email
	IssuedOn       time.Time // a day, UTC midnight; never zero once the row is good
	ExpiresOn      time.Time // the last day; zero: as the achievement says
	Narrative      string
	Evidence       string // http or https address
	EvidenceText   string
	ExternalNumber string
	Language       string // of the earner, as a BCP 47 tag; empty: not given
	Outcome        Outcome
	Findings       []Finding
	Printed        map[string]string // of columns that certificates print, by heading; kept apart
	State          AwardState
}

// Of is the achievement that a row of a batch is for.
func (a *Award) Of(b Batch) AchievementID {
	if a.AchievementID != "" {
		return a.AchievementID
	}
	return b.AchievementID
}

// Outcome is what checking a row found.
type Outcome string

// A row is issued when it is ok or has a warning. A question waits for an answer.
const (
	OutcomeOK        Outcome = "ok"
	OutcomeWarning   Outcome = "warning"
	OutcomeQuestion  Outcome = "question"
	OutcomeDuplicate Outcome = "duplicate"
	OutcomeError     Outcome = "error"
)

// Ready tells whether such a row is issued.
func (o Outcome) Ready() bool { return o == OutcomeOK || o == OutcomeWarning }

// Finding is one thing that checking found, at one cell.
type Finding struct {
	Severity   Outcome `json:"severity"`
	Field      string  `json:"field"`
	Value      string  `json:"value,omitempty"`
	Reason     string  `json:"reason"`
	Suggestion string  `json:"suggestion,omitempty"`
	Fix        string  `json:"fix,omitempty"` // what to write in the cell instead, where one thing is likely meant
}

// AwardState is where an award stands.
type AwardState string

// An award is checked, then waits, then is issued; or it is found to be held
// already (repeated), or corrects what is held (replaced), or is refused when its
// document is checked before signing.
const (
	AwardChecked  AwardState = "checked"
	AwardWaiting  AwardState = "waiting"
	AwardIssued   AwardState = "issued"
	AwardRepeated AwardState = "repeated"
	AwardReplaced AwardState = "replaced"
	AwardRefused  AwardState = "refused"
)

// Holdings are the people who hold an achievement, each with the last day on
// which they do; zero: without end.
type Holdings map[Email]time.Time

// On tells whether somebody holds the achievement on a day, so that issuing it
// to them as of that day would be issuing it twice.
func (h Holdings) On(email Email, day time.Time) bool {
	until, holds := h[email]
	return holds && (until.IsZero() || !until.Before(day))
}

// Message joins what checking found, each with its suggestion.
func (a *Award) Message() string {
	parts := make([]string, len(a.Findings))
	for n, f := range a.Findings {
		parts[n] = strings.TrimSpace(f.Reason + " " + f.Suggestion)
	}
	return strings.Join(parts, " ")
}

// Status is what became of an award, in the word of result files: issued,
// replaced, duplicate, error or skipped.
func (a *Award) Status() string {
	switch {
	case a.State == AwardIssued:
		return "issued"
	case a.State == AwardReplaced:
		return "replaced"
	case a.State == AwardRepeated, a.Outcome == OutcomeDuplicate:
		return "duplicate"
	case a.State == AwardRefused, a.Outcome == OutcomeError:
		return "error"
	}
	return "skipped"
}
