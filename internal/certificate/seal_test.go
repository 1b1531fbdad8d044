package certificate

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"laurel/internal/badge"
	"laurel/internal/certificate/pdf"
	"laurel/internal/design"
	"laurel/internal/font"
)

// Every badge that can be designed is printed as vectors, and looks as it does
// on the screen.
func TestDesignedBadgesArePrintedAsVectors(t *testing.T) {
	c := template(t, "quiet", "a4")
	c.Frame, c.Texts, c.Signatures = "none", nil, nil
	c.Seal = badge.CertificatePlace{X: 80, Y: 40, Size: 130}
	for _, template := range design.Templates {
		t.Run(template.Name, func(t *testing.T) {
			svg, err := engine().Simplify(t.Context(), template.Design.SVG())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := form(svg); err != nil {
				t.Fatalf("it is not drawn as vectors: %v", err)
			}
			pixels, err := engine().Picture(t.Context(), template.Design.SVG())
			if err != nil {
				t.Fatal(err)
			}
			asVectors, _ := printed(t, shown{"vectors", c, Facts{Language: "en", SealSVG: svg}})
			asPixels, _ := printed(t, shown{"pixels", c, Facts{Language: "en", SealPNG: pixels.PNG}})
			if off := different(t, decoded(t, drawnPage(t, asVectors, "100")), decoded(t, drawnPage(t, asPixels, "100"))); off > 0.001 {
				t.Errorf("%.2f %% of the page look different", off*100)
			}
		})
	}
}

// What vectors cannot say here is printed as pixels.
func TestASealOfMasksAndFiltersIsPrintedAsPixels(t *testing.T) {
	const around = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">%</svg>`
	for name, inner := range map[string]string{
		"a mask":           `<defs><mask id="m"><path d="M 0 0 L 50 0 L 50 50 Z" fill="#ffffff"/></mask></defs><g mask="url(#m)"><path d="M 0 0 L 9 9 Z"/></g>`,
		"a filter":         `<g filter="url(#f)"><path d="M 0 0 L 9 9 Z"/></g>`,
		"a picture":        `<image width="10" height="10"/>`,
		"a faint color":    `<defs><linearGradient id="g"><stop offset="0" stop-color="#ff0000" stop-opacity="0.5"/><stop offset="1" stop-color="#00ff00"/></linearGradient></defs><path fill="url(#g)" d="M 0 0 L 9 9 L 9 0 Z"/>`,
		"another command":  `<path d="M 0 0 A 1 1 0 0 0 5 5 Z"/>`,
		"no reference":     `<path fill="url(#none)" d="M 0 0 L 9 9 Z"/>`,
		"no number":        `<path d="M 0 NaN L 9 9 Z"/>`,
		"no end":           `<path d="M 0 0 L 9"/>`,
		"a clip on a clip": `<defs><clipPath id="a"/><clipPath id="b" clip-path="url(#a)"/></defs><g clip-path="url(#b)"><path d="M 0 0 L 9 9 Z"/></g>`,
	} {
		t.Run(name, func(t *testing.T) {
			svg := []byte(strings.Replace(around, "%", inner, 1))
			if _, err := form(svg); !errors.Is(err, errDrawing) {
				t.Errorf("%v", err)
			}
			c := template(t, "quiet", "a4")
			if _, data := printed(t, shown{"", c, Facts{Language: "en", SealSVG: svg, SealPNG: drawn(20, 20, logo)}}); !bytes.Contains(data, []byte("/Subtype/Image")) {
				t.Error("it is not printed as pixels")
			}
		})
	}
}

// A font of the operator's folder is taken along, and its letters are text.
func TestAFontOfTheFolderIsPrinted(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "symbols.ttf"), goregular.TTF, 0o600); err != nil {
		t.Fatal(err)
	}
	fonts, err := font.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	if got := New(font.Carried(), nil).Missing("♥"); got != "♥" {
		t.Fatal("the fonts that are carried have the letter too")
	}
	s := gallery(t)[0]
	s.f.Name = "Ada ♥ Lovelace"
	data, err := New(fonts, engine().Simplify).PDF(t.Context(), s.c, s.f)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if text, used := tool(t, "pdftotext", file, "-"), tool(t, "pdffonts", file); !strings.Contains(text, s.f.Name) || !strings.Contains(used, "+symbols") {
		t.Errorf("%s\n%s", text, used)
	}
}

func TestABookHasAPageForEach(t *testing.T) {
	var out bytes.Buffer
	all := gallery(t)
	book := printer().Book(&out, pdf.About{Title: "All of them", Made: all[0].f.Made})
	for _, s := range all {
		if err := book.Add(t.Context(), s.c, s.f); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "book.pdf")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if checked := tool(t, "qpdf", "--check", file); strings.Contains(checked, "WARNING") {
		t.Error(checked)
	}
	text := joined(tool(t, "pdftotext", file, "-"))
	for _, s := range all {
		if !strings.Contains(text, joined(s.f.Name)) {
			t.Errorf("%s is not in it", s.f.Name)
		}
	}
	if n := bytes.Count(out.Bytes(), []byte("/ShadingType 2")); n > 10 {
		t.Errorf("the seal is in it %d times", n)
	}
}

func TestADocumentSaysItsTitleAndLanguage(t *testing.T) {
	s := gallery(t)[0]
	s.f.Language = "es-MX"
	file, _ := printed(t, s)
	info := tool(t, "pdfinfo", file)
	if !strings.Contains(info, "Title:           Mountain Leader – Zoë Ångström-Müller\n") || !strings.Contains(info, "Author:          Riverbank College\n") {
		t.Error(info)
	}
	if catalog := tool(t, "qpdf", "--json", "--json-key=qpdf", file); !strings.Contains(catalog, `"/Lang": "u:es-MX"`) || !strings.Contains(catalog, `"/DisplayDocTitle": true`) {
		t.Error("the catalog says no language, or does not show the title")
	}
}
