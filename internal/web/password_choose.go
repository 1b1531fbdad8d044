package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

const sentenceRepeat = "The two are not the same. Type the new password twice."

// passwordByLinkForm opens the link of a letter. It spends nothing: programs
// open links too.
func (s *server) passwordByLinkForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	found, err := s.Accounts.ResetAccount(r.Context(), chi.URLParam(r, "token"))
	if err != nil {
		return err
	}
	return s.show(w, r, page.PasswordChoose(s.choosing(r, who, found)))
}

// passwordByLink spends the link, sets the password and lets its owner in.
func (s *server) passwordByLink(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	token, password := chi.URLParam(r, "token"), r.PostFormValue("password")
	found, err := s.Accounts.ResetAccount(r.Context(), token)
	if err != nil {
		return err
	}
	view := s.choosing(r, who, found)
	if password != r.PostFormValue("repeat") {
		view.Errors = map[string]string{"repeat": sentenceRepeat}
		return s.again(w, r, page.PasswordChoose(view))
	}
	changed, err := s.Accounts.ChooseByLink(r.Context(), token, password)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		view.Errors = invalid.Fields
		return s.again(w, r, page.PasswordChoose(view))
	}
	if err != nil {
		return err
	}
	needs, err := s.Accounts.NeedsCode(r.Context(), changed.ID)
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Your new password is set. From now on you log in with it.")
	if needs {
		return s.askCode(w, r, changed, "")
	}
	return s.enter(w, r, changed, false, "")
}

// passwordChangeForm is all that a temporary password opens.
func (s *server) passwordChangeForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if !who.MustChange {
		return found(w, r, home(who))
	}
	view := s.choosing(r, who, who.Account)
	view.Forced = true
	return s.show(w, r, page.PasswordChoose(view))
}

// passwordChange sets the first password of somebody's own.
func (s *server) passwordChange(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if !who.MustChange {
		return found(w, r, home(who))
	}
	view, password := s.choosing(r, who, who.Account), r.PostFormValue("password")
	view.Forced = true
	if password != r.PostFormValue("repeat") {
		view.Errors = map[string]string{"repeat": sentenceRepeat}
		return s.again(w, r, page.PasswordChoose(view))
	}
	changed, err := s.Accounts.ChooseFirst(r.Context(), who.Account.ID, password)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		view.Errors = invalid.Fields
		return s.again(w, r, page.PasswordChoose(view))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Your new password is set. From now on you log in with it.")
	return s.enter(w, r, changed, false, "")
}

// choosing is the form with the new password of an account.
func (s *server) choosing(r *http.Request, who account.Visitor, a badge.Account) page.PasswordChooseView {
	return page.PasswordChooseView{Frame: s.frame(r, who), Action: r.URL.Path, Email: string(a.Email), MinLength: badge.MinPassword}
}
