package mail

import (
	"time"

	"laurel/internal/badge"
	"laurel/internal/locale"
)

// Expiring is what the letter about a badge that ends soon says.
type Expiring struct {
	EarnerName                          string
	OrganizationName, OrganizationEmail string
	BadgeName, BadgeURL                 string
	IssuedOn                            time.Time
	ExpiresOn                           time.Time // the last day
	StopURL                             string    // ends these letters
	SiteURL                             string
	Own                                 badge.LetterWords
}

// ExpiringLetter tells an earner that a badge ends soon, and whom to ask.
func ExpiringLetter(words *locale.Words, d Expiring) (Content, error) {
	d.EarnerName, d.OrganizationName, d.BadgeName = DisplayName(d.EarnerName), oneLine(d.OrganizationName, maxName), oneLine(d.BadgeName, maxName)
	d.OrganizationEmail = oneLine(d.OrganizationEmail, maxSubject)
	return expiringLetter.writeOwn(words, "", d.Own, fills{
		"name": d.EarnerName, "badge": d.BadgeName, "organization": d.OrganizationName, "issued": words.Day(d.IssuedOn.UTC()), "expires": words.Day(d.ExpiresOn.UTC()),
		"link": d.BadgeURL, "email": d.OrganizationEmail,
	}, d, d.BadgeURL, d.StopURL, d.SiteURL)
}

// ExpiringDigest is what the letter to an organization says about badges of its
// that end soon.
type ExpiringDigest struct {
	OrganizationName string
	Lines            []ExpiringLine
	ListURL          string // of those that expire in 60 days
	SettingURL       string // where the reminders are switched
	SiteURL          string
}

// ExpiringLine is how many of a badge end within so many days.
type ExpiringLine struct {
	BadgeName   string
	Days, Count int
}

// ExpiringDigestLetter tells an organization whose badges end soon: how many, by badge.
func ExpiringDigestLetter(d ExpiringDigest) (Content, error) {
	d.OrganizationName = oneLine(d.OrganizationName, maxName)
	for n := range d.Lines {
		d.Lines[n].BadgeName = oneLine(d.Lines[n].BadgeName, maxName)
	}
	return expiringDigestLetter.write(english, "", d, d.ListURL, d.SettingURL, d.SiteURL)
}
