package design

import (
	"fmt"
	"math"
	"strings"
)

// side is the width and height of every picture.
const side = 600

// shape is an outline around the origin, and where it lies on the picture.
type shape struct {
	path   string
	cx, cy float64
	in     float64 // radius of the circle that fits inside the outline
}

// pt is a point.
type pt struct{ x, y float64 }

func polar(radius, degrees float64) pt {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return pt{radius * cos, radius * sin}
}

// shapeOf knows every name of Shapes.
func shapeOf(name string) shape {
	const middle = side / 2
	switch name {
	case "seal":
		return shape{wavy(288, 12, 22), middle, middle, 264}
	case "hexagon":
		return shape{rounded(polygon(6, 294, 294), 44), middle, middle, 252}
	case "octagon":
		return shape{rounded(turned(polygon(8, 296, 296), 22.5), 30), middle, middle, 272}
	case "shield":
		return shape{"M0-272C70-232 158-214 240-222C252-40 236 172 0 312C-236 172-252-40-240-222C-158-214-70-232 0-272Z", middle, 282, 222}
	case "square":
		return shape{rounded([]pt{{-268, -268}, {268, -268}, {268, 268}, {-268, 268}}, 120), middle, middle, 268}
	case "diamond":
		return shape{rounded(polygon(4, 296, 296), 64), middle, middle, 208}
	case "star":
		return shape{rounded(polygon(16, 296, 248), 16), middle, middle, 240}
	case "gear":
		return shape{gear(292, 258, 16), middle, middle, 256}
	case "rosette":
		return shape{wavy(240, 10, 20), middle, 250, 218}
	case "medal":
		return shape{circle(212), middle, 380, 212}
	case "wreath":
		return shape{circle(216), middle, 290, 216}
	}
	return shape{circle(288), middle, middle, 288}
}

// polygon alternates between two radii; the first corner is at the top.
func polygon(corners int, outer, inner float64) []pt {
	all := make([]pt, corners)
	for n := range all {
		radius := outer
		if n%2 == 1 {
			radius = inner
		}
		all[n] = polar(radius, float64(n)*360/float64(corners)-90)
	}
	return all
}

func turned(all []pt, degrees float64) []pt {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	for n, p := range all {
		all[n] = pt{p.x*cos - p.y*sin, p.x*sin + p.y*cos}
	}
	return all
}

// rounded draws a polygon with its corners cut off smoothly at a distance.
func rounded(all []pt, distance float64) string {
	var b strings.Builder
	for n, p := range all {
		from, to := near(p, all[(n+len(all)-1)%len(all)], distance), near(p, all[(n+1)%len(all)], distance)
		letter := "L"
		if n == 0 {
			letter = "M"
		}
		fmt.Fprintf(&b, "%s%.1f %.1fQ%.1f %.1f %.1f %.1f", letter, from.x, from.y, p.x, p.y, to.x, to.y)
	}
	return b.String() + "Z"
}

// near is the point at a distance from p toward another one.
func near(p, toward pt, distance float64) pt {
	part := distance / math.Hypot(toward.x-p.x, toward.y-p.y)
	return pt{p.x + (toward.x-p.x)*part, p.y + (toward.y-p.y)*part}
}

// wavy is a circle whose edge goes in and out.
func wavy(radius, depth float64, waves int) string {
	var b strings.Builder
	step := 360 / float64(waves)
	for n := range waves {
		at := float64(n)*step - 90
		from, top, to := polar(radius-depth, at-step/2), polar(radius+depth, at), polar(radius-depth, at+step/2)
		if n == 0 {
			fmt.Fprintf(&b, "M%.1f %.1f", from.x, from.y)
		}
		fmt.Fprintf(&b, "Q%.1f %.1f %.1f %.1f", top.x, top.y, to.x, to.y)
	}
	return b.String() + "Z"
}

// gear is a wheel with teeth.
func gear(outer, inner float64, teeth int) string {
	var all []pt
	step := 360 / float64(teeth)
	for n := range teeth {
		at := float64(n)*step - 90
		all = append(all, polar(inner, at-step*0.34), polar(outer, at-step*0.2), polar(outer, at+step*0.2), polar(inner, at+step*0.34))
	}
	return rounded(all, 8)
}

func circle(radius float64) string {
	return fmt.Sprintf("M0-%[1]gA%[1]g %[1]g 0 1 1 0 %[1]gA%[1]g %[1]g 0 1 1 0-%[1]gZ", radius)
}

// behind draws what lies behind the outline: the tails of a rosette, the strap
// of a medal, the leaves of a wreath.
func (p *painter) behind(name string) {
	switch name {
	case "rosette":
		for _, mirror := range []float64{1, -1} {
			p.put(`<path transform="translate(300 330) scale(%g 1) rotate(-16)" d="M-58 0L58 0L58 236L0 196L-58 236Z" fill="%s"/>`, mirror, p.band.toward(black, 0.15))
			p.put(`<path transform="translate(300 330) scale(%g 1) rotate(-16)" d="M-40 0L-28 0L-28 216L-40 224ZM28 0L40 0L40 224L28 216Z" fill="%s"/>`, mirror, p.metal)
		}
	case "medal":
		for _, strap := range []struct {
			mirror float64
			fill   rgb
		}{{-1, p.band.toward(black, 0.3)}, {1, p.band}} {
			p.put(`<g transform="translate(300 0) scale(%g 1)"><path d="M148 0L0 0L-52 214L52 214Z" fill="%s"/>`, strap.mirror, strap.fill)
			p.put(`<path d="M112 0L78 0L-16 200L18 200Z" fill="%s"/></g>`, p.metal)
		}
		p.put(`<circle cx="300" cy="176" r="26" fill="none" stroke="url(#metal)" stroke-width="13"/>`)
	case "wreath":
		p.wreath()
	}
}

// wreath draws two branches that meet below.
func (p *painter) wreath() {
	const leaf = "M0 0C20-14 24-44 0-76C-24-44-20-14 0 0Z"
	for _, mirror := range []float64{1, -1} {
		p.put(`<g transform="translate(300 290) scale(%g 1)" fill="url(#metal)" stroke="%s" stroke-width="2">`, mirror, p.metal.toward(black, 0.35))
		from, to := polar(236, 92), polar(236, -52)
		p.put(`<path d="M%.1f %.1fA236 236 0 0 0 %.1f %.1f" fill="none" stroke-width="5"/>`, from.x, from.y, to.x, to.y)
		for n := range 10 {
			degrees := 80 - float64(n)*14
			at := polar(238, degrees)
			p.put(`<path transform="translate(%.1f %.1f) rotate(%.1f)" d="%s"/>`, at.x, at.y, degrees+42, leaf)
			p.put(`<path transform="translate(%.1f %.1f) rotate(%.1f) scale(0.62)" d="%s"/>`, at.x, at.y, degrees-26, leaf)
		}
		p.put(`</g>`)
	}
}
