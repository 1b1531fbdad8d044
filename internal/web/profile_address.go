package web

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// The sentences about passwords that are asked for once more.
const (
	sentenceWrongPassword = "This is not the password. Ten unsuccessful attempts lock the account."
	sentenceLockedNow     = "Your account was locked because of 10 unsuccessful attempts to login. Please contact the issuing organization to unlock your account."
	sentenceOtherAccount  = "You are logged in with another account than the one that this address was added to. Log out, log in with the one that you added it to, and open the link again. Nothing was changed."
)

// refusedInput is what was wrong with a form: fields of it, or the password
// that was asked for once more. ok is false for every other error.
func refusedInput(err error, password string) (faults map[string]string, ok bool) {
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return invalid.Fields, true
	}
	switch {
	case errors.Is(err, badge.ErrForbidden):
		return map[string]string{password: sentenceWrongPassword}, true
	case errors.Is(err, badge.ErrLocked):
		return map[string]string{password: sentenceLockedNow}, true
	}
	return nil, false
}

// addressAdd sends a link to an address.
func (s *server) addressAdd(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	typed := r.PostFormValue("email")
	email, err := s.Accounts.AddAddress(r.Context(), who, s.browser(r), typed, r.PostFormValue("password"))
	if faults, ok := refusedInput(err, "password"); ok {
		return s.profileAgain(w, r, who, faults, func(v *page.ProfileView) { v.Typed = typed })
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, say(r, "We sent a link to %s. Open it in this browser, within 24 hours.", email))
	return found(w, r, "/profile#addresses")
}

// addressCancel takes back an address that was not confirmed.
func (s *server) addressCancel(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := s.Accounts.DropWaiting(r.Context(), who, r.PostFormValue("change")); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The address will not be added. The link in its letter no longer works.")
	return found(w, r, "/profile#addresses")
}

// addressRemove takes an address away.
func (s *server) addressRemove(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	email := r.PostFormValue("email")
	err := s.Accounts.RemoveAddress(r.Context(), who, s.browser(r), email, r.PostFormValue("password"))
	if faults, ok := refusedInput(err, "remove_password"); ok {
		return s.profileAgain(w, r, who, faults, func(v *page.ProfileView) { v.Removing = email })
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, email+" is removed. All your badges are still here.")
	return found(w, r, "/profile#addresses")
}

// addressEnds notes until when an address will be read.
func (s *server) addressEnds(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	email, typed := r.PostFormValue("email"), r.PostFormValue("ends_on")
	var on time.Time
	var err error
	if typed != "" {
		if on, err = time.Parse(time.DateOnly, typed); err != nil {
			err = badge.Refuse("ends_on", "This is not a day. Write it like 2027-06-30.")
		}
	}
	if err == nil {
		err = s.Accounts.AddressEnds(r.Context(), who, email, on)
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return s.profileAgain(w, r, who, invalid.Fields, func(v *page.ProfileView) { v.EndingEmail = email })
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Saved.")
	return found(w, r, "/profile#addresses")
}

// addressConfirmForm opens the link that proves an address. It spends nothing:
// programs open links too.
func (s *server) addressConfirmForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.addressConfirmView(r, who)
	if err != nil {
		return s.addressProblem(w, r, who, err)
	}
	return s.show(w, r, page.AddressConfirm(v))
}

func (s *server) addressConfirmView(r *http.Request, who account.Visitor) (page.AddressConfirmView, error) {
	claim, err := s.Accounts.Claim(r.Context(), who, chi.URLParam(r, "token"))
	return page.AddressConfirmView{
		Frame: s.frame(r, who), Action: r.URL.Path, Email: string(claim.Email), Account: string(who.Account.Email),
		Badges: claim.Others, Joins: claim.Joins, NeedsPassword: claim.NeedsPassword, Waits: claim.Waits,
	}, err
}

// addressConfirm spends it.
func (s *server) addressConfirm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.addressConfirmView(r, who)
	if err != nil {
		return s.addressProblem(w, r, who, err)
	}
	done, err := s.Accounts.ConfirmAddress(r.Context(), who, s.browser(r), chi.URLParam(r, "token"), r.PostFormValue("password"))
	if faults, ok := refusedInput(err, "password"); ok {
		v.Errors = faults
		return s.again(w, r, page.AddressConfirm(v))
	}
	if err != nil {
		return err
	}
	sentence := say(r, "%s is added. You can log in with it from now on.", v.Email)
	switch {
	case done.State == badge.AddressJoining:
		sentence = say(r, "We told the other addresses of that account. The two accounts become one in 24 hours unless somebody objects.")
	case v.Joins:
		sentence = say(r, "%s is added, and everything in its account is here now.", v.Email)
	}
	s.notice(r.Context(), page.ToneGood, sentence)
	return found(w, r, "/profile#addresses")
}

// addressProblem answers a link that cannot be used by this visitor.
func (s *server) addressProblem(w http.ResponseWriter, r *http.Request, who account.Visitor, err error) error {
	switch {
	case who.Account.ID == "": // not led to the login at once: no other page gets to know the link
		s.problem(w, r, problem{
			status: http.StatusForbidden, heading: "Log in first", text: "This link works for the person who added the address. Log in to the account that you added it to, and open the link again.",
			next: page.Link{Text: locale.Mark("Log in"), URL: "/login?" + url.Values{"next": {r.URL.Path}}.Encode()},
		})
		return nil
	case errors.Is(err, badge.ErrForbidden):
		s.problem(w, r, problem{status: http.StatusForbidden, heading: "This link is for another account", text: sentenceOtherAccount, who: who})
		return nil
	case errors.Is(err, badge.ErrGone):
		s.problem(w, r, problem{
			status: http.StatusGone, heading: "This link has ended", who: who, next: page.Link{Text: locale.Mark("To your profile"), URL: "/profile"},
			text: "It was used already, or a newer one took its place, or it is too old. Your profile shows which addresses are yours.",
		})
		return nil
	}
	return err
}

// addressUndoForm opens the link by which an address is taken away again. Who
// has it needs no account.
func (s *server) addressUndoForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	c, err := s.Accounts.Undoable(r.Context(), chi.URLParam(r, "token"))
	if err != nil {
		return err
	}
	v := page.PressView{
		Frame: s.frame(r, who), Heading: say(r, "Undo this"), Action: r.URL.Path, Button: say(r, "Undo it"),
		Text: say(r, "The address %s is removed from the account. All devices are logged out, and the password ends; you request a new one. Passkeys, an authenticator app and recovery codes that were set up since the day before the address was added go too. No badge is lost.", c.Email),
	}
	if c.State == badge.AddressJoining {
		v.Text = say(r, "The two accounts stay two. All devices are logged out of both, and their passwords end; you request new ones. Passkeys, an authenticator app and recovery codes that were set up since the day before go too. No badge is lost.")
	}
	return s.show(w, r, page.Press(v))
}

// addressUndo does it.
func (s *server) addressUndo(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := s.Accounts.Undo(r.Context(), chi.URLParam(r, "token")); err != nil {
		return err
	}
	return s.show(w, r, page.Press(page.PressView{
		Frame: page.Frame{Static: s.static}, Heading: say(r, "It is undone"), Done: true,
		Text: say(r, "All devices are logged out. Request a new password now, with an address of yours: the old one no longer works."), Next: page.Link{Text: say(r, "Request New Password"), URL: "/password/new"},
	}))
}
