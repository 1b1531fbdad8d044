package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
	"laurel/openbadge/bake"
)

// hosted is a document of Open Badges 2.0 for programs. People are led to the
// page about the same thing.
func (s *server) hosted(w http.ResponseWriter, r *http.Request) error {
	data, err := s.Issuer.Served(r.Context(), r.URL.Path)
	if err != nil && !errors.Is(err, badge.ErrGone) {
		return err
	}
	if !wantsData(r) {
		return found(w, r, strings.TrimPrefix(r.URL.Path, "/ob2"))
	}
	kind, accept := "application/ld+json", r.Header.Values("Accept")
	if quality(accept, kind) == 0 && quality(accept, "application/json") > 0 {
		kind = "application/json"
	}
	return hostedDocument(w, r, kind, data, err)
}

// hostedJSON is the same whatever the reader would rather have.
func (s *server) hostedJSON(w http.ResponseWriter, r *http.Request) error {
	data, err := s.Issuer.Served(r.Context(), r.URL.Path)
	if err != nil && !errors.Is(err, badge.ErrGone) {
		return err
	}
	return hostedDocument(w, r, "application/ld+json", data, err)
}

// hostedDocument answers with a document, or with 410 and the document that
// says why (Open Badges 2.0, section HostedBadge Verification).
func hostedDocument(w http.ResponseWriter, r *http.Request, kind string, data []byte, gone error) error {
	if gone == nil {
		return document(w, r, kind, data)
	}
	w.Header().Set("Content-Type", kind)
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", "public, max-age=60")
	}
	w.WriteHeader(http.StatusGone)
	_, _ = w.Write(data) // the reader may have left
	return nil
}

// badgePNG2 is the badge's picture with the assertion of Open Badges 2.0 baked
// in. That of a revoked badge says only that.
func (s *server) badgePNG2(w http.ResponseWriter, r *http.Request) error {
	code, ok := badge.ParseCode(chi.URLParam(r, "code"))
	if !ok {
		return badge.ErrNotFound
	}
	assertion, err := s.Issuer.Assertion(r.Context(), code)
	if err != nil && !errors.Is(err, badge.ErrGone) {
		return err
	}
	_, revision, err := s.Issuer.Public(r.Context(), code)
	if err != nil {
		return err
	}
	picture, err := s.Blobs.Get(r.Context(), revision.Picture)
	if err != nil {
		return err
	}
	baked, err := bake.PNG2(picture, assertion)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="`+fileName(revision.Name, code)+`-ob2.png"`)
	return document(w, r, "image/png", baked)
}

// organizationRevocations is a plain list of revoked badges.
func (s *server) organizationRevocations(w http.ResponseWriter, r *http.Request) error {
	data, err := s.Issuer.Served(r.Context(), r.URL.Path)
	if err != nil {
		return err
	}
	return document(w, r, "application/json", data)
}
