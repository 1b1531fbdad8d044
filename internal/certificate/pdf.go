package certificate

import (
	"bytes"
	"fmt"
	"strconv"

	"laurel/internal/certificate/pdf"
)

// points per millimeter.
const points = 72 / 25.4

// pdf prints the sheet.
func (s *sheet) pdf(f Facts) ([]byte, error) {
	var out bytes.Buffer
	d := pdf.New(&out, pdf.About{Title: s.title, Author: f.Organization, Language: s.language, Made: f.Made})
	page := d.Page(s.width*points, s.height*points)
	page.Draw(fmt.Appendf(nil, "%.5f 0 0 %.5f 0 %.4f cm\n", points, -points, s.height*points))
	for _, m := range s.marks {
		switch {
		case m.path != nil:
			drawPath(page, m.path)
		case m.run != nil:
			drawn, err := m.run.outline()
			if err != nil {
				return nil, err
			}
			drawPath(page, drawn)
		case m.link != nil:
			l := m.link
			page.Link(l.x*points, (s.height-l.y-l.height)*points, l.width*points, l.height*points, l.address)
		}
	}
	page.Close()
	if len(f.Credential) > 0 {
		d.Attach("credential.json", f.CredentialType, "The signed badge that this certificate was printed from", f.Credential)
	}
	err := d.Close()
	return out.Bytes(), err
}

func drawPath(page *pdf.Page, p *path) {
	out := []byte("q ")
	if p.fill != "" {
		out = append(append(out, rgb(p.fill)...), " rg "...)
	}
	if p.stroke != "" {
		out = append(append(out, rgb(p.stroke)...), " RG "...)
		out = append(strconv.AppendFloat(out, p.width, 'f', 3, 64), " w "...)
	}
	for _, seg := range p.segments {
		for n := range seg.count() {
			out = append(strconv.AppendFloat(out, seg.points[n], 'f', 3, 64), ' ')
		}
		out = append(out, map[byte]string{'M': "m ", 'L': "l ", 'C': "c ", 'Z': "h "}[seg.op]...)
	}
	switch {
	case p.fill != "" && p.stroke != "":
		out = append(out, "B Q\n"...)
	case p.fill != "":
		out = append(out, "f Q\n"...)
	default:
		out = append(out, "S Q\n"...)
	}
	page.Draw(out)
}

// rgb writes #rrggbb as three numbers.
func rgb(color string) string {
	n, _ := strconv.ParseUint(color[1:], 16, 32)
	return fmt.Sprintf("%.3f %.3f %.3f", float64(n>>16&255)/255, float64(n>>8&255)/255, float64(n&255)/255)
}
