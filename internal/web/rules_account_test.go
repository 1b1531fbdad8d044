package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

// Rules 1 to 6 of the product, as far as pages keep them. Which test shows
// which rule is listed in test/journey/README.md.

func TestRule1ThereIsNoRegistration(t *testing.T) {
	w, door, _ := founded(t)
	stranger := visit(t, door)
	for _, path := range []string{"/register", "/registration", "/signup", "/sign-up", "/join", "/account/new", "/accounts", "/login/new", "/users/new"} {
		stranger.get(path).status(http.StatusNotFound)
	}
	for _, path := range []string{"/", "/login", "/password/new", "/faq", "/guides/logging-in"} {
		stranger.get(path).status(http.StatusOK).Find("a, button").Each(func(_ int, link *goquery.Selection) {
			if text := strings.ToLower(link.Text()); strings.Contains(text, "register") || strings.Contains(text, "sign up") || strings.Contains(text, "create an account") {
				t.Errorf("%s offers %q", path, link.Text())
			}
		})
	}
	stranger.get("/faq").says("Your account exists because an organization issued you a badge.")
	before := len(w.Letters(t))
	stranger.post("/password/new", "email", "eve@example.org").status(http.StatusOK)
	stranger.post("/login", "email", "eve@example.org", "password", password).status(http.StatusForbidden)
	stranger.post("/support", "topic", "I cannot log in", "email", "eve@example.org", "text", "Let me in.")
	if exists(t, w, "eve@example.org") {
		t.Error("somebody made themselves an account")
	}
	if n := len(w.Letters(t)) - before; n != 0 {
		t.Errorf("%d letters to somebody without an account", n)
	}
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Eve <eve@example.org>")
	if !exists(t, w, "eve@example.org") {
		t.Error("a badge was issued, and there is no account")
	}
}

func exists(t *testing.T, w *world.World, email badge.Email) bool {
	t.Helper()
	err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
		_, err := tx.SystemAccountByEmail(t.Context(), email)
		return err
	})
	return err == nil
}

func TestRule2TheLoginPageSaysToTryAnotherAddress(t *testing.T) {
	_, door, _ := founded(t)
	const sentence = "If this address does not work, try another one, such as work or personal. Otherwise the organization may not have issued you a badge: contact them directly."
	b := visit(t, door)
	b.get("/login").says(sentence)
	b.post("/login", "email", "eve@example.org", "password", "a guess").says(sentence)
	b.get("/password/new").says(sentence)
	b.get("/guides/logging-in").says("If an address does not work, try another one, such as work or personal. Otherwise the organization may not have issued you a badge: contact them directly.")
}

func TestRule3TheFirstLoginLeadsToANewPasswordAndNowhereElse(t *testing.T) {
	w, door, _ := founded(t)
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <"+adas+">")[0].Code)
	letter := w.LetterText(t, badge.LetterIssued, adas)
	if !strings.Contains(letter, "User name:  "+adas) || !strings.Contains(letter, "works once, until March 13, 2026, 12:00 PM UTC") {
		t.Errorf("the letter: %s", letter)
	}
	b := visit(t, door)
	b.post("/login", "email", adas, "password", temporaryPassword.FindStringSubmatch(letter)[1], "next", "/profile").at("/password/change").says("Choose your own to go on.")
	n := 0
	err := chi.Walk(door.(chi.Routes), func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		own := false
		for _, begin := range []string{"/portfolio", "/collections", "/imports", "/export", "/profile", "/requests", "/security", "/org/", "/admin/"} {
			own = own || strings.HasPrefix(pattern, begin)
		}
		if !own || pattern == "/password/change" {
			return nil
		}
		n++
		path := strings.NewReplacer("{code}", code, "{org}", "riverbank", "{number}", "1").Replace(pattern)
		switch method {
		case http.MethodGet:
			b.get(path).at("/password/change")
		case http.MethodPost:
			b.post(path, "visibility", "private").at("/password/change")
		}
		return nil
	})
	if err != nil || n < 60 {
		t.Fatalf("%d addresses, %v", n, err)
	}
	visit(t, door).get("/b/" + code).status(http.StatusOK) // nothing was made private on the way
	b.post("/password/change", "password", password, "repeat", password).at("/portfolio")
	b.get("/profile").at("/profile")
}

func TestRule4TheLetterHasTheLinkAsAButtonAndAsText(t *testing.T) {
	w, door, _ := founded(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <"+adas+">")
	b := visit(t, door)
	b.get("/login").Find(`a[href="/password/new"]`).Each(func(_ int, a *goquery.Selection) {
		if a.Text() != "Request New Password" {
			t.Errorf("the way there is called %q", a.Text())
		}
	})
	b.post("/password/new", "email", adas).says("The link works once, for 60 minutes.").says("Only the newest link works.")
	id := newest(t, w, badge.LetterNewPassword, adas)
	_, content, err := w.Post.Show(t.Context(), badge.Host(), id)
	if err != nil {
		t.Fatal(err)
	}
	html, err := goquery.NewDocumentFromReader(strings.NewReader(content.HTML))
	if err != nil {
		t.Fatal(err)
	}
	link := world.PublicURL + linkIn(t, content.Text)
	var shown []string
	html.Find(fmt.Sprintf("a[href=%q]", link)).Each(func(_ int, a *goquery.Selection) { shown = append(shown, a.Text()) })
	if len(shown) != 2 || shown[0] != "Choose a new password" || shown[1] != link {
		t.Errorf("the link stands there as %q, want a button and the address itself", shown)
	}
}

// newest is the latest letter of a kind to somebody.
func newest(t *testing.T, w *world.World, kind badge.LetterKind, to badge.Email) (id badge.LetterID) {
	t.Helper()
	for _, l := range w.Letters(t) {
		if l.Kind == kind && l.To == to {
			id = l.ID
		}
	}
	if id == "" {
		t.Fatalf("no letter of kind %s to %s", kind, to)
	}
	return id
}

func TestRule6WithoutACredentialThereIsNoPortfolioAndNobodyCreatesBadges(t *testing.T) {
	w, door, owner := founded(t)
	for _, path := range []string{"/portfolio", "/portfolio/page", "/collections", "/imports"} {
		owner.get(path).status(http.StatusNotFound).says("You have no portfolio yet").says("such as work or personal")
	}
	owner.post("/portfolio/page", "slug", "robin", "open", "on").status(http.StatusNotFound)
	owner.post("/collections", "name", "Mine").status(http.StatusNotFound)
	owner.upload("/imports", "file", "badge.json", foreign(t)).status(http.StatusNotFound)
	visit(t, door).get("/p/robin").status(http.StatusNotFound)
	if owner.get("/org/riverbank").Find(`a[href="/portfolio"]`).Length() != 0 {
		t.Error("the way to a portfolio is shown to somebody who has none")
	}

	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <"+adas+">", "Robin <owner@riverbank.example>")
	owner.get("/portfolio").status(http.StatusOK).says("Badge sail")
	before := ledger(t, w)
	ada := signedUp(t, w, door, adas)
	for _, path := range []string{"/org/riverbank", "/org/riverbank/badges/new", "/org/riverbank/issue"} {
		ada.get(path).status(http.StatusNotFound)
	}
	ada.upload("/org/riverbank/badges/new", "picture", "badge.png", world.Picture(), "name", "Self-made", "description", "x", "criteria", "x").status(http.StatusNotFound)
	ada.upload("/org/riverbank/issue/people", "file", "a.csv", []byte(world.File("Ada <ada@example.org>")), "badge", "sail").status(http.StatusNotFound)
	if after := ledger(t, w); strings.Contains(after, "Self-made") || strings.Contains(before, "Self-made") {
		t.Error("an earner created a badge")
	}
}
