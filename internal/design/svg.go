package design

import (
	"bytes"
	"fmt"
	"math"

	"laurel/internal/font"
)

// painter draws one description.
type painter struct {
	Design
	out                bytes.Buffer
	field, band, metal rgb
	face               font.Face
	arcs               int
}

// SVG draws the description, 600 by 600. It takes one that Check finds no
// fault in.
func (d Design) SVG() []byte {
	p := d.painter()
	p.put(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" width="%[1]d" height="%[1]d">`, side)
	p.gradients()
	s := shapeOf(d.Shape)
	p.behind(d.Shape)
	p.frame(s)
	p.put(`</svg>`)
	return p.out.Bytes()
}

func (d Design) painter() *painter {
	p := &painter{Design: d, face: faces()[d.Font]}
	p.field, _ = parseColor(d.Field)
	p.band, _ = parseColor(d.Band)
	p.metal, _ = parseColor(d.Metal)
	return p
}

// gradients are the metal of edges and the depth of the middle.
func (p *painter) gradients() {
	p.put(`<defs><linearGradient id="metal" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="%s"/><stop offset="0.45" stop-color="%s"/><stop offset="0.55" stop-color="%s"/><stop offset="1" stop-color="%s"/></linearGradient>`,
		p.metal.toward(white, 0.38), p.metal, p.metal.toward(white, 0.22), p.metal.toward(black, 0.34))
	ink := p.onField()
	p.put(`<radialGradient id="field" cx="0.5" cy="0.4" r="0.65"><stop offset="0" stop-color="%s"/><stop offset="1" stop-color="%s"/></radialGradient>`,
		p.field, away(p.field, ink, 0.22))
	p.put(`<linearGradient id="band" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="%s"/><stop offset="1" stop-color="%s"/></linearGradient></defs>`,
		p.band, away(p.band, p.onBand(), 0.2))
}

func (p *painter) onField() rgb { return on(p.field, wordContrast, p.metal.toward(white, 0.7)) }
func (p *painter) onBand() rgb  { return on(p.band, wordContrast, p.metal.toward(white, 0.55)) }

// onRibbon is what the words of the ribbon are written in.
func (p *painter) onRibbon() rgb { return on(p.metal, wordContrast, p.band, p.field) }

// sign is the color of icons and stars: the metal where it can be seen.
func (p *painter) sign() rgb { return on(p.field, signContrast, p.metal) }

// ringBand is how much of the inner radius the words around take.
const ringBand = 0.25

// ringed tells whether words go around.
func (p *painter) ringed() bool { return p.Upper != "" || p.Lower != "" }

// frame draws the outline, what is inside, and the ribbon over it.
func (p *painter) frame(s shape) {
	p.outline(s, 1, `fill="url(#metal)"`)
	p.outline(s, 0.962, fmt.Sprintf(`fill="%s"`, p.band.toward(black, 0.28)))
	var inner float64
	if p.ringed() {
		p.outline(s, 0.95, `fill="url(#band)"`)
		p.outline(s, 0.915, fmt.Sprintf(`fill="none" stroke="%s" stroke-width="2.5" stroke-opacity="0.75"`, p.metal))
		inner = s.in * 0.915
		band := inner * ringBand
		p.ring(s, inner, band)
		inner -= band
		p.put(`<circle cx="%g" cy="%g" r="%.1f" fill="url(#metal)"/>`, s.cx, s.cy, inner)
		inner -= 6
		p.put(`<clipPath id="inside"><circle cx="%g" cy="%g" r="%.1f"/></clipPath><circle cx="%[1]g" cy="%[2]g" r="%.1[3]f" fill="url(#field)"/>`, s.cx, s.cy, inner)
		p.pattern(s, inner*1.02)
	} else {
		p.outline(s, 0.95, `fill="url(#field)"`)
		p.put(`<clipPath id="inside"><path transform="translate(%g %g) scale(0.95)" d="%s"/></clipPath>`, s.cx, s.cy, s.path)
		p.pattern(s, 300)
		p.outline(s, 0.9, fmt.Sprintf(`fill="none" stroke="%s" stroke-width="2.5" stroke-opacity="0.75"`, p.sign()))
		inner = s.in * 0.88
	}
	p.middle(s, inner)
	if p.Ribbon != "" {
		p.ribbon(s)
	}
}

func (p *painter) outline(s shape, scale float64, paint string) {
	p.put(`<path transform="translate(%g %g) scale(%g)" d="%s" %s/>`, s.cx, s.cy, scale, s.path, paint)
}

// pattern shades the middle away from what is written on it.
func (p *painter) pattern(s shape, radius float64) {
	shade, opacity := black, 0.13
	if p.onField().luminance() < p.field.luminance() {
		shade, opacity = white, 0.4
	}
	p.put(`<g clip-path="url(#inside)" fill="none" stroke="%s" opacity="%g">`, shade, opacity)
	switch p.Pattern {
	case "rays":
		p.put(`<path fill="%s" stroke="none" d="`, shade)
		for n := range 24 {
			a, b := polar(radius*1.2, float64(n)*15-92.5), polar(radius*1.2, float64(n)*15-87.5)
			p.put("M%.1f %.1fL%.1f %.1fL%.1f %.1fZ", s.cx, s.cy, s.cx+a.x, s.cy+a.y, s.cx+b.x, s.cy+b.y)
		}
		p.put(`"/>`)
	case "rings":
		for r := 22.0; r < radius*1.1; r += 22 {
			p.put(`<circle cx="%g" cy="%g" r="%g" stroke-width="6"/>`, s.cx, s.cy, r)
		}
	case "dots":
		p.put(`<path fill="%s" stroke="none" d="`, shade)
		for x := -14; x <= 14; x++ {
			for y := -14; y <= 14; y++ {
				if (x+y)%2 == 0 {
					p.put("M%.1f %.1fa5 5 0 1 1 0 10a5 5 0 1 1 0-10Z", s.cx+float64(x)*20, s.cy+float64(y)*20-5)
				}
			}
		}
		p.put(`"/>`)
	case "lines":
		p.put(`<path stroke-width="7" d="`)
		for n := -34; n <= 34; n++ {
			p.put("M%.1f %.1fl600 600", s.cx+float64(n)*22-300, s.cy-300)
		}
		p.put(`"/>`)
	case "weave":
		p.put(`<g stroke-width="3">`)
		for n := range 18 {
			at := polar(radius*0.5, float64(n)*20)
			p.put(`<circle cx="%.1f" cy="%.1f" r="%.1f"/>`, s.cx+at.x, s.cy+at.y, radius*0.5)
		}
		p.put(`</g>`)
	}
	p.put(`</g>`)
}

// ring writes the words around: outer is its outer edge.
func (p *painter) ring(s shape, outer, band float64) {
	ink := p.onBand()
	upper, lower := p.words(p.Upper, 0.09), p.words(p.Lower, 0.09)
	room := func(other words) float64 { // degrees
		switch {
		case p.Ribbon != "":
			return 124
		case other.width > 0:
			return 152
		}
		return 290
	}
	roomUp := room(lower)
	if p.Ribbon != "" { // its ends stand higher than its middle
		if roomUp = 200; lower.width > 0 {
			roomUp = 160
		}
	}
	most := band * 0.66
	middle := outer - band/2
	draw := func(w words, degrees float64, below bool) {
		if w.width == 0 {
			return
		}
		size := w.fit(middle*degrees*math.Pi/180, most)
		base := middle - capitals*size/2
		if below {
			base = middle + capitals*size/2
		}
		p.arc(w, s.cx, s.cy, base, size, below, ink)
	}
	draw(upper, roomUp, false)
	draw(lower, room(upper), true)
	if upper.width > 0 && lower.width > 0 && p.Ribbon == "" {
		for _, x := range []float64{-middle, middle} {
			p.star(s.cx+x, s.cy, band*0.15, ink)
		}
	}
}

func (p *painter) star(x, y, radius float64, fill rgb) {
	points := polygon(10, radius, radius*0.46)
	p.put(`<path d="`)
	for n, q := range points {
		letter := "L"
		if n == 0 {
			letter = "M"
		}
		p.put("%s%.1f %.1f", letter, x+q.x, y+q.y)
	}
	p.put(`Z" fill="%s" stroke="%s" stroke-width="%.1f" stroke-linejoin="round"/>`, fill, fill, radius*0.16)
}
