package design

import (
	"math/rand/v2"
	"testing"
)

// Whatever colors are chosen, words have 4.5 to 1 against every shade of their
// ground, and signs 3 to 1.
func TestNoChoiceOfColorsHidesWords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	color := func() rgb { return rgb{random.Float64(), random.Float64(), random.Float64()} }
	for n := range 20_000 {
		p := painter{field: color(), band: color(), metal: color()}
		if n%10 == 0 { // grays are the hardest
			p.field = rgb{p.field.r, p.field.r, p.field.r}
		}
		for name, c := range map[string]struct {
			ink, ground rgb
			shade       float64
			least       float64
		}{
			"words in the middle": {p.onField(), p.field, 0.22, wordContrast}, "words around": {p.onBand(), p.band, 0.2, wordContrast},
			"words on the ribbon": {p.onRibbon(), p.metal, 0, wordContrast}, "signs": {p.sign(), p.field, 0.22, signContrast},
		} {
			for _, ground := range []rgb{c.ground, away(c.ground, c.ink, c.shade)} {
				if got := contrast(c.ink, ground); got < c.least {
					t.Fatalf("%s: %s on %s has %.2f", name, c.ink, ground, got)
				}
			}
		}
	}
}

func TestContrastIsThatOfTheStandard(t *testing.T) {
	if got := contrast(white, black); got < 20.99 || got > 21.01 {
		t.Error(got)
	}
	gray, _ := parseColor("#767676") // the lightest gray that passes on white
	if got := contrast(gray, white); got < 4.5 || got > 4.6 {
		t.Error(got)
	}
}

// What the designer offers needs no advice.
func TestThePalettesGoTogether(t *testing.T) {
	for _, offered := range Palettes {
		field, _ := parseColor(offered.Field)
		metal, _ := parseColor(offered.Metal)
		if got := contrast(field, metal); got < signContrast {
			t.Errorf("%s: the metal has %.2f on the middle", offered.Name, got)
		}
	}
	for _, accent := range []string{"#0f766e", "#1d5fa8", "#ffffff", "#000000", "#777777"} {
		if own, ok := Of(accent); !ok || own.Field != accent {
			t.Errorf("%s: %+v", accent, own)
		}
	}
}
