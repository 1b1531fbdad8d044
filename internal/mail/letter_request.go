package mail

// Request is what the letter says that calls an organization to a request.
type Request struct {
	OrganizationName        string
	EarnerName, EarnerEmail string
	BadgeName               string
	About                   string // in the middle of a sentence: "the name"
	Wanted                  string // what it should be; may be empty
	Text                    string // what the earner wrote last
	URL                     string // of the request in the inbox
	SiteURL                 string
}

// RequestLetter tells an organization that an earner asks for something, or has answered.
func RequestLetter(d Request) (Content, error) {
	d.OrganizationName, d.BadgeName = oneLine(d.OrganizationName, maxName), oneLine(d.BadgeName, maxName)
	d.EarnerName, d.EarnerEmail = DisplayName(d.EarnerName), oneLine(d.EarnerEmail, maxSubject)
	d.Wanted = oneLine(d.Wanted, maxName)
	return requestLetter.write("", d, d.URL, d.SiteURL)
}

// RequestAnswer is what the letter with an organization's answer says.
type RequestAnswer struct {
	Name                                string
	OrganizationName, OrganizationEmail string
	BadgeName, About                    string
	Text                                string // what the organization wrote
	Done, Declined                      bool   // neither: they ask back
	URL                                 string // of the request
	SiteURL                             string
}

// RequestAnswerLetter brings an earner the answer to a request.
func RequestAnswerLetter(d RequestAnswer) (Content, error) {
	d.Name, d.OrganizationName, d.BadgeName = DisplayName(d.Name), oneLine(d.OrganizationName, maxName), oneLine(d.BadgeName, maxName)
	d.OrganizationEmail = oneLine(d.OrganizationEmail, maxSubject)
	return requestAnswerLetter.write("", d, d.URL, d.SiteURL)
}

// Support is what the letter with a support message says.
type Support struct {
	Reference, Topic string
	Name, Email      string // as the writer gave them
	SignedIn         bool   // otherwise nobody knows whether the address is theirs
	BadgeURL         string // may be empty
	Text             string
	FileName         string // kept in the list; may be empty
	ListURL          string
	SiteURL          string
}

// SupportLetter brings a message from the support form to whoever runs the installation.
func SupportLetter(d Support) (Content, error) {
	d.Name, d.Email = DisplayName(d.Name), oneLine(d.Email, maxSubject)
	links := []string{d.ListURL, d.SiteURL}
	if d.BadgeURL != "" {
		links = append(links, d.BadgeURL)
	}
	return supportLetter.write("", d, links...)
}
