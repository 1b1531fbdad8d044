package pdf

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Text is what stands on the pages of a file.
type Text struct {
	All    string              // in the order in which it is drawn
	Marked map[string][]string // pieces by the tag that they are marked with
	Whole  bool                // every letter could be read
	Pages  [][]byte            // the operators of each page
	Added  bool                // there are notes or forms on a page, beside links
}

// reader reads the text of pages.
type reader struct {
	*File
	out   Text
	all   strings.Builder
	fonts map[any]*encoding
	read  int // bytes of operators
	faces int // fonts
}

// The bounds of what is read of pages.
const (
	maxOperators = 16 << 20 // bytes
	maxFaces     = 40
	maxMarks     = 12 // tags within each other
)

// Text reads the pages (ISO 32000-2, 9.10).
func (f *File) Text() Text {
	r := &reader{File: f, out: Text{Marked: map[string][]string{}, Whole: true}, fonts: map[any]*encoding{}}
	r.tree(f.dict(f.dict(f.trailer["Root"])["Pages"]), nil, 0)
	r.out.All = r.all.String()
	return r.out
}

// tree walks the pages; resources come down from above (7.7.3.4).
func (r *reader) tree(node dict, resources any, depth int) {
	if node == nil || depth > maxDepth || r.followed > maxFollowed {
		r.out.Whole = false
		return
	}
	if own := node["Resources"]; own != nil {
		resources = own
	}
	if kids, ok := r.entry(node, "Kids").([]any); ok {
		for _, kid := range kids {
			r.tree(r.dict(kid), resources, depth+1)
		}
		return
	}
	if len(r.out.Pages) >= maxPages {
		r.out.Whole = false
		return
	}
	var content []byte
	for _, part := range r.list(node["Contents"]) {
		s, ok := r.resolve(part).(*stream)
		if !ok {
			continue
		}
		data, err := r.decoded(s)
		if err != nil || len(content)+len(data) > maxOperators-r.read {
			r.out.Whole = false
			break
		}
		if content != nil {
			content = append(content, '\n')
		}
		content = append(content, data...)
	}
	r.out.Pages = append(r.out.Pages, content)
	for _, note := range r.list(node["Annots"]) {
		if r.entry(r.dict(note), "Subtype") != name("Link") {
			r.out.Added = true
		}
	}
	r.operators(content, r.dict(resources), 0)
}

// state is what the operators of text depend on.
type state struct {
	font  *encoding
	marks []string
}

// operators reads the text that a page or drawing shows.
func (r *reader) operators(content []byte, resources dict, depth int) {
	if r.read += len(content) + 1; depth > 6 || r.read > maxOperators {
		r.out.Whole = false
		return
	}
	l := &lexer{data: content}
	var operands []any
	s := &state{}
	for {
		l.skip()
		if l.at >= len(l.data) {
			return
		}
		object, err := l.object(0)
		if err != nil {
			r.out.Whole = false
			return
		}
		op, is := object.(operator)
		if !is {
			if operands = append(operands, object); len(operands) > 1000 {
				operands = operands[500:]
			}
			continue
		}
		if op == "BI" { // a picture between operators: its bytes are not ours to read
			r.out.Whole = false
			return
		}
		r.operator(op, operands, resources, s, depth)
		operands = operands[:0]
	}
}

func (r *reader) operator(op operator, operands []any, resources dict, s *state, depth int) {
	last := any(nil)
	if len(operands) > 0 {
		last = operands[len(operands)-1]
	}
	switch op {
	case "Tf":
		if len(operands) > 1 {
			called, _ := operands[len(operands)-2].(name)
			s.font = r.font(r.dict(resources["Font"])[called])
		}
	case "Tj", "'", `"`:
		r.show(last, s)
	case "TJ":
		pieces, _ := last.([]any)
		for _, piece := range pieces {
			r.show(piece, s)
		}
	case "ET", "Td", "TD", "Tm", "T*":
		r.all.WriteByte(' ')
	case "BMC", "BDC":
		tag, _ := first(operands).(name)
		if len(s.marks) == maxMarks {
			r.out.Whole = false
			return
		}
		s.marks = append(s.marks, string(tag))
		r.out.Marked[string(tag)] = append(r.out.Marked[string(tag)], "")
	case "EMC":
		if len(s.marks) > 0 {
			s.marks = s.marks[:len(s.marks)-1]
		}
	case "Do":
		called, _ := last.(name)
		if drawn, ok := r.entry(r.dict(resources["XObject"]), called).(*stream); ok && r.entry(drawn.dict, "Subtype") == name("Form") {
			data, err := r.decoded(drawn)
			if err != nil {
				r.out.Whole = false
				return
			}
			own := r.dict(drawn.dict["Resources"])
			if own == nil {
				own = resources
			}
			r.operators(data, own, depth+1)
		}
	}
}

func first(operands []any) any {
	if len(operands) == 0 {
		return nil
	}
	return operands[0]
}

// show adds the letters of a string.
func (r *reader) show(object any, s *state) {
	t, ok := object.(text)
	if !ok {
		return
	}
	if s.font == nil {
		r.out.Whole = false
		return
	}
	said, whole := s.font.read([]byte(t))
	r.out.Whole = r.out.Whole && whole
	if r.all.Len() < maxStream {
		r.all.WriteString(said)
	}
	for n, mark := range s.marks {
		if pieces := r.out.Marked[mark]; len(pieces) > 0 && !slices.Contains(s.marks[:n], mark) && len(pieces[len(pieces)-1]) < maxStream/100 {
			pieces[len(pieces)-1] += said
		}
	}
}

// encoding says which letters the codes of a font stand for.
type encoding struct {
	wide  bool // two bytes for a code
	codes map[int]string
	ascii bool // what the table does not say is Latin 1

	mapped int // mappings that were read
}

func (e *encoding) read(b []byte) (said string, whole bool) {
	var out strings.Builder
	size, whole := 1, true
	if e.wide {
		size = 2
	}
	for ; len(b) >= size; b = b[size:] {
		code := bigEndian(b[:size])
		switch s, there := e.codes[code]; {
		case there:
			out.WriteString(s)
		case e.ascii && code >= 0x20:
			out.WriteRune(rune(code))
		default:
			whole = false
			out.WriteRune(utf8.RuneError)
		}
	}
	return out.String(), whole
}

// font reads the table of a font, once.
func (r *reader) font(object any) *encoding {
	key, named := object.(ref)
	if named {
		if e, read := r.fonts[key]; read {
			return e
		}
	}
	d := r.dict(object)
	e := &encoding{codes: map[int]string{}}
	if r.faces++; r.faces > maxFaces {
		return e
	}
	kind := r.entry(d, "Subtype")
	e.wide = kind == name("Type0")
	if table, ok := r.entry(d, "ToUnicode").(*stream); ok {
		if data, err := r.decoded(table); err == nil {
			e.table(data)
		}
	}
	if _, own := r.entry(d, "Encoding").(dict); !e.wide && !own && kind != name("Type3") {
		e.ascii = true
	}
	if named {
		r.fonts[key] = e
	}
	return e
}
