package web_test

import (
	"net/http"
	"strings"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/test/world"
)

// spanish and arabic are what the badge of translatedBadge says in them.
var (
	spanish = badge.Translation{Language: "es", Name: "Cuidado de heridas", Description: "Cuida las heridas.", Criteria: "- Un **examen**\n- <script>alert(1)</script>"}
	arabic  = badge.Translation{Language: "ar", Name: "العناية بالجروح", Description: "يعتني بالجروح.", Criteria: "اجتياز الامتحان."}
)

// translatedBadge is a badge of the organization in English, Spanish and Arabic.
func translatedBadge(t *testing.T, w *world.World) badge.Achievement {
	t.Helper()
	a, err := w.Catalog.Create(t.Context(), badge.Host(), ours(t, w).ID, badge.Achievement{Slug: "wound-care", Revision: badge.Revision{
		Name: "Wound Care", Description: "Cares for wounds.", Criteria: "One *exam*.",
		Details: badge.Details{Type: "Badge", Alt: "A plaster.", Language: "en", Translations: []badge.Translation{spanish, arabic}},
	}}, world.Picture())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// reading is a browser that asks for a language.
func reading(t *testing.T, door http.Handler, language string) *browser {
	t.Helper()
	b := visit(t, door)
	b.post("/language", "language", language, "next", "/verify").status(http.StatusOK)
	return b
}

// written says which language and direction an element has.
func (p *shown) written(selector, language, direction string) *shown {
	p.t.Helper()
	e := p.Find(selector).First()
	if lang, dir := e.AttrOr("lang", ""), e.AttrOr("dir", ""); e.Length() == 0 || lang != language || dir != direction {
		p.t.Errorf("%s: %s is lang=%q dir=%q, want %q %q", p.path, selector, lang, dir, language, direction)
	}
	return p
}

func TestEverybodyReadsABadgeInTheirLanguage(t *testing.T) {
	w, door, _ := founded(t)
	a := translatedBadge(t, w)
	code := string(w.Issue(t, a, "Ada Lovelace <"+adas+">")[0].Code)
	for at, sentence := range map[string][3]string{
		"/b/" + code:                  {"Translated by Riverbank College. What was signed is in this language: English.", "Traducido por Riverbank College. Lo que se firmó está en este idioma: inglés.", "Mostrar lo que se firmó"},
		"/a/" + string(a.Revision.ID): {"Translated by Riverbank College. The original is in this language: English.", "Traducido por Riverbank College. El original está en este idioma: inglés.", "Mostrar el original"},
	} {
		visit(t, door).get(at).says("Wound Care").says("Cares for wounds.").says("One exam.").written("h1", "en", "ltr").saysNot(sentence[0]).says("Also in: español · العربية")
		read := reading(t, door, "es")
		p := read.get(at).says("Cuidado de heridas").says("Cuida las heridas.").says("Un examen").says(sentence[1]).written("h1", "es", "ltr").written(".prose", "es", "ltr").
			saysNot("Wound Care</h1>").saysNot("alert(1)")
		if title := p.Find("title").Text(); !strings.HasPrefix(title, "Cuidado de heridas") {
			t.Errorf("the title of the page is %q", title)
		}
		link := p.Find("#texts a").First()
		if link.Text() != sentence[2] {
			t.Errorf("%s: the first link is %q", at, link.Text())
		}
		read.get(strings.TrimSuffix(link.AttrOr("href", ""), "#texts")).says("Wound Care").says("Cares for wounds.").written("h1", "en", "ltr").
			speaks("es", "ltr").saysNot(sentence[1]).says("También en: español · العربية")
		reading(t, door, "ar").get(at).says(arabic.Name).says(arabic.Description).written("h1", "ar", "rtl").written(".prose", "ar", "rtl")
		reading(t, door, "fr").get(at).says("Wound Care").written("h1", "en", "ltr") // nobody translated it
		visit(t, door).get(at+"?texts=ar").says(arabic.Name).says(sentence[0]).written("h1", "ar", "rtl").speaks("en", "ltr")
		visit(t, door).get(at + "?texts=nowhere").says("Wound Care").saysNot(sentence[0])
	}
	reading(t, door, "es").get("/o/riverbank").says("Cuidado de heridas").says("Cuida las heridas.").written(".tile-name", "es", "ltr").saysNot("Wound Care")
	visit(t, door).get("/o/riverbank").says("Wound Care").written(".tile-name", "en", "ltr")
}

func TestAnEarnerFindsABadgeByItsNameInAnyLanguage(t *testing.T) {
	w, door, _ := founded(t)
	code := string(w.Issue(t, translatedBadge(t, w), "Ada Lovelace <"+adas+">")[0].Code)
	ada := signedUp(t, w, door, adas)
	ada.get("/portfolio").says("Wound Care")
	ada.get("/portfolio?q=HERIDAS").says("Wound Care")
	ada.post("/profile/zone", "zone", "", "language", "es")
	ada.get("/portfolio").says("Cuidado de heridas").saysNot("Wound Care")
	ada.get("/portfolio?q=wound").says("Cuidado de heridas")
	ada.get("/portfolio/"+code).says("Cuidado de heridas").written("h1", "es", "ltr").says("Traducido por Riverbank College. Lo que se firmó está en este idioma: inglés.")
	ada.get("/portfolio/" + code + "?texts=original").says("Wound Care").saysNot("Traducido")
}

// What was signed says nothing of translations, and what was issued keeps those
// that it was issued with.
func TestTranslationsBelongToTheWordingThatWasIssued(t *testing.T) {
	w, door, owner := founded(t)
	a := translatedBadge(t, w)
	code := w.Issue(t, a, "Ada Lovelace <"+adas+">")[0].Code
	if signed := string(w.Credential(t, code).Signed); strings.Contains(signed, spanish.Name) || !strings.Contains(signed, "Wound Care") || !strings.Contains(signed, `"inLanguage":"en"`) {
		t.Errorf("signed was %s", signed)
	}
	owner.get("/org/riverbank/badges/wound-care").submit(owner, "form[enctype]", "translation_language", "es", "translation_name", "Otro nombre",
		"translation_description", "Otra.", "translation_criteria", "Otro.", "do", "save").at("/org/riverbank/badges/wound-care/update").says("Would change: Other languages")
	reading(t, door, "es").get("/b/" + string(code)).says("Cuidado de heridas").saysNot("Otro nombre")
	reading(t, door, "ar").get("/b/" + string(code)).says(arabic.Name)
	reading(t, door, "es").get("/o/riverbank").says("Otro nombre")
	after, err := w.Catalog.BySlug(t.Context(), badge.Host(), a.OrgID, "wound-care")
	if err != nil || after.Revision.Number != 2 || len(after.Revision.Translations) != 1 {
		t.Fatalf("%+v, %v", after.Revision, err)
	}
	if err := w.Issuer.UpdateIssued(t.Context(), badge.Host(), a.OrgID, a.ID, after.Revision.ID, false); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.UpdateSome(t.Context(), queue.UpdateIssued{Org: string(a.OrgID), Achievement: string(a.ID), Revision: string(after.Revision.ID)}); err != nil {
		t.Fatal(err)
	}
	reading(t, door, "es").get("/b/" + string(code)).says("Otro nombre")
}

func TestTheEditorKeepsTextsInOtherLanguages(t *testing.T) {
	w, _, owner := founded(t)
	const at, form = "/org/riverbank/badges/sail", "form[enctype]"
	settingsForm(owner, "riverbank", "language", "de").status(http.StatusOK)
	if got := owner.get("/org/riverbank/badges/new").Find("[name=language] option[selected]").AttrOr("value", ""); got != "de" {
		t.Errorf("a new badge is in %q, the organization's language is de", got)
	}
	w.Badge(t, ours(t, w).ID, "sail")
	rows := func(p *shown) int { return p.Find("[name=translation_name]").Length() }
	p := owner.get(at)
	if rows(p) != 0 {
		t.Errorf("%d rows at first", rows(p))
	}
	p = p.submit(owner, form, "do", "language").status(http.StatusOK)
	if rows(p) != 1 {
		t.Errorf("%d rows after one was asked for", rows(p))
	}
	p = p.submit(owner, form, "do", "save", "translation_language", "es").status(http.StatusUnprocessableEntity).
		says("Say in which language the badge is written").says("Give the badge's name in this language.").says("Say in this language what it takes")
	p = p.submit(owner, form, "do", "save", "language", "es", "translation_language", "es", "translation_name", "Navegar", "translation_description", "Sabe.", "translation_criteria", "**Dos** veces.").
		status(http.StatusUnprocessableEntity).says("There are texts in this language already.")
	p.submit(owner, form, "do", "save", "language", "en").status(http.StatusOK)
	kept := func() []badge.Translation {
		a, err := w.Catalog.BySlug(t.Context(), badge.Host(), ours(t, w).ID, "sail")
		if err != nil {
			t.Fatal(err)
		}
		return a.Revision.Translations
	}
	if got := kept(); len(got) != 1 || got[0] != (badge.Translation{Language: "es", Name: "Navegar", Description: "Sabe.", Criteria: "**Dos** veces."}) {
		t.Errorf("kept is %+v", got)
	}
	p = owner.get(at).written("[name=translation_name]", "es", "ltr").submit(owner, form, "do", "language")
	if rows(p) != 2 || p.Find("[name=translation_name]").First().AttrOr("value", "") != "Navegar" {
		t.Errorf("%d rows beside the one that is kept", rows(p))
	}
	if p = p.submit(owner, form, "do", "drop-0"); rows(p) != 0 || len(kept()) != 1 {
		t.Errorf("%d rows, %d kept before it was saved", rows(p), len(kept()))
	}
	if p.submit(owner, form, "do", "save").status(http.StatusOK); len(kept()) != 0 {
		t.Errorf("kept is %+v", kept())
	}
}

func TestACopyKeepsItsTranslations(t *testing.T) {
	w, _, _ := founded(t)
	a := translatedBadge(t, w)
	other := w.Found(t, "hilltop", nil)
	code, _, err := w.Catalog.Share(t.Context(), badge.Host(), a.OrgID, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	given, err := w.Catalog.Receive(t.Context(), badge.Host(), other.ID, code)
	if err != nil || len(given.Revision.Translations) != 2 || given.Revision.Translations[1] != arabic {
		t.Errorf("given away: %+v, %v", given.Revision.Translations, err)
	}
	copied, err := w.Catalog.Copy(t.Context(), badge.Host(), a.OrgID, a.ID)
	if err != nil || len(copied.Revision.Translations) != 2 || copied.Revision.Translations[0] != spanish {
		t.Errorf("copied: %+v, %v", copied.Revision.Translations, err)
	}
}
