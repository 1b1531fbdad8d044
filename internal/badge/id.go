package badge

import "github.com/google/uuid"

// Identifiers are UUIDv7 texts made by us, so that rows made together lie
// together in an index. Each noun has a type of its own: an id of one noun
// cannot be handed to a query of another.
type (
	OrgID         string
	AccountID     string
	AchievementID string
	RevisionID    string
	BatchID       string
	AwardID       string
	CredentialID  string
	KeyID         string
	StatusListID  string
	LetterID      string
	RequestID     string
	SupportID     string
)

// NewID returns a new identifier of the kind that is asked for.
func NewID[T ~string]() T {
	return T(uuid.Must(uuid.NewV7()).String())
}
