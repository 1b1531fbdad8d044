package certificate

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// maxDrawing bounds the elements of an SVG that is read.
const maxDrawing = 20_000

// errDrawing is a part of an SVG that is not drawn as vectors here.
var errDrawing = errors.New("the SVG has parts that are not drawn as vectors")

// element is one of an SVG as render.Engine.Simplify writes it.
type element struct {
	name  string
	attrs map[string]string
	inner []*element
}

// readSVG reads the elements of an SVG and finds those with an id.
func readSVG(svg []byte) (root *element, ids map[string]*element, err error) {
	root, ids = &element{}, map[string]*element{}
	open := []*element{root}
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for count := 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if count++; count > maxDrawing || len(open) > 100 {
				return nil, nil, errDrawing
			}
			e := &element{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			if id := e.attrs["id"]; id != "" {
				ids[id] = e
			}
			last := open[len(open)-1]
			last.inner = append(last.inner, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
	if len(root.inner) != 1 || root.inner[0].name != "svg" {
		return nil, nil, errDrawing
	}
	return root.inner[0], ids, nil
}

// number reads an attribute; missing is what stands for none.
func (e *element) number(name string, missing float64) (float64, error) {
	s, there := e.attrs[name]
	if !there {
		return missing, nil
	}
	return finite(s)
}

func finite(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e7 {
		return 0, fmt.Errorf("%w: the number %.20q", errDrawing, s)
	}
	return v, nil
}

// numbers reads so many of an attribute, with blanks or commas between.
func (e *element) numbers(name string, count int) ([]float64, error) {
	fields := strings.FieldsFunc(e.attrs[name], func(r rune) bool { return r == ' ' || r == ',' || r == '\n' })
	if len(fields) != count {
		return nil, fmt.Errorf("%w: %s has not %d numbers", errDrawing, name, count)
	}
	out := make([]float64, count)
	for n, field := range fields {
		var err error
		if out[n], err = finite(field); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// matrix maps x and y to a·x+c·y+e and b·x+d·y+f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// transform reads an attribute of matrix(a b c d e f).
func (e *element) transform(name string) (matrix, error) {
	value, there := e.attrs[name]
	if !there {
		return identity, nil
	}
	inner, ok := strings.CutPrefix(value, "matrix(")
	inner, closed := strings.CutSuffix(inner, ")")
	if !ok || !closed {
		return identity, fmt.Errorf("%w: a transform that is no matrix", errDrawing)
	}
	of := &element{attrs: map[string]string{"m": inner}}
	numbers, err := of.numbers("m", 6)
	if err != nil {
		return identity, err
	}
	return matrix(numbers), nil
}

// after is first other, then m.
func (m matrix) after(other matrix) matrix {
	return matrix{
		m[0]*other[0] + m[2]*other[1], m[1]*other[0] + m[3]*other[1],
		m[0]*other[2] + m[2]*other[3], m[1]*other[2] + m[3]*other[3],
		m[0]*other[4] + m[2]*other[5] + m[4], m[1]*other[4] + m[3]*other[5] + m[5],
	}
}

func (m matrix) point(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// pathOf reads path data of absolute M, L, Q, C and Z; a curve of the second
// degree becomes one of the third.
func pathOf(data string, m matrix) (out []segment, err error) {
	fields := strings.Fields(data)
	var x, y float64
	for at := 0; at < len(fields); {
		op := fields[at]
		n, known := map[string]int{"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}[op]
		if !known || at+n >= len(fields) {
			return nil, fmt.Errorf("%w: the path command %.10q", errDrawing, op)
		}
		var p [6]float64
		for i := range n {
			if p[i], err = finite(fields[at+1+i]); err != nil {
				return nil, err
			}
		}
		at += 1 + n
		for i := 0; i < n; i += 2 {
			p[i], p[i+1] = m.point(p[i], p[i+1])
		}
		if op == "Q" {
			p = [6]float64{x + (p[0]-x)*2/3, y + (p[1]-y)*2/3, p[2] + (p[0]-p[2])*2/3, p[3] + (p[1]-p[3])*2/3, p[2], p[3]}
			op, n = "C", 6
		}
		if n > 0 {
			x, y = p[n-2], p[n-1]
		}
		out = append(out, segment{op[0], p})
	}
	return out, nil
}

// box is the smallest rectangle around a path.
func box(segments []segment) (left, top, right, bottom float64) {
	left, top, right, bottom = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	to := func(x, y float64) {
		left, right = min(left, x), max(right, x)
		top, bottom = min(top, y), max(bottom, y)
	}
	var x, y float64
	for _, s := range segments {
		p := s.points
		if s.op == 'C' {
			const steps = 16 // of a curve: near enough
			for n := 1; n < steps; n++ {
				t := float64(n) / steps
				u := 1 - t
				to(u*u*u*x+3*u*u*t*p[0]+3*u*t*t*p[2]+t*t*t*p[4], u*u*u*y+3*u*u*t*p[1]+3*u*t*t*p[3]+t*t*t*p[5])
			}
		}
		if n := s.count(); n > 0 {
			x, y = p[n-2], p[n-1]
			to(x, y)
		}
	}
	return left, top, right, bottom
}
