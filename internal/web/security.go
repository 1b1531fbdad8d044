package web

import (
	"net"
	"net/http"
	"strings"
)

// The policies of a page: nothing runs and nothing loads but what is ours.
const (
	pagePolicy  = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	mediaPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'"
	// The picture of a badge as a file: it may hold pixels, and say how its parts mix.
	vectorPolicy = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'"
	// Browsers show a PDF with a viewer of their own, which a sandbox, or a page
	// that loads nothing, keeps from starting. The viewer runs nothing as ours.
	pdfPolicy = "frame-ancestors 'none'"
	// A letter brings its colors along. It is sandboxed: no scripts, no forms.
	letterPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
	// The page on which a letter is written shows it in a frame.
	framingPolicy      = pagePolicy + "; frame-src 'self'"
	framedLetterPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)

// guard puts the headers on every answer that keep browsers from doing more
// than we mean.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// secret keeps an address with a token in it out of other sites' logs and out
// of every cache.
func secret(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// open lets programs on other sites read what is public anyway. Search
// engines keep no copy: whoever has the address may read it, nobody else.
func open(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("X-Robots-Tag", "noindex")
		next.ServeHTTP(w, r)
	})
}

// knownHost refuses requests that were meant for somebody else: only the host
// of the public address is ours. Probes of health may come by any name.
func (s *server) knownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.isOurs(r.Host) && r.URL.Path != "/healthz" && r.URL.Path != "/readyz" {
			http.Error(w, "This server does not answer for that name. Its address is "+s.PublicURL, http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isOurs tells whether a Host header names this installation. One for trying
// out on a single machine answers to all names of that machine.
func (s *server) isOurs(host string) bool {
	name := strings.ToLower(withoutPort(host))
	if isLoopback(s.public.Hostname()) && isLoopback(name) {
		return true
	}
	port := map[bool]string{true: ":443", false: ":80"}[s.secure()]
	return strings.TrimSuffix(strings.ToLower(host), port) == strings.TrimSuffix(strings.ToLower(s.public.Host), port)
}

func withoutPort(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

func isLoopback(name string) bool {
	if name == "localhost" {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// crossOrigin refuses forms that another site sends in somebody's name.
func (s *server) crossOrigin() func(http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.problem(w, r, problem{
			status: http.StatusForbidden, heading: "That came from another site",
			text: "A page of another site tried to do something here in your name. Nothing was changed. If it was you, open the page here and try again.",
		})
	}))
	return protection.Handler
}
