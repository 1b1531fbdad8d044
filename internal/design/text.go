package design

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"laurel/internal/font"
)

// words are some words ready to be drawn.
type words struct {
	text    string
	glyphs  []font.Letter // nil: the font lacks a letter, and whoever draws the SVG chooses one
	spacing float64       // em after each letter
	width   float64       // em
}

// widths that are assumed of letters that the fonts lack, in em.
const foreignWidth = 0.72

func (p *painter) words(text string, spacing float64) words {
	w := words{text: text, spacing: spacing}
	if !p.face.Plain(text) {
		w.glyphs, w.spacing, w.width = nil, 0, float64(utf8.RuneCountInString(text))*foreignWidth
		return w
	}
	w.glyphs, _ = p.face.Letters(text)
	for _, g := range w.glyphs {
		w.width += g.Advance + spacing
	}
	w.width -= spacing
	return w
}

// line writes words around a point: x is the middle, y the base line, size in
// pixels per em.
func (p *painter) line(w words, x, y, size float64, fill rgb) {
	if w.glyphs == nil {
		p.put(`<text x="%.1f" y="%.1f" font-size="%.1f" font-weight="700" font-family="DejaVu Sans, sans-serif" text-anchor="middle" fill="%s">%s</text>`,
			x, y, size, fill, html.EscapeString(w.text))
		return
	}
	var d bytes.Buffer
	at := x - w.width*size/2
	for _, g := range w.glyphs {
		g.Outline(&d, func(gx, gy float64) (float64, float64) { return at + gx*size, y + gy*size })
		at += (g.Advance + w.spacing) * size
	}
	p.put(`<path d="%s" fill="%s"/>`, d.Bytes(), fill)
}

// arc writes words around a circle, their middle at the top of it or, with
// below, at the bottom, where they read from left to right too. radius is that
// of the base line.
func (p *painter) arc(w words, cx, cy, radius, size float64, below bool, fill rgb) {
	if w.glyphs == nil {
		p.foreignArc(w, cx, cy, radius, size, below, fill)
		return
	}
	var d bytes.Buffer
	direction, top := 1.0, -math.Pi/2
	if below {
		direction, top = -1, math.Pi/2
	}
	at := -w.width * size / 2
	for _, g := range w.glyphs {
		half := g.Advance * size / 2
		sin, cos := math.Sincos(top + direction*(at+half)/radius)
		g.Outline(&d, func(gx, gy float64) (float64, float64) {
			along, out := gx*size-half, radius-direction*gy*size
			return cx + cos*out - sin*along*direction, cy + sin*out + cos*along*direction
		})
		at += (g.Advance + w.spacing) * size
	}
	p.put(`<path d="%s" fill="%s"/>`, d.Bytes(), fill)
}

func (p *painter) foreignArc(w words, cx, cy, radius, size float64, below bool, fill rgb) {
	p.arcs++
	from, to, sweep := cx-radius, cx+radius, 1
	if below {
		sweep = 0
	}
	p.put(`<path id="arc%d" d="M%.1f %.1fA%.1f %.1f 0 0 %d %.1f %.1f" fill="none"/>`, p.arcs, from, cy, radius, radius, sweep, to, cy)
	p.put(`<text font-size="%.1f" font-weight="700" font-family="DejaVu Sans, sans-serif" text-anchor="middle" fill="%s"><textPath href="#arc%d" startOffset="50%%">%s</textPath></text>`,
		size, fill, p.arcs, html.EscapeString(w.text))
}

// fit is the largest size at which words are at most so wide.
func (w words) fit(width, most float64) float64 {
	if w.width == 0 {
		return most
	}
	return min(most, width/w.width)
}

// lines breaks words into so many lines, of which the longest is as short as
// can be; nil when there are not so many words.
func (p *painter) lines(text string, count int) []words {
	return p.split(strings.Fields(text), count)
}

func (p *painter) split(parts []string, count int) []words {
	if count == 1 {
		return []words{p.words(strings.Join(parts, " "), 0.02)}
	}
	var best []words
	for n := 1; n <= len(parts)-count+1; n++ {
		all := append([]words{p.words(strings.Join(parts[:n], " "), 0.02)}, p.split(parts[n:], count-1)...)
		if best == nil || widest(all) < widest(best) {
			best = all
		}
	}
	return best
}

func widest(all []words) float64 {
	return slices.MaxFunc(all, func(a, b words) int {
		switch {
		case a.width < b.width:
			return -1
		case a.width > b.width:
			return 1
		}
		return 0
	}).width
}

func (p *painter) put(format string, args ...any) {
	fmt.Fprintf(&p.out, format, args...)
}
