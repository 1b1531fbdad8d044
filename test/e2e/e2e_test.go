// Package e2e_test drives Chromium through a running server: the way of one
// badge from an empty installation to its revocation, as the people see it.
package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"laurel/test/program"
)

// The whole way works with scripts, where every page is also examined (see
// watch.mjs), and without. E2E_SHOTS names a folder for pictures of the pages.
func TestTheWayOfOneBadge(t *testing.T) {
	needBrowser(t)
	laurel := program.Build(t)
	for _, mode := range []string{"scripts", "no-scripts"} {
		t.Run(mode, func(t *testing.T) {
			server := laurel.WithData(t.TempDir()).Serve(t)
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
			defer cancel()
			out, err := exec.CommandContext(ctx, "node", "journey.mjs", server.URL, server.SetupLink(t), mode).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if !strings.Contains(string(out), "ok: badge page says revoked") {
				t.Fatalf("the journey ended early\n%s", out)
			}
		})
	}
}

// An organization issues in five steps, on a desktop and on a phone, with
// scripts and without; see wizard.mjs.
func TestIssuing(t *testing.T) {
	needBrowser(t)
	laurel := program.Build(t)
	files := t.TempDir()
	for to, from := range map[string]string{
		"earners-excel-de.csv": "../../internal/award/testdata/earners-excel-de.csv", "earners-messy.csv": "../../internal/award/testdata/earners-messy.csv",
		"badge.svg": "../../cmd/laurel/demo/badge.svg",
	} {
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(files, to), string(data))
	}
	for _, mode := range [][2]string{{"scripts", "1280"}, {"scripts", "390"}, {"no-scripts", "1280"}} {
		t.Run(mode[0]+" "+mode[1], func(t *testing.T) {
			server := laurel.WithData(t.TempDir()).Serve(t)
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
			defer cancel()
			out, err := exec.CommandContext(ctx, "node", "wizard.mjs", server.URL, server.SetupLink(t), mode[0], mode[1], files).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if !strings.Contains(string(out), "ok: one person") {
				t.Fatalf("it ended early\n%s", out)
			}
		})
	}
}

// An earner says something of themselves, adds an address, logs in with it, and
// joins an account that another address had.
func TestTheProfileOfAnEarner(t *testing.T) {
	needBrowser(t)
	server := program.Build(t).WithData(t.TempDir()).Serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", "profile.mjs", server.URL, server.SetupLink(t)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "ok: undone from another address") {
		t.Fatalf("it ended early\n%s", out)
	}
}

// People come for badges by a code, a slip, an application and a pathway; see
// claims.mjs.
func TestWaysToABadge(t *testing.T) {
	needBrowser(t)
	server := program.Build(t).WithData(t.TempDir()).Serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", "claims.mjs", server.URL, server.SetupLink(t)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "ok: a code that was ended") {
		t.Fatalf("it ended early\n%s", out)
	}
}

// An earner shares in every way there is, and takes it back; see share.mjs.
func TestSharing(t *testing.T) {
	needBrowser(t)
	laurel := program.Build(t)
	picture := filepath.Join(t.TempDir(), "badge.svg")
	write(t, picture, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0f766e"/></svg>`)
	for _, mode := range []string{"scripts", "no-scripts"} {
		t.Run(mode, func(t *testing.T) {
			p := laurel.WithData(t.TempDir())
			server := p.Serve(t)
			run(t, p, "org", "create", "Riverbank College", "--slug", "riverbank", "--email", "b@riverbank.example", "--url", "https://riverbank.example",
				"--linkedin", "4711", "--invite-login", "on")
			var codes []string
			for _, b := range [][3]string{{"wound-care", "Wound Care", "2025-12-31,2031-01-01"}, {"first-aid", "First Aid", "2026-01-01,2030-12-31"}} {
				run(t, p, "badge", "create", "--org", "riverbank", "--badge", b[0], "--name", b[1], "--description", "Knows it.", "--criteria", "Show it.", "--image", picture)
				file := filepath.Join(t.TempDir(), "people.csv")
				write(t, file, "name,email,issued,expires\nMaría José Núñez,maria@example.org,"+b[2]+"\n")
				codes = append(codes, run(t, p, "issue", "--org", "riverbank", "--badge", b[0], file)[0]["code"].(string))
			}
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
			defer cancel()
			out, err := exec.CommandContext(ctx, "node", "share.mjs", server.URL, "maria@example.org", temporaryPassword(t, p, "maria@example.org"), codes[0], codes[1], mode).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if !strings.Contains(string(out), "ok: exported") {
				t.Fatalf("the run ended early\n%s", out)
			}
		})
	}
}

// A badge stands in pages of other sites and at the foot of letters; nothing
// else of Laurel can be put into a frame. See elsewhere.mjs.
func TestABadgeOnOtherSites(t *testing.T) {
	needBrowser(t)
	p := program.Build(t).WithData(t.TempDir())
	server := p.Serve(t)
	picture, people := filepath.Join(t.TempDir(), "badge.svg"), filepath.Join(t.TempDir(), "people.csv")
	write(t, picture, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0f766e"/></svg>`)
	write(t, people, "name,email\nMaría José Núñez,maria@example.org\n")
	run(t, p, "org", "create", "Riverbank College", "--slug", "riverbank", "--email", "b@riverbank.example", "--url", "https://riverbank.example", "--invite-login", "on")
	run(t, p, "badge", "create", "--org", "riverbank", "--badge", "first-aid", "--name", "First Aid", "--description", "Knows it.", "--criteria", "Show it.", "--image", picture)
	code := run(t, p, "issue", "--org", "riverbank", "--badge", "first-aid", people)[0]["code"].(string)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", "elsewhere.mjs", server.URL, "maria@example.org", temporaryPassword(t, p, "maria@example.org"), code).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "ok: pasted") {
		t.Fatalf("the run ended early\n%s", out)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run runs a command that has to succeed.
func run(t *testing.T, p *program.Program, args ...string) []map[string]any {
	t.Helper()
	lines, code := p.Run(t, args...)
	if code != 0 || len(lines) == 0 {
		t.Fatalf("laurel %s: exit code %d, %v", strings.Join(args, " "), code, lines)
	}
	return lines
}

// temporaryPassword is the one in an earner's first letter.
func temporaryPassword(t *testing.T, p *program.Program, email string) string {
	t.Helper()
	lines := run(t, p, "letters", "list")
	for n := len(lines) - 1; n >= 0; n-- {
		text, _ := lines[n]["text"].(string)
		if found := regexp.MustCompile(`Temporary password:\s+(\S+)`).FindStringSubmatch(text); found != nil && lines[n]["to"] == email {
			return found[1]
		}
	}
	t.Fatalf("no letter to %s carries a temporary password", email)
	return ""
}

// People log in, are locked out and let in again, use passkeys and codes, and
// end their sessions.
func TestLoggingInAndItsSafety(t *testing.T) {
	needBrowser(t)
	server := program.Build(t).WithData(t.TempDir()).Serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", "security.mjs", server.URL, server.SetupLink(t)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "ok: session ended") {
		t.Fatalf("it ended early\n%s", out)
	}
}

// An organization, its color, its team: somebody joins, sees what their role
// shows, and is taken off.
func TestATeam(t *testing.T) {
	needBrowser(t)
	server := program.Build(t).WithData(t.TempDir()).Serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", "team.mjs", server.URL, server.SetupLink(t)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "ok: it is suspended") {
		t.Fatalf("it ended early\n%s", out)
	}
}

// needBrowser skips the test where there is no browser to drive, and fails it
// in CI.
func needBrowser(t *testing.T) {
	t.Helper()
	browser := os.Getenv("CHROMIUM")
	if browser == "" {
		browser = "/usr/bin/chromium"
	}
	lacks := ""
	if _, err := exec.LookPath(browser); err != nil {
		lacks = "there is no Chromium at " + browser
	} else if _, err := exec.LookPath("node"); err != nil {
		lacks = "Node.js is not installed"
	} else if _, err := os.Stat("node_modules"); err != nil {
		lacks = "the npm packages are not installed; run: npm ci --ignore-scripts in test/e2e"
	}
	if lacks != "" && os.Getenv("CI") == "true" {
		t.Fatal(lacks)
	}
	if lacks != "" {
		t.Skip(lacks)
	}
}

// An organization looks after what it issued; see desk.mjs.
func TestTheDesk(t *testing.T) {
	needBrowser(t)
	p := program.Build(t).WithData(t.TempDir())
	server := p.Serve(t)
	exchange := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "desk.mjs", server.URL, server.SetupLink(t), exchange)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for _, err := os.Stat(filepath.Join(exchange, "ready")); err != nil; _, err = os.Stat(filepath.Join(exchange, "ready")) {
		select {
		case err := <-ended:
			t.Fatalf("%v\n%s", err, out.String())
		case <-time.After(100 * time.Millisecond):
		}
	}
	picture, people := filepath.Join(exchange, "badge.svg"), filepath.Join(exchange, "people.csv")
	write(t, picture, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0f766e"/></svg>`)
	lines := "name,email,issued,expires\nMaría José Núñez,maria@example.org,2026-03-01,2029-03-01\nAda Lovelace,ada@example.org,2026-03-01,2029-03-01\n"
	for n := range 60 {
		lines += fmt.Sprintf("Person %d,person%d@example.org,2026-03-01,2029-03-01\n", n+1, n+1)
	}
	write(t, people, lines)
	run(t, p, "badge", "create", "--org", "riverbank", "--badge", "wound-care", "--name", "Wound Care", "--description", "Knows it.", "--criteria", "Show it.", "--image", picture)
	issued := run(t, p, "issue", "--org", "riverbank", "--badge", "wound-care", people)
	told, err := json.Marshal(map[string]any{"maria": issued[0]["code"], "ada": issued[1]["code"], "password": temporaryPassword(t, p, "ada@example.org")})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(exchange, "issued.tmp"), string(told))
	if err := os.Rename(filepath.Join(exchange, "issued.tmp"), filepath.Join(exchange, "issued.json")); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil || !strings.Contains(out.String(), "ok: earner") {
		t.Fatalf("%v\n%s", err, out.String())
	}
	t.Log(out.String())
}
