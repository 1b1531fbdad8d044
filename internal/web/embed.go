package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/portfolio"
	"laurel/internal/web/page"
)

// embedPolicy is that of the one page that other sites may show in a frame.
const embedPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"

// badgeEmbed is a badge as a small card in a frame of any page. It knows no
// session, so it is the same for everybody. A size or theme that there is not
// is the usual one: what was pasted years ago shows a badge all the same.
func (s *server) badgeEmbed(w http.ResponseWriter, r *http.Request) error {
	code, _ := badge.ParseCode(chi.URLParam(r, "code"))
	stored, err := s.Verifier.Stored(r.Context(), code)
	if err != nil {
		return err
	}
	chosen := embeddingOf(r.URL.Query())
	v := page.EmbedView{Static: s.static, State: stateOfReport(stored.Report), URL: s.Portfolio.Address(code), Size: chosen.size.Name, Theme: chosen.theme}
	if v.State != page.StateUnverified {
		v.Content = s.content(locale.From(r.Context()), stored.Report)
	}
	w.Header().Set("Content-Security-Policy", embedPolicy)
	return s.show(w, r, page.Embed(v))
}

// embedding is how a badge looks in somebody else's page.
type embedding struct {
	picture bool // the picture as a link; otherwise a card in a frame
	side    int  // of the picture, in pixels
	size    page.EmbedSize
	theme   string
}

// pictureSides are the sizes of the picture as a link, the usual one first. A
// file of twice as many pixels is loaded, for sharp screens.
var pictureSides = []int{160, 96, 256}

// embeddingOf reads what was chosen from an address: show, side, size, theme.
func embeddingOf(q url.Values) embedding {
	e := embedding{picture: q.Get("show") == "picture", side: pictureSides[0], size: page.EmbedSizes[0], theme: page.EmbedThemes[0]}
	if side, err := strconv.Atoi(q.Get("side")); err == nil && slices.Contains(pictureSides, side) {
		e.side = side
	}
	for _, size := range page.EmbedSizes {
		if size.Name == q.Get("size") {
			e.size = size
		}
	}
	if slices.Contains(page.EmbedThemes, q.Get("theme")) {
		e.theme = q.Get("theme")
	}
	return e
}

// query is the address of a choice, without what is usual.
func (e embedding) query() string {
	q := url.Values{}
	if e.picture {
		q.Set("show", "picture")
		if e.side != pictureSides[0] {
			q.Set("side", strconv.Itoa(e.side))
		}
		return asked(q)
	}
	if e.size.Name != page.EmbedSizes[0].Name {
		q.Set("size", e.size.Name)
	}
	if e.theme != page.EmbedThemes[0] {
		q.Set("theme", e.theme)
	}
	return asked(q)
}

// asked is a query with its question mark; nothing for an empty one.
func asked(q url.Values) string {
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// snippet is the lines by which a badge is put into another page. There is no
// script in them.
func (s *server) snippet(ctx context.Context, code badge.Code, name string, e embedding) (string, error) {
	at := s.Portfolio.Address(code)
	if e.picture {
		return page.HTML(ctx, page.SnippetPicture(page.Snippet{URL: at, PictureURL: at + pictureFile(e.side), Name: name, Width: e.side, Height: e.side}))
	}
	return page.HTML(ctx, page.SnippetCard(page.Snippet{URL: at, FrameURL: at + "/embed" + e.query(), Name: name, Width: e.size.Width, Height: e.size.Height}))
}

// pictureFile is the baked picture in twice the size in which it is shown.
func pictureFile(side int) string {
	file := map[int]string{96: "192", 160: "320", 256: "512"}[side]
	return ".png?size=" + file
}

// embedBuilder is where an earner chooses how a badge looks on a website.
func (s *server) embedBuilder(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	it, err := s.earned(r, who)
	if err != nil {
		return err
	}
	e := embeddingOf(r.URL.Query())
	at := "/b/" + string(it.Code)
	v := page.EmbedBuilderView{
		Frame: s.frame(r, who), Code: string(it.Code), Name: wording(r, it.Badge).Name, URL: s.Portfolio.Address(it.Code), Visibility: page.Visibility(it.Visibility),
		Groups: embedChoices(r, it, e), Card: !e.picture, Theme: e.theme, FrameURL: at + "/embed" + e.query(), PictureURL: at + pictureFile(e.side),
		Width: e.size.Width, Height: e.size.Height,
	}
	if e.picture {
		v.Width, v.Height = e.side, e.side
	}
	if v.Snippet, err = s.snippet(r.Context(), it.Code, v.Name, e); err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", framingPolicy)
	return s.show(w, r, page.EmbedBuilder(v))
}

// embedChoices are the questions of the builder; a choice changes one thing and
// keeps the others.
func embedChoices(r *http.Request, it portfolio.Item, e embedding) []page.BuilderGroup {
	choice := func(text string, to embedding) page.BuilderChoice {
		return page.BuilderChoice{Text: text, URL: "/portfolio/" + string(it.Code) + "/embed" + to.query(), Chosen: to == e}
	}
	card, picture := e, e
	card.picture, picture.picture = false, true
	groups := []page.BuilderGroup{{Name: "show", Label: say(r, "What to show"), Choices: []page.BuilderChoice{
		choice(say(r, "A card"), card), choice(say(r, "The picture"), picture),
	}}}
	if e.picture {
		sides := page.BuilderGroup{Name: "side", Label: say(r, "Size")}
		for _, side := range slices.Sorted(slices.Values(pictureSides)) {
			to := e
			to.side = side
			sides.Choices = append(sides.Choices, choice(say(r, "%d pixels", side), to))
		}
		return append(groups, sides)
	}
	sizes, themes := page.BuilderGroup{Name: "size", Label: say(r, "Size")}, page.BuilderGroup{Name: "theme", Label: say(r, "Colors")}
	names := map[string]string{"card": say(r, "Card"), "line": say(r, "One line"), "tall": say(r, "Tall")}
	for _, size := range page.EmbedSizes {
		to := e
		to.size = size
		sizes.Choices = append(sizes.Choices, choice(names[size.Name], to))
	}
	names = map[string]string{"auto": say(r, "As the reader likes"), "light": say(r, "Light"), "dark": say(r, "Dark")}
	for _, theme := range page.EmbedThemes {
		to := e
		to.theme = theme
		themes.Choices = append(themes.Choices, choice(names[theme], to))
	}
	return append(groups, sizes, themes)
}
