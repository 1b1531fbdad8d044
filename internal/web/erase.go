package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// eraseForm says what erasing means, and where it stands.
func (s *server) eraseForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.eraseView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Erase(v))
}

func (s *server) eraseView(r *http.Request, who account.Visitor) (page.EraseView, error) {
	v := page.EraseView{Frame: s.frame(r, who), Email: string(who.Account.Email), Word: badge.ErasureWord, Staff: len(who.Memberships) > 0 || who.Account.Operator}
	e, err := s.Accounts.Erasure(r.Context(), who)
	if err != nil {
		return v, err
	}
	v.DueAt, v.TooLate = e.DueAt, !e.ToldAt.IsZero()
	needs, err := s.Accounts.NeedsErasureCode(r.Context(), who)
	if err != nil {
		return v, err
	}
	v.NeedsCode = needs
	earned, err := s.Portfolio.List(r.Context(), who.Actor())
	v.Badges = len(earned)
	return v, err
}

// erase asks for it.
func (s *server) erase(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	err := s.Accounts.AskErasure(r.Context(), who, s.browser(r), r.PostFormValue("password"), r.PostFormValue("code"), r.PostFormValue("word"))
	if faults, ok := refusedInput(err, "password"); ok {
		v, err := s.eraseView(r, who)
		if err != nil {
			return err
		}
		v.Errors = faults
		return s.again(w, r, page.Erase(v))
	}
	if err != nil {
		return err
	}
	return found(w, r, "/erase")
}

// eraseKeep takes it back.
func (s *server) eraseKeep(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := s.Accounts.KeepAccount(r.Context(), who); err != nil && !errors.Is(err, badge.ErrGone) {
		return err
	} else if err == nil {
		s.notice(r.Context(), page.ToneGood, "You keep your account. Nothing was erased.")
	}
	return found(w, r, "/erase")
}

// keepForm opens the link by which an erasure is taken back. Who has it needs
// no account.
func (s *server) keepForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if _, err := s.Accounts.Keepable(r.Context(), chi.URLParam(r, "token")); err != nil {
		return s.keepProblem(w, r, err)
	}
	return s.show(w, r, page.Press(page.PressView{
		Frame: s.frame(r, who), Heading: say(r, "Keep this account"), Action: r.URL.Path, Button: say(r, "Keep my account"),
		Text: say(r, "Nothing was erased yet. Press the button, and nothing will be."),
	}))
}

// keep takes it back.
func (s *server) keep(w http.ResponseWriter, r *http.Request, _ account.Visitor) error {
	if err := s.Accounts.KeepByLink(r.Context(), chi.URLParam(r, "token")); err != nil {
		return s.keepProblem(w, r, err)
	}
	return s.show(w, r, page.Press(page.PressView{
		Frame: page.Frame{Static: s.static}, Heading: say(r, "You keep your account"), Done: true,
		Text: say(r, "Nothing was erased. If it was not you who asked for it, request a new password now."), Next: page.Link{Text: say(r, "Request New Password"), URL: "/password/new"},
	}))
}

// keepProblem answers a link that has nothing to take back any more.
func (s *server) keepProblem(w http.ResponseWriter, r *http.Request, err error) error {
	if !errors.Is(err, badge.ErrGone) {
		return err
	}
	s.problem(w, r, problem{
		status: http.StatusGone, heading: "This link has ended", next: page.Link{Text: locale.Mark("Log in"), URL: "/login"},
		text: "Either the account is kept already, or its day has passed and it was erased. Log in to see.",
	})
	return nil
}
