package badge

import (
	"slices"
	"time"
)

// Roles are all roles, from the most to the least.
var Roles = []Role{RoleOwner, RoleAdmin, RoleIssuer, RoleDesigner, RoleViewer}

// Does says what somebody with the role may do, as a sentence.
func (r Role) Does() string {
	switch r {
	case RoleOwner:
		return "Everything, the team and departments included."
	case RoleAdmin:
		return "Everything but making owners and departments."
	case RoleIssuer:
		return "Issue badges, take them back, answer requests, unlock earners."
	case RoleDesigner:
		return "Create and edit badges, and look at the rest."
	case RoleViewer:
		return "Look at everything and change nothing."
	}
	return ""
}

// WithArticle is the role as a sentence has it: "an owner".
func (r Role) WithArticle() string {
	switch r {
	case RoleOwner, RoleAdmin, RoleIssuer:
		return "an " + string(r)
	}
	return "a " + string(r)
}

// Member is somebody who works for an organization, as its team sees them.
type Member struct {
	AccountID    AccountID
	Name         string
	Email        Email
	Role         Role
	Since        time.Time
	SeenAt       time.Time // the last visit; zero: none yet
	SecondFactor bool      // a passkey or an authenticator app
}

// InvitationID names an invitation to a team.
type InvitationID string

// Invitation asks the owner of one address to join a team. It is spent once,
// and a newer one to the same address takes its place.
type Invitation struct {
	ID        InvitationID
	OrgID     OrgID
	Email     Email
	Role      Role
	InvitedBy AccountID // empty: the host
	CreatedAt time.Time
	Until     time.Time
}

// Limits of teams.
const (
	InvitationLifetime   = 7 * 24 * time.Hour
	MaxInvitationsPerDay = 50 // of one organization
)

// ParseRole reads a role from a form. Errors: *Invalid.
func ParseRole(s string) (Role, error) {
	if slices.Contains(Roles, Role(s)) {
		return Role(s), nil
	}
	return "", Refuse("role", "Choose a role.")
}

// MayGive returns nil when the actor may make somebody with the role from one
// with the role to; an empty role is that of somebody who is not on the team.
// Only owners make owners, and only they change or remove one. Errors: those of
// May.
func (a Actor) MayGive(org OrgID, from, to Role) error {
	if err := a.May(ActTeam, org); err != nil {
		return err
	}
	if (from == RoleOwner || to == RoleOwner) && !a.Operator && a.Roles[org] != RoleOwner {
		return ErrForbidden
	}
	return nil
}

// MayBadge is May for one badge: where an organization keeps it for some of its
// staff, the others may look and do nothing else with it, but for owners and
// admins, who keep it.
func (a Actor) MayBadge(act Act, org OrgID, achievement AchievementID) error {
	if err := a.May(act, org); err != nil {
		return err
	}
	if act != ActView && a.Kept[achievement] && a.May(ActTeam, org) != nil {
		return ErrForbidden
	}
	return nil
}
