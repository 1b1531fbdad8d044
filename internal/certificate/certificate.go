// Package certificate prints certificates. In come the description of a sheet
// and the facts about one badge; out comes a PDF with the signed credential
// attached, or the same sheet as SVG for a preview. Both draw one list of
// marks, so that what is seen before is what is printed. The same input always
// gives the same bytes. The package knows no rules, stores nothing and calls
// nobody.
package certificate

import (
	"context"
	"hash/maphash"
	"time"

	"laurel/internal/badge"
	"laurel/internal/certificate/pdf"
	"laurel/internal/font"
)

// Facts are what a certificate says of one badge. What is empty is left out.
type Facts struct {
	Language       string // BCP 47, as badge.Certificate.Speaks gave it
	Name           string // of the earner
	Badge          string
	Organization   string
	Issued         string // a day, written in Language
	Expires        string
	Hours          string
	Number         string
	Code           string
	Address        string            // of the badge page, whole, with its scheme
	QR             [][]bool          // of Address, as render.NewQR makes it
	Columns        map[string]string // of the row that the badge was issued from, by heading
	Accent         string            // the organization's color, #rrggbb
	Logo           []byte            // PNG or JPEG
	SealSVG        []byte            // the badge's picture as vectors, as render.Engine.Simplify writes it
	SealPNG        []byte            // and as pixels, where there are no vectors
	Pictures       map[string][]byte // background and signatures by hash, PNG or JPEG
	Credential     []byte            // the signed document
	CredentialType string            // its media type
	Made           time.Time         // when the credential was made: the date of the document
}

// Printer prints certificates. It is safe for use by many goroutines at once.
type Printer struct {
	simplify func(ctx context.Context, svg []byte) ([]byte, error)
	faces    map[font.Family]map[bool]font.Face

	fonts   kept[*font.File, truetype]
	subsets kept[subsetKey, *pdf.Packed]
	images  kept[content, *pdf.Image]
	forms   kept[content, *pdf.Form]
	frames  kept[frameKey, *frame]
	pieces  kept[pieceKey, *outline]
	shapes  kept[*font.File, *contours]
	seed    maphash.Seed
}

// content stands for the bytes of a picture.
type content struct {
	hash uint64
	size int
}

// The bounds of what a Printer keeps, in bytes.
const (
	maxImages = 48 << 20
	maxForms  = 8 << 20
	maxPieces = 8 << 20
)

// New returns a Printer. Text that has to be shaped is drawn as the outlines
// that simplify gives, see render.Engine.Simplify.
func New(fonts *font.Set, simplify func(ctx context.Context, svg []byte) ([]byte, error)) *Printer {
	p := &Printer{simplify: simplify, faces: map[font.Family]map[bool]font.Face{}, seed: maphash.MakeSeed()}
	for _, family := range []font.Family{font.Serif, font.Sans} {
		p.faces[family] = map[bool]font.Face{false: fonts.Face(family, false), true: fonts.Face(family, true)}
	}
	p.fonts.most, p.subsets.most, p.images.most, p.forms.most, p.frames.most, p.pieces.most, p.shapes.most = maxImages, maxForms, maxImages, maxForms, maxForms, maxPieces, maxPieces
	return p
}

// PDF prints one certificate. The description is one that Validate found no
// fault in. An error says which picture cannot be printed, or is ctx's.
func (p *Printer) PDF(ctx context.Context, c badge.Certificate, f Facts) ([]byte, error) {
	s, err := p.sheet(ctx, c, f)
	if err != nil {
		return nil, err
	}
	return p.pdf(s, f)
}

// SVG draws the same sheet for a screen, one unit per millimeter.
func (p *Printer) SVG(ctx context.Context, c badge.Certificate, f Facts) ([]byte, error) {
	s, err := p.sheet(ctx, c, f)
	if err != nil {
		return nil, err
	}
	return s.svg()
}

// Missing are the characters of a text that no font here has: they are printed
// as empty boxes.
func (p *Printer) Missing(text string) string {
	_, missing := p.faces[font.Serif][false].Needed(text)
	return missing
}
