package pdf

import "unicode/utf16"

// Attachment is a file that a PDF carries.
type Attachment struct {
	Name string
	Data []byte
}

// Attached are the files of a document (ISO 32000-2, 7.11.4), those that can
// be unpacked.
func (f *File) Attached() (all []Attachment) {
	root := f.dict(f.trailer["Root"])
	seen, tried := map[string]bool{}, 0
	add := func(spec dict) {
		if tried++; tried > maxAttached {
			return
		}
		file, ok := f.entry(f.dict(spec["EF"]), "UF").(*stream)
		if !ok {
			file, ok = f.entry(f.dict(spec["EF"]), "F").(*stream)
		}
		if !ok {
			return
		}
		called := f.string(spec["UF"])
		if called == "" {
			called = f.string(spec["F"])
		}
		data, err := f.decoded(file)
		if err == nil && !seen[called+"\x00"+string(data)] {
			seen[called+"\x00"+string(data)] = true
			all = append(all, Attachment{called, data})
		}
	}
	f.names(f.dict(f.dict(root["Names"])["EmbeddedFiles"]), 0, add)
	for _, spec := range f.list(root["AF"]) {
		add(f.dict(spec))
	}
	return all
}

// names walks a name tree (7.9.6).
func (f *File) names(node dict, depth int, with func(dict)) {
	if node == nil || depth > maxDepth {
		return
	}
	for n, value := range f.list(node["Names"]) {
		if n%2 == 1 {
			with(f.dict(value))
		}
	}
	for _, kid := range f.list(node["Kids"]) {
		if f.followed > maxFollowed {
			return
		}
		f.names(f.dict(kid), depth+1, with)
	}
}

// string reads a text string (7.9.2.2).
func (f *File) string(object any) string {
	t, _ := f.resolve(object).(text)
	if len(t) >= 2 && t[0] == 0xfe && t[1] == 0xff {
		return fromUTF16([]byte(t[2:]))
	}
	if len(t) >= 3 && t[:3] == "\xef\xbb\xbf" {
		return string(t[3:])
	}
	out := make([]rune, 0, len(t))
	for _, b := range []byte(t) {
		out = append(out, rune(b)) // as Latin 1, which PDFDocEncoding is nearly
	}
	return string(out)
}

func fromUTF16(b []byte) string {
	units := make([]uint16, 0, len(b)/2)
	for n := 0; n+1 < len(b); n += 2 {
		units = append(units, uint16(b[n])<<8|uint16(b[n+1]))
	}
	return string(utf16.Decode(units))
}

// Producer is the program that says to have written the file.
func (f *File) Producer() string { return f.string(f.dict(f.trailer["Info"])["Producer"]) }

// ID is the permanent part of what the file is known by (14.4): bytes.
func (f *File) ID() string {
	for _, id := range f.list(f.trailer["ID"]) {
		t, _ := f.resolve(id).(text)
		return string(t)
	}
	return ""
}
