package certificate

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"

	"laurel/internal/badge"
	"laurel/internal/certificate/pdf"
	"laurel/internal/font"
)

// points per millimeter.
const points = 72 / 25.4

// pdf prints one sheet.
func (p *Printer) pdf(s *sheet, f Facts) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(64 << 10)
	d := pdf.New(&out, pdf.About{Title: f.title(), Author: f.Organization, Language: f.Language, Made: f.Made})
	if err := p.page(d, s, nil); err != nil {
		return nil, err
	}
	if len(f.Credential) > 0 {
		d.Attach("credential.json", f.CredentialType, "The signed badge that this certificate was printed from", f.Credential)
	}
	err := d.Close()
	return out.Bytes(), err
}

// title of the document.
func (f Facts) title() string {
	if f.Name == "" || f.Badge == "" {
		return f.Badge + f.Name
	}
	return f.Badge + " – " + f.Name
}

// inks is what one page uses of fonts, in the order of use.
type inks struct {
	printer *Printer
	subsets map[*font.File]*pdf.Subset
	names   map[*font.File]string
	files   []*font.File
	hidden  []*pdf.Hidden
}

// page prints a sheet as a page. Pictures that were written before are in
// written, if there is one, and are not written again.
func (p *Printer) page(d *pdf.Document, s *sheet, written map[any]pdf.Ref) error {
	page := d.Page(s.width*points, s.height*points)
	in := &inks{printer: p, subsets: map[*font.File]*pdf.Subset{}, names: map[*font.File]string{}}
	out := &ops{height: s.height, b: make([]byte, 0, 16<<10)}
	if written == nil {
		written = map[any]pdf.Ref{}
	}
	pictures := 0
	object := func(key any, write func(*pdf.Document) pdf.Ref) string {
		ref, there := written[key]
		if !there {
			ref = write(d)
			written[key] = ref
		}
		name := "X" + strconv.Itoa(pictures)
		pictures++
		page.Use("XObject", name, ref)
		return name
	}
	for _, m := range s.marks {
		switch {
		case m.path != nil:
			out.path(m.path)
		case m.run != nil:
			if err := out.run(m.run, in); err != nil {
				return err
			}
		case m.shaped != nil:
			out.shaped(m.shaped, in)
		case m.picture != nil:
			out.picture(m.picture, object(m.picture.image, m.picture.image.Write))
		case m.vectors != nil:
			out.vectors(m.vectors, object(m.vectors.form, m.vectors.form.Write))
		case m.squares != nil:
			out.squares(m.squares)
		case m.link != nil:
			l := m.link
			page.Link(l.x*points, (s.height-l.y-l.height)*points, l.width*points, l.height*points, l.address)
		}
	}
	for _, file := range in.files {
		page.Use("Font", in.names[file], in.subsets[file].Write(d))
	}
	for n, hidden := range in.hidden {
		page.Use("Font", "H"+strconv.Itoa(n), hidden.Write(d))
	}
	page.Draw(out.b)
	page.Close()
	return nil
}

// letter is the name of the font that has a letter, its code in it, and its
// width in thousandths of an em.
func (in *inks) letter(l font.Letter) (name string, code uint16, width int, err error) {
	subset, there := in.subsets[l.File]
	if !there {
		read, err := in.printer.fonts.get(l.File, func() (*pdf.Font, error) { return pdf.ReadFont(l.File.Name, l.File.TTF) }, func(*pdf.Font) int { return 1 })
		if err != nil {
			return "", 0, 0, err
		}
		subset = read.Subset()
		in.subsets[l.File], in.names[l.File] = subset, "F"+strconv.Itoa(len(in.files))
		in.files = append(in.files, l.File)
	}
	code, width = subset.Code(l.Glyph(), l.Rune)
	return in.names[l.File], code, width, nil
}

// invisible finds a font for a hidden character.
func (in *inks) invisible(r rune) (name string, code byte) {
	for n, hidden := range in.hidden {
		if code, ok := hidden.Code(r); ok {
			return "H" + strconv.Itoa(n), code
		}
	}
	in.hidden = append(in.hidden, &pdf.Hidden{})
	return in.invisible(r)
}

// Book prints many certificates into one document, as it goes: what it holds
// does not grow with them, but for a few bytes per page. No credential is
// attached to it.
type Book struct {
	p       *Printer
	d       *pdf.Document
	written map[any]pdf.Ref
}

// Book begins one; language is that of most pages.
func (p *Printer) Book(out io.Writer, about pdf.About) *Book {
	return &Book{p, pdf.New(out, about), map[any]pdf.Ref{}}
}

// Add prints one more page.
func (b *Book) Add(ctx context.Context, c badge.Certificate, f Facts) error {
	s, err := b.p.sheet(ctx, c, f)
	if err != nil {
		return fmt.Errorf("print the certificate of %s: %w", f.Name, err)
	}
	return b.p.page(b.d, s, b.written)
}

// Close ends the document.
func (b *Book) Close() error { return b.d.Close() }
