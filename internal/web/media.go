package web

import (
	"bytes"
	"io/fs"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/press"
)

// media serves kept pictures, as they are or in one of the sizes that there
// are; a size also as WebP, to those who say that they take it. Files of people
// lie in the same store: nothing but a PNG goes out, and nothing else is looked
// into.
func (s *server) media(w http.ResponseWriter, r *http.Request) error {
	size, err := press.ParseSize(r.URL.Query().Get("size"))
	if err != nil {
		return err
	}
	hash, format := chi.URLParam(r, "hash"), press.PNG
	if size > 0 {
		w.Header().Add("Vary", "Accept")
		if strings.Contains(r.Header.Get("Accept"), string(press.WebP)) {
			format = press.WebP
		}
	}
	data, format, err := s.Press.Sized(r.Context(), hash, size, format)
	if err != nil {
		return err
	}
	if size == 0 && !bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) {
		return fs.ErrNotExist
	}
	w.Header().Set("Content-Security-Policy", mediaPolicy)
	w.Header().Set("Cache-Control", forGood)
	return document(w, r, string(format), data)
}
