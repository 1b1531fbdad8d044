package render

import (
	"fmt"
	"math"
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

// ink is where a path begins and ends from left to right; of none 0 and 0.
func (p path) ink() (left, right float64) {
	left, right = math.Inf(1), math.Inf(-1)
	for _, s := range p {
		for _, point := range s.points[:s.count()] {
			left, right = min(left, point[0]), max(right, point[0])
		}
	}
	if left > right {
		return 0, 0
	}
	return left, right
}

// moved is a path further to the right.
func (p path) moved(dx float64) path {
	all := make(path, len(p))
	for n, s := range p {
		for k := range s.points[:s.count()] {
			s.points[k][0] += dx
		}
		all[n] = s
	}
	return all
}

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
