package web

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"strconv"

	"laurel/internal/badge"
	"laurel/internal/press"
	"laurel/internal/web/page"
)

// oEmbed is a badge for sites that turn an address into a card by themselves
// (oEmbed 1.0, section 2).
func (s *server) oEmbed(w http.ResponseWriter, r *http.Request) error {
	if format := r.FormValue("format"); format != "" && format != "json" {
		http.Error(w, "Only JSON is to be had here.", http.StatusNotImplemented)
		return nil
	}
	code, ours := s.Verifier.OwnCode(r.FormValue("url"))
	if !ours {
		return badge.ErrNotFound
	}
	sharing, err := s.Portfolio.Sharing(r.Context(), code)
	if err != nil {
		return err
	}
	if !sharing.VisibleTo(badge.Actor{}) { // whoever embeds is a stranger, and so are their readers
		return badge.ErrNotFound
	}
	_, revision, err := s.Issuer.Public(r.Context(), code)
	if err != nil {
		return err
	}
	org, err := s.Portfolio.Issuer(r.Context(), sharing.OrgID)
	if err != nil {
		return err
	}
	thumbnail, err := s.thumbnail(r, code, revision.Picture)
	if err != nil {
		return err
	}
	e := embedding{size: fittingSize(r), theme: page.EmbedThemes[0]}
	frame := e
	frame.size.Width, frame.size.Height = atMost(r, "maxwidth", e.size.Width), atMost(r, "maxheight", e.size.Height)
	html, err := s.snippet(r.Context(), code, revision.Name, frame)
	if err != nil {
		return err
	}
	card := map[string]any{
		"type": "rich", "version": "1.0", "title": revision.Name, "html": html, "width": frame.size.Width, "height": frame.size.Height,
		"author_name": org.Name, "author_url": s.PublicURL + "/o/" + org.Slug, "provider_name": "Laurel", "provider_url": s.PublicURL,
		"cache_age": 0,
	}
	if thumbnail.url != "" {
		card["thumbnail_url"], card["thumbnail_width"], card["thumbnail_height"] = thumbnail.url, thumbnail.Width, thumbnail.Height
	}
	data, err := json.Marshal(card)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-cache")
	return document(w, r, "application/json", data)
}

// fittingSize is the first of the forms of the card that fits into what the
// asker has room for (section 2.2, maxwidth and maxheight); the smallest, which
// puts up with less, when none does.
func fittingSize(r *http.Request) page.EmbedSize {
	for _, size := range page.EmbedSizes {
		if atMost(r, "maxwidth", size.Width) == size.Width && atMost(r, "maxheight", size.Height) == size.Height {
			return size
		}
	}
	return page.EmbedSizes[1]
}

// thumbnail is a picture of a badge within the asker's bounds.
type thumbnail struct {
	image.Config
	url string
}

// largestThumbnail is enough for any preview, in pixels of the longer side.
const largestThumbnail = 512

// thumbnail chooses the largest file of the picture that fits; its address is
// empty when none does.
func (s *server) thumbnail(r *http.Request, code badge.Code, hash string) (t thumbnail, err error) {
	kept, err := s.Blobs.Get(r.Context(), hash)
	if err != nil {
		return t, err
	}
	if t.Config, err = png.DecodeConfig(bytes.NewReader(kept)); err != nil {
		return t, err
	}
	most := min(largestThumbnail, atMost(r, "maxwidth", largestThumbnail), atMost(r, "maxheight", largestThumbnail))
	size := press.Sizes[0]
	for _, s := range press.Sizes {
		if s <= most {
			size = s
		}
	}
	if longer := max(t.Width, t.Height); longer > size {
		t.Width, t.Height = max(1, t.Width*size/longer), max(1, t.Height*size/longer)
	}
	if max(t.Width, t.Height) > most {
		return thumbnail{}, nil
	}
	t.url = s.Portfolio.Address(code) + ".png?plain&size=" + strconv.Itoa(size)
	return t, nil
}

// atMost is a size that the asker may have bounded.
func atMost(r *http.Request, name string, size int) int {
	if most, err := strconv.Atoi(r.FormValue(name)); err == nil && most > 0 {
		return min(size, most)
	}
	return size
}
