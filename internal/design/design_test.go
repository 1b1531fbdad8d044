package design_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"laurel/internal/design"
)

// plain is a description that nothing is wrong with.
func plain(change func(*design.Design)) design.Design {
	d := design.Design{Version: 1, Shape: "circle", Pattern: "plain", Font: "sans", Field: "#0f766e", Band: "#0b3d3a", Metal: "#d9b25f"}
	if change != nil {
		change(&d)
	}
	return d
}

func TestADescriptionIsReadAsItWasWritten(t *testing.T) {
	for _, template := range design.Templates {
		d, known := design.Start(template.Name)
		if !known {
			t.Fatalf("%s is not there", template.Name)
		}
		got, err := design.Parse(d.JSON())
		if err != nil || got != d {
			t.Errorf("%s: %+v, %v", template.Name, got, err)
		}
		if !bytes.Equal(got.SVG(), d.SVG()) {
			t.Errorf("%s is drawn in two ways", template.Name)
		}
		if len(d.Advice()) > 0 {
			t.Errorf("%s, a template of ours: %q", template.Name, d.Advice())
		}
	}
	if len(design.Templates) < 12 || len(design.Icons) < 80 || len(design.Shapes) < 12 {
		t.Errorf("%d templates, %d icons, %d shapes", len(design.Templates), len(design.Icons), len(design.Shapes))
	}
}

func TestParseRefuses(t *testing.T) {
	good := plain(nil).JSON()
	for name, text := range map[string]string{
		"nothing": "", "no object": "7", "half": good[:20], "two": good + good, "a list": "[" + good + "]",
		"a member that nobody knows": strings.Replace(good, `{`, `{"script":"x",`, 1), "a wrong type": strings.Replace(good, `"circle"`, `["circle"]`, 1),
		"another version": strings.Replace(good, `"version":1`, `"version":2`, 1), "too much": good[:len(good)-1] + strings.Repeat(" ", 5000) + "}",
		"an unknown shape": strings.Replace(good, "circle", "heart", 1),
	} {
		if d, err := design.Parse(text); err == nil || d != (design.Design{}) {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
	}
}

func TestCheckNamesTheField(t *testing.T) {
	for _, c := range []struct {
		field  string
		change func(*design.Design)
	}{
		{"", nil},
		{"", func(d *design.Design) { d.Upper, d.Ribbon, d.Center = "ÉCOLE ΩМЖ", "שלום", "Überflug №1" }},
		{"shape", func(d *design.Design) { d.Shape = "" }},
		{"pattern", func(d *design.Design) { d.Pattern = "url(#x)" }},
		{"font", func(d *design.Design) { d.Font = "Comic" }},
		{"icon", func(d *design.Design) { d.Icon = "../NOTICE" }},
		{"field", func(d *design.Design) { d.Field = "red" }},
		{"band", func(d *design.Design) { d.Band = `#fff"/><` }},
		{"metal", func(d *design.Design) { d.Metal = "#12345g" }},
		{"upper", func(d *design.Design) { d.Upper = strings.Repeat("a", 61) }},
		{"lower", func(d *design.Design) { d.Lower = "伤口护理" }},
		{"center", func(d *design.Design) { d.Center = "turned \u202e around" }},
		{"ribbon", func(d *design.Design) { d.Ribbon = "no\xfftext" }},
		{"stars", func(d *design.Design) { d.Stars = 6 }},
		{"stars", func(d *design.Design) { d.Stars = -1 }},
	} {
		d := plain(c.change)
		faults := d.Check()
		if (c.field == "") != (len(faults) == 0) || c.field != "" && faults[c.field] == "" {
			t.Errorf("%+v: %v, want a fault at %q", d, faults, c.field)
		}
	}
}

func TestWordsSayWhatIsSeen(t *testing.T) {
	d := plain(func(d *design.Design) {
		d.Icon, d.Upper, d.Lower, d.Stars, d.Shape = "leaf", "GREEN", "2026", 2, "octagon"
	})
	if got := d.Words(); got != "Badge in the shape of an octagon with the sign “Leaf” and the words “GREEN, 2026” and 2 of 5 stars" {
		t.Error(got)
	}
	if got := plain(nil).Words(); got != "Badge in the shape of a circle" {
		t.Error(got)
	}
}

// Every choice there is, with hostile words: what comes out is XML in which
// nothing but shapes and words stands.
func TestEveryChoiceIsDrawnAndNothingElse(t *testing.T) {
	allowed := map[string]bool{
		"svg": true, "defs": true, "linearGradient": true, "radialGradient": true, "stop": true, "g": true, "path": true, "circle": true,
		"clipPath": true, "text": true, "textPath": true,
	}
	draw := func(d design.Design) {
		if faults := d.Check(); len(faults) > 0 {
			t.Fatalf("%+v: %v", d, faults)
		}
		svg := d.SVG()
		if len(svg) > 200<<10 || bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) || bytes.Contains(svg, []byte("%!")) {
			t.Errorf("%+v: %d bytes: %.300s", d, len(svg), svg)
		}
		for r := xml.NewDecoder(bytes.NewReader(svg)); ; {
			token, err := r.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%+v: %v", d, err)
			}
			if e, ok := token.(xml.StartElement); ok && !allowed[e.Name.Local] {
				t.Fatalf("%+v: <%s>", d, e.Name.Local)
			}
		}
	}
	for _, shape := range design.Shapes {
		for _, pattern := range design.Patterns {
			for _, font := range design.Fonts {
				draw(plain(func(d *design.Design) {
					d.Shape, d.Pattern, d.Font = shape.Name, pattern.Name, font.Name
					d.Upper, d.Lower, d.Center, d.Ribbon, d.Stars, d.Icon = `"><script>alert(1)</script>`, "</text><a href='x'>Ω ж", "<&>Ω", "]]>Ωw", 5, "star"
				}))
			}
		}
	}
	for _, icon := range design.Icons {
		if path := design.IconPath(icon.Name); !strings.HasPrefix(path, "M") || strings.ContainsAny(path, `"<>`) {
			t.Errorf("icon %s: %q", icon.Name, path)
		}
	}
	for _, empty := range []func(*design.Design){
		nil, func(d *design.Design) { d.Stars = 3 }, func(d *design.Design) { d.Center = "A" }, func(d *design.Design) { d.Ribbon = "A" },
		func(d *design.Design) { d.Lower = strings.Repeat("W", design.MaxRing) },
	} {
		draw(plain(empty))
	}
}

func TestFilesOfOthersAreUnchanged(t *testing.T) {
	notice, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"icon", "font"} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			name := filepath.Join(folder, entry.Name())
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(data)
			if line := hex.EncodeToString(sum[:]) + "  " + filepath.ToSlash(name) + "\n"; !bytes.Contains(notice, []byte(line)) {
				t.Errorf("NOTICE does not have the line %q", line)
			}
		}
	}
}
