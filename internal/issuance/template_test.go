package issuance_test

import (
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
