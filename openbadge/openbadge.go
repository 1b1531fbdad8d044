package openbadge

import (
	"encoding/json"
	"time"

	"laurel/vc"
	"laurel/vc/statuslist"
)

// Context303 is the Open Badges context that credentials are issued with. What it means differs from the ones before
// it, so that a signature never survives changing it.
const Context303 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

// contextExtensions defines the types in extensionTypes, and nothing else does.
const contextExtensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

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
	Status      *statuslist.Entry // nil: the credential cannot be revoked, but for RevocationList

	// RevocationList is the address of a 1EdTechRevocationList that tells the status in place of Status. Setting both
	// is an error: the standard allows one status.
	RevocationList string

	Endorsements
	Schema  []Reference // credentialSchema; SchemaOfBadge is the standard's own
	Refresh Reference   // refreshService
	Terms   []Reference // termsOfUse
}

// Endorsements are endorsements of the thing that carries them, made and signed before it. Every document is embedded
// as it is, but for white space.
type Endorsements struct {
	Endorsement []json.RawMessage // EndorsementCredentials with a Data Integrity proof
	// EndorsementJWT are endorsements as compact JWS. No published context of Open Badges defines this member, so a
	// document that has it can be secured as a JWT, but not with a proof that canonicalizes RDF.
	EndorsementJWT []string
}

// Reference names something outside of a credential: a schema that it follows, a service that refreshes it, terms
// under which it may be used. Type is required by the standard, and ID too, but for terms.
type Reference struct {
	ID   string // URI
	Type string
}

// SchemaOfBadge is the reference to the standard's JSON Schema for badges, to be listed in Credential.Schema.
var SchemaOfBadge = Reference{
	ID:   "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
	Type: schemaValidatorType,
}

// RefreshAt is the service of 1EdTech Credential Refresh at an address, for Credential.Refresh: a newer version of the
// credential is there.
func RefreshAt(address string) Reference { return Reference{address, credentialRefreshType} }

// AchievementSubject is the person and what they achieved (data model AchievementSubject). An ID or at least one
// Identifier is required.
type AchievementSubject struct {
	ID                string
	Identifier        []IdentityObject
	ActivityStartDate time.Time
	ActivityEndDate   time.Time
	CreditsEarned     float64 // zero: not said
	Role              string
	Term              string
	LicenseNumber     string
	Narrative         string   // Markdown
	Image             Image    // this earner's own picture, with the credential baked in
	Source            *Profile // who assessed on behalf of the issuer
	Result            []Result
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

// Evidence is something that shows the achievement (data model Evidence).
type Evidence struct {
	ID          string // address of the evidence
	Name        string
	Description string
	Narrative   string // Markdown
	Genre       string
	Audience    string
}

// contexts of an issued credential, in the order that the standard fixes (Open Badges 3.0, Serialization, JSON-LD).
var issueContexts = []string{vc.ContextV2, Context303}
