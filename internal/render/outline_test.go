package render

import (
	"image/color"
	"strings"
	"testing"

	"laurel/internal/font"
)

func TestOutlinesOfEveryScriptAreInkInTheirOrder(t *testing.T) {
	texts := []string{"Amara Okafor", "محمد عبد الله", "Łukasz Żółć", "שרה כהן", "प्रिया शर्मा", "Nguyễn Thị Ánh", "Ольга Ёлкина", "Ελένη", "<&\"> 7", "Զարուհի"}
	lines := make([]Line, len(texts))
	for n, text := range texts {
		lines[n] = Line{Text: text, Family: font.Serif, Bold: true}
	}
	outlines, err := engine.Outlines(t.Context(), lines)
	if err != nil {
		t.Fatal(err)
	}
	for n, o := range outlines {
		if w := o.Width(); w < 1 || w > 12 {
			t.Errorf("%s is %.2f em wide", texts[n], w)
		}
	}
	if alone, err := engine.Outlines(t.Context(), lines[3:4]); err != nil || alone[0].Width() != outlines[3].Width() {
		t.Errorf("alone %.3f, among others %.3f, %v", alone[0].Width(), outlines[3].Width(), err)
	}
}

// Letters of Arabic join: a word is narrower than its letters on their own.
func TestArabicIsShaped(t *testing.T) {
	joined, err := engine.Outlines(t.Context(), []Line{{Text: "محمد", Family: font.Sans}, {Text: "م ح م د", Family: font.Sans}})
	if err != nil {
		t.Fatal(err)
	}
	if joined[0].Width() >= joined[1].Width()*0.8 {
		t.Errorf("the word is %.2f em wide, its letters %.2f", joined[0].Width(), joined[1].Width())
	}
}

func TestWhatNoFontHasIsToldAndLeftOut(t *testing.T) {
	for text, want := range map[string][2]string{
		"Ada 漢字  Lovelace": {"Ada Lovelace", "漢字"}, "plain": {"plain", ""}, "漢": {"", "漢"}, "Զ": {"Զ", ""}, "a\nb": {"a b", ""},
	} {
		can, cannot, err := engine.Drawable(text)
		if err != nil || can != want[0] || cannot != want[1] {
			t.Errorf("%q: %q, %q, %v", text, can, cannot, err)
		}
	}
}

func TestCanvasDrawsWhereItIsTold(t *testing.T) {
	c := NewCanvas(100, 100)
	c.Fill(color.White)
	c.Box(10, 20, 30, 40, 5, color.Black)
	c.Box(90, 90, 50, 50, 0, color.Black) // beyond the edge
	for _, at := range []struct {
		x, y int
		dark bool
	}{{25, 40, true}, {10, 20, false}, {9, 40, false}, {41, 40, false}, {25, 19, false}, {25, 59, true}, {25, 61, false}, {99, 99, true}} {
		if dark := c.img.RGBAAt(at.x, at.y).R < 128; dark != at.dark {
			t.Errorf("at %d, %d dark is %t", at.x, at.y, dark)
		}
	}
}

func TestPathOfAnotherKindIsRefused(t *testing.T) {
	for _, data := range []string{"M 1", "M 1 2 L x 3", "m 1 2", "M 1 2 A 3 4 5 6 7 8 9", "M 1 2 3"} {
		if p, err := parsePath(data); err == nil {
			t.Errorf("%q was read as %v", data, p)
		}
	}
	if p, err := parsePath("M1 2L3,4 Q 5 6 7 8C1 2 3 4 5 6Z"); err != nil || len(p) != 5 || p[3].points[2] != [2]float64{5, 6} {
		t.Errorf("%v, %v", p, err)
	}
	if _, err := parsePath(strings.Repeat("M 1 2 L 3 4 Z ", 1000)); err != nil {
		t.Error(err)
	}
}

// The engine says of a syllable of several shapes that it is as wide as the
// widest; what follows must not lie on it.
func TestSyllablesDoNotLieOnEachOther(t *testing.T) {
	words, err := engine.Outlines(t.Context(), []Line{{Text: "प्रि", Family: font.Serif}, {Text: "या", Family: font.Serif}, {Text: "प्रिया", Family: font.Serif}})
	if err != nil {
		t.Fatal(err)
	}
	if sum := words[0].Width() + words[1].Width(); words[2].Width() < sum*0.9 || words[2].Width() > sum*1.05 {
		t.Errorf("two syllables are %.2f em wide, and together %.2f", sum, words[2].Width())
	}
}
