package mail

import (
	"context"
	"crypto"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

const (
	stepTimeout = 30 * time.Second // for connecting, and again for each letter
	maxIdle     = 4                // connections kept for the next letter
	maxIdleTime = 20 * time.Second
)

// Options of an SMTP sender; the zero value sends unsigned letters.
type Options struct {
	DKIM *DKIM
}

// DKIM says how letters are signed (RFC 6376): with an RSA or Ed25519 key in a PEM file, published in the DNS under
// <Selector>._domainkey.<Domain>.
type DKIM struct{ Domain, Selector, KeyFile string }

// SMTP hands letters to one mail server. It is safe for concurrent use; a few connections stay open between letters.
type SMTP struct {
	client *gomail.Client
	server string // host and port, for messages
	dkim   *DKIM
	key    crypto.Signer
	idle   chan connection
}

type connection struct {
	*smtp.Client
	since time.Time
}

// NewSMTP reads "smtp://user:password@host:587" (STARTTLS) or "smtps://host:465" (TLS from the first byte). Encryption
// and a valid certificate are required, except that a loopback host is spoken to in the clear unless "?tls=required" says
// otherwise. "?tls=off" gives up encryption for any host, and then a password is refused. Nothing is connected yet, and
// no error repeats the URL, because it may hold a password.
func NewSMTP(rawURL string, o Options) (*SMTP, error) {
	target, err := parseTarget(rawURL)
	if err != nil {
		return nil, err
	}
	client, err := gomail.NewClient(target.host, target.options()...)
	if err != nil {
		return nil, fmt.Errorf("mail server address: %w", err)
	}
	s := &SMTP{client: client, server: client.ServerAddr(), idle: make(chan connection, maxIdle)}
	if o.DKIM != nil {
		if s.key, err = dkimKey(*o.DKIM); err != nil {
			return nil, err
		}
		s.dkim = o.DKIM
	}
	return s, nil
}

type target struct {
	host, user, password string
	port                 int
	implicitTLS, clear   bool
}

func parseTarget(rawURL string) (target, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") || strings.Trim(u.Path, "/") != "" {
		return target{}, errors.New("mail server address must look like smtp://user:password@mail.example.org:587 or smtps://mail.example.org:465")
	}
	t := target{host: u.Hostname(), user: u.User.Username(), implicitTLS: u.Scheme == "smtps", port: 587}
	t.password, _ = u.User.Password()
	if t.implicitTLS {
		t.port = 465
	}
	if u.Port() != "" {
		if t.port, err = strconv.Atoi(u.Port()); err != nil || t.port < 1 || t.port > 65535 {
			return target{}, errors.New("mail server address: the port must be a number from 1 to 65535")
		}
	}
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil || len(q) > 1 || (len(q) == 1 && !q.Has("tls")) {
		return target{}, errors.New("mail server address: only tls=required or tls=off may stand after the question mark")
	}
	mode := q.Get("tls")
	if !slices.Contains([]string{"", "required", "off"}, mode) || (t.implicitTLS && mode == "off") {
		return target{}, errors.New("mail server address: tls must be required or off, and smtps:// cannot be switched off")
	}
	local := isLoopback(t.host)
	t.clear = !t.implicitTLS && (mode == "off" || (mode == "" && local))
	if t.clear && !local && t.user != "" {
		return target{}, errors.New("mail server address: a password is not sent without encryption; leave out tls=off")
	}
	return t, nil
}

func (t target) options() []gomail.Option {
	opts := []gomail.Option{
		gomail.WithPort(t.port),
		gomail.WithTimeout(stepTimeout),
		gomail.WithoutNoop(), // connect asks before it reuses a connection
		gomail.WithTLSConfig(&tls.Config{ServerName: t.host, MinVersion: tls.VersionTLS12}),
	}
	switch {
	case t.implicitTLS:
		opts = append(opts, gomail.WithSSL())
	case t.clear:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if t.user != "" {
		auth := gomail.SMTPAuthAutoDiscover
		if t.clear {
			auth = gomail.SMTPAuthPlainNoEnc // loopback only
		}
		opts = append(opts, gomail.WithSMTPAuth(auth), gomail.WithUsername(t.user), gomail.WithPassword(t.password))
	}
	return opts
}

func isLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && a.IsLoopback())
}

// dkimKey reads the key once, at start, so that a wrong path is found then and not with the first letter.
func dkimKey(d DKIM) (crypto.Signer, error) {
	if d.Domain == "" || d.Selector == "" {
		return nil, errors.New("DKIM needs a domain and a selector")
	}
	pem, err := os.ReadFile(d.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("DKIM key: %w", err)
	}
	key, err := gomail.PrivKeyFromPEM(pem)
	if err != nil {
		return nil, fmt.Errorf("DKIM key %s: must be an RSA or Ed25519 private key in PEM: %w", d.KeyFile, err)
	}
	return key, nil
}

// Send hands one letter over and returns nil when the server has taken responsibility for it. Errors wrap ErrPermanent
// (do not try again) or ErrTemporary (try again later); their text has the server's answer and no address of a person.
// Sent again, a letter is the same message with the same Message-ID.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: %w", ErrTemporary, err)
	}
	msg, err := compose(m)
	if err != nil {
		return err
	}
	if s.dkim != nil {
		signer := gomail.NewDKIMSigner(s.dkim.Domain, s.dkim.Selector, s.key)
		if m.Unsubscribe != "" {
			// The signature covers both fields (RFC 8058, section 4). The list must fit into one line of 75 characters, or
			// the signer breaks it in the middle of a name: the two fields of MIME have no room in it.
			signer.SignHeaders("From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post")
		}
		msg.SetDKIM(signer)
	}
	conn, err := s.connect(ctx)
	if err != nil {
		return err
	}
	err = s.client.SendWithSMTPClient(conn.Client, msg)
	if err == nil {
		s.keep(conn)
		return nil
	}
	_ = conn.Close()
	if msg.IsDelivered() { // accepted, and only the goodbye went wrong: another try would be a second copy
		return nil
	}
	return classify(err)
}

// connect takes a kept connection that still answers, or opens a new one.
func (s *SMTP) connect(ctx context.Context) (connection, error) {
	for {
		select {
		case conn := <-s.idle:
			if time.Since(conn.since) < maxIdleTime && conn.UpdateDeadline(stepTimeout) == nil && conn.Noop() == nil {
				return conn, nil
			}
			_ = conn.Close()
			continue
		default:
		}
		client, err := s.client.DialToSMTPClientWithContext(ctx)
		if err != nil {
			return connection{}, fmt.Errorf("%w: mail server %s: %w", ErrTemporary, s.server, err)
		}
		return connection{Client: client}, nil
	}
}

func (s *SMTP) keep(conn connection) {
	conn.since = time.Now()
	select {
	case s.idle <- conn:
	default:
		_ = conn.Quit()
	}
}

// Close ends the kept connections. Letters can still be sent afterwards.
func (s *SMTP) Close() {
	for {
		select {
		case conn := <-s.idle:
			_ = conn.Quit()
		default:
			return
		}
	}
}

// classify keeps the server's own words and drops the recipient that the library adds to them. Only a 5xx answer to this
// letter is permanent; 53x is about our login, which somebody can repair.
func classify(err error) error {
	var failed *gomail.SendError
	if !errors.As(err, &failed) {
		return fmt.Errorf("%w: %w", ErrTemporary, err)
	}
	kind := ErrTemporary
	if code := failed.ErrorCode(); code >= 500 && code/10 != 53 {
		kind = ErrPermanent
	}
	text, _, _ := strings.Cut(failed.Error(), ", affected recipient(s)")
	text, _, _ = strings.Cut(text, ", affected message ID")
	return fmt.Errorf("%w: %s", kind, oneLine(text, 500))
}

// Format prints the server without the password, for every verb.
func (s *SMTP) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, "smtp("+s.server+")") }

// LogValue is the same for slog.
func (s *SMTP) LogValue() slog.Value { return slog.StringValue("smtp(" + s.server + ")") }
