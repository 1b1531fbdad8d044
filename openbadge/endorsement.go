package openbadge

import (
	"time"

	"laurel/vc/statuslist"
)

// EndorsementCredential says something good about somebody or something (data model EndorsementCredential), before it
// is signed. Required: ID, Name, Issuer, ValidFrom, Subject.
type EndorsementCredential struct {
	ID          string
	Name        string
	Description string
	Issuer      Profile // the endorser
	ValidFrom   time.Time
	ValidUntil  time.Time // zero: no end
	AwardedDate time.Time // zero: the same as ValidFrom
	Subject     EndorsementSubject
	Status      *statuslist.Entry // nil: the endorsement cannot be revoked
	Schema      []Reference
	Refresh     Reference
	Terms       []Reference
}

// EndorsementSubject is what is endorsed (data model EndorsementSubject). Required: ID.
type EndorsementSubject struct {
	ID      string // of the achievement, the profile or the credential
	Comment string // Markdown
}
