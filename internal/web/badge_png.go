package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
	"laurel/internal/press"
	"laurel/openbadge/bake"
)

// badgePNG is the badge's picture with the signed document baked in; with ?v=2
// that of Open Badges 2.0, with ?plain the picture alone, with ?size= in one of
// the sizes that there are.
func (s *server) badgePNG(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	if query.Get("v") == "2" {
		return s.badgePNG2(w, r)
	}
	code, ok := badge.ParseCode(chi.URLParam(r, "code"))
	if !ok {
		return badge.ErrNotFound
	}
	size, err := press.ParseSize(query.Get("size"))
	if err != nil {
		return err
	}
	c, revision, err := s.Issuer.Public(r.Context(), code)
	if err != nil {
		return err
	}
	picture, _, err := s.Press.Sized(r.Context(), revision.Picture, size, press.PNG)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="`+fileName(revision.Name, code)+`.png"`)
	if query.Has("plain") {
		return document(w, r, string(press.PNG), picture)
	}
	baked, err := bake.PNG(picture, c.Signed)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(c.Signed)
	return tagged(w, r, string(press.PNG), tagOf(revision.Picture, strconv.Itoa(size), hex.EncodeToString(sum[:])), baked)
}

// badgeJPEG is the badge's picture for programs that take no PNG. It holds no
// credential: a JPEG has no room for one.
func (s *server) badgeJPEG(w http.ResponseWriter, r *http.Request) error {
	code, _ := badge.ParseCode(chi.URLParam(r, "code"))
	size, err := press.ParseSize(r.URL.Query().Get("size"))
	if err != nil {
		return err
	}
	_, revision, err := s.Issuer.Public(r.Context(), code)
	if err != nil {
		return err
	}
	picture, format, err := s.Press.Sized(r.Context(), revision.Picture, size, press.JPEG)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="`+fileName(revision.Name, code)+`.jpg"`)
	return document(w, r, string(format), picture)
}

// document answers with bytes that may be kept for a minute and asked for
// again by their hash, unless it says already what they are known by.
func document(w http.ResponseWriter, r *http.Request, kind string, data []byte) error {
	sum := sha256.Sum256(data)
	return tagged(w, r, kind, `"`+hex.EncodeToString(sum[:16])+`"`, data)
}

// tagOf is the entity tag of what is made of some parts, always in the same way.
func tagOf(parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		sum.Write([]byte(part))
		sum.Write([]byte{0})
	}
	return `"` + hex.EncodeToString(sum.Sum(nil)[:16]) + `"`
}

// tagged answers with bytes whose entity tag is known.
func tagged(w http.ResponseWriter, r *http.Request, kind, tag string, data []byte) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("ETag", tag)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "public, max-age=60")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	return nil
}
