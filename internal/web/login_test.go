package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/test/world"
)

func TestRule5TheTenthFailureLocksAndOnlyTheOrganizationUnlocks(t *testing.T) {
	w, door, owner := founded(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")
	guesser := visit(t, door)
	for range 9 {
		guesser.post("/login", "email", "ada@example.org", "password", "a guess").status(http.StatusForbidden).says("do not belong together").
			says("If this address does not work, try another one, such as work or personal. Otherwise the organization may not have issued you a badge: contact them directly.")
	}
	locked := "Your account was locked because of 10 unsuccessful attempts to login. Please contact the issuing organization to unlock your account."
	known := guesser.post("/login", "email", "ada@example.org", "password", "a guess").says(locked)
	for range 9 {
		guesser.post("/login", "email", "nobody@example.org", "password", "a guess").saysNot("was locked")
	}
	unknown := guesser.post("/login", "email", "nobody@example.org", "password", "a guess").says(locked)
	if strings.ReplaceAll(known.body, "ada@", "nobody@") != unknown.body {
		t.Error("the page of a locked account tells whether there is one")
	}
	id := string(w.Account(t, "ada@example.org").ID)
	owner.get("/org/riverbank/earners").says("Locked")
	owner.post("/org/riverbank/earners/" + id + "/unlock").says("The account is unlocked.").saysNot("notice-wrong")
	link := linkIn(t, w.LetterText(t, badge.LetterUnlocked, "ada@example.org"))
	guesser.get(link).status(http.StatusOK)
	guesser.get(link).status(http.StatusOK).says("Choose a new password")
	guesser.post(link, "password", "three quiet rivers meet", "repeat", "three quiet rivers meet").at("/portfolio")
	visit(t, door).get(link).status(http.StatusGone).says("Request New Password")
}

func linkIn(t *testing.T, letter string) string {
	t.Helper()
	for word := range strings.FieldsSeq(letter) {
		if rest, ok := strings.CutPrefix(word, "https://badges.example.org/password/"); ok && rest != "new" {
			return "/password/" + rest
		}
	}
	t.Fatalf("no link in the letter: %s", letter)
	return ""
}

// L8: at the same count of failures, the answers do not tell an account from
// none, byte for byte; nor do their headers.
func TestEveryAnswerOfTheLoginIsTheSameForKnownAndUnknownAddresses(t *testing.T) {
	w, door, _ := founded(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")
	for n := 1; n <= 12; n++ {
		known := visit(t, door).post("/login", "email", "ada@example.org", "password", "a guess")
		unknown := visit(t, door).post("/login", "email", "eve@example.org", "password", "a guess")
		if strings.ReplaceAll(known.body, "ada@", "eve@") != unknown.body || known.StatusCode != unknown.StatusCode ||
			fmt.Sprint(known.Header) != fmt.Sprint(unknown.Header) {
			t.Errorf("failure %d tells whether there is an account: %d %v and %d %v", n, known.StatusCode, known.Header, unknown.StatusCode, unknown.Header)
		}
	}
}

func TestASourceThatFailedOftenIsToldToWaitBeforeAnythingIsLookedAt(t *testing.T) {
	_, door, _ := founded(t)
	b := visit(t, door)
	for n := range badge.SourceFailures {
		b.post("/login", "email", fmt.Sprintf("nobody%d@example.org", n), "password", "a guess").status(http.StatusForbidden)
	}
	p := b.post("/login", "email", "owner@riverbank.example", "password", ownerPassword).status(http.StatusTooManyRequests)
	if p.Header.Get("Retry-After") != "3600" {
		t.Errorf("come again after %q", p.Header.Get("Retry-After"))
	}
}

func TestManyAccountsAreUnlockedAtOnce(t *testing.T) {
	w, door, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	w.Issue(t, a, "Ada <ada@example.org>", "Bo <bo@example.org>", "Cy <cy@example.org>")
	guesser := visit(t, door)
	for _, name := range []string{"ada", "bo"} {
		for range badge.MaxFailures {
			guesser.post("/login", "email", name+"@example.org", "password", "a guess")
		}
	}
	list := owner.get("/org/riverbank/earners")
	boxes := list.Find(`form[action="/org/riverbank/earners/unlock"] input[name="earner"]`)
	if boxes.Length() != 2 {
		t.Fatalf("%d accounts can be ticked, want the two locked ones", boxes.Length())
	}
	id := func(email badge.Email) string { return string(w.Account(t, email).ID) }
	owner.post("/org/riverbank/earners/unlock").says("Nobody was ticked.")
	owner.post("/org/riverbank/earners/unlock", "earner", id("ada@example.org"), "earner", id("cy@example.org"), "earner", id("bo@example.org")).
		says("Unlocked: 2 of 3.").says("not locked")
	owner.get("/org/riverbank/earners").saysNot("Locked")
}

func TestRule4TheAnswerIsTheSameForEveryAddress(t *testing.T) {
	w, door, _ := founded(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")
	known := visit(t, door).post("/password/new", "email", "ada@example.org")
	unknown := visit(t, door).post("/password/new", "email", "eve@example.org")
	if known.StatusCode != unknown.StatusCode || strings.ReplaceAll(known.body, "ada@", "eve@") != unknown.body {
		t.Error("the page tells whether an address has an account")
	}
}

func TestLoginLeadsOnlyToPathsOfOurs(t *testing.T) {
	_, door, _ := founded(t)
	for next, want := range map[string]string{
		"/org/riverbank/badges":      "/org/riverbank/badges",
		"/verify?x=1":                "/verify",
		"https://evil.example":       "/org/riverbank",
		"//evil.example/":            "/org/riverbank",
		`/\evil.example`:             "/org/riverbank",
		"/\t/evil.example":           "/org/riverbank",
		"javascript:alert(1)":        "/org/riverbank",
		"":                           "/org/riverbank",
		"/%2f%2fevil.example":        "/%2f%2fevil.example",
		"evil.example":               "/org/riverbank",
		"\\\\evil.example":           "/org/riverbank",
		"/org/riverbank\r\nX-Evil:1": "/org/riverbank",
	} {
		b := visit(t, door)
		p := b.post("/login", "email", "owner@riverbank.example", "password", ownerPassword, "next", next)
		if p.Request.URL.Host != "badges.example.org" || p.path != want && p.Request.URL.EscapedPath() != want {
			t.Errorf("next %q leads to %s", next, p.Request.URL)
		}
		again := b.get("/login?" + url.Values{"next": {next}}.Encode())
		if again.Request.URL.Host != "badges.example.org" || again.path != p.path {
			t.Errorf("next %q leads to %s when one is signed in already", next, again.Request.URL)
		}
	}
}

func TestASessionEnds(t *testing.T) {
	w, door, owner := founded(t)
	planted := visit(t, door)
	login := func() string {
		planted.post("/login", "email", "owner@riverbank.example", "password", ownerPassword).at("/org/riverbank")
		return sessionCookie(t, planted)
	}
	before := login()
	if after := login(); !strings.HasPrefix(after, "__Host-laurel=") || after == before {
		t.Errorf("the token from before the login is kept: %s", after)
	}
	planted.post("/logout").at("/")
	planted.get("/org/riverbank").at("/login")
	r := planted.request(http.MethodGet, "/org/riverbank", nil)
	r.Header.Set("Cookie", before)
	planted.do(r).at("/login")

	for range 4 { // who comes now and then stays signed in …
		w.Pass(10 * time.Hour)
		owner.get("/org/riverbank").at("/org/riverbank")
	}
	w.Pass(badge.StaffSessionIdle + time.Hour) // … and who stays away does not
	owner.get("/org/riverbank").at("/login")

	fresh := visit(t, door)
	fresh.post("/login", "email", "owner@riverbank.example", "password", ownerPassword).at("/org/riverbank")
	if _, err := w.Accounts.ChooseByLink(t.Context(), resetToken(t, w), "another long password"); err != nil {
		t.Fatal(err)
	}
	fresh.get("/org/riverbank").at("/login")
}

// sessionCookie is the token of a browser's session, with its name.
func sessionCookie(t *testing.T, b *browser) string {
	t.Helper()
	for _, c := range b.client.Jar.Cookies(b.request(http.MethodGet, "/", nil).URL) {
		if c.Name == "__Host-laurel" {
			return c.String()
		}
	}
	t.Fatal("there is no session")
	return ""
}

func TestAVisitOfStaffEndsForGoodAfterAWeek(t *testing.T) {
	w, _, owner := founded(t)
	for range 16 {
		w.Pass(10 * time.Hour)
		owner.get("/org/riverbank").at("/org/riverbank")
	}
	w.Pass(10 * time.Hour)
	owner.get("/org/riverbank").at("/login")
}

func TestAVisitOfAnEarnerEndsAfterTwoWeeksOrNinetyDays(t *testing.T) {
	w, door, _ := founded(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")
	for _, c := range []struct {
		pause time.Duration
		times int
	}{{badge.EarnerSessionIdle - time.Hour, 6}, {badge.EarnerSessionIdle, 1}} {
		ada := visit(t, door)
		choosePassword(t, w, ada, "ada@example.org", "three quiet rivers meet")
		for range c.times {
			w.Pass(c.pause)
			ada.get("/portfolio").at("/portfolio")
		}
		w.Pass(c.pause + 2*time.Hour)
		ada.get("/portfolio").at("/login")
	}
}

// choosePassword asks for a link, opens it and so signs somebody in.
func choosePassword(t *testing.T, w *world.World, b *browser, email badge.Email, password string) {
	t.Helper()
	if err := w.Accounts.RequestPassword(t.Context(), string(email)); err != nil {
		t.Fatal(err)
	}
	link := linkIn(t, w.LetterText(t, badge.LetterNewPassword, email))
	b.post(link, "password", password, "repeat", password).status(http.StatusOK)
}

// resetToken asks for a new password for the owner and takes the token out of
// the letter.
func resetToken(t *testing.T, w *world.World) string {
	t.Helper()
	if err := w.Accounts.RequestPassword(t.Context(), "owner@riverbank.example"); err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(linkIn(t, w.LetterText(t, badge.LetterNewPassword, "owner@riverbank.example")), "/password/")
}
