package badge

import (
	"io"
	"strings"
	"time"
)

// Credential is the signed document that an award became, with what the
// ledger knows of it.
type Credential struct {
	ID             CredentialID
	OrgID          OrgID
	Code           Code
	BatchID        BatchID
	Row            int // of the batch: the award that it was
	AchievementID  AchievementID
	RevisionID     RevisionID
	AccountID      AccountID // the earner; empty until sealed
	Name           string    // as printed
	Email          Email     // as issued to
	ExternalNumber string
	Language       string    // of the earner, until it is sealed; empty: not known
	IssuedOn       time.Time // a day, UTC midnight
	ExpiresOn      time.Time // the last day; zero: without end
	ListID         StatusListID
	Index          int // in the status list
	KeyID          KeyID
	Prepared       []byte // until it is sealed: the document with everything but its signature value
	Signed         []byte // the document as signed; nothing else is ever served
	State          CredentialState
	PreparedAt     time.Time // until it is sealed
	SealedAt       time.Time
	RevokedAt      time.Time
	SuspendedAt    time.Time // zero also once it is revoked
	Reason         string    // of the revocation, or of the suspension
	Withdrawn      bool      // its batch was undone
}

// CredentialState is where a credential stands in its own life. Expiry is not
// a state: it follows from the dates.
type CredentialState string

// A credential is prepared (recorded before signing), then issued; it can be
// suspended and reinstated, and revoked for good.
const (
	CredentialPrepared  CredentialState = "prepared"
	CredentialIssued    CredentialState = "issued"
	CredentialSuspended CredentialState = "suspended"
	CredentialRevoked   CredentialState = "revoked"
)

// Code is the short public name of a credential: 12 characters of Crockford's
// base 32, 60 random bits.
type Code string

const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength   = 12
)

// NewCode draws a code from random.
func NewCode(random io.Reader) (Code, error) {
	code, err := drawCode(random, codeLength)
	return Code(code), err
}

// ParseCode reads a code as a person may have typed it: in either case, with
// dashes or blanks, O for 0, I or L for 1. ok is false when it is no code.
func ParseCode(typed string) (code Code, ok bool) {
	s, ok := readCode(typed, codeLength)
	return Code(s), ok
}

// drawCode draws so many characters of Crockford's base 32.
func drawCode(random io.Reader, length int) (string, error) {
	b := make([]byte, length)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = codeAlphabet[b[i]&31]
	}
	return string(b), nil
}

// readCode is ParseCode for a code of some length.
func readCode(typed string, length int) (string, bool) {
	s := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(s) != length {
		return "", false
	}
	for i := range len(s) {
		if strings.IndexByte(codeAlphabet, s[i]) < 0 {
			return "", false
		}
	}
	return s, true
}

// ValidFrom is the first second of the day of issue.
func (c *Credential) ValidFrom() time.Time { return c.IssuedOn }

// ValidUntil is the last second of the last day, UTC; zero: without end.
// "Valid until March 1" includes March 1.
func (c *Credential) ValidUntil() time.Time {
	if c.ExpiresOn.IsZero() {
		return time.Time{}
	}
	return c.ExpiresOn.Add(24*time.Hour - time.Second)
}

// CheckReason trims the reason of a revocation; it stands on the badge page
// and in the letter to the earner, so there has to be one.
func CheckReason(reason string) (string, error) {
	f := faults{}
	reason = text(f, "reason", reason, 3, 500, "Give the reason. The earner and everybody who opens the badge page will read it.")
	return reason, f.err()
}

// Listed is how an organization narrows the list of what it issued.
type Listed string

// What stands valid, expired, about to expire, suspended or revoked on a day.
const (
	ListedValid     Listed = "valid"
	ListedEnding    Listed = "ending" // valid, and expires within EndingDays
	ListedExpired   Listed = "expired"
	ListedSuspended Listed = "suspended"
	ListedRevoked   Listed = "revoked"
)

// EndingDays is how many days ahead an organization sees what expires.
const EndingDays = 60
