package page_test

import "laurel/internal/web/page"

// profilePages are what an earner says of themselves, and their addresses.
func profilePages(static string) []shown {
	f := page.Frame{Static: static, Viewer: page.Viewer{Name: "maria@example.org", Earner: true}}
	return []shown{
		{"profile", page.Profile(profile(f))},
		{"profile-empty", page.Profile(page.ProfileView{Frame: f, Links: make([]page.ProfileLink, 1), Verified: []page.ProfileAddress{{Email: "maria@example.org", Main: true}}})},
		{"address-confirm", page.AddressConfirm(page.AddressConfirmView{Frame: f, Action: "/profile/addresses/confirm/x", Email: longEmail, Account: "maria@example.org", Badges: 12, Joins: true, NeedsPassword: true, Waits: true, Errors: map[string]string{"password": "This is not the password."}})},
		{"erase", page.Erase(page.EraseView{Frame: f, Email: longEmail, Badges: 12, Word: "erase", NeedsCode: true, Errors: map[string]string{"password": "This is not the password.", "word": "Type the word erase to confirm."}})},
		{"erase-waiting", page.Erase(page.EraseView{Frame: f, Email: "maria@example.org", Badges: 1, Word: "erase", DueAt: noon})},
		{"erase-begun", page.Erase(page.EraseView{Frame: f, Email: "maria@example.org", Badges: 1, Word: "erase", DueAt: noon, TooLate: true})},
		{"erase-staff", page.Erase(page.EraseView{Frame: f, Email: "maria@example.org", Badges: 1, Word: "erase", Staff: true})},
		{"press", page.Press(page.PressView{Frame: f, Heading: "Undo this", Text: "The address " + longEmail + " is removed from the account.", Action: "/x", Button: "Undo it"})},
	}
}

// profile is one with everything that can be in it, some of it wrong.
func profile(f page.Frame) page.ProfileView {
	return page.ProfileView{
		Language: "en", Languages: []page.Choice{{Value: "en", Text: "English"}, {Value: "de", Text: "Deutsch"}},
		Zone: "Europe/Berlin", Zones: []page.Choice{{Value: "", Text: "UTC"}, {Value: "Europe/Berlin", Text: "Europe/Berlin"}},
		Frame: f, PhotoURL: "/sample/rosette.svg", Workplace: "Riverside Clinic", Title: hostile, Bio: hostile, Public: true, Reminders: true,
		Names: []page.ProfileName{
			{Name: "María José Núñez", OrgName: "Riverbank College", Badges: []page.Link{{Text: "Certified Wound Care Specialist", URL: "/portfolio/1"}, {Text: longName, URL: "/portfolio/2"}}, RequestURL: "/requests/new?badge=1&kind=name"},
			{Name: arabic, OrgName: longWord, Badges: []page.Link{{Text: "First Aid", URL: "/portfolio/3"}}, RequestURL: "/requests/new?badge=3&kind=name"},
		},
		Links:    []page.ProfileLink{{Label: "Home page", URL: "https://maria.example"}, {Label: longWord, URL: "javascript:alert(1)"}},
		Verified: []page.ProfileAddress{{Email: "maria@example.org", Main: true, Removable: true}, {Email: longEmail, Removable: true, EndsOn: expires}},
		Waiting:  []page.WaitingAddress{{ID: "1", Email: longEmail, Until: noon}}, Joining: []page.WaitingAddress{{ID: "2", Email: "m@old.example", Until: noon}},
		Removing: longEmail, Typed: "maria", Errors: map[string]string{
			"": "Something needs another look. Nothing was changed.", "remove_password": "This is not the password.", "email": "Not an e-mail address: there is no @.",
			"link_url_1": "Give a web address that begins with https://.",
		},
	}
}
