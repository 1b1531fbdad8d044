package bake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// ErrNotSVG says that bytes are not an SVG picture in UTF-8.
var ErrNotSVG = errors.New("this is not an SVG picture in UTF-8")

// Bounds of an SVG picture, checked before or while it is read.
const (
	MaxSVG      = 4 << 20 // bytes
	MaxSVGDepth = 256     // elements inside one another
)

const (
	namespace3   = "https://purl.imsglobal.org/ob/v3p0"
	namespace2   = "http://openbadges.org"
	namespaceSVG = "http://www.w3.org/2000/svg"
	declaration  = "xmlns:openbadges"
	undeclared   = "openbadges" // what encoding/xml takes for the namespace of a prefix that nobody declared
)

// isSVG says whether bytes could be an SVG picture: text that begins with a tag.
func isSVG(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	return len(data) > 0 && data[0] == '<'
}

// SVG returns the picture with the credential in it: an element openbadges:credential right behind the tag svg, which
// declares the namespace (Open Badges 3.0, Baked Badges, SVG). JSON is written as character data, a compact JWS into
// the attribute verify. Badges that were in the picture are left out; everything else stays as it is. Errors wrap
// ErrNotSVG or ErrBroken; a picture with a document type is refused, because it can say things that other programs
// read in other ways.
func SVG(svg, credential []byte) ([]byte, error) {
	payload, err := read(OpenBadges3, credential)
	if err != nil {
		return nil, errForm
	}
	element, err := payload.element()
	if err != nil {
		return nil, err
	}
	d, err := survey(svg)
	if err != nil {
		return nil, fmt.Errorf("bake: %w", err)
	}
	root, err := d.declare(svg[d.root.start:d.root.end])
	if err != nil {
		return nil, fmt.Errorf("bake: %w", err)
	}
	out := make([]byte, 0, len(svg)+len(element)+128)
	out = append(out, svg[:d.root.start]...)
	if name, empty := bytes.CutSuffix(root, []byte("/>")); empty {
		out = append(append(append(out, bytes.TrimRight(name, " \t\r\n")...), '>'), element...)
		out = append(out, "</"+d.name+">"...)
	} else {
		out = append(append(out, root...), element...)
	}
	rest := d.root.end
	for _, b := range d.badges {
		out = append(out, svg[rest:b.start]...)
		rest = b.end
	}
	return append(out, svg[rest:]...), nil
}

// element writes a payload of Open Badges 3.0 as XML.
func (p Payload) element() ([]byte, error) {
	if p.Form == JWT {
		return []byte(`<openbadges:credential verify="` + string(p.Data) + `"></openbadges:credential>`), nil
	}
	for _, r := range string(p.Data) {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return nil, fmt.Errorf("bake: the credential has the character %U, which XML cannot carry", r)
		}
	}
	text := strings.ReplaceAll(string(p.Data), "]]>", "]]]]><![CDATA[>")
	return []byte("<openbadges:credential><![CDATA[" + text + "]]></openbadges:credential>"), nil
}

func extractSVG(svg []byte) (Payload, error) {
	d, err := survey(svg)
	if err != nil {
		return Payload{}, err
	}
	switch len(d.badges) {
	case 0:
		return Payload{}, ErrNoBadge
	case 1:
		return d.badges[0].payload()
	}
	return Payload{}, fmt.Errorf("%w: it carries more than one badge", ErrBroken)
}

// document is what baking needs to know of an SVG picture.
type document struct {
	root   span   // the tag svg
	name   string // as it is written, with a prefix if it has one
	badges []badge
}

// span is a part of a file, from start to before end.
type span struct{ start, end int64 }

// badge is an element of one of the known places.
type badge struct {
	span
	standard Standard
	verify   []string // the values of its attribute verify
	text     []byte   // character data in it
	odd      bool     // in it are other things than text, or it is not right inside of svg
}

// payload reads the content of a badge's element. Of Open Badges 2.0 the body counts, and verify is the address of the
// same assertion; of the others exactly one of both is there.
func (b badge) payload() (Payload, error) {
	body := bytes.TrimSpace(b.text)
	switch {
	case b.odd || len(b.verify) > 1:
		return Payload{}, fmt.Errorf("%w: the element of the badge holds other things than a badge", ErrBroken)
	case len(b.verify) == 0:
		return read(b.standard, body)
	case len(body) == 0:
		p, err := read(b.standard, []byte(b.verify[0]))
		if err == nil && p.Form == JSON {
			return Payload{}, fmt.Errorf("%w: the attribute verify of the badge holds JSON", ErrBroken)
		}
		return p, err
	case b.standard == OpenBadges2:
		if compact.MatchString(b.verify[0]) {
			return Payload{}, fmt.Errorf("%w: it carries a signed badge and another one", ErrBroken)
		}
		return read(b.standard, body)
	}
	return Payload{}, fmt.Errorf("%w: it carries more than one badge", ErrBroken)
}

// survey reads an SVG picture through and finds the badges in it.
func survey(svg []byte) (document, error) {
	var d document
	if len(svg) > MaxSVG {
		return d, fmt.Errorf("%w: it has %d bytes; at most %d are read", ErrBroken, len(svg), MaxSVG)
	}
	if !isSVG(svg) || !utf8.Valid(svg) {
		return d, ErrNotSVG
	}
	x := xml.NewDecoder(bytes.NewReader(svg))
	var within *badge // the badge being read
	for depth, inner := 0, 0; ; {
		start := x.InputOffset()
		token, err := x.Token()
		if errors.Is(err, io.EOF) && d.root.end > 0 {
			return d, nil
		}
		if err != nil {
			return d, d.broken(err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return d, fmt.Errorf("%w: it has a document type (<!DOCTYPE …>). Save it without one", ErrBroken)
		case xml.StartElement:
			if t.Name.Space == undeclared { // which would become a badge as soon as the prefix is declared
				return d, fmt.Errorf("%w: it uses the prefix openbadges without saying what that means", ErrBroken)
			}
			if depth == 0 {
				if err := d.begin(t, span{start, x.InputOffset()}, svg); err != nil {
					return d, err
				}
			}
			if depth++; depth > MaxSVGDepth {
				return d, fmt.Errorf("%w: its elements are nested deeper than %d", ErrBroken, MaxSVGDepth)
			}
			if within != nil {
				within.odd = true
			} else if within = begun(t, start); within != nil {
				within.odd, inner = depth != 2, depth
			}
		case xml.EndElement:
			if within != nil && depth == inner {
				within.end = x.InputOffset()
				d.badges, within = append(d.badges, *within), nil
			}
			depth--
		case xml.CharData:
			if within != nil {
				within.text = append(within.text, t...)
			}
		default:
			if within != nil {
				within.odd = true
			}
		}
	}
}

// begin takes the first tag, which has to be svg and the only one of its level.
func (d *document) begin(t xml.StartElement, at span, svg []byte) error {
	if d.root.end > 0 {
		return fmt.Errorf("%w: something follows the end of the picture", ErrBroken)
	}
	if t.Name.Local != "svg" || t.Name.Space != namespaceSVG && t.Name.Space != "" {
		return ErrNotSVG
	}
	d.root = at
	tag := svg[at.start+1 : at.end]
	d.name = string(tag[:bytes.IndexAny(tag, " \t\r\n/>")])
	return nil
}

// broken says where XML is not well-formed, without the names in it.
func (d *document) broken(err error) error {
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		err = fmt.Errorf("it is not well-formed XML on line %d", syntax.Line)
	}
	if d.root.end == 0 {
		return fmt.Errorf("%w: %w", ErrNotSVG, err)
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}

// begun is the badge that a tag begins, or nil.
func begun(t xml.StartElement, start int64) *badge {
	for _, p := range places {
		if t.Name.Space != p.namespace || t.Name.Local != p.element {
			continue
		}
		b := &badge{span: span{start: start}, standard: p.standard}
		for _, a := range t.Attr {
			if a.Name == (xml.Name{Local: "verify"}) {
				b.verify = append(b.verify, a.Value)
			}
		}
		return b
	}
	return nil
}

// declare gives the tag svg the namespace of Open Badges 3.0. The one of 2.0 is replaced, for its badges go.
func (d *document) declare(tag []byte) ([]byte, error) {
	attributes, err := attributes(tag[1+len(d.name):])
	if err != nil {
		return nil, err
	}
	var found []attribute
	for _, a := range attributes {
		if a.name == declaration {
			found = append(found, a)
		}
	}
	if len(found) == 0 {
		return bytes.Join([][]byte{tag[:1+len(d.name)], tag[1+len(d.name):]}, []byte(` `+declaration+`="`+namespace3+`"`)), nil
	}
	a := found[0]
	from, to := 1+len(d.name)+a.start, 1+len(d.name)+a.end
	if value := string(tag[from:to]); len(found) > 1 || value != namespace3 && value != namespace2 {
		return nil, fmt.Errorf("%w: it uses the prefix openbadges for something else", ErrBroken)
	}
	return bytes.Join([][]byte{tag[:from], tag[to:]}, []byte(namespace3)), nil
}

// attribute is one attribute of a tag; start and end enclose its value in the text that was read.
type attribute struct {
	name       string
	start, end int
}

// attributes reads what follows the name in a tag that is well formed.
func attributes(s []byte) ([]attribute, error) {
	var list []attribute
	for at := 0; ; {
		at += len(s[at:]) - len(bytes.TrimLeft(s[at:], " \t\r\n"))
		equals := bytes.IndexByte(s[at:], '=')
		if equals < 0 || s[at] == '/' || s[at] == '>' {
			return list, nil
		}
		name := string(bytes.TrimRight(s[at:at+equals], " \t\r\n"))
		at += equals + 1
		at += len(s[at:]) - len(bytes.TrimLeft(s[at:], " \t\r\n"))
		if at == len(s) || s[at] != '"' && s[at] != '\'' {
			return nil, fmt.Errorf("%w: an attribute of the tag svg has no quotes", ErrBroken)
		}
		size := bytes.IndexByte(s[at+1:], s[at])
		if size < 0 {
			return nil, fmt.Errorf("%w: an attribute of the tag svg does not end", ErrBroken)
		}
		list = append(list, attribute{name, at + 1, at + 1 + size})
		at += size + 2
	}
}
