package web_test

import (
	"bytes"
	"crypto/ed25519"
	"net/http"
	"strings"
	"testing"
	"time"

	"laurel/openbadge"
	"laurel/test/world"
	"laurel/vc/did"
	"laurel/vc/proof"
)

// foreign is a badge of somebody else, signed with a key that stands in its own
// name, so that nothing has to be fetched.
func foreign(t *testing.T) []byte {
	t.Helper()
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	name := did.EncodeKey(key.Public().(ed25519.PublicKey))
	c := openbadge.Credential{
		ID: "urn:uuid:0b1a5d0e-3df1-4a9e-8f5c-9c2f3d1f7a10", Name: "Algebra", ValidFrom: world.Start.Add(-time.Hour), Issuer: openbadge.Profile{ID: "did:key:" + name, Name: "The Academy"},
		Subject: openbadge.AchievementSubject{
			ID: "urn:uuid:7f3c2f3e-5a43-4d0e-9d7c-0a6a1c5b7f10", Identifier: []openbadge.IdentityObject{openbadge.PlainName("Emmy Noether")},
			Achievement: openbadge.Achievement{ID: "urn:uuid:7f3c2f3e-5a43-4d0e-9d7c-0a6a1c5b7f11", Name: "Algebra", Description: "Knows rings.", Criteria: openbadge.Criteria{Narrative: "Prove it."}},
		},
	}
	unsigned, err := c.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: "did:key:" + name + "#" + name, Created: world.Start})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := proof.Sign(t.Context(), prepared, func(message []byte) ([]byte, error) { return ed25519.Sign(key, message), nil })
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestABadgeFromElsewhereIsVerifiedAndKept(t *testing.T) {
	w, door, _ := founded(t)
	code := w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")[0].Code
	ada := signedInAs(t, w, door, "ada@example.org")
	signed := foreign(t)
	ada.upload("/imports", "file", "badge.json", bytes.Replace(signed, []byte("Emmy"), []byte("Emma"), 1)).status(http.StatusUnprocessableEntity).says("Nothing was kept")
	ada.upload("/imports", "file", "badge.png", w.Credential(t, code).Signed).status(http.StatusUnprocessableEntity).says("This badge was issued here")
	ada.post("/imports", "document", "not a badge").status(http.StatusUnprocessableEntity)
	ada.post("/imports", "address", "http://127.0.0.1:1/x").status(http.StatusUnprocessableEntity)
	ada.get("/imports").saysNot("Algebra")

	p := ada.upload("/imports", "file", "badge.json", signed).status(http.StatusOK).at("/imports").says("Algebra").says("What could not be verified").says("no domain stands behind this name")
	path, _ := p.Find(`a[href$="/file"]`).Attr("href")
	if got := ada.get(path); got.body != string(signed) || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the file came back as another one: %s", got.body)
	}
	ada.upload("/imports", "file", "badge.json", signed).status(http.StatusUnprocessableEntity).says("You have brought this badge already.")
	stranger := visit(t, door)
	stranger.get(path).at("/login")
	ada.post(strings.TrimSuffix(path, "file") + "remove").status(http.StatusOK).saysNot("Algebra")
	ada.get(path).status(http.StatusNotFound)
}

// Those who draw link previews ask for anything at all and want the page.
func TestLinkPreviewsGetThePage(t *testing.T) {
	w, door, _ := founded(t)
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")[0].Code)
	b := visit(t, door)
	for agent, want := range map[string]bool{
		"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)": true, "LinkedInBot/1.0 (compatible; Mozilla/5.0)": true, "WhatsApp/2.23.20": true,
		"Twitterbot/1.0": true, "Slackbot-LinkExpanding 1.0": true, "curl/8.5.0": false, "Go-http-client/1.1": false, "": false,
	} {
		p := b.ask("/b/"+code, "*/*", agent)
		title, _ := p.Find(`meta[property="og:title"]`).Attr("content")
		if got := title == "Badge sail"; got != want {
			t.Errorf("%q gets the page: %t, %s", agent, got, p.Header.Get("Content-Type"))
		}
	}
	if p := b.ask("/b/"+code, "application/ld+json", "Twitterbot/1.0"); !strings.HasPrefix(p.Header.Get("Content-Type"), "application/") {
		t.Errorf("who asks for data gets %s", p.Header.Get("Content-Type"))
	}
}

// People are counted, and nothing else of them; robots and the earner are not.
func TestWhoLookedIsCounted(t *testing.T) {
	w, door, staff := founded(t)
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")[0].Code)
	ada, stranger := signedInAs(t, w, door, "ada@example.org"), visit(t, door)
	const person = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"
	for _, b := range []*browser{ada, staff, stranger, stranger} {
		b.ask("/b/"+code, "text/html", person).status(http.StatusOK)
	}
	stranger.ask("/b/"+code, "text/html", "Mozilla/5.0 (compatible; Googlebot/2.1)").status(http.StatusOK)
	if err := w.Insights.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	ada.get("/portfolio/" + code).says("opened 2 times in the last 30 days. 2 times altogether.")
}
