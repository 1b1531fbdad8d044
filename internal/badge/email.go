package badge

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Email is an address in its one canonical form: trimmed, lower case, the
// domain in ASCII (IDNA 2008). It is the user name of an account, so two
// spellings that a mail server treats alike must come out alike, and
// look-alikes (mike, mıke) must not.
type Email string

const (
	errNoAt        = sentence("Not an e-mail address: there is no @.")
	errNoLocal     = sentence("Not an e-mail address: nothing before the @.")
	errNoDomain    = sentence("Not an e-mail address: nothing after the @.")
	errTwo         = sentence("One e-mail address is needed here, and there are several.")
	errLocal       = sentence("Not an e-mail address: the part before the @ has a character that addresses do not have.")
	errDomain      = sentence("Not an e-mail address: the part after the @ is not a domain.")
	errEmailLength = sentence("Longer than an e-mail address can be (254 characters).")
)

// sentence is an error that a person reads as it is.
type sentence string

// Error returns the sentence.
func (s sentence) Error() string { return string(s) }

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
	ascii, err := domains.ToASCII(strings.TrimSuffix(domain, "."))
	switch {
	case err != nil || !isDomain(ascii):
		return "", errDomain
	case len(local)+1+len(ascii) > maxEmail: // letters beyond ASCII take more bytes there
		return "", errEmailLength
	}
	return Email(strings.ToLower(local) + "@" + ascii), nil
}

// domains is how names are looked up (IDNA 2008), with the lengths of the DNS
// enforced: no empty labels, none over 63 bytes.
var domains = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true))

// isDomain wants a dot and a last label that is no number: 192.0.2.1 is an
// address of a machine, and mail servers take it in brackets only.
func isDomain(ascii string) bool {
	dot := strings.LastIndexByte(ascii, '.')
	return dot > 0 && !digits(ascii[dot+1:])
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
