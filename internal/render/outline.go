package render

import (
	"bytes"
	"context"
	"strings"

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
// they come are taken from their fonts; those that have to be shaped are
// written by the SVG engine.
func (e *Engine) Outlines(ctx context.Context, lines []Line) ([]Outline, error) {
	var ask asked
	parts := make([][]piece, len(lines))
	for n, line := range lines {
		parts[n] = ask.line(line, e.Face(line.Family, line.Bold))
	}
	if err := e.answer(ctx, &ask); err != nil {
		return nil, err
	}
	all := make([]Outline, len(lines))
	for n, line := range lines {
		var whole path
		at := 0.0
		for _, p := range parts[n] {
			shape, end, err := p.set(&ask, e.Face(line.Family, line.Bold))
			if err != nil {
				return nil, err
			}
			whole, at = append(whole, shape.moved(at)...), at+end
		}
		left, right := whole.ink()
		all[n] = Outline{whole, left, right}
	}
	return all, nil
}

// plain sets letters side by side; it returns where the next one would begin.
func plain(face font.Face, text string) (p path, end float64, err error) {
	letters, _ := face.Letters(text)
	var data bytes.Buffer
	at := 0.0
	for _, l := range letters {
		l.Outline(&data, func(x, y float64) (float64, float64) { return (at + x) * perEm, y * perEm })
		at += l.Advance
	}
	p, err = parsePath(data.String())
	return p, at * perEm, err
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
