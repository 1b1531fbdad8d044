package mail

import (
	"bytes"
	"errors"
	"mime"
	netmail "net/mail"
	"strings"
	"testing"
	"time"
)

func TestBadAddressesAreRefusedForGood(t *testing.T) {
	for _, bad := range []string{
		"", "maria", "maria@", "@example.org", "maria@example.org>", "maria@example.org\r\nBcc: x@evil.example", "a@b.example, c@d.example",
		"Maria <maria@example.org>", "\"a b\"@example.org", "ма@example.org", "maria@exa mple.org", "maria@example.org,", strings.Repeat("a", 65) + "@example.org",
	} {
		m := sampleMessage()
		m.To.Email = bad
		if _, err := compose(m); !errors.Is(err, ErrPermanent) {
			t.Errorf("recipient %q: %v", bad, err)
		}
	}
	m := sampleMessage()
	m.To.Email = "info@bücher.example"
	msg, err := compose(m)
	if err != nil {
		t.Fatal(err)
	}
	if to := msg.GetToString(); len(to) != 1 || !strings.Contains(to[0], "info@xn--bcher-kva.example") {
		t.Errorf("international domain goes out as %v", to)
	}
	m.ID = "two words"
	if _, err := compose(m); !errors.Is(err, ErrPermanent) {
		t.Errorf("id with a space: %v", err)
	}
}

// FuzzMailHeaders: whatever stands in a name or a subject, the letter has the same header fields, once each, the same one
// recipient, and a name without address or link.
func FuzzMailHeaders(f *testing.F) {
	for _, seed := range []string{
		"María", "x\r\nBcc: evil@evil.example", "x\n\nbody", "=?utf-8?q?=0D=0ABcc:_e@evil.example?=", "a <b@c.example>", "\"", "\\", "\x00\x01\x7f\u0085",
		"https://bank.example", strings.Repeat("long ", 300), "\u202eabc", "(comment)", "a,b;c:d", "\xff\xfe", "نور", "=?", "?=", "group: a@b.example;",
	} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, name, subject string) {
		m := sampleMessage()
		m.From.Name, m.To.Name, m.ReplyTo.Name, m.Subject = name, name, name, subject
		msg, err := compose(m)
		if err != nil {
			t.Fatal(err)
		}
		var wire bytes.Buffer
		if _, err := msg.WriteTo(&wire); err != nil {
			t.Fatal(err)
		}
		got, err := netmail.ReadMessage(&wire)
		if err != nil {
			t.Fatalf("cannot be read back: %v", err)
		}
		fields := []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Reply-To", "Subject", "To"}
		if len(got.Header) != len(fields) {
			t.Errorf("header fields: %v", got.Header)
		}
		for _, field := range fields {
			if len(got.Header[field]) != 1 {
				t.Errorf("%s stands there %d times", field, len(got.Header[field]))
			}
		}
		for field, want := range map[string]string{"From": m.From.Email, "To": m.To.Email, "Reply-To": m.ReplyTo.Email} {
			list, err := got.Header.AddressList(field)
			if err != nil || len(list) != 1 || list[0].Address != want {
				t.Fatalf("%s = %v, %v", field, list, err)
			}
			if strings.ContainsAny(list[0].Name, "@<>\r\n") || strings.Contains(list[0].Name, "://") || strings.Contains(list[0].Name, "=?") || list[0].Name != DisplayName(name) {
				t.Errorf("%s has the name %q", field, list[0].Name)
			}
		}
		decoded, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
		if err == nil && strings.ContainsAny(decoded, "\r\n\x00") {
			t.Errorf("subject decodes to %q", decoded)
		}
		if date, err := got.Header.Date(); err != nil || !date.Equal(m.Date.Truncate(time.Second)) {
			t.Errorf("date %v, %v", date, err)
		}
	})
}
