package certificate

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"sync"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/design"
	"laurel/internal/font"
	"laurel/internal/render"
)

const (
	code    = "k7f3m2q9x4wap"
	address = "https://badges.example.org/b/" + code
)

// engine is one for all tests: it takes seconds to start.
var engine = sync.OnceValue(func() *render.Engine { return render.New("", font.Carried()) })

func printer() *Printer { return New(font.Carried(), engine().Simplify) }

// sample are the facts of the certificates here.
func sample(t testing.TB) Facts {
	t.Helper()
	modules, err := render.NewQR(address)
	if err != nil {
		t.Fatal(err)
	}
	seal, err := engine().Simplify(t.Context(), design.Templates[0].Design.SVG())
	if err != nil {
		t.Fatal(err)
	}
	return Facts{
		Language: "en", Name: "Zoë Ångström-Müller", Badge: "Mountain Leader", Organization: "Riverbank College",
		Issued: "March 4, 2026", Expires: "March 4, 2029", Hours: "24", Number: "RC-0042", Code: code, Address: address, QR: modules,
		Accent: "#0f766e", Logo: drawn(400, 120, logo), SealSVG: seal, Pictures: map[string][]byte{hash('a'): drawn(300, 100, wave), hash('b'): drawn(900, 640, paper)},
		Credential: []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"]}`), CredentialType: "application/vc+ld+json",
		Made: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC),
	}
}

func hash(letter byte) string { return string(bytes.Repeat([]byte{letter}, 64)) }

// drawn is a PNG of colors by place, each from 0 to 1.
func drawn(width, height int, at func(x, y float64) color.NRGBA) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetNRGBA(x, y, at(float64(x)/float64(width), float64(y)/float64(height)))
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func logo(x, y float64) color.NRGBA {
	if math.Hypot((x-0.15)*400, (y-0.5)*120) < 55 || x > 0.33 && math.Abs(y-0.5) < 0.16 {
		return color.NRGBA{15, 118, 110, 255}
	}
	return color.NRGBA{}
}

func wave(x, y float64) color.NRGBA {
	if math.Abs(y-0.5-0.35*math.Sin(x*21)*(1-x)) < 0.05 {
		return color.NRGBA{20, 40, 110, 255}
	}
	return color.NRGBA{}
}

func paper(x, y float64) color.NRGBA {
	v := uint8(238 + 10*math.Sin(x*40)*math.Sin(y*30))
	return color.NRGBA{v, v, v - 12, 255}
}

func template(t testing.TB, name, paper string) badge.Certificate {
	t.Helper()
	c, ok := badge.NewCertificate(name, paper)
	if !ok {
		t.Fatalf("there is no template %s on %s", name, paper)
	}
	if err := c.Validate(); err != nil {
		t.Fatalf("the template %s on %s: %v", name, paper, err)
	}
	return c
}

// shown is a certificate to be looked at.
type shown struct {
	name string
	c    badge.Certificate
	f    Facts
}

// gallery are ten certificates of all kinds.
func gallery(t testing.TB) (all []shown) {
	t.Helper()
	add := func(name, start, paper string, change func(c *badge.Certificate, f *Facts)) {
		c, f := template(t, start, paper), sample(t)
		if change != nil {
			change(&c, &f)
		}
		if err := c.Validate(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, shown{name, c, f})
	}
	add("classic", "classic", "a4", nil)
	add("modern", "modern", "letter", nil)
	add("quiet", "quiet", "a4", func(_ *badge.Certificate, f *Facts) {
		f.Name, f.Expires = "Αλέξανδρος Παπαδόπουλος", ""
	})
	add("diploma", "diploma", "a4", func(_ *badge.Certificate, f *Facts) { f.Name = "Александра Ивановна Петрова" })
	add("long-name", "classic", "letter", func(_ *badge.Certificate, f *Facts) {
		f.Name = "María de los Ángeles Concepción Fernández de Córdoba y Álvarez de Toledo Martínez-Bordiú"
		f.Badge = "Advanced Practitioner in the Care of Chronic Wounds, with Distinction and Honors of the Faculty"
	})
	add("three-signatures", "classic", "a4", func(c *badge.Certificate, _ *Facts) {
		c.Signatures = []badge.CertificateSignature{{Picture: hash('a'), Name: "Dr. Miriam Okafor", Title: "Dean of Studies"}, {Picture: hash('a'), Name: "Jonas Lindqvist", Title: "Head of Training"}, {Name: "Teresa Álvarez", Title: "Examiner"}}
		c.Seal = badge.CertificatePlace{X: 19, Y: 17, Size: 34}
	})
	add("arabic", "quiet", "a4", func(_ *badge.Certificate, f *Facts) {
		f.Name, f.Organization = "محمد بن عبد الله الأنصاري", "أكاديمية الجبل (Riverbank 24) الدولية"
	})
	add("hebrew", "diploma", "letter", func(_ *badge.Certificate, f *Facts) { f.Name = "יעל כהן־לוי" })
	add("devanagari", "modern", "a4", func(_ *badge.Certificate, f *Facts) {
		f.Name, f.Badge = "अनीता शर्मा", "Mountain Leader (पर्वत नेतृत्व)"
	})
	add("background", "classic", "a4", func(c *badge.Certificate, f *Facts) {
		c.Picture, c.Frame, c.Color, c.Landscape = hash('b'), "guilloche", "#7a3e12", true
		f.SealSVG, f.SealPNG = nil, drawn(500, 500, logo)
	})
	return all
}

func TestEveryTemplateIsPrintedOnEveryPaper(t *testing.T) {
	p := New(font.Carried(), nil)
	f := sample(t)
	for _, template := range badge.CertificateTemplates {
		for _, paper := range badge.CertificatePapers {
			c, _ := badge.NewCertificate(template.ID, paper.ID)
			if err := c.Validate(); err != nil {
				t.Errorf("%s on %s: %v", template.ID, paper.ID, err)
			}
			for kind, draw := range map[string]func(context.Context, badge.Certificate, Facts) ([]byte, error){"PDF": p.PDF, "SVG": p.SVG} {
				if _, err := draw(t.Context(), c, f); err != nil {
					t.Errorf("%s on %s as %s: %v", template.ID, paper.ID, kind, err)
				}
			}
		}
	}
}

// CERTIFICATES=dir keeps the gallery to be looked at.
func TestGallery(t *testing.T) {
	dir := os.Getenv("CERTIFICATES")
	if dir == "" {
		t.Skip("CERTIFICATES names no directory")
	}
	p := printer()
	for _, s := range gallery(t) {
		for kind, draw := range map[string]func(context.Context, badge.Certificate, Facts) ([]byte, error){"pdf": p.PDF, "svg": p.SVG} {
			data, err := draw(t.Context(), s.c, s.f)
			if err != nil {
				t.Fatal(s.name, err)
			}
			if err := os.WriteFile(dir+"/"+s.name+"."+kind, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
