package issuance

import (
	"context"
	"errors"
	"slices"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// expiringOn is the setting that names the day on which ends were told of last.
const expiringOn = "expiring-on"

// remindBefore are the days before its end on which an earner is told of it,
// the nearest first: what was not told in time is told once, not thrice.
var remindBefore = []int{7, 30, 60}

// RemindExpiring tells earners of badges that end within 60, 30 and 7 days, at
// most once each, and their organizations in one letter a day. It looks once a
// day, however often it is called.
func (i *Issuer) RemindExpiring(ctx context.Context) error {
	const atOnce = 200
	today := badge.Day(i.now())
	from := today
	for _, days := range remindBefore {
		to := today.AddDate(0, 0, days)
		for n := atOnce; n == atOnce; {
			err := i.db.Write(ctx, func(tx *store.Tx) error {
				last, err := tx.Setting(ctx, expiringOn)
				if err != nil && !errors.Is(err, badge.ErrNotFound) || last == today.Format(time.DateOnly) {
					n = 0
					return err
				}
				n, err = i.remindExpiring(ctx, tx, from, to, days, atOnce)
				return err
			})
			if err != nil {
				return err
			}
		}
		from = to.AddDate(0, 0, 1)
	}
	return i.db.Write(ctx, func(tx *store.Tx) error { return i.digestExpiring(ctx, tx, today) })
}

func (i *Issuer) remindExpiring(ctx context.Context, tx *store.Tx, from, to time.Time, days, limit int) (int, error) {
	due, err := tx.SystemExpiring(ctx, from, to, days, limit)
	if err != nil {
		return 0, err
	}
	var letters []badge.Letter
	for _, e := range due {
		if !e.Silent {
			letters = append(letters, badge.Letter{
				ID: badge.NewID[badge.LetterID](), OrgID: e.OrgID, Kind: badge.LetterExpiring, To: e.Email, Name: e.Name, AccountID: e.AccountID, CredentialID: e.ID, CreatedAt: i.now(),
			})
		}
	}
	if err := i.queue.AddLetters(ctx, tx, letters); err != nil {
		return 0, err
	}
	return len(due), tx.NoteExpiring(ctx, due, days, badge.Day(i.now()))
}

// digestExpiring writes to the organizations, and notes that the day is done.
func (i *Issuer) digestExpiring(ctx context.Context, tx *store.Tx, today time.Time) error {
	day := today.Format(time.DateOnly)
	last, err := tx.Setting(ctx, expiringOn)
	if err != nil && !errors.Is(err, badge.ErrNotFound) || last == day {
		return err
	}
	orgs, err := tx.SystemExpiringOrgs(ctx, today)
	if err != nil {
		return err
	}
	letters := make([]badge.Letter, len(orgs))
	for n, o := range orgs {
		letters[n] = badge.Letter{
			ID: badge.NewID[badge.LetterID](), OrgID: o.ID, Kind: badge.LetterExpiringDigest, To: o.Email, Name: o.Name, About: day, CreatedAt: i.now(),
		}
	}
	if err := i.queue.AddLetters(ctx, tx, letters); err != nil {
		return err
	}
	return tx.SetSetting(ctx, expiringOn, day)
}

// Quiet lists the badges of whose ends nobody is told.
func (i *Issuer) Quiet(ctx context.Context, actor badge.Actor, org badge.OrgID) (list []badge.AchievementID, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).QuietBadges(ctx)
		return err
	})
	return list, err
}

// SetReminders says of which of the organization's badges earners are told
// before they end. Errors: badge.ErrNotFound; those of Actor.May.
func (i *Issuer) SetReminders(ctx context.Context, actor badge.Actor, org badge.OrgID, on []badge.AchievementID) error {
	if err := actor.May(badge.ActSetting, org); err != nil {
		return err
	}
	return i.db.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		all, err := otx.Achievements(ctx)
		if err != nil {
			return err
		}
		for _, a := range all {
			if err := otx.SetQuiet(ctx, a.ID, !slices.Contains(on, a.ID)); err != nil {
				return err
			}
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "reminders.set", Subject: string(org), At: i.now()})
	})
}
