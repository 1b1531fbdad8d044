package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/test/world"
)

func TestTheTenthFailureLocksAndOnlyTheOrganizationUnlocks(t *testing.T) {
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
	w.Pass(10 * time.Minute)
	guesser.post("/password/new", "email", "ada@example.org").says("If an account belongs to")
	link := linkIn(t, w.LetterText(t, badge.LetterNewPassword, "ada@example.org"))
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

func TestTheAnswerToANewPasswordIsTheSameForEveryAddress(t *testing.T) {
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
		return planted.client.Jar.Cookies(planted.request(http.MethodGet, "/", nil).URL)[0].String()
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
		w.Pass(10 * 24 * time.Hour)
		owner.get("/org/riverbank").at("/org/riverbank")
	}
	w.Pass(badge.EarnerSessionIdle + time.Hour) // … and who stays away does not
	owner.get("/org/riverbank").at("/login")

	fresh := visit(t, door)
	fresh.post("/login", "email", "owner@riverbank.example", "password", ownerPassword).at("/org/riverbank")
	if _, err := w.Accounts.ChooseByLink(t.Context(), resetToken(t, w), "another long password"); err != nil {
		t.Fatal(err)
	}
	fresh.get("/org/riverbank").at("/login")
}

func TestASessionEndsForGoodAfterNinetyDays(t *testing.T) {
	w, _, owner := founded(t)
	for range 9 {
		w.Pass(9 * 24 * time.Hour)
		owner.get("/org/riverbank").at("/org/riverbank")
	}
	w.Pass(10 * 24 * time.Hour)
	owner.get("/org/riverbank").at("/login")
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
