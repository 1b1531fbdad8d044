package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

const letterColumns = `id, org_id, kind, email, name, account_id, credential_id, about, secret_id, until, state, attempts, last_error, created_at, sent_at`

func scanLetter(r row) (l badge.Letter, err error) {
	err = r.Scan(&l.ID, &l.OrgID, &l.Kind, &l.To, &l.Name, &l.AccountID, &l.CredentialID, &l.About, &l.SecretID, moment{&l.Until}, &l.State,
		&l.Attempts, &l.LastError, moment{&l.CreatedAt}, moment{&l.SentAt})
	return l, wrap(err)
}

// AddLetters puts letters into the ledger, queued or kept.
func (tx *Tx) AddLetters(ctx context.Context, letters []badge.Letter) error {
	rows := func(yield func([]any) bool) {
		for _, l := range letters {
			if !yield([]any{
				l.ID, l.OrgID, l.Kind, l.To, l.Name, l.AccountID, l.CredentialID, l.About, l.SecretID, micros(l.Until), l.State,
				l.Attempts, l.LastError, micros(l.CreatedAt), micros(l.SentAt),
			}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `insert into letters (`+letterColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, rows)
	return err
}

// SystemLetter finds a letter.
func (tx *Tx) SystemLetter(ctx context.Context, id badge.LetterID) (badge.Letter, error) {
	return scanLetter(tx.queryRow(ctx, `select `+letterColumns+` from letters where id = $1`, id))
}

// SystemLetters lists letters, the newest first, for the operator. before
// pages on; empty begins at the newest.
func (tx *Tx) SystemLetters(ctx context.Context, before badge.LetterID, limit int) ([]badge.Letter, error) {
	return collect(scanLetter)(tx.query(ctx, `select `+letterColumns+` from letters
		where ($1 = '' or id < $1) order by id desc limit $2`, before, limit))
}

// LettersAbout lists the letters about one credential, the newest first.
func (tx *OrgTx) LettersAbout(ctx context.Context, credential badge.CredentialID) ([]badge.Letter, error) {
	return collect(scanLetter)(tx.query(ctx, `select `+letterColumns+` from letters
		where org_id = $1 and credential_id = $2 order by id desc`, tx.org, credential))
}

// CountLettersOfBatch counts the letters about what a batch issued, by state.
func (tx *OrgTx) CountLettersOfBatch(ctx context.Context, batch badge.BatchID) (map[badge.LetterState]int, error) {
	rows, err := tx.query(ctx, `select l.state, count(*) from credentials c join letters l on l.credential_id = c.id
		where c.org_id = $1 and c.batch_id = $2 group by l.state`, tx.org, batch)
	if err != nil {
		return nil, err
	}
	counts := map[badge.LetterState]int{}
	for rows.Next() {
		var state badge.LetterState
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return nil, closing(rows, err)
		}
		counts[state] = n
	}
	return counts, closing(rows, rows.Err())
}

// LetterSent marks a letter as sent.
func (tx *Tx) LetterSent(ctx context.Context, id badge.LetterID, now time.Time) error {
	_, err := tx.exec(ctx, `update letters set state = 'sent', attempts = attempts + 1, last_error = '', sent_at = $2 where id = $1 and state = 'queued'`,
		id, micros(now))
	return err
}

// LetterNotSent notes why a letter could not be sent. final gives it up.
func (tx *Tx) LetterNotSent(ctx context.Context, id badge.LetterID, why string, final bool) error {
	state := badge.LetterQueued
	if final {
		state = badge.LetterFailed
	}
	_, err := tx.exec(ctx, `update letters set attempts = attempts + 1, last_error = $2, state = $3 where id = $1 and state = 'queued'`, id, why, state)
	return err
}
