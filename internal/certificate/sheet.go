package certificate

import (
	"laurel/internal/font"
)

// perPoint is a typographic point in millimeters.
const perPoint = 25.4 / 72

// sheet is what stands on the paper, in the order in which it is drawn.
// Lengths are millimeters from the upper left corner.
type sheet struct {
	width, height float64
	language      string
	title         string
	marks         []mark
}

// mark is one thing on a sheet: the one part that is there.
type mark struct {
	path    *path
	run     *run
	picture *picture
	link    *link
}

// path is a drawn shape.
type path struct {
	segments     []segment
	fill, stroke string  // #rrggbb; empty: none
	width        float64 // of the stroke
}

// segment is a step of a path: M and L have one point, C has three, Z none.
type segment struct {
	op     byte
	points [6]float64
}

// run is a line of text in one size and color.
type run struct {
	x, y    float64 // where its base line begins
	size    float64 // millimeters
	spacing float64 // between letters, em
	color   string
	text    string // as it was typed
	letters []font.Letter
}

// picture is pixels in a rectangle.
type picture struct {
	x, y, width, height float64
	data                []byte // PNG or JPEG
}

// link is a rectangle that leads to an address.
type link struct {
	x, y, width, height float64
	address             string
}

func (s *sheet) add(m mark) { s.marks = append(s.marks, m) }

// rectangle is one that begins in its upper left corner.
func rectangle(x, y, width, height float64) []segment {
	return []segment{
		{'M', [6]float64{x, y}},
		{'L', [6]float64{x + width, y}},
		{'L', [6]float64{x + width, y + height}},
		{'L', [6]float64{x, y + height}},
		{op: 'Z'},
	}
}
