package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
)

// passkeyLoginBegin gives a browser what to ask for.
func (s *server) passkeyLoginBegin(w http.ResponseWriter, r *http.Request, _ account.Visitor) error {
	c, err := s.Accounts.BeginPasskeyLogin()
	return s.ceremony(w, r, c, err)
}

// passkeyLogin lets somebody in whose passkey answered. After a password, only
// theirs does.
func (s *server) passkeyLogin(w http.ResponseWriter, r *http.Request, _ account.Visitor) error {
	in, err := s.Accounts.PasskeyLogin(r.Context(), s.pending(r.Context()), []byte(s.sessions.PopString(r.Context(), keyCeremony)), []byte(r.PostFormValue("credential")))
	if errors.Is(err, badge.ErrForbidden) {
		return refuseJSON(w, http.StatusForbidden, say(r, "This passkey is not known here. It may have been removed, or made for another site. Log in with your password."))
	}
	if err != nil {
		return err
	}
	if err := s.signIn(w, r, in, false); err != nil {
		return err
	}
	who, err := s.visitor(r.Context())
	if err != nil {
		return err
	}
	return answerJSON(w, http.StatusOK, map[string]string{"location": onward(safePath(r.PostFormValue("next")), who)})
}

// passkeyBegin asks the password once more and gives a browser what to make.
func (s *server) passkeyBegin(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	c, err := s.Accounts.BeginPasskey(r.Context(), who, s.browser(r), r.PostFormValue("current"))
	return s.ceremony(w, r, c, err)
}

// passkeyAdd keeps a passkey that a browser made.
func (s *server) passkeyAdd(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	err := s.Accounts.AddPasskey(r.Context(), who, r.PostFormValue("name"), []byte(s.sessions.PopString(r.Context(), keyCeremony)), []byte(r.PostFormValue("credential")))
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return refuseJSON(w, http.StatusUnprocessableEntity, say(r, sentences(invalid)))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), "good", "The passkey is added.")
	return answerJSON(w, http.StatusOK, map[string]string{"location": "/security"})
}

// ceremony sends a question to a browser and keeps our side of it.
func (s *server) ceremony(w http.ResponseWriter, r *http.Request, c account.Ceremony, err error) error {
	if sentence := sentenceProof(err); sentence != "" {
		return refuseJSON(w, http.StatusForbidden, say(r, sentence))
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return refuseJSON(w, http.StatusUnprocessableEntity, say(r, sentences(invalid)))
	}
	if err != nil {
		return err
	}
	s.sessions.Put(r.Context(), keyCeremony, string(c.State))
	return answerJSON(w, http.StatusOK, json.RawMessage(c.Options))
}

// sentenceProof says why somebody who was asked for their password once more
// may not go on; empty: another error, or none.
func sentenceProof(err error) string {
	switch {
	case errors.Is(err, badge.ErrForbidden):
		return locale.Mark("This is not your password.")
	case errors.Is(err, badge.ErrLocked):
		return locale.Mark("There were 10 unsuccessful attempts, and your account is locked. Please contact the issuing organization to unlock your account.")
	case errors.Is(err, badge.ErrTooMany):
		return locale.Mark("There were too many unsuccessful attempts from your network. Wait an hour and try again.")
	}
	return ""
}

func refuseJSON(w http.ResponseWriter, status int, sentence string) error {
	return answerJSON(w, status, map[string]string{"error": sentence})
}

func answerJSON(w http.ResponseWriter, status int, v any) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(v)
}
