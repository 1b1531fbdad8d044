package design

import (
	"bytes"
	"compress/zlib"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed font/*.woff
var fontFiles embed.FS

// fontNames are the files of each font of Fonts; a letter is taken from the
// first that has it.
var fontNames = map[string][]string{
	"sans":   {"montserrat-latin-700-normal", "montserrat-latin-ext-700-normal", "montserrat-cyrillic-700-normal"},
	"serif":  {"source-serif-4-latin-700-normal", "source-serif-4-latin-ext-700-normal", "source-serif-4-cyrillic-700-normal", "source-serif-4-greek-700-normal"},
	"narrow": {"barlow-condensed-latin-600-normal", "barlow-condensed-latin-ext-600-normal"},
}

// units are how finely outlines are read: per em.
const units = 1000

// face is one font, in several files.
type face struct{ files []*sfnt.Font }

// faces are read once, when the first picture is drawn.
var faces = sync.OnceValue(func() map[string]face {
	all := map[string]face{}
	for name, files := range fontNames {
		var f face
		for _, file := range files {
			data, err := fontFiles.ReadFile("font/" + file + ".woff")
			if err == nil {
				data, err = unpack(data)
			}
			var parsed *sfnt.Font
			if err == nil {
				parsed, err = sfnt.Parse(data)
			}
			if err != nil {
				panic("design: font " + file + ": " + err.Error()) // ours, and tested
			}
			f.files = append(f.files, parsed)
		}
		all[name] = f
	}
	return all
})

// unpack turns a WOFF file into the font in it (WOFF 1.0, sections 3 to 5).
func unpack(woff []byte) ([]byte, error) {
	if len(woff) < 44 || string(woff[:4]) != "wOFF" {
		return nil, errors.New("no WOFF file")
	}
	tables := int(binary.BigEndian.Uint16(woff[12:]))
	out := make([]byte, 12+16*tables, binary.BigEndian.Uint32(woff[16:]))
	copy(out, woff[4:8])
	binary.BigEndian.PutUint16(out[4:], uint16(tables))
	for n := range tables {
		entry := woff[44+20*n:][:20]
		at, packed, length := binary.BigEndian.Uint32(entry[4:]), binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		table := woff[at:][:packed]
		if packed < length {
			r, err := zlib.NewReader(bytes.NewReader(table))
			if err != nil {
				return nil, err
			}
			if table, err = io.ReadAll(io.LimitReader(r, int64(length))); err != nil {
				return nil, err
			}
		}
		head := out[12+16*n:]
		copy(head, entry[:4])
		copy(head[4:8], entry[16:20])
		binary.BigEndian.PutUint32(head[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(head[12:], length)
		out = append(out, table...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out, nil
}

// glyph is one letter to be drawn.
type glyph struct {
	file    *sfnt.Font
	index   sfnt.GlyphIndex
	advance float64 // em, with the kerning to the one before
}

// glyphs finds the letters of some words; false when the font lacks one.
func (f face) glyphs(words string) ([]glyph, bool) {
	var buffer sfnt.Buffer
	var all []glyph
	for _, r := range words {
		g, ok := f.find(&buffer, r)
		if !ok {
			return nil, false
		}
		if n := len(all); n > 0 && all[n-1].file == g.file {
			if kern, err := g.file.Kern(&buffer, all[n-1].index, g.index, fixed.I(units), font.HintingNone); err == nil {
				all[n-1].advance += em(kern)
			}
		}
		all = append(all, g)
	}
	return all, true
}

func (f face) find(buffer *sfnt.Buffer, r rune) (glyph, bool) {
	for _, file := range f.files {
		index, err := file.GlyphIndex(buffer, r)
		if err != nil || index == 0 {
			continue
		}
		advance, err := file.GlyphAdvance(buffer, index, fixed.I(units), font.HintingNone)
		if err == nil {
			return glyph{file, index, em(advance)}, true
		}
	}
	return glyph{}, false
}

func em(n fixed.Int26_6) float64 { return float64(n) / 64 / units }

// outline draws a letter; to places a point of it, in em with y downward, on
// the picture.
func (g glyph) outline(out *bytes.Buffer, to func(x, y float64) (float64, float64)) {
	var buffer sfnt.Buffer
	segments, err := g.file.LoadGlyph(&buffer, g.index, fixed.I(units), nil)
	if err != nil {
		return
	}
	for n, s := range segments {
		letter, points := "M", 1
		switch s.Op {
		case sfnt.SegmentOpLineTo:
			letter = "L"
		case sfnt.SegmentOpQuadTo:
			letter, points = "Q", 2
		case sfnt.SegmentOpCubeTo:
			letter, points = "C", 3
		}
		if letter == "M" && n > 0 {
			out.WriteByte('Z')
		}
		out.WriteString(letter)
		for p := range points {
			x, y := to(em(s.Args[p].X), em(s.Args[p].Y))
			if p > 0 {
				out.WriteByte(' ')
			}
			fmt.Fprintf(out, "%.1f %.1f", x, y)
		}
	}
	if len(segments) > 0 {
		out.WriteByte('Z')
	}
}
