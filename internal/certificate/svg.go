package certificate

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// svg draws the sheet for a screen. Text is drawn as outlines, as it is printed.
func (s *sheet) svg() ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%gmm" height="%gmm"><path fill="#fff" d="M0 0H%gV%gH0Z"/>`,
		s.width, s.height, s.width, s.height, s.width, s.height)
	for _, m := range s.marks {
		switch {
		case m.frame != nil:
			for _, p := range m.frame.paths {
				svgPath(&out, p, "")
			}
		case m.path != nil:
			svgPath(&out, m.path, "")
		case m.run != nil:
			if err := svgRun(&out, m.run); err != nil {
				return nil, err
			}
		case m.shaped != nil:
			w := m.shaped
			svgPath(&out, &path{segments: w.outline.segments, fill: w.color}, fmt.Sprintf("translate(%.3f %.3f) scale(%.4f)", w.x, w.y, w.size))
		case m.picture != nil:
			svgImage(&out, m.picture.x, m.picture.y, m.picture.width, m.picture.height, http.DetectContentType(m.picture.data), m.picture.data)
		case m.vectors != nil:
			svgVectors(&out, m.vectors)
		case m.squares != nil:
			svgSquares(&out, m.squares)
		}
	}
	out.WriteString(`</svg>`)
	return out.Bytes(), nil
}

func svgPath(out *bytes.Buffer, p *path, transform string) {
	out.WriteString(`<path d="`)
	b := out.AvailableBuffer()
	for _, s := range p.segments {
		b = append(b, s.op)
		for n := range s.count() {
			if n > 0 {
				b = append(b, ' ')
			}
			b = appendNumber(b, s.points[n], 3)
		}
	}
	out.Write(b)
	out.WriteByte('"')
	if transform != "" {
		fmt.Fprintf(out, ` transform="%s"`, transform)
	}
	if p.fill == "" {
		out.WriteString(` fill="none"`)
	} else {
		fmt.Fprintf(out, ` fill="%s"`, p.fill)
	}
	if p.stroke != "" {
		fmt.Fprintf(out, ` stroke="%s" stroke-width="%.3f"`, p.stroke, p.width)
	}
	out.WriteString(`/>`)
}

func svgImage(out *bytes.Buffer, x, y, width, height float64, kind string, data []byte) {
	fmt.Fprintf(out, `<image x="%.3f" y="%.3f" width="%.3f" height="%.3f" href="data:%s;base64,%s"/>`,
		x, y, width, height, kind, base64.StdEncoding.EncodeToString(data))
}

func svgSquares(out *bytes.Buffer, s *squares) {
	fmt.Fprintf(out, `<path shape-rendering="crispEdges" transform="translate(%.4f %.4f) scale(%.5f)" d="`, s.x, s.y, s.module)
	for y, row := range s.rows {
		for x, dark := range row {
			if dark {
				fmt.Fprintf(out, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	out.WriteString(`"/>`)
}

// svgRun draws the letters of a run, so many in one path.
func svgRun(out *bytes.Buffer, r *run) error {
	const most = 200
	x := r.x
	for letters := range slices.Chunk(r.letters, most) {
		drawn := &path{fill: r.color}
		for _, l := range letters {
			segments, err := l.Segments()
			if err != nil {
				return fmt.Errorf("draw the letter %q: %w", l.Rune, err)
			}
			drawn.glyph(segments, x, r.y, r.size)
			x += (l.Advance + r.spacing) * r.size
		}
		svgPath(out, drawn, "")
	}
	return nil
}

// svgVectors draws the picture of a badge as a part of the sheet: its elements
// are those that form took, its names are made its own.
func svgVectors(out *bytes.Buffer, v *vectors) {
	root, _, err := readSVG(v.svg)
	if err != nil {
		return // it was read before
	}
	fmt.Fprintf(out, `<svg x="%.3f" y="%.3f" width="%.3f" height="%.3f" viewBox="`, v.x, v.y, v.width, v.height)
	_ = xml.EscapeText(out, []byte(root.attrs["viewBox"])) // a Buffer takes everything
	out.WriteString(`">`)
	for _, e := range root.inner {
		svgElement(out, e)
	}
	out.WriteString(`</svg>`)
}

// svgAttributes are those that a drawing may have: numbers, colors, references.
var svgAttributes = strings.Fields("id d transform opacity clip-path clip-rule fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset visibility gradientUnits gradientTransform clipPathUnits spreadMethod x1 y1 x2 y2 cx cy r fx fy fr offset stop-color stop-opacity")

func svgElement(out *bytes.Buffer, e *element) {
	switch e.name {
	case "defs", "g", "path", "linearGradient", "radialGradient", "stop", "clipPath":
	default:
		return
	}
	out.WriteString("<" + e.name)
	for _, name := range svgAttributes {
		value, there := e.attrs[name]
		if !there {
			continue
		}
		if name == "id" {
			value = "seal-" + value
		}
		out.WriteString(" " + name + `="`)
		_ = xml.EscapeText(out, []byte(strings.Replace(value, "url(#", "url(#seal-", 1)))
		out.WriteByte('"')
	}
	out.WriteByte('>')
	for _, inner := range e.inner {
		svgElement(out, inner)
	}
	out.WriteString("</" + e.name + ">")
}

// glyph adds the outline of a letter whose base line begins at x and y.
func (p *path) glyph(segments sfnt.Segments, x, y, size float64) {
	var cx, cy float64
	for n, s := range segments {
		var q [6]float64
		for i, arg := range s.Args {
			q[2*i], q[2*i+1] = x+float64(arg.X)/64000*size, y+float64(arg.Y)/64000*size
		}
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if n > 0 {
				p.segments = append(p.segments, segment{op: 'Z'})
			}
			p.segments = append(p.segments, segment{'M', q})
			cx, cy = q[0], q[1]
		case sfnt.SegmentOpLineTo:
			p.segments = append(p.segments, segment{'L', q})
			cx, cy = q[0], q[1]
		case sfnt.SegmentOpQuadTo:
			p.segments = append(p.segments, segment{'C', [6]float64{cx + (q[0]-cx)*2/3, cy + (q[1]-cy)*2/3, q[2] + (q[0]-q[2])*2/3, q[3] + (q[1]-q[3])*2/3, q[2], q[3]}})
			cx, cy = q[2], q[3]
		case sfnt.SegmentOpCubeTo:
			p.segments = append(p.segments, segment{'C', q})
			cx, cy = q[4], q[5]
		}
	}
	if len(segments) > 0 {
		p.segments = append(p.segments, segment{op: 'Z'})
	}
}
