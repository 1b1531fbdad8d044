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
		name, isPacked := strings.CutSuffix(entry.Name(), ".zst")
		content := fileOf(t, filepath.Join("asset", entry.Name()))
		if isPacked {
			if content, err = unpack(name); err != nil {
				t.Fatal(err)
			}
		}
		sum := sha256.Sum256(content)
		if line := hex.EncodeToString(sum[:]) + "  " + name + "\n"; !strings.Contains(notice, line) {
			t.Errorf("NOTICE does not have the line %q", line)
		}
	}
}
