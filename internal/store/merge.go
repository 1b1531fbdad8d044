package store

import (
	"context"
	"fmt"

	"laurel/internal/badge"
)

// merging says, for every column that names an account, what becomes of it when
// the account $2 goes into $1. A test compares it with the schema: a table that
// names accounts and is not here would keep the gone one alive, or lose rows.
var merging = []struct {
	column     string
	statements []string
}{
	// Both may have one of these; the rows of $1 stay and take what they lack.
	{"members.account_id", []string{
		`update members set role = (select g.role from members g where g.account_id = $2 and g.org_id = members.org_id)
			where account_id = $1 and exists (select 1 from members g where g.account_id = $2 and g.org_id = members.org_id
				and ` + roleRank("g") + ` < ` + roleRank("members") + `)`,
		`update members set account_id = $1 where account_id = $2 and org_id not in (select org_id from members where account_id = $1)`,
		`delete from members where account_id = $2 and $1 <> $2`,
	}},
	{"recipients.account_id", []string{
		// the credential that was issued last tells what an organization knows of somebody; ids grow with time
		`update recipients set credential_id = (select max(g.credential_id) from recipients g where g.org_id = recipients.org_id and g.account_id in ($1, $2))
			where account_id = $1`,
		`update recipients set account_id = $1 where account_id = $2 and org_id not in (select org_id from recipients where account_id = $1)`,
		`delete from recipients where account_id = $2 and $1 <> $2`,
	}},
	{"pathway_awards.account_id", []string{
		`update pathway_awards set account_id = $1 where account_id = $2
			and not exists (select 1 from pathway_awards o where o.org_id = pathway_awards.org_id and o.achievement_id = pathway_awards.achievement_id and o.account_id = $1)`,
		`delete from pathway_awards where account_id = $2 and $1 <> $2`,
	}},
	{"profiles.account_id", oneEach("profiles")},
	{"photos.account_id", oneEach("photos")},
	{"showcases.account_id", oneEach("showcases")},
	{"imports.account_id", []string{
		`update imports set account_id = $1 where account_id = $2 and file not in (select file from imports where account_id = $1)`,
		`delete from imports where account_id = $2 and $1 <> $2`,
	}},

	// Erasing the one must not take the other along: its owner asks again.
	{"erasures.account_id", []string{`delete from erasures where account_id in ($1, $2)`}},

	// What the gone one waited for is void; what it did moves.
	{"address_changes.account_id", []string{
		`update address_changes set state = 'dropped' where account_id = $2 and state in ('waiting', 'joining') and $1 <> $2`,
		moving("address_changes", "account_id"),
	}},
	{"address_changes.other_id", []string{
		`update address_changes set state = 'dropped' where other_id = $2 and state = 'joining' and $1 <> $2`,
		moving("address_changes", "other_id"),
	}},

	// Ways into the gone one end with it. Those that are moved would go around a
	// second factor of the one that stays.
	{"reset_links.account_id", ending("reset_links")},
	{"visits.account_id", ending("visits")},
	{"known_devices.account_id", ending("known_devices")},
	{"authenticators.account_id", ending("authenticators")},
	{"recovery_codes.account_id", ending("recovery_codes")},
	{"passkeys.account_id", ending("passkeys")},

	{"addresses.account_id", []string{moving("addresses", "account_id")}},
	{"credentials.account_id", []string{moving("credentials", "account_id")}},
	{"letters.account_id", []string{moving("letters", "account_id")}},
	{"requests.account_id", []string{moving("requests", "account_id")}},
	{"support_messages.account_id", []string{moving("support_messages", "account_id")}},
	{"shares.account_id", []string{moving("shares", "account_id")}},
	{"collections.account_id", []string{moving("collections", "account_id")}},
	{"exports.account_id", []string{moving("exports", "account_id")}},
	{"failed_logins.account_id", []string{moving("failed_logins", "account_id")}},
	{"unlocks.account_id", []string{moving("unlocks", "account_id")}},
	{"badge_staff.account_id", []string{
		`insert into badge_staff (org_id, achievement_id, account_id) select org_id, achievement_id, cast($1 as text) from badge_staff where account_id = $2 on conflict do nothing`,
		`delete from badge_staff where account_id = $2 and $1 <> $2`,
	}},
	{"invitations.invited_by", []string{moving("invitations", "invited_by")}},
	{"invitations.accepted_by", []string{moving("invitations", "accepted_by")}},
	{"organizations.terms_by", []string{moving("organizations", "terms_by")}},
	{"batches.created_by", []string{moving("batches", "created_by")}},
	{"certificate_revisions.saved_by", []string{moving("certificate_revisions", "saved_by")}},
	{"prints.asked_by", []string{moving("prints", "asked_by")}},
	{"requests.assigned_to", []string{moving("requests", "assigned_to")}},
	{"saved_views.account_id", []string{moving("saved_views", "account_id")}},
	{"bulks.created_by", []string{moving("bulks", "created_by")}},
}

// ending removes all rows of the gone account.
func ending(table string) []string {
	return []string{`delete from ` + table + ` where account_id = $2 and $1 <> $2`}
}

// moving gives all rows of the gone account to the other.
func moving(table, column string) string {
	return `update ` + table + ` set ` + column + ` = $1 where ` + column + ` = $2`
}

// oneEach is for tables with one row for an account: that of $1 stays.
func oneEach(table string) []string {
	return []string{
		`update ` + table + ` set account_id = $1 where account_id = $2 and not exists (select 1 from ` + table + ` where account_id = $1)`,
		`delete from ` + table + ` where account_id = $2 and $1 <> $2`,
	}
}

// roleRank orders the roles, the one that may do most first.
func roleRank(table string) string {
	return `case ` + table + `.role when 'owner' then 1 when 'admin' then 2 when 'issuer' then 3 when 'designer' then 4 else 5 end`
}

// MergeAccounts puts everything of one account into another, of which the
// person has shown that both are theirs, and removes it. The change that caused
// it is noted at the addresses that came along. The stricter of two locks
// holds; the password, the sessions and the links of the gone account end with it.
func (tx *Tx) MergeAccounts(ctx context.Context, into, gone badge.AccountID, change string) error {
	if into == gone {
		return badge.ErrConflict
	}
	if _, err := tx.exec(ctx, `update addresses set change_id = $2 where account_id = $1`, gone, change); err != nil {
		return err
	}
	for _, m := range merging {
		for _, statement := range m.statements {
			if _, err := tx.exec(ctx, statement, into, gone); err != nil {
				return fmt.Errorf("merge %s: %w", m.column, err)
			}
		}
	}
	if err := tx.mergeLocks(ctx, into, gone); err != nil {
		return err
	}
	return moved(tx.exec(ctx, `delete from accounts where id = $1`, gone))
}

// MergeLogins makes one counter of failures as full as the fuller of two and
// removes the other.
func (tx *Tx) MergeLogins(ctx context.Context, into, gone string) error {
	_, err := tx.exec(ctx, `insert into login_counters (name, failures, failed_at)
		select cast($1 as text), failures, failed_at from login_counters where name = $2
		on conflict (name) do update set
			failures = case when excluded.failures > login_counters.failures then excluded.failures else login_counters.failures end,
			failed_at = case when excluded.failed_at > login_counters.failed_at then excluded.failed_at else login_counters.failed_at end`, into, gone)
	if err != nil {
		return err
	}
	return tx.ClearLogins(ctx, gone)
}

// mergeLocks makes the account that stays locked when one of the two is.
func (tx *Tx) mergeLocks(ctx context.Context, into, gone badge.AccountID) error {
	return moved(tx.exec(ctx, `update accounts set
		operator = operator or (select g.operator from accounts g where g.id = $2),
		locked_at = (select max(a.locked_at) from accounts a where a.id in ($1, $2))
		where id = $1`, into, gone))
}
