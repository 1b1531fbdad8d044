package render

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	ximage "golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

// Canvas is a picture being drawn, the first thing lowest. Coordinates are
// pixels from the upper left corner.
type Canvas struct {
	img    *image.RGBA
	raster vector.Rasterizer
}

// NewCanvas returns an empty picture: transparent.
func NewCanvas(width, height int) *Canvas {
	return &Canvas{img: image.NewRGBA(image.Rect(0, 0, width, height))}
}

// Fill covers all of it with one color.
func (c *Canvas) Fill(paint color.Color) {
	draw.Draw(c.img, c.img.Bounds(), image.NewUniform(paint), image.Point{}, draw.Src)
}

// Shade covers a rectangle from one color above to another below.
func (c *Canvas) Shade(r image.Rectangle, above, below color.RGBA) {
	mix := func(a, b uint8, part float64) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*part + 0.5) }
	for y := r.Min.Y; y < r.Max.Y; y++ {
		part := float64(y-r.Min.Y) / float64(r.Dy())
		row := color.RGBA{mix(above.R, below.R, part), mix(above.G, below.G, part), mix(above.B, below.B, part), 255}
		draw.Draw(c.img, image.Rect(r.Min.X, y, r.Max.X, y+1), image.NewUniform(row), image.Point{}, draw.Over)
	}
}

// Box draws a rectangle with round corners; a radius of half its side makes a
// circle.
func (c *Canvas) Box(x, y, width, height, radius float64, paint color.Color) {
	const round = 0.5522847498 // of the radius: a quarter of a circle as a cubic curve
	r, k := radius, radius*(1-round)
	right, bottom := x+width, y+height
	c.fill(path{
		{'M', [3][2]float64{{x + r, y}}},
		{'L', [3][2]float64{{right - r, y}}},
		{'C', [3][2]float64{{right - k, y}, {right, y + k}, {right, y + r}}},
		{'L', [3][2]float64{{right, bottom - r}}},
		{'C', [3][2]float64{{right, bottom - k}, {right - k, bottom}, {right - r, bottom}}},
		{'L', [3][2]float64{{x + r, bottom}}},
		{'C', [3][2]float64{{x + k, bottom}, {x, bottom - k}, {x, bottom - r}}},
		{'L', [3][2]float64{{x, y + r}}},
		{'C', [3][2]float64{{x, y + k}, {x + k, y}, {x + r, y}}},
		{op: 'Z'},
	}, 1, 0, 0, paint)
}

// Shape draws path data (absolute M, L, Q, C, Z), made scale times as large and
// moved to x and y. It panics when the data is no such path.
func (c *Canvas) Shape(data string, scale, x, y float64, paint color.Color) {
	p, err := parsePath(data)
	if err != nil {
		panic(err) // a constant of ours
	}
	c.fill(p, scale, x, y, paint)
}

// Write puts a line of text with its ink from x on, on a baseline, in a size in
// pixels.
func (c *Canvas) Write(o Outline, x, baseline, size float64, paint color.Color) {
	c.fill(o.path, size/perEm, x-o.left*size/perEm, baseline, paint)
}

// fill draws a path where it lies on the picture, and works on no more pixels
// than it covers.
func (c *Canvas) fill(p path, scale, dx, dy float64, paint color.Color) {
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, s := range p {
		for _, point := range s.points[:s.count()] {
			x, y := point[0]*scale+dx, point[1]*scale+dy
			low[0], low[1] = min(low[0], x), min(low[1], y)
			high[0], high[1] = max(high[0], x), max(high[1], y)
		}
	}
	if !(low[0] <= high[0]) {
		return
	}
	box := image.Rect(int(math.Floor(low[0])), int(math.Floor(low[1])), int(math.Ceil(high[0])), int(math.Ceil(high[1]))).Intersect(c.img.Bounds())
	if box.Empty() {
		return
	}
	at := func(point [2]float64) (float32, float32) {
		return float32(point[0]*scale + dx - float64(box.Min.X)), float32(point[1]*scale + dy - float64(box.Min.Y))
	}
	c.raster.Reset(box.Dx(), box.Dy())
	for _, s := range p {
		ax, ay := at(s.points[0])
		bx, by := at(s.points[1])
		cx, cy := at(s.points[2])
		switch s.op {
		case 'M':
			c.raster.ClosePath()
			c.raster.MoveTo(ax, ay)
		case 'L':
			c.raster.LineTo(ax, ay)
		case 'Q':
			c.raster.QuadTo(ax, ay, bx, by)
		case 'C':
			c.raster.CubeTo(ax, ay, bx, by, cx, cy)
		case 'Z':
			c.raster.ClosePath()
		}
	}
	c.raster.ClosePath()
	c.raster.Draw(c.img, box, image.NewUniform(paint), image.Point{})
}

// Picture puts a picture into a square, as large as it fits, in its middle.
// Faded takes most of its color away.
func (c *Canvas) Picture(img image.Image, x, y, side int, faded bool) {
	size := img.Bounds().Size()
	longer := max(size.X, size.Y, 1)
	width, height := max(size.X*side/longer, 1), max(size.Y*side/longer, 1)
	corner := image.Pt(x+(side-width)/2, y+(side-height)/2)
	to := image.Rectangle{corner, corner.Add(image.Pt(width, height))}
	scaled := image.NewRGBA(image.Rect(0, 0, width, height))
	if size.X == width && size.Y == height {
		draw.Draw(scaled, scaled.Bounds(), img, img.Bounds().Min, draw.Src)
	} else {
		ximage.CatmullRom.Scale(scaled, scaled.Bounds(), img, img.Bounds(), draw.Src, nil)
	}
	if faded {
		fade(scaled)
	}
	draw.Draw(c.img, to, scaled, image.Point{}, draw.Over)
}

// fade leaves a picture its light and shade, paler, and a tenth of its color.
func fade(img *image.RGBA) {
	for n := 0; n < len(img.Pix); n += 4 {
		p := img.Pix[n : n+4 : n+4]
		gray := (299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000
		for k := range 3 {
			v := (9*gray + int(p[k])) / 10
			p[k] = uint8((2*v + int(p[3])) / 3)
		}
	}
}

// PNG is the picture as a file.
func (c *Canvas) PNG() ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, c.img); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	return out.Bytes(), nil
}
