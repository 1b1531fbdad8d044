package page_test

import (
	"time"

	"laurel/internal/web/page"
)

// allowed are the permits of an owner.
var allowed = page.Permits{Design: true, Issue: true, Revoke: true, Unlock: true, Answer: true, Setting: true, Team: true, Found: true}

// teamPages are about who works for an organization.
func teamPages(static string) []shown {
	f := page.OrgFrame{Frame: page.Frame{Static: static, Viewer: page.Viewer{Name: "ada@riverbank.example", Earner: true, Organizations: []page.Link{{Text: "Riverbank College", URL: "/org/riverbank"}, {Text: "School of Nursing", URL: "/org/nursing"}}}}, OrgName: "Riverbank College", OrgSlug: "riverbank", May: allowed}
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
		{"organizations", page.Organizations(organizations(static))},
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

// dashboardNew is the first page of the desk before the first badge.
func dashboardNew(f page.OrgFrame) page.DashboardView {
	return page.DashboardView{OrgFrame: f, PublicURL: "/o/riverbank", Checklist: []page.Task{
		{Text: "Create your organization", Done: true},
		{Text: "Say who you are", Hint: "A sentence or two for your public page and for every badge.", URL: "/org/riverbank/settings#profile"},
		{Text: "Add your logo and your color", Hint: "They stand on your pages and in your letters.", URL: "/org/riverbank/settings#look"},
		{Text: "Confirm the terms", Hint: "Four sentences about the people whose names you use.", URL: "/org/riverbank/settings#terms"},
		{Text: "Set up a mail server", Hint: "Whoever runs this server starts it with --smtp. Until then letters are kept here and reach nobody."},
		{Text: "Create a badge", Hint: "A name, a picture, and what it takes to earn it.", URL: "/org/riverbank/badges/new"},
		{Text: "Issue it to yourself", Hint: "See what your earners will see: the letter, the page, the portfolio.", URL: "/org/riverbank/issue"},
		{Text: "Issue your first batch", Hint: "Paste people or drop a file. Nothing leaves before you confirm it.", URL: "/org/riverbank/issue"},
	}}
}

// dashboard is the first page of the desk in the middle of the work.
func dashboard(f page.OrgFrame) page.DashboardView {
	return page.DashboardView{
		OrgFrame: f, LogoURL: "/sample/shield.svg", PublicURL: "/o/riverbank", Suspended: true, HasBadge: true,
		Attention: []page.Waiting{
			{Tone: page.ToneQuestion, Text: "3 requests wait for an answer", URL: "/x"},
			{Tone: page.ToneInfo, Text: "One file waits to be confirmed", URL: "/x"},
			{Tone: page.ToneWrong, Text: "12 letters could not be delivered", URL: "/x"},
			{Tone: page.ToneInfo, Text: "1,204 badges end within 60 days", URL: "/x"},
		},
		Numbers: []page.Number{
			{Label: "Issued", Value: 12420, URL: "/x", Of: "to 9,310 people"},
			{Label: "Opened", Value: 8211, URL: "/x", Of: "66% of the badges"},
			{Label: "Claimed", Value: 6004, URL: "/x", Of: "64% logged in"},
			{Label: "Shared", Value: 2107, URL: "/x", Of: "16% of the badges"},
			{Label: "Revoked", Value: 2, URL: "/x"},
		},
		Batches: []page.BatchLink{
			{URL: "/org/riverbank/batches/3", File: "earners-autumn.csv", Badge: "Data Steward, Level 2", At: noon, Rows: 12, State: "checked"},
			{URL: "/org/riverbank/batches/2", File: longWord + ".csv", Badge: longName, At: noon, Rows: 100000, State: "confirmed"},
			{URL: "/org/riverbank/batches/1", File: "earners-spring.csv", Badge: "Certified Wound Care Specialist", At: issued, Rows: 242, State: "done"},
		},
	}
}

// organizations are those of an installation, for its operator.
func organizations(static string) page.OrganizationsView {
	return page.OrganizationsView{
		Frame: page.Frame{Static: static, Viewer: page.Viewer{Name: "ada@riverbank.example", Organizations: []page.Link{{Text: "Riverbank College", URL: "/org/riverbank"}}}},
		Rows: []page.OrganizationRow{
			{Slug: "riverbank", Name: "Riverbank College", CreatedAt: issued},
			{Slug: "nursing", Name: "School of Nursing", Parent: "Riverbank College", CreatedAt: noon},
			{Slug: "long", Name: longName, CreatedAt: noon, SuspendedAt: noon},
		},
		Name: "Hilltop", Errors: map[string]string{"url": "Give a web address that begins with https:// or http://."},
	}
}
