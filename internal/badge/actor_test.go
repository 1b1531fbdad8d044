package badge_test

import (
	"errors"
	"testing"

	"laurel/internal/badge"
)

func TestMay(t *testing.T) {
	const ours, theirs = badge.OrgID("ours"), badge.OrgID("theirs")
	acts := []badge.Act{badge.ActView, badge.ActDesign, badge.ActIssue, badge.ActRevoke, badge.ActUnlock, badge.ActAnswer, badge.ActSetting, badge.ActTeam, badge.ActFound}
	ok, no := error(nil), badge.ErrForbidden
	for _, c := range []struct {
		role badge.Role
		want [9]error // view, design, issue, revoke, unlock, answer, setting, team, found
	}{
		{badge.RoleOwner, [9]error{ok, ok, ok, ok, ok, ok, ok, ok, ok}},
		{badge.RoleAdmin, [9]error{ok, ok, ok, ok, ok, ok, ok, ok, no}},
		{badge.RoleIssuer, [9]error{ok, no, ok, ok, ok, ok, no, no, no}},
		{badge.RoleDesigner, [9]error{ok, ok, no, no, no, no, no, no, no}},
		{badge.RoleViewer, [9]error{ok, no, no, no, no, no, no, no, no}},
		{badge.Role("king"), [9]error{no, no, no, no, no, no, no, no, no}},
		{badge.Role(""), [9]error{no, no, no, no, no, no, no, no, no}},
	} {
		member := badge.Actor{AccountID: "ada", Roles: map[badge.OrgID]badge.Role{ours: c.role}}
		for i, act := range acts {
			if err := member.May(act, ours); !errors.Is(err, c.want[i]) {
				t.Errorf("%s may %s: %v, want %v", c.role, act, err, c.want[i])
			}
			if err := member.May(act, theirs); !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("%s of another organization may %s: %v, want not found", c.role, act, err)
			}
			if err := member.May(act, ""); !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("%s may %s in no organization: %v, want not found", c.role, act, err)
			}
		}
		if err := member.May("dance", ours); !errors.Is(err, badge.ErrForbidden) {
			t.Errorf("%s may do what is not an act: %v", c.role, err)
		}
	}
	for _, act := range acts {
		if err := badge.Host().May(act, ours); err != nil {
			t.Errorf("the host may not %s: %v", act, err)
		}
		if err := (badge.Actor{}).May(act, ours); !errors.Is(err, badge.ErrSignedOut) {
			t.Errorf("nobody may %s: %v, want signed out", act, err)
		}
		// Roles without an account are a mistake of the caller, not a key.
		if err := (badge.Actor{Roles: map[badge.OrgID]badge.Role{ours: badge.RoleOwner}}).May(act, ours); !errors.Is(err, badge.ErrSignedOut) {
			t.Errorf("roles of nobody may %s: %v, want signed out", act, err)
		}
	}
}

func TestActorName(t *testing.T) {
	for _, c := range []struct {
		actor badge.Actor
		want  string
	}{
		{badge.Actor{AccountID: "ada"}, "account:ada"},
		{badge.Actor{AccountID: "ada", Operator: true}, "account:ada"},
		{badge.Host(), "host"},
		{badge.Actor{}, "anonymous"},
	} {
		if got := c.actor.Name(); got != c.want {
			t.Errorf("%+v is %q, want %q", c.actor, got, c.want)
		}
	}
}

func TestOnlyOwnersMakeOwners(t *testing.T) {
	const org = badge.OrgID("ours")
	owner, admin, issuer, viewer, none := badge.RoleOwner, badge.RoleAdmin, badge.RoleIssuer, badge.RoleViewer, badge.Role("")
	as := func(role badge.Role) badge.Actor {
		return badge.Actor{AccountID: "ada", Roles: map[badge.OrgID]badge.Role{org: role}}
	}
	for _, c := range []struct {
		actor    badge.Actor
		from, to badge.Role
		want     error
	}{
		{as(owner), none, owner, nil},
		{as(owner), owner, viewer, nil},
		{as(owner), owner, none, nil},
		{as(admin), none, admin, nil},
		{as(admin), viewer, issuer, nil},
		{as(admin), admin, none, nil},
		{as(admin), none, owner, badge.ErrForbidden},
		{as(admin), admin, owner, badge.ErrForbidden},
		{as(admin), owner, viewer, badge.ErrForbidden},
		{as(admin), owner, none, badge.ErrForbidden},
		{as(issuer), none, viewer, badge.ErrForbidden},
		{as(viewer), viewer, none, badge.ErrForbidden},
		{badge.Host(), none, owner, nil},
		{badge.Actor{AccountID: "bob"}, none, viewer, badge.ErrNotFound},
		{badge.Actor{}, none, viewer, badge.ErrSignedOut},
	} {
		if err := c.actor.MayGive(org, c.from, c.to); !errors.Is(err, c.want) {
			t.Errorf("%v makes %q of %q: %v, want %v", c.actor.Roles, c.to, c.from, err, c.want)
		}
	}
}

func TestABadgeIsKeptForSome(t *testing.T) {
	const org = badge.OrgID("ours")
	for role, want := range map[badge.Role]error{
		badge.RoleOwner: nil, badge.RoleAdmin: nil, badge.RoleIssuer: badge.ErrForbidden, badge.RoleViewer: badge.ErrForbidden,
	} {
		a := badge.Actor{AccountID: "ada", Roles: map[badge.OrgID]badge.Role{org: role}, Kept: map[badge.AchievementID]bool{"kept": true}}
		if err := a.MayBadge(badge.ActIssue, org, "kept"); !errors.Is(err, want) {
			t.Errorf("%s issues what is kept for others: %v, want %v", role, err, want)
		}
		if err := a.MayBadge(badge.ActView, org, "kept"); err != nil {
			t.Errorf("%s looks at it: %v", role, err)
		}
		if err, may := a.MayBadge(badge.ActIssue, org, "open"), a.May(badge.ActIssue, org); !errors.Is(err, may) {
			t.Errorf("%s issues another one: %v, want %v", role, err, may)
		}
	}
	if err := (badge.Actor{AccountID: "ada", Kept: map[badge.AchievementID]bool{}}).MayBadge(badge.ActIssue, org, "open"); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
}
