package static

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, path string) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Result()
}

func TestHandler(t *testing.T) {
	for _, c := range []struct {
		name, path string
		status     int
		kind       string
		cache      string
	}{
		{"style sheet under today's hash is kept for ever", Base() + "app.css", 200, "text/css; charset=utf-8", "public, max-age=31536000, immutable"},
		{"script is a script", Base() + "app.js", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"font is a font", Base() + "fonts/inter-latin.woff2", 200, "font/woff2", "public, max-age=31536000, immutable"},
		{"another build's hash is answered but not kept", Prefix + "0123456789abcdef/app.css", 200, "text/css; charset=utf-8", "no-cache"},
		{"no directory listing", Base(), 404, "", ""},
		{"no directory listing below", Base() + "fonts/", 404, "", ""},
		{"unknown file", Base() + "other.css", 404, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := get(t, c.path)
			if r.StatusCode != c.status {
				t.Fatalf("status %d, want %d", r.StatusCode, c.status)
			}
			if c.status != 200 {
				return
			}
			if got := r.Header.Get("Content-Type"); got != c.kind {
				t.Errorf("content type %q, want %q", got, c.kind)
			}
			if got := r.Header.Get("Cache-Control"); got != c.cache {
				t.Errorf("cache control %q, want %q", got, c.cache)
			}
		})
	}
}

// Files that come from other projects are the ones NOTICE names, byte for byte.
func TestBorrowedFilesAreAsNoticeSays(t *testing.T) {
	notice, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(string(notice), -1)
	if len(lines) != 5 {
		t.Fatalf("NOTICE names %d files, want 5 (htmx and four fonts)", len(lines))
	}
	for _, line := range lines {
		content, err := files.ReadFile(line[2])
		if err != nil {
			t.Errorf("%s: %v", line[2], err)
			continue
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != line[1] {
			t.Errorf("%s is not the file that NOTICE names", line[2])
		}
	}
}

// Nothing that the pages load may name another host.
func TestStyleSheetLoadsOnlyItsOwnFiles(t *testing.T) {
	css, err := files.ReadFile("assets/app.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`url\(([^)]{0,80})`).FindAllStringSubmatch(string(css), -1) {
		target := strings.Trim(m[1], `"'`)
		if !strings.HasPrefix(target, "fonts/") && !strings.HasPrefix(target, "data:") {
			t.Errorf("the style sheet loads %s", target)
		}
	}
	if strings.Contains(string(css), "@import") {
		t.Error("the style sheet imports another one")
	}
}
