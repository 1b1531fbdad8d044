package badge

import "time"

// Visibility is who may open a credential, or a collection of them: its
// earner's choice.
type Visibility string

// Everybody, search engines too; whoever has the address, which is how every
// badge begins; the earner and the organization that issued it.
const (
	VisibilityPublic   Visibility = "public"
	VisibilityUnlisted Visibility = "unlisted"
	VisibilityPrivate  Visibility = "private"
)

// ParseVisibility reads a choice from a form. Errors: *Invalid.
func ParseVisibility(s string) (Visibility, error) {
	switch v := Visibility(s); v {
	case VisibilityPublic, VisibilityUnlisted, VisibilityPrivate:
		return v, nil
	}
	return "", Refuse("visibility", "Choose who may open it: everybody, people with the address, or only you.")
}

// Sharing is what decides who may see a credential.
type Sharing struct {
	AccountID  AccountID // the earner
	OrgID      OrgID     // who issued it
	Visibility Visibility
	SealedAt   time.Time // when what the credential says was signed: another time, another document
}

// VisibleTo is the one rule of who may see a credential, in whatever shape: as
// a page, a document, a picture, or a line on somebody's list. A private one
// is there for its earner and for the staff of the organization that issued
// it; for everybody else it does not exist.
func (s Sharing) VisibleTo(actor Actor) bool {
	return s.Visibility != VisibilityPrivate || s.IsOf(actor) || actor.May(ActView, s.OrgID) == nil
}

// IsOf tells whether the actor is the earner.
func (s Sharing) IsOf(actor Actor) bool {
	return actor.AccountID != "" && actor.AccountID == s.AccountID
}
