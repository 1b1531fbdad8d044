package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
)

// robotsHeader keeps search engines off an answer.
const robotsHeader = "X-Robots-Tag"

// visible stands before every address of a badge, in whatever shape it comes:
// one that its reader may not see is not there at all, answered like one that
// never was. What was seen may be kept, but is asked for again every time, so
// that un-sharing holds at once.
func (s *server) visible(next http.Handler) http.Handler {
	return s.ifVisible(func(w http.ResponseWriter, r *http.Request, _ badge.Sharing) { next.ServeHTTP(w, r) })
}

// ifVisible is visible for those who want to know what was found.
func (s *server) ifVisible(next func(w http.ResponseWriter, r *http.Request, sharing badge.Sharing)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		code, _ := badge.ParseCode(chi.URLParam(r, "code"))
		h := w.Header()
		h.Set(robotsHeader, "noindex")
		h.Set("Cache-Control", "no-cache")
		sharing, err := s.Portfolio.Sharing(r.Context(), code)
		if err != nil {
			s.unseen(w, r, err)
			return
		}
		switch sharing.Visibility {
		case badge.VisibilityPublic:
			h.Del(robotsHeader)
		case badge.VisibilityPrivate:
			who, err := s.whoever(r)
			if err == nil && !sharing.VisibleTo(who.Actor()) {
				err = badge.ErrNotFound
			}
			if err != nil {
				s.unseen(w, r, err)
				return
			}
			h.Set("Cache-Control", "private, no-store")
			h.Del("Access-Control-Allow-Origin")
		}
		s.used(r, sharing, code)
		next(w, r, sharing)
	}
}

// unseen answers for a badge that is not there for its reader.
func (s *server) unseen(w http.ResponseWriter, r *http.Request, err error) {
	who, _ := s.whoever(r) // for the frame of the page alone
	_, erased := errors.AsType[*badge.Withdrawn](err)
	if errors.Is(err, badge.ErrGone) && !erased {
		s.problem(w, r, problem{
			status: http.StatusGone, heading: "This badge was withdrawn", who: who,
			text: "The organization took it back before it was announced, so it never held. If you expected a badge here, ask the organization for its new address.",
		})
		return
	}
	s.failFor(w, r, who, err)
}

// whoever finds who makes a request at an address that has no session of its
// own: documents are the same for everybody, unless they are private.
func (s *server) whoever(r *http.Request) (account.Visitor, error) {
	cookie, err := r.Cookie(s.sessions.Cookie.Name)
	if err != nil {
		return account.Visitor{}, nil // nobody
	}
	ctx, err := s.sessions.Load(r.Context(), cookie.Value)
	if err != nil {
		return account.Visitor{}, err
	}
	return s.visitor(ctx)
}

// indexed tells whether search engines may keep the page of a badge, as
// visible found.
func indexed(w http.ResponseWriter) bool { return w.Header().Get(robotsHeader) == "" }
