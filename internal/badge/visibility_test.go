package badge

import "testing"

func TestVisibleTo(t *testing.T) {
	earner := Actor{AccountID: "ada"}
	staff := Actor{AccountID: "robin", Roles: map[OrgID]Role{"college": RoleViewer}}
	others := map[string]Actor{
		"stranger": {}, "another earner": {AccountID: "bob"}, "another organization's owner": {AccountID: "eve", Roles: map[OrgID]Role{"school": RoleOwner}},
	}
	for _, v := range []Visibility{VisibilityPublic, VisibilityUnlisted, VisibilityPrivate} {
		s := Sharing{AccountID: "ada", OrgID: "college", Visibility: v}
		if !s.VisibleTo(earner) || !s.VisibleTo(staff) {
			t.Errorf("%s: the earner sees it %t, staff %t", v, s.VisibleTo(earner), s.VisibleTo(staff))
		}
		for name, actor := range others {
			if got := s.VisibleTo(actor); got != (v != VisibilityPrivate) {
				t.Errorf("%s: a %s sees it: %t", v, name, got)
			}
		}
	}
	if (Sharing{OrgID: "college", Visibility: VisibilityPrivate}).VisibleTo(Actor{}) {
		t.Error("nobody is the earner of a badge that has none")
	}
}

func TestParseVisibility(t *testing.T) {
	for _, s := range []string{"public", "unlisted", "private"} {
		if v, err := ParseVisibility(s); err != nil || string(v) != s {
			t.Errorf("%s: %s, %v", s, v, err)
		}
	}
	for _, s := range []string{"", "Public", "everybody"} {
		if v, err := ParseVisibility(s); err == nil {
			t.Errorf("%q is taken for %s", s, v)
		}
	}
}
