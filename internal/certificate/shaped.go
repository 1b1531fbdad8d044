package certificate

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"

	"laurel/internal/font"
)

// outline is a line of text as it is drawn, one unit to the em: it begins at
// zero, on its base line.
type outline struct {
	segments []segment
	width    float64
}

// lineKey is all that the outline of a line depends on.
type lineKey struct {
	family font.Family
	bold   bool
	text   string
}

// outlineSize is the size that lines are outlined in, as units of an SVG.
const outlineSize = 100.0

// shape draws a line of any script as an outline.
func (p *Printer) shape(ctx context.Context, key lineKey) (*outline, error) {
	return p.lines.get(key, func() (*outline, error) {
		svg, err := p.simplify(ctx, lineSVG(key))
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
		if len(drawn.segments) == 0 {
			drawn.width = 1
			return drawn, nil
		}
		left, _, right, _ := box(drawn.segments)
		for n := range drawn.segments {
			for i := 0; i < drawn.segments[n].count(); i += 2 {
				drawn.segments[n].points[i] -= left
			}
		}
		drawn.width = right - left
		return drawn, nil
	}, func(o *outline) int { return len(o.segments)*56 + 100 })
}

// lineSVG writes a line as an SVG, its base line at 1 and 2 em.
func lineSVG(key lineKey) []byte {
	var text bytes.Buffer
	said := key.text
	if rightToLeft(said) {
		said = "\u202b" + said + "\u202c" // the line as a whole
	}
	_ = xml.EscapeText(&text, []byte(said)) // a Buffer takes everything
	weight := 400
	if key.bold {
		weight = 700
	}
	width := outlineSize * float64(utf8.RuneCountInString(key.text)+2) * 2
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g"><text x="%g" y="%g" font-family="%s" font-weight="%d" font-size="%g">%s</text></svg>`,
		width, 4*outlineSize, outlineSize, 2*outlineSize, key.family, weight, outlineSize, text.Bytes())
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

// rightToLeft tells whether a line begins at the right (Unicode Bidirectional
// Algorithm, P2 and P3).
func rightToLeft(line string) bool {
	for _, r := range line {
		properties, _ := bidi.LookupRune(r)
		switch properties.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}

// seen are the characters of a line from left to right as they are seen.
func seen(line string) string {
	var paragraph bidi.Paragraph
	direction := bidi.LeftToRight
	if rightToLeft(line) {
		direction = bidi.RightToLeft
	}
	if _, err := paragraph.SetString(line, bidi.DefaultDirection(direction)); err != nil {
		return line
	}
	order, err := paragraph.Order()
	if err != nil {
		return line
	}
	var out strings.Builder
	for n := range order.NumRuns() {
		run := order.Run(n)
		text := run.String()
		if run.Direction() == bidi.RightToLeft {
			runes := []rune(text)
			for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
				runes[i], runes[j] = runes[j], runes[i]
			}
			text = string(runes)
		}
		out.WriteString(text)
	}
	return out.String()
}
