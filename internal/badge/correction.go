package badge

import (
	"fmt"
	"time"
)

// Correction is what a credential should say instead. The address of the
// badge stays.
type Correction struct {
	Code      Code
	Name      string
	IssuedOn  time.Time
	ExpiresOn time.Time  // zero: no end
	Evidence  *string    // http or https address, empty for none; nil: as it is
	Revision  RevisionID // the wording of the badge; empty: as it is
}

// Validate trims the name and says what cannot be accepted.
func (c *Correction) Validate() error {
	f := faults{}
	c.Name = text(f, "name", c.Name, 1, MaxName, "Give the name that should stand on the badge.")
	if c.IssuedOn.IsZero() {
		f.add("issued_on", "Give the day of issue.")
	}
	if !c.ExpiresOn.IsZero() && !c.ExpiresOn.After(c.IssuedOn) {
		f.add("expires_on", "The last day has to come after the day of issue.")
	}
	if c.Evidence != nil && *c.Evidence != "" && (len(*c.Evidence) > MaxEvidence || !IsWebAddress(*c.Evidence)) {
		f.add("evidence", fmt.Sprintf("Give a full web address of at most %d characters, such as https://example.org/evidence.", MaxEvidence))
	}
	return f.err()
}

// MaxName bounds a name on a badge, in characters.
const MaxName = 150

// MaxEvidence bounds the address of evidence, in bytes.
const MaxEvidence = 2000

// Changes tells whether the correction would change what a credential says,
// which has one address as its evidence or none.
func (c Correction) Changes(from Credential, evidence string) bool {
	return c.Revision != "" && c.Revision != from.RevisionID || c.Evidence != nil && *c.Evidence != evidence ||
		c.Name != from.Name || !c.IssuedOn.Equal(from.IssuedOn) || !c.ExpiresOn.Equal(from.ExpiresOn)
}

// Predecessor is what a credential said before it was corrected.
type Predecessor struct {
	Number     int // from 1
	Name       string
	IssuedOn   time.Time
	ExpiresOn  time.Time
	ListID     StatusListID
	Index      int
	KeyID      KeyID
	Signed     []byte
	SealedAt   time.Time
	ReplacedAt time.Time
	Reason     string
}
