package badge

import "time"

// Erasure is somebody's wish that everything of theirs be erased.
type Erasure struct {
	AccountID AccountID
	SecretID  string // derives the link that takes it back
	AskedAt   time.Time
	DueAt     time.Time // when it begins
	ToldAt    time.Time // when the last letter was written; zero: it can be taken back
}

// ErasureWait is how long an erasure can be taken back. ErasureLetter is how
// long the last letter may try to leave before the address is forgotten anyway.
const (
	ErasureWait   = 24 * time.Hour
	ErasureLetter = 24 * time.Hour
)

// ErasureWord is what somebody types to confirm that they mean it.
const ErasureWord = "erase"

// CanKeep tells whether an erasure can be taken back.
func (e Erasure) CanKeep() bool { return e.AccountID != "" && e.ToldAt.IsZero() }

// Erased is what is left of a credential that was erased.
type Erased struct {
	Code       Code
	OrgID      OrgID
	RevisionID RevisionID
	ListID     StatusListID
	IssuedOn   time.Time
	ErasedAt   time.Time
}

// Withdrawn is the error of a credential that was erased because its earner
// wished so. All that is told of it is who issued it. It is an ErrGone.
type Withdrawn struct{ Organization string }

// Error names the organization.
func (w *Withdrawn) Error() string { return "erased, issued by " + w.Organization }

// Unwrap makes it an ErrGone.
func (w *Withdrawn) Unwrap() error { return ErrGone }
