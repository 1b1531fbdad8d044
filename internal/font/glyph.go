package font

import (
	"strings"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	ximage "golang.org/x/image/font"
)

// Glyph is the number of the letter's drawing in its file.
func (l Letter) Glyph() int { return int(l.index) }

// Segments are the outline of the letter: 64 parts of a thousandth of an em, y
// downward.
func (l Letter) Segments() (sfnt.Segments, error) { return l.File.Segments(int(l.index)) }

// Joins tells whether the letter is a mark that is placed on the one before it.
func (l Letter) Joins() bool { return joins(l.Rune) }

// Segments are the outline of a glyph, as those of a letter.
func (f *File) Segments(glyph int) (sfnt.Segments, error) {
	var buffer sfnt.Buffer
	segments, err := f.font.LoadGlyph(&buffer, sfnt.GlyphIndex(glyph), fixed.I(units), nil)
	return append(sfnt.Segments(nil), segments...), err
}

// Glyphs is how many drawings the file has.
func (f *File) Glyphs() int { return f.font.NumGlyphs() }

// Advance of a glyph in em.
func (f *File) Advance(glyph int) float64 {
	var buffer sfnt.Buffer
	advance, err := f.font.GlyphAdvance(&buffer, sfnt.GlyphIndex(glyph), fixed.I(units), ximage.HintingNone)
	if err != nil {
		return 0
	}
	return em(advance)
}

// Family is how the font names itself to programs that choose by name.
func (f *File) Family() string {
	var buffer sfnt.Buffer
	for _, id := range []sfnt.NameID{sfnt.NameIDTypographicFamily, sfnt.NameIDFamily} {
		if name, err := f.font.Name(&buffer, id); err == nil && name != "" {
			return strings.Map(func(r rune) rune {
				if strings.ContainsRune(`"'\,;<>&`, r) {
					return -1
				}
				return r
			}, name)
		}
	}
	return f.Name
}
