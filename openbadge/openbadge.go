// Package openbadge tells Open Badges 3.0 in terms of verifiable credentials.
//
// Three things go in and out: a Credential with its parts is written as an unsigned document, for package proof to
// sign; a decoded document is checked against the rules of the standard; and a decoded document, our own or
// anybody's, is read into the View that a page shows. The package never fetches, never reads a clock, never looks at
// signatures or status, and never decides whether a credential is genuine.
package openbadge

import (
	"time"

	"laurel/vc"
	"laurel/vc/statuslist"
)

// Context303 is the Open Badges context that credentials are issued with. What it means differs from the ones before
// it, so that a signature never survives changing it.
const Context303 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

// Credential is an OpenBadgeCredential before it is signed (Open Badges 3.0, data model AchievementCredential).
// Required: ID, Issuer, ValidFrom, Subject. Empty fields are left out of the document.
type Credential struct {
	ID          string // URI; the address of the credential or urn:uuid:…
	Name        string
	Description string
	Image       Image
	Issuer      Profile
	ValidFrom   time.Time // all times are written in UTC, whole seconds
	ValidUntil  time.Time // zero: no end
	AwardedDate time.Time // zero: the same as ValidFrom
	Subject     AchievementSubject
	Evidence    []Evidence
	Status      *statuslist.Entry // nil: the credential cannot be revoked
}

// AchievementSubject is the person and what they achieved (data model AchievementSubject). An ID or at least one
// Identifier is required.
type AchievementSubject struct {
	ID                string
	Identifier        []IdentityObject
	ActivityStartDate time.Time
	ActivityEndDate   time.Time
	Role              string
	Term              string
	LicenseNumber     string
	Narrative         string // Markdown
	Achievement       Achievement
}

// IdentityObject is one way to recognize the recipient (data model IdentityObject). HashedEmail and PlainName make
// the usual ones.
type IdentityObject struct {
	Hashed       bool
	IdentityHash string // IdentityHash of the value, or the value itself when not hashed
	IdentityType string // "emailAddress", "name", … or "ext:…"
	Salt         string
}

// Achievement is what was achieved (data model Achievement). Required: ID, Name, Description, Criteria.
type Achievement struct {
	ID              string
	AchievementType string // one of the standard's list or "ext:…"
	Name            string
	Description     string
	Criteria        Criteria
	Image           Image
	Alignment       []Alignment
	Tag             []string
	FieldOfStudy    string
	Specialization  string
	HumanCode       string
	InLanguage      string // BCP 47
	Version         string
}

// Criteria says how an achievement is earned (data model Criteria): a page, a text, or both.
type Criteria struct {
	ID        string
	Narrative string // Markdown
}

// Image is a picture (data model Image). The standard never writes one as plain text.
type Image struct {
	ID      string // URI, or data: URI
	Caption string // for people who do not see the picture
}

// Profile is an organization or a person (data model Profile). Required: ID.
type Profile struct {
	ID          string // of an issuer: its DID
	Name        string
	URL         string
	Email       string
	Phone       string
	Description string
	Image       Image
}

// Evidence is something that shows the achievement (data model Evidence).
type Evidence struct {
	ID          string // address of the evidence
	Name        string
	Description string
	Narrative   string // Markdown
	Genre       string
	Audience    string
}

// Alignment ties an achievement to a framework (data model Alignment). Required: TargetName, TargetURL.
type Alignment struct {
	TargetName        string
	TargetURL         string
	TargetCode        string
	TargetDescription string
	TargetFramework   string
	TargetType        string // "CFItem", "ceasn:Competency", … or "ext:…"
}

// contexts of an issued credential, in the order that the standard fixes (Open Badges 3.0, Serialization, JSON-LD).
var contexts = []string{vc.ContextV2, Context303}
