package badge

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are those that no decomposition makes plain, as people type them who
// have no such key.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ħ", "h",
	"'", "", "’", "", "ʼ", "", "`", "")

// Fold makes text that means the same to somebody who searches the same text:
// small letters, without accents, vowel points and apostrophes.
func Fold(s string) string {
	ascii := true
	for n := range len(s) {
		ascii = ascii && s[n] < 0x80 && s[n] != '\'' && s[n] != '`'
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return letters.Replace(b.String())
}

// Words are the folded words of a text: its runs of letters, digits and the
// marks that some scripts write between them.
func Words(s string) []string {
	return strings.FieldsFunc(Fold(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}
