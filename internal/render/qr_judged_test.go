package render_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"

	"laurel/internal/render"
)

// A code of any length is the one that another encoder makes, but for the mask,
// which encoders choose differently, and a reader reads it.
func TestQROfEveryLength(t *testing.T) {
	for n := 20; n <= 512; n += 41 {
		address := "https://badges.example.org/" + strings.Repeat("k7f3m2q9x4wap", 40)
		address = address[:n]
		q, err := render.NewQR(address)
		if err != nil {
			t.Fatal(n, err)
		}
		other, err := qr.Encode(address, qr.M, qr.Auto)
		if err != nil {
			t.Fatal(err)
		}
		if other.Bounds().Dx() != len(q) {
			t.Errorf("%d characters: a side of %d modules, and another encoder has %d", n, len(q), other.Bounds().Dx())
		}
		if got := scan(t, q); got != address {
			t.Errorf("%d characters are read as %q", n, got)
		}
	}
}

// scan reads a code as a phone does.
func scan(t *testing.T, q render.QR) string {
	t.Helper()
	picture, err := q.PNG(4)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("zbarimg", "-q", "--raw", file).Output()
	if err != nil {
		t.Fatalf("zbarimg, of the package zbar-tools, reads codes here: %v", err)
	}
	return strings.TrimSuffix(string(out), "\n")
}

func BenchmarkQR(b *testing.B) {
	for b.Loop() {
		if _, err := render.NewQR("https://badges.example.org/b/k7f3m2q9x4wap"); err != nil {
			b.Fatal(err)
		}
	}
}
