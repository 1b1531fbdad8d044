package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
	"laurel/openbadge/bake"
)

// badgeSVG is the badge's picture as an SVG file with the signed document baked
// in. It is for keeping, not for opening here: an SVG can hold more than a
// picture, and browsers are told to run nothing of it.
func (s *server) badgeSVG(w http.ResponseWriter, r *http.Request) error {
	code, ok := badge.ParseCode(chi.URLParam(r, "code"))
	if !ok {
		return badge.ErrNotFound
	}
	c, revision, err := s.Issuer.Public(r.Context(), code)
	if err != nil {
		return err
	}
	plain, err := s.Press.Vectors(r.Context(), revision)
	if err != nil {
		return err
	}
	baked, err := bake.SVG(plain, c.Signed)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", vectorPolicy)
	h.Set("Content-Disposition", `attachment; filename="`+fileName(revision.Name, code)+`.svg"`)
	return document(w, r, "image/svg+xml", baked)
}

// fileName names a file of a badge, without its ending.
func fileName(name string, code badge.Code) string {
	slug := badge.SlugFrom(name)
	if slug == "" {
		slug = "badge"
	}
	return slug + "-" + string(code)
}
