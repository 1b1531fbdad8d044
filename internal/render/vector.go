package render

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The bounds of vectors that are kept.
const (
	maxKept         = 1 << 20  // bytes
	maxKeptDepth    = 200      // of elements in each other
	maxKeptElements = 60_000   //
	maxKeptImages   = 16       // embedded pictures
	maxKeptPixels   = 16 << 20 // of all of them
)

// Vector returns the vectors of an uploaded SVG in a form that may be handed
// out: it is simplified and then written anew, element by element, attribute by
// attribute, from a list of what is harmless. No byte of the file is copied as
// it came: numbers are read and written, names of parts are ours, embedded
// pictures are decoded and encoded. Nothing in it runs, and nothing in it
// refers to anything outside.
//
// It returns nil for a PNG or JPEG, and for an SVG that cannot be written that
// way without looking different: then only its pixels are kept. The error is a
// *Refused where Picture refuses the file as well.
func (e *Engine) Vector(ctx context.Context, data []byte) ([]byte, error) {
	kind, err := kindOf(data)
	if err != nil || kind != "image/svg+xml" {
		return nil, err
	}
	simple, err := e.Simplify(ctx, data)
	if err != nil {
		return nil, err
	}
	release, err := e.slot(ctx) // for embedded pictures
	if err != nil {
		return nil, err
	}
	defer release()
	clean, err := rewrite(simple)
	if errors.Is(err, errUnlisted) {
		return nil, nil
	}
	return clean, err
}

// errUnlisted is the answer to everything that the list does not know.
var errUnlisted = errors.New("not on the list of what vectors may hold")

func unlisted(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errUnlisted, fmt.Sprintf(format, args...))
}

// rewriter writes one simplified SVG anew.
type rewriter struct {
	out      bytes.Buffer
	names    map[string]string // the file's names of parts and ours
	defined  map[string]bool   // by our names
	used     map[string]bool
	images   int
	pixels   int
	elements int
}

// rewrite reads a simplified SVG and writes what vectorElements lists. The
// error wraps errUnlisted for everything else.
func rewrite(simple []byte) ([]byte, error) {
	r := &rewriter{names: map[string]string{}, defined: map[string]bool{}, used: map[string]bool{}}
	d := xml.NewDecoder(bytes.NewReader(simple))
	var open []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, unlisted("%v", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := r.start(t, open); err != nil {
				return nil, err
			}
			open = append(open, t.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
			r.out.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			if strings.TrimSpace(string(t)) != "" {
				return nil, unlisted("text")
			}
		default:
			return nil, unlisted("%T", t)
		}
		if r.out.Len() > maxKept {
			return nil, unlisted("more than %d bytes", maxKept)
		}
	}
	for name := range r.used {
		if !r.defined[name] {
			return nil, unlisted("a name without a part")
		}
	}
	if r.elements == 0 {
		return nil, unlisted("nothing")
	}
	return r.out.Bytes(), nil
}

// start writes the tag that begins an element.
func (r *rewriter) start(t xml.StartElement, open []string) error {
	r.elements++
	name := t.Name.Local
	attributes, listed := vectorElements[name]
	switch {
	case !listed || t.Name.Space != svgNamespace:
		return unlisted("<%s>", name)
	case (name == "svg") != (len(open) == 0):
		return unlisted("<svg> within, or something else around")
	case len(open) >= maxKeptDepth || r.elements > maxKeptElements:
		return unlisted("too many elements")
	case name == "svg":
		return r.root(t)
	}
	r.out.WriteString("<" + name)
	for _, a := range t.Attr {
		if a.Name.Space != "" && a.Name.Space != "http://www.w3.org/1999/xlink" {
			return unlisted("%s:%s", a.Name.Space, a.Name.Local)
		}
		write, listed := attributes[a.Name.Local]
		if !listed {
			return unlisted("<%s %s>", name, a.Name.Local)
		}
		value, err := write(r, a.Value)
		if err != nil {
			return fmt.Errorf("<%s %s>: %w", name, a.Name.Local, err)
		}
		r.out.WriteString(" " + a.Name.Local + `="` + value + `"`)
	}
	r.out.WriteByte('>')
	return nil
}

// root writes the outermost tag: the view, and a size of at most keptSide.
func (r *rewriter) root(t xml.StartElement) error {
	var size [2]float64
	view, aspect := "", ""
	for _, a := range t.Attr {
		var err error
		switch a.Name.Local {
		case "width":
			size[0], err = strconv.ParseFloat(a.Value, 32)
		case "height":
			size[1], err = strconv.ParseFloat(a.Value, 32)
		case "viewBox":
			view, err = numbers(4, 4)(r, a.Value)
		case "preserveAspectRatio":
			aspect, err = aspectRatio(r, a.Value)
		case "xmlns", "xlink": // written by us, or not needed
		default:
			err = unlisted("<svg %s>", a.Name.Local)
		}
		if err != nil {
			return unlisted("<svg %s>: %v", a.Name.Local, err)
		}
	}
	if _, err := fitting(size[0], size[1]); err != nil || view == "" {
		return unlisted("no size")
	}
	if longer := max(size[0], size[1]); longer > keptSide {
		size[0], size[1] = size[0]*keptSide/longer, size[1]*keptSide/longer
	}
	fmt.Fprintf(&r.out, `<svg xmlns="%s" width="%s" height="%s" viewBox="%s"`, svgNamespace, decimal(size[0]), decimal(size[1]), view)
	if aspect != "" {
		r.out.WriteString(` preserveAspectRatio="` + aspect + `"`)
	}
	r.out.WriteByte('>')
	return nil
}

// Titled gives vectors that were written here, by Vector or by a designer, a
// title for those who do not see them.
func Titled(svg []byte, title string) ([]byte, error) {
	root, rest, found := bytes.Cut(svg, []byte(">"))
	if !found || !bytes.HasPrefix(root, []byte("<svg ")) || bytes.HasSuffix(root, []byte("/")) {
		return nil, errors.New("give vectors a title: they do not begin with the tag svg")
	}
	var b bytes.Buffer
	b.Write(root)
	b.WriteString(` role="img"><title>`)
	if err := xml.EscapeText(&b, []byte(title)); err != nil {
		return nil, err
	}
	b.WriteString("</title>")
	b.Write(rest)
	return b.Bytes(), nil
}
