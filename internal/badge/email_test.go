package badge_test

import (
	"strings"
	"testing"

	"laurel/internal/badge"
)

func TestParseEmailMakesOneForm(t *testing.T) {
	long := strings.Repeat("a", 64)
	for _, c := range []struct{ typed, want string }{
		{"ada@example.org", "ada@example.org"},
		{"  Ada.Lovelace@Example.ORG\t\n", "ada.lovelace@example.org"},
		{"\u00a0ada@example.org\u3000", "ada@example.org"}, // blanks of other kinds, as copied from a web page
		{"ada+badges@example.org", "ada+badges@example.org"},
		{"o'hara@example.org", "o'hara@example.org"},
		{"a_b-c=d@example.org", "a_b-c=d@example.org"},
		{"ada@example.org.", "ada@example.org"},
		{"ada@bücher.example", "ada@xn--bcher-kva.example"},
		{"ada@BÜCHER.example", "ada@xn--bcher-kva.example"},
		{"ada@bu\u0308cher.example", "ada@xn--bcher-kva.example"}, // u and a combining diaeresis
		{"ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"},
		{"ada@faß.example", "ada@xn--fa-hia.example"}, // IDNA 2008: ß is a letter of its own
		{"ada@例え.jp", "ada@xn--r8jz45g.jp"},
		{long + "@example.org", long + "@example.org"},
		{"ada@" + strings.Repeat("a", 63) + ".org", "ada@" + strings.Repeat("a", 63) + ".org"},
	} {
		got, err := badge.ParseEmail(c.typed)
		if err != nil || string(got) != c.want {
			t.Errorf("%q: %q, %v; want %q", c.typed, got, err, c.want)
		}
		again, err := badge.ParseEmail(string(got))
		if err != nil || again != got {
			t.Errorf("%q is not stable: %q, %v", got, again, err)
		}
	}
}

func TestParseEmailRefuses(t *testing.T) {
	for _, c := range []struct{ name, typed, says string }{
		{"nothing", "", "no @"},
		{"no @", "ada.example.org", "no @"},
		{"nothing before", "@example.org", "nothing before"},
		{"nothing after", "ada@", "nothing after"},
		{"two addresses", "ada@example.org, bob@example.org", "several"},
		{"two with a semicolon", "ada@example.org;bob@example.org", "several"},
		{"two @", "ada@bob@example.org", "several"},
		{"a header behind a line break", "ada@example.org\r\nBcc: all@example.org", "several"},
		{"Cyrillic a", "аda@example.org", "before the @"},
		{"dotless i", "mıke@example.org", "before the @"},
		{"full-width letter", "ａda@example.org", "before the @"},
		{"zero-width space", "ada\u200b@example.org", "before the @"},
		{"right-to-left override", "\u202eada@example.org", "before the @"},
		{"quoted local part", `"ada"@example.org`, "before the @"},
		{"comment", "ada(x)@example.org", "before the @"},
		{"dot first", ".ada@example.org", "before the @"},
		{"dot last", "ada.@example.org", "before the @"},
		{"two dots", "a..da@example.org", "before the @"},
		{"NUL", "ada\x00@example.org", "before the @"},
		{"65 characters before", strings.Repeat("a", 65) + "@example.org", "before the @"},
		{"no dot after", "ada@localhost", "not a domain"},
		{"only dots after", "ada@..", "not a domain"},
		{"empty label", "ada@example..org", "not a domain"},
		{"dot first after", "ada@.example.org", "not a domain"},
		{"hyphen first", "ada@-example.org", "not a domain"},
		{"hyphen last", "ada@example-.org", "not a domain"},
		{"underscore", "ada@exa_mple.org", "not a domain"},
		{"address in brackets", "ada@[192.0.2.1]", "not a domain"},
		{"address without brackets", "ada@192.0.2.1", "not a domain"},
		{"broken punycode", "ada@xn--a.example", "not a domain"},
		{"zero-width joiner in the domain", "ada@exam\u200dple.org", "not a domain"},
		{"label of 64", "ada@" + strings.Repeat("a", 64) + ".org", "not a domain"},
		{"255 bytes", strings.Repeat("a", 60) + "@" + strings.Repeat("abcdefg.", 24) + "ab", "254"},
		{"255 bytes once in ASCII", strings.Repeat("a", 60) + "@" + strings.Repeat("bücher.", 14) + "example", "254"},
		{"a megabyte", strings.Repeat("a@b.", 1<<18), "254"},
	} {
		got, err := badge.ParseEmail(c.typed)
		if err == nil || got != "" {
			t.Errorf("%s: accepted as %q", c.name, got)
			continue
		}
		if !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %q does not say %q", c.name, err, c.says)
		}
	}
}

// Two addresses that look alike are two people or no address, never one person.
func TestLookAlikesNeverMeet(t *testing.T) {
	alike := map[rune][]rune{
		'a': []rune("аɑａάą"), 'e': []rune("еéｅę"), 'i': []rune("іıíｉì"), 'o': []rune("оοｏö0"), 'c': []rune("сｃç"),
		'p': []rune("рｐ"), 'x': []rune("хｘ"), 'y': []rune("уｙý"), 'l': []rune("1Ιⅼｌ"), 's': []rune("ѕｓß"), 'k': []rune("\u212aкｋ"),
	}
	tried := 0
	for _, name := range []string{"mike.scope@example.org", "alice@example.org", "spock@oxy.example", "lois@lake.example"} {
		real, err := badge.ParseEmail(name)
		if err != nil {
			t.Fatal(err)
		}
		at := strings.IndexByte(name, '@')
		for i, letter := range name {
			for _, other := range alike[letter] {
				tried++
				fake := name[:i] + string(other) + name[i+1:]
				got, err := badge.ParseEmail(fake)
				if err == nil && got == real && (i < at || !foldsInDomains[other]) {
					t.Errorf("%q names the same person as %q", fake, name)
				}
			}
		}
	}
	if tried < 150 {
		t.Errorf("only %d pairs tried", tried)
	}
}

// foldsInDomains are characters that every resolver maps to the plain letter
// (UTS 46), so that both spellings reach the same mail server.
var foldsInDomains = map[rune]bool{
	'ａ': true, 'ｅ': true, 'ｉ': true, 'ｏ': true, 'ｃ': true, 'ｐ': true, 'ｘ': true, 'ｙ': true, 'ｌ': true, 'ｓ': true, 'ｋ': true,
	'\u212a': true, 'ⅼ': true,
}
