package web

import (
	"fmt"
	"io/fs"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
)

// accentSheet is the style sheet of one color: what an organization's pages
// have beside that of the house. It is the same for ever.
func (s *server) accentSheet(w http.ResponseWriter, r *http.Request) error {
	digits := chi.URLParam(r, "color")
	a, ok := badge.ParseAccent(digits)
	if !ok || a == "" || string(a) != "#"+digits {
		return fs.ErrNotExist
	}
	l := a.Look()
	sheet := fmt.Sprintf(`:root{--accent:%[1]s;--accent-ink:%[2]s;--swatch-light:%[1]s;--swatch-light-ink:%[2]s;--swatch-dark:%[3]s;--swatch-dark-ink:%[4]s}
@media (prefers-color-scheme:dark){:root{--accent:%[3]s;--accent-ink:%[4]s}}
`, l.Accent, l.OnAccent, l.AccentDark, l.OnAccentDark)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return document(w, r, "text/css; charset=utf-8", []byte(sheet))
}
