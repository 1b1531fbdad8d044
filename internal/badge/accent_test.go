package badge

import (
	"fmt"
	"testing"
)

func TestTextInAnyAccentCanBeRead(t *testing.T) {
	ratio := func(a, b string) float64 {
		x, _ := parseColor(a)
		y, _ := parseColor(b)
		return contrast(x, y)
	}
	for n := range 6 * 6 * 6 {
		accent := Accent(fmt.Sprintf("#%02x%02x%02x", n/36*51, n/6%6*51, n%6*51))
		l := accent.Look()
		for what, ratio := range map[string]float64{
			"accent on paper": ratio(l.Accent, groundLight), "text on a button": ratio(l.Accent, l.OnAccent),
			"dark accent on card": ratio(l.AccentDark, groundDark), "dark text on a button": ratio(l.AccentDark, l.OnAccentDark),
		} {
			if ratio < contrastMin {
				t.Errorf("%s: %s has contrast %.2f: %+v", accent, what, ratio, l)
			}
		}
	}
}

func TestAColorIsReadOrRefused(t *testing.T) {
	for typed, want := range map[string]Accent{"": "", "#0F766E": "#0f766e", " 7a0019 ": "#7a0019"} {
		if got, ok := ParseAccent(typed); !ok || got != want {
			t.Errorf("%q: %q, %v", typed, got, ok)
		}
	}
	for _, bad := range []string{"red", "#fff", "#0f766g", "#0f766e;x", "expression(", "##00000", "+00000"} {
		if got, ok := ParseAccent(bad); ok {
			t.Errorf("%q was taken for a color: %q", bad, got)
		}
		if Accent(bad).Look().Accent != string(DefaultAccent) {
			t.Errorf("%q is shown", bad)
		}
	}
	if light, dark := Accent("#ffffff").Contrast(); light > 1.2 || dark < 15 {
		t.Errorf("white has a contrast of %.2f in light and %.2f in dark", light, dark)
	}
}
