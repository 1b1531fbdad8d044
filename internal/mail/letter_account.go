package mail

import (
	"time"

	"laurel/internal/locale"
)

// NewPassword is what the answer to "Request New Password" says. It comes from the installation, not from an organization.
type NewPassword struct {
	Name, UserName string
	Link           string    // one use
	Until          time.Time // of the link
	SiteURL        string    // public address of the installation
	RequestedBy    string    // the organization that asked for it; empty: somebody who knows the address
}

// NewPasswordLetter carries the link to choose a new password, as a button and as visible text.
func NewPasswordLetter(words *locale.Words, d NewPassword) (Content, error) {
	d.Name, d.RequestedBy = DisplayName(d.Name), oneLine(d.RequestedBy, maxName)
	return newPasswordLetter.write(words, "", d, d.Link, d.SiteURL)
}

// PasswordChanged is what the notice after a change of password says.
type PasswordChanged struct {
	Name, UserName string
	ChangedAt      time.Time
	NewPasswordURL string // where "Request New Password" is
	SiteURL        string
}

// PasswordChangedLetter tells the owner of an account that its password is a new one, and what to do if it was not them.
func PasswordChangedLetter(words *locale.Words, d PasswordChanged) (Content, error) {
	d.Name = DisplayName(d.Name)
	return passwordChangedLetter.write(words, "", d, d.NewPasswordURL, d.SiteURL)
}

// FactorChangedLetter tells the owner of an account that a passkey, an authenticator app or recovery codes were changed.
func FactorChangedLetter(words *locale.Words, d PasswordChanged) (Content, error) {
	d.Name = DisplayName(d.Name)
	return factorChangedLetter.write(words, "", d, d.NewPasswordURL, d.SiteURL)
}

// Unlocked is what the letter after an unlock says.
type Unlocked struct {
	Name, UserName                      string
	OrganizationName, OrganizationEmail string // who unlocked it
	Link                                string // one use; empty: it has ended
	Until                               time.Time
	NewPasswordURL                      string
	SiteURL                             string
}

// UnlockedLetter tells an earner that the account is open again and brings the link to a new password, or says where to request one.
func UnlockedLetter(words *locale.Words, d Unlocked) (Content, error) {
	d.Name = DisplayName(d.Name)
	d.OrganizationName = oneLine(d.OrganizationName, maxName)
	d.OrganizationEmail = oneLine(d.OrganizationEmail, maxSubject)
	if d.Link == "" {
		return unlockedLetter.write(words, "", d, d.NewPasswordURL, d.SiteURL)
	}
	return unlockedLetter.write(words, "", d, d.Link, d.NewPasswordURL, d.SiteURL)
}

// Locked is what the letter after ten unsuccessful attempts says.
type Locked struct {
	Name, UserName string
	LockedAt       time.Time
	Link           string // one use: opens the account; empty: only an organization can
	Until          time.Time
	SiteURL        string
}

// Spray is what the letter says that many accounts were locked.
type Spray struct {
	Locks    int // more than so many
	At       time.Time
	AdminURL string
	SiteURL  string
}

// SprayLetter warns whoever runs the installation.
func SprayLetter(d Spray) (Content, error) {
	return sprayLetter.write(english, "", d, d.AdminURL, d.SiteURL)
}

// LockedLetter tells the owner of an account that it is locked and what to do.
func LockedLetter(words *locale.Words, d Locked) (Content, error) {
	d.Name = DisplayName(d.Name)
	if d.Link == "" {
		return lockedLetter.write(words, "", d, d.SiteURL)
	}
	return lockedLetter.write(words, "", d, d.Link, d.SiteURL)
}

// ExportReady is what the letter says when everything of somebody's is ready to take along.
type ExportReady struct {
	Name, UserName string
	ExportURL      string    // where it is, after logging in
	Until          time.Time // when it goes away
	SiteURL        string
}

// ExportReadyLetter tells somebody that the file with everything of theirs is there.
func ExportReadyLetter(words *locale.Words, d ExportReady) (Content, error) {
	d.Name = DisplayName(d.Name)
	return exportReadyLetter.write(words, "", d, d.ExportURL, d.SiteURL)
}
