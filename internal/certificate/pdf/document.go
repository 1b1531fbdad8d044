// Package pdf writes PDF files (ISO 32000-2). In come pages as their operators
// and what they use: fonts, pictures, drawings, links, attached files; out goes
// the file, object by object, as it grows. The same calls give the same bytes.
// The package lays nothing out and keeps no page after it is written.
package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
)

// About is what a document says of itself.
type About struct {
	Title    string
	Author   string
	Language string // BCP 47
	Made     time.Time
}

// Ref names an object of a document.
type Ref int

func (r Ref) String() string { return fmt.Sprintf("%d 0 R", int(r)) }

// Document is a PDF file that is being written. The first error of the writer
// is kept and returned by Close.
type Document struct {
	out     io.Writer
	sum     hash.Hash // of pages and attached files: what the file is known by
	at      int
	offsets []int // of the objects, by number; 0: not written yet
	err     error

	about    About
	tree     Ref   // of the pages
	pages    []Ref //
	attached []attachment
}

type attachment struct {
	name string
	spec Ref
}

// New begins a document.
func New(out io.Writer, about About) *Document {
	d := &Document{out: out, sum: sha256.New(), offsets: make([]int, 1, 32), about: about}
	d.write([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
	d.tree = d.reserve()
	return d
}

func (d *Document) write(b []byte) {
	if d.err != nil {
		return
	}
	n, err := d.out.Write(b)
	d.at += n
	d.err = err
}

// reserve gives a number to an object that is written later.
func (d *Document) reserve() Ref {
	d.offsets = append(d.offsets, 0)
	return Ref(len(d.offsets) - 1)
}

// object writes what a number stands for.
func (d *Document) object(r Ref, body string) {
	d.offsets[r] = d.at
	d.write([]byte(fmt.Sprintf("%d 0 obj\n%s\nendobj\n", int(r), body)))
}

// add writes an object under the next number.
func (d *Document) add(body string) Ref {
	r := d.reserve()
	d.object(r, body)
	return r
}

// stream writes a stream under the next number; entries are those of its
// dictionary beside its length.
func (d *Document) stream(entries string, data []byte) Ref {
	r := d.reserve()
	d.offsets[r] = d.at
	d.write([]byte(fmt.Sprintf("%d 0 obj\n<<%s/Length %d>>\nstream\n", int(r), entries, len(data))))
	d.write(data)
	d.write([]byte("\nendstream\nendobj\n"))
	return r
}

// packed writes a stream compressed.
func (d *Document) packed(entries string, data []byte) Ref {
	return d.stream(entries+"/Filter/FlateDecode", quickly(data))
}

// quickly compresses data that is written once.
func quickly(data []byte) []byte {
	w := quick.Get().(*zlib.Writer)
	defer quick.Put(w)
	return packBy(w, data)
}

// quick are writers that are used again: a new one takes as long as a page.
var quick = sync.Pool{New: func() any {
	w, _ := zlib.NewWriterLevel(nil, zlib.BestSpeed) // a level that there is
	return w
}}

// Pack compresses data that is kept for many documents, as FlateDecode reads it.
func Pack(data []byte) []byte { return packBy(zlib.NewWriter(nil), data) }

func packBy(w *zlib.Writer, data []byte) []byte {
	var out bytes.Buffer
	w.Reset(&out)
	_, _ = w.Write(data) // a Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// Attach adds a file to the document (ISO 32000-2, 7.11.4 and 14.13): what the
// pages were made from. about is a line for people.
func (d *Document) Attach(name, mediaType, about string, data []byte) {
	d.sum.Write(data)
	file := d.packed(fmt.Sprintf("/Type/EmbeddedFile/Subtype%s/Params<</Size %d/ModDate%s>>", Name(mediaType), len(data), date(d.about.Made)), data)
	spec := d.add(fmt.Sprintf("<</Type/Filespec/F%s/UF%s/Desc%s/AFRelationship/Data/EF<</F %s/UF %s>>>>", Text(name), Text(name), Text(about), file, file))
	d.attached = append(d.attached, attachment{name, spec})
}

// Close writes the end of the file.
func (d *Document) Close() error {
	var kids strings.Builder
	for _, page := range d.pages {
		fmt.Fprintf(&kids, "%s ", page)
	}
	d.object(d.tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(d.pages), kids.String()))
	info := d.add(fmt.Sprintf("<</Title%s/Author%s/Producer(Laurel)/CreationDate%s/ModDate%s>>", Text(d.about.Title), Text(d.about.Author), date(d.about.Made), date(d.about.Made)))
	catalog := fmt.Sprintf("<</Type/Catalog/Pages %s/ViewerPreferences<</DisplayDocTitle true>>/Metadata %s", d.tree, d.metadata())
	if d.about.Language != "" {
		catalog += "/Lang" + Text(d.about.Language)
	}
	if len(d.attached) > 0 {
		var names, specs strings.Builder
		for _, a := range d.attached {
			fmt.Fprintf(&names, "%s %s ", Text(a.name), a.spec)
			fmt.Fprintf(&specs, "%s ", a.spec)
		}
		catalog += fmt.Sprintf("/Names<</EmbeddedFiles<</Names[%s]>>>>/AF[%s]", names.String(), specs.String())
	}
	root := d.add(catalog + ">>")
	d.trailer(root, info)
	return d.err
}

func (d *Document) trailer(root, info Ref) {
	id := fmt.Sprintf("<%x>", d.sum.Sum(nil)[:16])
	var table bytes.Buffer
	fmt.Fprintf(&table, "xref\n0 %d\n0000000000 65535 f \n", len(d.offsets))
	for _, at := range d.offsets[1:] {
		fmt.Fprintf(&table, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&table, "trailer\n<</Size %d/Root %s/Info %s/ID[%s%s]>>\nstartxref\n%d\n%%%%EOF\n", len(d.offsets), root, info, id, id, d.at)
	d.write(table.Bytes())
}

// metadata writes what the document says of itself as XMP.
func (d *Document) metadata() Ref {
	day := d.about.Made.UTC().Format(time.RFC3339)
	return d.stream("/Type/Metadata/Subtype/XML", []byte(`<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">`+xmlText(d.about.Title)+`</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>`+xmlText(d.about.Author)+`</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>`+xmlText(d.about.Language)+`</rdf:li></rdf:Bag></dc:language><xmp:CreateDate>`+day+`</xmp:CreateDate><xmp:ModifyDate>`+day+`</xmp:ModifyDate><pdf:Producer>Laurel</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`))
}

// xmlText writes text as XML 1.0 can say it.
func xmlText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// date writes a time in UTC (ISO 32000-2, 7.9.4).
func date(t time.Time) string { return t.UTC().Format("(D:20060102150405Z)") }

// Text writes a text string (ISO 32000-2, 7.9.2.2): UTF-16 where ASCII has not
// the letters.
func Text(s string) string {
	plain := true
	for _, r := range s {
		plain = plain && r >= 0x20 && r < 0x7f
	}
	if plain {
		return "(" + strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`).Replace(s) + ")"
	}
	out := []byte("<feff")
	for _, unit := range utf16.Encode([]rune(s)) {
		out = fmt.Appendf(out, "%04x", unit)
	}
	return string(append(out, '>'))
}

// Name writes a name (ISO 32000-2, 7.3.5).
func Name(s string) string {
	out := []byte("/")
	for _, b := range []byte(s) {
		if b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '+' || b == '.' || b == '_' {
			out = append(out, b)
		} else {
			out = fmt.Appendf(out, "#%02X", b)
		}
	}
	return string(out)
}
