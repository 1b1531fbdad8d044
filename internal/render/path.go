package render

import (
	"fmt"
	"strconv"
	"strings"
)

// segment is one step of a path: M, L, Q, C or Z with its points.
type segment struct {
	op     byte
	points [3][2]float64
}

// count is how many of the points a segment has.
func (s segment) count() int {
	switch s.op {
	case 'M', 'L':
		return 1
	case 'Q':
		return 2
	case 'C':
		return 3
	}
	return 0
}

type path []segment

// parsePath reads path data of the kind that our own programs write: absolute
// M, L, Q, C and Z, each with its letter (SVG 2, section 9.3).
func parsePath(data string) (path, error) {
	var all path
	for rest := strings.TrimSpace(data); rest != ""; rest = strings.TrimLeft(rest, " ") {
		s := segment{op: rest[0]}
		rest = rest[1:]
		if !strings.ContainsRune("MLQCZ", rune(s.op)) {
			return nil, fmt.Errorf("path with a step %q", s.op)
		}
		for n := range 2 * s.count() {
			rest = strings.TrimLeft(rest, " ,")
			end := strings.IndexAny(rest, " ,MLQCZ")
			if end < 0 {
				end = len(rest)
			}
			value, err := strconv.ParseFloat(rest[:end], 64)
			if err != nil {
				return nil, fmt.Errorf("path with a number %q", rest[:end])
			}
			s.points[n/2][n%2], rest = value, rest[end:]
		}
		all = append(all, s)
	}
	return all, nil
}
