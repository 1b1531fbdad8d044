package store

import (
	"context"
	"slices"
	"time"

	"laurel/internal/badge"
)

// AddMember gives a person a role in the organization; a role held already is changed.
func (tx *OrgTx) AddMember(ctx context.Context, account badge.AccountID, role badge.Role, at time.Time) error {
	_, err := tx.exec(ctx, `insert into members (org_id, account_id, role, created_at) values ($1, $2, $3, $4)
		on conflict (org_id, account_id) do update set role = excluded.role`, tx.org, account, role, micros(at))
	return err
}

// ChangeRole gives a member another role; badge.ErrConflict when theirs is not from.
func (tx *OrgTx) ChangeRole(ctx context.Context, account badge.AccountID, from, to badge.Role) error {
	return moved(tx.exec(ctx, `update members set role = $4 where org_id = $1 and account_id = $2 and role = $3`, tx.org, account, from, to))
}

// DropMember takes a member off the team and off every badge that is kept for
// some; badge.ErrConflict when they are not on it.
func (tx *OrgTx) DropMember(ctx context.Context, account badge.AccountID) error {
	if _, err := tx.exec(ctx, `delete from badge_staff where org_id = $1 and account_id = $2`, tx.org, account); err != nil {
		return err
	}
	return moved(tx.exec(ctx, `delete from members where org_id = $1 and account_id = $2`, tx.org, account))
}

// CountOwners counts the organization's owners.
func (tx *OrgTx) CountOwners(ctx context.Context) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from members where org_id = $1 and role = 'owner'`, tx.org).Scan(&n)
	return n, wrap(err)
}

const memberQuery = `select a.id, a.name, a.email, m.role, m.created_at,
	coalesce((select max(v.seen_at) from visits v where v.account_id = a.id), a.last_login_at),
	exists (select 1 from passkeys p where p.account_id = a.id) or exists (select 1 from authenticators t where t.account_id = a.id and t.confirmed_at > 0)
	from members m join accounts a on a.id = m.account_id where m.org_id = $1`

func scanMember(r row) (m badge.Member, err error) {
	err = r.Scan(&m.AccountID, &m.Name, &m.Email, &m.Role, moment{&m.Since}, moment{&m.SeenAt}, &m.SecondFactor)
	return m, wrap(err)
}

// Members lists those who work for the organization, by their addresses.
func (tx *OrgTx) Members(ctx context.Context) ([]badge.Member, error) {
	return collect(scanMember)(tx.query(ctx, memberQuery+` order by a.email`, tx.org))
}

// Member finds one of them.
func (tx *OrgTx) Member(ctx context.Context, account badge.AccountID) (badge.Member, error) {
	return scanMember(tx.queryRow(ctx, memberQuery+` and a.id = $2`, tx.org, account))
}

func scanMembership(r row) (m badge.Membership, err error) {
	err = r.Scan(&m.OrgID, &m.Slug, &m.Name, &m.Role, moment{&m.Since}, &m.By)
	return m, wrap(err)
}

// SystemMemberships lists the organizations a person works for, by name. Owners
// and admins of an organization have that role in its departments too, unless
// they are there as more.
func (tx *Tx) SystemMemberships(ctx context.Context, account badge.AccountID) ([]badge.Membership, error) {
	all, err := collect(scanMembership)(tx.query(ctx, `select o.id, o.slug, o.name, m.role, m.created_at, '' as parent
		from members m join organizations o on o.id = m.org_id where m.account_id = $1
		union all
		select d.id, d.slug, d.name, m.role, m.created_at, o.name
		from members m join organizations o on o.id = m.org_id join organizations d on d.parent_id = o.id
		where m.account_id = $1 and m.role in ('owner', 'admin')
		order by 3, 1, 6`, account))
	var each []badge.Membership
	for _, m := range all {
		last := len(each) - 1
		if last < 0 || each[last].OrgID != m.OrgID {
			each = append(each, m)
		} else if slices.Index(badge.Roles, m.Role) < slices.Index(badge.Roles, each[last].Role) {
			each[last] = m
		}
	}
	return each, err
}

const invitationColumns = `id, org_id, email, role, invited_by, created_at, until`

func scanInvitation(r row) (i badge.Invitation, err error) {
	err = r.Scan(&i.ID, &i.OrgID, &i.Email, &i.Role, &i.InvitedBy, moment{&i.CreatedAt}, moment{&i.Until})
	return i, wrap(err)
}

// AddInvitation adds an invitation in the place of an open one to the same address.
func (tx *OrgTx) AddInvitation(ctx context.Context, i badge.Invitation) error {
	_, err := tx.exec(ctx, `update invitations set ended_at = $3 where org_id = $1 and email = $2 and ended_at = 0`, tx.org, i.Email, micros(i.CreatedAt))
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `insert into invitations (`+invitationColumns+`, ended_at, accepted_by) values ($1, $2, $3, $4, $5, $6, $7, 0, '')`,
		i.ID, tx.org, i.Email, i.Role, i.InvitedBy, micros(i.CreatedAt), micros(i.Until))
	return err
}

// Invitations lists those that wait for an answer, the newest first.
func (tx *OrgTx) Invitations(ctx context.Context) ([]badge.Invitation, error) {
	return collect(scanInvitation)(tx.query(ctx, `select `+invitationColumns+` from invitations where org_id = $1 and ended_at = 0 order by id desc`, tx.org))
}

// RecentInvitations counts the invitations made since a point in time.
func (tx *OrgTx) RecentInvitations(ctx context.Context, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from invitations where org_id = $1 and created_at > $2`, tx.org, micros(since)).Scan(&n)
	return n, wrap(err)
}

// WithdrawInvitation ends an invitation; badge.ErrConflict when none waits.
func (tx *OrgTx) WithdrawInvitation(ctx context.Context, id badge.InvitationID, at time.Time) error {
	return moved(tx.exec(ctx, `update invitations set ended_at = $3 where org_id = $1 and id = $2 and ended_at = 0`, tx.org, id, micros(at)))
}

// WithdrawInvitationsOf ends the open invitations that somebody made.
func (tx *OrgTx) WithdrawInvitationsOf(ctx context.Context, by badge.AccountID, at time.Time) error {
	_, err := tx.exec(ctx, `update invitations set ended_at = $3 where org_id = $1 and invited_by = $2 and ended_at = 0`, tx.org, by, micros(at))
	return err
}

// Invitation finds an invitation, one that has ended too.
func (tx *OrgTx) Invitation(ctx context.Context, id badge.InvitationID) (badge.Invitation, error) {
	return scanInvitation(tx.queryRow(ctx, `select `+invitationColumns+` from invitations where org_id = $1 and id = $2`, tx.org, id))
}

// SystemInvitation finds an invitation that can be accepted; badge.ErrNotFound
// when it has ended.
func (tx *Tx) SystemInvitation(ctx context.Context, id badge.InvitationID, now time.Time) (badge.Invitation, error) {
	return scanInvitation(tx.queryRow(ctx, `select `+invitationColumns+` from invitations where id = $1 and ended_at = 0 and until > $2`, id, micros(now)))
}

// AcceptInvitation spends an invitation; badge.ErrConflict when it has ended.
func (tx *OrgTx) AcceptInvitation(ctx context.Context, id badge.InvitationID, by badge.AccountID, now time.Time) error {
	return moved(tx.exec(ctx, `update invitations set ended_at = $4, accepted_by = $3 where org_id = $1 and id = $2 and ended_at = 0 and until > $4`,
		tx.org, id, by, micros(now)))
}

// KeptBadges lists, for the badges that are kept for some of the staff, for
// whom. Badges that are not there are everybody's whose role reaches.
func (tx *OrgTx) KeptBadges(ctx context.Context) (map[badge.AchievementID][]badge.AccountID, error) {
	type line struct {
		badge badge.AchievementID
		staff badge.AccountID
	}
	scan := func(r row) (l line, err error) { return l, r.Scan(&l.badge, &l.staff) }
	lines, err := collect(scan)(tx.query(ctx, `select achievement_id, account_id from badge_staff where org_id = $1 order by achievement_id, account_id`, tx.org))
	kept := make(map[badge.AchievementID][]badge.AccountID)
	for _, l := range lines {
		kept[l.badge] = append(kept[l.badge], l.staff)
	}
	return kept, err
}

// KeepBadge keeps a badge for some members; none opens it again. Whoever is not
// on the team is left out.
func (tx *OrgTx) KeepBadge(ctx context.Context, achievement badge.AchievementID, accounts []badge.AccountID) error {
	if _, err := tx.exec(ctx, `delete from badge_staff where org_id = $1 and achievement_id = $2`, tx.org, achievement); err != nil {
		return err
	}
	rows := func(yield func([]any) bool) {
		for _, id := range accounts {
			if !yield([]any{tx.org, achievement, id}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `insert into badge_staff (org_id, achievement_id, account_id)
		select org_id, cast($2 as text), account_id from members where org_id = $1 and account_id = $3 on conflict do nothing`, rows)
	return err
}

// SystemKept lists the badges, of the organizations that a person works for,
// that are kept for others.
func (tx *Tx) SystemKept(ctx context.Context, account badge.AccountID) ([]badge.AchievementID, error) {
	scan := func(r row) (id badge.AchievementID, err error) { return id, r.Scan(&id) }
	return collect(scan)(tx.query(ctx, `select distinct b.achievement_id from badge_staff b join members m on m.org_id = b.org_id and m.account_id = $1
		where not exists (select 1 from badge_staff mine where mine.org_id = b.org_id and mine.achievement_id = b.achievement_id and mine.account_id = $1)`, account))
}
