package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"laurel/internal/badge"
)

const accountColumns = `a.id, a.name, a.email, a.password, a.operator, a.failures, a.locked_at, a.invite_id, a.invited_until,
	a.password_since, a.created_at, a.last_login_at, a.session_version`

func scanAccount(r row) (a badge.Account, err error) {
	err = r.Scan(&a.ID, &a.Name, &a.Email, &a.Password, &a.Operator, &a.Failures, moment{&a.LockedAt}, &a.InviteID, moment{&a.InvitedUntil},
		moment{&a.PasswordSince}, moment{&a.CreatedAt}, moment{&a.LastLoginAt}, &a.SessionVersion)
	return a, wrap(err)
}

// AddAccounts adds people, each with the address they were invited by.
// badge.ErrConflict when an address names somebody already.
func (tx *Tx) AddAccounts(ctx context.Context, accounts []badge.Account) error {
	if err := tx.addAccounts(ctx, accounts); err != nil {
		return err
	}
	rows := make([][]any, len(accounts))
	for n, a := range accounts {
		rows[n] = []any{a.Email, a.ID, micros(a.CreatedAt)}
	}
	return tx.insertMany(ctx, `insert into addresses (email, account_id, verified_at)`, 3, "", rows)
}

func (tx *Tx) addAccounts(ctx context.Context, accounts []badge.Account) error {
	rows := make([][]any, len(accounts))
	for n, a := range accounts {
		rows[n] = []any{
			a.ID, a.Name, a.Email, a.Password, a.Operator, a.Failures, micros(a.LockedAt), a.InviteID, micros(a.InvitedUntil),
			micros(a.PasswordSince), micros(a.CreatedAt), micros(a.LastLoginAt), a.SessionVersion,
		}
	}
	return tx.insertMany(ctx, `insert into accounts (id, name, email, password, operator, failures, locked_at, invite_id, invited_until,
		password_since, created_at, last_login_at, session_version)`, 13, "", rows)
}

// SystemAccount finds a person by id.
func (tx *Tx) SystemAccount(ctx context.Context, id badge.AccountID) (badge.Account, error) {
	return scanAccount(tx.queryRow(ctx, `select `+accountColumns+` from accounts a where a.id = $1`, id))
}

// SystemAccountByEmail finds a person by any of their addresses.
func (tx *Tx) SystemAccountByEmail(ctx context.Context, email badge.Email) (badge.Account, error) {
	return scanAccount(tx.queryRow(ctx, `select `+accountColumns+` from addresses d join accounts a on a.id = d.account_id
		where d.email = $1`, email))
}

// SystemAccountsByEmail finds the people that some addresses name.
func (tx *Tx) SystemAccountsByEmail(ctx context.Context, emails []badge.Email) (map[badge.Email]badge.Account, error) {
	found := make(map[badge.Email]badge.Account, len(emails))
	for chunk := range slices.Chunk(emails, listParameters) {
		args := anys(chunk)
		rows, err := tx.query(ctx, `select d.email, `+accountColumns+` from addresses d join accounts a on a.id = d.account_id
			where d.email in (`+parameters(1, len(args))+`)`, args...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var email badge.Email
			a, err := scanAccount(prefixed{rows, []any{&email}})
			if err != nil {
				return nil, closing(rows, err)
			}
			found[email] = a
		}
		if err := closing(rows, rows.Err()); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// ReserveLogin counts an attempt before the password is looked at, so that no
// more than badge.MaxFailures guesses are ever evaluated at any parallelism.
// badge.ErrTooMany when there is none left. The failure that reaches the
// limit marks the account as locked.
func (tx *Tx) ReserveLogin(ctx context.Context, id badge.AccountID, now time.Time) error {
	n, err := tx.exec(ctx, `update accounts set failures = failures + 1,
		locked_at = case when failures + 1 >= $2 then $3 else locked_at end
		where id = $1 and failures < $2`, id, badge.MaxFailures, micros(now))
	if err == nil && n == 0 {
		return badge.ErrTooMany
	}
	return err
}

// LoginSucceeded clears the failures counted so far.
func (tx *Tx) LoginSucceeded(ctx context.Context, id badge.AccountID, now time.Time) error {
	_, err := tx.exec(ctx, `update accounts set failures = 0, locked_at = 0, last_login_at = $2 where id = $1`, id, micros(now))
	return err
}

// ReserveUnknownLogin is ReserveLogin for a name that no account has; it
// returns the failures so far. Such failures are forgotten after a day.
func (tx *Tx) ReserveUnknownLogin(ctx context.Context, nameHash string, now time.Time) (failures int, err error) {
	dayAgo := micros(now.Add(-24 * time.Hour))
	if _, err := tx.exec(ctx, `delete from unknown_logins where first_at < $1`, dayAgo); err != nil {
		return 0, err
	}
	err = tx.queryRow(ctx, `insert into unknown_logins (name_hash, failures, first_at) values ($1, 1, $2)
		on conflict (name_hash) do update set failures = unknown_logins.failures + 1 where unknown_logins.failures < $3
		returning failures`, nameHash, micros(now), badge.MaxFailures).Scan(&failures)
	if err = wrap(err); errors.Is(err, badge.ErrNotFound) {
		return 0, badge.ErrTooMany
	}
	return failures, err
}

// SetPassword stores a new password, voids the temporary one, clears failures
// and ends all sessions.
func (tx *Tx) SetPassword(ctx context.Context, id badge.AccountID, hash string, now time.Time) error {
	return moved(tx.exec(ctx, `update accounts set password = $2, password_since = $3, invite_id = '', invited_until = 0,
		failures = 0, locked_at = 0, session_version = session_version + 1 where id = $1`, id, hash, micros(now)))
}

// SpendInvite voids the temporary password; badge.ErrConflict when it was
// used already.
func (tx *Tx) SpendInvite(ctx context.Context, id badge.AccountID, inviteID string) error {
	return moved(tx.exec(ctx, `update accounts set invite_id = '', invited_until = 0 where id = $1 and invite_id = $2`, id, inviteID))
}

// Invite gives people without a password a temporary one: the id that derives
// it and its end.
func (tx *Tx) Invite(ctx context.Context, invites map[badge.AccountID]string, until time.Time) error {
	rows := func(yield func([]any) bool) {
		for id, invite := range invites {
			if !yield([]any{id, invite, micros(until)}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `update accounts set invite_id = $2, invited_until = $3 where id = $1 and password = ''`, rows)
	return err
}

// Unlock clears the failures and voids the old password and the temporary
// one. badge.ErrConflict when the account is not locked.
func (tx *Tx) Unlock(ctx context.Context, id badge.AccountID) error {
	return moved(tx.exec(ctx, `update accounts set failures = 0, locked_at = 0, password = '', invite_id = '', invited_until = 0,
		session_version = session_version + 1 where id = $1 and locked_at > 0`, id))
}

// AddResetLink adds a link for choosing a new password and voids the older
// ones: the newest wins.
func (tx *Tx) AddResetLink(ctx context.Context, id string, account badge.AccountID, until, now time.Time) error {
	if _, err := tx.exec(ctx, `update reset_links set used_at = $2 where account_id = $1 and used_at = 0`, account, micros(now)); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `insert into reset_links (id, account_id, until, used_at, created_at) values ($1, $2, $3, 0, $4)`,
		id, account, micros(until), micros(now))
	return err
}

// RecentResetLinks counts the links asked for since a point in time.
func (tx *Tx) RecentResetLinks(ctx context.Context, account badge.AccountID, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from reset_links where account_id = $1 and created_at > $2`, account, micros(since)).Scan(&n)
	return n, wrap(err)
}

// ResetLink finds the person whose link this is; badge.ErrGone when it was
// used, replaced or is too old.
func (tx *Tx) ResetLink(ctx context.Context, id string, now time.Time) (badge.Account, error) {
	var account badge.AccountID
	var until, used int64
	err := tx.queryRow(ctx, `select account_id, until, used_at from reset_links where id = $1`, id).Scan(&account, &until, &used)
	if err != nil {
		return badge.Account{}, wrap(err)
	}
	if used != 0 || until < micros(now) {
		return badge.Account{}, badge.ErrGone
	}
	return tx.SystemAccount(ctx, account)
}

// UseResetLink spends a link; badge.ErrGone when somebody was faster.
func (tx *Tx) UseResetLink(ctx context.Context, id string, now time.Time) error {
	n, err := tx.exec(ctx, `update reset_links set used_at = $2 where id = $1 and used_at = 0 and until >= $2`, id, micros(now))
	if err == nil && n == 0 {
		return badge.ErrGone
	}
	return err
}
