// Package design draws badges. In comes a small description: a shape, colors,
// an icon, some words; out goes an SVG whose words are outlines, so that it
// looks the same wherever it is drawn. The same description always gives the
// same bytes. Nothing that was chosen can make words unreadable: what they are
// written in follows from the ground they stand on.
package design

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Version is that of the description.
const Version = 1

// The bounds of a description.
const (
	maxJSON   = 4 << 10 // bytes
	MaxRing   = 60      // characters of Upper and Lower each
	MaxCenter = 24      // characters
	MaxRibbon = 28      // characters
	MaxStars  = 5
)

// Design describes the picture of a badge. Empty words and an empty icon are
// left out of it.
type Design struct {
	Version int    `json:"version"`
	Shape   string `json:"shape"`            // one of Shapes
	Pattern string `json:"pattern"`          // one of Patterns
	Font    string `json:"font"`             // one of Fonts
	Field   string `json:"field"`            // color of the middle, #rrggbb
	Band    string `json:"band"`             // color around it
	Metal   string `json:"metal"`            // color of the edge, the ribbon, the stars and the icon
	Upper   string `json:"upper,omitempty"`  // words along the upper edge
	Lower   string `json:"lower,omitempty"`  // words along the lower edge
	Icon    string `json:"icon,omitempty"`   // one of Icons
	Center  string `json:"center,omitempty"` // words in the middle
	Ribbon  string `json:"ribbon,omitempty"` // words on a ribbon across
	Stars   int    `json:"stars,omitempty"`  // 0 to MaxStars
}

// Choice is something to choose, with the words for it.
type Choice struct{ Name, Words string }

// Shapes, Patterns and Fonts are what a description can name.
var (
	Shapes = []Choice{
		{"circle", "Circle"},
		{"seal", "Seal"},
		{"hexagon", "Hexagon"},
		{"octagon", "Octagon"},
		{"shield", "Shield"},
		{"square", "Square"},
		{"diamond", "Diamond"},
		{"star", "Star"},
		{"gear", "Gear"},
		{"rosette", "Rosette"},
		{"medal", "Medal"},
		{"wreath", "Laurel wreath"},
	}
	Patterns = []Choice{{"plain", "Plain"}, {"rays", "Rays"}, {"rings", "Rings"}, {"dots", "Dots"}, {"lines", "Lines"}, {"weave", "Weave"}}
	Fonts    = []Choice{{"sans", "Wide"}, {"serif", "Serif"}, {"narrow", "Narrow"}}
)

// Refused is a sentence for the person whose description cannot be drawn.
type Refused string

// Error returns the sentence.
func (r Refused) Error() string { return string(r) }

// Parse reads a description. The error is a Refused.
func Parse(text string) (d Design, err error) {
	if len(text) > maxJSON {
		return d, Refused("The description of the picture is too long.")
	}
	reader := json.NewDecoder(strings.NewReader(text))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&d); err != nil || reader.More() {
		return Design{}, Refused("The description of the picture cannot be read. Design it again.")
	}
	faults := d.Check()
	for _, field := range []string{"version", "shape", "pattern", "font", "field", "band", "metal", "upper", "lower", "icon", "center", "ribbon", "stars"} {
		if faults[field] != "" {
			return Design{}, Refused(faults[field])
		}
	}
	return d, nil
}

// Check trims the words and says by field, as named in JSON, what cannot be
// drawn. A description without faults can be.
func (d *Design) Check() map[string]string {
	faults := map[string]string{}
	if d.Version != Version {
		faults["version"] = "The picture was designed with another version of the designer. Design it again."
	}
	chosen := func(field, name string, among []Choice) {
		if !slices.ContainsFunc(among, func(c Choice) bool { return c.Name == name }) {
			faults[field] = "Choose one of those in the list."
		}
	}
	chosen("shape", d.Shape, Shapes)
	chosen("pattern", d.Pattern, Patterns)
	chosen("font", d.Font, Fonts)
	if d.Icon != "" {
		chosen("icon", d.Icon, Icons)
	}
	for field, color := range map[string]string{"field": d.Field, "band": d.Band, "metal": d.Metal} {
		if _, ok := parseColor(color); !ok {
			faults[field] = "Write the color as # and six digits or letters a to f, such as #0f766e."
		}
	}
	for field, words := range map[string]struct {
		text *string
		most int
	}{"upper": {&d.Upper, MaxRing}, "lower": {&d.Lower, MaxRing}, "center": {&d.Center, MaxCenter}, "ribbon": {&d.Ribbon, MaxRibbon}} {
		if fault := checkWords(words.text, words.most); fault != "" {
			faults[field] = fault
		}
	}
	if d.Stars < 0 || d.Stars > MaxStars {
		faults["stars"] = "Choose 0 to 5 stars."
	}
	return faults
}

// scripts are those whose letters can be drawn.
var scripts = []*unicode.RangeTable{
	unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian, unicode.Hebrew, unicode.Arabic,
	unicode.Inherited, unicode.Common,
}

func checkWords(text *string, most int) string {
	*text = strings.Join(strings.Fields(*text), " ")
	if n := utf8.RuneCountInString(*text); n > most {
		return fmt.Sprintf("This is too long: %d characters of at most %d.", n, most)
	}
	for _, r := range *text {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), r > 0xffff:
			return "There is a character in it that cannot be drawn."
		case !unicode.In(r, scripts...):
			return "Pictures can have Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters. For others, upload a picture."
		}
	}
	return ""
}

// JSON writes the description as Parse reads it.
func (d Design) JSON() string {
	text, err := json.Marshal(d)
	if err != nil {
		panic(err) // strings and numbers can be written
	}
	return string(text)
}

// Words say what the picture shows, for people who do not see it.
func (d Design) Words() string {
	shape := strings.ToLower(d.Shape)
	for _, c := range Shapes {
		if c.Name == d.Shape {
			shape = strings.ToLower(c.Words)
		}
	}
	var shown []string
	for _, c := range Icons {
		if c.Name == d.Icon {
			shown = append(shown, "the sign “"+c.Words+"”")
		}
	}
	var words []string
	for _, w := range []string{d.Upper, d.Center, d.Ribbon, d.Lower} {
		if w != "" {
			words = append(words, w)
		}
	}
	if len(words) > 0 {
		shown = append(shown, "the words “"+strings.Join(words, ", ")+"”")
	}
	if d.Stars > 0 {
		shown = append(shown, fmt.Sprintf("%d of 5 stars", d.Stars))
	}
	if len(shown) == 0 {
		return "Badge in the shape of " + article(shape)
	}
	return "Badge in the shape of " + article(shape) + " with " + strings.Join(shown, " and ")
}

func article(noun string) string {
	if noun != "" && strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
