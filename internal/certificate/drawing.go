package certificate

import (
	"fmt"
	"strings"

	"laurel/internal/certificate/pdf"
)

// drawing turns an SVG into operators of PDF.
type drawing struct {
	ids      map[string]*element
	out      []byte
	patterns []string // resources: gradients, by P and their place
	states   []string // and opacities, by G
	forms    map[string]*pdf.Form
	matrix   matrix // from where the operators stand to the form's space
	box      [2]float64
}

// form reads the vectors of a picture of a badge. errDrawing says that it has
// parts that only pixels show.
func form(svg []byte) (*pdf.Form, error) {
	root, ids, err := readSVG(svg)
	if err != nil {
		return nil, err
	}
	view, err := root.numbers("viewBox", 4)
	if err != nil {
		return nil, err
	}
	if !(view[2] > 0 && view[3] > 0) {
		return nil, errDrawing
	}
	d := &drawing{ids: ids, matrix: identity, box: [2]float64{view[2], view[3]}}
	if view[0] != 0 || view[1] != 0 {
		d.concat(matrix{1, 0, 0, 1, -view[0], -view[1]})
	}
	if err := d.all(root.inner); err != nil {
		return nil, err
	}
	return d.form(), nil
}

func (d *drawing) form() *pdf.Form {
	var resources strings.Builder
	dictionary := func(kind, letter string, entries []string) {
		if len(entries) == 0 {
			return
		}
		resources.WriteString(kind + "<<")
		for n, entry := range entries {
			fmt.Fprintf(&resources, "/%s%d%s", letter, n, entry)
		}
		resources.WriteString(">>")
	}
	dictionary("/Pattern", "P", d.patterns)
	dictionary("/ExtGState", "G", d.states)
	return &pdf.Form{
		Width: d.box[0], Height: d.box[1], Matrix: identity, Resources: resources.String(), Forms: d.forms, Packed: pdf.Pack(d.out),
	}
}

func (d *drawing) put(format string, args ...any) { d.out = fmt.Appendf(d.out, format, args...) }

func (d *drawing) concat(m matrix) {
	d.put("%.6g %.6g %.6g %.6g %.6g %.6g cm\n", m[0], m[1], m[2], m[3], m[4], m[5])
	d.matrix = d.matrix.after(m)
}

func (d *drawing) all(elements []*element) error {
	for _, e := range elements {
		var err error
		switch e.name {
		case "defs":
		case "g":
			err = d.group(e)
		case "path":
			err = d.path(e)
		default:
			err = fmt.Errorf("%w: <%.20s>", errDrawing, e.name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// group draws what is in a group. An opacity that is not for one plain shape
// is that of the group as a whole.
func (d *drawing) group(e *element) error {
	for _, name := range []string{"mask", "filter"} {
		if e.attrs[name] != "" {
			return fmt.Errorf("%w: a %s", errDrawing, name)
		}
	}
	opacity, err := e.number("opacity", 1)
	if err != nil {
		return err
	}
	if mode := e.attrs["mix-blend-mode"] + e.attrs["style"]; mode != "" {
		return fmt.Errorf("%w: a style", errDrawing)
	}
	m, err := e.transform("transform")
	if err != nil {
		return err
	}
	outside := d.matrix
	d.put("q ")
	d.concat(m)
	if err := d.clip(e.attrs["clip-path"]); err != nil {
		return err
	}
	if opacity < 1 {
		err = d.faint(e, opacity)
	} else {
		err = d.all(e.inner)
	}
	d.put("Q\n")
	d.matrix = outside
	return err
}

// faint draws a group as a drawing of its own, put on the page with an opacity.
// Its space is that of the whole picture, so that gradients fall into place.
func (d *drawing) faint(e *element, opacity float64) error {
	inner := &drawing{ids: d.ids, matrix: identity, box: d.box}
	inner.concat(d.matrix)
	if err := inner.all(e.inner); err != nil {
		return err
	}
	f := inner.form()
	f.Group = true
	if d.forms == nil {
		d.forms = map[string]*pdf.Form{}
	}
	name := pdf.FormName(len(d.forms))
	d.forms[name] = f
	back, ok := d.matrix.inverse()
	if !ok {
		return fmt.Errorf("%w: a flat transform", errDrawing)
	}
	d.put("q %.8g %.8g %.8g %.8g %.6g %.6g cm /%s gs /%s Do Q\n", back[0], back[1], back[2], back[3], back[4], back[5], d.state(opacity, opacity), name)
	return nil
}

func (m matrix) inverse() (matrix, bool) {
	det := m[0]*m[3] - m[1]*m[2]
	if det == 0 {
		return identity, false
	}
	return matrix{
		m[3] / det, -m[1] / det, -m[2] / det, m[0] / det,
		(m[2]*m[5] - m[3]*m[4]) / det, (m[1]*m[4] - m[0]*m[5]) / det,
	}, true
}

// state is the name of an opacity of fills and strokes.
func (d *drawing) state(fill, stroke float64) string {
	entry := fmt.Sprintf("<</ca %.4g/CA %.4g>>", fill, stroke)
	for n, there := range d.states {
		if there == entry {
			return fmt.Sprintf("G%d", n)
		}
	}
	d.states = append(d.states, entry)
	return fmt.Sprintf("G%d", len(d.states)-1)
}

// reference finds what url(#id) leads to.
func (d *drawing) reference(value string) (*element, error) {
	id, ok := strings.CutPrefix(value, "url(#")
	id, closed := strings.CutSuffix(id, ")")
	if e := d.ids[id]; ok && closed && e != nil {
		return e, nil
	}
	return nil, fmt.Errorf("%w: the reference %.20q", errDrawing, value)
}

// clip keeps what follows within the shapes of a clipPath.
func (d *drawing) clip(value string) error {
	if value == "" {
		return nil
	}
	e, err := d.reference(value)
	if err != nil {
		return err
	}
	m, err := e.transform("transform")
	if err != nil || e.name != "clipPath" || e.attrs["clipPathUnits"] == "objectBoundingBox" || e.attrs["clip-path"] != "" {
		return fmt.Errorf("%w: a clip", errDrawing)
	}
	rule, some := "W n\n", false
	for _, shape := range e.inner {
		if shape.name != "path" || len(e.inner) > 1 && shape.attrs["clip-rule"] == "evenodd" {
			return fmt.Errorf("%w: a clip", errDrawing)
		}
		own, err := shape.transform("transform")
		if err != nil {
			return err
		}
		segments, err := pathOf(shape.attrs["d"], m.after(own))
		if err != nil {
			return err
		}
		if shape.attrs["clip-rule"] == "evenodd" {
			rule = "W* n\n"
		}
		d.out, some = appendPath(d.out, segments, 4), true
	}
	if !some {
		d.put("0 0 0 0 re ")
	}
	d.put("%s", rule)
	return nil
}
