package badge

import "time"

// Event is one line of the record of who did what. It is written in the same
// transaction as the change itself and never changed afterwards. It holds
// ids, never names or addresses.
type Event struct {
	OrgID   OrgID
	Actor   string // Actor.Name
	Verb    string // "organization.created", "credential.revoked" …
	Subject string // the id of what was changed
	Note    string
	At      time.Time
}
