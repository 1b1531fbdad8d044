package badge

import "time"

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
