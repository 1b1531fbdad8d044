package certificate

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	_ "image/jpeg" // reads the size of JPEG
	_ "image/png"  // and of PNG
	"strings"

	"laurel/internal/badge"
	"laurel/internal/font"
)

// ink is what is written in where no color was chosen.
const ink = "#16211e"

// sheet lays out a certificate.
func (p *Printer) sheet(ctx context.Context, c badge.Certificate, f Facts) (*sheet, error) {
	w, h := c.Sides()
	s := &sheet{width: w, height: h, language: f.Language, title: f.Badge + " – " + f.Name}
	if c.Picture != "" {
		s.add(mark{picture: &picture{0, 0, w, h, f.Pictures[c.Picture]}})
	}
	s.frame(c.Frame, cmp.Or(c.Color, f.Accent, string(badge.DefaultAccent)))
	if err := s.pictures(c, f); err != nil {
		return nil, err
	}
	for n, t := range c.Texts {
		if err := p.text(ctx, s, t, f); err != nil {
			return nil, fmt.Errorf("text %d of the certificate: %w", n+1, err)
		}
	}
	return s, nil
}

func (s *sheet) pictures(c badge.Certificate, f Facts) error {
	if c.Logo.Size > 0 && len(f.Logo) > 0 {
		if err := s.fit(c.Logo.X, c.Logo.Y, c.Logo.Size, c.Logo.Size/2, f.Logo); err != nil {
			return fmt.Errorf("the logo: %w", err)
		}
	}
	if c.Seal.Size > 0 && len(f.SealPNG) > 0 {
		if err := s.fit(c.Seal.X, c.Seal.Y, c.Seal.Size, c.Seal.Size, f.SealPNG); err != nil {
			return fmt.Errorf("the picture of the badge: %w", err)
		}
	}
	s.qr(c.QR, f)
	return nil
}

// fit puts a picture as large as it can be into the middle of a box.
func (s *sheet) fit(x, y, width, height float64, data []byte) error {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return err
	}
	scale := min(width/float64(config.Width), height/float64(config.Height))
	w, h := float64(config.Width)*scale, float64(config.Height)*scale
	s.add(mark{picture: &picture{x + (width-w)/2, y + (height-h)/2, w, h, data}})
	return nil
}

// quietZone is how many modules around a QR code stay white (ISO/IEC 18004, section 5.3.8).
const quietZone = 4

// qr draws the code as squares that leads to the badge page.
func (s *sheet) qr(at badge.CertificatePlace, f Facts) {
	if at.Size == 0 || len(f.QR) == 0 {
		return
	}
	s.add(mark{path: &path{segments: rectangle(at.X, at.Y, at.Size, at.Size), fill: "#ffffff"}})
	module := at.Size / float64(len(f.QR)+2*quietZone)
	dark := &path{fill: "#000000"}
	for y, row := range f.QR {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				dark.segments = append(dark.segments, rectangle(at.X+module*float64(from+quietZone), at.Y+module*float64(y+quietZone), module*float64(x-from), module)...)
			}
		}
	}
	s.add(mark{path: dark})
	s.add(mark{link: &link{at.X, at.Y, at.Size, at.Size, f.Address}})
}

// value is what a placeholder stands for.
func (f Facts) value(name string) string {
	if heading, column := strings.CutPrefix(name, "column:"); column {
		return f.Columns[strings.TrimSpace(heading)]
	}
	return map[string]string{
		"name": f.Name, "badge": f.Badge, "organization": f.Organization, "issued": f.Issued, "expires": f.Expires,
		"hours": f.Hours, "number": f.Number, "code": f.Code, "address": short(f.Address),
	}[name]
}

// short is an address as it is printed: without its scheme.
func short(address string) string {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		return address
	}
	return rest
}

// face is the font of a text.
func (p *Printer) face(t badge.CertificateText) font.Face {
	family := font.Serif
	if t.Font == "sans" {
		family = font.Sans
	}
	return p.fonts.Face(family, t.Bold)
}
