package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
)

// errFilter is a stream that is packed in a way not read here.
var errFilter = errors.New("a stream that is packed in another way")

// decoded unpacks a stream (ISO 32000-2, 7.4). Errors: ErrBroken, ErrTooLarge,
// errFilter.
func (f *File) decoded(s *stream) ([]byte, error) {
	filters, parameters := f.list(s.dict["Filter"]), f.list(s.dict["DecodeParms"])
	data := s.raw
	if len(filters) > 4 {
		return nil, ErrTooLarge
	}
	for n, filter := range filters {
		var with dict
		if n < len(parameters) {
			with = f.dict(parameters[n])
		}
		var err error
		switch f.resolve(filter) {
		case name("FlateDecode"), name("Fl"):
			if data, err = f.inflate(data); err == nil {
				data, err = f.predicted(data, with)
			}
		case name("ASCIIHexDecode"), name("AHx"):
			l := &lexer{data: append(append([]byte("<"), data...), '>')}
			decoded, failed := l.hexadecimal()
			t, _ := decoded.(text)
			data, err = []byte(t), failed
		case name("ASCII85Decode"), name("A85"):
			data, _, _ = bytes.Cut(data, []byte("~>"))
			data, err = io.ReadAll(io.LimitReader(ascii85.NewDecoder(bytes.NewReader(data)), maxStream))
		default:
			return nil, errFilter
		}
		if err != nil {
			return nil, err
		}
	}
	return data, nil
}

// list is an array, or one thing as an array.
func (f *File) list(object any) []any {
	switch o := f.resolve(object).(type) {
	case nil:
		return nil
	case []any:
		return o
	default:
		return []any{o}
	}
}

func (f *File) inflate(data []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: a stream", ErrBroken)
	}
	room := min(maxStream, maxInflated-f.inflated)
	out, err := io.ReadAll(io.LimitReader(r, int64(room)+1))
	f.inflated += len(out)
	if len(out) > room {
		return nil, ErrTooLarge
	}
	if err != nil {
		return nil, fmt.Errorf("%w: a stream", ErrBroken)
	}
	return out, nil
}

// predicted undoes the predictors of PNG (7.4.4.4).
func (f *File) predicted(data []byte, with dict) ([]byte, error) {
	number := func(key name, missing int) int {
		if v, ok := f.entry(with, key).(float64); ok && v >= 0 && v < 1<<20 {
			return int(v)
		}
		return missing
	}
	if number("Predictor", 1) < 10 {
		if number("Predictor", 1) == 2 {
			return nil, errFilter
		}
		return data, nil
	}
	each := max(number("Colors", 1)*number("BitsPerComponent", 8)/8, 1)
	row := (number("Columns", 1)*number("Colors", 1)*number("BitsPerComponent", 8) + 7) / 8
	if row == 0 || row > maxStream {
		return nil, ErrBroken
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, row)
	for len(data) > row {
		kind, line := data[0], append([]byte(nil), data[1:1+row]...)
		data = data[1+row:]
		for n := range line {
			var left, corner byte
			if n >= each {
				left, corner = line[n-each], above[n-each]
			}
			switch kind {
			case 1:
				line[n] += left
			case 2:
				line[n] += above[n]
			case 3:
				line[n] += byte((int(left) + int(above[n])) / 2)
			case 4:
				line[n] += paeth(left, above[n], corner)
			}
		}
		out = append(out, line...)
		above = line
	}
	return out, nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	da, db, dc := distance(p, a), distance(p, b), distance(p, c)
	switch {
	case da <= db && da <= dc:
		return a
	case db <= dc:
		return b
	}
	return c
}

func distance(p int, v byte) int { return max(p-int(v), int(v)-p) }
