package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// SystemSession finds the data of a session that has not ended; badge.ErrNotFound otherwise.
func (tx *Tx) SystemSession(ctx context.Context, tokenHash string, now time.Time) (data []byte, err error) {
	err = tx.queryRow(ctx, `select data from sessions where token_hash = $1 and until > $2`, tokenHash, micros(now)).Scan(&data)
	return data, wrap(err)
}

// SaveSession adds a session or replaces its data.
func (tx *Tx) SaveSession(ctx context.Context, tokenHash string, data []byte, until time.Time) error {
	_, err := tx.exec(ctx, `insert into sessions (token_hash, data, until) values ($1, $2, $3)
		on conflict (token_hash) do update set data = excluded.data, until = excluded.until`, tokenHash, data, micros(until))
	return err
}

// DropSession ends a session.
func (tx *Tx) DropSession(ctx context.Context, tokenHash string) error {
	_, err := tx.exec(ctx, `delete from sessions where token_hash = $1`, tokenHash)
	return err
}

// DropEndedSessions removes what nobody can use any more.
func (tx *Tx) DropEndedSessions(ctx context.Context, now time.Time) error {
	_, err := tx.exec(ctx, `delete from sessions where until <= $1`, micros(now))
	if err == nil {
		_, err = tx.exec(ctx, `delete from visits where began_at <= $1`, micros(now.Add(-badge.EarnerSessionLimit)))
	}
	return err
}

// Visit is somebody signed in with one browser.
type Visit struct {
	ID        string
	AccountID badge.AccountID
	Limited   bool   // by a temporary password: opens nothing but choosing a new one
	Agent     string // browser and system, in words
	Prefix    string // roughly where from
	BeganAt   time.Time
	SeenAt    time.Time
}

func scanVisit(r row) (v Visit, err error) {
	err = r.Scan(&v.ID, &v.AccountID, &v.Limited, &v.Agent, &v.Prefix, moment{&v.BeganAt}, moment{&v.SeenAt})
	return v, wrap(err)
}

// AddVisit begins a visit.
func (tx *Tx) AddVisit(ctx context.Context, v Visit) error {
	_, err := tx.exec(ctx, `insert into visits (id, account_id, limited, agent, prefix, began_at, seen_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		v.ID, v.AccountID, v.Limited, v.Agent, v.Prefix, micros(v.BeganAt), micros(v.SeenAt))
	return err
}

// SystemVisit finds a visit that nobody ended.
func (tx *Tx) SystemVisit(ctx context.Context, id string) (Visit, error) {
	return scanVisit(tx.queryRow(ctx, `select id, account_id, limited, agent, prefix, began_at, seen_at from visits where id = $1`, id))
}

// SystemVisits lists where somebody is signed in, the latest seen first.
func (tx *Tx) SystemVisits(ctx context.Context, account badge.AccountID, since time.Time) ([]Visit, error) {
	return collect(scanVisit)(tx.query(ctx, `select id, account_id, limited, agent, prefix, began_at, seen_at from visits
		where account_id = $1 and seen_at > $2 order by seen_at desc, id desc`, account, micros(since)))
}

// SeeVisit notes that somebody was here.
func (tx *Tx) SeeVisit(ctx context.Context, id string, now time.Time) error {
	_, err := tx.exec(ctx, `update visits set seen_at = $2 where id = $1`, id, micros(now))
	return err
}

// DropVisit ends one visit of somebody; badge.ErrConflict when there is none.
func (tx *Tx) DropVisit(ctx context.Context, account badge.AccountID, id string) error {
	return moved(tx.exec(ctx, `delete from visits where account_id = $1 and id = $2`, account, id))
}

// DropVisits ends all visits of somebody but one.
func (tx *Tx) DropVisits(ctx context.Context, account badge.AccountID, but string) error {
	_, err := tx.exec(ctx, `delete from visits where account_id = $1 and id <> $2`, account, but)
	return err
}
