package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// securityPage shows how somebody logs in and who tried.
func (s *server) securityPage(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	view, err := s.securityView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Security(view))
}

func (s *server) securityView(r *http.Request, who account.Visitor) (v page.SecurityView, err error) {
	known, err := s.Accounts.Security(r.Context(), who, s.browser(r))
	if err != nil {
		return v, err
	}
	zone, err := s.zone(r.Context(), who)
	if err != nil {
		return v, err
	}
	v = page.SecurityView{
		Frame: s.frame(r, who), Email: string(who.Account.Email), FactorDue: who.FactorDue, FactorLate: s.factorLate(who), LockedAt: who.Account.LockedAt.In(zone),
		Authenticator: known.Authenticator, RecoveryCodes: known.RecoveryCodes, MinLength: badge.MinPassword,
	}
	for _, p := range known.Passkeys {
		v.Passkeys = append(v.Passkeys, page.PasskeyRow{ID: p.ID, Name: p.Name, CreatedAt: p.CreatedAt, UsedAt: p.UsedAt})
	}
	for _, k := range known.Visits {
		v.Visits = append(v.Visits, page.VisitRow{ID: k.ID, Agent: k.Agent, Prefix: k.Prefix, BeganAt: k.BeganAt.In(zone), SeenAt: k.SeenAt.In(zone), This: k.ID == who.VisitID})
	}
	for _, d := range known.Devices {
		v.Devices = append(v.Devices, page.DeviceRow{ID: d.ID, Agent: d.Agent, Prefix: d.Prefix, SeenAt: d.SeenAt.In(zone), This: d.ID == known.ThisDevice})
	}
	for _, f := range known.Failed {
		v.Failed = append(v.Failed, page.FailedRow{At: f.At.In(zone), Prefix: f.Prefix, Locked: f.Locked})
	}
	return v, nil
}

// factorLate tells whether somebody had a week to set a second factor up and
// did not.
func (s *server) factorLate(who account.Visitor) bool {
	return !who.FactorDue.IsZero() && !s.Now().Before(who.FactorDue)
}

// securityDone ends an act of the page: with what was wrong in its form, or
// with a notice.
func (s *server) securityDone(w http.ResponseWriter, r *http.Request, who account.Visitor, form string, err error, notice string) error {
	fields := map[string]string{}
	if sentence := sentenceProof(err); sentence != "" {
		fields["current"] = sentence
	} else if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		fields = invalid.Fields
	} else if err != nil {
		return err
	}
	if len(fields) == 0 {
		s.notice(r.Context(), page.ToneGood, notice)
		return found(w, r, "/security")
	}
	view, err := s.securityView(r, who)
	if err != nil {
		return err
	}
	view.Open, view.Errors = form, fields
	return s.again(w, r, page.Security(view))
}

// securityPassword changes the password.
func (s *server) securityPassword(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	password := r.PostFormValue("password")
	if password != r.PostFormValue("repeat") {
		return s.securityDone(w, r, who, "password", badge.Refuse("repeat", sentenceRepeat), "")
	}
	_, err := s.Accounts.ChangePassword(r.Context(), who, s.browser(r), r.PostFormValue("current"), password)
	return s.securityDone(w, r, who, "password", err, "Your new password is set. All other browsers are signed out.")
}

// passkeyRemove takes a passkey away.
func (s *server) passkeyRemove(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	id := chi.URLParam(r, "passkey")
	err := s.Accounts.RemovePasskey(r.Context(), who, s.browser(r), id, r.PostFormValue("current"))
	return s.securityDone(w, r, who, "remove-"+id, err, "The passkey is removed. It stays in your device until you delete it there.")
}

// authenticatorBegin begins with an app.
func (s *server) authenticatorBegin(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	err := s.Accounts.BeginAuthenticator(r.Context(), who, s.browser(r), r.PostFormValue("current"))
	if err == nil {
		return found(w, r, "/security/authenticator")
	}
	return s.securityDone(w, r, who, "authenticator", err, "")
}

// authenticatorForm shows what to scan.
func (s *server) authenticatorForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	view, err := s.authenticatorView(r, who)
	if errors.Is(err, badge.ErrNotFound) {
		return found(w, r, "/security")
	}
	if err != nil {
		return err
	}
	return s.show(w, r, page.Authenticator(view))
}

func (s *server) authenticatorView(r *http.Request, who account.Visitor) (page.AuthenticatorView, error) {
	e, err := s.Accounts.Enrollment(r.Context(), who)
	return page.AuthenticatorView{Frame: s.frame(r, who), Secret: e.Secret, URL: e.URL, Picture: e.Picture}, err
}

// authenticatorConfirm turns the app on and shows the recovery codes, once.
func (s *server) authenticatorConfirm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	codes, err := s.Accounts.ConfirmAuthenticator(r.Context(), who, r.PostFormValue("code"))
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		view, err := s.authenticatorView(r, who)
		if err != nil {
			return err
		}
		view.Fault = sentences(invalid)
		return s.again(w, r, page.Authenticator(view))
	}
	if errors.Is(err, badge.ErrNotFound) {
		return found(w, r, "/security")
	}
	if err != nil {
		return err
	}
	return s.show(w, r, page.Recovery(page.RecoveryView{Frame: s.frame(r, who), Codes: codes}))
}

// authenticatorRemove turns the app off.
func (s *server) authenticatorRemove(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	err := s.Accounts.RemoveAuthenticator(r.Context(), who, s.browser(r), r.PostFormValue("current"))
	return s.securityDone(w, r, who, "authenticator", err, "The app is turned off. Your password alone lets you in.")
}

// recoveryCodes makes new ones and shows them, once.
func (s *server) recoveryCodes(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	codes, err := s.Accounts.NewRecoveryCodes(r.Context(), who, s.browser(r), r.PostFormValue("current"))
	if err == nil {
		return s.show(w, r, page.Recovery(page.RecoveryView{Frame: s.frame(r, who), Codes: codes}))
	}
	return s.securityDone(w, r, who, "codes", err, "")
}

// visitEnd signs another browser out.
func (s *server) visitEnd(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	err := s.Accounts.End(r.Context(), who, chi.URLParam(r, "visit"))
	return s.securityDone(w, r, who, "", err, "That browser is signed out.")
}

// visitsEnd signs all other browsers out.
func (s *server) visitsEnd(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	err := s.Accounts.EndOthers(r.Context(), who, s.browser(r))
	return s.securityDone(w, r, who, "", err, "All other browsers are signed out and forgotten.")
}

// deviceForget makes a browser one that its owner does not know.
func (s *server) deviceForget(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	err := s.Accounts.ForgetDevice(r.Context(), who, chi.URLParam(r, "browser"))
	return s.securityDone(w, r, who, "", err, "That browser is forgotten.")
}
