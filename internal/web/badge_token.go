package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
)

// badgeToken is the credential as a JWT. The media type is written without a
// charset, since some readers compare it letter by letter (Open Badges 3.0,
// section 6.2.2).
func (s *server) badgeToken(w http.ResponseWriter, r *http.Request) error {
	code, ok := badge.ParseCode(chi.URLParam(r, "code"))
	if !ok {
		return badge.ErrNotFound
	}
	token, err := s.Issuer.Token(r.Context(), code)
	if err != nil {
		return err
	}
	return document(w, r, "text/plain", token)
}

// organizationKey is one public key alone, to which the header of a token leads.
func (s *server) organizationKey(w http.ResponseWriter, r *http.Request) error {
	data, err := s.Issuer.Served(r.Context(), r.URL.Path)
	if err != nil {
		return err
	}
	return document(w, r, "application/jwk+json", data)
}
