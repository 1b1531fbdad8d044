package post_test

import (
	"io"
	"log/slog"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/store/storetest"
	"laurel/test/world"
)

// server is a real SMTP server on loopback that keeps what it is given and
// answers as it is told.
type server struct {
	mu       sync.Mutex
	address  string
	offered  []*netmail.Message // with every DATA, accepted or not
	accepted []string           // recipients
	answer   func(to string) error
	close    func()
}

func (s *server) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{server: s}, nil }

type session struct {
	*server
	to string
}

func (s *session) Mail(string, *smtp.MailOptions) error      { return nil }
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error { s.to = to; return nil }
func (s *session) Reset()                                    {}
func (s *session) Logout() error                             { return nil }
func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	message, err := netmail.ReadMessage(strings.NewReader(string(text)))
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offered = append(s.offered, message)
	if s.answer != nil {
		if err := s.answer(s.to); err != nil {
			return err
		}
	}
	s.accepted = append(s.accepted, s.to)
	return nil
}

// answers changes what the server says from now on; nil accepts everything.
func (s *server) answers(answer func(to string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// got is who was sent a letter so far.
func (s *server) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.accepted...)
}

// ids are the Message-IDs of every letter that was offered to somebody.
func (s *server) ids(to string) (ids []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.offered {
		if strings.Contains(m.Header.Get("To"), to) {
			ids = append(ids, m.Header.Get("Message-Id"))
		}
	}
	return ids
}

var (
	later = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "come back later"}
	never = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
)

// withMail opens a world that sends its letters to a server.
func withMail(t *testing.T) (*world.World, *server) {
	t.Helper()
	s := listening(t)
	return world.Open(t, storetest.SQLiteOptions(t), func(h *house.Settings) { h.SMTP = "smtp://" + s.address }), s
}

// listening starts a server that takes every letter.
func listening(t *testing.T) *server {
	t.Helper()
	s := &server{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	smtpServer := smtp.NewServer(s)
	smtpServer.Domain = "mail.example"
	smtpServer.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	go func() { _ = smtpServer.Serve(listener) }()
	s.close = func() { _ = smtpServer.Close() }
	t.Cleanup(s.close)
	return s
}

// send offers all letters that are queued, as the jobs of the queue do.
func send(t *testing.T, w *world.World) error {
	t.Helper()
	var ids []badge.LetterID
	for _, l := range w.Letters(t) {
		ids = append(ids, l.ID)
	}
	return w.Post.Send(t.Context(), ids)
}

// letterTo is the newest letter of a kind to somebody.
func letterTo(t *testing.T, w *world.World, kind badge.LetterKind, to badge.Email) (found badge.Letter) {
	t.Helper()
	for _, l := range w.Letters(t) {
		if l.Kind == kind && l.To == to {
			found = l
		}
	}
	if found.ID == "" {
		t.Fatalf("no letter of kind %s to %s", kind, to)
	}
	return found
}
