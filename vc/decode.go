package vc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of Decode, checked before any other work is done.
const (
	MaxBytes = 256 << 10 // length of the document in bytes
	MaxDepth = 20        // objects and arrays inside one another, the document itself being the first
)

// Malformed says why bytes are not an acceptable JSON object.
type Malformed struct {
	Pointer string // JSON Pointer (RFC 6901) to the place; empty for the document as a whole
	Detail  string // what is wrong, and where it helps what to do
}

func (m *Malformed) Error() string {
	if m.Pointer == "" {
		return "malformed document: " + m.Detail
	}
	return "malformed document at " + m.Pointer + ": " + m.Detail
}

// Decode reads exactly one JSON object. Whatever two readers could understand in two ways is refused, because a
// signature would then cover one reading and a person would see the other: a member named twice, text that is not
// UTF-8, half a surrogate pair, anything after the object. Documents over MaxBytes or MaxDepth are refused unread.
// Numbers keep their spelling as json.Number. The error is always a *Malformed.
func Decode(data []byte) (Object, error) {
	if len(data) > MaxBytes {
		return nil, &Malformed{"", fmt.Sprintf("the document has %d bytes; at most %d are read", len(data), MaxBytes)}
	}
	if !utf8.Valid(data) {
		return nil, &Malformed{"", "the text is not valid UTF-8"}
	}
	p := parser{s: string(data)}
	if o, ok := p.document(); ok {
		return o, nil
	}
	return nil, fault(data, p.twice)
}

// fault says why the parser did not take a document; twice is a member that it met twice. What bounds or breaks the
// whole document comes first.
func fault(data []byte, twice string) error {
	if err := scan(data); err != nil {
		return err
	}
	if !json.Valid(data) {
		return &Malformed{"", "this is not JSON: " + syntaxError(data)}
	}
	if bytes.TrimLeft(data, " \t\r\n")[0] != '{' {
		return &Malformed{"", "the document is JSON, but not an object { … }"}
	}
	return &Malformed{twice, "the member is there twice"}
}

// scan finds too great a depth and half surrogate pairs, which encoding/json would replace without a word.
func scan(data []byte) error {
	depth, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			n, ok := escape(string(data[i:min(i+12, len(data))]))
			if !ok {
				return &Malformed{"", fmt.Sprintf("the escape at byte %d is half of a surrogate pair and stands for no character", i)}
			}
			i += n - 1
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return &Malformed{"", fmt.Sprintf("objects and arrays are nested more than %d deep", MaxDepth)}
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// escape returns the length of the escape sequence that s begins with; ok is false for half a surrogate pair.
// Escapes that are no JSON are left for json.Valid to refuse.
func escape(s string) (n int, ok bool) {
	r, isHex := hexEscape(s)
	if !isHex {
		return 2, true
	}
	if r < 0xD800 || r > 0xDFFF {
		return 6, true
	}
	low, isHex := hexEscape(s[6:])
	return 12, r < 0xDC00 && isHex && low >= 0xDC00 && low <= 0xDFFF
}

func hexEscape(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}

func syntaxError(data []byte) string {
	var v any
	err := json.Unmarshal(data, &v)
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Sprintf("%s (at byte %d)", s.Error(), s.Offset)
	}
	return "it cannot be read"
}

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// Pointer writes the JSON Pointer (RFC 6901) of a path: Pointer("a", "0") is "/a/0".
func Pointer(path ...string) string {
	var b strings.Builder
	for _, p := range path {
		b.WriteByte('/')
		b.WriteString(pointerEscape.Replace(p))
	}
	return b.String()
}
