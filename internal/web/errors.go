package web

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// problem is what could not be done, for people.
type problem struct {
	status        int
	heading, text string
	values        []any // of the text
	reference     string
	next          page.Link
	who           account.Visitor // who is told; zero: a stranger, or nobody looked
}

// translate is the one place where kinds of error become pages. What is not a
// kind is unknown, and its status is 500.
func translate(err error) problem {
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return problem{status: http.StatusUnprocessableEntity, heading: "That cannot be done like this", text: sentences(invalid)}
	}
	if large, ok := errors.AsType[*tooLarge](err); ok {
		return problem{status: http.StatusRequestEntityTooLarge, heading: "That is too large", text: large.sentence, next: large.next}
	}
	if withdrawn, ok := errors.AsType[*badge.Withdrawn](err); ok {
		return problem{status: http.StatusGone, heading: "This badge was erased", text: "Its earner wished so. It was issued by %s. Nothing else is known of it here, and copies of it no longer verify as valid.", values: []any{withdrawn.Organization}}
	}
	switch {
	case errors.Is(err, badge.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return problem{status: http.StatusNotFound, heading: "There is nothing at this address", text: "Check the address for a missing or mistaken character. If somebody gave it to you, ask them for it again."}
	case errors.Is(err, badge.ErrForbidden):
		return problem{status: http.StatusForbidden, heading: "Your role does not reach this far", text: "You may look, but not do this. Ask an owner of the organization to do it, or to change your role."}
	case errors.Is(err, badge.ErrSuspended):
		return problem{status: http.StatusForbidden, heading: "This organization is suspended", text: "It may sign nothing until the operator of this installation lifts that. Nothing was changed, and badges that were issued stay as they are."}
	case errors.Is(err, badge.ErrConflict):
		return problem{status: http.StatusConflict, heading: "Somebody was faster", text: "This was changed in the meantime, so nothing was saved. Go back, load the page again, and look before you repeat it."}
	case errors.Is(err, badge.ErrGone):
		return problem{status: http.StatusGone, heading: "This link has ended", text: "It was used already, or a newer one took its place, or it is too old. Nothing was changed.", next: page.Link{Text: locale.Mark("Request New Password"), URL: "/password/new"}}
	case errors.Is(err, badge.ErrTooMany):
		return problem{status: http.StatusTooManyRequests, heading: "That was too often", text: "There were too many unsuccessful attempts from your network, so this one was not looked at. Wait an hour and try again, or log in with a passkey or in a browser that you used before."}
	case errors.Is(err, badge.ErrLocked):
		return problem{status: http.StatusForbidden, heading: "This account is locked", text: "There were 10 unsuccessful attempts to log in. Nothing was changed."}
	case errors.Is(err, badge.ErrBusy), errors.Is(err, context.DeadlineExceeded):
		return problem{status: http.StatusServiceUnavailable, heading: "We are busy", text: "Nothing was changed and nothing is lost. Try again in a moment."}
	}
	return problem{status: http.StatusInternalServerError, heading: "Something went wrong here", text: "It is not your fault. What you had saved before is safe; whether the last step was done, the page before this one shows when you load it again."}
}

// sentences joins what is wrong with an input.
func sentences(invalid *badge.Invalid) string {
	var parts []string
	for _, field := range slices.Sorted(maps.Keys(invalid.Fields)) {
		parts = append(parts, invalid.Fields[field])
	}
	return strings.Join(parts, " ")
}

// fail is failFor before anybody looked who is there.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.failFor(w, r, account.Visitor{}, err)
}

// failFor answers with the page of an error. Whoever is signed out is led to
// the login and back.
func (s *server) failFor(w http.ResponseWriter, r *http.Request, who account.Visitor, err error) {
	if errors.Is(err, badge.ErrSignedOut) {
		target := "/login"
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			target += "?" + url.Values{"next": {r.URL.RequestURI()}}.Encode()
		}
		http.Redirect(w, r, target, http.StatusSeeOther)
		return
	}
	p := translate(err)
	p.who = who
	if p.status == http.StatusInternalServerError {
		if r.Context().Err() != nil { // the reader left; there is nobody to tell
			return
		}
		p.reference = rand.Text()[:10]
		s.Log.ErrorContext(r.Context(), "request failed", "reference", p.reference, "route", routeOf(r), "error", err)
	}
	s.problem(w, r, p)
}

// problem answers with a page, or with a line of text where no page was asked for.
func (s *server) problem(w http.ResponseWriter, r *http.Request, p problem) {
	h := w.Header()
	for _, name := range []string{"Content-Disposition", "Content-Type", "ETag", "Last-Modified"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	if p.status == http.StatusServiceUnavailable && h.Get("Retry-After") == "" {
		h.Set("Retry-After", "5")
	}
	if p.status == http.StatusTooManyRequests && h.Get("Retry-After") == "" {
		h.Set("Retry-After", "3600")
	}
	document := h.Get("Access-Control-Allow-Origin") != "" // for programs on other sites, which read the line too
	if !prefersHTML(r) || document && wantsData(r) {
		line := p.heading + ". " + locale.For(locale.English).Say(p.text, p.values...)
		if p.reference != "" {
			line += " Reference " + p.reference + "."
		}
		http.Error(w, line, p.status)
		return
	}
	h.Del("Access-Control-Allow-Origin") // a page is for people
	view := page.ProblemView{Frame: page.Frame{Static: s.static, Viewer: viewer(p.who)}, Heading: p.heading, Text: p.text, Values: p.values, Reference: p.reference, Next: p.next}
	s.render(w, r, p.status, page.Problem(view))
}

// routeOf names a request in the log without the tokens and names in its address.
func routeOf(r *http.Request) string {
	if route := chi.RouteContext(r.Context()); route != nil && route.RoutePattern() != "" {
		return r.Method + " " + route.RoutePattern()
	}
	return r.Method
}

// recovered turns a panic into the page of an unknown error.
func (s *server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if value == http.ErrAbortHandler {
				panic(value)
			}
			p := translate(nil)
			p.reference = rand.Text()[:10]
			s.Log.ErrorContext(r.Context(), "request panicked", "reference", p.reference, "route", routeOf(r), "panic", value, "trace", string(debug.Stack()))
			s.problem(w, r, p)
		}()
		next.ServeHTTP(w, r)
	})
}
