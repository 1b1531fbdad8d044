package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// pendingLimit is how long after the password the second factor may come.
const pendingLimit = 10 * time.Minute

// askCode leads somebody whose password was right to the second step. Nothing
// is open to them yet.
func (s *server) askCode(w http.ResponseWriter, r *http.Request, a badge.Account, next string) error {
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	s.sessions.Put(r.Context(), keyPending, string(a.ID))
	s.sessions.Put(r.Context(), keyPendingAt, strconv.FormatInt(s.Now().Unix(), 10))
	target := "/login/code"
	if next != "" {
		target += "?" + url.Values{"next": {next}}.Encode()
	}
	return found(w, r, target)
}

// pending is whose second factor is still to come; empty: nobody's.
func (s *server) pending(ctx context.Context) badge.AccountID {
	seconds, _ := strconv.ParseInt(s.sessions.GetString(ctx, keyPendingAt), 10, 64)
	since := time.Unix(seconds, 0)
	if s.Now().Sub(since) > pendingLimit {
		return ""
	}
	return badge.AccountID(s.sessions.GetString(ctx, keyPending))
}

func (s *server) forgetPending(ctx context.Context) {
	s.sessions.Remove(ctx, keyPending)
	s.sessions.Remove(ctx, keyPendingAt)
}

// codeForm is the second step of a login.
func (s *server) codeForm(w http.ResponseWriter, r *http.Request, _ account.Visitor) error {
	id := s.pending(r.Context())
	if id == "" {
		return found(w, r, "/login")
	}
	view, err := s.codeView(r, id)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Code(view))
}

func (s *server) codeView(r *http.Request, id badge.AccountID) (v page.CodeView, err error) {
	v = page.CodeView{Frame: page.Frame{Static: s.static}, Next: safePath(r.FormValue("next"))}
	v.App, v.Passkey, err = s.Accounts.Factors(r.Context(), id)
	return v, err
}

// code lets somebody in who knows the password and has the second factor.
func (s *server) code(w http.ResponseWriter, r *http.Request, _ account.Visitor) error {
	id := s.pending(r.Context())
	if id == "" {
		return found(w, r, "/login")
	}
	in, err := s.Accounts.SecondFactor(r.Context(), s.browser(r), id, r.PostFormValue("code"))
	if err == nil {
		return s.enter(w, r, in, false, safePath(r.PostFormValue("next")))
	}
	locked := errors.Is(err, badge.ErrLocked)
	if !locked && !errors.Is(err, badge.ErrForbidden) {
		return err
	}
	view, err := s.codeView(r, id)
	if err != nil {
		return err
	}
	view.Locked = locked
	if locked {
		s.forgetPending(r.Context())
	} else {
		view.Fault = say(r, "This is not the code, or it was used already. Type the newest one.")
	}
	s.render(w, r, http.StatusForbidden, page.Code(view))
	return nil
}
