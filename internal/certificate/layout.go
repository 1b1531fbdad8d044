package certificate

import (
	"cmp"
	"context"
	"fmt"
	"hash/maphash"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/certificate/pdf"
)

// textInk is what is written in where no color was chosen.
const textInk = "#16211e"

// sheet lays out a certificate.
func (p *Printer) sheet(ctx context.Context, c badge.Certificate, f Facts) (*sheet, error) {
	w, h := c.Sides()
	s := &sheet{width: w, height: h}
	if c.Picture != "" {
		if err := p.cover(s, f.Pictures[c.Picture]); err != nil {
			return nil, fmt.Errorf("the background of the certificate: %w", err)
		}
	}
	s.add(mark{frame: p.frame(frameKey{c.Frame, cmp.Or(c.Color, f.Accent, string(badge.DefaultAccent)), w, h})})
	if c.Logo.Size > 0 && len(f.Logo) > 0 {
		if err := p.picture(s, c.Logo.X, c.Logo.Y, c.Logo.Size, c.Logo.Size/2, f.Logo); err != nil {
			return nil, fmt.Errorf("the logo: %w", err)
		}
	}
	if err := p.seal(s, c.Seal, f); err != nil {
		return nil, fmt.Errorf("the picture of the badge: %w", err)
	}
	s.qr(c.QR, f)
	for n, t := range c.Texts {
		if err := p.text(ctx, s, t, f); err != nil {
			return nil, fmt.Errorf("text %d of the certificate: %w", n+1, err)
		}
	}
	return s, p.signatures(ctx, s, c, f)
}

// content names the bytes of a picture.
func (p *Printer) content(data []byte) content {
	return content{maphash.Bytes(p.seed, data), len(data)}
}

func (p *Printer) image(data []byte) (*pdf.Image, error) {
	return p.images.get(p.content(data), func() (*pdf.Image, error) { return pdf.ReadImage(data) }, (*pdf.Image).Size)
}

// picture puts one as large as it can be into the middle of a box.
func (p *Printer) picture(s *sheet, x, y, width, height float64, data []byte) error {
	i, err := p.image(data)
	if err != nil {
		return err
	}
	w, h := i.Sides()
	scale := min(width/w, height/h)
	w, h = w*scale, h*scale
	s.add(mark{picture: &picture{x + (width-w)/2, y + (height-h)/2, w, h, i, data}})
	return nil
}

// cover fills the sheet with a picture; what reaches over two of its edges is
// not seen.
func (p *Printer) cover(s *sheet, data []byte) error {
	i, err := p.image(data)
	if err != nil {
		return err
	}
	w, h := i.Sides()
	scale := max(s.width/w, s.height/h)
	w, h = w*scale, h*scale
	s.add(mark{picture: &picture{(s.width - w) / 2, (s.height - h) / 2, w, h, i, data}})
	return nil
}

// seal draws the picture of the badge, as vectors where it can.
func (p *Printer) seal(s *sheet, at badge.CertificatePlace, f Facts) error {
	if at.Size == 0 {
		return nil
	}
	if len(f.SealSVG) > 0 {
		drawn, err := p.forms.get(p.content(f.SealSVG), func() (*pdf.Form, error) { return form(f.SealSVG) }, (*pdf.Form).Size)
		if err == nil {
			scale := at.Size / max(drawn.Width, drawn.Height)
			w, h := drawn.Width*scale, drawn.Height*scale
			s.add(mark{vectors: &vectors{at.X + (at.Size-w)/2, at.Y + (at.Size-h)/2, w, h, drawn, f.SealSVG}})
			return nil
		}
	}
	if len(f.SealPNG) == 0 {
		return nil
	}
	return p.picture(s, at.X, at.Y, at.Size, at.Size, f.SealPNG)
}

// quietZone is how many modules around a QR code stay white (ISO/IEC 18004, section 5.3.8).
const quietZone = 4

// qr draws the code, which leads to the badge page.
func (s *sheet) qr(at badge.CertificatePlace, f Facts) {
	if at.Size == 0 || len(f.QR) == 0 {
		return
	}
	module := at.Size / float64(len(f.QR)+2*quietZone)
	s.add(mark{path: &path{segments: rectangle(at.X, at.Y, at.Size, at.Size), fill: "#ffffff"}})
	s.add(mark{squares: &squares{at.X + quietZone*module, at.Y + quietZone*module, module, f.QR}})
	s.add(mark{link: &link{at.X, at.Y, at.Size, at.Size, f.Address}})
}

// signatureHeight is how high a signature's picture may be, in millimeters.
const signatureHeight = 16.0

// signatures draws who signs: the picture on the line, name and title under it.
func (p *Printer) signatures(ctx context.Context, s *sheet, c badge.Certificate, f Facts) error {
	const longest, gap = 62.0, 10.0
	count := float64(len(c.Signatures))
	width := min(longest, (c.Signing.Width-gap*(count-1))/count)
	for n, signature := range c.Signatures {
		x, y := c.Signing.X+(c.Signing.Width-width)/2, c.Signing.Y
		if count > 1 {
			x = c.Signing.X + float64(n)*(c.Signing.Width-width)/(count-1)
		}
		if data := f.Pictures[signature.Picture]; signature.Picture != "" && len(data) > 0 {
			if err := p.picture(s, x+4, y-signatureHeight, width-8, signatureHeight, data); err != nil {
				return fmt.Errorf("the signature of %s: %w", signature.Name, err)
			}
		}
		s.add(mark{path: &path{segments: []segment{{'M', [6]float64{x, y}}, {'L', [6]float64{x + width, y}}}, stroke: "#7b8783", width: 0.25}})
		under := badge.CertificateText{X: x, Y: y + 1.2, Width: width, Text: signature.Name, Font: "serif", Size: 11, Align: "center"}
		if err := p.literal(ctx, s, under, f); err != nil {
			return err
		}
		if signature.Title != "" {
			under.Y, under.Size, under.Text, under.Color, under.Font = y+6.4, 8.5, signature.Title, "#4b5a55", "sans"
			if err := p.literal(ctx, s, under, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// literal sets a text as it is: braces in it are braces.
func (p *Printer) literal(ctx context.Context, s *sheet, t badge.CertificateText, f Facts) error {
	f.Columns = map[string]string{"": t.Text}
	t.Text = "{column:}"
	return p.text(ctx, s, t, f)
}

// value is what a placeholder stands for.
func (f Facts) value(name string) string {
	if heading, column := strings.CutPrefix(name, "column:"); column {
		return f.Columns[strings.TrimSpace(heading)]
	}
	switch name {
	case "name":
		return f.Name
	case "badge":
		return f.Badge
	case "organization":
		return f.Organization
	case "issued":
		return f.Issued
	case "expires":
		return f.Expires
	case "hours":
		return f.Hours
	case "number":
		return f.Number
	case "code":
		return f.Code
	case "address":
		return short(f.Address)
	}
	return ""
}

// short is an address as it is printed: without its scheme.
func short(address string) string {
	if _, rest, found := strings.Cut(address, "://"); found {
		return rest
	}
	return address
}
