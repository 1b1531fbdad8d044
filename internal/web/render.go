package web

import (
	"bytes"
	"net/http"

	"github.com/a-h/templ"
)

// render writes a page, whole or not at all.
func (s *server) render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		s.Log.ErrorContext(r.Context(), "page not rendered", "route", routeOf(r), "error", err)
		http.Error(w, "The page could not be made. Try again.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader may have left
}

// show renders a page that is what was asked for.
func (s *server) show(w http.ResponseWriter, r *http.Request, c templ.Component) error {
	s.render(w, r, http.StatusOK, c)
	return nil
}

// again renders a form once more with what is wrong in it.
func (s *server) again(w http.ResponseWriter, r *http.Request, c templ.Component) error {
	s.render(w, r, http.StatusUnprocessableEntity, c)
	return nil
}

// found sends the reader on after something was done.
func found(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}
