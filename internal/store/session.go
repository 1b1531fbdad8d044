package store

import (
	"context"
	"time"
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
	return err
}
