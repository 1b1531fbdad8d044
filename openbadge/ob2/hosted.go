package ob2

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"laurel/openbadge/internal/loose"
	"laurel/vc"
)

// ErrScope says that an address is not one that a profile vouches for.
var ErrScope = errors.New("the issuer does not vouch for this address")

// ErrNotHosted says that what an address answered is not the assertion: nothing can be told of it.
var ErrNotHosted = errors.New("the hosted assertion could not be read")

// HTTP statuses that tell something (RFC 9110, section 15).
const (
	statusOK   = 200
	statusGone = 410
)

// Hosts says whether the issuer vouches for an address, which both the assertion's and the badge class's id have to be
// (sections HostedBadge Verification and VerificationObject): it begins with one of startsWith and has one of
// allowedOrigins, as far as the profile names them, and is of the profile's own origin when it names neither. The
// error wraps ErrScope.
func (p Profile) Hosts(address string) error {
	u, err := web(address)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrScope, address, err)
	}
	s := p.Verification
	if len(s.StartsWith)+len(s.AllowedOrigins) == 0 {
		own, err := web(p.ID)
		if err != nil {
			return fmt.Errorf("%w: the issuer's own id is no web address", ErrScope)
		}
		if origin(own) != origin(u) {
			return fmt.Errorf("%w: it is at %s, and the issuer at %s", ErrScope, origin(u), origin(own))
		}
		return nil
	}
	if len(s.StartsWith) > 0 && !slices.ContainsFunc(s.StartsWith, func(prefix string) bool { return begins(u, prefix) }) {
		return fmt.Errorf("%w: it does not begin with %s", ErrScope, strings.Join(s.StartsWith, " or "))
	}
	if len(s.AllowedOrigins) > 0 && !slices.ContainsFunc(s.AllowedOrigins, func(host string) bool { return at(u, host) }) {
		return fmt.Errorf("%w: it is not at %s", ErrScope, strings.Join(s.AllowedOrigins, " or "))
	}
	return nil
}

// web reads the address of a web page. One that could lead somewhere else than it says is refused: with a user name,
// with a step up in its path, with a backslash.
func web(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return nil, errors.New("this is no web address")
	case u.User != nil || strings.Contains(address, `\`):
		return nil, errors.New("this address is ambiguous")
	case u.Path != "" && path.Clean(u.Path) != strings.TrimSuffix(u.Path, "/") && u.Path != "/":
		return nil, errors.New("the path of this address is not in its plain form")
	}
	return u, nil
}

// origin is scheme, host and port in their normal form (RFC 6454, section 4).
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port
}

// begins says whether an address begins with a prefix: at the same origin, so that https://a.example does not let
// https://a.example.evil.example in, and letter by letter after it.
func begins(u *url.URL, prefix string) bool {
	p, err := web(prefix)
	if err != nil || origin(p) != origin(u) {
		return false
	}
	return strings.HasPrefix(u.RequestURI(), p.RequestURI())
}

// at says whether an address is at a host, which is a name, a name with a port, or a whole origin.
func at(u *url.URL, host string) bool {
	if strings.Contains(host, "://") {
		o, err := web(host)
		return err == nil && origin(o) == origin(u)
	}
	return strings.EqualFold(u.Hostname(), host) || strings.EqualFold(u.Host, host)
}

// ReadHosted reads what a request for an assertion's id was answered with in the end, which alone tells what the
// assertion says (section HostedBadge Verification). An assertion is revoked when the answer is 410 Gone, or says so in
// its body. Everything but 200 and 410, and a body that is no assertion or one of another id, is an error that wraps
// ErrNotHosted.
func ReadHosted(id string, status int, body []byte) (Assertion, error) {
	gone := status == statusGone
	if !gone && status != statusOK {
		return Assertion{}, fmt.Errorf("%w: the server answered %d", ErrNotHosted, status)
	}
	o, err := vc.Decode(body)
	if err != nil && !gone {
		return Assertion{}, fmt.Errorf("%w: %w", ErrNotHosted, err)
	}
	found := vc.String(o, "id")
	if v, ok := loose.First(o["verify"]); ok && found == "" {
		found = vc.String(v, "url") // as 1.0 had it
	}
	switch {
	case found != id && gone:
		return Assertion{ID: id, Revoked: true}, nil
	case found != id:
		return Assertion{}, fmt.Errorf("%w: the document there has the id %q", ErrNotHosted, found)
	}
	a, err := ReadAssertion(o)
	a.ID = id
	switch {
	case gone || a.Revoked:
		return Assertion{ID: id, Revoked: true, RevocationReason: a.RevocationReason}, nil
	case err != nil:
		return Assertion{}, fmt.Errorf("%w: %w", ErrNotHosted, err)
	}
	return a, nil
}

// Find looks for an assertion in the list, by its id, or by its uid when it has none (section Revocation List).
func (l RevocationList) Find(a Assertion) (RevokedAssertion, bool) {
	for _, r := range l.Revoked {
		if r.ID != "" && r.ID == a.ID || r.UID != "" && a.ID == "" && r.UID == a.UID {
			return r, true
		}
	}
	return RevokedAssertion{}, false
}
