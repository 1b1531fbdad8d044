package web

import (
	"context"
	"encoding/hex"
	"hash/fnv"
	"net/http"
	"strings"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
)

// browser is what a room is told of whoever knocks.
func (s *server) browser(r *http.Request) account.Browser {
	b := account.Browser{Address: clientAddress(r), Agent: r.UserAgent()}
	for _, c := range r.Cookies() {
		if strings.HasPrefix(c.Name, s.knownCookie()) {
			b.Known = append(b.Known, c.Value)
		}
	}
	return b
}

// knownCookie begins the names of the cookies that tell known browsers. There
// is one for each person who uses the browser.
func (s *server) knownCookie() string {
	if s.secure() {
		return "__Host-laurel-known-"
	}
	return "laurel-known-"
}

// keepKnown gives a browser the token by which it is known for an account.
func (s *server) keepKnown(w http.ResponseWriter, id badge.AccountID, token string) {
	name := fnv.New32a()
	_, _ = name.Write([]byte(id)) // of a hash: cannot fail
	http.SetCookie(w, &http.Cookie{
		Name: s.knownCookie() + hex.EncodeToString(name.Sum(nil)), Value: token, Path: "/", MaxAge: int(badge.KnownDeviceLimit / time.Second),
		Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// evenTime is what a refusal takes, or a multiple of it: whether an address
// has an account must not show in how long the answer took.
const evenTime = 200 * time.Millisecond

// even waits until a request took as long as any other of its kind.
func even(ctx context.Context, began time.Time) {
	rest := evenTime - time.Since(began)%evenTime
	select {
	case <-time.After(rest):
	case <-ctx.Done():
	}
}
