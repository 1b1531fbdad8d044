package render

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFilesOfOthersAreUnchanged(t *testing.T) {
	notice := string(fileOf(t, "asset/NOTICE"))
	entries, err := os.ReadDir("asset")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() == "NOTICE" {
			continue
		}
		sum := sha256.Sum256(fileOf(t, filepath.Join("asset", entry.Name())))
		if line := hex.EncodeToString(sum[:]) + "  " + entry.Name() + "\n"; !strings.Contains(notice, line) {
			t.Errorf("NOTICE does not have the line %q", line)
		}
	}
}
