package badge

import "time"

// Import is a badge of another system that somebody brought here, kept byte
// for byte, with what verifying it found at the time. It is shown to its owner
// alone and has no address of ours.
type Import struct {
	ID          ImportID
	AccountID   AccountID
	Name        string
	Issuer      string // as the badge says
	Domain      string // the host that vouches for the key; empty: none
	Recipient   string // the name in the badge; may be empty
	Description string
	Source      string // the address it was read from; empty: it was handed in
	MediaType   string
	File        string // hash of the file as it came
	Size        int    // of the file, in bytes
	Picture     string // hash of the picture that is shown; empty: none
	Verdict     string // verify.Verdict
	Checks      []ImportCheck
	IssuedOn    time.Time
	ExpiresOn   time.Time // zero: without end
	CreatedAt   time.Time // when it was brought and verified
}

// ImportCheck is what one check found.
type ImportCheck struct {
	Name     string `json:"check"`
	Result   string `json:"result"` // verify.Result
	Sentence string `json:"sentence"`
	Detail   string `json:"detail,omitempty"`
}

// MaxImports is how many badges of other systems one person can keep here.
const MaxImports = 100
