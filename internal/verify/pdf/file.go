// Package pdf reads what a PDF file carries: the files attached to it, and the
// text of its pages. In comes a file from anywhere; everything about it is
// bounded. The package draws nothing, runs nothing and follows no address.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// The bounds of a file.
const (
	maxObjects   = 50_000
	maxSections  = 64       // of the cross-reference table: how often a file was added to
	maxInflated  = 32 << 20 // bytes of all streams together
	maxStream    = 8 << 20  // bytes of one
	maxDepth     = 40       // of what stands within each other
	maxFollowed  = 50_000   // objects that are looked up
	maxPages     = 50
	maxAttached  = 50
	maxFontCodes = 70_000
)

// Errors of a file.
var (
	ErrBroken    = errors.New("the PDF is damaged")
	ErrEncrypted = errors.New("the PDF is protected by a password")
	ErrTooLarge  = errors.New("the PDF has more in it than is read")
)

// place is where an object stands.
type place struct {
	at     int // in the file, or which one it is within an object stream
	within int // number of the object stream; 0: none
}

// File is a PDF that was read.
type File struct {
	data     []byte
	places   map[int]place
	trailer  dict
	inflated int
	followed int
	groups   map[int][]any // objects of object streams that were read
}

// Is tells whether data is a PDF: its header stands within the first bytes.
func Is(data []byte) bool { return bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) }

// Read reads the table of a file's objects (ISO 32000-2, 7.5). Errors:
// ErrBroken, ErrEncrypted, ErrTooLarge.
func Read(data []byte) (*File, error) {
	f := &File{data: data, places: map[int]place{}, trailer: dict{}, groups: map[int][]any{}}
	start := bytes.LastIndex(data, []byte("startxref"))
	if start < 0 {
		return nil, fmt.Errorf("%w: it has no end", ErrBroken)
	}
	l := &lexer{data: data, at: start + len("startxref")}
	at, ok := l.integer()
	if !ok {
		return nil, fmt.Errorf("%w: it has no table", ErrBroken)
	}
	if shift := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-")); shift > 0 {
		f.data = data[shift:]
	}
	seen := map[int]bool{}
	for next := []int{at}; len(next) > 0; {
		at, next = next[0], next[1:]
		if seen[at] {
			continue
		}
		if seen[at] = true; len(seen) > maxSections {
			return nil, ErrTooLarge
		}
		section, err := f.section(at)
		if err != nil {
			return nil, err
		}
		for key, value := range section {
			if _, there := f.trailer[key]; !there { // the newest section comes first
				f.trailer[key] = value
			}
		}
		for _, key := range []name{"XRefStm", "Prev"} {
			if to, ok := section[key].(float64); ok {
				next = append(next, int(to))
			}
		}
	}
	if f.trailer["Encrypt"] != nil {
		return nil, ErrEncrypted
	}
	if _, ok := f.resolve(f.trailer["Root"]).(dict); !ok {
		return nil, fmt.Errorf("%w: it has no catalog", ErrBroken)
	}
	return f, nil
}

// section reads a cross-reference table or stream, and returns its trailer.
func (f *File) section(at int) (dict, error) {
	if at < 0 || at >= len(f.data) {
		return nil, fmt.Errorf("%w: its table is elsewhere", ErrBroken)
	}
	l := &lexer{data: f.data, at: at}
	if l.keyword("xref") {
		return f.table(l)
	}
	object, err := f.objectAt(at, -1)
	if err != nil {
		return nil, err
	}
	s, ok := object.(*stream)
	if !ok || s.dict["Type"] != name("XRef") {
		return nil, fmt.Errorf("%w: its table cannot be read", ErrBroken)
	}
	return s.dict, f.stream(s)
}

// table reads the lines of a cross-reference table (7.5.4).
func (f *File) table(l *lexer) (dict, error) {
	for !l.keyword("trailer") {
		first, ok := l.integer()
		count, also := l.integer()
		if !ok || !also || count < 0 || first < 0 {
			return nil, fmt.Errorf("%w: its table cannot be read", ErrBroken)
		}
		for n := range count {
			at, ok := l.integer()
			_, also := l.integer()
			if !ok || !also {
				return nil, fmt.Errorf("%w: its table ends early", ErrBroken)
			}
			switch {
			case l.keyword("n"):
				if err := f.found(first+n, place{at: at}); err != nil {
					return nil, err
				}
			case l.keyword("f"):
				if err := f.found(first+n, place{at: -1}); err != nil {
					return nil, err
				}
			default:
				return nil, fmt.Errorf("%w: its table cannot be read", ErrBroken)
			}
		}
	}
	trailer, err := l.object(0)
	if d, ok := trailer.(dict); ok && err == nil {
		return d, nil
	}
	return nil, fmt.Errorf("%w: it has no trailer", ErrBroken)
}

// found keeps where an object is; what a newer section said stands.
func (f *File) found(number int, at place) error {
	if _, there := f.places[number]; there {
		return nil
	}
	if len(f.places) >= maxObjects {
		return ErrTooLarge
	}
	f.places[number] = at
	return nil
}

// stream reads the entries of a cross-reference stream (7.5.8).
func (f *File) stream(s *stream) error {
	widths, _ := s.dict["W"].([]any)
	data, err := f.decoded(s)
	if err != nil || len(widths) != 3 {
		return fmt.Errorf("%w: its table cannot be read", ErrBroken)
	}
	var w [3]int
	for n := range w {
		v, _ := widths[n].(float64)
		if w[n] = int(v); w[n] < 0 || w[n] > 8 {
			return ErrBroken
		}
	}
	size := w[0] + w[1] + w[2]
	index, _ := s.dict["Index"].([]any)
	if len(index) == 0 {
		index = []any{0.0, s.dict["Size"]}
	}
	for n := 0; n+1 < len(index); n += 2 {
		first, _ := index[n].(float64)
		count, _ := index[n+1].(float64)
		for number := int(first); number < int(first)+int(count) && size > 0 && len(data) >= size; number++ {
			kind := 1
			if w[0] > 0 {
				kind = bigEndian(data[:w[0]])
			}
			second, third := bigEndian(data[w[0]:w[0]+w[1]]), bigEndian(data[w[0]+w[1]:size])
			data = data[size:]
			at := place{at: -1}
			switch kind {
			case 1:
				at.at = second
			case 2:
				at = place{at: third, within: second}
			}
			if err := f.found(number, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func bigEndian(b []byte) (n int) {
	for _, digit := range b {
		n = n<<8 | int(digit)
	}
	return n
}

// resolve follows references to what they stand for; nil: nothing.
func (f *File) resolve(object any) any {
	for range maxDepth {
		r, ok := object.(ref)
		if !ok {
			return object
		}
		if f.followed++; f.followed > maxFollowed {
			return nil
		}
		at, there := f.places[int(r)]
		if !there || at.at < 0 {
			return nil
		}
		if at.within > 0 {
			object = f.grouped(at)
			continue
		}
		found, err := f.objectAt(at.at, int(r))
		if err != nil {
			return nil
		}
		object = found
	}
	return nil
}

// objectAt reads an indirect object (7.3.10) of a number; -1: any.
func (f *File) objectAt(at, number int) (any, error) {
	if at < 0 || at >= len(f.data) {
		return nil, ErrBroken
	}
	l := &lexer{data: f.data, at: at}
	n, ok := l.integer()
	_, also := l.integer()
	if !ok || !also || !l.keyword("obj") || number >= 0 && n != number {
		return nil, fmt.Errorf("%w: object %s is not where it should be", ErrBroken, strconv.Itoa(number))
	}
	object, err := l.object(0)
	if err != nil {
		return nil, err
	}
	d, ok := object.(dict)
	if !ok || !l.keyword("stream") {
		return object, nil
	}
	if l.at < len(l.data) && l.data[l.at] == '\r' {
		l.at++
	}
	if l.at < len(l.data) && l.data[l.at] == '\n' {
		l.at++
	}
	length, ok := f.resolve(d["Length"]).(float64)
	if !ok || length < 0 || int(length) > len(f.data)-l.at {
		return nil, fmt.Errorf("%w: a stream of no length", ErrBroken)
	}
	return &stream{d, f.data[l.at:][:int(length)]}, nil
}

// grouped finds an object in an object stream (7.5.7).
func (f *File) grouped(at place) any {
	objects, read := f.groups[at.within]
	if !read {
		f.groups[at.within] = nil // one that refers to itself is empty
		objects = f.group(at.within)
		f.groups[at.within] = objects
	}
	if at.at < 0 || at.at >= len(objects) {
		return nil
	}
	return objects[at.at]
}

func (f *File) group(number int) (objects []any) {
	s, ok := f.resolve(ref(number)).(*stream)
	if !ok {
		return nil
	}
	count, _ := f.resolve(s.dict["N"]).(float64)
	first, _ := f.resolve(s.dict["First"]).(float64)
	data, err := f.decoded(s)
	if err != nil || count < 0 || count > maxObjects {
		return nil
	}
	header := &lexer{data: data}
	for range int(count) {
		_, ok := header.integer()
		at, also := header.integer()
		if !ok || !also || at < 0 || int(first) < 0 || int(first)+at > len(data) {
			return objects
		}
		object, err := (&lexer{data: data, at: int(first) + at}).object(0)
		if err != nil {
			object = nil
		}
		objects = append(objects, object)
	}
	return objects
}

// entry looks a dictionary's value up.
func (f *File) entry(d dict, key name) any { return f.resolve(d[key]) }

func (f *File) dict(object any) dict {
	switch o := f.resolve(object).(type) {
	case dict:
		return o
	case *stream:
		return o.dict
	}
	return nil
}
