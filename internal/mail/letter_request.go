package mail

import (
	"time"

	"laurel/internal/badge"
	"laurel/internal/locale"
)

// Request is what the letter says that calls an organization to a request.
type Request struct {
	OrganizationName        string
	EarnerName, EarnerEmail string
	BadgeName               string
	About                   string   // in the middle of a sentence: "the name"
	Wanted                  string   // what it should be; may be empty
	Text                    []string // what the earner wrote last, by line
	URL                     string   // of the request in the inbox
	SiteURL                 string
}

// RequestLetter tells an organization that an earner asks for something, or has answered.
func RequestLetter(d Request) (Content, error) {
	d.OrganizationName, d.BadgeName = oneLine(d.OrganizationName, maxName), oneLine(d.BadgeName, maxName)
	d.EarnerName, d.EarnerEmail = DisplayName(d.EarnerName), oneLine(d.EarnerEmail, maxSubject)
	d.Wanted, d.Text = oneLine(d.Wanted, maxName), quoted(d.Text)
	return requestLetter.write(english, "", d, d.URL, d.SiteURL)
}

// RequestAnswer is what the letter with an organization's answer says.
type RequestAnswer struct {
	Name                                string
	OrganizationName, OrganizationEmail string
	BadgeName                           string
	Text                                []string // what the organization wrote, by line
	Done, Declined                      bool     // neither: they ask back
	URL                                 string   // of the request
	SiteURL                             string
	Own                                 badge.LetterWords
}

// RequestAnswerLetter brings an earner the answer to a request.
func RequestAnswerLetter(words *locale.Words, d RequestAnswer) (Content, error) {
	d.Name, d.OrganizationName, d.BadgeName = DisplayName(d.Name), oneLine(d.OrganizationName, maxName), oneLine(d.BadgeName, maxName)
	d.OrganizationEmail, d.Text = oneLine(d.OrganizationEmail, maxSubject), quoted(d.Text)
	return requestAnswerLetter.writeOwn(words, "", d.Own, fills{
		"name": d.Name, "badge": d.BadgeName, "organization": d.OrganizationName, "link": d.URL, "email": d.OrganizationEmail,
	}, d, d.URL, d.SiteURL)
}

// Support is what the letter with a support message says.
type Support struct {
	Reference, Topic string
	Name, Email      string   // as the writer gave them
	SignedIn         bool     // otherwise nobody knows whether the address is theirs
	BadgeURL         string   // may be empty
	Text             []string // by line
	FileName         string   // kept in the list; may be empty
	ListURL          string
	SiteURL          string
}

// SupportLetter brings a message from the support form to whoever runs the installation.
func SupportLetter(d Support) (Content, error) {
	d.Name, d.Email, d.Text = DisplayName(d.Name), oneLine(d.Email, maxSubject), quoted(d.Text)
	links := []string{d.ListURL, d.SiteURL}
	if d.BadgeURL != "" {
		links = append(links, d.BadgeURL)
	}
	return supportLetter.write(english, "", d, links...)
}

// Correction is what the letter about a corrected badge says.
type Correction struct {
	EarnerName                          string // as it stands on the badge now
	OrganizationName, OrganizationEmail string
	BadgeName, BadgeURL                 string
	SiteURL                             string
	Renewed                             bool // and not corrected
	IssuedOn                            time.Time
	ValidUntil                          time.Time // of a renewed one; zero: without end
	Own                                 badge.LetterWords
}

// CorrectionLetter tells an earner that a badge was signed anew.
func CorrectionLetter(words *locale.Words, d Correction) (Content, error) {
	d.EarnerName, d.OrganizationName, d.BadgeName = DisplayName(d.EarnerName), oneLine(d.OrganizationName, maxName), oneLine(d.BadgeName, maxName)
	d.OrganizationEmail = oneLine(d.OrganizationEmail, maxSubject)
	return correctionLetter.writeOwn(words, "", d.Own, fills{
		"name": d.EarnerName, "badge": d.BadgeName, "organization": d.OrganizationName, "issued": words.Day(d.IssuedOn.UTC()), "link": d.BadgeURL, "email": d.OrganizationEmail,
	}, d, d.BadgeURL, d.SiteURL)
}

// maxLine is how much of a line of somebody's text is shown, in characters.
const maxLine = 4000

// quoted are the lines that somebody wrote, without what could change how the
// rest of the letter reads.
func quoted(lines []string) []string {
	clean := make([]string, len(lines))
	for n, l := range lines {
		clean[n] = oneLine(l, maxLine)
	}
	return clean
}
