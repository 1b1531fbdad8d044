package web_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/test/world"
)

const (
	adas     = "ada@example.org"
	adasHome = "ada@home.example"
	password = "three quiet rivers meet"
)

// signedUp is an earner who chose a password and is signed in.
func signedUp(t *testing.T, w *world.World, door http.Handler, email string) *browser {
	t.Helper()
	b := visit(t, door)
	b.post("/password/new", "email", email)
	b.post(linkIn(t, w.LetterText(t, badge.LetterNewPassword, badge.Email(email))), "password", password, "repeat", password).at("/portfolio")
	return b
}

// profiled is a world in which Ada has a badge, a portfolio and a browser.
func profiled(t *testing.T) (w *world.World, door http.Handler, ada *browser) {
	t.Helper()
	w, door, _ = founded(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada Lovelace <"+adas+">")
	return w, door, signedUp(t, w, door, adas)
}

// pathIn is the path of the first link of a letter that begins so.
func pathIn(t *testing.T, letter, path string) string {
	t.Helper()
	_, rest, found := strings.Cut(letter, world.PublicURL+path)
	if !found {
		t.Fatalf("no link to %s in the letter: %s", path, letter)
	}
	return path + strings.Fields(rest)[0]
}

func TestRule7WhatAnEarnerChanges(t *testing.T) {
	w, door, ada := profiled(t)
	ada.post("/profile", "workplace", "Riverside Clinic", "title", "Nurse", "bio", "Sails <b>often</b>.\nTwice.", "link_label_0", "Home page", "link_url_0", "ada.example/me",
		"link_label_4", "Papers", "link_url_4", "https://papers.example").at("/profile").says("Your profile is saved.")
	p := ada.get("/profile")
	for field, want := range map[string]string{"workplace": "Riverside Clinic", "title": "Nurse", "link_label_0": "Home page", "link_url_0": "https://ada.example/me", "link_url_1": "https://papers.example"} {
		if got, _ := p.Find("[name=" + field + "]").Attr("value"); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	if got := p.Find("[name=bio]").Text(); got != "Sails <b>often</b>.\nTwice." || p.Find("b").Length() != 0 {
		t.Errorf("the bio is %q", got)
	}
	if _, on := p.Find("[name=public]").Attr("checked"); on {
		t.Error("it is public without anybody's wish")
	}
	// whoever comes by other pages sees nothing of it
	stranger := visit(t, door)
	code, _, _ := strings.Cut(pathIn(t, w.LetterText(t, badge.LetterIssued, adas), "/b/"), "/linkedin")
	stranger.get(code).status(http.StatusOK).saysNot("Riverside").saysNot("Nurse").saysNot("papers.example").saysNot(adas)
}

func TestRule8NameAndDatesAreLocked(t *testing.T) {
	w, _, ada := profiled(t)
	other := w.Found(t, "hilltop", nil)
	w.Issue(t, w.Badge(t, other.ID, "row"), "A. King <"+adas+">")
	p := ada.get("/profile").says("Ada Lovelace as Riverbank College prints it").says("A. King as Organization hilltop prints it").says("signed by the organization")
	before := ledger(t, w)
	ada.post("/profile", "name", "Countess", "account_name", "Countess", "id", "1", "account_id", "1", "email", "eve@example.org", "issued_on", "2020-01-01", "expires_on", "2099-01-01", "operator", "on").at("/profile")
	if after := ledger(t, w); strings.Contains(after, "Countess") || strings.Contains(after, "eve@example.org") || !strings.Contains(before, "Ada Lovelace") {
		t.Error("a field that is none of the earner's was written")
	}
	for _, l := range p.Find("a[href^='/requests/new']").EachIter() {
		href := l.AttrOr("href", "")
		if !strings.HasSuffix(href, "&kind=name") {
			t.Errorf("the request goes to %s", href)
		}
		ada.get(href).status(http.StatusOK).says("name")
	}
	if n := p.Find("a[href^='/requests/new']").Length(); n != 2 {
		t.Errorf("%d buttons for requests", n)
	}
	if p.Find("input[value='Ada Lovelace'], input[value='A. King']").Length() != 0 {
		t.Error("the name stands in a field")
	}
}

func TestHostileProfiles(t *testing.T) {
	_, _, ada := profiled(t)
	long := strings.Repeat("x", 601)
	for name, pairs := range map[string][]string{
		"a script as a link": {"link_label_0", "Click", "link_url_0", "javascript:alert(1)"}, "a data link": {"link_label_0", "Click", "link_url_0", "data:text/html,x"},
		"a link without https": {"link_label_0", "Click", "link_url_0", "http://plain.example"}, "a link with a password": {"link_label_0", "x", "link_url_0", "https://a:b@c.example"},
		"a link with a blank": {"link_label_0", "x", "link_url_0", "https://a b.example"}, "a link of quotes": {"link_label_0", "x", "link_url_0", `https://a.example/"onx=`},
		"a link without words": {"link_url_0", "https://a.example"}, "words without a link": {"link_label_0", "Home"}, "a long bio": {"bio", long},
		"a title that turns around": {"title", "a\u202eb"}, "a workplace of two lines": {"workplace", "a\nb"},
	} {
		p := ada.post("/profile", append(pairs, "workplace_kept", "x")...).status(http.StatusUnprocessableEntity)
		if p.Find(".fault").Length() == 0 {
			t.Errorf("%s: no field says why", name)
		}
		if p.Find("a[href^='javascript'], a[href^='data']").Length() != 0 {
			t.Errorf("%s: it is linked to", name)
		}
	}
	ada.post("/profile", "bio", `<script>alert(1)</script>`, "title", `"><img src=x onerror=alert(1)>`).at("/profile")
	if p := ada.get("/profile"); p.Find("main script, main img[src=x]").Length() != 0 {
		t.Error("what was typed became part of the page")
	}
}

func TestAPhotoOfTheEarner(t *testing.T) {
	w, door, ada := profiled(t)
	ada.upload("/profile/photo", "photo", "me.png", world.Picture()).at("/profile").says("Your photo is saved.")
	p := ada.get("/profile/photo").status(http.StatusOK)
	img, err := png.Decode(strings.NewReader(p.body))
	if err != nil || img.Bounds() != image.Rect(0, 0, 512, 512) {
		t.Errorf("%v, %v", img, err)
	}
	if p.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("it may be kept: %s", p.Header.Get("Cache-Control"))
	}
	visit(t, door).get("/profile/photo").at("/login")
	w.Issue(t, w.Badge(t, ours(t, w).ID, "row"), "Eve <eve@example.org>")
	signedUp(t, w, door, "eve@example.org").get("/profile/photo").status(http.StatusNotFound)
	for name, data := range map[string][]byte{"a page": []byte("<html>"), "nothing": {}, "a giant": bytes.Repeat([]byte{0}, 4<<20)} {
		if p := ada.upload("/profile/photo", "photo", "me.png", data); p.StatusCode != http.StatusUnprocessableEntity && p.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: status %d", name, p.StatusCode)
		}
	}
	ada.get("/profile/photo").status(http.StatusOK)
	ada.post("/profile/photo/remove").at("/profile").says("Your photo is removed.")
	ada.get("/profile/photo").status(http.StatusNotFound)
}

func TestTheWayOfAnAddress(t *testing.T) {
	w, door, ada := profiled(t)
	ada.post("/profile/addresses", "email", adasHome, "password", "not it at all").status(http.StatusUnprocessableEntity).says("This is not the password.")
	ada.post("/profile/addresses", "email", "nothing", "password", password).status(http.StatusUnprocessableEntity).says("Not an e-mail address")
	ada.post("/profile/addresses", "email", adasHome, "password", password).at("/profile").says("We sent a link to " + adasHome).says("Not confirmed yet")
	link := pathIn(t, w.LetterText(t, badge.LetterAddress, adasHome), "/profile/addresses/confirm/")
	stranger := visit(t, door)
	stranger.get(link).status(http.StatusForbidden).says("Log in first").saysNot(adasHome)
	stranger.post(link).status(http.StatusForbidden)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "row"), "Eve <eve@example.org>")
	eve := signedUp(t, w, door, "eve@example.org")
	eve.get(link).status(http.StatusForbidden).says("another account").saysNot(adasHome)
	eve.post(link).status(http.StatusForbidden)
	before := ledger(t, w)
	for range 2 { // by a program that reads mail
		ada.get(link).status(http.StatusOK).says(adasHome)
	}
	if ledger(t, w) != before {
		t.Error("looking at the link changed something")
	}
	ada.post(link).at("/profile").says("is added")
	ada.get(link).status(http.StatusGone).says("This link has ended")
	visit(t, door).post("/login", "email", adasHome, "password", password).at("/portfolio")

	undo := pathIn(t, w.LetterText(t, badge.LetterAddressAdded, adas), "/profile/undo/")
	scanner := visit(t, door)
	scanner.get(undo).status(http.StatusOK).says("is removed from the account")
	scanner.post(undo).status(http.StatusOK).says("It is undone")
	scanner.get(undo).status(http.StatusGone)
	ada.get("/profile").at("/login")
	visit(t, door).post("/login", "email", adasHome, "password", password).status(http.StatusForbidden)
}

func TestAnAddressWithAnAccountOfItsOwn(t *testing.T) {
	w, door, ada := profiled(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "row"), "A. King <"+adasHome+">")
	signedUp(t, w, door, adasHome)
	ada.post("/profile/addresses", "email", adasHome, "password", password).at("/profile")
	link := pathIn(t, w.LetterText(t, badge.LetterAddress, adasHome), "/profile/addresses/confirm/")
	ada.get(link).says("an account of its own, with 1 badge").says("The password of " + adasHome)
	ada.post(link, "password", "not it at all").status(http.StatusUnprocessableEntity).says("This is not the password.")
	ada.post(link, "password", password).at("/profile").says("everything in its account is here now")
	ada.get("/portfolio").says("Badge sail").says("Badge row")
	ada.get("/profile").says("A. King as Riverbank College prints it")
}

func TestRemindersEndByOneClick(t *testing.T) {
	w, door, ada := profiled(t)
	w.Pass(badge.ReminderEvery)
	if err := w.Accounts.Remind(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop := pathIn(t, w.LetterText(t, badge.LetterReminder, adas), "/profile/reminders/")
	program := visit(t, door)
	program.get(stop).status(http.StatusOK).says("We will not remind you any more")
	r := program.request(http.MethodPost, stop, strings.NewReader("List-Unsubscribe=One-Click")) // RFC 8058, section 3.2: no cookies, no page
	r.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	program.do(r).status(http.StatusOK)
	ada.post("/login", "email", adas, "password", password)
	if _, on := ada.get("/profile").Find("[name=reminders]").Attr("checked"); on {
		t.Error("the reminders go on")
	}
	ada.post("/profile/notifications", "reminders", "on").at("/profile")
	if _, on := ada.get("/profile").Find("[name=reminders]").Attr("checked"); !on {
		t.Error("they cannot be turned on again")
	}
	program.post(stop + "x").status(http.StatusGone)
}

// Times of day are told in the zone that somebody chose, in UTC before that, and
// days on badges never change.
func TestTimesOfDayAreInTheZoneThatSomebodyChose(t *testing.T) {
	w, _, ada := profiled(t)
	in := func(zone string) string { return w.Time().In(badge.Zone(zone)).Format("15:04 MST") }
	ada.get("/security").says(in(""))
	ada.post("/profile/zone", "zone", "Europe/Nowhere").status(http.StatusUnprocessableEntity).says("Choose a time zone of the list")
	ada.get("/security").says(in(""))
	ada.post("/profile/zone", "zone", "Asia/Tokyo").at("/profile").says("Your language and time zone are saved.")
	if got, _ := ada.get("/profile").Find("[name=zone] option[selected]").Attr("value"); got != "Asia/Tokyo" {
		t.Errorf("the profile shows %q", got)
	}
	ada.get("/security").says(in("Asia/Tokyo")).saysNot(" UTC")
	ada.post("/profile", "workplace", "Riverside Clinic").at("/profile")
	ada.post("/security/password", "current", password, "password", "another three rivers", "repeat", "another three rivers").at("/security").says(in("Asia/Tokyo"))
	if text, want := w.LetterText(t, badge.LetterPasswordChanged, adas), w.Time().In(badge.Zone("Asia/Tokyo")).Format("3:04 PM JST"); !strings.Contains(text, want) {
		t.Errorf("the letter does not say %s:\n%s", want, text)
	}
	ada.post("/profile/zone", "zone", "").at("/profile")
	ada.get("/security").says(in(""))
}

func TestTheEndOfAnAddress(t *testing.T) {
	w, _, ada := profiled(t)
	for _, day := range []string{"tomorrow", "2020-01-01"} {
		ada.post("/profile/addresses/ends", "email", adas, "ends_on", day).status(http.StatusUnprocessableEntity)
	}
	ada.post("/profile/addresses/ends", "email", "eve@example.org", "ends_on", "2026-09-30").status(http.StatusNotFound)
	ada.post("/profile/addresses/ends", "email", adas, "ends_on", "2026-09-30").at("/profile").says("Ends on September 30, 2026")
	w.Pass(time.Date(2026, 8, 31, 13, 0, 0, 0, time.UTC).Sub(w.Time()))
	if err := w.Accounts.Remind(t.Context()); err != nil {
		t.Fatal(err)
	}
	if text := w.LetterText(t, badge.LetterReminder, adas); !strings.Contains(text, "ends on September 30, 2026") {
		t.Errorf("the reminder says\n%s", text)
	}
}

// What an earner says stands on their public page, and only while they want it.
func TestAProfileIsShownWhereItsOwnerWants(t *testing.T) {
	_, door, ada := profiled(t)
	ada.upload("/profile/photo", "photo", "me.png", world.Picture())
	said := []string{"workplace", "Riverside Clinic", "title", "Nurse", "bio", "Sails.", "link_label_0", "Papers", "link_url_0", "https://papers.example"}
	ada.post("/profile", said...).at("/profile")
	ada.post("/portfolio/page", "open", "on", "slug", "ada", "about", "").at("/portfolio/page")
	stranger := visit(t, door)
	hidden := func(when string) {
		t.Helper()
		p := stranger.get("/p/ada")
		for _, word := range []string{"Riverside", "Nurse", "Sails.", "papers.example", "/photo"} {
			if strings.Contains(p.body, word) {
				t.Errorf("%s, the page says %q", when, word)
			}
		}
		stranger.get("/p/ada/photo").status(http.StatusNotFound)
	}
	hidden("before she wants it")
	ada.post("/profile", append(said, "public", "on")...).at("/profile")
	p := stranger.get("/p/ada").status(http.StatusOK).says("Riverside Clinic").says("Nurse").says("Sails.").saysNot(adas)
	if link := p.Find("a[href='https://papers.example']"); link.Text() != "Papers" {
		t.Errorf("the link says %q", link.Text())
	}
	if photo := stranger.get("/p/ada/photo").status(http.StatusOK); photo.Header.Get("Content-Type") != "image/png" {
		t.Errorf("the photo is %s", photo.Header.Get("Content-Type"))
	}
	ada.post("/profile", said...).at("/profile")
	hidden("after she hid it again")
	ada.post("/profile", append(said, "public", "on")...)
	ada.post("/portfolio/page", "slug", "ada").at("/portfolio/page")
	stranger.get("/p/ada").status(http.StatusNotFound)
	stranger.get("/p/ada/photo").status(http.StatusNotFound)
}
