package tenant_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

// Two owners who take each other's role at the same moment: one of them stays.
func TestAnOwnerStaysWhateverTheyDoAtOnce(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		one := w.Member(t, org.ID, badge.RoleOwner)
		first := w.Account(t, "owner@college.example").ID
		two := badge.Actor{AccountID: first, Roles: map[badge.OrgID]badge.Role{org.ID: badge.RoleOwner}}
		var all sync.WaitGroup
		errs := make([]error, 2)
		all.Go(func() { errs[0] = w.Tenants.Remove(context.Background(), one, org.ID, two.AccountID) })
		all.Go(func() {
			errs[1] = w.Tenants.ChangeRole(context.Background(), two, org.ID, one.AccountID, badge.RoleViewer)
		})
		all.Wait()
		owners := 0
		w.Read(t, func(tx *store.Tx) (err error) {
			owners, err = tx.Org(org.ID).CountOwners(t.Context())
			return err
		})
		if owners != 1 {
			t.Errorf("%d owners are left; %v", owners, errs)
		}
	})
}

// Letters of invitations must not become a way to fill mailboxes.
func TestInvitationsOfADayAreCounted(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	for n := range badge.MaxInvitationsPerDay {
		if err := w.Tenants.Invite(t.Context(), badge.Host(), org.ID, fmt.Sprintf("p%d@example.org", n), badge.RoleViewer); err != nil {
			t.Fatal(err)
		}
	}
	var invalid *badge.Invalid
	if err := w.Tenants.Invite(t.Context(), badge.Host(), org.ID, "more@example.org", badge.RoleViewer); !errors.As(err, &invalid) {
		t.Errorf("one more: %v", err)
	}
	w.Pass(25 * 60 * 60 * 1e9)
	if err := w.Tenants.Invite(t.Context(), badge.Host(), org.ID, "more@example.org", badge.RoleViewer); err != nil {
		t.Errorf("a day later: %v", err)
	}
}
