package badge

import (
	"errors"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Email is an address in its one canonical form: trimmed, lower case, the
// domain in ASCII (IDNA 2008). It is the user name of an account, so two
// spellings that a mail server treats alike must come out alike, and
// look-alikes (mike, mıke) must not.
type Email string

var (
	errNoAt        = errors.New("Not an e-mail address: there is no @.")
	errNoLocal     = errors.New("Not an e-mail address: nothing before the @.")
	errNoDomain    = errors.New("Not an e-mail address: nothing after the @.")
	errTwo         = errors.New("One e-mail address is needed here, and there are several.")
	errLocal       = errors.New("Not an e-mail address: the part before the @ has a character that addresses do not have.")
	errDomain      = errors.New("Not an e-mail address: the part after the @ is not a domain.")
	errEmailLength = errors.New("Longer than an e-mail address can be (254 characters).")
)

// maxEmail is the longest address SMTP carries in an envelope (RFC 5321, section 4.5.3.1.3, less the brackets).
const maxEmail = 254

// ParseEmail returns the canonical form of one typed address. The error is a
// sentence for the person who typed it.
func ParseEmail(typed string) (Email, error) {
	s := strings.TrimFunc(typed, unicode.IsSpace)
	local, domain, found := strings.Cut(s, "@")
	switch {
	case len(s) > maxEmail:
		return "", errEmailLength
	case !found:
		return "", errNoAt
	case strings.ContainsAny(s, ",; \t\r\n") || strings.Contains(domain, "@"):
		return "", errTwo
	case local == "":
		return "", errNoLocal
	case domain == "":
		return "", errNoDomain
	case len(local) > 64 || !isDotAtom(local):
		return "", errLocal
	}
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(domain, "."))
	if err != nil || !strings.Contains(ascii, ".") || strings.HasPrefix(ascii, ".") {
		return "", errDomain
	}
	return Email(strings.ToLower(local) + "@" + ascii), nil
}

// isDotAtom accepts the ASCII dot-atom of RFC 5322, section 3.2.3. Local
// parts beyond ASCII are refused: letters that look alike would name two people.
func isDotAtom(s string) bool {
	previous := byte('.')
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '.':
			if previous == '.' {
				return false
			}
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0:
		default:
			return false
		}
		previous = c
	}
	return previous != '.'
}
