package account

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/store"
)

// SignedIn is somebody who gave the right password.
type SignedIn struct {
	Account    badge.Account
	MustChange bool // by the temporary password, which is now spent: nothing but choosing a new one is open
	NeedsCode  bool // the second factor is still to come: nothing is open yet
}

// SignIn looks at a user name and a password. There is one refusal,
// badge.ErrForbidden, for everything that does not fit, and badge.ErrLocked
// once ten attempts were unsuccessful, the tenth included. An attempt is
// counted before the password is looked at, so that no more than ten guesses
// are ever evaluated. badge.ErrTooMany when too many attempts came from one
// source, badge.ErrBusy when too many wait; neither is counted.
func (a *Accounts) SignIn(ctx context.Context, from Browser, typed, password string) (SignedIn, error) {
	leave, err := a.hash.enter(ctx, len(a.devices(from)) > 0)
	if err != nil {
		return SignedIn{}, err
	}
	defer leave()
	t, err := a.reserveName(ctx, from, typed)
	if err != nil {
		return SignedIn{}, err
	}
	right, temporary, err := a.matches(t.account, password)
	if err != nil {
		return SignedIn{}, err
	}
	if !right {
		return SignedIn{}, a.failed(ctx, t)
	}
	in := SignedIn{Account: t.account, MustChange: temporary}
	err = a.db.Write(ctx, func(tx *store.Tx) (err error) {
		if in.NeedsCode, err = a.needsCode(ctx, tx, t.account.ID); err != nil {
			return err
		}
		if in.NeedsCode {
			return a.returned(ctx, tx, t)
		}
		if temporary {
			if err := tx.SpendInvite(ctx, t.account.ID, t.account.InviteID); err != nil {
				return err
			}
		}
		return a.succeeded(ctx, tx, t)
	})
	if errors.Is(err, badge.ErrConflict) { // somebody used the temporary password a moment ago
		return SignedIn{}, badge.ErrForbidden
	}
	if err != nil {
		return SignedIn{}, fmt.Errorf("sign in: %w", err)
	}
	return in, nil
}

// matches compares a password with what the account has: its own password or
// a temporary one. An account with neither, and one that is not there, cost the
// same time as any other.
func (a *Accounts) matches(found badge.Account, password string) (right, temporary bool, err error) {
	right, err = a.hash.matches(password, found.Password)
	want := keyring.NormalizeTemporaryPassword(a.ring.TemporaryPassword(found.InviteID))
	got := keyring.NormalizeTemporaryPassword(password)
	temporary = subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1 &&
		found.Password == "" && found.InviteID != "" && a.Now().Before(found.InvitedUntil)
	return right || temporary, temporary, err
}
