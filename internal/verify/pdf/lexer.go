package pdf

import (
	"bytes"
	"encoding/hex"
	"strconv"
)

// The objects of PDF (ISO 32000-2, 7.3): nil, bool, float64, text, name, []any,
// dict, *stream and ref.
type (
	text   string // bytes of a string
	name   string
	dict   map[name]any
	ref    int
	stream struct {
		dict dict
		raw  []byte
	}
	operator string // of a page
)

// lexer reads objects.
type lexer struct {
	data []byte
	at   int
}

func blank(b byte) bool {
	return b == 0 || b == '\t' || b == '\n' || b == '\f' || b == '\r' || b == ' '
}

func delimiter(b byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), b) >= 0 }

// skip passes blanks and comments.
func (l *lexer) skip() {
	for l.at < len(l.data) {
		switch b := l.data[l.at]; {
		case blank(b):
			l.at++
		case b == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// keyword passes a word if it comes next.
func (l *lexer) keyword(word string) bool {
	l.skip()
	end := l.at + len(word)
	if !bytes.HasPrefix(l.data[l.at:], []byte(word)) || end < len(l.data) && !blank(l.data[end]) && !delimiter(l.data[end]) {
		return false
	}
	l.at = end
	return true
}

// word reads up to the next blank or delimiter.
func (l *lexer) word() string {
	from := l.at
	for l.at < len(l.data) && !blank(l.data[l.at]) && !delimiter(l.data[l.at]) {
		l.at++
	}
	return string(l.data[from:l.at])
}

// integer reads a whole number; nothing is passed where there is none.
func (l *lexer) integer() (int, bool) {
	l.skip()
	from := l.at
	n, err := strconv.Atoi(l.word())
	if err != nil || n > 1<<40 || n < -1<<40 {
		l.at = from
		return 0, false
	}
	return n, true
}

// object reads the next one; operators of pages are among them.
func (l *lexer) object(depth int) (any, error) {
	l.skip()
	if l.at >= len(l.data) || depth > maxDepth {
		return nil, ErrBroken
	}
	switch b := l.data[l.at]; {
	case b == '/':
		l.at++
		return l.name(), nil
	case b == '(':
		return l.literal()
	case bytes.HasPrefix(l.data[l.at:], []byte("<<")):
		l.at += 2
		return l.dictionary(depth)
	case b == '<':
		return l.hexadecimal()
	case b == '[':
		l.at++
		return l.array(depth)
	case delimiter(b):
		l.at++
		return nil, ErrBroken
	}
	return l.plain(), nil
}

// plain reads a number, a reference, or a word.
func (l *lexer) plain() any {
	word := l.word()
	switch word {
	case "null":
		return nil
	case "true":
		return true
	case "false":
		return false
	}
	n, err := strconv.ParseFloat(word, 64)
	if err != nil || n != n || n > 1e15 || n < -1e15 {
		return operator(word)
	}
	if n >= 0 && n == float64(int(n)) {
		from := l.at
		if _, ok := l.integer(); ok && l.keyword("R") {
			return ref(int(n))
		}
		l.at = from
	}
	return n
}

func (l *lexer) name() name {
	word := l.word()
	if !bytes.Contains([]byte(word), []byte("#")) {
		return name(word)
	}
	var out []byte
	for n := 0; n < len(word); n++ {
		if word[n] == '#' && n+2 < len(word) {
			if b, err := hex.DecodeString(word[n+1 : n+3]); err == nil {
				out = append(out, b...)
				n += 2
				continue
			}
		}
		out = append(out, word[n])
	}
	return name(out)
}

func (l *lexer) array(depth int) (any, error) {
	out := []any{}
	for {
		l.skip()
		if l.at < len(l.data) && l.data[l.at] == ']' {
			l.at++
			return out, nil
		}
		object, err := l.object(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, object)
	}
}

func (l *lexer) dictionary(depth int) (any, error) {
	out := dict{}
	for {
		l.skip()
		if bytes.HasPrefix(l.data[l.at:], []byte(">>")) {
			l.at += 2
			return out, nil
		}
		if l.at >= len(l.data) || l.data[l.at] != '/' {
			return nil, ErrBroken
		}
		l.at++
		key := l.name()
		value, err := l.object(depth + 1)
		if err != nil {
			return nil, err
		}
		out[key] = value
	}
}

// literal reads a string in parentheses (7.3.4.2).
func (l *lexer) literal() (any, error) {
	var out []byte
	open := 0
	for ; l.at < len(l.data); l.at++ {
		b := l.data[l.at]
		switch b {
		case '(':
			if open++; open == 1 {
				continue
			}
		case ')':
			if open--; open == 0 {
				l.at++
				return text(out), nil
			}
		case '\\':
			out = l.escaped(out)
			continue
		}
		out = append(out, b)
	}
	return nil, ErrBroken
}

// escaped reads what follows a backslash; it ends on its last byte.
func (l *lexer) escaped(out []byte) []byte {
	l.at++
	if l.at >= len(l.data) {
		return out
	}
	switch b := l.data[l.at]; b {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\n':
		return out
	case '\r':
		if l.at+1 < len(l.data) && l.data[l.at+1] == '\n' {
			l.at++
		}
		return out
	default:
		if b < '0' || b > '7' {
			return append(out, b)
		}
		n := 0
		for digits := 0; digits < 3 && l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '7'; digits++ {
			n = n<<3 | int(l.data[l.at]-'0')
			l.at++
		}
		l.at--
		return append(out, byte(n))
	}
}

// hexadecimal reads a string of digits (7.3.4.3).
func (l *lexer) hexadecimal() (any, error) {
	end := bytes.IndexByte(l.data[l.at:], '>')
	if end < 0 {
		return nil, ErrBroken
	}
	digits := bytes.Map(func(r rune) rune {
		if r < 0x80 && blank(byte(r)) {
			return -1
		}
		return r
	}, l.data[l.at+1:l.at+end])
	l.at += end + 1
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	out := make([]byte, len(digits)/2)
	if _, err := hex.Decode(out, digits); err != nil {
		return nil, ErrBroken
	}
	return text(out), nil
}
