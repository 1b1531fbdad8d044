package web

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"image/png"
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
	picture, err := s.Blobs.Get(r.Context(), revision.Picture)
	if err != nil {
		return err
	}
	plain, err := svgAround(revision.Name, picture)
	if err != nil {
		return err
	}
	baked, err := bake.SVG(plain, c.Signed)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", mediaPolicy)
	h.Set("Content-Disposition", `attachment; filename="`+fileName(revision.Name, code)+`.svg"`)
	return document(w, r, "image/svg+xml", baked)
}

// svgAround is an SVG that shows a PNG in its own size, with a title for those
// who do not see it.
func svgAround(title string, picture []byte) ([]byte, error) {
	size, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil, fmt.Errorf("picture of %s: %w", title, err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[2]d" width="%[1]d" height="%[2]d" role="img"><title>`, size.Width, size.Height)
	if err := xml.EscapeText(&b, []byte(title)); err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, `</title><image width="%d" height="%d" href="data:image/png;base64,%s"/></svg>`,
		size.Width, size.Height, base64.StdEncoding.EncodeToString(picture))
	return b.Bytes(), nil
}

// fileName names a file of a badge, without its ending.
func fileName(name string, code badge.Code) string {
	slug := badge.SlugFrom(name)
	if slug == "" {
		slug = "badge"
	}
	return slug + "-" + string(code)
}
