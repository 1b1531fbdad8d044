package web

import (
	"html"
	"net/http"
	"regexp"
	"slices"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/portfolio"
	"laurel/internal/store"
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
		shown, err := page.HTML(page.GuidePicture(page.GuidePictureView{URL: p.URL, DarkURL: p.DarkURL, Width: p.Width, Height: p.Height, Alt: html.UnescapeString(words[2])}))
		if err != nil {
			return tag
		}
		return shown
	})
}

// signatureChoices is how many badges a signature can be chosen from; those
// beyond are reached from their own pages.
const signatureChoices = 100

// alsoChosen puts a valid badge of the reader's before others, if the address
// names one that is not among them.
func (s *server) alsoChosen(r *http.Request, who account.Visitor, rows []store.EarnedRow) []store.EarnedRow {
	code, ok := badge.ParseCode(r.URL.Query().Get("badge"))
	if !ok {
		return rows
	}
	it, err := s.Portfolio.One(r.Context(), who.Actor(), code)
	if err != nil || stateOf(it.Credential, s.Now()) != page.StateValid {
		return rows
	}
	e := store.EarnedRow{Credential: it.Credential, BadgeName: it.Badge.Name, Picture: it.Badge.Picture, OrgName: it.Organization.Name}
	return append([]store.EarnedRow{e}, rows...)
}

// signature fills an e-mail signature with one of the reader's valid badges:
// the one they chose, or the newest.
func (s *server) signature(r *http.Request, who account.Visitor) (v page.SignatureView, err error) {
	if who.Account.ID == "" {
		return v, nil
	}
	v.SignedIn = true
	shelf, err := s.Portfolio.Search(r.Context(), who.Actor(), portfolio.Query{State: "valid", Limit: signatureChoices})
	if err != nil || len(shelf.Rows) == 0 {
		return v, err
	}
	rows := shelf.Rows
	chosen := slices.IndexFunc(rows, func(e store.EarnedRow) bool { return string(e.Code) == r.URL.Query().Get("badge") })
	if chosen < 0 {
		rows, chosen = s.alsoChosen(r, who, rows), 0
	}
	for _, e := range rows {
		v.Badges = append(v.Badges, page.Choice{Value: string(e.Code), Text: e.BadgeName + ", " + e.OrgName})
	}
	e := rows[chosen]
	address := s.Portfolio.Address(e.Code)
	sig := guide.Signature{Badge: e.BadgeName, Organization: e.OrgName, URL: address, PictureURL: address + ".png", Verify: say(r, "Verify this badge")}
	v.Code, v.Badge, v.OrgName, v.URL, v.PictureURL, v.Text = string(e.Code), sig.Badge, sig.Organization, sig.URL, pictureURL(e.Picture), sig.Text()
	v.HTML = sig.HTML()
	return v, nil
}
