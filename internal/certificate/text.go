package certificate

import (
	"cmp"
	"context"
	"strings"

	"laurel/internal/badge"
)

// lineHeight is the distance of two base lines, and ascent how far the first
// is under the top, in em.
const (
	lineHeight = 1.25
	ascent     = 0.95
)

// text sets one text of a certificate.
func (p *Printer) text(_ context.Context, s *sheet, t badge.CertificateText, f Facts) error {
	y := t.Y
	size := t.Size * perPoint
	filled := t.Fill(f.Language, f.value)
	if filled == "" {
		return nil
	}
	for line := range strings.SplitSeq(filled, "\n") {
		r := &run{size: size, spacing: float64(t.Spacing) / 1000, color: cmp.Or(t.Color, ink), text: line}
		r.letters, _ = p.face(t).Letters(line)
		width := r.width()
		if width > t.Width {
			r.size *= t.Width / width
			width = t.Width
		}
		r.x, r.y = t.X, y+ascent*size
		switch t.Align {
		case "center":
			r.x += (t.Width - width) / 2
		case "right":
			r.x += t.Width - width
		}
		s.add(mark{run: r})
		y += lineHeight * size
	}
	return nil
}

// width of a run in millimeters.
func (r *run) width() (w float64) {
	for _, l := range r.letters {
		w += l.Advance + r.spacing
	}
	return (w - r.spacing) * r.size
}
