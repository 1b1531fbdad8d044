package design

import "math"

// middle stacks icon, words and stars in the circle inside, above the ribbon
// if there is one.
func (p *painter) middle(s shape, radius float64) {
	top, bottom := s.cy-radius*0.74, s.cy+radius*0.74
	if p.Ribbon != "" {
		bottom = min(bottom, p.ribbonTop(s)-radius*0.06)
		top = s.cy - radius*0.82
	}
	room := bottom - top
	var stars, text, icon float64
	some := p.Icon != "" || p.Center != ""
	if p.Stars > 0 {
		if stars = room * 0.17; !some {
			stars = room * 0.3
		}
	}
	gap := room * 0.07
	rest := room - stars
	if stars > 0 && some {
		rest -= gap
	}
	switch {
	case p.Icon != "" && p.Center != "":
		text = rest * 0.34
		icon = rest - text - gap
	case p.Center != "":
		text = rest
	case p.Icon != "":
		icon = rest
	default:
		top += rest / 2
	}
	chord := func(y float64) float64 { // the width inside at a height
		return 2 * math.Sqrt(max(0, radius*radius-(y-s.cy)*(y-s.cy)))
	}
	y := top
	if icon > 0 {
		size := min(icon*1.16, radius*1.24)
		p.put(`<path transform="translate(%.1f %.1f) scale(%.4f)" d="%s" fill="%s"/>`, s.cx-size/2, y+icon/2-size/2, size/iconSide, IconPath(p.Icon), p.sign())
		y += icon + gap
	}
	if text > 0 {
		p.block(s.cx, y, text, func(at float64) float64 { return chord(at) * 0.9 }, icon == 0)
		y += text + gap
	}
	if stars > 0 {
		p.stars(s.cx, y+stars/2, min(stars, chord(y+stars)*0.9/(float64(p.Stars)*1.12)))
	}
}

// block writes the words of the middle into a height, in as many lines as let
// them be the largest.
func (p *painter) block(x, y, height float64, width func(y float64) float64, alone bool) {
	most, tallest := 2, height
	if alone {
		most, tallest = 3, height*0.62
	}
	var best []words
	var size float64
	for count := 1; count <= most; count++ {
		if all := p.lines(p.Center, count); all != nil {
			if s := largest(all, y, height, tallest, width); s > size*1.1 {
				best, size = all, s
			}
		}
	}
	for i, w := range best {
		p.line(w, x, lineAt(i, len(best), y, height, size)+capitals*size, size, p.onField())
	}
}

// What lines are apart and capital letters high, in em.
const (
	leading  = 1.02
	capitals = 0.7
)

// lineAt is the upper edge of one of some lines in the middle of a height.
func lineAt(line, count int, y, height, size float64) float64 {
	total := (capitals + float64(count-1)*leading) * size
	return y + (height-total)/2 + float64(line)*leading*size
}

// largest is the size at which all lines find room, each in the width there is
// where it stands.
func largest(all []words, y, height, tallest float64, width func(y float64) float64) float64 {
	size := min(tallest, height/(capitals+0.04+float64(len(all)-1)*leading))
	for range 3 { // a smaller size moves the lines to where there is more room
		for i, w := range all {
			at := lineAt(i, len(all), y, height, size)
			size = min(size, w.fit(min(width(at), width(at+capitals*size)), size))
		}
	}
	return size
}

// stars draws them in a row that hangs a little.
func (p *painter) stars(x, y, size float64) {
	for n := range p.Stars {
		off := float64(n) - float64(p.Stars-1)/2
		p.star(x+off*size*1.12, y-off*off*size*0.05, size/2*0.94, p.sign())
	}
}

// The ribbon is a strip of a wide circle whose middle is above the picture.
const (
	ribbonRadius = 760
	ribbonHeight = 78
)

// ribbonMiddle is the height of the ribbon in the middle of the picture.
func (p *painter) ribbonMiddle(s shape) float64 {
	switch {
	case p.Lower != "":
		return s.cy + s.in*0.3
	case p.ringed():
		return s.cy + s.in*0.66
	}
	return s.cy + s.in*0.5
}

func (p *painter) ribbonTop(s shape) float64 { return p.ribbonMiddle(s) - ribbonHeight/2 }

// ribbon draws the strip with its folds and writes on it.
func (p *painter) ribbon(s shape) {
	w := p.words(p.Ribbon, 0.04)
	half := min(max(w.width*46/2+34, s.in*0.86), 252)
	size := w.fit(2*half-44, 46)
	middle := p.ribbonMiddle(s)
	cy := middle - ribbonRadius
	at := func(x, off float64) (float64, float64) { // a point on the strip, off pixels below its middle line
		sin, cos := math.Sincos(x / ribbonRadius)
		return s.cx + sin*(ribbonRadius+off), cy + cos*(ribbonRadius+off)
	}
	const h = ribbonHeight / 2
	dark := p.metal.toward(black, 0.42)
	for _, m := range []float64{-1, 1} {
		x0, x1 := m*(half-34), m*(half+44)
		ax, ay := at(x0, -h+22)
		bx, by := at(x1, -h+22)
		nx, ny := at(x1-m*24, 22)
		ex, ey := at(x1, h+22)
		fx, fy := at(x0, h+22)
		p.put(`<path d="M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ" fill="%s"/>`, ax, ay, bx, by, nx, ny, ex, ey, fx, fy, p.metal.toward(black, 0.16))
		gx, gy := at(m*half, h)
		p.put(`<path d="M%.1f %.1fL%.1f %.1fL%.1f %.1fZ" fill="%s"/>`, fx, fy, gx, gy, fx, fy-22, dark)
	}
	lx, ly := at(-half, -h)
	rx, ry := at(half, -h)
	qx, qy := at(half, h)
	kx, ky := at(-half, h)
	p.put(`<path d="M%.1f %.1fA%d %d 0 0 0 %.1f %.1fL%.1f %.1fA%d %d 0 0 1 %.1f %.1fZ" fill="%s" stroke="%s" stroke-width="2"/>`,
		lx, ly, ribbonRadius-ribbonHeight/2, ribbonRadius-ribbonHeight/2, rx, ry, qx, qy, ribbonRadius+ribbonHeight/2, ribbonRadius+ribbonHeight/2, kx, ky, p.metal, dark)
	p.arc(w, s.cx, cy, ribbonRadius+capitals*size/2, size, true, p.onRibbon())
}
