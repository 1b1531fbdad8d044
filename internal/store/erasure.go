package store

import (
	"bytes"
	"context"
	"slices"
	"time"

	"laurel/internal/badge"
)

const erasureColumns = `account_id, secret_id, asked_at, due_at, told_at`

func scanErasure(r row) (e badge.Erasure, err error) {
	err = r.Scan(&e.AccountID, &e.SecretID, moment{&e.AskedAt}, moment{&e.DueAt}, moment{&e.ToldAt})
	return e, wrap(err)
}

// AddErasure notes that somebody wants to be erased; badge.ErrConflict when it
// is noted already.
func (tx *Tx) AddErasure(ctx context.Context, e badge.Erasure) error {
	_, err := tx.exec(ctx, `insert into erasures (`+erasureColumns+`) values ($1, $2, $3, $4, $5)`,
		e.AccountID, e.SecretID, micros(e.AskedAt), micros(e.DueAt), micros(e.ToldAt))
	return err
}

// EarnerErasure finds what somebody asked for; badge.ErrNotFound when they did not.
func (tx *Tx) EarnerErasure(ctx context.Context, account badge.AccountID) (badge.Erasure, error) {
	return scanErasure(tx.queryRow(ctx, `select `+erasureColumns+` from erasures where account_id = $1`, account))
}

// SystemErasureBySecret finds an erasure by what derives the link of its letter.
func (tx *Tx) SystemErasureBySecret(ctx context.Context, secret string) (badge.Erasure, error) {
	return scanErasure(tx.queryRow(ctx, `select `+erasureColumns+` from erasures where secret_id = $1`, secret))
}

// SystemErasures lists those that are due, the earliest first.
func (tx *Tx) SystemErasures(ctx context.Context, now time.Time, limit int) ([]badge.Erasure, error) {
	return collect(scanErasure)(tx.query(ctx, `select `+erasureColumns+` from erasures where due_at <= $1 order by due_at, account_id limit $2`, micros(now), limit))
}

// DropErasure takes an erasure back; badge.ErrConflict when it is too late, or
// there is none.
func (tx *Tx) DropErasure(ctx context.Context, account badge.AccountID) error {
	return moved(tx.exec(ctx, `delete from erasures where account_id = $1 and told_at = 0`, account))
}

// ErasureTold notes that the last letter was written; badge.ErrConflict when it
// was before, or the erasure was taken back.
func (tx *Tx) ErasureTold(ctx context.Context, account badge.AccountID, now time.Time) error {
	return moved(tx.exec(ctx, `update erasures set told_at = $2 where account_id = $1 and told_at = 0`, account, micros(now)))
}

// SystemLastLetters counts the last letters to somebody that have not left.
func (tx *Tx) SystemLastLetters(ctx context.Context, account badge.AccountID) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from letters where account_id = $1 and kind = 'erased' and state = 'queued'`, account).Scan(&n)
	return n, wrap(err)
}

// dropSessionsOf ends the sessions of somebody's visits. What a browser carries
// is bytes that no query opens: they are looked through.
func (tx *Tx) dropSessionsOf(ctx context.Context, account badge.AccountID) error {
	word := func(r row) (s string, err error) { return s, r.Scan(&s) }
	ids, err := collect(word)(tx.query(ctx, `select id from visits where account_id = $1`, account))
	if err != nil {
		return err
	}
	ids = append(ids, string(account)) // of a login that waits for its second factor
	type session struct {
		hash string
		data []byte
	}
	scan := func(r row) (s session, err error) { return s, r.Scan(&s.hash, &s.data) }
	all, err := collect(scan)(tx.query(ctx, `select token_hash, data from sessions`))
	if err != nil {
		return err
	}
	for _, s := range all {
		if !slices.ContainsFunc(ids, func(id string) bool { return bytes.Contains(s.data, []byte(id)) }) {
			continue
		}
		if err := tx.DropSession(ctx, s.hash); err != nil {
			return err
		}
	}
	return nil
}

// Fold writes the write-ahead log of SQLite back and empties it, so that what
// was erased is not left there. badge.ErrBusy while somebody reads an older
// state. On PostgreSQL it does nothing: its own upkeep reuses the space.
func (db *DB) Fold(ctx context.Context) error {
	if db.engine == Postgres {
		return nil
	}
	var busy, pages, done int
	if err := db.writer.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&busy, &pages, &done); err != nil {
		return wrap(err)
	}
	if busy != 0 {
		return badge.ErrBusy
	}
	return nil
}
