package certificate

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"laurel/internal/font"
)

// tool runs a program that judges PDF files.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	var errs bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s\nThe judges are in the packages qpdf, poppler-utils and zbar-tools; scripts/prepare.sh installs them.", name, strings.Join(args, " "), err, out, errs.String())
	}
	return string(out)
}

// printed prints a certificate into a file.
func printed(t *testing.T, s shown) (file string, data []byte) {
	t.Helper()
	data, err := printer().PDF(t.Context(), s.c, s.f)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file, data
}

// unmarked is text without the marks of direction that pdftotext puts around it.
func unmarked(s string) string {
	return strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u200e", "", "\u200f", "").Replace(s)
}

// joined are the words of a text, however they were broken into lines.
func joined(s string) string { return strings.Join(strings.Fields(unmarked(s)), " ") }

func TestOthersReadTheGallery(t *testing.T) {
	for _, s := range gallery(t) {
		t.Run(s.name, func(t *testing.T) {
			file, _ := printed(t, s)
			if out := tool(t, "qpdf", "--check", file); strings.Contains(out, "WARNING") || !strings.Contains(out, "No syntax or stream encoding errors") {
				t.Errorf("qpdf finds faults:\n%s", out)
			}
			text := joined(tool(t, "pdftotext", file, "-"))
			for what, said := range map[string]string{"name": s.f.Name, "badge": s.f.Badge, "address": short(address)} {
				if !strings.Contains(text, joined(said)) {
					t.Errorf("the %s %q is not in the text of the page:\n%s", what, said, text)
				}
			}
			attached := filepath.Join(t.TempDir(), "credential.json")
			tool(t, "pdfdetach", "-savefile", "credential.json", "-o", attached, file)
			if got, err := os.ReadFile(attached); err != nil || !bytes.Equal(got, s.f.Credential) {
				t.Errorf("the attached credential is %q (%v)", got, err)
			}
			page := drawnPage(t, file, "150")
			scanned := filepath.Join(t.TempDir(), "page.png")
			if err := os.WriteFile(scanned, page, 0o600); err != nil {
				t.Fatal(err)
			}
			if got := tool(t, "zbarimg", "-q", "--raw", scanned); strings.TrimSpace(got) != address {
				t.Errorf("the QR code leads to %q", got)
			}
			info := tool(t, "pdfinfo", "-url", file)
			if n := strings.Count(info, address); n != 2 {
				t.Errorf("%d links to the badge page, not 2:\n%s", n, info)
			}
		})
	}
}

// drawnPage draws the page as a PNG.
func drawnPage(t *testing.T, file, dpi string) []byte {
	t.Helper()
	return []byte(tool(t, "pdftoppm", "-png", "-singlefile", "-r", dpi, file))
}

// GOLDEN=write makes the pictures anew: look at each.
func TestPagesLookAsTheyDid(t *testing.T) {
	for _, s := range gallery(t) {
		t.Run(s.name, func(t *testing.T) {
			file, _ := printed(t, s)
			got := drawnPage(t, file, "48")
			golden := filepath.Join("testdata", s.name+".png")
			if os.Getenv("GOLDEN") == "write" {
				if err := os.WriteFile(golden, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if off := different(t, decoded(t, got), decoded(t, want)); off > 0.004 {
				t.Errorf("%.2f %% of the page look different", off*100)
			}
		})
	}
}

// The preview is drawn by another program from another format, and looks like
// the print.
func TestThePreviewIsThePrint(t *testing.T) {
	for _, s := range gallery(t) {
		t.Run(s.name, func(t *testing.T) {
			svg, err := printer().SVG(t.Context(), s.c, s.f)
			if err != nil {
				t.Fatal(err)
			}
			tool(t, "xmllint", "--nonet", "--noout", written(t, svg))
			drawn, err := engine().Picture(t.Context(), svg)
			if err != nil {
				t.Fatal(err)
			}
			file, _ := printed(t, s)
			width, height := s.c.Sides()
			dpi := 1200 / max(width, height) * 25.4
			preview, print := decoded(t, drawn.PNG), decoded(t, []byte(tool(t, "pdftoppm", "-png", "-singlefile", "-r", appended(dpi), "-scale-to", "1200", file)))
			if off := different(t, preview, print); off > 0.02 {
				t.Errorf("%.2f %% of the page look different", off*100)
			}
		})
	}
}

func appended(v float64) string { return string(appendNumber(nil, v, 3)) }

func written(t *testing.T, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "preview.svg")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func decoded(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// different is the part of the pixels that differ clearly: by a quarter of the
// way from black to white, and from every neighbor too.
func different(t *testing.T, a, b image.Image) float64 {
	t.Helper()
	w, h := min(a.Bounds().Dx(), b.Bounds().Dx()), min(a.Bounds().Dy(), b.Bounds().Dy())
	if dx, dy := a.Bounds().Dx()-b.Bounds().Dx(), a.Bounds().Dy()-b.Bounds().Dy(); max(dx, -dx) > 1 || max(dy, -dy) > 1 {
		t.Fatalf("one is %v, the other %v", a.Bounds(), b.Bounds())
	}
	shade := func(img image.Image, x, y int) int { return int(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y) }
	off := 0
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			near := 255
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					d := shade(a, x, y) - shade(b, x+dx, y+dy)
					near = min(near, max(d, -d))
				}
			}
			if near > 64 {
				off++
			}
		}
	}
	return float64(off) / float64(w*h)
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	for _, s := range gallery(t) {
		_, first := printed(t, s)
		p := printer()
		other := s.f
		other.Name, other.SealSVG = "Somebody else entirely", nil
		if _, err := p.PDF(t.Context(), s.c, other); err != nil { // what it keeps now changes nothing
			t.Fatal(err)
		}
		again, err := p.PDF(t.Context(), s.c, s.f)
		if err != nil || !bytes.Equal(first, again) {
			t.Errorf("%s: %d bytes and %d bytes that differ (%v)", s.name, len(first), len(again), err)
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	for name, hostile := range map[string]string{
		"parentheses":   `)) Tj ET (x) (((`,
		"backslashes":   `\\\) \( \n \000 \`,
		"operators":     `> ] TJ ET Q endstream endobj 1 0 obj << /S /JavaScript`,
		"markup":        `<script>alert(1)</script> & "quoted" ]]> &lt;`,
		"placeholders":  `{badge} {name} {column:x}`,
		"controls":      "A\x00\x01\x1b[31m\u202ekaeps\u202c B\x7f\u0085C",
		"long":          strings.Repeat("supercalifragilistic", 500),
		"long, words":   strings.Repeat("many words in a name ", 480),
		"long, shaped":  strings.Repeat("محمد عبد ", 300),
		"no letters":    "\U0001F680\U0001F9D1\u200d\U0001F680 林",
		"not UTF-8":     "Zo\xeb \xff\xfe",
		"only a blank":  " x ",
		"many letters":  row(0x904, 0x939) + " " + row(0xc0, 0x17f) + " " + row(0x410, 0x44f) + " " + row(0x3b1, 0x3c9),
		"NFD and marks": "Zoe\u0308 A\u030angstro\u0308m",
	} {
		t.Run(name, func(t *testing.T) {
			s := gallery(t)[0]
			s.f.Name, s.f.Organization, s.f.Number = hostile, hostile, hostile
			file, data := printed(t, s)
			if out := tool(t, "qpdf", "--check", file); strings.Contains(out, "WARNING") {
				t.Errorf("qpdf finds faults:\n%s", out)
			}
			if bytes.Contains(data, []byte("/JavaScript")) && name != "operators" {
				t.Error("something that runs")
			}
			if out := tool(t, "qpdf", "--json", "--json-key=qpdf", file); strings.Contains(out, `"/S": "/JavaScript"`) {
				t.Error("something that runs")
			}
			text := joined(tool(t, "pdftotext", file, "-"))
			if want := joined(printable(hostile)); len(want) < 3000 && !strings.Contains(strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(want, " ", "")) {
				t.Errorf("%q is not in the text of the page:\n%s", want, text)
			}
			if strings.Count(tool(t, "pdfinfo", file), "Pages:           1\n") != 1 {
				t.Error("more pages, or none")
			}
			svg, err := printer().SVG(t.Context(), s.c, s.f)
			if err != nil {
				t.Fatal(err)
			}
			tool(t, "xmllint", "--nonet", "--noout", written(t, svg))
		})
	}
}

// row are letters in a row.
func row(from, to rune) string {
	var out []rune
	for r := from; r <= to; r++ {
		out = append(out, r)
	}
	return string(out)
}

// What no font has is named, so that somebody can put one into the folder.
func TestMissing(t *testing.T) {
	if got := New(font.Carried(), nil).Missing("Ada 林 Lovelace"); got != "林" {
		t.Errorf("missing: %q", got)
	}
}
