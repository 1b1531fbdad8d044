package certificate

// frame draws one of badge.CertificateFrames.
func (s *sheet) frame(kind, color string) {
	switch kind {
	case "line":
		s.stroke(rectangle(9, 9, s.width-18, s.height-18), color, 0.5)
	case "double":
		s.stroke(rectangle(9, 9, s.width-18, s.height-18), color, 1.2)
		s.stroke(rectangle(11.5, 11.5, s.width-23, s.height-23), color, 0.3)
	case "bar":
		s.add(mark{path: &path{segments: rectangle(10, 10, 5, s.height-20), fill: color}})
	}
}

func (s *sheet) stroke(segments []segment, color string, width float64) {
	s.add(mark{path: &path{segments: segments, stroke: color, width: width}})
}
