package badge

import (
	"slices"
	"strings"
	"time"
)

// Counted is something that is counted, by day: never who did it.
type Counted string

// What the ledger itself knows.
const (
	CountedIssued      Counted = "issued"
	CountedDelivered   Counted = "delivered"   // letters with which something was issued, taken by a mail server
	CountedUndelivered Counted = "undelivered" // such letters, given up
	CountedClaimed     Counted = "claimed"     // badges whose earner logged in for the first time since they were issued
	CountedRevoked     Counted = "revoked"
	CountedExpired     Counted = "expired"
)

// What is done with a credential, which nobody but the door sees: uses.
const (
	UseOpened          Counted = "opened"   // its page, neither by its earner nor by staff
	UseVerified        Counted = "verified" // on the verify page, or by a program that asked for the document
	UseLinkedInProfile Counted = "shared-linkedin-profile"
	UseLinkedInPost    Counted = "shared-linkedin-post"
	UseX               Counted = "shared-x"
	UseFacebook        Counted = "shared-facebook"
	UseWhatsApp        Counted = "shared-whatsapp"
	UseEmail           Counted = "shared-email"
	UseLink            Counted = "shared-link"  // its address was copied
	UseEmbed           Counted = "shared-embed" // its card was shown on another site; counted once
	UsePNG             Counted = "downloaded-png"
	UseSVG             Counted = "downloaded-svg"
	UseJSON            Counted = "downloaded-json"
	UseJWT             Counted = "downloaded-jwt"
	UseJPEG            Counted = "downloaded-jpg"
)

// Shares and Downloads are the uses of that kind, in the order in which they are shown.
var (
	Shares    = []Counted{UseLinkedInProfile, UseLinkedInPost, UseX, UseFacebook, UseWhatsApp, UseEmail, UseLink, UseEmbed}
	Downloads = []Counted{UsePNG, UseSVG, UseJPEG, UseJSON, UseJWT}
)

// AllCounted is everything that is counted by the day on which it happened.
func AllCounted() []Counted {
	own := []Counted{CountedIssued, CountedDelivered, CountedUndelivered, CountedClaimed, CountedRevoked, CountedExpired, UseOpened, UseVerified}
	return slices.Concat(own, Shares, Downloads)
}

// Stage is how far a credential has come. A credential counts for each stage
// once, on the day on which its batch was confirmed: of what was issued then,
// so many came so far.
type Stage string

// The stages, in their order. One may be left out: a page can be opened from a
// link that an earner never logged in for.
const (
	StageIssued    Stage = "issued"
	StageDelivered Stage = "delivered"
	StageOpened    Stage = "opened"
	StageClaimed   Stage = "claimed"
	StageShared    Stage = "shared"
	StageVerified  Stage = "verified"
)

// Stages are all of them.
var Stages = []Stage{StageIssued, StageDelivered, StageOpened, StageClaimed, StageShared, StageVerified}

// Counted is the name under which the credentials that came so far are counted.
func (s Stage) Counted() Counted { return "reached-" + Counted(s) }

// Stage is the stage that a use brings a credential to; empty: none.
func (c Counted) Stage() Stage {
	switch {
	case c == UseOpened:
		return StageOpened
	case c == UseVerified:
		return StageVerified
	case strings.HasPrefix(string(c), "shared-"):
		return StageShared
	}
	return ""
}

// Count says how often something happened on a day.
type Count struct {
	What Counted
	Day  time.Time // UTC midnight; zero: the day on which the batch was confirmed
	N    int
}

// Use is something done with the credential at a code.
type Use struct {
	Code Code
	What Counted
}

// ExpiryCountedOn is the day on which a credential counts as expired: the day
// after its last one, or that of its sealing when it had ended before. Zero:
// it does not expire.
func (c *Credential) ExpiryCountedOn() time.Time {
	if c.ExpiresOn.IsZero() {
		return time.Time{}
	}
	after, sealed := c.ExpiresOn.AddDate(0, 0, 1), Day(c.SealedAt)
	if after.Before(sealed) {
		return sealed
	}
	return after
}
