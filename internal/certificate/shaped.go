package certificate

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"unicode/utf8"

	"laurel/internal/font"
)

// outline is a piece of text as it is drawn, one unit to the em: it begins at
// zero, on its base line.
type outline struct {
	segments []segment
	width    float64
}

// pieceKey is all that the outline of a shaped piece depends on.
type pieceKey struct {
	file *font.File
	text string
}

// outlineSize is the size that text is outlined in, as units of an SVG.
const outlineSize = 100.0

// shape draws a piece of text of one script, in one font.
func (p *Printer) shape(ctx context.Context, key pieceKey) (*outline, error) {
	return p.pieces.get(key, func() (*outline, error) {
		svg, err := p.simplify(ctx, pieceSVG(key))
		if err != nil {
			return nil, fmt.Errorf("shape %.40q: %w", key.text, err)
		}
		root, _, err := readSVG(svg)
		if err != nil {
			return nil, err
		}
		drawn := &outline{}
		if err := drawn.read(root, matrix{1 / outlineSize, 0, 0, 1 / outlineSize, -1, -2}); err != nil {
			return nil, err
		}
		drawn.width = p.contours(key.file).advance(drawn.segments)
		return drawn, nil
	}, func(o *outline) int { return len(o.segments)*56 + 200 })
}

// pieceSVG writes a piece as an SVG that begins at 1 and 2 em.
func pieceSVG(key pieceKey) []byte {
	var text bytes.Buffer
	_ = xml.EscapeText(&text, []byte(key.text)) // a Buffer takes everything
	width := outlineSize * float64(utf8.RuneCountInString(key.text)+2) * 2
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g"><text xml:space="preserve" x="%g" y="%g" font-family="%s" font-size="%g">%s</text></svg>`,
		width, 4*outlineSize, outlineSize, 2*outlineSize, key.file.Family(), outlineSize, text.Bytes())
}

// read collects the paths of an SVG.
func (o *outline) read(e *element, m matrix) error {
	own, err := e.transform("transform")
	if err != nil {
		return err
	}
	m = m.after(own)
	if e.name == "path" {
		segments, err := pathOf(e.attrs["d"], m)
		if err != nil {
			return err
		}
		o.segments = append(o.segments, segments...)
	}
	for _, inner := range e.inner {
		if inner.name != "defs" {
			if err := o.read(inner, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// append adds a piece so far to the right.
func (o *outline) append(piece []segment, x float64) {
	for _, s := range piece {
		for i := 0; i < s.count(); i += 2 {
			s.points[i] += x
		}
		o.segments = append(o.segments, s)
	}
}

// contours are the shapes of a font's glyphs: the engine that shapes text tells
// outlines and not how far a piece reaches, which its last glyph knows.
type contours struct {
	file  *font.File
	known map[string]reach
}

// reach is how far right of the first point of a contour its glyph ends.
type reach float64

// mostGlyphs bounds the fonts whose glyphs are told apart: those of scripts that
// are shaped have far fewer.
const mostGlyphs = 4000

// contours reads the glyphs of a font, once.
func (p *Printer) contours(file *font.File) *contours {
	c, _ := p.shapes.get(file, func() (*contours, error) {
		c := &contours{file, map[string]reach{}}
		for glyph := range min(file.Glyphs(), mostGlyphs) {
			segments, err := file.Segments(glyph)
			if err != nil {
				continue
			}
			drawn := &path{}
			drawn.glyph(segments, 0, 0, 1)
			advance := file.Advance(glyph)
			each(drawn.segments, func(contour []segment) {
				c.known[signature(contour)] = reach(advance - contour[0].points[0])
			})
		}
		return c, nil
	}, func(c *contours) int { return len(c.known) * 100 })
	return c
}

// advance is how far a shaped piece reaches; where a glyph is not known, as far
// as it is drawn.
func (c *contours) advance(segments []segment) (width float64) {
	each(segments, func(contour []segment) {
		if reach, there := c.known[signature(contour)]; there {
			width = max(width, contour[0].points[0]+float64(reach))
			return
		}
		_, _, right, _ := box(contour)
		width = max(width, right)
	})
	return width
}

// each calls with every contour of a path.
func each(segments []segment, with func(contour []segment)) {
	from := 0
	for n := 1; n <= len(segments); n++ {
		if n == len(segments) || segments[n].op == 'M' {
			with(segments[from:n])
			from = n
		}
	}
}

// signature is the shape of a contour wherever it is: its first steps, to a
// hundredth of an em.
func signature(contour []segment) string {
	const most = 12
	out := make([]byte, 0, 8*most)
	x, y := contour[0].points[0], contour[0].points[1]
	for _, s := range contour[:min(len(contour), most)] {
		if n := s.count(); n > 0 {
			out = append(out, s.op)
			out = append(appendNumber(out, s.points[n-2]-x, 2), ' ')
			out = appendNumber(out, s.points[n-1]-y, 2)
		}
	}
	return string(fmt.Appendf(out, " %d", len(contour)))
}
