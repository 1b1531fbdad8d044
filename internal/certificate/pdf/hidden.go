package pdf

import "fmt"

// hiddenMost is how many characters one font of hidden text has.
const hiddenMost = 255

// Hidden is a font without any ink (ISO 32000-2, 9.6.4): for text that is
// drawn in another way and can still be found and copied.
type Hidden struct {
	codes map[rune]byte
	text  []rune
}

// Code is what stands for a character, one em wide; false when the font is full.
func (h *Hidden) Code(r rune) (code byte, ok bool) {
	if h.codes == nil {
		h.codes, h.text = map[rune]byte{}, []rune{0}
	}
	if code, ok = h.codes[r]; ok {
		return code, true
	}
	if len(h.text) > hiddenMost {
		return 0, false
	}
	code = byte(len(h.text))
	h.codes[r] = code
	h.text = append(h.text, r)
	return code, true
}

// Write writes the font.
func (h *Hidden) Write(d *Document) Ref {
	nothing := d.stream("", []byte("1000 0 d0"))
	var names, widths, procedures []byte
	for code := 1; code < len(h.text); code++ {
		names = fmt.Appendf(names, "/g%d", code)
		widths = append(widths, "1000 "...)
		procedures = fmt.Appendf(procedures, "/g%d %s", code, nothing)
	}
	unicode := d.packed("", toUnicode(h.text, 2))
	return d.add(fmt.Sprintf("<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/Resources<<>>/CharProcs<<%s>>/Encoding<</Type/Encoding/Differences[1%s]>>/FirstChar 1/LastChar %d/Widths[%s]/ToUnicode %s>>",
		procedures, names, len(h.text)-1, widths, unicode))
}
