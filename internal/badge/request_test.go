package badge

import "testing"

func TestSmallSpelling(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"Ada Lovlace", "Ada Lovelace", true},
		{"Maria Nunez", "María Núñez", true}, // accents alone
		{"ada lovelace", "Ada Lovelace", true},
		{"Jonh Smith", "John Smith", true}, // swapped
		{"Katherine Johnson", "Catherine Johnson", false},
		{"Ada Lovelace", "Ada King", false},
		{"Ada Lovelace", "Ada", false},
		{"Ada", "Ada Lovelace", false},
		{"Li Wu", "Li Wa", false},
		{"Jo Na", "Jo Nu", false},
		{"Jane Smith", "June Smyth", false}, // more than one in five
		{"Katharina Schmidt", "Katarina Schmitt", true},
		{"Jane Smith", "Jule Smyth", false}, // three letters
		{"", "Ada", false},
		{"محمد الحسن", "محمد الحسين", true},
		{"محمد", "أحمد", false},
	} {
		if got := SmallSpelling(c.from, c.to); got != c.want {
			t.Errorf("%q to %q: %t", c.from, c.to, got)
		}
	}
}
