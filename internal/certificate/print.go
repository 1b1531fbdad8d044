package certificate

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
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

// inks is what one page uses of fonts, in the order of use. What is the same
// on many certificates is in fonts of its own, made once.
type inks struct {
	printer *Printer
	used    map[inkKey]int // by place in all
	all     []ink
	hidden  []*pdf.Hidden
}

type inkKey struct {
	file *font.File
	own  bool // only for this earner
}

type ink struct {
	inkKey
	name   string
	subset *pdf.Subset
}

// page prints a sheet as a page. Pictures that were written before are in
// written, if there is one, and are not written again.
func (p *Printer) page(d *pdf.Document, s *sheet, written map[any]pdf.Ref) error {
	page := d.Page(s.width*points, s.height*points)
	in := &inks{printer: p, used: map[inkKey]int{}}
	out := &ops{height: s.height, b: make([]byte, 0, 16<<10)}
	if written == nil {
		written = map[any]pdf.Ref{}
	}
	if err := in.share(s); err != nil {
		return err
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
		case m.frame != nil:
			if len(m.frame.paths) > 0 {
				out.word("/" + object(m.frame, m.frame.form.Write) + " Do\n")
			}
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
	for _, ink := range in.all {
		page.Use("Font", ink.name, ink.pack(p).Write(d))
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
func (in *inks) letter(l font.Letter, own bool) (name string, code uint16, width int, err error) {
	key := inkKey{l.File, own}
	n, there := in.used[key]
	if !there {
		read := in.printer.truetype(l.File)
		if read.err != nil {
			return "", 0, 0, read.err
		}
		n = len(in.all)
		in.used[key] = n
		in.all = append(in.all, ink{key, "F" + strconv.Itoa(n), read.font.Subset()})
	}
	code, width = in.all[n].subset.Code(l.Glyph(), l.Rune)
	return in.all[n].name, code, width, nil
}

// alphabet is what codes and most addresses are written with.
const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789./:-"

// share puts the whole alphabet into the fonts of addresses, so that they are
// the same on every certificate.
func (in *inks) share(s *sheet) error {
	for _, m := range s.marks {
		if m.run == nil || !m.run.addressed || m.run.own {
			continue
		}
		for _, file := range filesOf(m.run) {
			letters, _ := font.Face{file}.Letters(alphabet)
			for _, l := range letters {
				if _, _, _, err := in.letter(l, false); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// filesOf are the fonts of a run, in the order of use.
func filesOf(r *run) (files []*font.File) {
	for _, l := range r.letters {
		if !slices.Contains(files, l.File) {
			files = append(files, l.File)
		}
	}
	return files
}

// subsetKey names a subset that is on many certificates.
type subsetKey struct {
	file *font.File
	has  string
}

func (i ink) pack(p *Printer) *pdf.Packed {
	if i.own {
		return i.subset.Pack(false)
	}
	packed, _ := p.subsets.get(subsetKey{i.file, i.subset.Key()}, func() (*pdf.Packed, error) { return i.subset.Pack(true), nil }, (*pdf.Packed).Size)
	return packed
}

// truetype is a font as documents take it along, or why they cannot.
type truetype struct {
	font *pdf.Font
	err  error
}

// truetype reads a font, once.
func (p *Printer) truetype(file *font.File) truetype {
	read, _ := p.fonts.get(file, func() (truetype, error) {
		f, err := pdf.ReadFont(file.Name, file.TTF)
		return truetype{f, err}, nil
	}, func(truetype) int { return 1 })
	return read
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
