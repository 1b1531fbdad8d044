package page_test

import (
	"time"

	"laurel/internal/web/page"
)

// allowed are the permits of an owner.
var allowed = page.Permits{Design: true, Issue: true, Revoke: true, Unlock: true, Answer: true, Setting: true, Team: true, Found: true}

// teamPages are about who works for an organization.
func teamPages(static string) []shown {
	f := page.OrgFrame{Frame: page.Frame{Static: static, Viewer: page.Viewer{Name: "ada@riverbank.example", Earner: true}}, OrgName: "Riverbank College", OrgSlug: "riverbank", May: allowed}
	roles := []page.RoleChoice{
		{Value: "owner", Does: "Everything, the team and departments included."},
		{Value: "admin", Does: "Everything but making owners and departments."},
		{Value: "issuer", Does: "Issue badges, take them back, answer requests, unlock earners."},
		{Value: "designer", Does: "Create and edit badges, and look at the rest."},
		{Value: "viewer", Does: "Look at everything and change nothing."},
	}
	team := page.TeamView{
		OrgFrame: f, Roles: roles, Role: "issuer",
		Members: []page.MemberRow{
			{ID: "1", Name: "Ada Okafor", Email: "ada@riverbank.example", Role: "owner", Since: issued, SeenAt: noon, SecondFactor: true, You: true},
			{ID: "2", Name: "María José Núñez", Email: "maria@riverbank.example", Role: "issuer", Since: issued, SeenAt: issued},
			{ID: "3", Name: longName, Email: longEmail, Role: "designer", Since: issued},
			{ID: "4", Email: "front.desk@riverbank.example", Role: "viewer", Since: issued, SeenAt: noon, Fixed: true},
		},
		Invitations: []page.InvitationRow{
			{ID: "5", Email: "new.colleague@riverbank.example", Role: "admin", Until: noon.Add(7 * 24 * time.Hour)},
			{ID: "6", Email: "was.on.holiday@riverbank.example", Role: "viewer", Until: issued, Late: true},
		},
		Badges:      []page.KeptRow{{URL: "/org/riverbank/team/badges/1", Badge: "Certified Wound Care Specialist", Staff: "María José Núñez, Siobhán O’Brien"}},
		Choices:     []page.Choice{{Value: "2", Text: "Data Steward, Level 2"}},
		Departments: []page.Link{{Text: "School of Nursing", URL: "/org/nursing"}, {Text: longName, URL: "/org/long"}},
	}
	alone := team
	alone.Members, alone.Invitations, alone.Badges, alone.Departments = team.Members[:1], nil, nil, nil
	wrong := alone
	wrong.Email, wrong.Errors = "ada@", map[string]string{"email": "This is not an e-mail address: there is nothing after the @."}
	join := page.JoinView{
		Frame: page.Frame{Static: static}, Action: "/join/x", OrgName: "Riverbank College", LogoURL: "/sample/shield.svg", InvitedBy: "Ada Okafor",
		Email: "new.colleague@riverbank.example", Role: "issuer", Does: roles[2].Does, Until: noon, Way: page.JoinPassword, NeedsName: true, MinLength: 12,
	}
	login, other, confirm := join, join, join
	login.Way, login.LoginURL = page.JoinLogin, "/login"
	other.Way, other.Viewer.Name, other.LogoURL = page.JoinOther, longEmail, ""
	confirm.Way, confirm.Viewer.Name, confirm.OrgName = page.JoinConfirm, "new.colleague@riverbank.example", longName
	return []shown{
		{"team", page.Team(team)},
		{"team-alone", page.Team(wrong)},
		{"team-badge", page.TeamBadge(page.TeamBadgeView{OrgFrame: f, Badge: "Certified Wound Care Specialist", Action: "/x", Members: []page.KeptMember{
			{ID: "2", Name: "María José Núñez", Email: "maria@riverbank.example", Role: "issuer", Kept: true}, {ID: "3", Email: longEmail, Role: "designer"},
		}})},
		{"team-badge-nobody", page.TeamBadge(page.TeamBadgeView{OrgFrame: f, Badge: "Certified Wound Care Specialist", Action: "/x"})},
		{"department", page.Department(page.DepartmentView{OrgFrame: f, Site: "https://www.riverbank.example", Email: "badges@riverbank.example"})},
		{"join", page.Join(join)},
		{"join-login", page.Join(login)},
		{"join-other", page.Join(other)},
		{"join-confirm", page.Join(confirm)},
	}
}

// settingsView is a college's settings, with two faults.
func settingsView(f page.OrgFrame) page.SettingsView {
	return page.SettingsView{
		OrgFrame: f, Name: "Riverbank College", Site: "https://www.riverbank.example", Email: "badges@riverbank.example", Description: "A college for the health professions since 1911.",
		Street: "1 Towpath", Locality: "Riverbank", PostalCode: "04101", Region: "Maine", Country: "US", LogoURL: "/sample/shield.svg",
		Accent: "#0f766e", LightContrast: "4.9", DarkContrast: "3.1", InviteLogin: true, LinkedInID: "https://www.linkedin.com/company/riverbank-college", LinkedInButton: true,
		Hold: 15, Duplicates: "deny", Visibility: "unlisted", OwnerLink: true, MayOwnerLink: true, Hosted: true, PublicURL: "/o/riverbank", Parent: "State University",
		Errors: map[string]string{"linkedin": "This address has the page's name in it, not its number. Open the page as its admin: then the address has the number.", "": "One field needs another look. What you typed is still here."},
	}
}
