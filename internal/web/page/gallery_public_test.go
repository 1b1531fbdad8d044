package page_test

import (
	"laurel/internal/web/page"
)

// publicPages are the pages that need no account.
func publicPages(static string) []shown {
	f := page.Frame{Static: static}
	signedIn := page.Frame{Static: static, Viewer: page.Viewer{Name: "ada@riverbank.example", Earner: true, Organizations: []page.Link{{Text: "Riverbank College", URL: "/org/riverbank"}}, Admin: true}}
	return append(append([]shown{
		{"home", page.Home(page.HomeView{Frame: f})},
		{"home-signed-in", page.Home(page.HomeView{Frame: signedIn})},
		{"guides", page.Guides(page.GuidesView{Frame: f, Guides: []page.GuideLink{{URL: "/guides/logging-in", Title: "Logging in", Lead: "Your badges wait in a portfolio. Nobody registers for it."}, {URL: "/guides/signatures", Title: "E-mail signatures", Lead: "Your badge at the end of every letter."}}})},
		{"guide-signatures", page.Guide(page.GuideView{Frame: signedIn, Title: "E-mail signatures", Lead: "Your badge at the end of every letter, with a link that proves it.", Sections: []page.GuideSection{
			{ID: "answers", Heading: "A table", HTML: "<table><thead><tr><th>answer</th><th>meaning</th></tr></thead><tbody><tr><td>Valid</td><td>" + longName + "</td></tr></tbody></table><pre><code>laurel verify " + address + "</code></pre>"},
		}, Signature: &page.SignatureView{
			SignedIn: true, Badges: []page.Choice{{Value: "A", Text: longName}, {Value: "B", Text: "Sailing"}}, Code: "A", Badge: longName, OrgName: arabic, URL: address, PictureURL: "/sample/rosette.svg", Side: 80, HTML: "<table></table>", Text: longName + ": " + address,
			Groups: []page.BuilderGroup{{Name: "program", Label: "Mail program", Choices: []page.BuilderChoice{{Text: "Outlook", URL: "?", Chosen: true}, {Text: "Gmail", URL: "?"}, {Text: "Apple Mail", URL: "?"}, {Text: longWord, URL: "?"}}}},
			Steps:  page.GuideSection{ID: "outlook", Heading: "Outlook", HTML: "<ol><li>Copy your signature.</li><li>Paste it.</li></ol>"},
		}, More: []page.Link{{Text: "All guides", URL: "/guides"}}})},
		{"not-found", page.Problem(page.ProblemView{Frame: f, Heading: "There is no badge at this address", Text: "Look at the address again: a code has twelve characters, and a mail program may have cut it."})},
		{"error", page.Problem(page.ProblemView{Frame: f, Heading: "Something went wrong on our side", Text: "What you did was not saved. Go back and try again in a minute.", Reference: "5F2K-9QXW", Next: page.Link{Text: "Go to your portfolio", URL: "/portfolio"}})},
		{"organization", page.Organization(page.OrganizationView{Frame: f, Name: "Riverbank College", Domain: "riverbank.example", Verified: true, Site: "https://www.riverbank.example", Email: "badges@riverbank.example", Description: "A college for the health professions since 1911.", ProfileURL: "/o/riverbank.json", Achievements: []page.AchievementLink{
			{Name: "Certified Wound Care Specialist", URL: "/a/1", PictureURL: "/sample/rosette.svg", Description: "Holders assess chronic wounds, choose and apply compression therapy, and document the course of healing."},
			{Name: "Data Steward, Level 2", URL: "/a/2", PictureURL: "/sample/hexagon.svg", Description: "Looks after clinical data."},
			{Name: "First Aid Instructor", URL: "/a/3", PictureURL: "/sample/shield.svg", Description: "Teaches first aid."},
		}})},
		{"organization-empty", page.Organization(page.OrganizationView{Frame: f, Name: arabic, Domain: "riverbank.example", Description: hostile, Site: "javascript:alert(1)"})},
		{"achievement", page.Achievement(page.AchievementView{Frame: f, Name: "Certified Wound Care Specialist", Picture: page.Picture{URL: "/sample/rosette.svg"}, Issuer: riverbank(), Description: woundCare().Description, CriteriaHTML: "<p>Three things:</p><ul><li>Forty supervised clinical hours</li><li>A written examination, <strong>80 percent</strong></li><li>A practical examination before two assessors</li></ul>", Skills: woundCare().Skills, Validity: "Three years from the day of issue.", JSONURL: "/a/1.json"})},
		{"achievement-translated", page.Achievement(translatedAchievement(f))},
		{"login", page.Login(page.LoginView{Frame: f})},
		{"login-wrong", page.Login(page.LoginView{Frame: f, Email: "amara.okafor@example.org", Fault: "That address and password do not belong together.", Next: "/portfolio"})},
		{"login-locked", page.Login(page.LoginView{Frame: f, Email: "amara.okafor@example.org", Locked: true})},
		{"password-request", page.PasswordRequest(page.PasswordRequestView{Frame: f, Email: "amara.okafor@", Fault: "This is not an e-mail address: nothing stands after the @."})},
		{"password-request-sent", page.PasswordRequest(page.PasswordRequestView{Frame: f, Email: longEmail, Sent: true})},
		{"password-choose", page.PasswordChoose(page.PasswordChooseView{Frame: f, Action: "/password/abc", Email: "amara.okafor@example.org", MinLength: 10, Errors: map[string]string{"repeat": "The two are not the same. Type the new password again."}})},
		{"password-choose-forced", page.PasswordChoose(page.PasswordChooseView{Frame: f, Action: "/password/change", Email: "amara.okafor@example.org", Forced: true, MinLength: 10})},
		{"setup", page.Setup(page.SetupView{Frame: f, Action: "/setup/abc", MinLength: 10})},
		{"setup-wrong", page.Setup(page.SetupView{Frame: f, Action: "/setup/abc", MinLength: 10, OrgName: hostile, Slug: "River Bank", Errors: map[string]string{"": "Two fields need another look. Nothing was created yet.", "slug": "Only lowercase letters, digits and dashes: river-bank would do.", "owner_email": "An e-mail address is needed."}})},
	}, badgePages(f)...), verifyPages(f)...)
}

// translatedAchievement is a badge in a language that runs the other way.
func translatedAchievement(f page.Frame) page.AchievementView {
	return page.AchievementView{
		Frame: f, Name: "أخصائي معتمد في العناية بالجروح", Picture: page.Picture{URL: "/sample/rosette.svg"}, Issuer: riverbank(), Description: "يقيّم الجروح المزمنة ويعالجها.",
		CriteriaHTML: "<ul><li>أربعون ساعة سريرية</li></ul>", Skills: woundCare().Skills, Validity: "Three years from the day of issue.",
		Texts: page.Texts{
			Language: "ar", TranslatedBy: "Riverbank College", Original: "en", OriginalURL: "/a/1?texts=original",
			Others: []page.TextLink{{Language: "de", URL: "/a/1?texts=de"}, {Language: "zh-Hant", URL: "/a/1?texts=zh-Hant"}},
		},
	}
}

// badgePages are the badge page in each of its states.
func badgePages(f page.Frame) []shown {
	return []shown{
		{"badge-valid", badge(f, page.StateValid, nil)},
		{"badge-expired", badge(f, page.StateExpired, func(v *page.BadgeView) {
			v.Content.ValidUntil = issued.AddDate(0, 6, 0)
			v.Checks[2] = page.Check{Name: "Dates", Outcome: page.Warn, Text: "It was valid until September 1, 2026.", Tag: "until 2026-09-01"}
		})},
		{"badge-revoked", badge(f, page.StateRevoked, func(v *page.BadgeView) {
			v.Since, v.Reason = noon, "Issued to the wrong person by mistake."
			v.Checks[3] = page.Check{Name: "Status", Outcome: page.Fail, Text: "Revoked on November 20, 2026.", Tag: "list 3, entry 94,567"}
		})},
		{"badge-suspended", badge(f, page.StateSuspended, func(v *page.BadgeView) {
			v.Since, v.Reason = noon, "Annual registration is under review."
		})},
		{"badge-superseded", badge(f, page.StateSuperseded, func(v *page.BadgeView) { v.SuccessorURL = "/b/AAAABBBBCCCC" })},
		{"badge-not-yet", badge(f, page.StateNotYet, func(v *page.BadgeView) { v.Content.IssuedAt = expires })},
		{"badge-unknown", badge(f, page.StateUnknown, func(v *page.BadgeView) {
			v.CheckedAt = noon
			v.Checks[3] = page.Check{Name: "Status", Outcome: page.Unknown, Text: "The status list could not be read."}
		})},
		{"badge-unverified", badge(f, page.StateUnverified, func(v *page.BadgeView) {
			v.Content.Name, v.Content.Earner = "Forged name", "Forged earner"
			v.Checks = []page.Check{{Name: "Signature", Outcome: page.Fail, Text: "The content is not what was signed.", Tag: "eddsa-rdfc-2022"}}
		})},
		{"badge-long", badge(f, page.StateValid, func(v *page.BadgeView) {
			v.Content.Name, v.Content.Earner, v.Content.Issuer.Name, v.Content.Number = longName, longWord, longName, longWord
			v.Content.Skills = append(v.Content.Skills, page.Skill{Name: longName, Framework: "Framework"}, page.Skill{Name: longWord})
			v.Content.Narrative = "Passed with distinction.\nWith a second line."
			v.Content.ValidUntil = issued.AddDate(99, 0, 0)
			v.Content.CriteriaURL = "https://riverbank.example/criteria/" + longWord
		})},
		{"badge-arabic", badge(f, page.StateValid, func(v *page.BadgeView) {
			v.Content.Earner, v.Content.Issuer.Name, v.Content.Name = arabic, "كلية ضفة النهر", "اختصاصي معتمد في العناية بالجروح"
			v.Content.Picture.URL = "/sample/hexagon.svg"
		})},
		{"badge-hostile", badge(f, page.StateRevoked, func(v *page.BadgeView) {
			c := &v.Content
			c.Name, c.Earner, c.Issuer.Name, c.Number, c.Description, c.Narrative, c.Kind = hostile, hostile, hostile, hostile, hostile, hostile, hostile
			c.Evidence = []page.Evidence{{Name: hostile, URL: "javascript:alert(1)", Text: hostile}}
			c.Skills = []page.Skill{{Name: hostile, Framework: hostile, URL: "javascript:alert(1)"}}
			c.Issuer.ContactURL, c.Issuer.URL, c.CriteriaURL, v.Reason = "javascript:alert(1)", "javascript:alert(1)", "javascript:alert(1)", hostile
			c.Picture = page.Picture{URL: "/sample/shield.svg", Alt: hostile}
			v.Checks[0].Text, v.Checks[0].Details = hostile, []page.Fact{{Label: hostile, Value: hostile, URL: "javascript:alert(1)"}}
			v.Meta.Description, v.Meta.ImageAlt = hostile, hostile
		})},
	}
}

// verifyPages are the form and its reports.
func verifyPages(f page.Frame) []shown {
	foreign := woundCare()
	foreign.Issuer.Name = "Harvard University"
	several := woundCare()
	several.Others = 2
	return []shown{
		{"verify", page.Verify(page.VerifyView{Frame: f})},
		{"verify-wrong", page.Verify(page.VerifyView{Frame: f, Address: "not an address", Errors: map[string]string{"address": "This is neither an address nor a code of a badge.", "file": "The file is 50 MB; a badge has at most 5 MB."}})},
		{"verify-foreign", page.Verify(page.VerifyView{Frame: f, Report: &page.Report{State: page.StateValid, Domain: "badges.cheap-diplomas.example", Content: &foreign, Checks: goodChecks()}})},
		{"verify-several", page.Verify(page.VerifyView{Frame: f, Report: &page.Report{State: page.StateValid, Domain: "badges.example.edu", Content: &several, Checks: goodChecks()}})},
		{"verify-unknown-issuer", page.Verify(page.VerifyView{Frame: f, Report: &page.Report{State: page.StateUnknown, Reason: "The issuer's server did not answer, so its key could not be read.", Checks: []page.Check{{Name: "Issuer", Outcome: page.Unknown, Text: "riverbank.example did not answer within 5 seconds.", Tag: "did:web"}}}})},
		{"verify-ours", page.Verify(page.VerifyView{Frame: f, Report: &page.Report{State: page.StateValid, Domain: "badges.example.org", Content: &foreign, Checks: goodChecks(), HereURL: address}})},
		{"verify-invalid", page.Verify(page.VerifyView{Frame: f, Report: &page.Report{State: page.StateUnverified, Domain: "riverbank.example", Content: &foreign, Reason: "The content is not what was signed.", Checks: []page.Check{{Name: "Signature", Outcome: page.Fail, Text: "The content is not what was signed.", Tag: "eddsa-rdfc-2022"}}}})},
	}
}
