package web

import (
	"bytes"
	"io/fs"
	"net/http"

	"github.com/go-chi/chi/v5"
)

// media serves kept pictures. Files of people lie in the same store: nothing
// but a PNG goes out.
func (s *server) media(w http.ResponseWriter, r *http.Request) error {
	data, err := s.Blobs.Get(r.Context(), chi.URLParam(r, "hash"))
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) {
		return fs.ErrNotExist
	}
	w.Header().Set("Content-Security-Policy", mediaPolicy)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return document(w, r, "image/png", data)
}
