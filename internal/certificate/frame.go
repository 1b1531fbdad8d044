package certificate

import (
	"math"

	"laurel/internal/badge"
	"laurel/internal/certificate/pdf"
)

// edge is where the outer line of a frame is: within what printers reach.
const edge = badge.CertificateMargin + 1

// frameKey is all that a frame depends on.
type frameKey struct {
	kind, color   string
	width, height float64
}

// frame is what stands around a sheet, made once for many.
type frame struct {
	frameKey
	paths []*path
	form  *pdf.Form
}

// frame draws one of badge.CertificateFrames.
func (p *Printer) frame(key frameKey) *frame {
	made, _ := p.frames.get(key, func() (*frame, error) {
		f := &frame{frameKey: key}
		switch key.kind {
		case "line":
			f.stroke(f.inset(edge), 0.35)
		case "double":
			f.double()
		case "corner":
			f.corner()
		case "guilloche":
			f.guilloche()
		case "bar":
			f.paths = append(f.paths, &path{segments: rectangle(edge, edge, 5, key.height-2*edge), fill: key.color})
		}
		drawn := &ops{height: key.height}
		for _, path := range f.paths {
			drawn.path(path)
		}
		f.form = &pdf.Form{Width: key.width * points, Height: key.height * points, Matrix: identity, Packed: pdf.Pack(drawn.b)}
		return f, nil
	}, func(f *frame) int { return 4 * f.form.Size() })
	return made
}

func (f *frame) stroke(segments []segment, width float64) {
	f.paths = append(f.paths, &path{segments: segments, stroke: f.color, width: width})
}

// inset is a rectangle so far within the sheet.
func (f *frame) inset(by float64) []segment {
	return rectangle(by, by, f.width-2*by, f.height-2*by)
}

// double is a heavy line and a fine one that crosses itself at the corners.
func (f *frame) double() {
	f.stroke(f.inset(edge+0.6), 1.2)
	const in, notch = edge + 3.4, 7.0
	right, bottom := f.width-in, f.height-in
	f.stroke(polygon(
		in+notch, in, right-notch, in, right-notch, in+notch, right, in+notch,
		right, bottom-notch, right-notch, bottom-notch, right-notch, bottom, in+notch, bottom,
		in+notch, bottom-notch, in, bottom-notch, in, in+notch, in+notch, in+notch,
	), 0.3)
	for _, x := range []float64{in, right - notch} {
		for _, y := range []float64{in, bottom - notch} {
			const side = notch - 1.8
			f.stroke(rectangle(x+0.9, y+0.9, side, side), 0.3)
			cx, cy, r := x+notch/2, y+notch/2, 1.5
			f.paths = append(f.paths, &path{segments: polygon(cx, cy-r, cx+r, cy, cx, cy+r, cx-r, cy), fill: f.color})
		}
	}
}

// polygon joins points, given as x and y in turn.
func polygon(xy ...float64) (out []segment) {
	for n := 0; n < len(xy); n += 2 {
		op := byte('L')
		if n == 0 {
			op = 'M'
		}
		out = append(out, segment{op, [6]float64{xy[n], xy[n+1]}})
	}
	return append(out, segment{op: 'Z'})
}

// round is the part of a circle's radius that the handles of a quarter have.
const round = 0.5523

// corner is two lines that give way to a ring in each corner.
func (f *frame) corner() {
	f.stroke(f.hollow(edge+0.5, 15), 0.9)
	f.stroke(f.hollow(edge+2.6, 15), 0.25)
	for _, x := range []float64{edge + 6, f.width - edge - 6} {
		for _, y := range []float64{edge + 6, f.height - edge - 6} {
			f.stroke(circle(x, y, 4.6), 0.9)
			f.stroke(circle(x, y, 3.2), 0.25)
			f.paths = append(f.paths, &path{segments: circle(x, y, 1.1), fill: f.color})
		}
	}
}

// hollow is a rectangle whose corners are quarters of a circle, cut out.
func (f *frame) hollow(in, r float64) []segment {
	right, bottom, k := f.width-in, f.height-in, r*round
	return []segment{
		{'M', [6]float64{in + r, in}},
		{'L', [6]float64{right - r, in}},
		{'C', [6]float64{right - r, in + k, right - k, in + r, right, in + r}},
		{'L', [6]float64{right, bottom - r}},
		{'C', [6]float64{right - k, bottom - r, right - r, bottom - k, right - r, bottom}},
		{'L', [6]float64{in + r, bottom}},
		{'C', [6]float64{in + r, bottom - k, in + k, bottom - r, in, bottom - r}},
		{'L', [6]float64{in, in + r}},
		{'C', [6]float64{in + k, in + r, in + r, in + k, in + r, in}},
		{op: 'Z'},
	}
}

func circle(x, y, r float64) []segment {
	k := r * round
	return []segment{
		{'M', [6]float64{x, y - r}},
		{'C', [6]float64{x + k, y - r, x + r, y - k, x + r, y}},
		{'C', [6]float64{x + r, y + k, x + k, y + r, x, y + r}},
		{'C', [6]float64{x - k, y + r, x - r, y + k, x - r, y}},
		{'C', [6]float64{x - r, y - k, x - k, y - r, x, y - r}},
		{op: 'Z'},
	}
}

// guilloche is a band of waves woven into each other, with a rosette in every
// corner, as on banknotes.
func (f *frame) guilloche() {
	const band, period, waves = 8.0, 9.0, 4
	middle := edge + band/2
	f.stroke(f.inset(edge), 0.5)
	f.stroke(f.inset(edge+band), 0.3)
	for _, side := range []struct{ x, y, dx, dy, length float64 }{
		{middle, middle, 1, 0, f.width - 2*middle},
		{middle, f.height - middle, 1, 0, f.width - 2*middle},
		{middle, middle, 0, 1, f.height - 2*middle},
		{f.width - middle, middle, 0, 1, f.height - 2*middle},
	} {
		turns := math.Round(side.length / period)
		for wave := range waves {
			f.stroke(curve(int(turns)*6, side.length, func(t float64) (x, y, dx, dy float64) {
				phase := 2*math.Pi*turns*t/side.length + math.Pi*float64(wave)/waves
				off, slope := (band/2-0.6)*math.Sin(phase), (band/2-0.6)*math.Cos(phase)*2*math.Pi*turns/side.length
				return side.x + side.dx*t + side.dy*off, side.y + side.dy*t + side.dx*off, side.dx + side.dy*slope, side.dy + side.dx*slope
			}), 0.16)
		}
	}
	for _, x := range []float64{middle, f.width - middle} {
		for _, y := range []float64{middle, f.height - middle} {
			f.rosette(x, y, band*0.82)
		}
	}
}

// rosette is a flower of loops on white.
func (f *frame) rosette(x, y, r float64) {
	f.paths = append(f.paths, &path{segments: circle(x, y, r), fill: "#ffffff", stroke: f.color, width: 0.4})
	const petals = 8
	for wave := range 3 {
		shift := math.Pi * 2 / 3 * float64(wave)
		for _, size := range []float64{0.92, 0.55} {
			f.stroke(curve(petals*4, 2*math.Pi, func(t float64) (px, py, dx, dy float64) {
				reach, slope := r*size*(0.72+0.28*math.Sin(petals*t+shift)), r*size*0.28*petals*math.Cos(petals*t+shift)
				sin, cos := math.Sincos(t)
				return x + reach*cos, y + reach*sin, slope*cos - reach*sin, slope*sin + reach*cos
			}), 0.16)
		}
	}
}

// curve follows a function from 0 to an end in so many steps: at gives the
// place and the direction.
func curve(steps int, end float64, at func(t float64) (x, y, dx, dy float64)) []segment {
	step := end / float64(steps)
	x, y, dx, dy := at(0)
	out := []segment{{'M', [6]float64{x, y}}}
	for n := 1; n <= steps; n++ {
		nx, ny, ndx, ndy := at(step * float64(n))
		out = append(out, segment{'C', [6]float64{x + dx*step/3, y + dy*step/3, nx - ndx*step/3, ny - ndy*step/3, nx, ny}})
		x, y, dx, dy = nx, ny, ndx, ndy
	}
	return out
}
