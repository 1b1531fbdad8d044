package openbadge

import (
	"encoding/json"
	"time"

	"laurel/vc/statuslist"
)

// ContextCLR is the context of Comprehensive Learner Record 2.0.
//
// A learner record can be secured by a proof that canonicalizes RDF only where package ldcontext knows this context;
// where it does not, signing is refused. Securing as a JWT needs no context.
const ContextCLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"

// ClrCredential is a learner record before it is signed: credentials of one learner, and how their achievements hang
// together (CLR 2.0, data model ClrCredential). Required: ID, Name, Issuer, ValidFrom, Subject.
type ClrCredential struct {
	ID          string
	Name        string
	Description string
	Image       Image
	Issuer      Profile // who compiled the record; the credentials in it can be of others
	ValidFrom   time.Time
	ValidUntil  time.Time // zero: no end
	AwardedDate time.Time // zero: the same as ValidFrom
	Subject     ClrSubject
	Status      *statuslist.Entry // nil: the record cannot be revoked
	Schema      []Reference
}

// ClrSubject is the learner with the credentials (data model ClrSubject). Required: an ID or at least one Identifier,
// and at least one Credential.
type ClrSubject struct {
	ID          string
	Identifier  []IdentityObject
	Credential  []json.RawMessage // signed credentials, embedded as they are but for white space
	Achievement []Achievement     // achievements that associations name, earned or not
	Association []Association
}

// Association says how two achievements hang together (data model Association). All three are required.
type Association struct {
	AssociationType string // "isChildOf", "isPartOf", "precedes", … or "ext:…"
	SourceID        string // of an achievement
	TargetID        string // of an achievement
}
