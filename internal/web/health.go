package web

import (
	"io"
	"net/http"

	"laurel/internal/web/static"
)

// healthy says that the process runs.
func (s *server) healthy(w http.ResponseWriter, _ *http.Request) error {
	return line(w, "ok\n")
}

// ready says that the ledger answers too.
func (s *server) ready(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.Tenants.IsEmpty(r.Context()); err != nil {
		s.Log.WarnContext(r.Context(), "not ready", "error", err)
		http.Error(w, "the ledger does not answer", http.StatusServiceUnavailable)
		return nil
	}
	return line(w, "ready\n")
}

// robots keeps search engines to the public pages.
func (s *server) robots(w http.ResponseWriter, _ *http.Request) error {
	return line(w, "User-agent: *\nDisallow: /org/\nDisallow: /admin/\nDisallow: /portfolio\nDisallow: /collections\nDisallow: /imports\nDisallow: /export\nDisallow: /login\nDisallow: /password/\nDisallow: /setup/\n")
}

// favicon is for programs that ask without looking at a page.
func (s *server) favicon(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, static.Base()+"mark.svg", http.StatusFound)
	return nil
}

func line(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err := io.WriteString(w, text)
	return err
}
