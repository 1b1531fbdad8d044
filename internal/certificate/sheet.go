package certificate

import (
	"laurel/internal/certificate/pdf"
	"laurel/internal/font"
)

// perPoint is a typographic point in millimeters.
const perPoint = 25.4 / 72

// sheet is what stands on the paper, in the order in which it is drawn.
// Lengths are millimeters from the upper left corner.
type sheet struct {
	width, height float64
	marks         []mark
}

// mark is one thing on a sheet: the one part that is there.
type mark struct {
	frame   *frame
	path    *path
	run     *run
	shaped  *shaped
	picture *picture
	vectors *vectors
	squares *squares
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

// count is how many numbers a step has.
func (s segment) count() int {
	switch s.op {
	case 'M', 'L':
		return 2
	case 'C':
		return 6
	}
	return 0
}

// words are what runs and shaped lines have in common.
type words struct {
	x, y      float64 // where the base line begins
	size      float64 // millimeters
	color     string
	says      string // which fact alone stands here, such as "name"; empty: none, or more
	own       bool   // it is said of this earner alone, in any letters
	addressed bool   // an address is in it
	text      string // as it was typed
}

// run is a line whose letters stand side by side.
type run struct {
	words
	spacing float64 // between letters, em
	letters []font.Letter
}

// shaped is a line drawn as one outline.
type shaped struct {
	words
	outline *outline
}

// picture is pixels in a rectangle.
type picture struct {
	x, y, width, height float64
	image               *pdf.Image
	data                []byte // PNG or JPEG
}

// vectors is an SVG in a rectangle.
type vectors struct {
	x, y, width, height float64
	form                *pdf.Form
	svg                 []byte
}

// squares are dark modules, black on white.
type squares struct {
	x, y, module float64
	rows         [][]bool
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
