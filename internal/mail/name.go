package mail

import (
	"regexp"
	"strings"
	"unicode"
)

// DisplayName makes a name safe to stand in front of an address or in a greeting: one line, no control or direction
// characters, at most 100 characters, and nothing in it that a person or a mail program could take for an address or a
// link ("Your bank <help@bank.example>", "bank.example/login").
func DisplayName(name string) string {
	name = oneLine(name, maxName)
	name = strings.ReplaceAll(name, "@", " at ")
	name = strings.ReplaceAll(name, "://", " ")
	name = strings.Map(func(c rune) rune {
		if strings.ContainsRune("<>\"\\", c) {
			return ' '
		}
		return c
	}, name)
	name = www.ReplaceAllString(name, "")
	name = linkDot.ReplaceAllString(name, "$1 $2")
	name = linkDot.ReplaceAllString(name, "$1 $2") // "a.b.c": a second time for the dots that shared a letter
	return noEncodedWord(strings.Join(strings.Fields(name), " "))
}

var (
	www = regexp.MustCompile(`(?i)\bwww\.`)
	// linkDot is a dot between two letters or digits, with a letter and one more after it, which mail programs turn into a
	// link ("bank.example"). Initials ("J.R.R. Tolkien", "St. Mary") stay as they are.
	linkDot = regexp.MustCompile(`([\p{L}\p{N}])[.。．｡](\p{L}[\p{L}\p{N}-])`)
)

// noEncodedWord takes apart what a mail program would decode as an RFC 2047 encoded word: written into a name by hand,
// "=?utf-8?q?…?=" would bring back every character that was kept out.
func noEncodedWord(s string) string { return strings.ReplaceAll(s, "=?", "= ?") }

// oneLine turns every run of white space and control characters into one space, drops characters that change the
// direction or stay invisible, and cuts after max characters.
func oneLine(s string, max int) string {
	s = strings.ToValidUTF8(s, "�")
	s = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c), unicode.IsControl(c), c == '\u2028', c == '\u2029':
			return ' '
		case unicode.Is(unicode.Cf, c) && c != '\u200c' && c != '\u200d': // joiners are part of Persian and Indic spelling
			return -1
		}
		return c
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > max {
		s = strings.TrimSpace(string(runes[:max-1])) + "…"
	}
	return s
}
