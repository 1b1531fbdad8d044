package tenant

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Team is who works for an organization, and who was asked to.
type Team struct {
	Members     []badge.Member
	Invitations []badge.Invitation // that wait for an answer, or were too late for one; the newest first
}

// Team lists who works for an organization. Errors: those of Actor.May.
func (t *Tenants) Team(ctx context.Context, actor badge.Actor, org badge.OrgID) (team Team, err error) {
	if err := actor.May(badge.ActTeam, org); err != nil {
		return team, err
	}
	err = t.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if team.Members, err = tx.Org(org).Members(ctx); err != nil {
			return err
		}
		team.Invitations, err = tx.Org(org).Invitations(ctx)
		return err
	})
	return team, err
}

// Invite asks the owner of an address to join, by a letter with a link that
// works once, for a week, for that address alone. One that waits is replaced.
// Errors: *badge.Invalid; those of Actor.MayGive.
func (t *Tenants) Invite(ctx context.Context, actor badge.Actor, org badge.OrgID, typed string, role badge.Role) error {
	if err := actor.MayGive(org, "", role); err != nil {
		return err
	}
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return badge.Refuse("email", err.Error())
	}
	now := t.Now()
	i := badge.Invitation{
		ID: badge.NewID[badge.InvitationID](), OrgID: org, Email: email, Role: role, InvitedBy: actor.AccountID,
		CreatedAt: now, Until: now.Add(badge.InvitationLifetime),
	}
	return t.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := t.mayInvite(ctx, otx, email, now); err != nil {
			return err
		}
		if err := otx.AddInvitation(ctx, i); err != nil {
			return err
		}
		if err := otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "team.invited", Subject: string(i.ID), Note: string(role), At: now}); err != nil {
			return err
		}
		return t.Queue.AddLetters(ctx, tx, []badge.Letter{{
			ID: badge.NewID[badge.LetterID](), OrgID: org, Kind: badge.LetterInvited, To: email, About: string(i.ID), SecretID: string(i.ID), Until: i.Until, CreatedAt: now,
		}})
	})
}

// mayInvite says why an address is not invited: its owner is on the team, or too
// many letters went out today.
func (t *Tenants) mayInvite(ctx context.Context, otx *store.OrgTx, email badge.Email, now time.Time) error {
	today, err := otx.RecentInvitations(ctx, now.Add(-24*time.Hour))
	if err != nil {
		return err
	}
	if today >= badge.MaxInvitationsPerDay {
		return badge.Refuse("email", fmt.Sprintf("%d people were invited within a day, which is the most. Invite more tomorrow.", badge.MaxInvitationsPerDay))
	}
	known, err := otx.SystemAccountByEmail(ctx, email)
	if err == nil {
		_, err = otx.Member(ctx, known.ID)
	}
	if errors.Is(err, badge.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = badge.Refuse("email", "The owner of this address is on the team already. Change their role in the list.")
	}
	return err
}

// Withdraw takes an invitation back; its link is worth nothing then. Errors:
// badge.ErrConflict when it was accepted or withdrawn; those of Actor.May.
func (t *Tenants) Withdraw(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.InvitationID) error {
	if err := actor.May(badge.ActTeam, org); err != nil {
		return err
	}
	now := t.Now()
	return t.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Org(org).WithdrawInvitation(ctx, id, now); err != nil {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "team.withdrawn", Subject: string(id), At: now})
	})
}

// ChangeRole gives a member another role and tells them by letter. Errors:
// badge.ErrNotFound; *badge.Invalid for the last owner; those of Actor.MayGive.
func (t *Tenants) ChangeRole(ctx context.Context, actor badge.Actor, org badge.OrgID, member badge.AccountID, to badge.Role) error {
	return t.change(ctx, actor, org, member, to)
}

// Remove takes a member off the team, at once for every browser they are signed
// in with, and tells them by letter. Errors: those of ChangeRole.
func (t *Tenants) Remove(ctx context.Context, actor badge.Actor, org badge.OrgID, member badge.AccountID) error {
	return t.change(ctx, actor, org, member, "")
}

// change gives a member a role; an empty one takes them off the team. What they
// invited others to ends with the role they had, so that nobody comes back
// through an address of their own.
func (t *Tenants) change(ctx context.Context, actor badge.Actor, org badge.OrgID, member badge.AccountID, to badge.Role) error {
	if err := actor.MayGive(org, "", to); err != nil {
		return err
	}
	return t.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		m, err := otx.Member(ctx, member)
		if err != nil || m.Role == to {
			return err
		}
		if err := actor.MayGive(org, m.Role, to); err != nil {
			return err
		}
		verb, kind := "team.removed", badge.LetterOffTeam
		if to == "" {
			err = otx.DropMember(ctx, member)
		} else {
			verb, kind = "team.role", badge.LetterRole
			err = otx.ChangeRole(ctx, member, m.Role, to)
		}
		if err == nil {
			err = otx.WithdrawInvitationsOf(ctx, member, t.Now())
		}
		if err == nil && m.Role == badge.RoleOwner {
			err = t.ownerStays(ctx, otx)
		}
		if err != nil {
			return err
		}
		e := badge.Event{Actor: actor.Name(), Verb: verb, Subject: string(member), Note: string(m.Role) + " → " + string(to), At: t.Now()}
		if err := otx.Record(ctx, e); err != nil {
			return err
		}
		return t.Queue.AddLetters(ctx, tx, []badge.Letter{{
			ID: badge.NewID[badge.LetterID](), OrgID: org, Kind: kind, To: m.Email, Name: m.Name, AccountID: member, About: string(to), CreatedAt: t.Now(),
		}})
	})
}

// ownerStays refuses a change that leaves an organization to nobody. A
// department is its parent's.
func (t *Tenants) ownerStays(ctx context.Context, otx *store.OrgTx) error {
	owners, err := otx.CountOwners(ctx)
	if err != nil || owners > 0 {
		return err
	}
	org, err := otx.Organization(ctx)
	if err == nil && org.ParentID == "" {
		err = badge.Refuse("role", "This is the last owner, and an organization needs one. Make somebody else an owner first.")
	}
	return err
}

// KeptBadges lists, for the badges that are kept for some of the staff, for
// whom. Errors: those of Actor.May.
func (t *Tenants) KeptBadges(ctx context.Context, actor badge.Actor, org badge.OrgID) (kept map[badge.AchievementID][]badge.AccountID, err error) {
	if err := actor.May(badge.ActTeam, org); err != nil {
		return nil, err
	}
	err = t.DB.Read(ctx, func(tx *store.Tx) (err error) {
		kept, err = tx.Org(org).KeptBadges(ctx)
		return err
	})
	return kept, err
}

// KeepBadge keeps a badge for some of the staff, beside owners and admins:
// nobody else edits or issues it. None opens it again. Errors:
// badge.ErrNotFound; those of Actor.May.
func (t *Tenants) KeepBadge(ctx context.Context, actor badge.Actor, org badge.OrgID, achievement badge.AchievementID, staff []badge.AccountID) error {
	if err := actor.May(badge.ActTeam, org); err != nil {
		return err
	}
	return t.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if _, err := otx.Achievement(ctx, achievement); err != nil {
			return err
		}
		if err := otx.KeepBadge(ctx, achievement, staff); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "badge.kept", Subject: string(achievement), Note: fmt.Sprintf("for %d", len(staff)), At: t.Now()})
	})
}
