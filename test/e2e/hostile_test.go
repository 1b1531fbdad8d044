package e2e_test

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"laurel/test/program"
)

// What people type stays text, in every page, letter, file and picture; see
// hostile.mjs.
func TestNothingThatPeopleTypeRuns(t *testing.T) {
	needBrowser(t)
	server := program.Build(t).WithData(t.TempDir()).Serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", "hostile.mjs", server.URL, server.SetupLink(t)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "ok: letters") {
		t.Fatalf("the run ended early\n%s", out)
	}
	t.Logf("%s", out)
}
