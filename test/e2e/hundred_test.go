package e2e_test

import (
	"context"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"

	"laurel/test/program"
)

// journey is what a way through Laurel costs a person.
type journey struct {
	Clicks, Fields, Pages, Scrolls int
	Seconds                        float64
}

// Nobody needs more than this from the setup link to a hundred issued badges; a
// step more is a decision, to be made here. See hundred.mjs.
func TestTheFirstHundredBadges(t *testing.T) {
	needBrowser(t)
	laurel := program.Build(t)
	for width, most := range map[string]journey{
		"1280": {Clicks: 12, Fields: 10, Pages: 12, Scrolls: 9},
		"390":  {Clicks: 12, Fields: 10, Pages: 12, Scrolls: 9},
	} {
		t.Run(width, func(t *testing.T) {
			server := laurel.WithData(t.TempDir()).Serve(t)
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
			defer cancel()
			out, err := exec.CommandContext(ctx, "node", "hundred.mjs", server.URL, server.SetupLink(t), width, "testdata/first-hundred.csv").CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			var cost journey
			if err := json.Unmarshal([]byte(lines[len(lines)-1]), &cost); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			t.Logf("at %s pixels: %d clicks, %d fields, %d pages, %d scrolls, %.1f seconds of waiting", width, cost.Clicks, cost.Fields, cost.Pages, cost.Scrolls, cost.Seconds)
			if cost.Clicks > most.Clicks || cost.Fields > most.Fields || cost.Pages > most.Pages || cost.Scrolls > most.Scrolls {
				t.Errorf("more than %+v is asked of people", most)
			}
		})
	}
}
