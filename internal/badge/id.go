package badge

import (
	"crypto/rand"
	"encoding/binary"
	"sync"
	"time"
)

// Identifiers are short texts made by us that sort in the order in which one
// process made them, so that rows made together lie together in an index. Each
// noun has a type of its own: an id of one noun cannot be handed to a query of
// another.
type (
	OrgID         string
	AccountID     string
	AchievementID string
	RevisionID    string
	BatchID       string
	CredentialID  string
	KeyID         string
	StatusListID  string
	LetterID      string
	RequestID     string
	SupportID     string
	CollectionID  string
	ImportID      string
	ExportID      string
	FrameworkID   string
	SkillID       string
	OfferID       string
	ClaimID       string
	BulkID        string
	ViewID        string
	CannedID      string
	PrintID       string
)

// NewID returns a new identifier of the kind that is asked for: 13 characters
// for 65 bits, which are the seconds since 1970 in 32 and then 33 that begin at
// random in every second and count up in it. Two processes at full work make
// the same one once in years; the ledger refuses the second, and what wanted it
// is done again.
func NewID[T ~string]() T {
	text := ids.next(time.Now())
	return T(text[:])
}

// NewOrgID returns an identifier for an organization: 7 characters, at random.
// It stands in every row and every index of the organization's, so it is short.
func NewOrgID() OrgID {
	var b [7]byte
	_, _ = rand.Read(b[:]) // never fails
	for n := range b {
		b[n] = idLetters[b[n]&31]
	}
	return OrgID(b[:])
}

var ids idClock

// idClock remembers the last identifier of this process, so that the next one
// is larger, also when the clock is set back.
type idClock struct {
	mu      sync.Mutex
	second  uint64
	counter uint64
}

const counterBits = 33

func (c *idClock) next(now time.Time) (text [13]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if second := uint64(now.Unix()); second > c.second {
		var b [4]byte
		_, _ = rand.Read(b[:])                                              // never fails
		c.second, c.counter = second, uint64(binary.BigEndian.Uint32(b[:])) // the upper half is left to count in
	} else {
		c.counter++
	}
	high, low := c.second>>(64-counterBits), c.second<<counterBits|c.counter
	text[0] = idLetters[high<<4&31|low>>60]
	for n := range text[1:] {
		text[n+1] = idLetters[low>>(55-5*n)&31]
	}
	return text
}

// idLetters are digits and small letters, which every collation sorts alike.
const idLetters = "0123456789abcdefghijklmnopqrstuv"
