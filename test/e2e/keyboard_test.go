package e2e_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"laurel/test/program"
)

// The main path of an earner works with the keyboard alone, on a wide screen
// and on a narrow one, and the focus is seen wherever it is; see keyboard.mjs.
func TestKeyboardAlone(t *testing.T) {
	needBrowser(t)
	p := program.Build(t).WithData(t.TempDir())
	server := p.Serve(t)
	picture, people := filepath.Join(t.TempDir(), "badge.svg"), filepath.Join(t.TempDir(), "people.csv")
	write(t, picture, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0f766e"/></svg>`)
	write(t, people, "name,email\nMaría José Núñez,maria@example.org\nAna Lima,ana@example.org\n")
	run(t, p, "org", "create", "Riverbank College", "--slug", "riverbank", "--email", "b@riverbank.example", "--url", "https://riverbank.example", "--invite-login", "on")
	for slug, name := range map[string]string{"wound-care": "Wound Care", "first-aid": "First Aid"} {
		run(t, p, "badge", "create", "--org", "riverbank", "--badge", slug, "--name", name, "--description", "Knows it.", "--criteria", "Show it.", "--image", picture)
		run(t, p, "issue", "--org", "riverbank", "--badge", slug, people)
	}
	args := []string{"keyboard.mjs", server.URL}
	for width, email := range map[string]string{"1280": "maria@example.org", "390": "ana@example.org"} {
		args = append(args, width, email, temporaryPassword(t, p, email))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if strings.Count(string(out), "logged out") != 2 {
		t.Fatalf("a run ended early\n%s", out)
	}
}
