package e2e_test

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"laurel/test/program"
)

// What people do with badges comes back to the organization as counts; see
// insights.mjs.
func TestWhatCameOfIt(t *testing.T) {
	needBrowser(t)
	p := program.Build(t).WithData(t.TempDir())
	server := p.Serve(t)
	picture, file := filepath.Join(t.TempDir(), "badge.svg"), filepath.Join(t.TempDir(), "people.csv")
	write(t, picture, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0f766e"/></svg>`)
	people := "name,email\nMaría José Núñez,maria@example.org\n"
	for n := range 5 {
		people += fmt.Sprintf("Earner %d,earner%d@example.org\n", n, n)
	}
	write(t, file, people)
	run(t, p, "org", "create", "Riverbank College", "--slug", "riverbank", "--email", "b@riverbank.example", "--url", "https://riverbank.example", "--invite-login", "on")
	run(t, p, "badge", "create", "--org", "riverbank", "--badge", "wound-care", "--name", "Wound Care", "--description", "Knows it.", "--criteria", "Show it.", "--image", picture)
	code := run(t, p, "issue", "--org", "riverbank", "--badge", "wound-care", file)[0]["code"].(string)
	link := ""
	for _, l := range run(t, p, "letters", "list") {
		if text, _ := l["text"].(string); l["to"] == "b@riverbank.example" {
			link = regexp.MustCompile(`http\S+/password/\S+`).FindString(text)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", "insights.mjs", server.URL, link, "maria@example.org", temporaryPassword(t, p, "maria@example.org"), code).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "ok: activity narrowed, as a file") {
		t.Fatalf("the run ended early\n%s", out)
	}
}
