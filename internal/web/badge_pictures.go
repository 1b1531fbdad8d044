package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/press"
	"laurel/internal/verify"
	"laurel/internal/web/page"
)

// forGood is how long an answer may be kept under an address that has a version
// in it: another version has another address.
const forGood = "public, max-age=31536000, immutable"

// badgeShape is a badge as a picture to show: a card for previews of links, a
// story to post, a picture for the foot of an e-mail.
func (s *server) badgeShape(w http.ResponseWriter, r *http.Request) error {
	code, ok := badge.ParseCode(chi.URLParam(r, "code"))
	if !ok {
		return badge.ErrNotFound
	}
	stored, err := s.Verifier.Stored(r.Context(), code)
	if err != nil {
		return err
	}
	shape := press.Shape(chi.URLParam(r, "shape"))
	facts := s.facts(stored, indexed(w) || shape == press.Story)
	version := s.Press.Version(shape, facts)
	tag := `"` + version + `"`
	h := w.Header()
	if r.URL.Query().Get("v") == version && h.Get("Cache-Control") == "no-cache" {
		h.Set("Cache-Control", forGood)
	}
	h.Set("Content-Disposition", `inline; filename="`+fileName(facts.Title, code)+"-"+string(shape)+`.png"`)
	if matches(r, tag) { // without looking for the file
		h.Set("ETag", tag)
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	data, err := s.Press.Shape(r.Context(), shape, facts)
	if err != nil {
		h.Set("Cache-Control", "no-store")
		return err
	}
	return tagged(w, r, string(press.PNG), tag, data)
}

// facts are what pictures of a badge say, in the language of the badge. What
// cannot be verified says nothing but that. named: with its earner, whom a card
// that wanders about by itself names only when the badge is public.
func (s *server) facts(stored verify.Stored, named bool) press.Facts {
	words := locale.For(locale.Spoken(firstOf(stored.View.InLanguage, stored.Organization.Language)))
	state, since := standing(stored)
	f := press.Facts{
		Account: stored.Credential.AccountID, Title: words.Say("Badge that cannot be verified"), Site: s.public.Host,
		State: press.State{Tone: tone(state), Word: words.Say(state.Word()), Line: words.Say(state.Word())},
	}
	if state == page.StateUnverified {
		return f
	}
	v := stored.View
	f.Title, f.Picture, f.Organization, f.Logo, f.Accent = v.Name, stored.Revision.Picture, v.Issuer.Name, stored.Organization.Logo, stored.Organization.Accent
	if named {
		f.Earner = v.Recipient.Name
	}
	switch {
	case state == page.StateValid && !v.ValidUntil.IsZero():
		f.State.Line = words.Say("Valid until %s", words.Day(v.ValidUntil.UTC()))
	case state == page.StateExpired && !v.ValidUntil.IsZero():
		f.State.Line = words.Say("Expired on %s", words.Day(v.ValidUntil.UTC()))
	case state == page.StateRevoked && !since.IsZero():
		f.State.Line = words.Say("Revoked on %s", words.Day(since.UTC()))
	}
	return f
}

// tone is the color of a state in a picture.
func tone(state page.State) press.Tone {
	switch state.Tone() {
	case page.ToneGood:
		return press.Good
	case page.ToneQuestion:
		return press.Question
	}
	return press.Wrong
}

// shapeURL is where a picture of a badge is, in the version of now.
func (s *server) shapeURL(code badge.Code, shape press.Shape, facts press.Facts) string {
	return s.Portfolio.Address(code) + "/" + string(shape) + ".png?v=" + s.Press.Version(shape, facts)
}

// metaCard shows a badge's card in previews of links.
func (s *server) metaCard(m *page.Meta, code badge.Code, f press.Facts) {
	m.ImageURL = s.shapeURL(code, press.Card, f)
	m.ImageWidth, m.ImageHeight = press.Card.Size()
	said := slices.DeleteFunc([]string{f.Title, f.Earner, f.Organization, f.State.Line}, func(text string) bool { return text == "" })
	m.ImageAlt = strings.Join(said, ". ") + "."
}
