package web

import (
	"errors"
	"net/http"
	"regexp"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// sentenceRefused is the same for a wrong password and an unknown address.
const sentenceRefused = "This address and this password do not belong together."

// loginForm shows the door.
func (s *server) loginForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if who.Account.ID != "" {
		return found(w, r, onward(safePath(r.FormValue("next")), who))
	}
	if r.FormValue("again") != "" {
		s.forgetPending(r.Context())
	}
	return s.show(w, r, page.Login(page.LoginView{Frame: s.frame(r, who), Next: safePath(r.FormValue("next"))}))
}

// login lets somebody in who knows the password.
func (s *server) login(w http.ResponseWriter, r *http.Request, _ account.Visitor) error {
	began := time.Now()
	typed, next := r.PostFormValue("email"), safePath(r.PostFormValue("next"))
	in, err := s.Accounts.SignIn(r.Context(), s.browser(r), typed, r.PostFormValue("password"))
	view := page.LoginView{Frame: page.Frame{Static: s.static}, Email: typed, Next: next}
	switch {
	case errors.Is(err, badge.ErrLocked):
		view.Locked = true
	case errors.Is(err, badge.ErrForbidden):
		view.Fault = sentenceRefused
	case err != nil:
		return err
	case in.NeedsCode:
		return s.askCode(w, r, in.Account, next)
	default:
		return s.enter(w, r, in.Account, in.MustChange, next)
	}
	even(r.Context(), began)
	s.render(w, r, http.StatusForbidden, page.Login(view))
	return nil
}

// enter begins a session and leads on.
func (s *server) enter(w http.ResponseWriter, r *http.Request, a badge.Account, mustChange bool, next string) error {
	if err := s.signIn(w, r, a, mustChange); err != nil {
		return err
	}
	if mustChange {
		return found(w, r, "/password/change")
	}
	who, err := s.visitor(r.Context())
	if err != nil {
		return err
	}
	return found(w, r, onward(next, who))
}

// logout ends the visit.
func (s *server) logout(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if who.Account.ID != "" {
		if err := s.Accounts.End(r.Context(), who, who.VisitID); err != nil && !errors.Is(err, badge.ErrNotFound) {
			return err
		}
	}
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	return found(w, r, "/")
}

// onward is where to go after logging in: a path that was safe, or home.
func onward(next string, who account.Visitor) string {
	if next != "" {
		return next
	}
	return home(who)
}

var relativePath = regexp.MustCompile(`^/[^/\\[:cntrl:]][^[:cntrl:]]*$`)

// safePath lets paths of our own through and nothing that leads elsewhere.
func safePath(next string) string {
	if next != "/" && !relativePath.MatchString(next) {
		return ""
	}
	return next
}
