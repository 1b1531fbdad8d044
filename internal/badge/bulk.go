package badge

import (
	"strings"
	"time"
)

// Bulk is one thing done to some issued badges together: chosen first, then
// confirmed, then done by jobs.
type Bulk struct {
	ID        BulkID
	OrgID     OrgID
	Kind      BulkKind
	State     BulkState
	Say       BulkSay
	Reason    string // for the earners, and of revocations and suspensions for everybody
	Total     int    // badges chosen
	Unfit     int    // chosen, and left out because it cannot be done to them
	Done      int
	Left      int // found as they should be, or not fit any more
	Failed    int
	CreatedBy AccountID // empty: the operator of the machine
	CreatedAt time.Time
	StartedAt time.Time
	DoneAt    time.Time
	Undoes    BulkID // empty: none
	UndoneBy  BulkID // empty: it stands
}

// BulkKind is what is done.
type BulkKind string

// What can be done to issued badges. Restore undoes what signs anew.
const (
	BulkNames     BulkKind = "names"
	BulkDates     BulkKind = "dates"
	BulkRenew     BulkKind = "renew"
	BulkEvidence  BulkKind = "evidence"
	BulkResend    BulkKind = "resend"
	BulkSuspend   BulkKind = "suspend"
	BulkReinstate BulkKind = "reinstate"
	BulkReissue   BulkKind = "reissue"
	BulkRevoke    BulkKind = "revoke"
	BulkRestore   BulkKind = "restore"
)

// BulkKinds are those that are offered, in their order.
var BulkKinds = []BulkKind{BulkNames, BulkRenew, BulkDates, BulkEvidence, BulkResend, BulkReissue, BulkSuspend, BulkReinstate, BulkRevoke}

// Act is what somebody must be allowed to do it.
func (k BulkKind) Act() Act {
	switch k {
	case BulkResend:
		return ActIssue
	case BulkSuspend, BulkReinstate, BulkRevoke:
		return ActRevoke
	}
	return ActAnswer
}

// Fits tells whether it can be done to a credential in a state.
func (k BulkKind) Fits(state CredentialState) bool {
	switch k {
	case BulkResend, BulkSuspend:
		return state == CredentialIssued
	case BulkReinstate:
		return state == CredentialSuspended
	}
	return state == CredentialIssued || state == CredentialSuspended
}

// Undoable tells whether it can be undone. Letters that are out, revocations
// and signatures cannot.
func (k BulkKind) Undoable() bool {
	return k == BulkNames || k == BulkDates || k == BulkRenew || k == BulkEvidence || k == BulkSuspend
}

// NeedsReason tells whether a reason has to be given.
func (k BulkKind) NeedsReason() bool {
	return k == BulkNames || k == BulkDates || k == BulkEvidence || k == BulkSuspend || k == BulkRevoke
}

// BulkSay is what badges should say. Days are ISO; empty: as it is.
type BulkSay struct {
	IssuedOn  string `json:"issued_on,omitempty"`
	ExpiresOn string `json:"expires_on,omitempty"` // or NoEnd
	Evidence  string `json:"evidence,omitempty"`   // of BulkEvidence alone; empty: none
}

// NoEnd in place of a last day says that there is none.
const NoEnd = "none"

// Validate trims what badges of a kind should say and says what cannot be accepted.
func (s *BulkSay) Validate(kind BulkKind) error {
	f := faults{}
	s.Evidence = strings.TrimSpace(s.Evidence)
	if s.IssuedOn != "" {
		if _, err := time.Parse(time.DateOnly, s.IssuedOn); err != nil {
			f.add("issued_on", "Give the day as a date.")
		}
	}
	if s.ExpiresOn != "" && s.ExpiresOn != NoEnd {
		if _, err := time.Parse(time.DateOnly, s.ExpiresOn); err != nil {
			f.add("expires_on", "Give the last day as a date.")
		}
	}
	if kind == BulkDates && s.IssuedOn == "" && s.ExpiresOn == "" {
		f.add("issued_on", "Say which of the two dates changes.")
	}
	if kind == BulkEvidence && s.Evidence != "" && (len(s.Evidence) > MaxEvidence || !IsWebAddress(s.Evidence)) {
		f.add("evidence", "Give a full web address, such as https://example.org/evidence.")
	}
	return f.err()
}

// Of is the correction that a credential gets. name is of BulkNames alone.
func (s BulkSay) Of(kind BulkKind, c Credential, name string) Correction {
	to := Correction{Code: c.Code, Name: c.Name, IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn}
	switch kind {
	case BulkNames:
		to.Name = name
	case BulkEvidence:
		to.Evidence = &s.Evidence
	case BulkDates:
		if s.IssuedOn != "" {
			to.IssuedOn, _ = time.Parse(time.DateOnly, s.IssuedOn) // Validate has read it
		}
		if s.ExpiresOn == NoEnd {
			to.ExpiresOn = time.Time{}
		} else if s.ExpiresOn != "" {
			to.ExpiresOn, _ = time.Parse(time.DateOnly, s.ExpiresOn)
		}
	}
	return to
}

// BulkState is where a bulk stands.
type BulkState string

// Rows are collected, then somebody confirms, then it runs, and is done.
const (
	BulkReading BulkState = "reading"
	BulkDraft   BulkState = "draft"
	BulkRunning BulkState = "running"
	BulkDone    BulkState = "done"
)

// MaxBulk is how many badges are changed together at most.
const MaxBulk = 50_000

// BulkOutcome is what became of one badge.
type BulkOutcome string

// The outcomes; empty: it waits.
const (
	BulkRowDone   BulkOutcome = "done"
	BulkRowLeft   BulkOutcome = "left"
	BulkRowFailed BulkOutcome = "failed"
)

// BulkRow is one badge of a bulk.
type BulkRow struct {
	Number       int // from 1
	CredentialID CredentialID
	Name         string // the new one, of BulkNames
	Outcome      BulkOutcome
	Note         string  // why it was left, or failed
	Trace        *BulkTo // what it said before and after; nil: it was not signed anew
}

// BulkTo is what one badge said before and says since: enough to undo it, and
// to see whether somebody else changed it later.
type BulkTo struct {
	Before Said `json:"before"`
	After  Said `json:"after"`
}

// Said is what a correction can change.
type Said struct {
	Name      string    `json:"name"`
	IssuedOn  time.Time `json:"issued_on"`
	ExpiresOn time.Time `json:"expires_on"`
	Evidence  string    `json:"evidence"`
}

// Correction makes a credential say it again.
func (s Said) Correction(code Code) Correction {
	return Correction{Code: code, Name: s.Name, IssuedOn: s.IssuedOn, ExpiresOn: s.ExpiresOn, Evidence: &s.Evidence}
}

// By is who acts in the name of a bulk.
func (b Bulk) By() Actor {
	if b.CreatedBy == "" {
		return Host()
	}
	return Actor{AccountID: b.CreatedBy}
}
