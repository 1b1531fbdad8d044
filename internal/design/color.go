package design

import (
	"fmt"
	"math"
	"strconv"
)

// rgb is a color in sRGB, 0 to 1 each.
type rgb struct{ r, g, b float64 }

func parseColor(s string) (c rgb, ok bool) {
	if len(s) != 7 || s[0] != '#' {
		return c, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return c, false
	}
	return rgb{float64(n>>16) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}, true
}

// String is the form that parseColor reads.
func (c rgb) String() string {
	return fmt.Sprintf("#%02x%02x%02x", byte(math.Round(c.r*255)), byte(math.Round(c.g*255)), byte(math.Round(c.b*255)))
}

// toward mixes in a part of another color, 0 to 1.
func (c rgb) toward(other rgb, part float64) rgb {
	mix := func(a, b float64) float64 { return a + (b-a)*part }
	return rgb{mix(c.r, other.r), mix(c.g, other.g), mix(c.b, other.b)}
}

var white, black = rgb{1, 1, 1}, rgb{}

// luminance is that of WCAG 2.2, relative luminance.
func (c rgb) luminance() float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

// contrast is that of WCAG 2.2, contrast ratio: 1 to 21.
func contrast(a, b rgb) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// What words and signs need at least (WCAG 2.2, 1.4.3 and 1.4.11).
const (
	wordContrast = 4.5
	signContrast = 3
)

// on is the first of the wanted colors that can be seen on a ground, else
// white, else nearly black in the color of the ground, else black: one of the
// last always has a contrast of 4.58 or more.
func on(ground rgb, least float64, wanted ...rgb) rgb {
	for _, c := range append(wanted, white, black.toward(ground, 0.18)) {
		if contrast(c, ground) >= least {
			return c
		}
	}
	return black
}

// away shades a ground without coming closer to what is written on it.
func away(ground, ink rgb, part float64) rgb {
	if ink.luminance() > ground.luminance() {
		return ground.toward(black, part)
	}
	return ground.toward(white, part)
}
