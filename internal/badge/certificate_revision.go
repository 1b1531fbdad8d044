package badge

import (
	"math"
	"slices"
	"strings"
	"time"
)

// CertificateRevision is one design of a badge's certificates. What was
// designed is kept: a credential is printed tomorrow as it was printed today.
type CertificateRevision struct {
	AchievementID AchievementID
	Number        int // 1, 2, 3 …
	Design        CertificateDesign
	Since         time.Time // credentials issued from then on are printed like this; zero: those issued before, too
	SavedBy       AccountID // empty: from the command line
	SavedAt       time.Time
}

// CertificateDesign is a certificate together with what of its organization
// stands on it, as that was when it was saved.
type CertificateDesign struct {
	Certificate
	LogoPicture string `json:"logo_picture,omitempty"` // hash of a PNG in the blob store; empty: there was none
	Accent      Accent `json:"accent,omitempty"`
}

// Columns are the headings of the columns of a file that the texts ask for, in
// whatever language, each once.
func (c Certificate) Columns() (headings []string) {
	add := func(text string) {
		for _, fill := range certificateFill.FindAllString(text, -1) {
			heading, column := strings.CutPrefix(strings.Trim(fill, "{}"), "column:")
			heading = strings.TrimSpace(heading)
			if column && !slices.Contains(headings, heading) {
				headings = append(headings, heading)
			}
		}
	}
	for _, t := range c.Texts {
		add(t.Text)
		for _, in := range t.In {
			add(in)
		}
	}
	slices.Sort(headings)
	return headings
}

// Refit moves everything to where it belongs on the present sheet, after it was
// on one of another size, in millimeters.
func (c *Certificate) Refit(width, height float64) {
	w, h := c.Sides()
	if w == 0 || width <= 0 || height <= 0 || w == width && h == height {
		return
	}
	// The middle of a thing keeps its part of the way across and down.
	along := func(at, size, from, to float64) float64 {
		moved := (at+size/2)*to/from - size/2
		return roundPlace(min(max(moved, CertificateMargin), to-CertificateMargin-size))
	}
	for _, p := range []*CertificatePlace{&c.Logo, &c.Seal, &c.QR} {
		p.X, p.Y = along(p.X, p.Size, width, w), along(p.Y, p.Size, height, h)
	}
	for n := range c.Texts {
		t := &c.Texts[n]
		wide := roundPlace(min(t.Width*w/width, w-2*CertificateMargin))
		t.X = roundPlace(min(max(t.X*w/width, CertificateMargin), w-CertificateMargin-wide))
		t.Width, t.Y = wide, along(t.Y, min(t.Size, 96)*0.45, height, h)
	}
	r := &c.Signing
	r.Width = roundPlace(min(r.Width*w/width, w-2*CertificateMargin))
	r.X, r.Y = roundPlace(min(max(r.X*w/width, CertificateMargin), w-CertificateMargin-r.Width)), along(r.Y, signatureRoom, height, h)
}

// roundPlace is a place to a tenth of a millimeter.
func roundPlace(v float64) float64 { return math.Round(v*10) / 10 }
