package e2e_test

import (
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"laurel/test/program"
)

// arrived is a letter as its mailbox has it.
type arrived struct{ to, subject, text string }

// mailbox takes every letter that comes to this machine.
type mailbox struct {
	letters chan arrived
	to      string
}

func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &mailbox{letters: m.letters}, nil
}
func (m *mailbox) Mail(string, *smtp.MailOptions) error      { return nil }
func (m *mailbox) Rcpt(to string, _ *smtp.RcptOptions) error { m.to = to; return nil }
func (m *mailbox) Reset()                                    {}
func (m *mailbox) Logout() error                             { return nil }
func (m *mailbox) Data(r io.Reader) error {
	message, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
	if err != nil {
		return err
	}
	_, kind, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	part, err := multipart.NewReader(message.Body, kind["boundary"]).NextRawPart() // the text comes first
	if err != nil {
		return err
	}
	var body io.Reader = part
	switch part.Header.Get("Content-Transfer-Encoding") {
	case "quoted-printable":
		body = quotedprintable.NewReader(part)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, part)
	}
	text, err := io.ReadAll(body)
	m.letters <- arrived{m.to, subject, strings.ReplaceAll(string(text), "\r\n", "\n")}
	return err
}

// receiving starts a mailbox, and returns its address as --smtp takes it.
func receiving(t *testing.T) (string, <-chan arrived) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &mailbox{letters: make(chan arrived, 100)}
	server := smtp.NewServer(m)
	server.Domain = "mail.example"
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return "smtp://" + listener.Addr().String(), m.letters
}

// letter waits for a letter to somebody with a subject.
func letter(t *testing.T, letters <-chan arrived, to, subject string) arrived {
	t.Helper()
	var others []string
	late := time.After(time.Minute)
	for {
		select {
		case l := <-letters:
			if l.to == to && l.subject == subject {
				return l
			}
			others = append(others, l.to+": "+l.subject)
		case <-late:
			t.Fatalf("no letter to %s about %q; there were %q", to, subject, others)
		}
	}
}

// An organization writes a letter in its own words, in English and in Spanish,
// and an earner who reads Spanish gets them; see words.mjs.
func TestLettersInAnOrganizationsOwnWords(t *testing.T) {
	needBrowser(t)
	laurel := program.Build(t)
	picture, file := filepath.Join(t.TempDir(), "badge.svg"), filepath.Join(t.TempDir(), "people.csv")
	write(t, picture, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0f766e"/></svg>`)
	write(t, file, "name,email\nMaría José Núñez,maria@example.org\n")
	for _, mode := range []string{"scripts", "no-scripts"} {
		t.Run(mode, func(t *testing.T) {
			p := laurel.WithData(t.TempDir())
			address, letters := receiving(t)
			p.SMTP = address
			server := p.Serve(t)
			run(t, p, "org", "create", "Riverbank College", "--slug", "riverbank", "--email", "b@riverbank.example", "--url", "https://riverbank.example", "--invite-login", "on")
			for _, b := range [][2]string{{"first-aid", "First Aid"}, {"wound-care", "Wound Care"}} {
				run(t, p, "badge", "create", "--org", "riverbank", "--badge", b[0], "--name", b[1], "--description", "Knows it.", "--criteria", "Show it.", "--image", picture)
			}
			run(t, p, "issue", "--org", "riverbank", "--badge", "first-aid", file)
			link := ""
			for _, l := range run(t, p, "letters", "list") {
				if text, _ := l["text"].(string); l["to"] == "b@riverbank.example" {
					link = regexp.MustCompile(`http\S+/password/\S+`).FindString(text)
				}
			}
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
			defer cancel()
			out, err := exec.CommandContext(ctx, "node", "words.mjs", server.URL, link, "maria@example.org", temporaryPassword(t, p, "maria@example.org"), mode).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if !strings.Contains(string(out), "ok: the built-in words are back") {
				t.Fatalf("it ended early\n%s", out)
			}
			tried := letter(t, letters, "b@riverbank.example", "[Test] ¡Enhorabuena, María José Núñez!")
			if !strings.Contains(tried.text, "\nEl colegio le entrega First Aid.\n\nPreguntas: b@riverbank.example.\n") {
				t.Errorf("the test says\n%s", tried.text)
			}
			got := letter(t, letters, "maria@example.org", "¡Enhorabuena, María José Núñez!")
			if !strings.Contains(got.text, "\nEl colegio le entrega Wound Care.\n\nPreguntas: b@riverbank.example.\n") || !strings.Contains(got.text, "Su portafolio") && !strings.Contains(got.text, "Felicitaciones") {
				t.Errorf("the letter says\n%s", got.text)
			}
		})
	}
}
