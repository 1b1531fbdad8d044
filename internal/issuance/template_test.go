package issuance_test

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"laurel/internal/badge"
	"laurel/test/world"
)

const manyShapes = `name,email,issued,expires,number,narrative,evidence
Ada "the first" Lovelace,ada@example.org,2026-01-02,,A-1,,
"O'Brien, Bob",bob@example.org,2026-01-02,2031-01-02,B-2,,https://evidence.example/b
Çağla 日本 🏅,cagla@example.org,2026-01-03,,C-3,,
Dan\u0001 <b>&amp;,dan@example.org,2026-01-04,2031-01-02,,,https://evidence.example/d
Eve,eve@example.org,2026-01-02,2031-01-05,E-5,,https://evidence.example/e
`

func TestDocumentsOfOneShapeAreSignedWithOneTemplate(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), manyShapes, noAnswers)
	w.Confirm(t, b)
	prepared, err := w.Issuer.PrepareOnly(t.Context(), org.ID, b.ID, 1, 100)
	if err != nil || len(prepared) != 5 {
		t.Fatalf("%d, %v", len(prepared), err)
	}
	made, without := w.Issuer.Shapes(t.Context(), prepared)
	if made < 2 || made > 3 || without != 0 {
		t.Errorf("%d templates, %d documents without", made, without)
	}
	signed, err := w.Issuer.SignOnly(t.Context(), org.ID, b.ID, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range signed {
		verify(t, w, "college", c.Signed)
	}
}

// A template that makes another hash than canonicalization does is caught by
// its first document, and nothing that it made is kept.
func TestALyingTemplateIsStopped(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), manyShapes, noAnswers)
	w.Confirm(t, b)
	signed, stopped, err := w.Issuer.SignWithLiar(t.Context(), org.ID, b.ID, 1, 100)
	if err != nil || len(signed) != 5 || !stopped {
		t.Fatalf("%d signed, stopped: %v, %v", len(signed), stopped, err)
	}
	for _, c := range signed {
		verify(t, w, "college", c.Signed)
	}
	if results := w.Issue(t, w.Badge(t, org.ID, "diving"), "Ada <ada@example.org>"); results[0].State != badge.AwardIssued {
		t.Errorf("nothing is issued without templates: %+v", results)
	}
}

// What a template writes is what is composed without it, byte for byte.
func TestTemplatesWriteWhatIsComposedWithoutThem(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	var people strings.Builder
	people.WriteString("name,email,issued,expires,number,narrative,evidence\n")
	texts := []string{"Ada", "Ö", `back\\slash`, `""two""`, "<b>&amp;</b>", "日本 \u2028 🏅", "e\u0301", "\u00a0x", "it's", "line\nbreak", "a/b?c=d#e"}
	for n, text := range texts {
		for _, rest := range []string{",,", ",%s,", "N %[1]d,,", "N %[1]d,Well done. %[2]s,"} {
			rest = strings.NewReplacer("%[1]d", strconv.Itoa(n), "%[2]s", "x", "%s", "x").Replace(rest)
			cells := strings.SplitN(rest, ",", 3)
			fmt.Fprintf(&people, "\"A %s\",p%d-%d@example.org,2026-01-%02d,%s,\"%s\",\"%s%s\",%s\n", strings.ReplaceAll(text, "\n", " "), n, people.Len(), n+1,
				[]string{"", "2031-05-01"}[n%2], cells[0], cells[1], map[bool]string{true: " " + text}[cells[1] != ""], []string{"", "https://evidence.example/1"}[n%3/2])
		}
	}
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), people.String(), noAnswers)
	w.Confirm(t, b)
	written, other, err := w.Issuer.ComposedBothWays(t.Context(), org.ID, b.ID, 1, 1000)
	if err != nil || len(written) != 4*len(texts) {
		t.Fatalf("%d documents, %v", len(written), err)
	}
	for n := range written {
		if !bytes.Equal(written[n], other[n]) {
			t.Errorf("by template\n%s\nwithout\n%s", written[n], other[n])
		}
	}
}

// A template that writes one wrong document among a thousand good ones is
// found when it is that one's turn, and a signature that does not hold at once.
func TestWhatTheSampleFinds(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), manyShapes, noAnswers)
	w.Confirm(t, b)
	for name, err := range w.Issuer.Faults(t.Context(), org.ID, b.ID, 1, 100) {
		if err == nil {
			t.Errorf("%s: nothing was found", name)
		}
	}
}
