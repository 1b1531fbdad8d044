package badge

import "time"

// Account is a person who can log in: an earner, because a credential was
// issued to an address of theirs, or a member of an organization's staff.
type Account struct {
	ID            AccountID
	Name          string
	Email         Email     // the address that letters go to and the first user name
	Password      string    // argon2id; empty: none chosen yet
	Operator      bool      // runs this installation
	LockedAt      time.Time // zero: open
	InviteID      string    // derives the temporary password; empty: none
	InvitedUntil  time.Time // when the temporary password stops working
	PasswordSince time.Time
	CreatedAt     time.Time
	LastLoginAt   time.Time
}

// Limits of logging in.
const (
	MaxFailures        = 10
	FailuresFade       = 30 * 24 * time.Hour // without another one
	SourceFailures     = 30                  // an hour, over all accounts
	SourceLocks        = 2                   // a day
	SprayLocks         = 50                  // in SprayWindow, over all accounts: more give the alarm
	SprayWindow        = time.Hour
	SprayShown         = 7 * 24 * time.Hour // to the operator
	MaxUnlocks         = 3                  // of one earner by one organization in a day
	TemporaryLifetime  = 72 * time.Hour
	ResetLinkLifetime  = 60 * time.Minute
	OwnerLinkLifetime  = 24 * time.Hour
	MinPassword        = 12 // characters
	MaxPassword        = 128
	EarnerSessionIdle  = 14 * 24 * time.Hour
	EarnerSessionLimit = 90 * 24 * time.Hour
	StaffSessionIdle   = 12 * time.Hour
	StaffSessionLimit  = 7 * 24 * time.Hour
	KnownDeviceLimit   = 365 * 24 * time.Hour
	MaxKnownDevices    = 20
	SecondFactorGrace  = 7 * 24 * time.Hour // of a new member of staff
)

// Role is what a member of an organization's staff is there for.
type Role string

// The roles, from the most to the least.
const (
	RoleOwner    Role = "owner"
	RoleAdmin    Role = "admin"
	RoleIssuer   Role = "issuer"
	RoleDesigner Role = "designer"
	RoleViewer   Role = "viewer"
)

// Membership is one organization that a person works for.
type Membership struct {
	OrgID OrgID
	Slug  string
	Name  string
	Role  Role
	Since time.Time
	By    string // the organization whose department this is, when the role comes from there
}

// CheckName trims the name of a person, which may be empty, and says in the
// given field what cannot stand on a badge or in a letter.
func CheckName(field, name string) (string, error) {
	f := faults{}
	name = text(f, field, name, 0, 150, "")
	return name, f.err()
}

// CheckPassword says what is wrong with a new password, or returns nil.
// Any character counts; nothing is trimmed or folded.
func CheckPassword(password string) error {
	n := len([]rune(password))
	switch {
	case n < MinPassword:
		return Refuse("password", "Use at least 12 characters. Three or four words you can remember are a good start.")
	case n > MaxPassword:
		return Refuse("password", "Use at most 128 characters.")
	}
	return nil
}
