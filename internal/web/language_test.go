package web_test

import (
	"net/http"
	"testing"
)

// speaks says in which language and direction a page is written.
func (p *shown) speaks(language, direction string) *shown {
	p.t.Helper()
	lang, _ := p.Find("html").Attr("lang")
	dir, _ := p.Find("html").Attr("dir")
	if lang != language || dir != direction {
		p.t.Errorf("the page is lang=%q dir=%q, want %q %q", lang, dir, language, direction)
	}
	return p
}

func TestAPageIsInTheLanguageThatSomebodyChose(t *testing.T) {
	_, door, ada := profiled(t)
	ada.get("/profile").speaks("en", "ltr")
	ada.post("/profile/zone", "zone", "", "language", "xx").status(http.StatusUnprocessableEntity).says("Choose a language of the list")
	ada.post("/profile/zone", "zone", "", "language", "de").at("/profile").speaks("de", "ltr")
	ada.get("/").speaks("de", "ltr")
	if got, _ := ada.get("/profile").Find("main [name=language] option[selected]").Attr("value"); got != "de" {
		t.Errorf("the profile shows %q", got)
	}
	// what else is kept stays, and a form without a language changes none
	ada.post("/profile", "workplace", "Riverside Clinic").at("/profile").speaks("de", "ltr")
	ada.post("/profile/zone", "zone", "Asia/Tokyo").at("/profile").speaks("de", "ltr")

	elsewhere := visit(t, door)
	elsewhere.get("/").speaks("en", "ltr")
	elsewhere.post("/login", "email", adas, "password", password)
	elsewhere.get("/portfolio").speaks("de", "ltr") // the account's, in a browser that asks for none
}

func TestTheMenuAtTheFootChoosesTheLanguage(t *testing.T) {
	_, door, ada := profiled(t)
	stranger := visit(t, door)
	stranger.post("/language", "language", "ar", "next", "/verify").at("/verify").speaks("ar", "rtl")
	stranger.post("/language", "language", "xx", "next", "/verify").speaks("ar", "rtl")

	ada.post("/profile/zone", "zone", "", "language", "de")
	ada.post("/language", "language", "ar", "next", "/profile").at("/profile").speaks("ar", "rtl")
	if got, _ := ada.get("/profile").Find("main [name=language] option[selected]").Attr("value"); got != "ar" {
		t.Errorf("the account keeps %q", got)
	}
}

func TestTheDeskSpeaksEnglish(t *testing.T) {
	_, _, owner := founded(t)
	owner.post("/language", "language", "de", "next", "/org/riverbank").at("/org/riverbank").speaks("en", "ltr")
	owner.get("/profile").speaks("de", "ltr")
}
