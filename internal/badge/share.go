package badge

import (
	"strings"
	"time"
)

// Share is what an earner writes with a letter that shows one of their
// credentials to somebody.
type Share struct {
	LetterID     LetterID
	AccountID    AccountID // whose credential it is, and who writes
	OrgID        OrgID
	CredentialID CredentialID
	Email        Email  // who reads it
	Note         string // plain text, perhaps empty
	CreatedAt    time.Time
}

// MaxNote is how long a note with a shared credential may be, in characters.
const MaxNote = 1000

// Limits of sharing by letter, within a day.
const (
	MaxShares         = 20 // letters of one earner
	MaxSharesTo       = 2  // of them to one address
	MaxSharesReceived = 5  // of anybody to one address
)

// CheckNote trims a note and says in the field "note" what cannot be sent.
// Addresses of web pages cannot: letters of ours lead to us, and nowhere else.
func CheckNote(note string) (string, error) {
	f := faults{}
	note = text(f, "note", note, 0, MaxNote, "")
	if lower := strings.ToLower(note); strings.Contains(lower, "://") || strings.Contains(lower, "www.") {
		f.add("note", "Leave web addresses out. The letter carries the address of the badge.")
	}
	return note, f.err()
}
