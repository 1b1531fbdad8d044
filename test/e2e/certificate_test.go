package e2e_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"laurel/test/program"
)

// An organization designs a certificate by mouse and keyboard, or by the form
// alone, and switches it on; an earner downloads it; a batch is printed. See
// certificate.mjs.
func TestCertificates(t *testing.T) {
	needBrowser(t)
	laurel := program.Build(t)
	picture := filepath.Join(t.TempDir(), "badge.svg")
	write(t, picture, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0f766e"/></svg>`)
	for _, mode := range []string{"scripts", "no-scripts"} {
		t.Run(mode, func(t *testing.T) {
			p := laurel.WithData(t.TempDir())
			server := p.Serve(t)
			run(t, p, "org", "create", "Riverbank College", "--slug", "riverbank", "--email", "b@riverbank.example", "--url", "https://riverbank.example",
				"--owner", "robin@riverbank.example", "--invite-login", "on")
			run(t, p, "badge", "create", "--org", "riverbank", "--badge", "wound-care", "--name", "Wound Care", "--description", "Knows it.", "--criteria", "Show it.", "--image", picture)
			file := filepath.Join(t.TempDir(), "people.csv")
			write(t, file, "name,email\nMaría José Núñez,maria@example.org\nBo,bo@example.org\n")
			code := run(t, p, "issue", "--org", "riverbank", "--badge", "wound-care", file)[0]["code"].(string)
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
			defer cancel()
			out, err := exec.CommandContext(ctx, "node", "certificate.mjs", server.URL, ownersLink(t, p), "maria@example.org", temporaryPassword(t, p, "maria@example.org"), code, mode).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if !strings.Contains(string(out), "ok: switched off") {
				t.Fatalf("the run ended early\n%s", out)
			}
		})
	}
}

// ownersLink is that in the letter by which an owner gets in.
func ownersLink(t *testing.T, p *program.Program) string {
	t.Helper()
	for _, line := range run(t, p, "letters", "list") {
		text, _ := line["text"].(string)
		if link := regexp.MustCompile(`https?://\S+/password/\S+`).FindString(text); link != "" && line["to"] == "robin@riverbank.example" {
			return link
		}
	}
	t.Fatal("no letter lets the owner in")
	return ""
}
