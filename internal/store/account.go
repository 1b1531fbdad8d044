package store

import (
	"context"
	"slices"
	"time"

	"laurel/internal/badge"
)

const accountColumns = `a.id, a.name, a.email, a.password, a.operator, a.locked_at, a.invite_id, a.invited_until,
	a.password_since, a.created_at, a.last_login_at`

func scanAccount(r row) (a badge.Account, err error) {
	err = r.Scan(&a.ID, &a.Name, &a.Email, &a.Password, &a.Operator, moment{&a.LockedAt}, &a.InviteID, moment{&a.InvitedUntil},
		moment{&a.PasswordSince}, moment{&a.CreatedAt}, moment{&a.LastLoginAt})
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
		rows[n] = []any{a.Email, a.ID, micros(a.CreatedAt), 0, ""}
	}
	return tx.insertMany(ctx, `insert into addresses (email, account_id, verified_at, ends_on, change_id)`, 5, "", rows)
}

func (tx *Tx) addAccounts(ctx context.Context, accounts []badge.Account) error {
	rows := make([][]any, len(accounts))
	for n, a := range accounts {
		rows[n] = []any{
			a.ID, a.Name, a.Email, a.Password, a.Operator, micros(a.LockedAt), a.InviteID, micros(a.InvitedUntil),
			micros(a.PasswordSince), micros(a.CreatedAt), micros(a.LastLoginAt),
		}
	}
	return tx.insertMany(ctx, `insert into accounts (id, name, email, password, operator, locked_at, invite_id, invited_until,
		password_since, created_at, last_login_at)`, 11, "", rows)
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

// LoginSucceeded notes when somebody last logged in.
func (tx *Tx) LoginSucceeded(ctx context.Context, id badge.AccountID, now time.Time) error {
	if err := tx.countClaimed(ctx, id, now); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `update accounts set last_login_at = $2 where id = $1`, id, micros(now))
	return err
}

// Lock closes an account to browsers that its owner does not know. A lock that
// is there already keeps its time.
func (tx *Tx) Lock(ctx context.Context, id badge.AccountID, now time.Time) error {
	_, err := tx.exec(ctx, `update accounts set locked_at = $2 where id = $1 and locked_at = 0`, id, micros(now))
	return err
}

// LiftLock takes a lock back whose tenth attempt turned out to be right.
func (tx *Tx) LiftLock(ctx context.Context, id badge.AccountID) error {
	_, err := tx.exec(ctx, `update accounts set locked_at = 0 where id = $1`, id)
	return err
}

// SetPassword stores a new password, voids the temporary one and lifts a lock.
func (tx *Tx) SetPassword(ctx context.Context, id badge.AccountID, hash string, now time.Time) error {
	return moved(tx.exec(ctx, `update accounts set password = $2, password_since = $3, invite_id = '', invited_until = 0,
		locked_at = 0 where id = $1`, id, hash, micros(now)))
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

// Unlock lifts a lock and voids the old password and the temporary one.
// badge.ErrConflict when the account is not locked.
func (tx *Tx) Unlock(ctx context.Context, id badge.AccountID) error {
	return moved(tx.exec(ctx, `update accounts set locked_at = 0, password = '', invite_id = '', invited_until = 0
		where id = $1 and locked_at > 0`, id))
}

// ResetLink is a link for choosing a new password.
type ResetLink struct {
	ID        string
	AccountID badge.AccountID
	Until     time.Time
	OpensLock bool // the owner's own way out of a lock
	CreatedAt time.Time
}

// AddResetLink adds a link for choosing a new password and voids the older
// ones: the newest wins.
func (tx *Tx) AddResetLink(ctx context.Context, l ResetLink) error {
	_, err := tx.exec(ctx, `update reset_links set used_at = $2 where account_id = $1 and used_at = 0`, l.AccountID, micros(l.CreatedAt))
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `insert into reset_links (id, account_id, until, opens_lock, used_at, created_at) values ($1, $2, $3, $4, 0, $5)`,
		l.ID, l.AccountID, micros(l.Until), l.OpensLock, micros(l.CreatedAt))
	return err
}

// DropResetLinks voids all links of somebody, and forgets that they asked.
func (tx *Tx) DropResetLinks(ctx context.Context, account badge.AccountID) error {
	_, err := tx.exec(ctx, `delete from reset_links where account_id = $1`, account)
	return err
}

// RecentResetLinks counts the links made since a point in time.
func (tx *Tx) RecentResetLinks(ctx context.Context, account badge.AccountID, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from reset_links where account_id = $1 and created_at > $2`, account, micros(since)).Scan(&n)
	return n, wrap(err)
}

// ResetLink finds the person whose link this is; badge.ErrGone when it was
// used, replaced or is too old, or when the account was locked since.
func (tx *Tx) ResetLink(ctx context.Context, id string, now time.Time) (badge.Account, error) {
	var account badge.AccountID
	var until, used int64
	var opensLock bool
	err := tx.queryRow(ctx, `select account_id, until, used_at, opens_lock from reset_links where id = $1`, id).Scan(&account, &until, &used, &opensLock)
	if err != nil {
		return badge.Account{}, wrap(err)
	}
	if used != 0 || until < micros(now) {
		return badge.Account{}, badge.ErrGone
	}
	found, err := tx.SystemAccount(ctx, account)
	if err == nil && !found.LockedAt.IsZero() && !opensLock {
		return badge.Account{}, badge.ErrGone
	}
	return found, err
}

// UseResetLink spends a link; badge.ErrGone when somebody was faster.
func (tx *Tx) UseResetLink(ctx context.Context, id string, now time.Time) error {
	if _, err := tx.ResetLink(ctx, id, now); err != nil {
		return err
	}
	n, err := tx.exec(ctx, `update reset_links set used_at = $2 where id = $1 and used_at = 0 and until >= $2`, id, micros(now))
	if err == nil && n == 0 {
		return badge.ErrGone
	}
	return err
}
