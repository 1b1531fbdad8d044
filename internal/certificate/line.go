package certificate

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"

	"laurel/internal/font"
)

// line is one that is measured, in em.
type line struct {
	text    string
	letters []font.Letter // nil: it is drawn as an outline
	outline *outline
	width   float64
}

// measure finds the letters of a line. One whose letters do not simply stand
// side by side from left to right becomes an outline.
func (set *setter) measure(text string) (l line, err error) {
	l.text = text
	spacing := float64(set.text.Spacing) / 1000
	letters, all := set.face.Letters(text)
	for _, letter := range letters {
		all = all && set.p.writes(letter)
		l.width += letter.Advance + spacing
	}
	if all {
		l.letters = letters
		l.width = max(l.width-spacing, 0.001)
		return l, nil
	}
	l.outline = &outline{}
	for _, run := range visual(text) {
		if err := set.run(l.outline, run); err != nil {
			return l, err
		}
	}
	l.outline.width = max(l.outline.width, 0.001)
	l.width = l.outline.width
	return l, nil
}

// writes tells whether a letter can be written as such, in a font that a PDF
// takes along.
func (p *Printer) writes(l font.Letter) bool {
	return simple(l.Rune) && !l.Joins() && (l.File.Plain || p.truetype(l.File).err == nil)
}

// simple tells whether a character stands beside others as it comes.
func simple(r rune) bool {
	if r == ' ' || r == 0xa0 {
		return true
	}
	return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo) && !jamo(r) ||
		unicode.Is(unicode.Common, r) && !unicode.IsMark(r) && r >= 0x20
}

// jamo are parts of Hangul syllables.
func jamo(r rune) bool {
	return 0x1100 <= r && r < 0x1200 || 0xa960 <= r && r < 0xa980 || 0xd7b0 <= r && r < 0xd800
}

// visualRun is a piece of a line in one direction.
type visualRun struct {
	text  string // in the order of typing
	right bool   // from right to left
}

// visual are the runs of a line from left to right.
func visual(text string) (runs []visualRun) {
	var paragraph bidi.Paragraph
	direction := bidi.LeftToRight
	if rightToLeft(text) {
		direction = bidi.RightToLeft
	}
	if _, err := paragraph.SetString(text, bidi.DefaultDirection(direction)); err != nil {
		return []visualRun{{text, false}}
	}
	order, err := paragraph.Order()
	if err != nil {
		return []visualRun{{text, false}}
	}
	from := -1 // where what goes from right to left begins
	turn := func() {
		if from >= 0 {
			slices.Reverse(runs[from:])
		}
		from = -1
	}
	for n := range order.NumRuns() { // in the order of typing
		of := order.Run(n)
		run := visualRun{of.String(), of.Direction() == bidi.RightToLeft}
		switch {
		case direction == bidi.RightToLeft || run.right:
			if from < 0 {
				from = len(runs)
			}
		case strings.ContainsFunc(run.text, unicode.IsLetter): // a number goes along (N1, W2)
			turn()
		}
		runs = append(runs, run)
	}
	turn()
	return runs
}

// rightToLeft tells whether a line begins at the right (Unicode Bidirectional
// Algorithm, P2 and P3).
func rightToLeft(line string) bool {
	for _, r := range line {
		properties, _ := bidi.LookupRune(r)
		switch properties.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}

// seen are the characters of a line from left to right as they are seen.
func seen(line string) string {
	var out strings.Builder
	for _, run := range visual(line) {
		runes := []rune(run.text)
		if run.right {
			slices.Reverse(runes)
		}
		out.WriteString(string(runes))
	}
	return out.String()
}

// piece is a part of a run in one font; nil: no font has it.
type piece struct {
	text   string
	file   *font.File
	simple bool
}

// run draws a run of a line, font by font.
func (set *setter) run(o *outline, run visualRun) error {
	pieces := set.pieces(run.text)
	if run.right {
		slices.Reverse(pieces)
	}
	for _, piece := range pieces {
		switch {
		case piece.file == nil:
			set.boxes(o, piece.text)
		case piece.simple:
			if run.right {
				piece.text = bidi.ReverseString(piece.text) // brackets too
			}
			if err := set.side(o, piece); err != nil {
				return err
			}
		default:
			shaped := []string{piece.text}
			if !run.right { // the engine gives clusters of many glyphs too little room
				shaped = syllables(piece.text)
			}
			for _, text := range shaped {
				if err := set.shaped(o, piece.file, text, run.right); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// shaped draws a piece by the engine; blanks around it, which draw nothing, are
// added to it.
func (set *setter) shaped(o *outline, file *font.File, text string, right bool) error {
	core := strings.TrimLeftFunc(text, unicode.IsSpace)
	before := set.advance(text[:len(text)-len(core)])
	text = core
	core = strings.TrimRightFunc(text, unicode.IsSpace)
	after := set.advance(text[len(core):])
	if right {
		before, after = after, before
	}
	o.width += before
	if core != "" {
		drawn, err := set.p.shape(set.ctx, pieceKey{file, core})
		if err != nil {
			return err
		}
		o.append(drawn.segments, o.width)
		o.width += drawn.width
	}
	o.width += after
	return nil
}

// side draws letters side by side.
func (set *setter) side(o *outline, piece piece) error {
	letters, _ := font.Face{piece.file}.Letters(piece.text)
	for _, letter := range letters {
		segments, err := letter.Segments()
		if err != nil {
			return err
		}
		drawn := &path{}
		drawn.glyph(segments, o.width, 0, 1)
		o.segments = append(o.segments, drawn.segments...)
		o.width += letter.Advance
	}
	return nil
}

// boxes stand for characters that no font has.
func (set *setter) boxes(o *outline, text string) {
	for range text {
		o.segments = append(o.segments, rectangle(o.width+0.06, -0.7, 0.48, 0.7)...)
		o.segments = append(o.segments, polygon(o.width+0.1, -0.66, o.width+0.1, -0.04, o.width+0.5, -0.04, o.width+0.5, -0.66)...)
		o.width += 0.6
	}
}

// pieces cuts a run where the font changes. Marks and blanks stay in the font
// of the letter before them where it has them.
func (set *setter) pieces(text string) (all []piece) {
	for _, r := range text {
		var next piece
		if n := len(all); n > 0 && all[n-1].file != nil && !all[n-1].simple && (unicode.IsMark(r) || unicode.IsSpace(r) || r == 0x200c || r == 0x200d) {
			if _, has := (font.Face{all[n-1].file}).Letters(string(r)); has || !unicode.IsSpace(r) {
				all[n-1].text += string(r)
				continue
			}
		}
		if letters, ok := set.face.Letters(string(r)); ok {
			next = piece{string(r), letters[0].File, simple(r) && !letters[0].Joins()}
		} else {
			next = piece{text: string(r)}
		}
		if n := len(all); n > 0 && all[n-1].file == next.file && all[n-1].simple == next.simple {
			all[n-1].text += next.text
			continue
		}
		all = append(all, next)
	}
	return all
}

// syllables cuts a text before every letter that nothing joins to the one
// before it: not a mark, and not after a sign that ties two letters together.
func syllables(text string) (all []string) {
	tied := false
	for _, r := range text {
		if len(all) > 0 && (tied || unicode.IsMark(r) || r == 0x200c || r == 0x200d) {
			all[len(all)-1] += string(r)
		} else {
			all = append(all, string(r))
		}
		tied = unicode.Is(virama, r) || tied && r == 0x200d
	}
	return all
}

// virama are the signs that tie a letter to the next one (Unicode,
// Indic_Syllabic_Category Virama and Invisible_Stacker).
var virama = &unicode.RangeTable{R16: []unicode.Range16{
	{0x094d, 0x094d, 1},
	{0x09cd, 0x09cd, 1},
	{0x0a4d, 0x0a4d, 1},
	{0x0acd, 0x0acd, 1},
	{0x0b4d, 0x0b4d, 1},
	{0x0bcd, 0x0bcd, 1},
	{0x0c4d, 0x0c4d, 1},
	{0x0ccd, 0x0ccd, 1},
	{0x0d4d, 0x0d4d, 1},
	{0x0dca, 0x0dca, 1},
	{0x1039, 0x1039, 1},
	{0x17d2, 0x17d2, 1},
}}
