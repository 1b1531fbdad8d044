package account

import (
	"context"
	"errors"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// settingSpray remembers when the alarm was last given.
const settingSpray = "spray alarm"

// alarm tells whoever runs the installation that more than badge.SprayLocks
// accounts were locked within an hour: somebody tries passwords at many. Once
// an hour it stands in the log and goes to the support address, if there is one.
func (a *Accounts) alarm(ctx context.Context) error {
	now, locks, given := a.Now(), 0, false
	err := a.db.Read(ctx, func(tx *store.Tx) (err error) {
		locks, err = tx.SystemLocks(ctx, now.Add(-badge.SprayWindow))
		return err
	})
	if err != nil || locks <= badge.SprayLocks {
		return err
	}
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		given = false
		last, err := sprayed(ctx, tx)
		if err != nil || now.Sub(last) < badge.SprayWindow {
			return err
		}
		given = true
		if err := tx.SetSetting(ctx, settingSpray, now.Format(time.RFC3339)); err != nil || a.Support == "" {
			return err
		}
		return a.queue.AddLetters(ctx, tx, []badge.Letter{{ID: badge.NewID[badge.LetterID](), Kind: badge.LetterSpray, To: a.Support, CreatedAt: now}})
	})
	if given && err == nil {
		a.Log.WarnContext(ctx, "many accounts were locked within an hour: somebody may be trying passwords at many of them", "locks", locks)
	}
	return err
}

// sprayed is when the alarm was last given; zero: never.
func sprayed(ctx context.Context, tx *store.Tx) (time.Time, error) {
	value, err := tx.Setting(ctx, settingSpray)
	if errors.Is(err, badge.ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339, value)
}

// Alarm is when many accounts were last locked at once, for the operator; zero
// when that is more than badge.SprayShown ago.
func (a *Accounts) Alarm(ctx context.Context, actor badge.Actor) (at time.Time, err error) {
	if !actor.Operator {
		return at, badge.ErrNotFound
	}
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		at, err = sprayed(ctx, tx)
		return err
	})
	if a.Now().Sub(at) > badge.SprayShown {
		at = time.Time{}
	}
	return at, err
}
