package press

import (
	"strings"
	"testing"

	"laurel/internal/font"
)

var twoSizes = []step{{60, 1}, {60, 2}, {40, 2}}

func TestTextIsFittedThenBrokenThenSmallerThenCut(t *testing.T) {
	face := font.Carried().Face(font.Serif, true)
	for name, c := range map[string]struct {
		text  string
		size  float64
		lines int
		ends  string
	}{
		"short":               {"First Aid", 60, 1, "Aid"},
		"two lines":           {"Wilderness First Aid Instructor", 60, 2, "Instructor"},
		"smaller":             {"Wilderness First Aid Instructor for Expeditions", 40, 2, "Expeditions"},
		"cut":                 {strings.Repeat("Wilderness First Aid ", 8), 40, 2, "…"},
		"one word too long":   {strings.Repeat("Donaudampfschiff", 6), 40, 2, "…"},
		"without any space":   {strings.Repeat("野外救急法", 4), 60, 2, "法"},
		"nothing":             {"", 60, 0, ""},
		"spaces are no words": {"  First \n Aid ", 60, 1, "First Aid"},
	} {
		got := fit(c.text, face, 600, twoSizes)
		if got.size != c.size || len(got.lines) != c.lines || !strings.HasSuffix(strings.Join(got.lines, "|"), c.ends) {
			t.Errorf("%s: size %g, %q", name, got.size, got.lines)
		}
		for _, line := range got.lines {
			if w := face.Width(line) * got.size; w > 600 {
				t.Errorf("%s: %q is %.0f pixels wide", name, line, w)
			}
		}
	}
}

func TestTwoLinesAreAboutAsLong(t *testing.T) {
	face := font.Carried().Face(font.Serif, true)
	got := fit("Advanced Wilderness First Aid", face, 600, []step{{60, 2}})
	if strings.Join(got.lines, "|") != "Advanced Wilderness|First Aid" && strings.Join(got.lines, "|") != "Advanced|Wilderness First Aid" {
		t.Errorf("%q", got.lines)
	}
}

func TestMarksStayWithTheirLetters(t *testing.T) {
	face := font.Carried().Face(font.Sans, false)
	head, tail := cut("e\u0301e\u0301e\u0301e\u0301", face, 1.3)
	if strings.HasPrefix(tail, "\u0301") || !strings.HasSuffix(head, "\u0301") || head+tail != "e\u0301e\u0301e\u0301e\u0301" {
		t.Errorf("%q and %q", head, tail)
	}
}
