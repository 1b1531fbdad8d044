package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// post is a real SMTP server on loopback that keeps what it is given.
type post struct {
	mu       sync.Mutex
	letters  [][]byte
	to       []string
	sessions int
	login    string
	onRcpt   func(n int) error // n counts letters offered
	onReset  func(c *smtp.Conn)
	offered  int
	addr     string
	server   *smtp.Server
	last     *smtp.Conn
	listener net.Listener
	roots    *x509.CertPool
}

type session struct {
	*post
	conn *smtp.Conn
}

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offered++
	if s.onRcpt != nil {
		if err := s.onRcpt(s.offered); err != nil {
			return err
		}
	}
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	letter, err := io.ReadAll(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = append(s.letters, letter)
	return err
}

func (s *session) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.onReset != nil && len(s.letters) > 0 {
		s.onReset(s.conn)
	}
}

func (s *session) Logout() error { return nil }

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.login = user + "/" + password
		if password != "right&good" {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

// newPost starts a server that offers STARTTLS when withTLS is set.
func newPost(t *testing.T, withTLS bool) *post {
	t.Helper()
	p := &post{}
	p.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.sessions++
		p.last = c
		return &session{post: p, conn: c}, nil
	}))
	p.server.Domain = "mail.example"
	p.server.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	if withTLS {
		web := httptest.NewTLSServer(nil) // for its certificate, which names 127.0.0.1
		defer web.Close()
		p.server.TLSConfig = &tls.Config{Certificates: web.TLS.Certificates}
		p.roots = x509.NewCertPool()
		p.roots.AddCert(web.Certificate())
	} else {
		p.server.AllowInsecureAuth = true
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.listener, p.addr = listener, listener.Addr().String()
	go func() { _ = p.server.Serve(listener) }()
	t.Cleanup(func() { _, _ = p.server.Close(), listener.Close() })
	return p
}

func (p *post) sender(t *testing.T, format string, o Options) *SMTP {
	t.Helper()
	s, err := NewSMTP(fmt.Sprintf(format, p.addr), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	if p.roots != nil {
		if err := s.client.SetTLSConfig(&tls.Config{RootCAs: p.roots, ServerName: "127.0.0.1"}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func sampleMessage() Message {
	return Message{
		ID: "0195f2c0-8d4e-7b1a-9c55-2f1b8e6d7a90", From: Address{"Riverbank College", "badges@laurel.example"},
		ReplyTo: Address{"Riverbank College", "office@riverbank.example"}, To: Address{"María José Núñez", "maria@example.org"},
		Subject: "Congratulations, María José Núñez", Text: "¡Enhorabuena!\n.\nÉ\n", HTML: "<p>¡Enhorabuena! " + strings.Repeat("é ", 400) + "</p>",
		Date: issuedOn,
	}
}

func TestLetterArrivesAsItWasWritten(t *testing.T) {
	for name, earner := range map[string]string{
		"accents": "María José Núñez", "right to left": "نور الهدى عبد الرحمن بن محمد الطويل جدا", "cjk": "山田 太郎", "comma": "O'Brien, Siobhán", "plain": "Amara Okafor",
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t, true)
			m := sampleMessage()
			m.To.Name, m.Subject = earner, "Congratulations, "+earner+": "+strings.Repeat("Wundversorgung für Fortgeschrittene ", 3)
			if err := p.sender(t, "smtp://%s?tls=required", Options{}).Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			got, err := netmail.ReadMessage(bytes.NewReader(p.letters[0]))
			if err != nil {
				t.Fatal(err)
			}
			to, err := got.Header.AddressList("To")
			if err != nil || len(to) != 1 || to[0].Name != earner || to[0].Address != "maria@example.org" {
				t.Errorf("To = %v, %v", to, err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
			if err != nil || subject != strings.TrimSpace(m.Subject) {
				t.Errorf("Subject = %q, %v", subject, err)
			}
			if id := got.Header.Get("Message-ID"); id != "<0195f2c0-8d4e-7b1a-9c55-2f1b8e6d7a90@laurel.example>" {
				t.Errorf("Message-ID = %s", id)
			}
			if text, html := parts(t, got); text != m.Text || html != m.HTML {
				t.Errorf("parts changed on the way:\n%q\n%q", text, html)
			}
			if p.to[0] != "maria@example.org" {
				t.Errorf("envelope to %s", p.to[0])
			}
			for _, line := range strings.Split(string(p.letters[0]), "\n") {
				if len(line) > 998 {
					t.Errorf("a line has %d bytes, RFC 5322 allows 998", len(line))
				}
			}
		})
	}
}

func parts(t *testing.T, m *netmail.Message) (text, html string) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("Content-Type %s, %v", kind, err)
	}
	r := multipart.NewReader(m.Body, params["boundary"])
	read := func(want string) string {
		part, err := r.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		if got := part.Header.Get("Content-Type"); !strings.HasPrefix(got, want) {
			t.Fatalf("part is %s, want %s", got, want)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(string(body), "\r\n", "\n")
	}
	return read("text/plain"), read("text/html")
}

func TestServerAnswersDecideWhetherToTryAgain(t *testing.T) {
	p := newPost(t, false)
	answers := []error{
		&smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted, come back later"},
		nil,
		&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user"},
		&smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"},
	}
	p.onRcpt = func(n int) error { return answers[n-1] }
	s := p.sender(t, "smtp://%s", Options{})
	wants := []error{ErrTemporary, nil, ErrPermanent, ErrTemporary}
	for i, want := range wants {
		err := s.Send(t.Context(), sampleMessage())
		if !errors.Is(err, want) {
			t.Errorf("letter %d: %v, want %v", i+1, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "maria@example.org") {
			t.Errorf("the error names the recipient: %v", err)
		}
		if i == 2 && !strings.Contains(err.Error(), "No such user") {
			t.Errorf("the server's own words are lost: %v", err)
		}
	}
	if len(p.letters) != 1 {
		t.Errorf("%d letters arrived, want 1", len(p.letters))
	}
}

func TestLetterSentAgainHasTheSameMessageID(t *testing.T) {
	p := newPost(t, false)
	s := p.sender(t, "smtp://%s", Options{})
	ids := map[string]bool{}
	for range 3 {
		if err := s.Send(t.Context(), sampleMessage()); err != nil {
			t.Fatal(err)
		}
	}
	for _, letter := range p.letters {
		m, err := netmail.ReadMessage(bytes.NewReader(letter))
		if err != nil {
			t.Fatal(err)
		}
		ids[m.Header.Get("Message-ID")] = true
	}
	if len(p.letters) != 3 || len(ids) != 1 {
		t.Errorf("%d letters with %d ids", len(p.letters), len(ids))
	}
	if p.sessions != 1 {
		t.Errorf("three letters one after the other took %d connections", p.sessions)
	}
}

func TestAcceptedLetterIsSentEvenIfTheConnectionBreaksAfterwards(t *testing.T) {
	p := newPost(t, false)
	p.onReset = func(c *smtp.Conn) { _ = c.Conn().Close() }
	s := p.sender(t, "smtp://%s", Options{})
	for range 2 {
		if err := s.Send(t.Context(), sampleMessage()); err != nil {
			t.Errorf("accepted letter reported as %v", err)
		}
	}
	if len(p.letters) != 2 {
		t.Errorf("%d letters arrived, want 2", len(p.letters))
	}
}

func TestKeptConnectionThatDiedIsReplaced(t *testing.T) {
	p := newPost(t, false)
	s := p.sender(t, "smtp://%s", Options{})
	for range 2 {
		if err := s.Send(t.Context(), sampleMessage()); err != nil {
			t.Fatal(err)
		}
		_ = p.last.Conn().Close()
	}
	if len(p.letters) != 2 || p.sessions != 2 {
		t.Errorf("%d letters over %d connections, want 2 over 2", len(p.letters), p.sessions)
	}
}

func TestNothingIsSentWithoutTheEncryptionThatWasAskedFor(t *testing.T) {
	plain := newPost(t, false)
	for _, login := range []string{"", "someone:right%%26good@"} {
		err := plain.sender(t, "smtp://"+login+"%s?tls=required", Options{}).Send(t.Context(), sampleMessage())
		if !errors.Is(err, ErrTemporary) || errors.Is(err, ErrPermanent) {
			t.Errorf("server without STARTTLS: %v", err)
		}
	}
	untrusted := newPost(t, true)
	untrusted.roots = nil
	err := untrusted.sender(t, "smtp://someone:right%%26good@%s?tls=required", Options{}).Send(t.Context(), sampleMessage())
	if !errors.Is(err, ErrTemporary) {
		t.Errorf("unknown certificate: %v", err)
	}
	for _, p := range []*post{plain, untrusted} {
		if len(p.letters) != 0 || p.login != "" {
			t.Errorf("the server got %d letters and the login %q", len(p.letters), p.login)
		}
	}
}

func TestLogin(t *testing.T) {
	p := newPost(t, true)
	if err := p.sender(t, "smtp://someone:right%%26good@%s?tls=required", Options{}).Send(t.Context(), sampleMessage()); err != nil {
		t.Fatal(err)
	}
	if p.login != "someone/right&good" {
		t.Errorf("logged in as %q", p.login)
	}
	err := p.sender(t, "smtp://someone:wrong@%s?tls=required", Options{}).Send(t.Context(), sampleMessage())
	if !errors.Is(err, ErrTemporary) || strings.Contains(err.Error(), "wrong@") {
		t.Errorf("refused login: %v", err)
	}
}

func TestUnreachableServerIsTemporary(t *testing.T) {
	p := newPost(t, false)
	s := p.sender(t, "smtp://%s", Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Send(ctx, sampleMessage()); !errors.Is(err, ErrTemporary) || !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	_ = p.listener.Close()
	if err := s.Send(t.Context(), sampleMessage()); !errors.Is(err, ErrTemporary) {
		t.Errorf("nobody listens: %v", err)
	}
}

func TestManyLettersAtOnce(t *testing.T) {
	p := newPost(t, false)
	s := p.sender(t, "smtp://%s", Options{})
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			m := sampleMessage()
			m.ID = fmt.Sprintf("letter-%d", i)
			if err := s.Send(context.Background(), m); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(p.letters) != 40 {
		t.Errorf("%d of 40 letters arrived", len(p.letters))
	}
}

func TestServerAddresses(t *testing.T) {
	for raw, ok := range map[string]bool{
		"smtp://mail.example.org": true, "smtp://u:p@mail.example.org:587": true, "smtps://u:p@mail.example.org": true, "smtp://127.0.0.1:1025": true,
		"smtp://localhost:1025?tls=off": true, "smtp://mail.example.org?tls=off": true, "smtp://u:p@localhost": true, "smtp://[::1]:25": true,
		"": false, "mail.example.org": false, "http://mail.example.org": false, "smtp://": false, "smtp://mail.example.org:0": false, "smtp://mail.example.org:99999": false,
		"smtp://mail.example.org?tls=maybe": false, "smtp://mail.example.org?starttls=off": false, "smtps://mail.example.org?tls=off": false,
		"smtp://u:p@mail.example.org?tls=off": false, "smtp://mail.example.org/inbox": false, "smtp://u:se%zzcret@mail.example.org": false,
	} {
		s, err := NewSMTP(raw, Options{})
		if (err == nil) != ok {
			t.Errorf("%q: %v", raw, err)
		}
		if err != nil && strings.Contains(err.Error(), "se%zzcret") {
			t.Errorf("the error repeats the password: %v", err)
		}
		if ok && strings.Contains(fmt.Sprintf("%v %+v %#v %d %s", s, s, s, s, s.LogValue()), "p@") {
			t.Errorf("printing the sender shows the password")
		}
	}
}

func TestEncryptionByDefault(t *testing.T) {
	for raw, clear := range map[string]bool{
		"smtp://mail.example.org": false, "smtp://mail.example.org:25": false, "smtps://localhost": false, "smtp://localhost": true,
		"smtp://127.0.0.1": true, "smtp://localhost?tls=required": false, "smtp://localhost.example.org": false, "smtp://10.0.0.1": false,
	} {
		got, err := parseTarget(raw)
		if err != nil || got.clear != clear {
			t.Errorf("%s: in the clear = %v (%v), want %v", raw, got.clear, err, clear)
		}
	}
}
