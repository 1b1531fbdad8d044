package press

import (
	"context"
	"encoding/hex"
	"image"
	"image/color"
	"strings"

	"laurel/internal/badge"
)

// Facts are what a picture of a credential says: verified by whoever asks for
// it, in words for its readers.
type Facts struct {
	Account      badge.AccountID // the earner: all that is drawn of theirs is forgotten with them
	Picture      string          // hash of the badge's picture; empty: none is shown
	Title        string
	Earner       string // empty: nobody is named
	Organization string
	Logo         string // hash; empty: the first letter stands in its place
	Accent       badge.Accent
	Site         string // where one can verify it: "badges.riverbank.example"
	State        State
}

// State is where a credential stands.
type State struct {
	Tone Tone
	Word string // "Expired"
	Line string // "Expired on May 3, 2026"
}

// Tone is the color of a state.
type Tone string

// Only what is valid is good; what can no longer be relied on is wrong; between
// them is what expired, waits, or could not be checked.
const (
	Good     Tone = "good"
	Question Tone = "question"
	Wrong    Tone = "wrong"
)

// The colors of the pages, in light.
var (
	paper = color.RGBA{0xfb, 0xfa, 0xf7, 0xff}
	white = color.RGBA{0xff, 0xff, 0xff, 0xff}
	ink   = color.RGBA{0x17, 0x21, 0x1e, 0xff}
	soft  = color.RGBA{0x5b, 0x67, 0x63, 0xff}
)

// colors of a tone: of its words, and of the ground that they stand on.
func (t Tone) colors() (words, ground color.RGBA) {
	switch t {
	case Good:
		return color.RGBA{0x1a, 0x7f, 0x4b, 0xff}, color.RGBA{0xeb, 0xf7, 0xef, 0xff}
	case Question:
		return color.RGBA{0x8a, 0x5c, 0x00, 0xff}, color.RGBA{0xfe, 0xf3, 0xd6, 0xff}
	}
	return color.RGBA{0xb4, 0x23, 0x18, 0xff}, color.RGBA{0xfd, 0xec, 0xeb, 0xff}
}

// sign of a tone as path data on a ground of 24 by 24: a disc with a tick, an
// exclamation mark or a cross left out of it.
func (t Tone) sign() string {
	const disc = "M 12 2 C 17.52 2 22 6.48 22 12 C 22 17.52 17.52 22 12 22 C 6.48 22 2 17.52 2 12 C 2 6.48 6.48 2 12 2 Z "
	switch t {
	case Good:
		return disc + "M 10.6 16.9 L 17.9 9.3 L 16.2 7.7 L 10.6 13.5 L 7.8 10.8 L 6.2 12.5 Z"
	case Question:
		return disc + "M 10.8 6.2 L 10.8 13.4 L 13.2 13.4 L 13.2 6.2 Z M 10.8 15.4 L 10.8 17.8 L 13.2 17.8 L 13.2 15.4 Z"
	}
	return disc + "M 8.4 6.9 L 6.9 8.4 L 10.5 12 L 6.9 15.6 L 8.4 17.1 L 12 13.5 L 15.6 17.1 L 17.1 15.6 L 13.5 12 L 17.1 8.4 L 15.6 6.9 L 12 10.5 Z"
}

// colorOf reads "#rrggbb".
func colorOf(hash string) color.RGBA {
	b, err := hex.DecodeString(strings.TrimPrefix(hash, "#"))
	if err != nil || len(b) != 3 {
		return ink
	}
	return color.RGBA{b[0], b[1], b[2], 255}
}

// mix is a color with a part of another, 0 to 1.
func mix(a, b color.RGBA, part float64) color.RGBA {
	m := func(x, y uint8) uint8 { return uint8(float64(x)*(1-part) + float64(y)*part + 0.5) }
	return color.RGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}

// drawable leaves out of the facts what no font here can write, and tells the
// operator once for each picture that is drawn.
func (p *Press) drawable(ctx context.Context, f Facts) (Facts, error) {
	var lacking string
	for _, text := range []*string{&f.Title, &f.Earner, &f.Organization, &f.State.Word, &f.State.Line, &f.Site} {
		can, cannot, err := p.Draw.Drawable(*text)
		if err != nil {
			return f, err
		}
		*text, lacking = can, lacking+cannot
	}
	if lacking != "" {
		p.Log.WarnContext(ctx, "no font has some characters of a picture, and they are left out: put a font that has them into the folder fonts", "characters", lacking)
	}
	return f, nil
}

// pixels is a kept picture in one of Sizes, ready to be drawn. It is called by
// those who draw, and takes no turn of its own.
func (p *Press) pixels(ctx context.Context, picture string, size int) (image.Image, error) {
	key := keyOf([]any{"png", picture, size})
	data, err := p.Kept.Get(ctx, picture, key, p.Now())
	if err != nil {
		if data, err = p.png(ctx, picture, size); err != nil {
			return nil, err
		}
		if err := p.Kept.Put(ctx, picture, key, data); err != nil {
			p.Log.WarnContext(ctx, "a rendition was made and could not be kept", "error", err)
		}
	}
	return p.Draw.Decode(ctx, data)
}
