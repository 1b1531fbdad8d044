package pdf

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"strconv"
	"unicode/utf16"
)

// Subset is what one document uses of a font.
type Subset struct {
	font   *Font
	codes  map[letter]uint16
	glyphs []int // of the font, by code; 0 is what stands for a missing one
	text   []rune
}

// letter is a character as it is drawn: two characters can look the same.
type letter struct {
	glyph int
	r     rune
}

// Subset begins an empty one.
func (f *Font) Subset() *Subset {
	return &Subset{font: f, codes: map[letter]uint16{}, glyphs: []int{0}, text: []rune{0}}
}

// Code is what stands for a character in the operators of a page, and its
// width in thousandths of an em.
func (s *Subset) Code(glyph int, r rune) (code uint16, width int) {
	code, there := s.codes[letter{glyph, r}]
	if !there {
		code = uint16(len(s.glyphs))
		s.codes[letter{glyph, r}] = code
		s.glyphs = append(s.glyphs, glyph)
		s.text = append(s.text, r)
	}
	return code, s.font.width(glyph)
}

// Packed is a subset made ready for documents.
type Packed struct {
	font    *Font
	name    string
	widths  []byte
	file    []byte // compressed
	length  int    // of the file
	unicode []byte
	packed  bool // unicode is
}

// Key stands for what the subset has: two with the same are the same.
func (s *Subset) Key() string {
	key := make([]byte, 0, 6*len(s.glyphs))
	for n, glyph := range s.glyphs {
		key = append(key, byte(glyph>>8), byte(glyph), byte(s.text[n]>>16), byte(s.text[n]>>8), byte(s.text[n]))
	}
	return string(key)
}

// Pack makes a subset ready; well is for one that is kept for many documents.
func (s *Subset) Pack(well bool) *Packed {
	p := &Packed{font: s.font, name: Name(s.tag() + "+" + s.font.name)}
	for _, glyph := range s.glyphs {
		p.widths = append(strconv.AppendInt(p.widths, int64(s.font.width(glyph)), 10), ' ')
	}
	file := s.truetype()
	p.length = len(file)
	p.unicode = toUnicode(s.text, 4)
	if p.packed = well; well {
		p.file, p.unicode = Pack(file), Pack(p.unicode)
	} else {
		p.file = quickly(file) // a short table is not worth it
	}
	return p
}

// Size of it in bytes.
func (p *Packed) Size() int { return len(p.file) + len(p.unicode) + len(p.widths) }

// Write writes the font with the characters that were asked for (ISO 32000-2,
// 9.7), and the table that turns them into text again (9.10.3).
func (p *Packed) Write(d *Document) Ref {
	f := p.font
	filter := ""
	if p.packed {
		filter = "/Filter/FlateDecode"
	}
	unicode := d.stream(filter, p.unicode)
	file := d.stream(fmt.Sprintf("/Length1 %d/Filter/FlateDecode", p.length), p.file)
	descriptor := d.add(fmt.Sprintf("<</Type/FontDescriptor/FontName%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %s>>",
		p.name, f.left, f.bottom, f.right, f.top, f.ascent, f.descent, f.capitals, file))
	cid := d.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %s/CIDToGIDMap/Identity/W[0[%s]]>>",
		p.name, descriptor, p.widths))
	return d.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>", p.name, cid, unicode))
}

// tag are six letters that stand for what the subset has (9.9.2).
func (s *Subset) tag() string {
	h := fnv.New64a()
	for _, glyph := range s.glyphs {
		_, _ = h.Write([]byte{byte(glyph >> 8), byte(glyph)})
	}
	sum := h.Sum64()
	tag := make([]byte, 6)
	for n := range tag {
		tag[n] = 'A' + byte(sum%26)
		sum /= 26
	}
	return string(tag)
}

// toUnicode maps codes of so many hexadecimal digits to the characters that they
// stand for.
func toUnicode(text []rune, digits int) []byte {
	out := []byte("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n")
	out = fmt.Appendf(out, "1 begincodespacerange <%0*x> <%s> endcodespacerange\n", digits, 0, "ffff"[:digits])
	const most = 100 // in a block
	for from := 1; from < len(text); from += most {
		block := text[from:min(from+most, len(text))]
		out = fmt.Appendf(out, "%d beginbfchar\n", len(block))
		for n, r := range block {
			out = fmt.Appendf(out, "<%0*x> <", digits, from+n)
			for _, unit := range utf16.Encode([]rune{r}) {
				out = fmt.Appendf(out, "%04x", unit)
			}
			out = append(out, ">\n"...)
		}
		out = append(out, "endbfchar\n"...)
	}
	return append(out, "endcmap CMapName currentdict /CMap defineresource pop end end"...)
}

// truetype writes a font file with the glyphs of the subset, numbered by their
// codes, and the parts that they are made of.
func (s *Subset) truetype() []byte {
	f := s.font
	glyphs := append([]int(nil), s.glyphs...)
	number := map[int]int{} // of parts
	loca, hmtx := make([]byte, 0, 4*len(glyphs)+64), make([]byte, 0, 4*len(glyphs)+64)
	var glyf []byte
	for n := 0; n < len(glyphs); n++ { // it grows by parts
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		entry := f.metrics(glyphs[n])
		hmtx = append(hmtx, entry[:]...)
		outline := f.outline(glyphs[n])
		from := len(glyf)
		glyf = append(glyf, outline...)
		glyf = glyf[:from+parts(outline, func(at int) {
			of := int(binary.BigEndian.Uint16(outline[at+2:]))
			if _, there := number[of]; !there {
				number[of] = len(glyphs)
				glyphs = append(glyphs, of)
			}
			flags := binary.BigEndian.Uint16(outline[at:]) &^ instructions
			binary.BigEndian.PutUint16(glyf[from+at:], flags)
			binary.BigEndian.PutUint16(glyf[from+at+2:], uint16(number[of]))
		})]
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	head, hhea, maxp := append([]byte(nil), f.head...), append([]byte(nil), f.hhea...), append([]byte(nil), f.maxp...)
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))
	return fontFile([]string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}, [][]byte{glyf, head, hhea, hmtx, loca, maxp})
}

// fontFile joins tables, which are named in the order of the alphabet.
func fontFile(names []string, tables [][]byte) []byte {
	out := make([]byte, 12+16*len(names), 16<<10)
	copy(out, "\x00\x01\x00\x00")
	binary.BigEndian.PutUint16(out[4:], uint16(len(names)))
	power, log := 1, 0
	for power*2 <= len(names) {
		power, log = power*2, log+1
	}
	binary.BigEndian.PutUint16(out[6:], uint16(power*16))
	binary.BigEndian.PutUint16(out[8:], uint16(log))
	binary.BigEndian.PutUint16(out[10:], uint16((len(names)-power)*16))
	for n, table := range tables {
		entry := out[12+16*n:][:16]
		copy(entry, names[n])
		binary.BigEndian.PutUint32(entry[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(entry[12:], uint32(len(table)))
		out = append(out, table...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
		var sum uint32
		for at := binary.BigEndian.Uint32(out[12+16*n+8:]); int(at) < len(out); at += 4 {
			sum += binary.BigEndian.Uint32(out[at:])
		}
		binary.BigEndian.PutUint32(out[12+16*n+4:], sum)
	}
	return out
}
