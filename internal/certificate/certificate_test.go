package certificate

import (
	"context"
	"os"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/font"
)

func facts() Facts {
	return Facts{
		Language: "en", Name: "Zoë Ångström-Müller", Badge: "Trail Running: Mountain Leader", Organization: "Riverbank College",
		Issued: "March 4, 2026", Expires: "March 4, 2029", Hours: "24", Number: "RC-0042", Code: "k7f3m2q9x4wap", Address: "https://badges.example.org/b/k7f3m2q9x4wap",
		Accent: "#0f766e", Credential: []byte(`{"type":["VerifiableCredential"]}`), CredentialType: "application/vc+ld+json",
		Made: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC),
	}
}

func TestATemplateIsPrinted(t *testing.T) {
	p := New(font.Carried(), nil)
	for _, template := range badge.CertificateTemplates {
		c, ok := badge.NewCertificate(template.ID, "a4")
		if !ok {
			t.Fatal(template.ID)
		}
		if err := c.Validate(); err != nil {
			t.Fatal(template.ID, err)
		}
		for kind, draw := range map[string]func(context.Context, badge.Certificate, Facts) ([]byte, error){"pdf": p.PDF, "svg": p.SVG} {
			data, err := draw(t.Context(), c, facts())
			if err != nil {
				t.Fatal(err)
			}
			if dir := os.Getenv("CERTIFICATES"); dir != "" {
				if err := os.WriteFile(dir+"/"+template.ID+"."+kind, data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
