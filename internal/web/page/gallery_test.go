package page_test

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"laurel/internal/locale"
	"laurel/internal/web/page"

	"github.com/a-h/templ"
)

// shown is one page of the gallery: every page of the product with sample
// data, in each of the states that look different.
type shown struct {
	name string
	page templ.Component
}

// gallery returns all of them. static is where the assets stand.
func gallery(static string) []shown {
	return slices.Concat(publicPages(static), earnerPages(static), profilePages(static), deskPages(static), teamPages(static), insightPages(static), claimPages(static))
}

// TestGallery writes every page as a file into the directory that GALLERY
// names, for pictures and for axe (ui/gallery), in the language that
// GALLERY_LANGUAGE names.
func TestGallery(t *testing.T) {
	dir := os.Getenv("GALLERY")
	if dir == "" {
		t.Skip("GALLERY names no directory to write the pages to")
	}
	words := locale.For(locale.Language(cmp.Or(os.Getenv("GALLERY_LANGUAGE"), "en")))
	for _, s := range gallery("/static/x/") {
		var b bytes.Buffer
		if err := s.page.Render(locale.With(t.Context(), words), &b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, s.name+".html"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func render(t *testing.T, c templ.Component) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Sample data that the pages share.
const (
	longName  = "Advanced Interdisciplinary Certification in Evidence-Based Chronic Wound Assessment and Compression Therapy for Community Settings"
	longWord  = "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ"
	longEmail = "wolfeschlegelsteinhausenbergerdorff.the.elder@department-of-continuing-education.riverbank.example"
	arabic    = "محمد بن عبد الله الحسن"
	hostile   = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`
	address   = "https://badges.example.org/b/7KQ2M9XWTR4H"
)

var (
	issued  = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	expires = time.Date(2029, 3, 1, 0, 0, 0, 0, time.UTC)
	noon    = time.Date(2026, 11, 20, 12, 1, 0, 0, time.UTC)
)

func riverbank() page.Issuer {
	return page.Issuer{Name: "Riverbank College", Domain: "riverbank.example", Verified: true, URL: "/o/riverbank", ContactURL: "mailto:badges@riverbank.example"}
}

func woundCare() page.Content {
	return page.Content{
		Name: "Certified Wound Care Specialist", Kind: "Certification",
		Picture: page.Picture{URL: "/sample/rosette.svg"},
		Earner:  "María José Núñez", Issuer: riverbank(),
		IssuedAt: issued, ValidUntil: expires, Number: "CW-2026-00017",
		Description:  "Holders assess chronic wounds, choose and apply compression therapy, and document the course of healing.",
		CriteriaHTML: "<p>Forty supervised clinical hours, a written examination passed with at least 80 percent, and a practical examination before two assessors.</p>",
		Skills:       []page.Skill{{Name: "Chronic wound assessment", Framework: "ESCO", URL: "https://esco.example/1"}, {Name: "Compression therapy", Framework: "ESCO", URL: "https://esco.example/2"}, {Name: "Documentation"}},
		Evidence:     []page.Evidence{{Name: "Assessors' protocol", URL: "https://riverbank.example/evidence/17", Text: "Signed by both assessors on February 20, 2026."}},
	}
}

func goodChecks() []page.Check {
	return []page.Check{
		{Name: "Signature", Outcome: page.Pass, Text: "Nothing in this badge has changed since Riverbank College signed it.", Tag: "eddsa-rdfc-2022", Details: []page.Fact{{Label: "Cryptosuite", Value: "eddsa-rdfc-2022"}, {Label: "Key", Value: "did:web:badges.example.org:o:riverbank#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"}, {Label: "Signed", Value: "2026-03-01T00:00:00Z"}}},
		{Name: "Issuer", Outcome: page.Pass, Text: "The key belongs to riverbank.example.", Tag: "did:web", Details: []page.Fact{{Label: "Identifier", Value: "did:web:badges.example.org:o:riverbank"}}},
		{Name: "Dates", Outcome: page.Pass, Text: "Issued in the past, not expired.", Tag: "until 2029-03-01"},
		{Name: "Status", Outcome: page.Pass, Text: "Not revoked, not suspended.", Tag: "list 3, entry 94,567", Details: []page.Fact{{Label: "Status list", Value: "https://badges.example.org/status/riverbank/3"}, {Label: "Entry", Value: "94567"}}},
	}
}

func badge(f page.Frame, state page.State, change func(*page.BadgeView)) templ.Component {
	v := page.BadgeView{
		Frame: f, State: state, Content: woundCare(), Checks: goodChecks(), URL: address, VerifyURL: "/b/7KQ2M9XWTR4H",
		Formats: []page.Link{{Text: "PNG", URL: "/b/7KQ2M9XWTR4H.png"}, {Text: "JSON", URL: "/b/7KQ2M9XWTR4H.json"}},
	}
	v.Meta = page.Meta{Description: "Riverbank College issued this badge to María José Núñez.", URL: address, ImageURL: address + ".png", ImageAlt: "Certified Wound Care Specialist", ImageWidth: 600, ImageHeight: 600}
	if change != nil {
		change(&v)
	}
	return page.Badge(v)
}
