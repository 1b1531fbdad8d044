package web_test

import (
	"bytes"
	"image"
	_ "image/jpeg" // what a badge is downloaded as
	_ "image/png"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"laurel/internal/badge"
	"laurel/test/world"
)

// Rules 9 to 14 of the product, as far as pages keep them.

func TestRule9TheBadgePageIsTheProofAndOpensWithoutAnAccount(t *testing.T) {
	w, door, ada := profiled(t)
	letter := w.LetterText(t, badge.LetterIssued, adas)
	code := strings.TrimPrefix(pathIn(t, letter, "/b/"), "/b/")
	address := world.PublicURL + "/b/" + code
	if !strings.HasPrefix(letter, "Congratulations, Ada Lovelace") || !strings.Contains(letter, "the page opens without an account") {
		t.Errorf("the letter: %s", letter)
	}
	employer := visit(t, door)
	employer.get("/b/" + code).status(http.StatusOK).says("This badge is valid.").says("Ada Lovelace").says("Riverbank College")
	if p := ada.get("/portfolio/" + code); p.Find("#badge-address").AttrOr("value", "") != address {
		t.Errorf("the portfolio shows another address: %s", p.main())
	}

	_, content, err := w.Post.Show(t.Context(), badge.Host(), newest(t, w, badge.LetterIssued, adas))
	if err != nil {
		t.Fatal(err)
	}
	html, err := goquery.NewDocumentFromReader(strings.NewReader(content.HTML))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(content.Subject, "Congratulations") || !strings.Contains(html.Text(), "right-click it and save it") {
		t.Errorf("%s: %s", content.Subject, html.Text())
	}
	picture, err := url.Parse(html.Find("img").AttrOr("src", ""))
	if err != nil {
		t.Fatal(err)
	}
	pictured(t, employer.get(picture.RequestURI()), "png")
}

// pictured checks that an answer is a picture of a kind.
func pictured(t *testing.T, p *shown, kind string) {
	t.Helper()
	_, got, err := image.DecodeConfig(bytes.NewReader([]byte(p.body)))
	if err != nil || got != kind || p.Header.Get("Content-Type") != "image/"+kind {
		t.Errorf("%s is %q of type %s, %v; want a picture as %s", p.path, got, p.Header.Get("Content-Type"), err, kind)
	}
}

func TestRule10ThereIsNoPDFWhereNobodySwitchedItOn(t *testing.T) {
	w, door, ada := profiled(t)
	path, code, _ := strings.Cut(pathIn(t, w.LetterText(t, badge.LetterIssued, adas), "/b/"), "/b/")
	for _, b := range []*browser{visit(t, door), ada} {
		b.get(path + "/b/" + code + ".pdf").status(http.StatusNotFound)
	}
	for _, p := range []*shown{ada.get("/portfolio/" + code), ada.get("/b/" + code)} {
		if p.Find(`main a[href$=".pdf"]`).Length() != 0 {
			t.Errorf("%s offers a PDF", p.path)
		}
	}
	ada.get("/faq").says("A certificate as a PDF comes from the organization, if it makes one")
}

// The other half: where the organization switches it on, whoever may see the
// badge has the PDF, until it is switched off again or the badge is taken back.
func TestRule10ThereIsAPDFWhereTheOrganizationSwitchedItOn(t *testing.T) {
	w, door, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	other := w.Badge(t, ours(t, w).ID, "row")
	code := string(w.Issue(t, a, "Ada Lovelace <"+adas+">")[0].Code)
	without := string(w.Issue(t, other, "Ada Lovelace <"+adas+">")[0].Code)
	ada, stranger := signedUp(t, w, door, adas), visit(t, door)
	owner.get("/b/" + code + ".pdf").status(http.StatusNotFound)
	owner.post("/org/riverbank/badges/sail/certificate/switch", "pdf", "on").status(http.StatusOK).says("on for this badge")
	for _, b := range []*browser{stranger, ada, owner} {
		p := b.get("/b/" + code + ".pdf").status(http.StatusOK)
		if !strings.HasPrefix(p.body, "%PDF-") || p.Header.Get("Content-Type") != "application/pdf" || p.Header.Get("Content-Disposition") != `inline; filename="badge-sail-`+code+`.pdf"` {
			t.Errorf("the PDF is %.20q, %v", p.body, p.Header)
		}
		if csp := p.Header.Get("Content-Security-Policy"); strings.Contains(csp, "sandbox") || strings.Contains(csp, "default-src") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("a browser's viewer cannot start, or another page frames it: %q", csp)
		}
		b.get("/b/" + without + ".pdf").status(http.StatusNotFound)
		if tag := p.Header.Get("ETag"); b.known("/b/"+code+".pdf", tag).StatusCode != http.StatusNotModified || tag == "" {
			t.Errorf("asked for again by %q: it is sent again", tag)
		}
	}
	for _, p := range []*shown{ada.get("/portfolio/" + code), ada.get("/b/" + code), stranger.get("/b/" + code)} {
		if p.Find(`main a[href="/b/`+code+`.pdf"]`).Length() == 0 {
			t.Errorf("%s does not offer the PDF", p.path)
		}
	}
	owner.post("/org/riverbank/issued/"+code+"/suspend", "reason", "We look into it.").status(http.StatusOK)
	stranger.get("/b/" + code + ".pdf").status(http.StatusConflict).says("suspended")
	owner.post("/org/riverbank/issued/"+code+"/revoke", "reason", "It was a mistake.").status(http.StatusOK)
	stranger.get("/b/" + code + ".pdf").status(http.StatusGone).says("No certificate of it is printed any more")
	for _, p := range []*shown{ada.get("/portfolio/" + code), stranger.get("/b/" + code)} {
		if p.Find(`main a[href$=".pdf"]`).Length() != 0 {
			t.Errorf("%s offers the PDF of a badge that was taken back", p.path)
		}
	}
	owner.post("/org/riverbank/badges/sail/certificate/switch", "pdf", "off").status(http.StatusOK)
	stranger.get("/b/" + code + ".pdf").status(http.StatusNotFound)
}

func TestRule11ThePictureIsSavedAsPNGAndJPEGAndCarriesALink(t *testing.T) {
	w, door, ada := profiled(t)
	code := strings.TrimPrefix(pathIn(t, w.LetterText(t, badge.LetterIssued, adas), "/b/"), "/b/")
	mine, stranger := ada.get("/portfolio/"+code), visit(t, door)
	for extension, kind := range map[string]string{".png": "png", ".jpg": "jpeg"} {
		if mine.Find(`main a[href="/b/`+code+extension+`"]`).Length() != 1 {
			t.Errorf("the portfolio does not offer %s", extension)
		}
		pictured(t, stranger.get("/b/"+code+extension), kind)
	}
	address := world.PublicURL + "/b/" + code
	for path, html := range map[string]string{
		"the lines for a website": ada.get("/portfolio/" + code + "/embed?show=picture").Find("#snippet").Text(), "the e-mail signature": ada.get("/guides/signatures?badge=" + code).Find("main textarea").Text(),
	} {
		lines, err := goquery.NewDocumentFromReader(strings.NewReader(html))
		if err != nil {
			t.Fatal(err)
		}
		picture := map[string]string{"the lines for a website": ".png?size=320", "the e-mail signature": "/signature.png"}[path]
		if got := lines.Find("a img").First(); got.AttrOr("src", "") != address+picture || got.Closest("a").AttrOr("href", "") != address {
			t.Errorf("%s: the picture does not lead to the badge: %s", path, html)
		}
	}
	for guide, want := range map[string]string{"resume": "Right-click, View Alt Text", "sharing-by-hand": "paste the badge's address", "signatures": "Copy your signature"} {
		stranger.get("/guides/" + guide).says(want)
	}
}

func TestRule12LinkedInTwice(t *testing.T) {
	w, door, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	code := string(w.Issue(t, a, "Ada Lovelace <"+adas+">")[0].Code)
	ada := signedUp(t, w, door, adas)
	form := ada.get("/portfolio/" + code).says("LinkedIn shows the organization's logo and a “See credential” link, not the picture.")
	where := map[string]string{}
	form.Find("#share dd a").Each(func(_ int, a *goquery.Selection) { where[a.Text()] = a.AttrOr("href", "") })
	if !strings.HasPrefix(where["Add to Profile"], "https://www.linkedin.com/profile/add?") || !strings.HasPrefix(where["Add to Stream"], "https://www.linkedin.com/sharing/share-offsite/?") {
		t.Errorf("the portfolio leads to %v", where)
	}

	button := world.PublicURL + "/b/" + code + "/linkedin"
	if letter := w.LetterText(t, badge.LetterIssued, adas); !strings.Contains(letter, "Add to LinkedIn profile:\n"+button) {
		t.Errorf("the letter has no button: %s", letter)
	}
	r := ada.request(http.MethodGet, "/b/"+code+"/linkedin", nil)
	if p := ada.do(r).status(http.StatusSeeOther); p.Header.Get("Location") != where["Add to Profile"] {
		t.Errorf("the button of the letter leads to %s", p.Header.Get("Location"))
	}

	choose(owner, "invite_login") // and not linkedin_button
	w.Issue(t, a, "Bob <bob@example.org>")
	if letter := w.LetterText(t, badge.LetterIssued, "bob@example.org"); strings.Contains(strings.ToLower(letter), "linkedin") {
		t.Errorf("the organization does not want it, and the letter says: %s", letter)
	}
	choose(owner, "linkedin_button")
	w.Issue(t, a, "Cy <cy@example.org>")
	if letter := w.LetterText(t, badge.LetterIssued, "cy@example.org"); !strings.Contains(letter, "/linkedin") {
		t.Errorf("switched on again, the letter says: %s", letter)
	}
}

func TestRule13PlainLinksAndNeverPopUpWindows(t *testing.T) {
	w, door, ada := profiled(t)
	code := strings.TrimPrefix(pathIn(t, w.LetterText(t, badge.LetterIssued, adas), "/b/"), "/b/")
	p := ada.get("/portfolio/" + code)
	links := map[string]string{}
	p.Find("#share dd a").Each(func(_ int, a *goquery.Selection) {
		u, err := url.Parse(a.AttrOr("href", ""))
		if err != nil {
			t.Fatal(err)
		}
		links[a.Text()] = u.Host
	})
	for name, host := range map[string]string{"Add to Profile": "www.linkedin.com", "Add to Stream": "www.linkedin.com", "X": "twitter.com", "Facebook": "www.facebook.com", "WhatsApp": "wa.me"} {
		if links[name] != host {
			t.Errorf("%s leads to %q", name, links[name])
		}
	}
	share := p.Find("#share")
	for what, selector := range map[string]string{
		"e-mail": `form[action="/portfolio/` + code + `/send"]`, "QR code": `img[src="/b/` + code + `/qr.svg"]`, "embed": `a[href="/portfolio/` + code + `/embed"]`,
	} {
		if share.Find(selector).Length() != 1 {
			t.Errorf("no %s under Share", what)
		}
	}
	if !strings.Contains(ada.get("/portfolio/"+code+"/embed").Find("#snippet").Text(), world.PublicURL+"/b/"+code+"/embed") || p.Find("#badge-address").Length() != 1 {
		t.Error("no embed or no link to copy")
	}
	for _, path := range []string{"/portfolio", "/portfolio/" + code, "/collections", "/sharing", "/guides/signatures", "/b/" + code, "/b/" + code + "/embed"} {
		if n := ada.get(path).Find("[target=_blank]").Length(); n != 0 {
			t.Errorf("%s opens %d windows", path, n)
		}
	}
	for _, script := range scripts(t) {
		if source, err := os.ReadFile(script); err != nil || bytes.Contains(source, []byte("window.open")) || bytes.Contains(source, []byte("_blank")) {
			t.Errorf("%s opens windows, %v", script, err)
		}
	}
	visit(t, door).get("/faq").says("No. Everything here is a plain link.")
}

// scripts are our own, as they are written.
func scripts(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../ui/js/*.js")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d scripts, %v", len(files), err)
	}
	return files
}

func TestRule14TheGuidesAndTheLadder(t *testing.T) {
	_, door, _ := founded(t)
	reader := visit(t, door)
	list := reader.get("/guides")
	for _, guide := range []string{"logging-in", "portfolio", "sharing-by-hand", "signatures", "verifying"} {
		if list.Find(`main a[href="/guides/`+guide+`"]`).Length() != 1 {
			t.Errorf("%s is not in the list", guide)
		}
	}
	reader.get("/sharing").says("LinkedIn, in your profile")
	if reader.get("/").Find(`a[href="/support"]`).Length() == 0 {
		t.Error("no way to the support form")
	}
	reader.get("/support").says("For people who earned a badge")
	rungs := regexp.MustCompile(`(?is)another (of your )?address.*cache.*computer.*network.*organization`)
	for _, path := range []string{"/guides/logging-in", "/faq"} {
		section := "if-it-still-does-not-work"
		if path == "/faq" {
			section = "i-cannot-log-in-what-can-i-try"
		}
		p := reader.get(path)
		ladder := p.Find("#" + section).First()
		text := ladder.NextUntil("h2, h3").Text() + ladder.Find("p, li").Text()
		if !rungs.MatchString(text) {
			t.Errorf("%s: the ladder is not complete or not in order: %q", path, text)
		}
	}
}
