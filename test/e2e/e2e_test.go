// Package e2e_test drives Chromium through a running server: the way of one
// badge from an empty installation to its revocation, as the people see it.
package e2e_test

import (
	"context"
	"os"
	"os/exec"
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
