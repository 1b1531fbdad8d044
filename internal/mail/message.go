// Package mail writes Laurel's letters and hands them to a mail server.
//
// In come plain values (names, addresses, links); out come a subject, an HTML part and a text part, or a message that a
// mail server has accepted. It decides nothing about who gets a letter or when, keeps nothing, and never logs what a letter
// says. Names are text: whatever they hold, they add no header, no address and no link.
package mail

import (
	"errors"
	"fmt"
	netmail "net/mail"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"
)

// Address is a mailbox and the name shown for it. Email is one bare address (RFC 5321), Name is any text.
type Address struct{ Name, Email string }

// Message is one letter on its way. ID makes the Message-ID "<ID@domain of From>", which stays the same however often the
// letter is sent, so that a mailbox can tell copies apart from letters. ReplyTo may be empty. HTML may be empty.
type Message struct {
	ID                string // letters, digits, "-", "_" and "."
	From, ReplyTo, To Address
	Subject           string
	Text, HTML        string
	Unsubscribe       string // https address that a POST ends such letters at (RFC 8058); empty: they cannot be ended
	Date              time.Time
}

const (
	maxBody    = 1 << 20 // of each part, in bytes
	maxSubject = 200     // in characters
	maxName    = 100     // in characters
)

var messageID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)

// compose builds the message for the wire. Its errors wrap ErrPermanent: no later try would change them.
func compose(m Message) (*gomail.Msg, error) {
	from, err := mailbox("sender", m.From)
	if err != nil {
		return nil, err
	}
	to, err := mailbox("recipient", m.To)
	if err != nil {
		return nil, err
	}
	if !messageID.MatchString(m.ID) {
		return nil, fmt.Errorf("%w: the letter has no usable id", ErrPermanent)
	}
	if m.Text == "" || len(m.Text) > maxBody || len(m.HTML) > maxBody {
		return nil, fmt.Errorf("%w: the letter has no text, or is larger than 1 MiB", ErrPermanent)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(from)
	msg.ToMailAddress(to)
	if m.ReplyTo.Email != "" {
		reply, err := mailbox("reply-to", m.ReplyTo)
		if err != nil {
			return nil, err
		}
		msg.ReplyToMailAddress(reply)
	}
	msg.SetMessageIDWithValue(m.ID + "@" + domainOf(from.Address))
	msg.SetDateWithValue(m.Date.UTC())
	msg.SetGenHeader(gomail.HeaderSubject, noEncodedWord(oneLine(m.Subject, maxSubject)))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday notices back, please
	if m.Unsubscribe != "" {
		if err := checkLink(m.Unsubscribe); err != nil {
			return nil, fmt.Errorf("%w: the address that ends such letters is none", ErrPermanent)
		}
		msg.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

// mailbox checks an address and cleans its name.
func mailbox(role string, a Address) (*netmail.Address, error) {
	refused := fmt.Errorf("%w: the %s's e-mail address is not one that mail servers accept", ErrPermanent, role)
	parsed, err := netmail.ParseAddress("<" + a.Email + ">")
	if err != nil || parsed.Name != "" || len(a.Email) > 254 {
		return nil, refused
	}
	at := strings.LastIndexByte(parsed.Address, '@')
	domain, err := idna.Lookup.ToASCII(parsed.Address[at+1:])
	if err != nil || domain == "" || !isPlainLocal(parsed.Address[:at]) {
		return nil, refused
	}
	return &netmail.Address{Name: DisplayName(a.Name), Address: parsed.Address[:at] + "@" + domain}, nil
}

// isPlainLocal accepts the dot-atom form only (RFC 5322, section 3.2.3): quoted local parts are a gift to smugglers.
func isPlainLocal(local string) bool {
	for _, c := range []byte(local) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~.", rune(c)) {
			return false
		}
	}
	return local != "" && len(local) <= 64
}

func domainOf(email string) string { return email[strings.LastIndexByte(email, '@')+1:] }

// ErrPermanent marks a letter that will never be accepted as it is: the server answered 5xx, or it cannot be composed.
// ErrTemporary marks everything else: 4xx, no connection, no encryption, a refused login. Try those again later.
var (
	ErrPermanent = errors.New("letter refused for good")
	ErrTemporary = errors.New("letter not delivered yet")
)
