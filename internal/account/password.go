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
// has an account that is not locked. The answer never says whether it has.
func (a *Accounts) RequestPassword(ctx context.Context, typed string) error {
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return nil // nobody has it
	}
	now := a.now()
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		found, err := tx.SystemAccountByEmail(ctx, email)
		if err != nil || !found.LockedAt.IsZero() {
			return err
		}
		if often, err := a.tooOften(ctx, tx, found.ID, now); often || err != nil {
			return err
		}
		id, until := badge.NewID[string](), now.Add(badge.ResetLinkLifetime)
		if err := tx.AddResetLink(ctx, id, found.ID, until, now); err != nil {
			return err
		}
		return a.queue.AddLetters(ctx, tx, []badge.Letter{{
			ID: badge.NewID[badge.LetterID](), Kind: badge.LetterNewPassword, To: email, Name: found.Name,
			AccountID: found.ID, SecretID: id, Until: until, CreatedAt: now,
		}})
	})
	if errors.Is(err, badge.ErrNotFound) {
		return nil
	}
	return err
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
		found, err = tx.ResetLink(ctx, id, a.now())
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
	if err := badge.CheckPassword(password); err != nil {
		return badge.Account{}, err
	}
	found, err := a.ResetAccount(ctx, token)
	if err != nil {
		return found, err
	}
	id, _ := a.ring.CheckToken(keyring.PurposeNewPassword, token)
	return a.choose(ctx, found.ID, password, func(tx *store.Tx) error { return tx.UseResetLink(ctx, id, a.now()) })
}

// ChooseFirst sets the password of somebody who came in by a temporary one.
// badge.ErrConflict when the account has a password already.
func (a *Accounts) ChooseFirst(ctx context.Context, id badge.AccountID, password string) (badge.Account, error) {
	if err := badge.CheckPassword(password); err != nil {
		return badge.Account{}, err
	}
	return a.choose(ctx, id, password, func(tx *store.Tx) error {
		found, err := tx.SystemAccount(ctx, id)
		if err == nil && found.Password != "" {
			err = badge.ErrConflict
		}
		return err
	})
}

// choose sets a password if allowed says so in the same transaction.
func (a *Accounts) choose(ctx context.Context, id badge.AccountID, password string, allowed func(*store.Tx) error) (found badge.Account, err error) {
	hash, err := a.hash.create(ctx, password)
	if err != nil {
		return found, fmt.Errorf("hash a password: %w", err)
	}
	now := a.now()
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		if err := allowed(tx); err != nil {
			return err
		}
		if err := tx.SetPassword(ctx, id, hash, now); err != nil {
			return err
		}
		if found, err = tx.SystemAccount(ctx, id); err != nil {
			return err
		}
		if err := tx.Record(ctx, badge.Event{Actor: "account:" + string(id), Verb: "account.password", Subject: string(id), At: now}); err != nil {
			return err
		}
		return a.queue.AddLetters(ctx, tx, []badge.Letter{{
			ID: badge.NewID[badge.LetterID](), Kind: badge.LetterPasswordChanged, To: found.Email, Name: found.Name, AccountID: id, CreatedAt: now,
		}})
	})
	return found, err
}

// Hash is the stored form of a password for an account that is being made.
// Errors: *badge.Invalid.
func (a *Accounts) Hash(ctx context.Context, password string) (string, error) {
	if err := badge.CheckPassword(password); err != nil {
		return "", err
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
