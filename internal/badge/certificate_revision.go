package badge

import (
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
