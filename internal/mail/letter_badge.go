package mail

import (
	"time"

	"laurel/internal/badge"
	"laurel/internal/locale"
)

const maxDescription = 400 // in characters; the badge page has the rest

// Issuance is what the "Congratulations" letter says. Times are shown in UTC.
type Issuance struct {
	EarnerName                                            string
	OrganizationName, OrganizationSite, OrganizationEmail string // the site may be empty
	BadgeName, BadgeDescription                           string
	BadgeURL                                              string // https://…/b/CODE: the proof
	PictureURL                                            string // a PNG, shown 200 pixels wide
	LinkedInURL                                           string // a short address of ours that leads there; empty: no button
	LoginURL, NewPasswordURL                              string
	IssuedOn                                              time.Time
	ExpiresOn                                             *time.Time  // nil: does not expire
	Invite                                                *Invitation // nil: the letter explains "Request New Password"
	Accent                                                string      // the organization's color "#rrggbb"; empty: Laurel's
	Own                                                   badge.LetterWords
}

// Invitation is the way in for the first time: a password that works once, until a moment.
type Invitation struct {
	UserName, TemporaryPassword string
	Until                       time.Time
}

// IssuanceLetter tells an earner about a badge, where its page is, and how to get into the portfolio.
func IssuanceLetter(words *locale.Words, d Issuance) (Content, error) {
	d.EarnerName = DisplayName(d.EarnerName)
	d.OrganizationName = oneLine(d.OrganizationName, maxName)
	d.OrganizationEmail = oneLine(d.OrganizationEmail, maxSubject)
	d.BadgeName = oneLine(d.BadgeName, maxSubject)
	d.BadgeDescription = oneLine(d.BadgeDescription, maxDescription)
	links := []string{d.BadgeURL, d.PictureURL, d.LoginURL, d.NewPasswordURL}
	if d.LinkedInURL != "" {
		links = append(links, d.LinkedInURL)
	}
	if d.OrganizationSite != "" {
		links = append(links, d.OrganizationSite)
	}
	return issuanceLetter.writeOwn(words, d.Accent, d.Own, fills{
		"name": d.EarnerName, "badge": d.BadgeName, "organization": d.OrganizationName, "issued": words.Day(d.IssuedOn.UTC()), "link": d.BadgeURL, "email": d.OrganizationEmail,
	}, d, links...)
}

// Revocation is what the letter about a revoked badge says.
type Revocation struct {
	EarnerName                                            string
	OrganizationName, OrganizationSite, OrganizationEmail string // the site may be empty
	BadgeName, BadgeURL                                   string
	Reason                                                string // as the organization wrote it, shown to the earner
	RevokedOn, IssuedOn                                   time.Time
	Accent                                                string
	Own                                                   badge.LetterWords
}

// RevocationLetter tells an earner that a badge is no longer valid, why, and whom to ask.
func RevocationLetter(words *locale.Words, d Revocation) (Content, error) {
	d.EarnerName = DisplayName(d.EarnerName)
	d.OrganizationName = oneLine(d.OrganizationName, maxName)
	d.OrganizationEmail = oneLine(d.OrganizationEmail, maxSubject)
	d.BadgeName = oneLine(d.BadgeName, maxSubject)
	d.Reason = oneLine(d.Reason, 1000)
	links := []string{d.BadgeURL}
	if d.OrganizationSite != "" {
		links = append(links, d.OrganizationSite)
	}
	return revocationLetter.writeOwn(words, d.Accent, d.Own, fills{
		"name": d.EarnerName, "badge": d.BadgeName, "organization": d.OrganizationName, "issued": words.Day(d.IssuedOn.UTC()), "date": words.Day(d.RevokedOn.UTC()),
		"link": d.BadgeURL, "email": d.OrganizationEmail,
	}, d, links...)
}

// Suspension is what the letter about a suspended badge says, and the one that
// ends it.
type Suspension struct {
	EarnerName                                            string
	OrganizationName, OrganizationSite, OrganizationEmail string // the site may be empty
	BadgeName, BadgeURL                                   string
	Reason                                                string // as the organization wrote it; empty: it is over
	At, IssuedOn                                          time.Time
	Over                                                  bool // it holds again
	Accent                                                string
	Own                                                   badge.LetterWords
}

// SuspensionLetter tells an earner that a badge is not to be relied on for now,
// why, and whom to ask; or that it holds again.
func SuspensionLetter(words *locale.Words, d Suspension) (Content, error) {
	d.EarnerName = DisplayName(d.EarnerName)
	d.OrganizationName = oneLine(d.OrganizationName, maxName)
	d.OrganizationEmail = oneLine(d.OrganizationEmail, maxSubject)
	d.BadgeName = oneLine(d.BadgeName, maxSubject)
	d.Reason = oneLine(d.Reason, 1000)
	links := []string{d.BadgeURL}
	if d.OrganizationSite != "" {
		links = append(links, d.OrganizationSite)
	}
	return suspensionLetter.writeOwn(words, d.Accent, d.Own, fills{
		"name": d.EarnerName, "badge": d.BadgeName, "organization": d.OrganizationName, "issued": words.Day(d.IssuedOn.UTC()), "date": words.Day(d.At.UTC()),
		"link": d.BadgeURL, "email": d.OrganizationEmail,
	}, d, links...)
}
