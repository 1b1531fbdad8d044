package press

import (
	"strings"
	"unicode"

	"laurel/internal/font"
)

// step is a way to set a text.
type step struct {
	size  float64 // pixels
	lines int     // at most
}

// fitted is a text in lines of one size.
type fitted struct {
	lines []string
	size  float64
}

// fit breaks a text into lines that are no wider than width, in pixels: in the
// first step in which it fits, and if it fits in none, in the last one with an
// ellipsis at its end. Lines come out about as long as each other.
func fit(text string, face font.Face, width float64, steps []step) fitted {
	words := wordsOf(text)
	if len(words) == 0 {
		return fitted{size: steps[0].size}
	}
	m := measure(words, face)
	for _, s := range steps {
		for n := 1; n <= s.lines; n++ {
			if lines, _, ok := m.breakInto(0, width/s.size, n); ok {
				return fitted{lines, s.size}
			}
		}
	}
	last := steps[len(steps)-1]
	return fitted{shorten(words, face, width/last.size, last.lines), last.size}
}

// word is a part of a text that stays together.
type word struct {
	text  string
	space bool // before it, when it does not begin a line
}

// wordsOf takes a text apart at its spaces, and where Han and Kana are, between
// any two of them but before a mark of punctuation.
func wordsOf(text string) []word {
	var all []word
	for _, part := range strings.Fields(text) {
		space := true
		rest := []rune(part)
		for begin := 0; begin < len(rest); {
			end := begin + 1
			for end < len(rest) && !breaksBetween(rest[end-1], rest[end]) {
				end++
			}
			all = append(all, word{string(rest[begin:end]), space})
			space, begin = false, end
		}
	}
	return all
}

func breaksBetween(a, b rune) bool {
	ideograph := func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }
	return (ideograph(a) || ideograph(b)) && !unicode.IsPunct(b) && !unicode.IsMark(b) && b != 'ー' && a != '(' && a != '（' && a != '「'
}

// join writes words in one line.
func join(words []word) string {
	var b strings.Builder
	for n, w := range words {
		if n > 0 && w.space {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

// measured is words with their widths, in em.
type measured struct {
	words  []word
	widths []float64
	space  float64
}

func measure(words []word, face font.Face) measured {
	m := measured{words, make([]float64, len(words)), face.Width(" ")}
	for n, w := range words {
		m.widths[n] = face.Width(w.text)
	}
	return m
}

// width of the words from one to another in one line.
func (m measured) width(from, to int) (em float64) {
	for n := from; n < to; n++ {
		if n > from && m.words[n].space {
			em += m.space
		}
		em += m.widths[n]
	}
	return em
}

// breakInto finds n lines, none wider than width, in em, that are as long as
// each other as far as that goes; false when there are no such lines.
func (m measured) breakInto(from int, width float64, n int) (lines []string, unevenness float64, ok bool) {
	if n == 1 {
		w := m.width(from, len(m.words))
		return []string{join(m.words[from:])}, w * w, w <= width
	}
	for at := from + 1; at <= len(m.words)-n+1; at++ {
		w := m.width(from, at)
		if w > width {
			break
		}
		rest, uneven, fits := m.breakInto(at, width, n-1)
		if uneven += w * w; fits && (!ok || uneven < unevenness) {
			lines, unevenness, ok = append([]string{join(m.words[from:at])}, rest...), uneven, true
		}
	}
	return lines, unevenness, ok
}

// shorten fills n lines and ends the last one with an ellipsis. A word that is
// too long for a line is cut where the line ends.
func shorten(words []word, face font.Face, width float64, n int) []string {
	var lines []string
	for len(lines) < n && len(words) > 0 {
		taken := 1
		for taken < len(words) && face.Width(join(words[:taken+1])) <= width {
			taken++
		}
		text := join(words[:taken])
		if face.Width(text) > width { // one word
			head, tail := cut(text, face, width)
			lines, words[0] = append(lines, head), word{tail, false}
			if tail == "" {
				words = words[1:]
			}
			continue
		}
		lines, words = append(lines, text), words[taken:]
	}
	if len(words) > 0 {
		last := &lines[len(lines)-1]
		head, _ := cut(*last, face, width-face.Width("…"))
		*last = strings.TrimRight(head, " ,.;:") + "…"
	}
	return lines
}

// cut takes as many characters as a line holds, one at least; marks stay with
// their letters.
func cut(text string, face font.Face, width float64) (head, tail string) {
	end := 0
	for n, r := range text {
		if n > 0 && !unicode.IsMark(r) {
			if end > 0 && face.Width(text[:n]) > width {
				break
			}
			end = n
		}
	}
	if end == 0 || face.Width(text) <= width {
		return text, ""
	}
	return text[:end], text[end:]
}
