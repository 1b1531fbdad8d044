package mail

import "time"

// StaffInvitation is what the letter to a new member of an organization's staff says.
type StaffInvitation struct {
	Name, UserName                                        string
	InvitedBy                                             string // may be empty
	OrganizationName, OrganizationSite, OrganizationEmail string // the site may be empty
	Role                                                  string // as people read it: "issuer", "owner"
	Link                                                  string // one use: begin, with a password chosen first where there is none
	Button                                                string // what the link is called
	Until                                                 time.Time
	SiteURL                                               string
	Accent                                                string
}

// StaffInvitationLetter invites a person to an organization's staff.
func StaffInvitationLetter(d StaffInvitation) (Content, error) {
	d.Name = DisplayName(d.Name)
	d.InvitedBy = DisplayName(d.InvitedBy)
	d.OrganizationName = oneLine(d.OrganizationName, maxName)
	d.OrganizationEmail = oneLine(d.OrganizationEmail, maxSubject)
	d.Role = oneLine(d.Role, maxName)
	links := []string{d.Link, d.SiteURL}
	if d.OrganizationSite != "" {
		links = append(links, d.OrganizationSite)
	}
	return staffInvitationLetter.write(english, d.Accent, d, links...)
}

// TeamChange is what the letters say that tell a member of their new role, or
// that they are off the team.
type TeamChange struct {
	Name, UserName                      string
	OrganizationName, OrganizationEmail string
	Role                                string // as people read it: "an issuer"; empty: off the team
	What                                string // what the role lets them do, as a sentence
	DeskURL                             string // the organization's pages; empty: off the team
	At                                  time.Time
	SiteURL                             string
	Accent                              string
}

// RoleLetter tells somebody of their role in an organization.
func RoleLetter(d TeamChange) (Content, error) {
	d.clean()
	return roleLetter.write(english, d.Accent, d, d.DeskURL, d.SiteURL)
}

// OffTeamLetter tells somebody that they do not work for an organization any more.
func OffTeamLetter(d TeamChange) (Content, error) {
	d.clean()
	return offTeamLetter.write(english, d.Accent, d, d.SiteURL)
}

func (d *TeamChange) clean() {
	d.Name = DisplayName(d.Name)
	d.OrganizationName = oneLine(d.OrganizationName, maxName)
	d.OrganizationEmail = oneLine(d.OrganizationEmail, maxSubject)
	d.Role = oneLine(d.Role, maxName)
}
