package canon

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// Template writes the canonical form of documents that differ from a sample in the text of a few strings, its slots,
// and in nothing else. It never changes and may be used by many goroutines at once.
type Template struct {
	slots    []slot
	groups   []group
	blanks   []blankNode     // in the order of the walk
	fixed    map[string]bool // the IRIs that stay
	low, top bool            // among what stays are characters of U+E000 to U+FFFF, and above
	size     int             // bytes of text in the sample
}

// slot is a string that varies.
type slot struct {
	scheme string // of an IRI, with its colon; empty for a literal
	suffix string // of a literal: datatype or language, as N-Quads have it
}

// place is where a line changes: after text comes the blank node or the slot, counted from 1; zero for neither.
type place struct {
	text  string
	blank int32
	slot  int
}

// group is all that is said of one subject. In the canonical form it stands together.
type group struct {
	subject place
	runs    []run
}

// run is one or more lines of one subject in their order, or lines of which the values decide the order.
type run [][]place

// blankNode is what the first degree hash of a blank node is made from.
type blankNode struct {
	lines run
	fixed digest // when lines is empty
}

// Fill returns what JSONLD would return for the sample with these values in its slots, in the order in which Compile
// was given them. It returns false when it cannot be certain of that; the document may be fit to be signed or not, and
// JSONLD can tell. It is certain when each IRI keeps the scheme that it has in the sample and is no other thing's IRI,
// all blank nodes have first degree hashes of their own, and no two lines become equal or sort in more ways than one.
func (t *Template) Fill(values []string) ([]byte, bool) {
	texts, ok := t.render(values)
	if !ok {
		return nil, false
	}
	names, ok := t.name(texts)
	if !ok {
		return nil, false
	}
	order := make([]int, len(t.groups))
	for i := range order {
		order[i] = i
	}
	subject := func(i int) string {
		p := t.groups[i].subject
		return cmp.Or(p.text, at(texts, p.slot), at(names, int(p.blank)))
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(subject(a), subject(b)) })
	out := make([]byte, 0, 12<<10)
	for n, i := range order {
		if n > 0 && subject(order[n-1]) == subject(i) {
			return nil, false
		}
		for _, r := range t.groups[i].runs {
			if out, ok = r.appendTo(out, texts, names); !ok {
				return nil, false
			}
		}
	}
	return out, len(out) <= maxWritten
}

// at is the nth of a list that is counted from 1; empty for 0.
func at(list []string, n int) string {
	if n == 0 {
		return ""
	}
	return list[n-1]
}

// render writes each value as N-Quads have it, after the checks that the walk would have made.
func (t *Template) render(values []string) ([]string, bool) {
	if len(values) != len(t.slots) {
		return nil, false
	}
	low, top, size := t.low, t.top, t.size
	room := make([]byte, 0, 1<<10) // for all of them, one after the other
	ends := make([]int, len(values))
	for i, v := range values {
		s := t.slots[i]
		l, h := planes(v)
		low, top, size = low || l, top || h, size+len(v)
		if s.scheme == "" {
			if !textOK(v) {
				return nil, false
			}
			room = append(append(appendEscaped(append(room, '"'), v), '"'), s.suffix...)
			ends[i] = len(room)
			continue
		}
		if !strings.HasPrefix(v, s.scheme) || !iriOK(v) || t.fixed[v] || slices.Contains(values[:i], v) || slices.Contains(values[i+1:], v) {
			return nil, false
		}
		room = append(append(append(room, '<'), v...), '>')
		ends[i] = len(room)
	}
	all, texts, start := string(room), make([]string, len(values)), 0
	for i, end := range ends {
		texts[i], start = all[start:end], end
	}
	return texts, (!low || !top) && size <= maxText // implementations sort such characters differently, see torn
}

// planes tells whether s has characters of U+E000 to U+FFFF, which UTF-8 begins with 0xEE or 0xEF, and above.
func planes(s string) (low, top bool) {
	for _, c := range []byte(s) {
		low = low || c == 0xEE || c == 0xEF
		top = top || c >= 0xF0
	}
	return low, top
}

// What stands for blank nodes in first degree hashes (RDFC-1.0, section 4.6): for the one in question, for any other.
const (
	thisName  = "_:a"
	otherName = "_:z"
)

// name gives the blank nodes their canonical names; false when hashes of the first degree do not tell them apart.
func (t *Template) name(texts []string) ([]string, bool) {
	hashes := make([]digest, len(t.blanks))
	order := make([]int, len(t.blanks))
	others := make([]string, len(t.blanks))
	for i := range others {
		others[i] = otherName
	}
	for i := range t.blanks {
		order[i], hashes[i] = i, t.blanks[i].fixed
		if len(t.blanks[i].lines) == 0 {
			continue
		}
		others[i] = thisName
		hashes[i] = t.blanks[i].lines.hash(texts, others)
		others[i] = otherName
	}
	slices.SortFunc(order, func(a, b int) int { return bytes.Compare(hashes[a][:], hashes[b][:]) })
	names := others
	for n, i := range order {
		if n > 0 && hashes[order[n-1]] == hashes[i] {
			return nil, false
		}
		names[i] = canonicalNames[n]
	}
	return names, true
}

// canonicalNames are those of all blank nodes that a document can have (RDFC-1.0, section 4.4).
var canonicalNames = func() (names [maxBlankNodes]string) {
	for n := range names {
		names[n] = "_:c14n" + strconv.Itoa(n)
	}
	return names
}()

// hash is the first degree hash that the lines of a blank node give. Equal lines are about two blank nodes, or they
// are found when they are written.
func (r run) hash(texts, names []string) (d digest) {
	all := sha256.New()
	for _, line := range r.sorted(texts, names) {
		all.Write(line)
	}
	var sum [sha256.Size]byte
	hex.Encode(d[:], all.Sum(sum[:0]))
	return d
}

func (r run) sorted(texts, names []string) [][]byte {
	lines := make([][]byte, len(r))
	room := make([]byte, 0, 256*len(r))
	for i, l := range r {
		start := len(room)
		room = appendPlaces(room, l, texts, names)
		lines[i] = room[start:len(room):len(room)]
	}
	slices.SortFunc(lines, bytes.Compare)
	return lines
}

// appendTo writes a run; false when two of its lines are equal.
func (r run) appendTo(b []byte, texts, names []string) ([]byte, bool) {
	if len(r) == 1 {
		return appendPlaces(b, r[0], texts, names), true
	}
	lines := r.sorted(texts, names)
	for i, l := range lines {
		if i > 0 && bytes.Equal(lines[i-1], l) {
			return b, false
		}
		b = append(b, l...)
	}
	return b, true
}

func appendPlaces(b []byte, line []place, texts, names []string) []byte {
	for _, p := range line {
		b = append(b, p.text...)
		b = append(b, at(texts, p.slot)...)
		b = append(b, at(names, int(p.blank))...)
	}
	return b
}
