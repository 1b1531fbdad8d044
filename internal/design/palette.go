package design

// Palette is three colors that go together.
type Palette struct {
	Name, Words        string
	Field, Band, Metal string
}

// Palettes are those that the designer offers.
var Palettes = []Palette{
	{"teal", "Teal and gold", "#0f766e", "#0b3d3a", "#ebcf87"},
	{"navy", "Navy and gold", "#1c2f56", "#12203d", "#d8b15a"},
	{"blue", "Blue and silver", "#1d5fa8", "#123a68", "#cdd8e4"},
	{"indigo", "Indigo and lavender", "#4338ca", "#2e2a72", "#a5b4fc"},
	{"plum", "Plum and pink", "#86357f", "#52204e", "#e7c4e2"},
	{"rose", "Rose and peach", "#a82f56", "#6d1c3a", "#f0c6a0"},
	{"red", "Red and cream", "#b42318", "#7a1710", "#f3e9d8"},
	{"bronze", "Bronze", "#8a5a12", "#4a2f0a", "#e3b64f"},
	{"forest", "Forest and lime", "#2f6b2f", "#1d4620", "#c8dc8c"},
	{"night", "Night and amber", "#111827", "#0b1020", "#f59e0b"},
	{"slate", "Slate and silver", "#475569", "#1e293b", "#d5dde6"},
	{"paper", "Paper and copper", "#f6efe0", "#7c2d12", "#c2703d"},
	{"white", "White and teal", "#ffffff", "#0f766e", "#5b9e97"},
}

// Of makes a palette of one color: an organization's own.
func Of(accent string) (Palette, bool) {
	c, ok := parseColor(accent)
	if !ok {
		return Palette{}, false
	}
	return Palette{"accent", "Your accent color", c.String(), c.toward(black, 0.45).String(), c.toward(white, 0.72).String()}, true
}

// smallWords is the size, in pixels of the picture's 600, under which words can
// hardly be read where badges are shown small.
const smallWords = 20

// Advice says what may not look as it was meant. Nothing of it hinders drawing.
func (d Design) Advice() (all []string) {
	p := d.painter()
	if p.sign() != p.metal {
		all = append(all, "The edge color is too close to the middle color: icon and stars are drawn lighter or darker, so that they can be seen.")
	}
	middle := shapeOf(d.Shape).in * 0.915 * (1 - ringBand/2)
	for _, w := range []string{d.Upper, d.Lower} {
		if words := p.words(w, 0.09); words.width > 0 && words.fit(middle*2.65, smallWords) < smallWords {
			all = append(all, "The words along the edge are long. In a small picture they can hardly be read.")
			break
		}
	}
	for _, w := range []string{d.Upper, d.Center, d.Ribbon, d.Lower} {
		if w != "" && p.words(w, 0).glyphs == nil {
			all = append(all, "Some letters are not in the chosen font and are drawn in a plain one.")
			break
		}
	}
	return all
}
