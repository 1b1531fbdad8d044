package render

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"laurel/internal/font"
)

// asked are texts that the SVG engine is to write, all of them in one go, and
// what it answered.
type asked struct {
	elements bytes.Buffer
	answers  []path // by the number that add returned, once there is an answer
}

// add asks for a text in one font, on the baseline 0, from 0 on. The color says
// which text a shape belongs to.
func (a *asked) add(text string, family string, bold bool) (number int) {
	a.answers = append(a.answers, nil)
	weight := 400
	if bold {
		weight = 700
	}
	fmt.Fprintf(&a.elements, `<text font-size="%d" font-weight="%d" fill="#%06x" font-family="'`, perEm, weight, len(a.answers))
	_ = xml.EscapeText(&a.elements, []byte(strings.ReplaceAll(family, "'", ""))) // a buffer takes everything
	a.elements.WriteString(`'" xml:space="preserve">`)
	_ = xml.EscapeText(&a.elements, []byte(text))
	a.elements.WriteString(`</text>`)
	return len(a.answers) - 1
}

// answer has the engine write what was asked for.
func (e *Engine) answer(ctx context.Context, a *asked) error {
	if len(a.answers) == 0 {
		return nil
	}
	const side = 100_000
	svg := fmt.Appendf(nil, `<svg xmlns="%s" width="%[2]d" height="%[2]d" viewBox="0 0 %[2]d %[2]d">%[3]s</svg>`, svgNamespace, side, a.elements.Bytes())
	simple, err := e.Simplify(ctx, svg)
	if err != nil {
		return fmt.Errorf("shape text: %w", err)
	}
	d := xml.NewDecoder(bytes.NewReader(simple))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read shaped text: %w", err)
		}
		if element, is := token.(xml.StartElement); is && element.Name.Local == "path" {
			if err := a.take(element); err != nil {
				return err
			}
		}
	}
}

// take puts a shape where its color says.
func (a *asked) take(element xml.StartElement) error {
	var data, fill string
	for _, attribute := range element.Attr {
		switch attribute.Name.Local {
		case "d":
			data = attribute.Value
		case "fill":
			fill = attribute.Value
		case "transform":
			return fmt.Errorf("shaped text is moved by %q", attribute.Value)
		}
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(fill, "#"), 16, 32)
	if err != nil || n < 1 || int(n) > len(a.answers) {
		return fmt.Errorf("shaped text has the color %q", fill)
	}
	more, err := parsePath(data)
	a.answers[n-1] = append(a.answers[n-1], more...)
	return err
}

// viramas join the letter before them with the one after.
const viramas = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2"

// syllablesOf takes a text apart before every letter that nothing joins with
// the one before it.
func syllablesOf(text string) (all []string) {
	begin := 0
	before := rune(0)
	for n, r := range text {
		joined := unicode.IsMark(r) || r == '\u200d' || r == '\u200c' || strings.ContainsRune(viramas+"\u200d", before)
		if n > 0 && !joined {
			all, begin = append(all, text[begin:n]), n
		}
		before = r
	}
	return append(all, text[begin:])
}

// after is written behind a syllable to see where it ends: the engine reports a
// syllable of several shapes to be as wide as the widest of them. With the
// joiner before it this character belongs to the syllable (Unicode Standard
// Annex #29, rule GB11), and so stands where the next one has to.
const after = "\u200d©"

// piece is a part of a line that stands between others.
type piece struct {
	plain string // letters side by side; empty: shaped

	alone, with int     // the answers: itself, and with what is written after it
	known       [2]int  // the same of a letter of its font
	advance     float64 // of that letter
	fromRight   bool    // alone is a word that is written from the right
}

// line asks for what of a line has to be shaped. The engine gets a word in one
// font at a time, and where several letters make a shape, a syllable: it is
// not to be relied on for more.
func (a *asked) line(line Line, face font.Face) (all []piece) {
	for _, item := range inOrder(line.Text) {
		runs := face.Runs(item.text)
		if item.level == 1 {
			slices.Reverse(runs)
		}
		for _, run := range runs {
			switch {
			case run.File == nil || run.File.Plain && face.Plain(run.Text):
				all = append(all, piece{plain: run.Text})
			case item.level == 1:
				all = append(all, piece{alone: a.add(run.Text, run.File.Family(), line.Bold), fromRight: true})
			default:
				all = append(all, a.syllables(run, line.Bold)...)
			}
		}
	}
	return all
}

// syllables asks for a run syllable by syllable.
func (a *asked) syllables(run font.Run, bold bool) (all []piece) {
	one := func(text string) (alone, with int) {
		return a.add(text, run.File.Family(), bold), a.add(text+after, run.File.Family(), bold)
	}
	var next piece
	for n, text := range syllablesOf(run.Text) {
		if n == 0 {
			letter := string([]rune(text)[:1])
			next.known[0], next.known[1] = one(letter)
			next.advance = font.Face{run.File}.Width(letter) * perEm
		}
		next.alone, next.with = one(text)
		all = append(all, next)
	}
	return all
}

// beside is the room beside a word that is written from the right, on each side.
const beside = 0.03 * perEm

// set is the shape of a part, and where the next one begins.
func (p piece) set(a *asked, face font.Face) (shape path, end float64, err error) {
	if p.plain != "" {
		return plain(face, p.plain)
	}
	shape = a.answers[p.alone]
	if p.fromRight {
		left, right := shape.ink()
		return shape.moved(beside - left), right - left + 2*beside, nil
	}
	return shape, p.advance + a.mark(p.alone, p.with) - a.mark(p.known[0], p.known[1]), nil
}

// mark is where the shape begins that was written after something.
func (a *asked) mark(alone, with int) float64 {
	n := len(a.answers[alone])
	if n >= len(a.answers[with]) { // nothing was: as if it had no room of its own
		_, right := a.answers[alone].ink()
		return right
	}
	left, _ := a.answers[with][n:].ink()
	return left
}
