package account_test

import (
	"testing"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/test/world"
)

// An organization finds a person by every address that it issued to, also one
// from before two accounts became one, and by none that it does not know.
func TestAnOrganizationFindsItsEarners(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, who := holder(t, w)
		sail := w.Badge(t, org.ID, "sail")
		w.Issue(t, sail, "Ada Lovelace <"+string(personal)+">")
		added(t, w, who, personal) // the account that this address had becomes one with hers
		removed := badge.Email("ada@college.example")
		added(t, w, who, removed)
		w.Issue(t, w.Badge(t, org.ID, "row"), "Ada King <"+string(removed)+">")
		w.Pass(badge.AddressUndoLife)
		if err := w.Accounts.RemoveAddress(t.Context(), who, account.Browser{}, string(removed), right); err != nil {
			t.Fatal(err)
		}
		last := w.Issue(t, w.Badge(t, org.ID, "swim"), "Ada King <"+string(ada)+">")[0].Code
		other := w.Found(t, "other", nil)
		theirs := w.Issue(t, w.Badge(t, other.ID, "dive"), "Ada King <ada@elsewhere.example>", "Bob <bob@example.org>")
		added(t, w, who, "ada@elsewhere.example")

		actor := w.Member(t, org.ID, badge.RoleViewer)
		for _, c := range []struct {
			typed string
			found bool
		}{
			{string(ada), true},
			{" Ada.Lovelace@HOME.example ", true},
			{string(removed), true},
			{string(last), true},
			{world.PublicURL + "/b/" + string(last), true},
			{world.PublicURL + "/b/" + string(last) + ".png", true},
			{"ada king", true},
			{"KING", true},
			{"ada@exam", true},
			{"ada@elsewhere.example", false},
			{string(theirs[0].Code), false},
			{string(theirs[1].Code), false},
			{"bob@example.org", false},
			{"nobody", false},
		} {
			list, err := w.Accounts.Earners(t.Context(), actor, org.ID, c.typed, 0, 10)
			if err != nil {
				t.Fatal(err)
			}
			if c.found && (len(list) != 1 || list[0].AccountID != who.Account.ID) || !c.found && len(list) != 0 {
				t.Errorf("%q finds %+v", c.typed, list)
			}
			if next, err := w.Accounts.Earners(t.Context(), actor, org.ID, c.typed, 1, 10); len(next) != 0 || err != nil {
				t.Errorf("%q, behind the first one: %+v, %v", c.typed, next, err)
			}
		}
	})
}
