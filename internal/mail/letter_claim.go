package mail

import (
	"time"

	"laurel/internal/badge"
	"laurel/internal/locale"
)

// ClaimProof is what the letter says that proves the address of somebody who asks for a badge.
type ClaimProof struct {
	Name                                string // as it will stand on the badge
	OrganizationName, OrganizationEmail string
	BadgeName                           string
	Application                         bool // the organization decides
	Link                                string
	Until                               time.Time
	SiteURL                             string
	Accent                              string // the organization's color "#rrggbb"; empty: Laurel's
}

// ClaimLetter carries the link by which somebody gets a badge, or by which an application goes to the organization.
func ClaimLetter(words *locale.Words, d ClaimProof) (Content, error) {
	d.Name, d.OrganizationName, d.BadgeName = DisplayName(d.Name), oneLine(d.OrganizationName, maxName), oneLine(d.BadgeName, maxName)
	d.OrganizationEmail = oneLine(d.OrganizationEmail, maxSubject)
	return claimLetter.write(words, d.Accent, d, d.Link, d.SiteURL)
}

// Application is what the letters about an application say.
type Application struct {
	Name, Email                         string // of whoever applies
	OrganizationName, OrganizationEmail string
	BadgeName                           string
	Text                                []string // what was written, by line: by whoever applies, or as the answer
	Approved                            bool
	URL                                 string // where the application is, for the organization; else what it is about
	SiteURL                             string
	Accent                              string // the organization's color "#rrggbb"; empty: Laurel's
	Own                                 badge.LetterWords
}

func (d Application) fills() fills {
	return fills{"name": d.Name, "badge": d.BadgeName, "organization": d.OrganizationName, "link": d.URL, "email": d.OrganizationEmail}
}

func (d Application) clean() Application {
	d.Name, d.OrganizationName, d.BadgeName = DisplayName(d.Name), oneLine(d.OrganizationName, maxName), oneLine(d.BadgeName, maxName)
	d.Email, d.OrganizationEmail, d.Text = oneLine(d.Email, maxSubject), oneLine(d.OrganizationEmail, maxSubject), quoted(d.Text)
	return d
}

// ClaimAskedLetter tells somebody that their application is with the organization.
func ClaimAskedLetter(words *locale.Words, d Application) (Content, error) {
	d = d.clean()
	return claimAskedLetter.writeOwn(words, d.Accent, d.Own, d.fills(), d, d.URL, d.SiteURL)
}

// ClaimReviewLetter calls an organization to an application.
func ClaimReviewLetter(d Application) (Content, error) {
	return claimReviewLetter.write(english, d.Accent, d.clean(), d.URL, d.SiteURL)
}

// ClaimDecidedLetter tells somebody what became of their application or claim.
func ClaimDecidedLetter(words *locale.Words, d Application) (Content, error) {
	d = d.clean()
	return claimDecidedLetter.writeOwn(words, d.Accent, d.Own, d.fills(), d, d.URL, d.SiteURL)
}
