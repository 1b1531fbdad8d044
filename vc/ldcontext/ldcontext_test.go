package ldcontext

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestEveryContextHasItsPinnedHash(t *testing.T) {
	used := map[string]bool{}
	for url, p := range pinned {
		b, ok := Lookup(url)
		if !ok {
			t.Errorf("%s: pinned but not embedded", url)
			continue
		}
		sum := sha256.Sum256(b)
		if got := hex.EncodeToString(sum[:]); got != p.sha256 {
			t.Errorf("%s: bytes have SHA-256 %s, pinned is %s", url, got, p.sha256)
		}
		var doc struct {
			Context map[string]any `json:"@context"`
		}
		if err := json.Unmarshal(b, &doc); err != nil || len(doc.Context) == 0 {
			t.Errorf("%s: not a context document: %v", url, err)
		}
		used[p.file] = true
	}
	embedded, err := fs.Glob(files, "contexts/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range embedded {
		if !used[strings.TrimPrefix(f, "contexts/")] {
			t.Errorf("%s is embedded under no URL", f)
		}
	}
}

func TestNoticeNamesEveryFileWithItsHash(t *testing.T) {
	notice, err := os.ReadFile("contexts/NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pinned {
		if !strings.Contains(string(notice), p.file+"  "+p.sha256) {
			t.Errorf("NOTICE does not give %s with SHA-256 %s", p.file, p.sha256)
		}
	}
}

func TestUnknownContextDoesNotExist(t *testing.T) {
	for _, url := range []string{"", "https://www.w3.org/ns/credentials/v2/", "https://WWW.w3.org/ns/credentials/v2", "https://evil.example/v1", "../ldcontext.go"} {
		if b, ok := Lookup(url); ok || b != nil {
			t.Errorf("Lookup(%q) found something", url)
		}
	}
}

func TestCallerCannotChangeAContext(t *testing.T) {
	const url = "https://www.w3.org/ns/credentials/v2"
	a, _ := Lookup(url)
	a[0] = 'x'
	if b, _ := Lookup(url); b[0] == 'x' {
		t.Error("writing into the returned bytes changed the context")
	}
}
