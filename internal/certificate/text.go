package certificate

import (
	"context"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/font"
)

// lineHeight is the distance of two base lines, and ascent how far the first
// is under the top, in em.
const (
	lineHeight = 1.25
	ascent     = 0.95
)

// smallest is how much smaller a line gets before it takes two.
const smallest = 0.6

// setter sets the lines of one text.
type setter struct {
	p         *Printer
	ctx       context.Context
	text      badge.CertificateText
	face      font.Face
	says      string
	own       bool
	addressed bool
	lines     []line
}

// text sets one text of a certificate.
func (p *Printer) text(ctx context.Context, s *sheet, t badge.CertificateText, f Facts) error {
	filled := t.Fill(f.Language, f.value)
	if filled == "" {
		return nil
	}
	family := font.Sans
	if t.Font == "serif" {
		family = font.Serif
	}
	set := &setter{p: p, ctx: ctx, text: t, face: p.faces[family][t.Bold], says: alone(t.Say(f.Language)), own: own(t.Say(f.Language)), addressed: addressed(t.Say(f.Language))}
	y := t.Y
	full := t.Size * perPoint
	for paragraph := range strings.SplitSeq(filled, "\n") {
		var size float64
		var err error
		if t.Wrap {
			size, err = set.wrap(printable(paragraph), full, s.height-badge.CertificateMargin-y)
		} else {
			size, err = set.fit(printable(paragraph), full)
		}
		if err != nil {
			return err
		}
		height := float64(len(set.lines)) * lineHeight * size
		top := y
		if !t.Wrap {
			top += (lineHeight*full - height) / 2 // two small lines take the place of the large one
		}
		set.place(s, top, size, f)
		y += lineHeight * full
		if t.Wrap {
			y = top + height
		}
	}
	return nil
}

// ink is the color that a text is written in.
func (f Facts) ink(color string) string {
	switch color {
	case "":
		return textInk
	case badge.CertificateAccent:
		return badge.Accent(f.Accent).Look().Accent
	}
	return color
}

// alone is the placeholder that a text consists of; empty: none.
func alone(text string) string {
	inner, ok := strings.CutPrefix(strings.TrimSpace(text), "{")
	inner, closed := strings.CutSuffix(inner, "}")
	if ok && closed && !strings.ContainsAny(inner, "{}") {
		return inner
	}
	return ""
}

// own tells whether a text has something of one earner in it that is written
// with any letters.
func own(text string) bool {
	return strings.Contains(text, "{name}") || strings.Contains(text, "{number}") || strings.Contains(text, "{column:")
}

// addressed tells whether a text has an address in it, which changes with every
// earner and is always written with the same letters.
func addressed(text string) bool {
	return strings.Contains(text, "{address}") || strings.Contains(text, "{code}")
}

// printable is a line without what cannot be drawn.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(line, "\ufffd"))
}

// fit sets a line that gets smaller where it must, then takes two lines, then
// as many as it needs in the height of two.
func (set *setter) fit(text string, full float64) (size float64, err error) {
	width := set.text.Width
	if set.advance(text)*smallest*full < 2*width { // it is only about as long
		if err := set.all([]string{text}); err != nil {
			return 0, err
		}
		if size = min(full, width/set.lines[0].width); size >= smallest*full {
			return size, nil
		}
	}
	for size = smallest * full; ; size *= 0.94 {
		broken := set.broken(text, width/size)
		if len(broken) <= max(2, int(2*smallest*full/size)) {
			return set.settle(set.balanced(text, len(broken), width/size), size)
		}
	}
}

// wrap sets a paragraph, smaller where it does not fit into a height.
func (set *setter) wrap(text string, full, room float64) (size float64, err error) {
	for size = full; ; size *= 0.94 {
		broken := set.broken(text, set.text.Width/size)
		if float64(len(broken))*lineHeight*size <= room || size < full/10 {
			return set.settle(broken, size)
		}
	}
}

// settle measures the lines of a text; what is longer than it seemed makes all
// of them smaller.
func (set *setter) settle(broken []string, size float64) (float64, error) {
	if err := set.all(broken); err != nil {
		return 0, err
	}
	for _, l := range set.lines {
		size = min(size, set.text.Width/l.width)
	}
	return size, nil
}

// all measures lines.
func (set *setter) all(texts []string) error {
	set.lines = set.lines[:0]
	for _, text := range texts {
		l, err := set.measure(text)
		if err != nil {
			return err
		}
		set.lines = append(set.lines, l)
	}
	return nil
}

// balanced breaks a text into so many lines that are about as long as each other.
func (set *setter) balanced(text string, count int, width float64) []string {
	best := set.broken(text, width)
	for count > 1 && len(best) == count {
		width *= 0.96
		narrower := set.broken(text, width)
		if len(narrower) != count {
			break
		}
		best = narrower
	}
	return best
}

// broken breaks a text into lines of a width in em, at blanks where it can.
func (set *setter) broken(text string, width float64) (lines []string) {
	current, length := "", 0.0
	blank := set.advance(" ")
	for word := range strings.FieldsSeq(text) {
		w := set.advance(word)
		if current != "" && length+blank+w <= width {
			current, length = current+" "+word, length+blank+w
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		if w > width { // longer than a line
			var cut []string
			cut, word, w = set.cut(word, width)
			lines = append(lines, cut...)
		}
		current, length = word, w
	}
	if current != "" || len(lines) == 0 {
		lines = append(lines, current)
	}
	return lines
}

// cut cuts a word into pieces of a width; rest is the last one, and its length.
func (set *setter) cut(word string, width float64) (lines []string, rest string, length float64) {
	from := 0
	for at, r := range word {
		w := set.advance(string(r))
		if length+w > width && at > from {
			lines = append(lines, word[from:at])
			from, length = at, 0
		}
		length += w
	}
	return lines, word[from:], length
}

// advance is about how long a piece of text is: letters that are shaped are
// counted as if they stood side by side.
func (set *setter) advance(text string) float64 {
	return set.face.Width(text) + float64(set.text.Spacing)/1000*float64(len([]rune(text)))
}

// place puts the lines on the sheet.
func (set *setter) place(s *sheet, top, size float64, f Facts) {
	t := set.text
	for n, l := range set.lines {
		width := l.width * size
		x := t.X
		switch t.Align {
		case "center":
			x += (t.Width - width) / 2
		case "right":
			x += t.Width - width
		}
		w := words{x: x, y: top + (ascent+float64(n)*lineHeight)*size, size: size, color: f.ink(t.Color), says: set.says, own: set.own, addressed: set.addressed, text: l.text}
		if l.outline != nil {
			s.add(mark{shaped: &shaped{w, l.outline}})
		} else {
			s.add(mark{run: &run{w, float64(t.Spacing) / 1000, l.letters}})
		}
		if set.says == "address" && f.Address != "" {
			s.add(mark{link: &link{x, w.y - ascent*size, width, lineHeight * size, f.Address}})
		}
	}
}
