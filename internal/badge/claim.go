package badge

import (
	"io"
	"strings"
	"time"
)

// Claim is somebody who asks for the badge of an offer.
type Claim struct {
	ID        ClaimID // derives the link of its letter
	OrgID     OrgID
	OfferID   OfferID
	Slip      ClaimCode // whose slip; empty: none
	Name      string
	Email     Email
	Language  string // BCP 47: in which they asked; empty: not known
	Statement string // applications: why they ask
	Evidence  string // applications: a web address; empty: none
	File      string // hash in the blob store; empty: none
	FileName  string
	State     ClaimState
	Reason    string  // of the decision
	BatchID   BatchID // where the award is, once granted
	Row       int
	CreatedAt time.Time
	ProvenAt  time.Time
	DecidedAt time.Time
}

// ClaimState is where a claim stands.
type ClaimState string

// A claim waits until its address is proven. Then it is granted, or asked when
// the organization looks at it first, and granted or declined after that.
const (
	ClaimWaiting  ClaimState = "waiting"
	ClaimAsked    ClaimState = "asked"
	ClaimGranted  ClaimState = "granted"
	ClaimDeclined ClaimState = "declined"
)

// Until is when the link of a claim's letter stops working.
func (c Claim) Until() time.Time { return c.CreatedAt.Add(ClaimLinkLife) }

// Validate trims the fields and says what cannot be accepted in a claim for an
// offer of some kind.
func (c *Claim) Validate(kind OfferKind) error {
	f := faults{}
	c.Name = text(f, "name", c.Name, 1, 150, "Give your name as it should stand on the badge.")
	email, err := ParseEmail(string(c.Email))
	if err != nil {
		f.add("email", err.Error())
	}
	c.Email = email
	if kind != OfferApplication {
		c.Statement, c.Evidence = "", ""
		return f.err()
	}
	c.Statement = text(f, "statement", c.Statement, 1, MaxStatement, "Say how you meet what the badge asks for.")
	if c.Evidence = strings.TrimSpace(c.Evidence); c.Evidence != "" {
		c.Evidence = site(f, "evidence", c.Evidence)
	}
	return f.err()
}

// ClaimCode is what people type to get a badge: 8 characters of Crockford's
// base 32 (40 random bits, and guessing is slowed down) on a poster, 12 (60
// bits) on a slip.
type ClaimCode string

// The lengths of claim codes, in characters.
const (
	posterCodeLength = 8
	slipCodeLength   = 12
)

// NewPosterCode draws a code for a poster from random.
func NewPosterCode(random io.Reader) (ClaimCode, error) {
	code, err := drawCode(random, posterCodeLength)
	return ClaimCode(code), err
}

// NewSlipCode draws a code for a slip from random.
func NewSlipCode(random io.Reader) (ClaimCode, error) {
	code, err := drawCode(random, slipCodeLength)
	return ClaimCode(code), err
}

// ParseClaimCode reads a code as a person may have typed it, like ParseCode.
func ParseClaimCode(typed string) (ClaimCode, bool) {
	for _, length := range []int{posterCodeLength, slipCodeLength} {
		if code, ok := readCode(typed, length); ok {
			return ClaimCode(code), true
		}
	}
	return "", false
}

// Grouped is the code in groups of four, for reading.
func (c ClaimCode) Grouped() string {
	var groups []string
	for s := string(c); s != ""; s = s[min(4, len(s)):] {
		groups = append(groups, s[:min(4, len(s))])
	}
	return strings.Join(groups, "-")
}
