package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/test/world"
)

const spanishLetter = "/org/riverbank/settings/letters/issued/es"

func TestAnOrganizationWritesTheWordsOfALetter(t *testing.T) {
	w, _, owner := founded(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "María <maria@example.org>")
	owner.get("/org/riverbank/settings").says("Write subjects and texts in your own words")
	if p := owner.get("/org/riverbank/settings/letters").says("All letters have the built-in words"); p.Find(`a[href^="/org/riverbank/settings/letters/"]`).Length() != 10*6 {
		t.Errorf("not every letter in every language: %s", p.main())
	}
	p := owner.get(spanishLetter).says("Built-in words").says("{name}").says("{link}")
	if p.Find(`input[name=subject]`).AttrOr("placeholder", "") != "Felicitaciones, María: Badge sail" || p.Find(`textarea[name=text]`).AttrOr("lang", "") != "es" || p.Find(".letter-frame").AttrOr("sandbox", "none") != "" {
		t.Errorf("the form: %s", p.main())
	}

	// What was typed is looked at, refused, and looked at again: nothing is kept.
	p = owner.post(spanishLetter, "do", "preview", "subject", "¡Bien, {nombre}!", "text", "Hola {name}.").status(http.StatusOK).says("There is no {nombre} here")
	if p.Find("#letter-preview .letter-head dd").Last().Text() != "¡Bien, {nombre}!" || !strings.Contains(p.Find("#letter-preview pre").Text(), "\nHola María.\n") {
		t.Errorf("the preview: %s", p.Find("#letter-preview").Text())
	}
	frame := owner.get(p.Find(".letter-frame").AttrOr("src", "")).status(http.StatusOK)
	if frame.Header.Get("Content-Security-Policy") != "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'self'" ||
		!strings.Contains(frame.body, "Hola <bdi>María</bdi>.</p>") {
		t.Errorf("the frame: %v\n%s", frame.Header, frame.body)
	}
	p = owner.post(spanishLetter, "do", "save", "subject", "¡Bien, {name", "text", "Vea https://bank.example").status(http.StatusUnprocessableEntity)
	p.says("A } is missing at “{name”").says("“https://bank.example” looks like an address")
	if p.Find("textarea").Text() != "Vea https://bank.example" || p.Find("input[name=subject]").AttrOr("value", "") != "¡Bien, {name" {
		t.Error("what was typed is lost")
	}
	owner.get("/org/riverbank/settings/letters").says("All letters have the built-in words")
	owner.post(spanishLetter, "do", "test", "subject", "¡Bien!").status(http.StatusOK).says("There is no mail server here")

	owner.post(spanishLetter, "do", "save", "subject", "¡Bien, {name}!", "text", "Hola.\r\n\r\n\r\nAdiós.").status(http.StatusOK).at(spanishLetter).says("The words are saved").says("Your own words")
	p = owner.get("/org/riverbank/settings/letters").says("1 letter has words of your own")
	if own := p.Find(".worded-own"); own.Length() != 1 || own.AttrOr("href", "") != spanishLetter {
		t.Errorf("marked: %d", own.Length())
	}
	if typed := owner.get(spanishLetter).Find("textarea").Text(); typed != "Hola.\n\nAdiós." {
		t.Errorf("kept: %q", typed)
	}
	if frame := owner.get(spanishLetter + "/html"); !strings.Contains(frame.body, ">Hola.</p>\n<p") {
		t.Errorf("the frame without typed words: %s", frame.body)
	}
	owner.get(spanishLetter + "/html?words=%21").status(http.StatusNotFound)
	owner.post(spanishLetter, "do", "built-in", "subject", "¡Bien, {name}!").status(http.StatusOK).says("The built-in words stand there again").says("Built-in words")
	owner.get("/org/riverbank/activity").says("wrote the words of a letter").says("put the built-in words back into a letter").says("A badge was issued, Español")
	for _, nothing := range []string{"issued/xx", "new-password/en", "nonsense/en"} {
		owner.get("/org/riverbank/settings/letters/" + nothing).status(http.StatusNotFound)
		owner.post("/org/riverbank/settings/letters/"+nothing, "do", "save", "text", "x").status(http.StatusNotFound)
	}
}

func TestHostileWordsOfALetterOnThePage(t *testing.T) {
	w, _, owner := founded(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "María <maria@example.org>")
	for _, hostile := range []string{`"><script>alert(1)</script>`, `</textarea><img src=x onerror=alert(1)>`, `{{.}} %s`, "a\u202eb", strings.Repeat("x", 10_000), "a\r\nBcc: eve"} {
		for _, do := range []string{"preview", "test", "save"} {
			p := owner.post(spanishLetter, "do", do, "subject", hostile, "text", hostile)
			if p.StatusCode != http.StatusOK && p.StatusCode != http.StatusUnprocessableEntity {
				t.Fatalf("%s %.40q: %d", do, hostile, p.StatusCode)
			}
			p.Find("script").Each(func(_ int, s *goquery.Selection) {
				if s.AttrOr("src", "") == "" {
					t.Errorf("%s %.40q became a script", do, hostile)
				}
			})
			src := p.Find(".letter-frame").AttrOr("src", "")
			if p.Find("img[src=x]").Length() != 0 || len(src) > 8000 {
				t.Errorf("%s %.40q: a frame of %d characters", do, hostile, len(src))
			}
			if frame := owner.get(src); strings.Contains(frame.body, "<script") || strings.Contains(frame.body, "<img src=x") {
				t.Errorf("%s %.40q is HTML in the letter", do, hostile)
			}
		}
	}
}

// Those who confirm the letter, and may, get to its words from there.
func TestTheWizardLeadsToTheWords(t *testing.T) {
	w, door, owner := founded(t)
	batch := "/org/riverbank/batches/" + string(w.Upload(t, w.Badge(t, ours(t, w).ID, "sail"), world.File("Ada <ada@example.org>"), award.Answers{}).ID)
	if p := owner.post(batch+"/rights", "rights", "on").at(batch + "/letter"); p.Find(`a[href="/org/riverbank/settings/letters/issued/en"]`).Length() != 1 {
		t.Error("the owner is not led there")
	}
	issuer := visit(t, door)
	member(t, w, issuer, badge.RoleIssuer)
	if p := issuer.get(batch + "/letter").at(batch + "/letter"); p.Find(`a[href="/org/riverbank/settings/letters/issued/en"]`).Length() != 0 {
		t.Error("an issuer is led to what is not for them")
	}
}
