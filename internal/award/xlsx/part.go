package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// part reads one XML file of a workbook. It goes by local names alone: the
// strict and the transitional form differ in their namespaces only.
type part struct {
	xml    *xml.Decoder
	pace   *pace
	path   []string // names of the elements that are open
	closer io.Closer
}

// element is a start tag.
type element xml.StartElement

// get returns an attribute, or "".
func (e element) get(name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func newPart(r io.Reader, closer io.Closer) *part {
	in := &pace{r: r}
	return &part{xml: xml.NewDecoder(in), pace: in, closer: closer}
}

// pace fails when one tag or text is longer than maxToken: the decoder holds
// it in memory.
type pace struct {
	r    io.Reader
	left int
}

func (p *pace) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if p.left -= n; p.left < 0 {
		return 0, errors.New("tag or text is too long")
	}
	return n, err
}

// next returns the next tag or text; io.EOF at the end.
func (p *part) next() (xml.Token, error) {
	p.pace.left = maxToken
	token, err := p.xml.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case xml.StartElement:
		if len(p.path) == maxDepth {
			return nil, errors.New("elements are nested too deeply")
		}
		p.path = append(p.path, t.Name.Local)
	case xml.EndElement:
		p.path = p.path[:len(p.path)-1]
	}
	return token, nil
}

// within tells whether the innermost open element is the last of names, in
// those before it.
func (p *part) within(names ...string) bool { return slices.Equal(p.path, names) }

// skip reads to the end of the innermost open element.
func (p *part) skip() error {
	for depth := len(p.path); len(p.path) >= depth; {
		if _, err := p.next(); err != nil {
			return unexpected(err)
		}
	}
	return nil
}

// text reads to the end of the innermost open element and returns the text in
// it: that of its own, or of its texts and runs, without the reading aids of
// East Asian languages (section 18.4.6).
func (p *part) text() (string, error) {
	var b strings.Builder
	inner := len(p.path)
	for len(p.path) >= inner {
		token, err := p.next()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if name := t.Name.Local; name != "r" && name != "t" {
				err = p.skip()
			}
		case xml.CharData:
			if last := p.path[len(p.path)-1]; len(p.path) == inner && last != "si" && last != "is" || last == "t" {
				b.Write(t)
			}
		}
		if err != nil {
			return "", err
		}
		if b.Len() > maxToken {
			return "", errors.New("text is too long")
		}
	}
	return unescape(b.String()), nil
}

// each calls do with every start tag of a file.
func (w *Workbook) each(name string, do func(*part, element) error) error {
	p, err := w.open(name)
	if err != nil {
		return err
	}
	defer p.closer.Close()
	for {
		token, err := p.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if tag, starts := token.(xml.StartElement); starts {
			if err := do(p, element(tag)); err != nil {
				return err
			}
		}
	}
}

// unexpected is what an end of the file is inside of an element.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// unescape undoes _x000D_, how texts hold the characters that XML cannot
// (section 22.9.2.19).
func unescape(s string) string {
	at := strings.Index(s, "_x")
	if at < 0 {
		return s
	}
	var b strings.Builder
	for ; at >= 0; at = strings.Index(s, "_x") {
		b.WriteString(s[:at])
		s = s[at:]
		if c, ok := escaped(s); ok {
			b.WriteRune(c)
			s = s[len("_x000D_"):]
		} else {
			b.WriteString("_x")
			s = s[2:]
		}
	}
	b.WriteString(s)
	return b.String()
}

func escaped(s string) (c rune, ok bool) {
	if len(s) < len("_x000D_") || s[6] != '_' {
		return 0, false
	}
	for _, digit := range []byte(s[2:6]) {
		at := strings.IndexByte("0123456789abcdef", digit|0x20)
		if at < 0 || digit < '0' {
			return 0, false
		}
		c = c<<4 | rune(at)
	}
	return c, true
}
