package render

import (
	"slices"
	"strings"
	"unicode"
)

// item is a part of a line that is written in one direction.
type item struct {
	text  string
	level int // odd: from the right (Unicode Standard Annex #9, BD2)
}

// rightToLeft are the scripts that are written from the right.
var rightToLeft = []*unicode.RangeTable{unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko}

// direction is what a character says of its direction.
type direction byte

const (
	neutral direction = iota // takes that of its neighbors
	left
	right
	digit
)

func directionOf(r rune) direction {
	switch {
	case unicode.IsDigit(r) && unicode.In(r, rightToLeft...), '0' <= r && r <= '9':
		return digit
	case unicode.IsLetter(r) && unicode.In(r, rightToLeft...):
		return right
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return left
	}
	return neutral
}

// RightToLeft tells whether the first letter of a text belongs to a script that
// is written from the right.
func RightToLeft(text string) bool {
	for _, r := range text {
		if d := directionOf(r); d == left || d == right {
			return d == right
		}
	}
	return false
}

// inOrder takes a line apart into what is written in one direction, from left
// to right as it is seen. It is what names and titles need of the Unicode
// Bidirectional Algorithm: letters, numbers, and what stands between them;
// nothing is embedded.
func inOrder(line string) []item {
	base := 0
	if RightToLeft(line) {
		base = 1
	}
	items, kinds := itemsOf(line)
	before := direction(left)
	if base == 1 {
		before = right
	}
	strong := before
	for n, kind := range kinds { // W7: a number after letters from the left is one of them
		if kind == left || kind == right {
			strong = kind
		}
		if kind == digit && strong == left {
			kinds[n] = left
		}
	}
	for n, kind := range kinds {
		switch kind {
		case right:
			items[n].level = 1
		case left:
			items[n].level = 2 * base
		case digit:
			items[n].level = 2
		case neutral: // N1, N2; numbers count as letters from the right
			around := [2]direction{before, before}
			if n > 0 {
				around[0] = kinds[n-1]
			}
			if n < len(kinds)-1 {
				around[1] = kinds[n+1]
			}
			items[n].level = base
			if around[0] != left && around[1] != left {
				items[n].level = 1
			}
			if around[0] == left && around[1] == left {
				items[n].level = 2 * base
			}
		}
		if items[n].level == 1 && kind == neutral {
			items[n].text = mirrored(items[n].text)
		}
	}
	for level := 2; level > 0; level-- { // L2
		for begin := 0; begin < len(items); begin++ {
			end := begin
			for end < len(items) && items[end].level >= level {
				end++
			}
			slices.Reverse(items[begin:end])
			begin = max(begin, end)
		}
	}
	return items
}

// itemsOf takes a line apart by the directions of its characters. Marks go with
// what they stand on, and what joins two numbers with them.
func itemsOf(line string) (items []item, kinds []direction) {
	all := []rune(line)
	for n, r := range all {
		kind := directionOf(r)
		last := len(items) - 1
		inside := n > 0 && n < len(all)-1
		joins := unicode.IsMark(r) || r == '\u200d' || r == '\u200c' ||
			inside && strings.ContainsRune(".,:/-'’", r) && directionOf(all[n-1]) == directionOf(all[n+1]) && (directionOf(all[n-1]) == digit || directionOf(all[n-1]) == left)
		if last >= 0 && (kind == kinds[last] || joins) {
			items[last].text += string(r)
			continue
		}
		items, kinds = append(items, item{text: string(r)}), append(kinds, kind)
	}
	return items, kinds
}

// mirrors are characters that point the other way in the other direction (L4).
var mirrors = strings.NewReplacer("(", ")", ")", "(", "[", "]", "]", "[", "{", "}", "}", "{", "<", ">", ">", "<", "«", "»", "»", "«", "‹", "›", "›", "‹")

func mirrored(text string) string {
	all := []rune(mirrors.Replace(text))
	slices.Reverse(all)
	return string(all)
}
