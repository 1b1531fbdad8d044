package font

import (
	"bytes"
	"fmt"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Outline writes a letter as the path data of SVG; to places a point of it, in em with y downward, on
// the picture.
func (l Letter) Outline(out *bytes.Buffer, to func(x, y float64) (float64, float64)) {
	var buffer sfnt.Buffer
	segments, err := l.File.font.LoadGlyph(&buffer, l.index, fixed.I(units), nil)
	if err != nil {
		return
	}
	for n, s := range segments {
		letter, points := "M", 1
		switch s.Op {
		case sfnt.SegmentOpLineTo:
			letter = "L"
		case sfnt.SegmentOpQuadTo:
			letter, points = "Q", 2
		case sfnt.SegmentOpCubeTo:
			letter, points = "C", 3
		}
		if letter == "M" && n > 0 {
			out.WriteByte('Z')
		}
		out.WriteString(letter)
		for p := range points {
			x, y := to(em(s.Args[p].X), em(s.Args[p].Y))
			if p > 0 {
				out.WriteByte(' ')
			}
			fmt.Fprintf(out, "%.1f %.1f", x, y)
		}
	}
	if len(segments) > 0 {
		out.WriteByte('Z')
	}
}
