package render

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"laurel/internal/font"
)

// Line is one line of text to be written.
type Line struct {
	Text   string
	Family font.Family
	Bold   bool
}

// Outline is a line of text as shapes: what is inked, not how letters follow
// each other in the file.
type Outline struct {
	path        path    // in thousandths of an em, the baseline at 0, y downward
	left, right float64 // of the ink
}

// Width of the ink in em.
func (o Outline) Width() float64 { return (o.right - o.left) / perEm }

// perEm is how finely outlines are told.
const perEm = 1000

// Outlines turns lines of text into shapes. Letters that stand side by side as
// they come are taken from their fonts; a line that has to be shaped, or to be
// put in order from the right, is written by the SVG engine.
func (e *Engine) Outlines(ctx context.Context, lines []Line) ([]Outline, error) {
	all := make([]Outline, len(lines))
	var shaped []int
	for n, line := range lines {
		face := e.fonts.Face(line.Family, line.Bold)
		if !face.Plain(line.Text) {
			shaped = append(shaped, n)
			continue
		}
		letters, _ := face.Letters(line.Text)
		var data bytes.Buffer
		at := 0.0
		for _, l := range letters {
			l.Outline(&data, func(x, y float64) (float64, float64) { return (at + x) * perEm, y * perEm })
			at += l.Advance
		}
		if err := all[n].add(data.String()); err != nil {
			return nil, err
		}
	}
	if len(shaped) == 0 {
		return all, nil
	}
	return all, e.shape(ctx, lines, shaped, all)
}

// shape has some lines written by the engine in one go. The color of each says
// which one a shape belongs to.
func (e *Engine) shape(ctx context.Context, lines []Line, which []int, all []Outline) error {
	const side = 100_000
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="%s" width="%[2]d" height="%[2]d" viewBox="0 0 %[2]d %[2]d">`, svgNamespace, side)
	for _, n := range which {
		weight := 400
		if lines[n].Bold {
			weight = 700
		}
		fmt.Fprintf(&b, `<text font-size="%d" font-family="%s" font-weight="%d" fill="#%06x">`, perEm, lines[n].Family, weight, n+1)
		if err := xml.EscapeText(&b, []byte(inOrder(lines[n].Text))); err != nil {
			return err
		}
		b.WriteString(`</text>`)
	}
	b.WriteString(`</svg>`)
	simple, err := e.Simplify(ctx, b.Bytes())
	if err != nil {
		return fmt.Errorf("shape text: %w", err)
	}
	d := xml.NewDecoder(bytes.NewReader(simple))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read shaped text: %w", err)
		}
		element, is := token.(xml.StartElement)
		if !is || element.Name.Local != "path" {
			continue
		}
		var data, fill string
		for _, a := range element.Attr {
			switch a.Name.Local {
			case "d":
				data = a.Value
			case "fill":
				fill = a.Value
			case "transform":
				return fmt.Errorf("shaped text is moved by %q", a.Value)
			}
		}
		n, err := strconv.ParseUint(strings.TrimPrefix(fill, "#"), 16, 32)
		if err != nil || n < 1 || int(n) > len(all) {
			return fmt.Errorf("shaped text has the color %q", fill)
		}
		if err := all[n-1].add(data); err != nil {
			return err
		}
	}
}

// The engine takes every line to begin on the left. These characters make one
// that begins on the right an island in it.
const rightToLeftIsolate, popIsolate = "\u2067", "\u2069"

// inOrder marks a line whose first letter belongs to a script that is written
// from the right (after Unicode Standard Annex #9, rules P2 and P3).
func inOrder(text string) string {
	if RightToLeft(text) {
		return rightToLeftIsolate + text + popIsolate
	}
	return text
}

// RightToLeft tells whether the first letter of a text belongs to a script that
// is written from the right.
func RightToLeft(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
		}
	}
	return false
}

// add takes more shapes into an outline.
func (o *Outline) add(data string) error {
	more, err := parsePath(data)
	if err != nil {
		return err
	}
	if len(o.path) == 0 && len(more) > 0 {
		o.left, o.right = more[0].points[0][0], more[0].points[0][0]
	}
	for _, s := range more {
		for _, p := range s.points[:s.count()] {
			o.left, o.right = min(o.left, p[0]), max(o.right, p[0])
		}
	}
	o.path = append(o.path, more...)
	return nil
}

// Drawable is what of a text can be written with the fonts of this
// installation, with single spaces, and the characters that cannot.
func (e *Engine) Drawable(text string) (can, cannot string, err error) {
	last, err := e.lastFace()
	if err != nil {
		return "", "", err
	}
	face := append(e.fonts.Face(font.Sans, false), last...)
	_, cannot = face.Needed(strings.Join(strings.Fields(text), " "))
	kept := strings.Map(func(r rune) rune {
		if strings.ContainsRune(cannot, r) {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(kept), " "), cannot, nil
}

// Face is a family of this installation's fonts, with the one that has letters
// which no other has.
func (e *Engine) Face(family font.Family, bold bool) font.Face {
	face := e.fonts.Face(family, bold)
	if last, err := e.lastFace(); err == nil {
		face = append(face, last...)
	}
	return face
}

// FontNames are the names of the fonts that pictures are drawn with.
func (e *Engine) FontNames() []string {
	var names []string
	for _, f := range e.fonts.Face(font.Sans, false) {
		names = append(names, f.Name)
	}
	return names
}
