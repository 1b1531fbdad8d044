package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/store"
)

// At most one letter in five minutes and five a day: asking for a new
// password must not become a way to fill somebody's mailbox.
const (
	resetPause  = 5 * time.Minute
	resetPerDay = 5
)

// RequestPassword sends a link for choosing a new password, if the address
// has an account. To one that is locked, a letter says so instead, once a day.
// The answer never says which.
func (a *Accounts) RequestPassword(ctx context.Context, typed string) error {
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return nil // nobody has it
	}
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		found, err := tx.SystemAccountByEmail(ctx, email)
		if err != nil {
			return err
		}
		if !found.LockedAt.IsZero() {
			return a.repeatLock(ctx, tx, found)
		}
		return a.sendLink(ctx, tx, found, email)
	})
	if errors.Is(err, badge.ErrNotFound) {
		return nil
	}
	return err
}

func (a *Accounts) sendLink(ctx context.Context, tx *store.Tx, found badge.Account, email badge.Email) error {
	now := a.Now()
	if often, err := a.tooOften(ctx, tx, found.ID, now); often || err != nil {
		return err
	}
	link := store.ResetLink{ID: badge.NewID[string](), AccountID: found.ID, Until: now.Add(badge.ResetLinkLifetime), CreatedAt: now}
	if err := tx.AddResetLink(ctx, link); err != nil {
		return err
	}
	return a.queue.AddLetters(ctx, tx, []badge.Letter{{
		ID: badge.NewID[badge.LetterID](), Kind: badge.LetterNewPassword, To: email, Name: found.Name,
		AccountID: found.ID, SecretID: link.ID, Until: link.Until, CreatedAt: now,
	}})
}

// repeatLock tells of a lock once more, at most once a day.
func (a *Accounts) repeatLock(ctx context.Context, tx *store.Tx, locked badge.Account) error {
	told, err := tx.RecentLockLetters(ctx, locked.ID, a.Now().Add(-24*time.Hour))
	if told > 0 || err != nil {
		return err
	}
	return a.tellOfLock(ctx, tx, locked)
}

func (a *Accounts) tooOften(ctx context.Context, tx *store.Tx, id badge.AccountID, now time.Time) (bool, error) {
	lately, err := tx.RecentResetLinks(ctx, id, now.Add(-resetPause))
	if err != nil {
		return false, err
	}
	today, err := tx.RecentResetLinks(ctx, id, now.Add(-24*time.Hour))
	return lately > 0 || today >= resetPerDay, err
}

// ResetAccount finds whose link a token is, without spending it: the page
// that a mail scanner opens changes nothing. badge.ErrGone when the link was
// used, replaced by a newer one, or is too old.
func (a *Accounts) ResetAccount(ctx context.Context, token string) (found badge.Account, err error) {
	id, ok := a.ring.CheckToken(keyring.PurposeNewPassword, token)
	if !ok {
		return found, badge.ErrGone
	}
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		found, err = tx.ResetLink(ctx, id, a.Now())
		return err
	})
	if errors.Is(err, badge.ErrNotFound) {
		return found, badge.ErrGone
	}
	return found, err
}

// ChooseByLink spends a link and sets the new password. All sessions end and
// the owner is told. Errors: *badge.Invalid, which leaves the link good;
// badge.ErrGone.
func (a *Accounts) ChooseByLink(ctx context.Context, token, password string) (badge.Account, error) {
	found, err := a.ResetAccount(ctx, token)
	if err != nil {
		return found, err
	}
	if err := a.checkPassword(ctx, found, password); err != nil {
		return badge.Account{}, err
	}
	id, _ := a.ring.CheckToken(keyring.PurposeNewPassword, token)
	return a.choose(ctx, found.ID, password, Visitor{}, "", func(tx *store.Tx) error { return tx.UseResetLink(ctx, id, a.Now()) })
}

// ChooseFirst sets the password of somebody who came in by a temporary one.
// badge.ErrConflict when the account has a password already.
func (a *Accounts) ChooseFirst(ctx context.Context, id badge.AccountID, password string) (badge.Account, error) {
	var first badge.Account
	err := a.db.Read(ctx, func(tx *store.Tx) (err error) {
		first, err = tx.SystemAccount(ctx, id)
		return err
	})
	if err != nil {
		return first, err
	}
	if err := a.checkPassword(ctx, first, password); err != nil {
		return badge.Account{}, err
	}
	return a.choose(ctx, id, password, Visitor{}, "", func(tx *store.Tx) error {
		found, err := tx.SystemAccount(ctx, id)
		if err == nil && found.Password != "" {
			err = badge.ErrConflict
		}
		return err
	})
}

// ChangePassword sets a new password for somebody who is signed in and knows
// the old one. Their other visits end. A wrong old password counts like one at
// the login page. Errors: *badge.Invalid; badge.ErrForbidden, ErrLocked,
// ErrTooMany and ErrBusy as in SignIn.
func (a *Accounts) ChangePassword(ctx context.Context, v Visitor, from Browser, old, password string) (badge.Account, error) {
	if err := a.checkPassword(ctx, v.Account, password); err != nil {
		return badge.Account{}, err
	}
	device, err := a.prove(ctx, v, from, old)
	if err != nil {
		return badge.Account{}, err
	}
	return a.choose(ctx, v.Account.ID, password, v, device, func(*store.Tx) error { return nil })
}

// prove asks somebody who is signed in for their password once more and returns
// the known browser they came by.
func (a *Accounts) prove(ctx context.Context, v Visitor, from Browser, password string) (device string, err error) {
	leave, err := a.hash.enter(ctx, true)
	if err != nil {
		return "", err
	}
	defer leave()
	var t attempt
	err = a.db.Write(ctx, func(tx *store.Tx) (err error) {
		t, err = a.reserve(ctx, tx, from, v.Account, "")
		return err
	})
	if err != nil {
		return "", err
	}
	right, _, err := a.matches(t.account, password)
	if err != nil {
		return "", err
	}
	if !right {
		return "", a.failed(ctx, t)
	}
	return t.device, a.db.Write(ctx, func(tx *store.Tx) error { return a.returned(ctx, tx, t) })
}

// choose sets a password if allowed says so in the same transaction, ends all
// visits and forgets all known browsers but the ones given.
func (a *Accounts) choose(ctx context.Context, id badge.AccountID, password string, keep Visitor, device string, allowed func(*store.Tx) error) (found badge.Account, err error) {
	hash, err := a.hash.create(ctx, password)
	if err != nil {
		return found, fmt.Errorf("hash a password: %w", err)
	}
	now := a.Now()
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		if err := allowed(tx); err != nil {
			return err
		}
		if err := tx.SetPassword(ctx, id, hash, now); err != nil {
			return err
		}
		if err := tx.ClearLogins(ctx, accountCounter(id)); err != nil {
			return err
		}
		if err := tx.DropVisits(ctx, id, keep.VisitID); err != nil {
			return err
		}
		if err := tx.DropDevices(ctx, id, device); err != nil {
			return err
		}
		if found, err = tx.SystemAccount(ctx, id); err != nil {
			return err
		}
		if err := tx.Record(ctx, badge.Event{Actor: "account:" + string(id), Verb: "account.password", Subject: string(id), At: now}); err != nil {
			return err
		}
		return a.tell(ctx, tx, found, badge.Letter{Kind: badge.LetterPasswordChanged})
	})
	return found, err
}

// Hash is the stored form of a password for an account that is being made, whose
// owner has the names and addresses given. Errors: *badge.Invalid.
func (a *Accounts) Hash(ctx context.Context, password string, own ...string) (string, error) {
	if err := badge.CheckPassword(password); err != nil {
		return "", err
	}
	if sentence := weakness(password, own...); sentence != "" {
		return "", badge.Refuse("password", sentence)
	}
	return a.hash.create(ctx, password)
}

// SetupToken is the secret of the one-time link that sets this installation
// up. It opens nothing once there is an organization.
func SetupToken(ring *keyring.Ring) string { return ring.Token(keyring.PurposeSetup, "first") }

// IsSetupToken tells whether a token is that secret.
func (a *Accounts) IsSetupToken(token string) bool {
	_, ok := a.ring.CheckToken(keyring.PurposeSetup, token)
	return ok
}
