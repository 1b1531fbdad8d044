package web

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
)

// vary says that an address answers differently to different readers: by what
// they ask for, and to those who draw link previews without asking properly.
func vary(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept, User-Agent")
		next.ServeHTTP(w, r)
	})
}

// either serves the document to programs and the page to people.
func either(document, page http.HandlerFunc) http.HandlerFunc {
	data := open(document)
	return func(w http.ResponseWriter, r *http.Request) {
		if wantsData(r) && !drawsPreview(r) {
			data.ServeHTTP(w, r)
			return
		}
		page(w, r)
	}
}

// canonical leads a code that was typed by hand to the address it stands for.
func canonical(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		typed := chi.URLParam(r, "code")
		code, ok := badge.ParseCode(typed)
		if ok && string(code) != typed {
			_, suffix, dotted := strings.Cut(strings.TrimPrefix(r.URL.Path, "/b/"), ".")
			if dotted {
				suffix = "." + suffix
			}
			if r.URL.RawQuery != "" {
				suffix += "?" + r.URL.RawQuery
			}
			http.Redirect(w, r, "/b/"+string(code)+suffix, http.StatusMovedPermanently)
			return
		}
		next(w, r)
	}
}
