package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Font is a TrueType font, read once and used in many documents. It is safe
// for use by many goroutines at once.
type Font struct {
	name                               string
	head, hhea, maxp, hmtx             []byte
	loca, glyf                         []byte
	long                               bool // loca has 4 bytes for a glyph
	glyphs, widths, perEm              int
	ascent, descent                    int // thousandths of an em
	left, bottom, right, top, capitals int
}

var errFont = errors.New("the font is damaged")

// ReadFont reads a font with TrueType outlines (OpenType, 5.1 to 5.3).
func ReadFont(name string, ttf []byte) (*Font, error) {
	tables, err := fontTables(ttf)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	f := &Font{
		name: name, head: tables["head"], hhea: tables["hhea"], maxp: tables["maxp"], hmtx: tables["hmtx"],
		loca: tables["loca"], glyf: tables["glyf"],
	}
	if len(f.head) < 54 || len(f.hhea) < 36 || len(f.maxp) < 6 || len(f.glyf) == 0 {
		return nil, fmt.Errorf("font %s: %w", name, errFont)
	}
	f.long = binary.BigEndian.Uint16(f.head[50:]) == 1
	f.perEm = int(binary.BigEndian.Uint16(f.head[18:]))
	f.glyphs = int(binary.BigEndian.Uint16(f.maxp[4:]))
	f.widths = int(binary.BigEndian.Uint16(f.hhea[34:]))
	size := 2
	if f.long {
		size = 4
	}
	if f.perEm == 0 || f.widths == 0 || len(f.loca) < size*(f.glyphs+1) || len(f.hmtx) < 4*f.widths+2*(f.glyphs-f.widths) {
		return nil, fmt.Errorf("font %s: %w", name, errFont)
	}
	f.ascent, f.descent = f.thousandths(f.hhea[4:]), f.thousandths(f.hhea[6:])
	f.left, f.bottom, f.right, f.top = f.thousandths(f.head[36:]), f.thousandths(f.head[38:]), f.thousandths(f.head[40:]), f.thousandths(f.head[42:])
	f.capitals = 700
	if os2 := tables["OS/2"]; len(os2) >= 90 {
		f.capitals = f.thousandths(os2[88:])
	}
	return f, nil
}

func fontTables(ttf []byte) (map[string][]byte, error) {
	if len(ttf) < 12 {
		return nil, errFont
	}
	tables := map[string][]byte{}
	for n := range int(binary.BigEndian.Uint16(ttf[4:])) {
		if len(ttf) < 28+16*n {
			return nil, errFont
		}
		entry := ttf[12+16*n:][:16]
		at, length := int(binary.BigEndian.Uint32(entry[8:])), int(binary.BigEndian.Uint32(entry[12:]))
		if at > len(ttf) || length > len(ttf)-at {
			return nil, errFont
		}
		tables[string(entry[:4])] = ttf[at:][:length]
	}
	return tables, nil
}

// thousandths reads a signed number of font units.
func (f *Font) thousandths(b []byte) int {
	return int(int16(binary.BigEndian.Uint16(b))) * 1000 / f.perEm
}

// width of a glyph in thousandths of an em.
func (f *Font) width(glyph int) int {
	n := min(glyph, f.widths-1)
	return (int(binary.BigEndian.Uint16(f.hmtx[4*n:]))*1000 + f.perEm/2) / f.perEm
}

// metrics are the entry of a glyph in hmtx.
func (f *Font) metrics(glyph int) (entry [4]byte) {
	copy(entry[:2], f.hmtx[4*min(glyph, f.widths-1):])
	if glyph < f.widths {
		copy(entry[2:], f.hmtx[4*glyph+2:])
	} else {
		copy(entry[2:], f.hmtx[4*f.widths+2*(glyph-f.widths):])
	}
	return entry
}

// outline is the entry of a glyph in glyf; empty for one that draws nothing.
func (f *Font) outline(glyph int) []byte {
	if glyph < 0 || glyph >= f.glyphs {
		return nil
	}
	var from, to int
	if f.long {
		from, to = int(binary.BigEndian.Uint32(f.loca[4*glyph:])), int(binary.BigEndian.Uint32(f.loca[4*glyph+4:]))
	} else {
		from, to = 2*int(binary.BigEndian.Uint16(f.loca[2*glyph:])), 2*int(binary.BigEndian.Uint16(f.loca[2*glyph+2:]))
	}
	if from > to || to > len(f.glyf) {
		return nil
	}
	return f.glyf[from:to]
}

// The flags of a part of a composite glyph (OpenType, glyf).
const (
	wordArguments = 0x0001
	oneScale      = 0x0008
	moreParts     = 0x0020
	twoScales     = 0x0040
	matrixOfFour  = 0x0080
	instructions  = 0x0100
)

// parts calls with the place of every part's flags in a composite glyph, whose
// glyph number stands 2 bytes further; end is where the last one ends.
func parts(outline []byte, with func(at int)) (end int) {
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return len(outline)
	}
	for at := 10; at+4 <= len(outline); {
		with(at)
		flags := binary.BigEndian.Uint16(outline[at:])
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&matrixOfFour != 0:
			at += 8
		}
		if flags&moreParts == 0 {
			return min(at, len(outline))
		}
	}
	return len(outline)
}
