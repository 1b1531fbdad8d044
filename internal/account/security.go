package account

import (
	"context"
	"errors"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Security is what somebody sees of their own account's safety.
type Security struct {
	Visits        []store.Visit
	Devices       []store.KnownDevice
	ThisDevice    string // of Devices; empty: this browser is not among them
	Failed        []store.FailedLogin
	Passkeys      []store.Passkey
	Authenticator bool // an app is confirmed
	RecoveryCodes int  // that are left
}

// failedShown is how many failures an owner sees.
const failedShown = 10

// Security gathers it.
func (a *Accounts) Security(ctx context.Context, v Visitor, from Browser) (s Security, err error) {
	idle := badge.EarnerSessionIdle
	if v.isStaff() {
		idle = badge.StaffSessionIdle
	}
	now, id := a.Now(), v.Account.ID
	err = a.db.Read(ctx, func(tx *store.Tx) error {
		var errs [7]error
		s.Visits, errs[0] = tx.SystemVisits(ctx, id, now.Add(-idle))
		s.Devices, errs[1] = tx.SystemDevices(ctx, id)
		s.ThisDevice, errs[2] = a.knownDevice(ctx, tx, id, from)
		s.Failed, errs[3] = tx.SystemFailedLogins(ctx, id, failedShown)
		s.Passkeys, errs[4] = tx.SystemPasskeys(ctx, id)
		s.Authenticator, errs[5] = hasApp(ctx, tx, id)
		s.RecoveryCodes, errs[6] = tx.SystemRecoveryCodes(ctx, id)
		return errors.Join(errs[:]...)
	})
	return s, err
}

// Again asks the visitor for the password once more, before something that a
// stranger at an open screen must not do. Errors: those of SignIn.
func (a *Accounts) Again(ctx context.Context, v Visitor, from Browser, password string) error {
	_, err := a.prove(ctx, v, from, password)
	return err
}

// ForgetDevice makes a browser one that the owner does not know; it stays signed
// in if it is. badge.ErrNotFound when it is not theirs.
func (a *Accounts) ForgetDevice(ctx context.Context, v Visitor, id string) error {
	err := a.db.Write(ctx, func(tx *store.Tx) error { return tx.DropDevice(ctx, v.Account.ID, id) })
	if errors.Is(err, badge.ErrConflict) {
		return badge.ErrNotFound
	}
	return err
}
