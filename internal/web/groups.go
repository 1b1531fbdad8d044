package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/store"
	"laurel/internal/web/page"
)

// publicCollection is what stands at a collection's address: what its reader
// may see of it.
func (s *server) publicCollection(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	slug, ok := badge.ParseCode(chi.URLParam(r, "slug"))
	if !ok {
		return badge.ErrNotFound
	}
	g, err := s.Portfolio.PublicCollection(r.Context(), who.Actor(), slug)
	if err != nil {
		return err
	}
	v := page.GroupView{Frame: s.frame(r, who), Name: g.Name, Earner: g.Earner, About: g.About, URL: s.PublicURL + "/c/" + string(g.Slug), Badges: s.publicTiles(g.Rows), All: len(g.Rows)}
	s.describe(w, &v, g.Visibility == badge.VisibilityPublic)
	return s.show(w, r, page.Group(v))
}

// showcase is somebody's public badges under one address.
func (s *server) showcase(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	after, _ := badge.ParseCode(r.FormValue("after"))
	c, err := s.Portfolio.PublicShowcase(r.Context(), chi.URLParam(r, "slug"), after, shelfPage)
	if err != nil {
		return err
	}
	said, err := s.Profiles.Public(r.Context(), c.AccountID)
	if err != nil {
		return err
	}
	v := page.GroupView{Frame: s.frame(r, who), Earner: c.Earner, About: c.About, URL: s.PublicURL + "/p/" + c.Slug, Badges: s.publicTiles(c.Rows), All: c.All, Said: publicProfile(said, c.Slug)}
	if after != "" {
		v.FirstURL = "/p/" + c.Slug
	}
	if n := len(c.Rows); c.More {
		v.NextURL = "/p/" + c.Slug + "?after=" + string(c.Rows[n-1].Code)
	}
	s.describe(w, &v, c.Listed)
	return s.show(w, r, page.Group(v))
}

// publicProfile is what an earner says of themselves to everybody.
func publicProfile(said badge.Profile, slug string) page.PublicProfile {
	v := page.PublicProfile{Workplace: said.Workplace, Title: said.Title, Bio: said.Bio}
	for _, l := range said.Links {
		v.Links = append(v.Links, page.Link{Text: l.Label, URL: l.URL})
	}
	if said.Photo {
		v.PhotoURL = "/p/" + slug + "/photo"
	}
	return v
}

// showcasePhoto serves the photo on somebody's public page. It is gone when the
// page is closed, or the profile is hidden again.
func (s *server) showcasePhoto(w http.ResponseWriter, r *http.Request) error {
	c, err := s.Portfolio.PublicShowcase(r.Context(), chi.URLParam(r, "slug"), "", 0)
	if err != nil {
		return err
	}
	png, err := s.Profiles.PublicPhoto(r.Context(), c.AccountID)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", mediaPolicy)
	w.Header().Set(robotsHeader, "noindex")
	w.Header().Set("Cache-Control", "no-cache")
	return document(w, r, "image/png", png)
}

// publicTiles are badges that lead to their public pages.
func (s *server) publicTiles(rows []store.EarnedRow) []page.PortfolioTile {
	tiles := make([]page.PortfolioTile, len(rows))
	for n, e := range rows {
		tiles[n] = s.tile(e)
		tiles[n].URL, tiles[n].Visibility, tiles[n].Ending, tiles[n].Reason = "/b/"+string(e.Code), page.Unlisted, 0, ""
	}
	return tiles
}

// describe is what search engines and link previews read of a page of badges.
func (s *server) describe(w http.ResponseWriter, v *page.GroupView, index bool) {
	v.Meta = page.Meta{Description: "Badges that prove themselves", URL: v.URL, Index: index}
	if v.Earner != "" {
		v.Meta.Description = "Badges earned by " + v.Earner
	}
	if len(v.Badges) > 0 {
		v.Meta.ImageURL, v.Meta.ImageAlt = s.PublicURL+v.Badges[0].PictureURL, "Picture of the badge "+v.Badges[0].Name
	}
	if !index {
		w.Header().Set(robotsHeader, "noindex")
	}
}

// showcaseForm is where somebody makes a public page.
func (s *server) showcaseForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	c, err := s.Portfolio.Showcase(r.Context(), who.Actor())
	if err != nil {
		return err
	}
	return s.show(w, r, page.Showcase(s.showcaseView(r, who, c)))
}

func (s *server) showcaseView(r *http.Request, who account.Visitor, c badge.Showcase) page.ShowcaseView {
	v := page.ShowcaseView{Frame: s.frame(r, who), Base: s.PublicURL + "/p/", Slug: c.Slug, About: c.About, Open: c.Open, Listed: c.Listed}
	if c.Open {
		v.URL = v.Base + c.Slug
	}
	return v
}

// showcaseSave opens, changes or closes it.
func (s *server) showcaseSave(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	c := badge.Showcase{Slug: r.PostFormValue("slug"), About: r.PostFormValue("about"), Open: r.PostFormValue("open") == "on", Listed: r.PostFormValue("listed") == "on"}
	err := s.Portfolio.SaveShowcase(r.Context(), who.Actor(), c)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v := s.showcaseView(r, who, c)
		v.URL, v.Errors = "", invalid.Fields
		return s.again(w, r, page.Showcase(v))
	}
	if err != nil {
		return err
	}
	done := locale.Mark("Your public page is closed. Its address answers as if there were nothing.")
	if c.Open {
		done = locale.Mark("Your public page is open. It shows those badges that everybody may open.")
	}
	s.notice(r.Context(), page.ToneGood, done)
	return found(w, r, "/portfolio/page")
}
