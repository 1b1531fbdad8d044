package web

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"strconv"

	"laurel/internal/badge"
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
	size, err := s.pictureSize(r, revision.Picture)
	if err != nil {
		return err
	}
	_, card, err := s.snippets(code, revision.Name)
	if err != nil {
		return err
	}
	data, err := json.Marshal(map[string]any{
		"type": "rich", "version": "1.0", "title": revision.Name, "html": card, "width": atMost(r, "maxwidth", embedWidth), "height": atMost(r, "maxheight", embedHeight),
		"author_name": org.Name, "author_url": s.PublicURL + "/o/" + org.Slug, "provider_name": "Laurel", "provider_url": s.PublicURL,
		"thumbnail_url": s.PublicURL + pictureURL(revision.Picture), "thumbnail_width": size.Width, "thumbnail_height": size.Height, "cache_age": 0,
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-cache")
	return document(w, r, "application/json", data)
}

// pictureSize is how large a kept picture is, in pixels.
func (s *server) pictureSize(r *http.Request, hash string) (image.Config, error) {
	kept, err := s.Blobs.Get(r.Context(), hash)
	if err != nil {
		return image.Config{}, err
	}
	return png.DecodeConfig(bytes.NewReader(kept))
}

// atMost is a size that the asker may have bounded.
func atMost(r *http.Request, name string, size int) int {
	if most, err := strconv.Atoi(r.FormValue(name)); err == nil && most > 0 {
		return min(size, most)
	}
	return size
}
