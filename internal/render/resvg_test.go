package render

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"testing"

	"golang.org/x/image/draw"

	"laurel/internal/font"
)

// engine is compiled once for all tests.
var engine *Engine

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "laurel-render")
	if err != nil {
		panic(err)
	}
	engine = New(dir, font.Carried())
	code := m.Run()
	_ = engine.Close(context.Background())
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func fileOf(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func pixelsOf(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// difference is the mean distance of two pictures per channel, 0 to 255, at
// 150 by 150 pixels.
func difference(a, b image.Image) float64 {
	small := func(img image.Image) *image.RGBA {
		dst := image.NewRGBA(image.Rect(0, 0, 150, 150))
		draw.BiLinear.Scale(dst, dst.Bounds(), img, img.Bounds(), draw.Src, nil)
		return dst
	}
	x, y := small(a), small(b)
	sum := 0.0
	for i := range x.Pix {
		d := float64(x.Pix[i]) - float64(y.Pix[i])
		sum += max(d, -d)
	}
	return sum / float64(len(x.Pix))
}

func TestSVGIsDrawnAsOthersDrawIt(t *testing.T) {
	p, err := engine.Picture(context.Background(), fileOf(t, "testdata/badge-wound-care.svg"))
	if err != nil {
		t.Fatal(err)
	}
	if p.Width != 1200 || p.Height != 1200 {
		t.Errorf("%d by %d", p.Width, p.Height)
	}
	if d := difference(pixelsOf(t, p.PNG), pixelsOf(t, fileOf(t, "testdata/badge-wound-care.png"))); d > 2 {
		t.Errorf("differs by %.2f of 255 from the picture another program drew", d)
	}
}

func BenchmarkDrawSVG(b *testing.B) {
	svg := fileOf(b, "testdata/badge-wound-care.svg")
	for b.Loop() {
		if _, err := engine.Picture(context.Background(), svg); err != nil {
			b.Fatal(err)
		}
	}
}
