package mail

import (
	"fmt"
	"math"
	"strconv"
)

const (
	defaultAccent     = "#0f766e"
	defaultAccentDark = "#4fc3b7"
	card              = "#ffffff"
	cardDark          = "#18201d"
	ink               = "#17211e"
	white             = "#ffffff"
	textContrast      = 4.5 // WCAG 2.2, 1.4.3
)

// look holds the colors of a letter. Each accent can be read on its card, and each "on" color on its accent.
type look struct{ Accent, OnAccent, AccentDark, OnAccentDark string }

// lookOf makes a look from an organization's color, moved toward ink or white until text in it can be read. Anything
// that is not "#rrggbb" gives Laurel's own colors.
func lookOf(accent string) look {
	rgb, ok := parseColor(accent)
	if !ok {
		return look{defaultAccent, white, defaultAccentDark, ink}
	}
	light := readable(rgb, card, ink)
	dark := readable(rgb, cardDark, white)
	return look{Accent: light, OnAccent: better(light), AccentDark: dark, OnAccentDark: better(dark)}
}

// readable mixes a color with the pole, a twentieth at a time, until it stands out enough from the ground.
func readable(rgb [3]float64, ground, pole string) string {
	g, _ := parseColor(ground)
	p, _ := parseColor(pole)
	mixed := rgb
	for part := 0.0; contrast(mixed, g) < textContrast && part <= 1; part += 0.05 {
		for i := range mixed {
			mixed[i] = rgb[i]*(1-part) + p[i]*part
		}
	}
	return fmt.Sprintf("#%02x%02x%02x", int(mixed[0]*255), int(mixed[1]*255), int(mixed[2]*255))
}

// better is white or ink, whichever reads better on a color.
func better(color string) string {
	c, _ := parseColor(color)
	w, _ := parseColor(white)
	i, _ := parseColor(ink)
	if contrast(c, w) >= contrast(c, i) {
		return white
	}
	return ink
}

// contrast is the WCAG contrast ratio, 1 to 21.
func contrast(a, b [3]float64) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(rgb [3]float64) float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(rgb[0]) + 0.7152*linear(rgb[1]) + 0.0722*linear(rgb[2])
}

// parseColor reads "#rrggbb" into three parts from 0 to 1.
func parseColor(s string) (rgb [3]float64, ok bool) {
	if len(s) != 7 || s[0] != '#' {
		return rgb, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return rgb, false
	}
	return [3]float64{float64(n>>16) / 255, float64(n>>8&0xff) / 255, float64(n&0xff) / 255}, true
}
