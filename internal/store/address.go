package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

func scanAddress(r row) (a badge.Address, err error) {
	err = r.Scan(&a.Email, &a.AccountID, moment{&a.VerifiedAt}, moment{&a.EndsOn}, &a.ChangeID)
	return a, wrap(err)
}

// EarnerAddresses lists the addresses by which somebody logs in, the oldest first.
func (tx *Tx) EarnerAddresses(ctx context.Context, account badge.AccountID) ([]badge.Address, error) {
	return collect(scanAddress)(tx.query(ctx, `select email, account_id, verified_at, ends_on, change_id from addresses
		where account_id = $1 and verified_at > 0 order by verified_at, email`, account))
}

// AddAddress makes an address one by which somebody logs in. badge.ErrConflict
// when it names somebody already.
func (tx *Tx) AddAddress(ctx context.Context, a badge.Address) error {
	_, err := tx.exec(ctx, `insert into addresses (email, account_id, verified_at, ends_on, change_id) values ($1, $2, $3, $4, $5)`,
		a.Email, a.AccountID, micros(a.VerifiedAt), micros(a.EndsOn), a.ChangeID)
	return err
}

// EarnerDropAddress takes an address from somebody; badge.ErrConflict when it
// is not theirs. What was issued to it stays theirs.
func (tx *Tx) EarnerDropAddress(ctx context.Context, account badge.AccountID, email badge.Email) error {
	return moved(tx.exec(ctx, `delete from addresses where account_id = $1 and email = $2`, account, email))
}

// EarnerAddressEnds notes until when somebody will read an address of theirs;
// badge.ErrConflict when it is not theirs.
func (tx *Tx) EarnerAddressEnds(ctx context.Context, account badge.AccountID, email badge.Email, on time.Time) error {
	return moved(tx.exec(ctx, `update addresses set ends_on = $3 where account_id = $1 and email = $2`, account, email, micros(on)))
}

// SetMainAddress makes an address the one that an account is called by.
func (tx *Tx) SetMainAddress(ctx context.Context, account badge.AccountID, email badge.Email) error {
	return moved(tx.exec(ctx, `update accounts set email = $2 where id = $1`, account, email))
}

// VoidPassword takes the password and the temporary one away: a new one must be
// requested.
func (tx *Tx) VoidPassword(ctx context.Context, account badge.AccountID) error {
	return moved(tx.exec(ctx, `update accounts set password = '', invite_id = '', invited_until = 0 where id = $1`, account))
}

const changeColumns = `id, account_id, email, other_id, state, created_at, done_at`

func scanAddressChange(r row) (c badge.AddressChange, err error) {
	err = r.Scan(&c.ID, &c.AccountID, &c.Email, &c.OtherID, &c.State, moment{&c.CreatedAt}, moment{&c.DoneAt})
	return c, wrap(err)
}

// AddAddressChange notes an address that somebody wants to add or has removed.
func (tx *Tx) AddAddressChange(ctx context.Context, c badge.AddressChange) error {
	_, err := tx.exec(ctx, `insert into address_changes (`+changeColumns+`) values ($1, $2, $3, $4, $5, $6, $7)`,
		c.ID, c.AccountID, c.Email, c.OtherID, c.State, micros(c.CreatedAt), micros(c.DoneAt))
	return err
}

// SystemAddressChange finds a change of addresses by its id, which only a link
// in a letter tells.
func (tx *Tx) SystemAddressChange(ctx context.Context, id string) (badge.AddressChange, error) {
	return scanAddressChange(tx.queryRow(ctx, `select `+changeColumns+` from address_changes where id = $1`, id))
}

// EarnerAddressChanges lists what is not over yet of somebody's changes, the
// oldest first: addresses whose links still work, and changes that can be undone.
func (tx *Tx) EarnerAddressChanges(ctx context.Context, account badge.AccountID, now time.Time) ([]badge.AddressChange, error) {
	return collect(scanAddressChange)(tx.query(ctx, `select `+changeColumns+` from address_changes
		where account_id = $1 and (state = 'waiting' and created_at > $2 or state = 'confirmed' and done_at > $3 or state = 'joining')
		order by id`, account, micros(now.Add(-badge.AddressLinkLife)), micros(now.Add(-badge.AddressUndoLife))))
}

// SystemJoining lists the accounts that are to be joined by now.
func (tx *Tx) SystemJoining(ctx context.Context, now time.Time, limit int) ([]badge.AddressChange, error) {
	return collect(scanAddressChange)(tx.query(ctx, `select `+changeColumns+` from address_changes
		where state = 'joining' and done_at <= $1 order by done_at, id limit $2`, micros(now.Add(-badge.AddressUndoLife)), limit))
}

// MoveAddressChange gives a change the state, the other account and the time it
// now has; badge.ErrConflict when it is no longer in the state it was in.
func (tx *Tx) MoveAddressChange(ctx context.Context, c badge.AddressChange, from badge.AddressState) error {
	return moved(tx.exec(ctx, `update address_changes set state = $4, other_id = $5, done_at = $6 where account_id = $1 and id = $2 and state = $3`,
		c.AccountID, c.ID, from, c.State, c.OtherID, micros(c.DoneAt)))
}

// EarnerDropWaiting drops what waits for one address of somebody, so that the
// newest link is the only one.
func (tx *Tx) EarnerDropWaiting(ctx context.Context, account badge.AccountID, email badge.Email) error {
	_, err := tx.exec(ctx, `update address_changes set state = 'dropped' where account_id = $1 and email = $2 and state = 'waiting'`, account, email)
	return err
}

// SystemAddressAttempts counts how often somebody wanted to add an address
// since a point in time, and how often anybody wanted to add this one.
func (tx *Tx) SystemAddressAttempts(ctx context.Context, account badge.AccountID, email badge.Email, since time.Time) (byAccount, toAddress int, err error) {
	err = tx.queryRow(ctx, `select
		(select count(*) from address_changes where account_id = $1 and created_at > $3 and state <> 'removed'),
		(select count(*) from address_changes where email = $2 and created_at > $3 and state <> 'removed')`,
		account, email, micros(since)).Scan(&byAccount, &toAddress)
	return byAccount, toAddress, wrap(err)
}
