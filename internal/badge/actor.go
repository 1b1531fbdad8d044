package badge

// Actor is who acts: nobody, a person with an account, or the operator of
// this installation at the command line. A room asks May as its first line.
type Actor struct {
	AccountID AccountID
	Operator  bool
	Roles     map[OrgID]Role
	Kept      map[AchievementID]bool // badges of these organizations that are kept for others of the staff
}

// Host is the operator at the command line of the machine itself.
func Host() Actor { return Actor{Operator: true} }

// Act is something a person may or may not do in an organization.
type Act string

// The acts, each with the roles that may do it in allowed.
const (
	ActView    Act = "view"
	ActDesign  Act = "design"  // create and revise achievements
	ActIssue   Act = "issue"   // upload, confirm, resend
	ActRevoke  Act = "revoke"  // take a credential back
	ActUnlock  Act = "unlock"  // let an earner in again
	ActAnswer  Act = "answer"  // what earners ask for
	ActSetting Act = "setting" // name, logo, invitations to log in
	ActTeam    Act = "team"    // who works here, and which badges are kept for whom
	ActFound   Act = "found"   // create departments
)

var allowed = map[Act]map[Role]bool{
	ActView:    {RoleOwner: true, RoleAdmin: true, RoleIssuer: true, RoleDesigner: true, RoleViewer: true},
	ActDesign:  {RoleOwner: true, RoleAdmin: true, RoleDesigner: true},
	ActIssue:   {RoleOwner: true, RoleAdmin: true, RoleIssuer: true},
	ActRevoke:  {RoleOwner: true, RoleAdmin: true, RoleIssuer: true},
	ActUnlock:  {RoleOwner: true, RoleAdmin: true, RoleIssuer: true},
	ActAnswer:  {RoleOwner: true, RoleAdmin: true, RoleIssuer: true},
	ActSetting: {RoleOwner: true, RoleAdmin: true},
	ActTeam:    {RoleOwner: true, RoleAdmin: true},
	ActFound:   {RoleOwner: true},
}

// May returns nil when the actor may do this in that organization.
// ErrNotFound hides an organization from people who do not work for it;
// ErrForbidden is for members whose role does not reach so far.
func (a Actor) May(act Act, org OrgID) error {
	if a.Operator {
		return nil
	}
	role, member := a.Roles[org]
	switch {
	case a.AccountID == "":
		return ErrSignedOut
	case !member:
		return ErrNotFound
	case !allowed[act][role]:
		return ErrForbidden
	}
	return nil
}

// Name is how the actor stands in the record of events.
func (a Actor) Name() string {
	if a.AccountID != "" {
		return "account:" + string(a.AccountID)
	}
	if a.Operator {
		return "host"
	}
	return "anonymous"
}
