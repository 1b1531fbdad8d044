package account

import (
	"context"
	"errors"
	"time"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/store"
)

// remindedOn is the setting that names the day on which reminders went out last.
const remindedOn = "reminded-on"

// Remind tells earners who log in by one address only that another one, a
// personal one, keeps their badges within reach: once a year, and once in the
// last 30 days of an address whose end is known. It looks once a day, however
// often it is called.
func (a *Accounts) Remind(ctx context.Context) error {
	const atOnce = 200
	day := a.Now().UTC().Format(time.DateOnly)
	for {
		n := 0
		err := a.db.Write(ctx, func(tx *store.Tx) error {
			last, err := tx.Setting(ctx, remindedOn)
			if err != nil && !errors.Is(err, badge.ErrNotFound) || last == day {
				n = 0
				return err
			}
			if n, err = a.remind(ctx, tx, atOnce); err != nil || n == atOnce {
				return err
			}
			return tx.SetSetting(ctx, remindedOn, day)
		})
		if err != nil || n < atOnce {
			return err
		}
	}
}

func (a *Accounts) remind(ctx context.Context, tx *store.Tx, limit int) (n int, err error) {
	due, err := tx.SystemReminders(ctx, a.Now(), limit)
	if err != nil {
		return 0, err
	}
	letters, told := make([]badge.Letter, len(due)), make([]badge.AccountID, len(due))
	for i, r := range due {
		told[i] = r.AccountID
		letters[i] = badge.Letter{
			ID: badge.NewID[badge.LetterID](), Kind: badge.LetterReminder, To: r.Email, Name: r.Name, AccountID: r.AccountID, Until: r.EndsOn, CreatedAt: a.Now(),
		}
	}
	if err := a.queue.AddLetters(ctx, tx, letters); err != nil {
		return 0, err
	}
	return len(due), tx.Reminded(ctx, told, a.Now())
}

// SetReminders says whether the visitor is reminded.
func (a *Accounts) SetReminders(ctx context.Context, who Visitor, on bool) error {
	return a.db.Write(ctx, func(tx *store.Tx) error { return tx.EarnerSetReminders(ctx, who.Account.ID, on) })
}

// CheckReminders tells whether the token of a reminder is one of ours.
// badge.ErrGone otherwise.
func (a *Accounts) CheckReminders(token string) error {
	if _, ok := a.ring.CheckToken(keyring.PurposeReminders, token); !ok {
		return badge.ErrGone
	}
	return nil
}

// StopReminders ends the reminders of whoever got the letter with this token,
// by whatever program sends it (RFC 8058). badge.ErrGone when the token is none
// or the account no longer is.
func (a *Accounts) StopReminders(ctx context.Context, token string) error {
	id, ok := a.ring.CheckToken(keyring.PurposeReminders, token)
	if !ok {
		return badge.ErrGone
	}
	err := a.db.Write(ctx, func(tx *store.Tx) error {
		found, err := tx.SystemAccount(ctx, badge.AccountID(id))
		if err != nil {
			return err
		}
		return tx.EarnerSetReminders(ctx, found.ID, false)
	})
	if errors.Is(err, badge.ErrNotFound) {
		return badge.ErrGone
	}
	return err
}
