package render_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"laurel/internal/render"
)

// The three corner squares and the dark module stand where a reader looks for
// them (ISO/IEC 18004): a mirrored or turned code has them elsewhere.
func TestQR(t *testing.T) {
	q, err := render.NewQR("https://badges.example.org/b/7KQ2M9XWTR4H")
	if err != nil {
		t.Fatal(err)
	}
	side := len(q)
	for name, corner := range map[string][2]int{"top left": {0, 0}, "top right": {0, side - 7}, "bottom left": {side - 7, 0}} {
		for i := range 7 {
			if !q[corner[0]][corner[1]+i] || !q[corner[0]+i][corner[1]] || q[corner[0]+1][corner[1]+1+i%5] {
				t.Fatalf("no square %s", name)
			}
		}
	}
	if !q[side-8][8] {
		t.Error("the dark module is missing")
	}
	data, err := q.PNG(4)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil || img.Bounds().Dx() != 4*(side+8) {
		t.Fatalf("%v, %v", img.Bounds(), err)
	}
	for y, row := range q {
		for x, dark := range row {
			if r, _, _, _ := img.At(4*(x+4)+1, 4*(y+4)+1).RGBA(); (r == 0) != dark {
				t.Fatalf("the picture differs at %d, %d", x, y)
			}
		}
	}
	if n := strings.Count(string(q.SVG()), "M"); n < side {
		t.Errorf("the drawing has %d squares", n)
	}
	if _, err := render.NewQR(strings.Repeat("x", 513)); err == nil {
		t.Error("an address of any length")
	}
}
