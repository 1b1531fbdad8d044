package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"laurel/internal/font"
	"laurel/internal/render"
	"laurel/openbadge/bake"
	"laurel/test/hostile"
)

// What is kept of hostile drawings is opened in a browser, as somebody does who
// keeps the file and opens it: nothing runs, nothing is fetched, and a policy
// that allows nothing has nothing to report. The same drawings as they came,
// opened the same way, run and fetch; so one sees that the browser would tell.
func TestHostileDrawingsDoNothingInABrowser(t *testing.T) {
	needBrowser(t)
	e := render.New(t.TempDir(), font.Carried())
	t.Cleanup(func() { _ = e.Close(context.Background()) })
	site := &drawings{files: map[string][]byte{}}
	var kept, raw []string
	for i, f := range hostile.SVGs() {
		if wild(f.Name) && len(f.Data) < 10_000 {
			raw = append(raw, site.add(fmt.Sprintf("/raw/%d.svg", i), f.Data))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		picture, err := e.Picture(ctx, f.Data)
		var vector []byte
		if err == nil {
			vector, err = e.Vector(ctx, f.Data)
		}
		cancel()
		if _, refused := errors.AsType[*render.Refused](err); err != nil && !refused && !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		if err != nil {
			continue
		}
		kept = append(kept, site.add(fmt.Sprintf("/kept/%d.png", i), picture.PNG))
		if vector == nil {
			continue
		}
		titled, err := render.Titled(vector, `</title><script>alert(1)</script>`)
		if err != nil {
			t.Fatal(err)
		}
		baked, err := bake.SVG(titled, []byte(`{"name":"]]></svg><script>alert(1)</script>"}`))
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, site.add(fmt.Sprintf("/kept/%d.svg", i), baked))
	}
	if len(raw) < 100 || len(kept) < 60 {
		t.Fatalf("%d as they came, %d kept: too few", len(raw), len(kept))
	}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)

	if found := site.open(t, server.URL, raw); len(found) < 40 {
		t.Errorf("the browser noticed only %d of what %d bad files do", len(found), len(raw))
	}
	site.reports = 0
	if found := site.open(t, server.URL, kept); len(found) > 0 || site.reports > 0 {
		t.Errorf("%d reports of the policy; %s", site.reports, strings.Join(found, "\n"))
	}
}

// wild tells which drawings run or fetch when they are opened; others only cost.
func wild(name string) bool {
	kind, _, _ := strings.Cut(name, " ")
	return kind == "script" || kind == "handler" || kind == "web" || kind == "animation" || kind == "reference" || kind == "style"
}

// drawings is a site of another host than Laurel's that has files to open. What
// is kept comes with a policy that reports whatever the file tries.
type drawings struct {
	mu      sync.Mutex
	files   map[string][]byte
	reports int
}

func (d *drawings) add(path string, data []byte) string {
	d.files[path] = data
	return path
}

// ServeHTTP implements http.Handler.
func (d *drawings) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/report" {
		d.mu.Lock()
		d.reports++
		d.mu.Unlock()
		return
	}
	data, found := d.files[r.URL.Path]
	if !found {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	if strings.HasSuffix(r.URL.Path, ".png") {
		w.Header().Set("Content-Type", "image/png")
	}
	if strings.HasPrefix(r.URL.Path, "/kept/") {
		w.Header().Set("Content-Security-Policy-Report-Only", "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; report-uri /report")
	}
	_, _ = w.Write(data)
}

// open opens addresses in a browser and returns what came to life.
func (d *drawings) open(t *testing.T, origin string, paths []string) (found []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "hostile_svg.mjs", origin)
	list, _ := json.Marshal(paths)
	cmd.Stdin = strings.NewReader(string(list))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, err.(*exec.ExitError).Stderr)
	}
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return found
}
