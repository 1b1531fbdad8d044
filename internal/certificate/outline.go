package certificate

import "golang.org/x/image/font/sfnt"

// glyph adds the outline of a letter whose base line begins at x and y.
func (p *path) glyph(segments sfnt.Segments, x, y, size float64) {
	at := func(s sfnt.Segment, n int) (float64, float64) {
		return x + float64(s.Args[n].X)/64000*size, y + float64(s.Args[n].Y)/64000*size
	}
	var cx, cy float64
	for n, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if n > 0 {
				p.segments = append(p.segments, segment{op: 'Z'})
			}
			cx, cy = at(s, 0)
			p.segments = append(p.segments, segment{'M', [6]float64{cx, cy}})
		case sfnt.SegmentOpLineTo:
			cx, cy = at(s, 0)
			p.segments = append(p.segments, segment{'L', [6]float64{cx, cy}})
		case sfnt.SegmentOpQuadTo:
			qx, qy := at(s, 0)
			ex, ey := at(s, 1)
			p.segments = append(p.segments, segment{'C', [6]float64{cx + (qx-cx)*2/3, cy + (qy-cy)*2/3, ex + (qx-ex)*2/3, ey + (qy-ey)*2/3, ex, ey}})
			cx, cy = ex, ey
		case sfnt.SegmentOpCubeTo:
			ax, ay := at(s, 0)
			bx, by := at(s, 1)
			cx, cy = at(s, 2)
			p.segments = append(p.segments, segment{'C', [6]float64{ax, ay, bx, by, cx, cy}})
		}
	}
	if len(segments) > 0 {
		p.segments = append(p.segments, segment{op: 'Z'})
	}
}
