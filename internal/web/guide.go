package web

import (
	"context"
	"html"
	"net/http"
	"regexp"
	"slices"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/guide"
	"laurel/internal/web/page"
	"laurel/internal/web/static"
)

// guideSignatures is the guide that holds the reader's own badge.
const guideSignatures = "signatures"

// guides lists the guides.
func (s *server) guides(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v := page.GuidesView{Frame: s.frame(r, who)}
	v.Meta.Index = true
	words := locale.From(r.Context())
	for _, slug := range guide.Guides {
		t, in, _ := guide.Read(words.Language(), slug)
		v.Guides = append(v.Guides, page.GuideLink{URL: "/guides/" + slug, Title: t.Title, Lead: t.Lead, Language: in})
	}
	return s.show(w, r, page.Guides(v))
}

// guide shows one of them.
func (s *server) guide(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	slug := chi.URLParam(r, "guide")
	at := slices.Index(guide.Guides, slug)
	if at < 0 {
		return badge.ErrNotFound
	}
	v := s.explained(r, who, slug)
	words := locale.From(r.Context())
	v.More = []page.Link{{Text: words.Say("All guides"), URL: "/guides"}}
	if at+1 < len(guide.Guides) {
		next, _, _ := guide.Read(words.Language(), guide.Guides[at+1])
		v.More = append(v.More, page.Link{Text: words.Say("Next: %s", next.Title), URL: "/guides/" + next.Slug})
	}
	if slug == guideSignatures {
		sig, err := s.signature(r, who)
		if err != nil {
			return err
		}
		v.Signature = &sig
		if len(sig.Badges) > 0 { // the steps of each program stand beside what is copied, which shows what it looks like
			v.Sections = slices.DeleteFunc(v.Sections, func(g page.GuideSection) bool {
				if g.ID == sig.Steps.ID {
					sig.Steps = g
				}
				return g.ID == "what-it-looks-like" || slices.Contains(mailPrograms, g.ID)
			})
		}
	}
	return s.show(w, r, page.Guide(v))
}

// sharing is the page about what can be done with a badge.
func (s *server) sharing(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v := s.explained(r, who, "sharing")
	words := locale.From(r.Context())
	v.More = []page.Link{{Text: words.Say("All guides"), URL: "/guides"}, {Text: words.Say("Questions and answers"), URL: "/faq"}}
	return s.show(w, r, page.Guide(v))
}

// faq answers the usual questions.
func (s *server) faq(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v := s.explained(r, who, "faq")
	v.More = []page.Link{{Text: say(r, "All guides"), URL: "/guides"}}
	return s.show(w, r, page.Guide(v))
}

// explained is the view of a text that is known to be there.
func (s *server) explained(r *http.Request, who account.Visitor, slug string) page.GuideView {
	t, in, _ := guide.Read(locale.From(r.Context()).Language(), slug)
	v := page.GuideView{Frame: s.frame(r, who), Language: in, Title: t.Title, Lead: t.Lead}
	v.Meta.Index, v.Meta.Description = true, t.Lead
	for _, part := range t.Sections {
		v.Sections = append(v.Sections, page.GuideSection{ID: part.ID, Heading: part.Heading, HTML: pictured(part.HTML)})
	}
	return v
}

// picture is where a text has a picture of a page: "![what it shows](picture:login)".
var picture = regexp.MustCompile(`<p><img src="picture:([a-z-]+)" alt="([^"]*)"></p>`)

// pictured puts the pictures of pages into a text, each with its size and its
// twin for the dark theme.
func pictured(text string) string {
	return picture.ReplaceAllStringFunc(text, func(tag string) string {
		words := picture.FindStringSubmatch(tag)
		p, found := static.FindPicture(words[1])
		if !found {
			return tag
		}
		shown, err := page.HTML(context.Background(), page.GuidePicture(page.GuidePictureView{URL: p.URL, DarkURL: p.DarkURL, Width: p.Width, Height: p.Height, Alt: html.UnescapeString(words[2])}))
		if err != nil {
			return tag
		}
		return shown
	})
}
