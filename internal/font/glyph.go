package font

import (
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Glyph is the number of the letter's drawing in its file.
func (l Letter) Glyph() int { return int(l.index) }

// Segments are the outline of the letter, 1000 units to the em, y downward.
func (l Letter) Segments() (sfnt.Segments, error) {
	var buffer sfnt.Buffer
	segments, err := l.File.font.LoadGlyph(&buffer, l.index, fixed.I(units), nil)
	return append(sfnt.Segments(nil), segments...), err
}
