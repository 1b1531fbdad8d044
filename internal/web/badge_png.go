package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
	"laurel/openbadge/bake"
)

// badgePNG is the badge's picture with the signed document baked in; with ?v=2
// that of Open Badges 2.0.
func (s *server) badgePNG(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Query().Get("v") == "2" {
		return s.badgePNG2(w, r)
	}
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
	baked, err := bake.PNG(picture, c.Signed)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="`+fileName(revision.Name, code)+`.png"`)
	return document(w, r, "image/png", baked)
}

// document answers with bytes that may be kept for a minute and asked for
// again by their hash, unless it says already what they are known by.
func document(w http.ResponseWriter, r *http.Request, kind string, data []byte) error {
	sum := sha256.Sum256(data)
	h := w.Header()
	h.Set("Content-Type", kind)
	if h.Get("ETag") == "" {
		h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	}
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "public, max-age=60")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	return nil
}
