package mail

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"laurel/internal/locale"
)

var (
	issuedOn = time.Date(2026, 3, 1, 14, 5, 0, 0, time.UTC)
	expires  = time.Date(2029, 3, 1, 0, 0, 0, 0, time.UTC)
)

const (
	site      = "https://badges.example.org"
	badgePage = site + "/b/7KQ2M9XWTR4H"
	secretURL = site + "/password/0195f2c0-8d4e-7b1a-9c55-2f1b8e6d7a90.Q2x1c3RlckZ1bmRhbWVudGFsT2Y"
)

func sampleIssuance() Issuance {
	return Issuance{
		EarnerName: "María José Núñez", OrganizationName: "Riverbank College",
		OrganizationSite: "https://riverbank.example", OrganizationEmail: "badges@riverbank.example",
		BadgeName: "Certified Wound Care Specialist", BadgeDescription: "Forty supervised clinical hours.",
		BadgeURL: badgePage, PictureURL: badgePage + ".png", LinkedInURL: badgePage + "/linkedin",
		LoginURL: site + "/login", NewPasswordURL: site + "/password/new", IssuedOn: issuedOn, ExpiresOn: &expires,
		Invite: &Invitation{UserName: "maria@example.org", TemporaryPassword: "k7mq-x2fd-9whs-p4tz-hm3r", Until: issuedOn.Add(72 * time.Hour)},
	}
}

// letters are lettersIn in English.
func letters(t *testing.T, text string) map[string]Content {
	t.Helper()
	return lettersIn(t, english, text)
}

// lettersIn composes one of each kind, with text in the place of every name.
func lettersIn(t *testing.T, words *locale.Words, text string) map[string]Content {
	t.Helper()
	named := func(usual string) string {
		if text == "" {
			return usual
		}
		return text
	}
	all := map[string]Content{}
	add := func(kind string, c Content, err error) {
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		all[kind] = c
	}
	d := sampleIssuance()
	d.EarnerName, d.OrganizationName = named(d.EarnerName), named(d.OrganizationName)
	d.BadgeName, d.BadgeDescription = named(d.BadgeName), named(d.BadgeDescription)
	c, err := IssuanceLetter(words, d)
	add("issuance", c, err)
	d.Invite, d.ExpiresOn, d.LinkedInURL = nil, nil, ""
	c, err = IssuanceLetter(words, d)
	add("issuance without invitation", c, err)
	c, err = RevocationLetter(words, Revocation{
		EarnerName: d.EarnerName, OrganizationName: d.OrganizationName, OrganizationSite: d.OrganizationSite,
		OrganizationEmail: d.OrganizationEmail, BadgeName: d.BadgeName, BadgeURL: badgePage, Reason: named("Wrong person."), RevokedOn: issuedOn,
	})
	add("revocation", c, err)
	suspended := Suspension{
		EarnerName: d.EarnerName, OrganizationName: d.OrganizationName, OrganizationSite: d.OrganizationSite, OrganizationEmail: d.OrganizationEmail,
		BadgeName: d.BadgeName, BadgeURL: badgePage, Reason: named("The examination is looked into."), At: issuedOn,
	}
	c, err = SuspensionLetter(words, suspended)
	add("suspension", c, err)
	suspended.Over = true
	c, err = SuspensionLetter(words, suspended)
	add("suspension over", c, err)
	c, err = NewPasswordLetter(words, NewPassword{Name: d.EarnerName, UserName: "maria@example.org", Link: secretURL, Until: issuedOn.Add(time.Hour), SiteURL: site})
	add("new password", c, err)
	c, err = PasswordChangedLetter(words, PasswordChanged{Name: d.EarnerName, UserName: "maria@example.org", ChangedAt: issuedOn, NewPasswordURL: site + "/password/new", SiteURL: site})
	add("password changed", c, err)
	c, err = UnlockedLetter(words, Unlocked{Name: d.EarnerName, UserName: "maria@example.org", OrganizationName: d.OrganizationName, OrganizationEmail: d.OrganizationEmail, NewPasswordURL: site + "/password/new", SiteURL: site})
	add("unlocked too late", c, err)
	c, err = UnlockedLetter(words, Unlocked{
		Name: d.EarnerName, UserName: "maria@example.org", OrganizationName: d.OrganizationName, OrganizationEmail: d.OrganizationEmail,
		Link: secretURL, Until: issuedOn, NewPasswordURL: site + "/password/new", SiteURL: site,
	})
	add("unlocked", c, err)
	c, err = FactorChangedLetter(words, PasswordChanged{Name: d.EarnerName, UserName: "maria@example.org", ChangedAt: issuedOn, NewPasswordURL: site + "/password/new", SiteURL: site})
	add("factor changed", c, err)
	c, err = LockedLetter(words, Locked{Name: d.EarnerName, UserName: "maria@example.org", LockedAt: issuedOn, SiteURL: site})
	add("locked", c, err)
	c, err = LockedLetter(words, Locked{Name: d.EarnerName, UserName: "maria@example.org", LockedAt: issuedOn, Link: secretURL, Until: issuedOn, SiteURL: site})
	add("locked, for its owner to open", c, err)
	c, err = RequestLetter(Request{
		OrganizationName: d.OrganizationName, EarnerName: d.EarnerName, EarnerEmail: "maria@example.org", BadgeName: d.BadgeName,
		About: "the name", Wanted: named("María José Núñez Ortega"), Text: []string{named("I married in May.")}, URL: site + "/org/riverbank/requests/1", SiteURL: site,
	})
	add("request", c, err)
	for state, answer := range map[string]RequestAnswer{"done": {Done: true}, "declined": {Declined: true}, "asks back": {}} {
		answer.Name, answer.OrganizationName, answer.OrganizationEmail, answer.BadgeName = d.EarnerName, d.OrganizationName, d.OrganizationEmail, d.BadgeName
		answer.Text, answer.URL, answer.SiteURL = []string{named("With pleasure.")}, site+"/requests/1", site
		c, err = RequestAnswerLetter(words, answer)
		add("answer, "+state, c, err)
	}
	c, err = SupportLetter(Support{
		Reference: "7KQ2-M9XW", Topic: "Something else", Name: d.EarnerName, Email: "maria@example.org", BadgeURL: badgePage,
		Text: []string{named("Help.")}, FileName: "screen.png", ListURL: site + "/admin/support", SiteURL: site,
	})
	add("support", c, err)
	c, err = SprayLetter(Spray{Locks: 50, At: issuedOn, AdminURL: site + "/admin/letters", SiteURL: site})
	add("many locks", c, err)
	c, err = CorrectionLetter(words, Correction{
		EarnerName: d.EarnerName, OrganizationName: d.OrganizationName, OrganizationEmail: d.OrganizationEmail,
		BadgeName: d.BadgeName, BadgeURL: badgePage, SiteURL: site,
	})
	add("correction", c, err)
	c, err = CorrectionLetter(words, Correction{
		EarnerName: d.EarnerName, OrganizationName: d.OrganizationName, OrganizationEmail: d.OrganizationEmail,
		BadgeName: d.BadgeName, BadgeURL: badgePage, SiteURL: site, Renewed: true, ValidUntil: expires,
	})
	add("renewal", c, err)
	c, err = ExpiringLetter(words, Expiring{
		EarnerName: d.EarnerName, OrganizationName: d.OrganizationName, OrganizationEmail: d.OrganizationEmail,
		BadgeName: d.BadgeName, BadgeURL: badgePage, ExpiresOn: expires, StopURL: secretURL, SiteURL: site,
	})
	add("expiring", c, err)
	c, err = ExpiringDigestLetter(ExpiringDigest{
		OrganizationName: d.OrganizationName, Lines: []ExpiringLine{{BadgeName: d.BadgeName, Days: 60, Count: 12}, {BadgeName: "First Aid", Days: 7, Count: 1}},
		ListURL: site + "/org/riverbank/issued?state=ending", SettingURL: site + "/org/riverbank/issued/reminders", SiteURL: site,
	})
	add("expiring digest", c, err)
	c, err = StaffInvitationLetter(StaffInvitation{
		Name: d.EarnerName, UserName: "maria@example.org", InvitedBy: named("Amara Okafor"), OrganizationName: d.OrganizationName,
		OrganizationSite: d.OrganizationSite, OrganizationEmail: d.OrganizationEmail, Role: "Issuer", Link: secretURL, Button: "Look at the invitation", Until: issuedOn.Add(time.Hour), SiteURL: site,
	})
	add("staff invitation", c, err)
	team := TeamChange{
		Name: d.EarnerName, UserName: "maria@example.org", OrganizationName: d.OrganizationName, OrganizationEmail: d.OrganizationEmail,
		Role: "an issuer", What: "Issue badges.", DeskURL: site + "/org/riverbank", At: issuedOn, SiteURL: site,
	}
	c, err = RoleLetter(team)
	add("role", c, err)
	c, err = OffTeamLetter(team)
	add("off the team", c, err)
	c, err = AddressLetter(words, AddressProof{Address: "maria@example.org", Link: secretURL, Until: issuedOn, SiteURL: site})
	add("address", c, err)
	told := AddressAdded{Name: d.EarnerName, UserName: "maria@example.org", Address: "maria@home.example", AddedAt: issuedOn, Link: secretURL, Until: issuedOn, SiteURL: site}
	c, err = AddressAddedLetter(words, told)
	add("address added", c, err)
	told.Joining = true
	c, err = AddressAddedLetter(words, told)
	add("accounts joining", c, err)
	c, err = AddressRemovedLetter(words, AddressRemoved{Name: d.EarnerName, Address: "maria@home.example", RemovedAt: issuedOn, NewPasswordURL: site + "/password/new", SiteURL: site})
	add("address removed", c, err)
	reminder := Reminder{Name: d.EarnerName, UserName: "maria@example.org", ProfileURL: site + "/profile", StopURL: secretURL, SiteURL: site}
	c, err = ReminderLetter(words, reminder)
	add("reminder", c, err)
	reminder.EndsOn = expires
	c, err = ReminderLetter(words, reminder)
	add("reminder before an end", c, err)
	erasure := Erasure{Name: d.EarnerName, UserName: "maria@example.org", Link: secretURL, Until: issuedOn, ExportURL: site + "/export", SiteURL: site}
	c, err = ErasureLetter(words, erasure)
	add("erasure", c, err)
	c, err = ErasedLetter(words, erasure)
	add("erased", c, err)
	c, err = SharedBadgeLetter(words, SharedBadge{
		EarnerName: d.EarnerName, OrganizationName: d.OrganizationName, BadgeName: d.BadgeName, BadgeURL: badgePage, PictureURL: badgePage + ".png",
		IssuedOn: issuedOn, Note: named("Look,\nwhat I earned."),
	})
	add("shared badge", c, err)
	c, err = ExportReadyLetter(words, ExportReady{Name: d.EarnerName, UserName: "maria@example.org", ExportURL: site + "/export", Until: issuedOn, SiteURL: site})
	add("export ready", c, err)
	return all
}

func parseHTML(t *testing.T, html string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestEveryLinkIsAlsoVisibleTextInBothParts(t *testing.T) {
	for kind, c := range letters(t, "") {
		doc := parseHTML(t, c.HTML)
		visible := doc.Find("body").Text()
		doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
			href, _ := a.Attr("href")
			shown := strings.TrimPrefix(strings.TrimPrefix(href, "mailto:"), "https://riverbank.example")
			if !strings.Contains(visible, shown) {
				t.Errorf("%s: %s is a link in the HTML part and cannot be read there", kind, href)
			}
			if !strings.Contains(c.Text, strings.TrimPrefix(href, "mailto:")) {
				t.Errorf("%s: %s is missing in the text part", kind, href)
			}
		})
	}
}

func TestIssuanceLetterSaysWhatAnEarnerNeeds(t *testing.T) {
	c := letters(t, "")["issuance"]
	if c.Subject != "Congratulations, María José Núñez: Certified Wound Care Specialist" {
		t.Errorf("subject: %q", c.Subject)
	}
	html := strings.Join(strings.Fields(parseHTML(t, c.HTML).Find("body").Text()), " ")
	for _, want := range []string{
		"Congratulations, María José Núñez", "Riverbank College issued you this badge on March 1, 2026", "It is valid until March 1, 2029.",
		badgePage, badgePage + "/linkedin", "maria@example.org", "k7mq-x2fd-9whs-p4tz-hm3r", "works once, until March 4, 2026, 2:05 PM UTC",
		"Request New Password", site + "/password/new", site + "/login", "You receive this letter because Riverbank College", "Your data: you can ask Riverbank College",
		"badges@riverbank.example", "Forty supervised clinical hours.",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("HTML part lacks %q", want)
		}
		if !strings.Contains(strings.Join(strings.Fields(c.Text), " "), want) && want != "Riverbank College issued you this badge on March 1, 2026" {
			t.Errorf("text part lacks %q", want)
		}
	}
	picture := parseHTML(t, c.HTML).Find("img")
	for name, want := range map[string]string{"src": badgePage + ".png", "width": "200", "height": "200", "alt": "Badge: Certified Wound Care Specialist"} {
		if got, _ := picture.Attr(name); got != want {
			t.Errorf("picture %s = %q, want %q", name, got, want)
		}
	}
}

func TestRule3WithoutInvitationTheLetterExplainsTheWayIn(t *testing.T) {
	c := letters(t, "")["issuance without invitation"]
	for _, part := range []string{c.Text, c.HTML} {
		for _, no := range []string{"emporary password", "User name", "LinkedIn", "valid until"} {
			if strings.Contains(part, no) {
				t.Errorf("says %q", no)
			}
		}
		for _, yes := range []string{"Request New Password", site + "/password/new", "It does not expire."} {
			if !strings.Contains(part, yes) {
				t.Errorf("does not say %q", yes)
			}
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	hostile := "x\"><script>alert(1)</script><img src=https://evil.example/t.gif>\r\nBcc: you@evil.example {{.D}} \u202egnp"
	for kind, c := range letters(t, hostile) {
		if strings.ContainsAny(c.Subject, "\r\n") {
			t.Errorf("%s: the subject has a line break: %q", kind, c.Subject)
		}
		doc := parseHTML(t, c.HTML)
		if doc.Find("script").Length() > 0 || doc.Find("img[src*=evil]").Length() > 0 {
			t.Errorf("%s: markup from a name became markup", kind)
		}
		for _, bad := range []string{"\nBcc:", "\u202e"} {
			if strings.Contains(c.Text, bad) || strings.Contains(c.HTML, bad) {
				t.Errorf("%s: %q came through", kind, bad)
			}
		}
	}
}

func TestLettersLoadNothingButThePictureAndStaySmall(t *testing.T) {
	address := regexp.MustCompile(`(?i)\b(?:src|background|poster)="([^"]*)"|url\(([^)]*)\)|@import`)
	for kind, c := range letters(t, "") {
		for _, m := range address.FindAllStringSubmatch(c.HTML, -1) {
			if m[1] != badgePage+".png" {
				t.Errorf("%s: loads %q", kind, m[0])
			}
		}
		if strings.Contains(c.HTML, "ZgotmplZ") || strings.Contains(c.HTML+c.Text, "<no value>") {
			t.Errorf("%s: a value did not make it into the template", kind)
		}
		if len(c.HTML) > 60<<10 { // some mail programs cut at 102 KB, encoded
			t.Errorf("%s: HTML part has %d bytes", kind, len(c.HTML))
		}
	}
}

func TestLetterWithABadLinkIsNotWritten(t *testing.T) {
	for _, bad := range []string{"", "/b/7KQ2M9XWTR4H", "javascript:alert(1)", "https://", "https://x.example/a b", "ftp://x.example/"} {
		d := sampleIssuance()
		d.BadgeURL = bad
		if _, err := IssuanceLetter(english, d); err == nil {
			t.Errorf("badge address %q was accepted", bad)
		}
	}
}

// Every letter to a person is written in the language, its links and names are
// those of the English one, and nothing of the machinery shows.
func TestLettersInEveryLanguageLoseNothing(t *testing.T) {
	english := letters(t, "")
	for _, l := range locale.Languages {
		for kind, c := range lettersIn(t, locale.For(l), "") {
			for _, bad := range []string{"%!", "%s", "%[", "ZgotmplZ", "<no value>"} {
				if strings.Contains(c.Subject+c.Text+c.HTML, bad) {
					t.Errorf("%s, %s: says %q", l, kind, bad)
				}
			}
			links := func(html string) (all []string) {
				parseHTML(t, html).Find("a[href]").Each(func(_ int, a *goquery.Selection) { all = append(all, a.AttrOr("href", "")) })
				slices.Sort(all)
				return all
			}
			if got, want := links(c.HTML), links(english[kind].HTML); !slices.Equal(got, want) {
				t.Errorf("%s, %s: links %q, want %q", l, kind, got, want)
			}
		}
	}
}

func TestALetterIsWrittenInTheReadersLanguage(t *testing.T) {
	german := lettersIn(t, locale.For(locale.German), "")["password changed"]
	if german.Subject != "Ihr Passwort wurde geändert" {
		t.Errorf("subject %q", german.Subject)
	}
	html := parseHTML(t, german.HTML)
	words := strings.Join(strings.Fields(html.Find("body").Text()), " ")
	for _, want := range []string{"Guten Tag María José Núñez,", "Das Passwort des Kontos maria@example.org bei badges.example.org wurde am 1. März 2026 um 14:05 UTC geändert."} {
		for _, part := range []string{german.Text, words} {
			if !strings.Contains(part, want) {
				t.Errorf("does not say %q:\n%s", want, part)
			}
		}
	}
	if html.Find("p strong").Text() != "maria@example.org" {
		t.Errorf("the account does not stand out: %s", german.HTML)
	}
	if lang, dir := html.Find("html").AttrOr("lang", ""), html.Find("html").AttrOr("dir", ""); lang != "de" || dir != "ltr" {
		t.Errorf("lang=%q dir=%q", lang, dir)
	}
	arabic := parseHTML(t, lettersIn(t, locale.For(locale.Arabic), "")["issuance"].HTML)
	if lang, dir := arabic.Find("html").AttrOr("lang", ""), arabic.Find("body > table").AttrOr("dir", ""); lang != "ar" || dir != "rtl" {
		t.Errorf("Arabic: lang=%q dir=%q", lang, dir)
	}
}

func TestLettersToTheDeskAreInEnglish(t *testing.T) {
	all := lettersIn(t, locale.For(locale.Arabic), "")
	for _, kind := range []string{"request", "support", "many locks", "staff invitation", "role", "off the team"} {
		if lang := parseHTML(t, all[kind].HTML).Find("html").AttrOr("lang", ""); lang != "en" {
			t.Errorf("%s: lang=%q", kind, lang)
		}
	}
}
