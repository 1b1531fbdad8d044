package store

import (
	"context"
	"errors"
	"time"

	"laurel/internal/badge"
)

// EarnerProfile is what somebody says of themselves; that of somebody who
// never said anything is empty, and they may be reminded.
func (tx *Tx) EarnerProfile(ctx context.Context, account badge.AccountID) (badge.Profile, error) {
	p := badge.Profile{AccountID: account, Reminders: true}
	err := wrap(tx.queryRow(ctx, `select workplace, title, bio, links, public, language, zone, reminders from profiles where account_id = $1`, account).
		Scan(&p.Workplace, &p.Title, &p.Bio, fromJSON{&p.Links}, &p.Public, &p.Language, &p.Zone, &p.Reminders))
	if err != nil && !errors.Is(err, badge.ErrNotFound) {
		return p, err
	}
	err = tx.queryRow(ctx, `select count(*) > 0 from photos where account_id = $1`, account).Scan(&p.Photo)
	return p, wrap(err)
}

// EarnerSaveProfile keeps what somebody says of themselves. Their language, time
// zone, and whether they are reminded, stay as they are.
func (tx *Tx) EarnerSaveProfile(ctx context.Context, p badge.Profile) error {
	_, err := tx.exec(ctx, `insert into profiles (account_id, workplace, title, bio, links, public, language, zone, reminders, reminded_at)
		values ($1, $2, $3, $4, $5, $6, '', '', $7, 0)
		on conflict (account_id) do update set workplace = excluded.workplace, title = excluded.title, bio = excluded.bio,
			links = excluded.links, public = excluded.public`,
		p.AccountID, p.Workplace, p.Title, p.Bio, jsonText(p.Links), p.Public, true)
	return err
}

// EarnerSetReminders says whether somebody is reminded.
func (tx *Tx) EarnerSetReminders(ctx context.Context, account badge.AccountID, on bool) error {
	_, err := tx.exec(ctx, `insert into profiles (account_id, workplace, title, bio, links, public, language, zone, reminders, reminded_at)
		values ($1, '', '', '', '[]', $3, '', '', $2, 0)
		on conflict (account_id) do update set reminders = excluded.reminders`, account, on, false)
	return err
}

// EarnerSetZone keeps in which time zone somebody reads times of day.
func (tx *Tx) EarnerSetZone(ctx context.Context, account badge.AccountID, zone string) error {
	_, err := tx.exec(ctx, `insert into profiles (account_id, workplace, title, bio, links, public, language, zone, reminders, reminded_at)
		values ($1, '', '', '', '[]', $3, '', $2, $4, 0)
		on conflict (account_id) do update set zone = excluded.zone`, account, zone, false, true)
	return err
}

// EarnerSetLanguage keeps in which language somebody reads pages and letters.
func (tx *Tx) EarnerSetLanguage(ctx context.Context, account badge.AccountID, language string) error {
	_, err := tx.exec(ctx, `insert into profiles (account_id, workplace, title, bio, links, public, language, zone, reminders, reminded_at)
		values ($1, '', '', '', '[]', $3, $2, '', $4, 0)
		on conflict (account_id) do update set language = excluded.language`, account, language, false, true)
	return err
}

// EarnerLanguage is the language that somebody chose, empty when they chose none.
func (tx *Tx) EarnerLanguage(ctx context.Context, account badge.AccountID) (language string, err error) {
	err = wrap(tx.queryRow(ctx, `select language from profiles where account_id = $1`, account).Scan(&language))
	if errors.Is(err, badge.ErrNotFound) {
		return "", nil
	}
	return language, err
}

// EarnerPhoto is somebody's photo, a PNG; badge.ErrNotFound when there is none.
func (tx *Tx) EarnerPhoto(ctx context.Context, account badge.AccountID) (png []byte, err error) {
	err = tx.queryRow(ctx, `select png from photos where account_id = $1`, account).Scan(&png)
	return png, wrap(err)
}

// EarnerSavePhoto keeps somebody's photo in the place of the one before.
func (tx *Tx) EarnerSavePhoto(ctx context.Context, account badge.AccountID, png []byte, now time.Time) error {
	_, err := tx.exec(ctx, `insert into photos (account_id, png, changed_at) values ($1, $2, $3)
		on conflict (account_id) do update set png = excluded.png, changed_at = excluded.changed_at`, account, png, micros(now))
	return err
}

// EarnerDropPhoto removes somebody's photo. None is no error.
func (tx *Tx) EarnerDropPhoto(ctx context.Context, account badge.AccountID) error {
	_, err := tx.exec(ctx, `delete from photos where account_id = $1`, account)
	return err
}

// Reminder is somebody to be reminded that their badges hang on one address.
type Reminder struct {
	AccountID badge.AccountID
	Name      string
	Email     badge.Email
	EndsOn    time.Time // of the address; zero: not known
}

// SystemReminders lists earners who log in by one address only, want to be
// reminded, and have not been for a year, or not since the address came close
// to its end.
func (tx *Tx) SystemReminders(ctx context.Context, now time.Time, limit int) ([]Reminder, error) {
	scan := func(r row) (m Reminder, err error) {
		err = r.Scan(&m.AccountID, &m.Name, &m.Email, moment{&m.EndsOn})
		return m, wrap(err)
	}
	return collect(scan)(tx.query(ctx, `select a.id, a.name, d.email, d.ends_on
		from addresses d join accounts a on a.id = d.account_id left join profiles p on p.account_id = a.id
		where (p.reminders is null or p.reminders)
		and (a.created_at <= $1 and coalesce(p.reminded_at, 0) <= $1
			or d.ends_on > $2 and d.ends_on <= $3 and coalesce(p.reminded_at, 0) < d.ends_on - $4)
		and (select count(*) from addresses o where o.account_id = a.id) = 1
		and exists (select 1 from credentials c where c.account_id = a.id and c.revoked_at = 0)
		order by a.id limit $5`,
		micros(now.Add(-badge.ReminderEvery)), micros(now), micros(now.Add(badge.ReminderBeforeEnd)), badge.ReminderBeforeEnd.Microseconds(), limit))
}

// Reminded notes that somebody was reminded.
func (tx *Tx) Reminded(ctx context.Context, accounts []badge.AccountID, now time.Time) error {
	rows := func(yield func([]any) bool) {
		for _, id := range accounts {
			if !yield([]any{id, micros(now), false, true}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `insert into profiles (account_id, workplace, title, bio, links, public, language, zone, reminders, reminded_at)
		values ($1, '', '', '', '[]', $3, '', '', $4, $2)
		on conflict (account_id) do update set reminded_at = excluded.reminded_at`, rows)
	return err
}
