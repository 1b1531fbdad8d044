package ob2

import "time"

// Context is the JSON-LD context of Open Badges 2.0.
const Context = "https://w3id.org/openbadges/v2"

// Assertion is one badge that one earner has (Open Badges 2.0, section Assertion). Required: ID, Recipient, Badge,
// Verification, IssuedOn. Empty fields are left out of the document.
type Assertion struct {
	ID               string // of a hosted one: the https address at which it is; of a signed one: urn:uuid:… is good
	UID              string // of 1.x, read only
	Recipient        IdentityObject
	Badge            BadgeClass // with its ID alone when it is named by its address
	Verification     Verification
	IssuedOn         time.Time
	Expires          time.Time // zero: never
	Image            Image     // this earner's own picture, with the assertion baked in
	Evidence         []Evidence
	Narrative        string // Markdown
	Revoked          bool
	RevocationReason string
}

// IdentityObject says who received a badge (section IdentityObject). HashedEmail makes the usual one.
type IdentityObject struct {
	Type     string // "email", "url" or "telephone"
	Identity string // hash of the value, or the value itself when not hashed
	Hashed   bool
	Salt     string
}

// Verification is how a badge is to be verified (section VerificationObject).
type Verification struct {
	Type    VerificationType
	Creator string // address of the key that signed, of SignedBadge only; empty: any key of the issuer
}

// VerificationType is one of the two ways to verify.
type VerificationType string

// Ways to verify an assertion. Others wrote "hosted" and "signed" for them.
const (
	HostedBadge VerificationType = "HostedBadge"
	SignedBadge VerificationType = "SignedBadge"
)

// BadgeClass is what can be earned (section BadgeClass). Required: ID, Name, Description, Image, Criteria, Issuer.
type BadgeClass struct {
	ID          string
	Name        string
	Description string
	Image       Image
	Criteria    Criteria
	Issuer      Profile // with its ID alone when it is named by its address
	Alignment   []Alignment
	Tags        []string
	Version     string
	Related     []string // ids of other editions
	Endorsement []string // ids of endorsements
}

// Profile is an issuer, or somebody else (section Profile). Required of an issuer: ID, Name, URL, Email.
type Profile struct {
	ID             string
	Type           string // "Issuer" when empty, or "Profile"
	Name           string
	URL            string
	Email          string
	Telephone      string
	Description    string
	Image          Image
	PublicKey      []CryptographicKey // with their ID alone when named by their addresses
	Verification   Scope
	RevocationList string // address of the RevocationList for signed badges
	Endorsement    []string
}

// Scope says which addresses a profile vouches for (section VerificationObject). Empty: those of its own origin.
type Scope struct {
	StartsWith     []string // one of these begins the address
	AllowedOrigins []string // one of these host names has it
}

// CryptographicKey is a public key of a profile (section CryptographicKey). All are required. Owner and the profile's
// PublicKey have to name each other.
type CryptographicKey struct {
	ID           string
	Owner        string // ID of the Profile
	PublicKeyPEM string
}

// RevocationList tells which signed badges were revoked (section Revocation List). Required: Revoked.
type RevocationList struct {
	ID      string
	Issuer  string // ID of the Profile
	Revoked []RevokedAssertion
}

// RevokedAssertion is one row of a RevocationList. Required: ID, or UID of a badge of 1.x that has no ID.
type RevokedAssertion struct {
	ID     string
	UID    string
	Reason string
}

// Endorsement is a good word for a profile, a badge class or an assertion (section Endorsement). Required: ID, Claim,
// Issuer, IssuedOn, Verification.
type Endorsement struct {
	ID           string
	Claim        Claim
	Issuer       Profile
	IssuedOn     time.Time
	Verification Verification
}

// Claim is what an endorsement says. Required: ID.
type Claim struct {
	ID      string // of what is endorsed
	Comment string // Markdown
}

// Image is a picture (section Image). It is written as its address alone when it has nothing else.
type Image struct {
	ID      string // address, or data: URI
	Caption string
	Author  string // ID of a Profile
}

// Criteria says how a badge is earned (section Criteria): a page, a text, or both.
type Criteria struct {
	ID        string
	Narrative string // Markdown
}

// Evidence is something that shows the achievement (section Evidence).
type Evidence struct {
	ID          string
	Name        string
	Description string
	Narrative   string // Markdown
	Genre       string
	Audience    string
}

// Alignment ties a badge to a framework (section AlignmentObject). Required: TargetName, TargetURL.
type Alignment struct {
	TargetName        string
	TargetURL         string
	TargetCode        string
	TargetDescription string
	TargetFramework   string
}
