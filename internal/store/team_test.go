package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// give gives the staff of a shop another role.
func give(t *testing.T, db *store.DB, s *shop, role badge.Role) {
	t.Helper()
	write(t, db, func(ctx context.Context, tx *store.Tx) error {
		return tx.Org(s.org.ID).AddMember(ctx, s.staff.ID, role, noon)
	})
}

func TestATeam(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "riverbank")
		give(t, db, s, badge.RoleIssuer)
		boss := badge.Account{ID: badge.NewID[badge.AccountID](), Name: "Bo", Email: "bo@staff.example", CreatedAt: noon}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.AddAccounts(ctx, []badge.Account{boss}); err != nil {
				return err
			}
			return tx.Org(s.org.ID).AddMember(ctx, boss.ID, badge.RoleOwner, noon)
		})
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.AddVisit(ctx, store.Visit{ID: "v", AccountID: boss.ID, BeganAt: noon, SeenAt: noon.Add(time.Minute)}); err != nil {
				return err
			}
			return tx.AddPasskey(ctx, store.Passkey{ID: "p", AccountID: boss.ID, Name: "key", Credential: []byte("{}"), CreatedAt: noon})
		})
		team := read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Member, error) { return tx.Org(s.org.ID).Members(ctx) })
		same(t, "the team", team, []badge.Member{
			{AccountID: boss.ID, Name: "Bo", Email: boss.Email, Role: badge.RoleOwner, Since: noon, SeenAt: noon.Add(time.Minute), SecondFactor: true},
			{AccountID: s.staff.ID, Name: "Stu", Email: s.staff.Email, Role: badge.RoleIssuer, Since: noon},
		})
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(s.org.ID).ChangeRole(ctx, boss.ID, badge.RoleAdmin, badge.RoleViewer)
		})
		kept := func(id badge.AccountID) []badge.AchievementID {
			return read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.AchievementID, error) { return tx.SystemKept(ctx, id) })
		}
		if k := kept(boss.ID); !slices.Equal(k, []badge.AchievementID{s.achievement.ID}) {
			t.Errorf("kept for others: %v", k)
		}
		if k := kept(s.staff.ID); len(k) != 0 {
			t.Errorf("kept for themselves: %v", k)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(s.org.ID).DropMember(ctx, s.staff.ID) })
		if k := kept(boss.ID); len(k) != 0 {
			t.Errorf("kept for nobody: %v", k)
		}
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Org(s.org.ID).DropMember(ctx, s.staff.ID) })
	})
}

func TestAnInvitationIsSpentOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "riverbank")
		newer := s.invitation
		newer.ID, newer.Role, newer.CreatedAt = badge.NewID[badge.InvitationID](), badge.RoleViewer, noon.Add(time.Minute)
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(s.org.ID).AddInvitation(ctx, newer) })
		refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.SystemInvitation(ctx, s.invitation.ID, noon)
			return err
		})
		found := read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Invitation, error) {
			return tx.SystemInvitation(ctx, newer.ID, noon)
		})
		same(t, "the newer one", found, newer)
		accept := func(at time.Time) func(ctx context.Context, tx *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error {
				return tx.Org(s.org.ID).AcceptInvitation(ctx, newer.ID, s.staff.ID, at)
			}
		}
		refused(t, db, badge.ErrConflict, accept(newer.Until))
		write(t, db, accept(noon))
		refused(t, db, badge.ErrConflict, accept(noon))
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(s.org.ID).WithdrawInvitation(ctx, newer.ID, noon)
		})
	})
}

// Owners and admins of an organization have that role in its departments; a
// role of their own there counts when it is the greater one.
func TestRolesReachIntoDepartments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "riverbank")
		give(t, db, s, badge.RoleIssuer)
		nursing, law := anOrganization("nursing"), anOrganization("law")
		nursing.ParentID, law.ParentID = s.org.ID, s.org.ID
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.AddOrganization(ctx, nursing); err != nil {
				return err
			}
			return tx.AddOrganization(ctx, law)
		})
		roles := func() map[string]badge.Role {
			all := read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Membership, error) {
				return tx.SystemMemberships(ctx, s.staff.ID)
			})
			m := map[string]badge.Role{}
			for _, one := range all {
				m[one.Slug] = one.Role
			}
			if len(m) != len(all) {
				t.Errorf("one of them twice: %+v", all)
			}
			return m
		}
		giveIn := func(org badge.OrgID, role badge.Role) {
			write(t, db, func(ctx context.Context, tx *store.Tx) error {
				return tx.Org(org).AddMember(ctx, s.staff.ID, role, noon)
			})
		}
		same(t, "an issuer", roles(), map[string]badge.Role{"riverbank": "issuer"})
		giveIn(nursing.ID, badge.RoleOwner)
		same(t, "an issuer, owner of a department", roles(), map[string]badge.Role{"riverbank": "issuer", "nursing": "owner"})
		giveIn(s.org.ID, badge.RoleAdmin)
		same(t, "an admin, owner of a department", roles(), map[string]badge.Role{"riverbank": "admin", "nursing": "owner", "law": "admin"})
		giveIn(nursing.ID, badge.RoleViewer)
		same(t, "an admin", roles(), map[string]badge.Role{"riverbank": "admin", "nursing": "admin", "law": "admin"})
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.SystemSuspend(ctx, s.org.ID, noon) })
		for _, o := range read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Organization, error) {
			return tx.SystemOrganizations(ctx)
		}) {
			if !o.SuspendedAt.Equal(noon) {
				t.Errorf("%s is not suspended with its parent", o.Slug)
			}
		}
	})
}
