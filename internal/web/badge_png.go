package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
	"laurel/internal/press"
)

// badgePNG is the badge's picture with the signed document baked in; with ?v=2
// that of Open Badges 2.0, with ?plain the picture alone, with ?size= in one of
// the sizes that there are.
func (s *server) badgePNG(w http.ResponseWriter, r *http.Request, sharing badge.Sharing) error {
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
	if query.Has("plain") {
		return s.badgePlain(w, r, code, size)
	}
	baked, err := s.Press.Baked(r.Context(), code, sharing.SealedAt, size)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="`+fileName(baked.Name, code)+`.png"`)
	return inParts(w, r, string(press.PNG), `"`+baked.Tag+`"`, baked.Parts[:])
}

// badgePlain is the badge's picture alone.
func (s *server) badgePlain(w http.ResponseWriter, r *http.Request, code badge.Code, size int) error {
	_, revision, err := s.Issuer.Public(r.Context(), code)
	if err != nil {
		return err
	}
	picture, format, err := s.Press.Sized(r.Context(), revision.Picture, size, press.PNG)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="`+fileName(revision.Name, code)+`.png"`)
	return document(w, r, string(format), picture)
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

// inParts is tagged for bytes that lie in several places, and mostly are sent
// whole.
func inParts(w http.ResponseWriter, r *http.Request, kind, tag string, parts [][]byte) error {
	for _, name := range []string{"Range", "If-None-Match", "If-Match", "If-Range"} {
		if r.Header.Get(name) != "" {
			return tagged(w, r, kind, tag, bytes.Join(parts, nil))
		}
	}
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("ETag", tag)
	h.Set("Accept-Ranges", "bytes")
	h.Set("Content-Length", strconv.Itoa(size))
	for _, part := range parts {
		_, _ = w.Write(part) // the reader may have left
	}
	return nil
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

// matches tells whether a reader has these bytes already.
func matches(r *http.Request, tag string) bool {
	for _, header := range r.Header.Values("If-None-Match") {
		for known := range strings.SplitSeq(header, ",") {
			if known = strings.TrimPrefix(strings.TrimSpace(known), "W/"); known == tag || known == "*" {
				return true
			}
		}
	}
	return false
}
