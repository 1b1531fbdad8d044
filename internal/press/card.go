package press

import (
	"context"
	"image/color"
	"strings"
	"unicode/utf8"

	"laurel/internal/font"
	"laurel/internal/render"
)

// Shape is a picture of a credential.
type Shape string

// The shapes: for previews of links, for phones held upright, for the foot of
// an e-mail. A signature's picture is shown at half its size.
const (
	Card      Shape = "card"
	Story     Shape = "story"
	Signature Shape = "signature"
)

// Size of a shape in pixels.
func (s Shape) Size() (width, height int) {
	switch s {
	case Story:
		return 1080, 1920
	case Signature:
		return 256, 256
	}
	return 1200, 630
}

// Version changes whenever the picture does: with its facts, with the way it is
// drawn, and with the fonts. It is part of the address under which a picture
// is kept for good.
func (p *Press) Version(s Shape, f Facts) string { return p.key(s, f)[:16] }

func (p *Press) key(s Shape, f Facts) string {
	f.Account = ""
	if s == Signature {
		f = Facts{Picture: f.Picture, Accent: f.Accent, State: State{Tone: f.State.Tone, Word: f.State.Word}}
	}
	return keyOf([]any{s, f, p.Draw.FontNames()})
}

// Shape draws a credential, or finds it drawn: a PNG. Errors: badge.ErrBusy.
func (p *Press) Shape(ctx context.Context, s Shape, f Facts) ([]byte, error) {
	return p.once(ctx, string(f.Account), p.key(s, f), func(ctx context.Context) ([]byte, error) {
		f, err := p.drawable(ctx, f)
		if err != nil {
			return nil, err
		}
		width, height := s.Size()
		b := &board{Canvas: render.NewCanvas(width, height), press: p, width: float64(width), mirrored: render.RightToLeft(f.Title)}
		switch s {
		case Story:
			err = b.story(ctx, f)
		case Signature:
			err = b.signature(ctx, f)
		default:
			err = b.card(ctx, f)
		}
		if err != nil {
			return nil, err
		}
		return b.PNG()
	})
}

// board is a canvas on which a layout can be laid out from the right.
type board struct {
	*render.Canvas
	press    *Press
	width    float64
	mirrored bool
}

// from is where something of a width begins that is x away from the side where
// reading begins.
func (b *board) from(x, width float64) float64 {
	if b.mirrored {
		return b.width - x - width
	}
	return x
}

func (b *board) box(x, y, width, height, radius float64, paint color.Color) {
	b.Box(b.from(x, width), y, width, height, radius, paint)
}

// text is lines that belong together.
type text struct {
	fitted
	outlines []render.Outline
	bold     bool
	serif    bool
	paint    color.RGBA
}

// write prepares texts, all of them in one go. Letters that were shaped can be
// wider than they were thought; the lines get smaller then.
func (b *board) write(ctx context.Context, width float64, all ...*text) error {
	var lines []render.Line
	for _, t := range all {
		for _, l := range t.lines {
			lines = append(lines, render.Line{Text: l, Family: t.family(), Bold: t.bold})
		}
	}
	outlines, err := b.press.Draw.Outlines(ctx, lines)
	if err != nil {
		return err
	}
	for _, t := range all {
		t.outlines, outlines = outlines[:len(t.lines)], outlines[len(t.lines):]
		for _, o := range t.outlines {
			if w := o.Width() * t.size; w > width {
				t.size *= width / w
			}
		}
	}
	return nil
}

func (t *text) family() font.Family {
	if t.serif {
		return font.Serif
	}
	return font.Sans
}

// text fits words into a width. A script that there is one weight of takes the
// others of its text along.
func (b *board) text(words string, serif, bold bool, paint color.RGBA, width float64, steps ...step) *text {
	t := &text{serif: serif, bold: bold, paint: paint}
	for _, run := range b.press.Draw.Face(t.family(), bold).Runs(words) {
		t.bold = t.bold && (run.File == nil || run.File.Plain)
	}
	t.fitted = fit(words, b.press.Draw.Face(t.family(), t.bold), width, steps)
	return t
}

// height of a text, from the top of its first capitals to its last baseline.
func (t *text) height() float64 {
	if len(t.lines) == 0 {
		return 0
	}
	return t.size * (capitals + leading*float64(len(t.lines)-1))
}

// Of the size of a text: how high capitals are, and from baseline to baseline.
const (
	capitals = 0.72
	leading  = 1.16
)

// put draws a text with the top of its capitals at y: at the side where reading
// begins, x away from it, or in the middle of x to x and width. It returns where
// it ends.
func (b *board) put(t *text, x, y, width float64, middle bool) float64 {
	for n, o := range t.outlines {
		w := o.Width() * t.size
		at := b.from(x, w)
		if middle {
			at = x + (width-w)/2
		}
		b.Write(o, at, y+t.size*(capitals+leading*float64(n)), t.size, t.paint)
	}
	return y + t.height()
}

// logo draws an organization's logo, or the first letter of its name on its
// color, into a square.
func (b *board) logo(ctx context.Context, f Facts, x, y float64, side int) error {
	if f.Logo != "" {
		img, err := b.press.pixels(ctx, f.Logo, side)
		if err != nil {
			return err
		}
		b.Picture(img, int(x), int(y), side, false)
		return nil
	}
	look := f.Accent.Look()
	s := float64(side)
	b.Box(x, y, s, s, s*0.24, colorOf(look.Accent))
	_, size := utf8.DecodeRuneInString(f.Organization)
	letter := b.text(strings.ToUpper(f.Organization[:size]), true, true, colorOf(look.OnAccent), s, step{s * 0.56, 1})
	if err := b.write(ctx, s, letter); err != nil {
		return err
	}
	b.put(letter, x, y+(s-letter.height())/2, s, true)
	return nil
}

// badge draws the badge's picture into a square; faded, when it does not hold.
func (b *board) badge(ctx context.Context, f Facts, x, y float64, side int) error {
	if f.Picture == "" { // of what cannot be verified
		words, _ := f.State.Tone.colors()
		b.Shape(f.State.Tone.sign(), float64(side)/48, x+float64(side)/4, y+float64(side)/4, mix(white, words, 0.6))
		return nil
	}
	img, err := b.press.pixels(ctx, f.Picture, side)
	if err != nil {
		return err
	}
	b.Picture(img, int(x), int(y), side, f.State.Tone != Good)
	return nil
}

// pill draws a state: sign and words on their color. It returns how wide it is.
func (b *board) pill(f Facts, t *text, x, y, height float64) float64 {
	words, ground := f.State.Tone.colors()
	wide := 0.0
	for _, o := range t.outlines {
		wide = o.Width() * t.size
	}
	sign := height * 0.56
	width := sign + wide + height*0.95
	b.box(x, y, width, height, height/2, ground)
	b.Shape(f.State.Tone.sign(), sign/24, b.from(x+height*0.24, sign), y+(height-sign)/2, words)
	b.put(t, x+height*0.4+sign, y+(height-t.height())/2, wide, false)
	return width
}

// The card's measures, in pixels.
const (
	cardPanel  = 432.0 // width of the colored side, where the picture is
	cardLeft   = 488.0 // where words begin
	cardWords  = 648.0 // how wide they may be
	cardTop    = 64.0
	cardBottom = 566.0
)

func (b *board) card(ctx context.Context, f Facts) error {
	accent := colorOf(f.Accent.Look().Accent)
	b.Fill(paper)
	b.box(0, 0, cardPanel, 630, 0, mix(white, accent, 0.12))
	b.box(0, 0, 12, 630, 0, accent)
	if err := b.badge(ctx, f, b.from(12+(cardPanel-12-320)/2, 320), 142, 320); err != nil {
		return err
	}
	tone, _ := f.State.Tone.colors()
	organization := b.text(f.Organization, false, true, ink, cardWords-76, step{30, 1}, step{26, 1}, step{24, 2}, step{20, 2})
	title := b.text(f.Title, true, true, ink, cardWords, step{84, 1}, step{70, 2}, step{60, 2}, step{52, 3}, step{44, 3}, step{38, 4}, step{34, 4})
	earner := b.text(f.Earner, false, false, soft, cardWords, step{38, 1}, step{32, 1}, step{30, 2}, step{26, 2}, step{23, 3})
	state := b.text(f.State.Line, false, true, tone, cardWords-90, step{26, 1}, step{22, 1}, step{18, 1})
	site := b.text(f.Site, false, false, mix(accent, ink, 0.35), cardPanel-60, step{20, 1}, step{17, 1}, step{14, 1})
	if err := b.write(ctx, cardWords, organization, title, earner, state, site); err != nil {
		return err
	}
	if f.Organization != "" {
		if err := b.logo(ctx, f, b.from(cardLeft, 56), cardTop, 56); err != nil {
			return err
		}
		b.put(organization, cardLeft+76, cardTop+(56-organization.height())/2, 0, false)
	}
	const pill = 56.0
	b.pill(f, state, cardLeft, cardBottom-pill, pill)
	b.put(site, b.from(12, cardPanel-12), cardBottom-14, cardPanel-12, true)

	const gap = 34.0
	height := title.height()
	if len(earner.lines) > 0 {
		height += gap + earner.height()
	}
	above, below := cardTop+56, cardBottom-pill
	y := above + (below-above-height)/2
	y = b.put(title, cardLeft, y, 0, false)
	b.put(earner, cardLeft, y+gap, 0, false)
	return nil
}
