package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// Authenticator is an app that shows codes (RFC 6238).
type Authenticator struct {
	AccountID   badge.AccountID
	SecretID    string // derives the secret
	CreatedAt   time.Time
	ConfirmedAt time.Time // zero: not yet, and then it counts for nothing
	LastStep    int64     // of the latest code that was used
}

// SaveAuthenticator begins with an app, in the place of one that was not confirmed.
// badge.ErrConflict when there is a confirmed one.
func (tx *Tx) SaveAuthenticator(ctx context.Context, a Authenticator) error {
	return moved(tx.exec(ctx, `insert into authenticators (account_id, secret_id, created_at, confirmed_at, last_step) values ($1, $2, $3, 0, 0)
		on conflict (account_id) do update set secret_id = excluded.secret_id, created_at = excluded.created_at
		where authenticators.confirmed_at = 0`, a.AccountID, a.SecretID, micros(a.CreatedAt)))
}

// SystemAuthenticator finds somebody's app.
func (tx *Tx) SystemAuthenticator(ctx context.Context, account badge.AccountID) (a Authenticator, err error) {
	err = tx.queryRow(ctx, `select account_id, secret_id, created_at, confirmed_at, last_step from authenticators where account_id = $1`, account).
		Scan(&a.AccountID, &a.SecretID, moment{&a.CreatedAt}, moment{&a.ConfirmedAt}, &a.LastStep)
	return a, wrap(err)
}

// ConfirmAuthenticator makes an app count; badge.ErrConflict when it does already.
func (tx *Tx) ConfirmAuthenticator(ctx context.Context, account badge.AccountID, secretID string, now time.Time) error {
	return moved(tx.exec(ctx, `update authenticators set confirmed_at = $3 where account_id = $1 and secret_id = $2 and confirmed_at = 0`,
		account, secretID, micros(now)))
}

// UseStep spends the code of one step of time; badge.ErrConflict when it, or a
// later one, was used.
func (tx *Tx) UseStep(ctx context.Context, account badge.AccountID, step int64) error {
	return moved(tx.exec(ctx, `update authenticators set last_step = $2 where account_id = $1 and last_step < $2`, account, step))
}

// DropAuthenticator takes somebody's app away.
func (tx *Tx) DropAuthenticator(ctx context.Context, account badge.AccountID) error {
	_, err := tx.exec(ctx, `delete from authenticators where account_id = $1`, account)
	return err
}

// ReplaceRecoveryCodes gives somebody new codes; the older ones are void.
func (tx *Tx) ReplaceRecoveryCodes(ctx context.Context, account badge.AccountID, hashes []string, now time.Time) error {
	if _, err := tx.exec(ctx, `delete from recovery_codes where account_id = $1`, account); err != nil {
		return err
	}
	rows := func(yield func([]any) bool) {
		for _, h := range hashes {
			if !yield([]any{h, account, micros(now)}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `insert into recovery_codes (code_hash, account_id, created_at, used_at) values ($1, $2, $3, 0)`, rows)
	return err
}

// UseRecoveryCode spends a code; badge.ErrConflict when there is none or it was used.
func (tx *Tx) UseRecoveryCode(ctx context.Context, account badge.AccountID, hash string, now time.Time) error {
	return moved(tx.exec(ctx, `update recovery_codes set used_at = $3 where account_id = $1 and code_hash = $2 and used_at = 0`, account, hash, micros(now)))
}

// SystemRecoveryCodes counts the codes that somebody has left.
func (tx *Tx) SystemRecoveryCodes(ctx context.Context, account badge.AccountID) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from recovery_codes where account_id = $1 and used_at = 0`, account).Scan(&n)
	return n, wrap(err)
}

// Passkey is a key pair whose private half lies in somebody's device.
type Passkey struct {
	ID         string // the credential id, base64url
	AccountID  badge.AccountID
	Name       string
	Credential []byte // as the library that checks it writes it
	CreatedAt  time.Time
	UsedAt     time.Time
}

const passkeyColumns = `id, account_id, name, credential, created_at, used_at`

func scanPasskey(r row) (p Passkey, err error) {
	var credential string
	err = r.Scan(&p.ID, &p.AccountID, &p.Name, &credential, moment{&p.CreatedAt}, moment{&p.UsedAt})
	p.Credential = []byte(credential)
	return p, wrap(err)
}

// AddPasskey adds a passkey; badge.ErrConflict when it is somebody's already.
func (tx *Tx) AddPasskey(ctx context.Context, p Passkey) error {
	_, err := tx.exec(ctx, `insert into passkeys (`+passkeyColumns+`) values ($1, $2, $3, $4, $5, 0)`,
		p.ID, p.AccountID, p.Name, string(p.Credential), micros(p.CreatedAt))
	return err
}

// SystemPasskeys lists somebody's passkeys, the oldest first.
func (tx *Tx) SystemPasskeys(ctx context.Context, account badge.AccountID) ([]Passkey, error) {
	return collect(scanPasskey)(tx.query(ctx, `select `+passkeyColumns+` from passkeys where account_id = $1 order by created_at, id`, account))
}

// UsePasskey notes a login and the counter that came with it.
func (tx *Tx) UsePasskey(ctx context.Context, id string, credential []byte, now time.Time) error {
	return moved(tx.exec(ctx, `update passkeys set credential = $2, used_at = $3 where id = $1`, id, string(credential), micros(now)))
}

// DropPasskey takes a passkey away; badge.ErrConflict when it is not theirs.
func (tx *Tx) DropPasskey(ctx context.Context, account badge.AccountID, id string) error {
	return moved(tx.exec(ctx, `delete from passkeys where account_id = $1 and id = $2`, account, id))
}

// DropFactorsSince takes away the passkeys, the app and the recovery codes that
// somebody was given since a point in time.
func (tx *Tx) DropFactorsSince(ctx context.Context, account badge.AccountID, since time.Time) error {
	for _, table := range []string{"passkeys", "authenticators", "recovery_codes"} {
		if _, err := tx.exec(ctx, `delete from `+table+` where account_id = $1 and created_at >= $2`, account, micros(since)); err != nil {
			return err
		}
	}
	return nil
}
