package badge_test

import (
	"errors"
	"testing"

	"laurel/internal/badge"
)

func TestMay(t *testing.T) {
	const ours, theirs = badge.OrgID("ours"), badge.OrgID("theirs")
	acts := []badge.Act{badge.ActView, badge.ActDesign, badge.ActIssue, badge.ActRevoke, badge.ActUnlock, badge.ActAnswer, badge.ActSetting}
	ok, no := error(nil), badge.ErrForbidden
	for _, c := range []struct {
		role badge.Role
		want [7]error // view, design, issue, revoke, unlock, answer, setting
	}{
		{badge.RoleOwner, [7]error{ok, ok, ok, ok, ok, ok, ok}},
		{badge.RoleAdmin, [7]error{ok, ok, ok, ok, ok, ok, ok}},
		{badge.RoleIssuer, [7]error{ok, no, ok, ok, ok, ok, no}},
		{badge.RoleDesigner, [7]error{ok, ok, no, no, no, no, no}},
		{badge.RoleViewer, [7]error{ok, no, no, no, no, no, no}},
		{badge.Role("king"), [7]error{no, no, no, no, no, no, no}},
		{badge.Role(""), [7]error{no, no, no, no, no, no, no}},
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
