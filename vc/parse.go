package vc

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parser reads JSON (RFC 8259) that is valid UTF-8. Texts and numbers of what it returns are parts of the document.
type parser struct {
	s     string
	at    int
	depth int
	path  []string // to the member or element being read
	twice string   // JSON Pointer of the first member that is there twice
}

// document reads the one object that the document has to be; false when it is not that, or not acceptable. Decode
// says why.
func (p *parser) document() (Object, bool) {
	p.space()
	if p.at == len(p.s) || p.s[p.at] != '{' {
		return nil, false
	}
	v, ok := p.value()
	p.space()
	if !ok || p.at < len(p.s) {
		return nil, false
	}
	return v.(Object), true
}

func (p *parser) space() {
	for p.at < len(p.s) {
		switch p.s[p.at] {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return
		}
	}
}

// skip takes one character if it comes next, after space.
func (p *parser) skip(c byte) bool {
	p.space()
	if p.at < len(p.s) && p.s[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *parser) value() (any, bool) {
	p.space()
	if p.at == len(p.s) {
		return nil, false
	}
	switch p.s[p.at] {
	case '{':
		return p.nested(p.object)
	case '[':
		return p.nested(p.array)
	case '"':
		return p.text()
	case 't':
		return true, p.word("true")
	case 'f':
		return false, p.word("false")
	case 'n':
		return nil, p.word("null")
	}
	return p.number()
}

func (p *parser) nested(read func() (any, bool)) (any, bool) {
	p.at++
	p.depth++
	if p.depth > MaxDepth {
		return nil, false
	}
	v, ok := read()
	p.depth--
	return v, ok
}

func (p *parser) object() (any, bool) {
	o := Object{}
	if p.skip('}') {
		return o, true
	}
	for {
		p.space()
		name, ok := p.text()
		if !ok || !p.skip(':') {
			return nil, false
		}
		p.path = append(p.path, name)
		if _, there := o[name]; there {
			p.twice = Pointer(p.path...)
			return nil, false
		}
		if o[name], ok = p.value(); !ok {
			return nil, false
		}
		p.path = p.path[:len(p.path)-1]
		if p.skip('}') {
			return o, true
		}
		if !p.skip(',') {
			return nil, false
		}
	}
}

func (p *parser) array() (any, bool) {
	a := []any{}
	if p.skip(']') {
		return a, true
	}
	for {
		p.path = append(p.path, strconv.Itoa(len(a)))
		v, ok := p.value()
		if !ok {
			return nil, false
		}
		a = append(a, v)
		p.path = p.path[:len(p.path)-1]
		if p.skip(']') {
			return a, true
		}
		if !p.skip(',') {
			return nil, false
		}
	}
}

func (p *parser) word(w string) bool {
	ok := strings.HasPrefix(p.s[p.at:], w)
	p.at += len(w)
	return ok
}

func (p *parser) digits() bool {
	start := p.at
	for p.at < len(p.s) && p.s[p.at] >= '0' && p.s[p.at] <= '9' {
		p.at++
	}
	return p.at > start
}

// one takes one of some characters if it comes next.
func (p *parser) one(of string) bool {
	if p.at < len(p.s) && strings.IndexByte(of, p.s[p.at]) >= 0 {
		p.at++
		return true
	}
	return false
}

func (p *parser) number() (any, bool) {
	start := p.at
	p.one("-")
	if !p.one("0") && !p.digits() {
		return nil, false
	}
	if p.one(".") && !p.digits() {
		return nil, false
	}
	if p.one("eE") {
		p.one("+-")
		if !p.digits() {
			return nil, false
		}
	}
	return json.Number(p.s[start:p.at]), true
}

// text reads a string. One without escapes is a part of the document.
func (p *parser) text() (string, bool) {
	if !p.one(`"`) {
		return "", false
	}
	start := p.at
	for ; p.at < len(p.s); p.at++ {
		switch c := p.s[p.at]; {
		case c == '"':
			p.at++
			return p.s[start : p.at-1], true
		case c == '\\':
			return p.escaped([]byte(p.s[start:p.at]))
		case c < ' ':
			return "", false
		}
	}
	return "", false
}

// escaped reads the rest of a string from its first escape on.
func (p *parser) escaped(b []byte) (string, bool) {
	for p.at < len(p.s) {
		switch c := p.s[p.at]; {
		case c == '"':
			p.at++
			return string(b), true
		case c < ' ':
			return "", false
		case c != '\\':
			b = append(b, c)
			p.at++
		default:
			r, n := unescape(p.s[p.at:])
			if n == 0 {
				return "", false
			}
			b = utf8.AppendRune(b, r)
			p.at += n
		}
	}
	return "", false
}

// unescape returns the character of the escape sequence that s begins with, and the length of the sequence: 0 when it
// is none, or half of a surrogate pair.
func unescape(s string) (r rune, n int) {
	if len(s) < 2 {
		return 0, 0
	}
	if i := strings.IndexByte(`"\/bfnrt`, s[1]); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), 2
	}
	r, isHex := hexEscape(s)
	if !isHex || r >= 0xDC00 && r <= 0xDFFF {
		return 0, 0
	}
	if r < 0xD800 || r > 0xDFFF {
		return r, 6
	}
	low, isHex := hexEscape(s[6:])
	if !isHex || low < 0xDC00 || low > 0xDFFF {
		return 0, 0
	}
	return 0x10000 + (r-0xD800)<<10 + low - 0xDC00, 12
}
