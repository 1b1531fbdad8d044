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

// An organization designs a badge, with scripts and without, and publishes it;
// one is issued, and its page shows what was designed. See designer.mjs.
func TestDesigningABadge(t *testing.T) {
	needBrowser(t)
	laurel := program.Build(t)
	for _, mode := range []string{"scripts", "no-scripts"} {
		t.Run(mode, func(t *testing.T) {
			p := laurel.WithData(t.TempDir())
			server := p.Serve(t)
			ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
			defer cancel()
			drive := func(last string, args ...string) {
				out, err := exec.CommandContext(ctx, "node", append([]string{"designer.mjs", server.URL}, args...)...).CombinedOutput()
				if err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				if !strings.Contains(string(out), "ok: "+last) {
					t.Fatalf("the run ended early\n%s", out)
				}
			}
			drive("copied", server.SetupLink(t), mode)
			file := filepath.Join(t.TempDir(), "people.csv")
			write(t, file, "name,email,evidence\nMaría José Núñez,maria@example.org,https://example.org/evidence\n")
			code := run(t, p, "issue", "--org", "riverbank", "--badge", "first-aid-responder", file)[0]["code"].(string)
			drive("badge page of what was issued", "badge", code)
		})
	}
}
