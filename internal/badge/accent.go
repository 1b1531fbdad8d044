package badge

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Accent is the color of an organization, as "#rrggbb"; empty: Laurel's own.
type Accent string

// DefaultAccent is Laurel's own color.
const DefaultAccent Accent = "#0f766e"

// The grounds that an accent has to stand out from: of the things that text in
// it lies on, in light and in dark, the ones nearest to it.
const (
	groundLight = "#f4f2ec"
	groundDark  = "#18201d"
	ink         = "#0c1a17"
	white       = "#ffffff"
	contrastMin = 4.5 // WCAG 2.2, 1.4.3, for text
)

// Look is an accent as it is shown: each color can be read on its ground, and
// each "on" color on the accent, with a contrast of at least 4.5.
type Look struct{ Accent, OnAccent, AccentDark, OnAccentDark string }

// ParseAccent reads "#rrggbb", with or without the "#", in any case. ok is false
// for anything else but nothing, which stands for no color.
func ParseAccent(s string) (a Accent, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" {
		return "", true
	}
	if !strings.HasPrefix(s, "#") {
		s = "#" + s
	}
	if _, ok := parseColor(s); !ok {
		return "", false
	}
	return Accent(s), true
}

// Look moves the color toward ink or white until text in it can be read.
func (a Accent) Look() Look {
	rgb, ok := parseColor(string(a))
	if !ok {
		return Look{string(DefaultAccent), white, "#4fc3b7", ink}
	}
	light, dark := readable(rgb, groundLight, ink), readable(rgb, groundDark, white)
	return Look{Accent: light, OnAccent: better(light), AccentDark: dark, OnAccentDark: better(dark)}
}

// Contrast is the WCAG contrast of the color, as it was chosen, on the light
// ground and on the dark one: 1 to 21. From 4.5 on, text in it can be read.
func (a Accent) Contrast() (light, dark float64) {
	rgb, ok := parseColor(string(a))
	if !ok {
		rgb, _ = parseColor(string(DefaultAccent))
	}
	g, _ := parseColor(groundLight)
	d, _ := parseColor(groundDark)
	return contrast(rgb, g), contrast(rgb, d)
}

// readable mixes a color with the pole, a twentieth at a time, until it stands out enough from the ground.
func readable(rgb [3]float64, ground, pole string) string {
	g, _ := parseColor(ground)
	p, _ := parseColor(pole)
	mixed := rgb
	for part := 0.05; contrast(rounded(mixed), g) < contrastMin && part <= 1.01; part += 0.05 {
		for i := range mixed {
			mixed[i] = rgb[i]*(1-part) + p[i]*part
		}
	}
	r := rounded(mixed)
	return fmt.Sprintf("#%02x%02x%02x", int(r[0]*255+0.5), int(r[1]*255+0.5), int(r[2]*255+0.5))
}

// rounded is a color as it can be written.
func rounded(rgb [3]float64) [3]float64 {
	for i := range rgb {
		rgb[i] = math.Round(min(max(rgb[i], 0), 1)*255) / 255
	}
	return rgb
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
