package mail

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/emersion/go-msgauth/dkim"
)

func TestSignatureIsAcceptedByAnotherImplementation(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	rsaPublic, err := x509.MarshalPKIXPublicKey(&rsaKey.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	for kind, k := range map[string]struct {
		key    any
		record string
	}{
		"ed25519": {private, "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)},
		"rsa":     {rsaKey, "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(rsaPublic)},
	} {
		t.Run(kind, func(t *testing.T) {
			der, err := x509.MarshalPKCS8PrivateKey(k.key)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "dkim.pem")
			if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
				t.Fatal(err)
			}
			p := newPost(t, false)
			s := p.sender(t, "smtp://%s", Options{DKIM: &DKIM{Domain: "laurel.example", Selector: "l1", KeyFile: file}})
			if err := s.Send(t.Context(), sampleMessage()); err != nil {
				t.Fatal(err)
			}
			verify := func(letter []byte) error {
				found, err := dkim.VerifyWithOptions(bytes.NewReader(letter), &dkim.VerifyOptions{LookupTXT: func(domain string) ([]string, error) {
					if domain != "l1._domainkey.laurel.example" {
						return nil, fmt.Errorf("asked for %s", domain)
					}
					return []string{k.record}, nil
				}})
				if err != nil || len(found) != 1 {
					return fmt.Errorf("%d signatures, %w", len(found), err)
				}
				return found[0].Err
			}
			if err := verify(p.letters[0]); err != nil {
				t.Errorf("signature refused: %v", err)
			}
			changed := bytes.Replace(p.letters[0], []byte("Enhorabuena"), []byte("enhorabuena"), 1)
			if verify(changed) == nil {
				t.Error("a changed letter still verifies")
			}
			reminder := sampleMessage()
			reminder.Unsubscribe = "https://badges.example.org/profile/reminders/a.b"
			if err := s.Send(t.Context(), reminder); err != nil {
				t.Fatal(err)
			}
			if err := verify(p.letters[1]); err != nil {
				t.Errorf("signature of a reminder refused: %v", err)
			}
			for _, part := range []string{"/reminders/a.b", "One-Click"} { // RFC 8058, section 4
				if !bytes.Contains(p.letters[1], []byte(part)) || verify(bytes.Replace(p.letters[1], []byte(part), []byte("x"), 1)) == nil {
					t.Errorf("the signature does not cover %q", part)
				}
			}
		})
	}
	for _, bad := range []DKIM{{"laurel.example", "", "x"}, {"", "l1", "x"}, {"laurel.example", "l1", "/nonexistent"}} {
		if _, err := NewSMTP("smtp://localhost", Options{DKIM: &bad}); err == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
}
