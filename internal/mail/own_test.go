package mail

import (
	"strings"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/locale"
)

// inOwnWords composes every letter that can have an organization's own words.
func inOwnWords(t *testing.T, words *locale.Words, subject, text string) map[string]Content {
	t.Helper()
	own := badge.LetterWords{Subject: subject, Text: text}
	all := map[string]Content{}
	add := func(kind string, c Content, err error) {
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		all[kind] = c
	}
	d := sampleIssuance()
	d.Own = own
	c, err := IssuanceLetter(words, d)
	add("issuance", c, err)
	const name, organization, email, wound = "María José Núñez", "Riverbank College", "badges@riverbank.example", "Certified Wound Care Specialist"
	c, err = RevocationLetter(words, Revocation{
		EarnerName: name, OrganizationName: organization, OrganizationEmail: email, BadgeName: wound, BadgeURL: badgePage, Reason: "Wrong person.", RevokedOn: issuedOn, IssuedOn: issuedOn, Own: own,
	})
	add("revocation", c, err)
	s := Suspension{
		EarnerName: name, OrganizationName: organization, OrganizationEmail: email, BadgeName: wound, BadgeURL: badgePage, Reason: "It is looked into.", At: issuedOn, IssuedOn: issuedOn, Own: own,
	}
	c, err = SuspensionLetter(words, s)
	add("suspension", c, err)
	s.Over = true
	c, err = SuspensionLetter(words, s)
	add("reinstatement", c, err)
	c, err = ExpiringLetter(words, Expiring{
		EarnerName: name, OrganizationName: organization, OrganizationEmail: email, BadgeName: wound, BadgeURL: badgePage, IssuedOn: issuedOn, ExpiresOn: expires,
		StopURL: site + "/profile/reminders/x", SiteURL: site, Own: own,
	})
	add("expiring", c, err)
	for _, renewed := range []bool{true, false} {
		c, err = CorrectionLetter(words, Correction{
			EarnerName: name, OrganizationName: organization, OrganizationEmail: email, BadgeName: wound, BadgeURL: badgePage, SiteURL: site, Renewed: renewed, IssuedOn: issuedOn,
			ValidUntil: expires, Own: own,
		})
		add(map[bool]string{true: "renewal", false: "correction"}[renewed], c, err)
	}
	c, err = RequestAnswerLetter(words, RequestAnswer{
		Name: name, OrganizationName: organization, OrganizationEmail: email, BadgeName: wound, Text: []string{"With pleasure."}, Done: true, URL: badgePage, SiteURL: site, Own: own,
	})
	add("answer", c, err)
	return all
}

// What the letter is about, its links, reasons and its foot are there whatever
// an organization writes.
func TestOwnWordsTakeThePlaceOfTheOpeningAlone(t *testing.T) {
	stays := map[string][]string{
		"issuance":      {"Certified Wound Care Specialist", "It is valid until March 1, 2029.", badgePage, "k7mq-x2fd-9whs-p4tz-hm3r", "You receive this letter because"},
		"revocation":    {"A badge of yours was revoked", "Wrong person.", badgePage, "You receive this letter because"},
		"suspension":    {"A badge of yours is suspended", "It is looked into.", badgePage},
		"reinstatement": {"A badge of yours holds again", "the older copies do not hold", badgePage},
		"expiring":      {"A badge of yours expires soon", badgePage, site + "/profile/reminders/x"},
		"renewal":       {"Your badge was renewed", "It is valid until March 1, 2029.", "save them anew", badgePage},
		"correction":    {"Your badge was corrected", "save them anew", badgePage},
		"answer":        {"Your request is done", "With pleasure.", badgePage},
	}
	gone := []string{"issued you this badge on", "revoked the badge", "suspended the badge", "reinstated the badge", "How to renew it", "has renewed your badge", "has corrected your badge", "has done what you asked for"}
	all := inOwnWords(t, english, "{badge} for {name}", "Dear {name},\nwe of {organization} write of {badge}.\n\nSee {link} or ask {email}.")
	for kind, c := range all {
		if c.Subject != "Certified Wound Care Specialist for María José Núñez" {
			t.Errorf("%s: subject %q", kind, c.Subject)
		}
		html := parseHTML(t, c.HTML)
		seen := html.Find(".card, .soft").Text()
		for part, text := range map[string]string{"text": c.Text, "HTML": seen} {
			for _, s := range stays[kind] {
				if !strings.Contains(text, s) {
					t.Errorf("%s: the %s lost %q\n%s", kind, part, s, text)
				}
			}
			for _, s := range gone {
				if strings.Contains(text, s) {
					t.Errorf("%s: the %s says %q too", kind, part, s)
				}
			}
		}
		if !strings.Contains(c.Text, "Dear María José Núñez,\nwe of Riverbank College write of Certified Wound Care Specialist.\n\nSee "+badgePage+" or ask badges@riverbank.example.\n") {
			t.Errorf("%s: the text\n%s", kind, c.Text)
		}
		own := html.Find("p[dir=auto]")
		if own.Length() != 2 || own.First().Find("br").Length() != 1 || own.Find(`a[href="`+badgePage+`"]`).Length() != 1 || own.Find(`a[href="mailto:badges@riverbank.example"]`).Length() != 1 {
			t.Errorf("%s: %s", kind, c.HTML)
		}
	}
}

func TestHostileOwnWordsStayText(t *testing.T) {
	for _, hostile := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `{{.D.Invite.TemporaryPassword}}`, `{{template "title" .}}`, "%s %[1]s %!d(MISSING)", "{name", "{nome}", "} {",
		"abc\u202egnp.exe", "a\x00b", "Hi\r\nBcc: eve@bank.example", "{<b>}", `{" onload="x}`, strings.Repeat("a ", 5000), "&lt;b&gt;", "</p></td></tr></table>",
	} {
		for kind, c := range inOwnWords(t, english, hostile, hostile) {
			html := parseHTML(t, c.HTML)
			if n := html.Find("script, img[src=x], [onload], [onerror], p[dir=auto] b").Length(); n != 0 {
				t.Errorf("%s: %q became HTML", kind, hostile)
			}
			if html.Find("table").Length() != parseHTML(t, inOwnWords(t, english, "x", "x")[kind].HTML).Find("table").Length() {
				t.Errorf("%s: %q changed the layout", kind, hostile)
			}
			if html.Find("p[dir=auto] a").Length() != 0 {
				t.Errorf("%s: %q became a link", kind, hostile)
			}
			if strings.ContainsAny(c.Subject, "\r\n\x00\u202e") || len([]rune(c.Subject)) > maxSubject {
				t.Errorf("%s: subject %q", kind, c.Subject)
			}
			if strings.ContainsAny(c.Text+c.HTML, "\x00\u202e") {
				t.Errorf("%s: %q came through", kind, hostile)
			}
			password := "k7mq-x2fd-9whs-p4tz-hm3r"
			if kind == "issuance" && strings.Count(c.Text, password) != 1 || kind != "issuance" && strings.Contains(c.Text, password) {
				t.Errorf("%s: %q took the password", kind, hostile)
			}
			if len(c.HTML) > 60_000 {
				t.Errorf("%s: %d bytes", kind, len(c.HTML))
			}
		}
	}
	c := inOwnWords(t, english, "100 %s for {name}", "100 %s & <b>{nome}</b> for {name")["revocation"]
	if c.Subject != "100 %s for María José Núñez" || !strings.Contains(c.Text, "\n100 %s & <b>{nome}</b> for {name\n") ||
		!strings.Contains(c.HTML, "100 %s &amp; &lt;b&gt;{nome}&lt;/b&gt; for {name</p>") {
		t.Errorf("%s\n%s", c.Subject, c.Text)
	}
}

// A value is not looked into for placeholders of its own.
func TestWhatIsFilledInIsNotFilledInAgain(t *testing.T) {
	d := sampleIssuance()
	d.EarnerName, d.BadgeName, d.Own = "{email}", "{link}", badge.LetterWords{Subject: "{name}", Text: "{name} {badge}"}
	c, err := IssuanceLetter(english, d)
	if err != nil || c.Subject != "{email}" || !strings.Contains(c.Text, "{email} {link}") || parseHTML(t, c.HTML).Find("p[dir=auto] a").Length() != 0 {
		t.Errorf("%v: %s\n%s", err, c.Subject, c.Text)
	}
}

func TestOwnWordsAreInTheDirectionTheyAreWrittenIn(t *testing.T) {
	c := inOwnWords(t, locale.For(locale.Arabic), "تهانينا {name}", "عزيزنا {name}،\nصدرت الشارة {badge}.")["issuance"]
	if !strings.Contains(c.HTML, `dir="rtl"`) || !strings.Contains(c.HTML, "<bdi>María José Núñez</bdi>،<br>") || c.Subject != "تهانينا María José Núñez" {
		t.Errorf("%s\n%s", c.Subject, c.HTML)
	}
}
