package certificate

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
)

// svg draws the sheet for a screen. Text is drawn as outlines, as it is printed.
func (s *sheet) svg() ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%gmm" height="%gmm"><path fill="#fff" d="M0 0H%gV%gH0Z"/>`,
		s.width, s.height, s.width, s.height, s.width, s.height)
	for _, m := range s.marks {
		switch {
		case m.path != nil:
			svgPath(&out, m.path)
		case m.run != nil:
			drawn, err := m.run.outline()
			if err != nil {
				return nil, err
			}
			svgPath(&out, drawn)
		case m.picture != nil:
			fmt.Fprintf(&out, `<image x="%.3f" y="%.3f" width="%.3f" height="%.3f" preserveAspectRatio="xMidYMid slice" href="data:%s;base64,%s"/>`,
				m.picture.x, m.picture.y, m.picture.width, m.picture.height, http.DetectContentType(m.picture.data), base64.StdEncoding.EncodeToString(m.picture.data))
		}
	}
	out.WriteString(`</svg>`)
	return out.Bytes(), nil
}

func svgPath(out *bytes.Buffer, p *path) {
	out.WriteString(`<path d="`)
	for _, seg := range p.segments {
		out.WriteByte(seg.op)
		for n := range seg.count() {
			if n > 0 {
				out.WriteByte(' ')
			}
			fmt.Fprintf(out, "%.3f", seg.points[n])
		}
	}
	out.WriteByte('"')
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

// count is how many numbers a step has.
func (s segment) count() int { return map[byte]int{'M': 2, 'L': 2, 'C': 6}[s.op] }

// outline draws the letters of a run.
func (r *run) outline() (*path, error) {
	drawn := &path{fill: r.color}
	x := r.x
	for _, l := range r.letters {
		segments, err := l.Segments()
		if err != nil {
			return nil, fmt.Errorf("draw the letter %q: %w", l.Rune, err)
		}
		drawn.glyph(segments, x, r.y, r.size)
		x += (l.Advance + r.spacing) * r.size
	}
	return drawn, nil
}
