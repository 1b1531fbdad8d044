package certificate

import (
	"crypto/sha256"
	"strings"
	"unicode"
)

// A printed page can be compared with what is attached to it: every fact that
// stands alone is marked with its Tag, and the document is known by its
// Identity.

// Tag marks the text on a page that says one fact alone: name, badge, code,
// address and so on, as badge.CertificateFills has them.
func Tag(fact string) string { return "Laurel_" + fact }

// Identity is what a document is known by: of the operators of its page, as
// they are, and of the file attached to it.
func Identity(pages [][]byte, attached []byte) string {
	sum := sha256.New()
	for _, page := range pages {
		sum.Write(page)
	}
	sum.Write(attached)
	return string(sum.Sum(nil)[:16])
}

// Says tells whether pieces of a page say something, whatever the blanks
// between its letters and however its lines are broken.
func Says(pieces []string, what string) bool {
	want, forward, backward := letters(what), "", ""
	for _, piece := range pieces {
		forward += letters(piece)
		backward += letters(seen(piece)) // what goes from right to left stands as it is seen
	}
	return want == forward || want == backward
}

// Has tells whether a text, as a page shows it, has something in it.
func Has(text, what string) bool {
	text = letters(text)
	return strings.Contains(text, letters(what)) || strings.Contains(text, letters(seen(what)))
}

// letters are those of a text, without blanks and what is not seen.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, printable(s))
}
