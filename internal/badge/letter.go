package badge

import "time"

// Letter is one e-mail to one person. The ledger keeps its kind and what it
// is about; subject and text are composed when it is sent or read, so that no
// password or link lies in the ledger.
type Letter struct {
	ID           LetterID
	OrgID        OrgID // empty: a letter of the installation itself
	Kind         LetterKind
	To           Email // To, Name and AccountID are taken from the credential when To is empty
	Name         string
	AccountID    AccountID
	CredentialID CredentialID
	About        string    // id of the request or support message it is about
	SecretID     string    // derives the temporary password or link it carries
	Until        time.Time // when that secret stops working
	State        LetterState
	HoldUntil    time.Time // it does not leave before; zero: at once. Known to the queue alone
	Attempts     int
	LastError    string
	CreatedAt    time.Time
	SentAt       time.Time
}

// LetterKind says what a letter is about.
type LetterKind string

// The kinds of letter.
const (
	LetterIssued          LetterKind = "issued"
	LetterRevoked         LetterKind = "revoked"
	LetterNewPassword     LetterKind = "new-password"
	LetterPasswordChanged LetterKind = "password-changed"
	LetterLocked          LetterKind = "locked"
	LetterUnlocked        LetterKind = "unlocked"
	LetterFactor          LetterKind = "factor"
	LetterStaff           LetterKind = "staff"
	LetterInvited         LetterKind = "invited" // to a team; about the invitation
	LetterRole            LetterKind = "role"    // about the new role
	LetterOffTeam         LetterKind = "off-team"
	LetterRequest         LetterKind = "request"         // to the organization that has to answer it
	LetterRequestAnswered LetterKind = "request-answer"  // to the earner
	LetterSupport         LetterKind = "support"         // to whoever runs the installation
	LetterExport          LetterKind = "export"          // everything of theirs is ready to take along
	LetterShared          LetterKind = "shared"          // an earner shows a badge to somebody
	LetterAddress         LetterKind = "address"         // proves an address
	LetterAddressAdded    LetterKind = "address-added"   // tells the others
	LetterAddressRemoved  LetterKind = "address-removed" // tells all
	LetterReminder        LetterKind = "reminder"
	LetterSpray           LetterKind = "spray" // to whoever runs the installation: many accounts were locked
	LetterCorrected       LetterKind = "corrected"
	LetterErasure         LetterKind = "erasure" // everything will be erased, unless it is taken back
	LetterErased          LetterKind = "erased"  // the last one
	LetterRenewed         LetterKind = "renewed"
	LetterSuspended       LetterKind = "suspended"
	LetterExpiring        LetterKind = "expiring"        // to the earner
	LetterExpiringDigest  LetterKind = "expiring-digest" // to the organization
	LetterReinstated      LetterKind = "reinstated"
	LetterClaim           LetterKind = "claim"         // proves the address of somebody who asks for a badge
	LetterClaimAsked      LetterKind = "claim-asked"   // to them: the organization has it
	LetterClaimReview     LetterKind = "claim-review"  // to the organization that has to decide
	LetterClaimDecided    LetterKind = "claim-decided" // to them: approved or declined
)

// LetterState is where a letter stands.
type LetterState string

// A letter is queued, then sent or failed. Where no mail server is set up it
// is kept, to be read in the ledger.
const (
	LetterQueued LetterState = "queued"
	LetterSent   LetterState = "sent"
	LetterKept   LetterState = "kept"
	LetterFailed LetterState = "failed"
	// The badge was withdrawn before the letter left.
	LetterWithdrawn LetterState = "withdrawn"
)
