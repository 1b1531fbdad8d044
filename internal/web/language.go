package web

import (
	"net/http"
	"time"

	"laurel/internal/account"
	"laurel/internal/locale"
)

// languageCookie remembers the language that somebody chose at the foot of a page.
const languageCookie = "laurel-language"

// spoken says every page below it in the reader's language: the one they chose
// in this browser, else the best of those that the browser asks for. Somebody
// who is signed in may have chosen one for their account, which goes before; see
// seen.
func (s *server) spoken(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Language, Cookie")
		words := locale.For(wishedLanguage(r))
		next.ServeHTTP(w, r.WithContext(locale.With(r.Context(), words)))
	})
}

func wishedLanguage(r *http.Request) locale.Language {
	if cookie, err := r.Cookie(languageCookie); err == nil {
		if chosen := locale.Language(cookie.Value); chosen.Known() {
			return chosen
		}
	}
	wished, _ := locale.Match(r.Header.Get("Accept-Language"))
	return wished
}

// language keeps the choice made at the foot of a page: in this browser, and for
// somebody who is signed in with their account.
func (s *server) language(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if chosen := locale.Language(r.FormValue("language")); chosen.Known() {
		http.SetCookie(w, &http.Cookie{
			Name: languageCookie, Value: string(chosen), Path: "/", MaxAge: int(365 * 24 * time.Hour / time.Second),
			Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
		if who.Account.ID != "" {
			if err := s.Profiles.SetLanguage(r.Context(), who.Account.ID, chosen); err != nil {
				return err
			}
		}
	}
	next := safePath(r.FormValue("next"))
	if next == "" {
		next = "/"
	}
	return found(w, r, next)
}
