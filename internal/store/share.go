package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// AddShare records what an earner writes with a letter that shows a badge.
func (tx *Tx) AddShare(ctx context.Context, s badge.Share) error {
	_, err := tx.exec(ctx, `insert into shares (letter_id, account_id, org_id, credential_id, email, note, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		s.LetterID, s.AccountID, s.OrgID, s.CredentialID, s.Email, s.Note, micros(s.CreatedAt))
	return err
}

// SystemShare finds what goes with a letter that shows a badge.
func (tx *Tx) SystemShare(ctx context.Context, letter badge.LetterID) (s badge.Share, err error) {
	err = tx.queryRow(ctx, `select letter_id, account_id, org_id, credential_id, email, note, created_at from shares where letter_id = $1`, letter).
		Scan(&s.LetterID, &s.AccountID, &s.OrgID, &s.CredentialID, &s.Email, &s.Note, moment{&s.CreatedAt})
	return s, wrap(err)
}

// RecentShares counts the letters an earner wrote since a point in time, those
// of them to one address, and those of anybody to that address.
func (tx *Tx) RecentShares(ctx context.Context, account badge.AccountID, to badge.Email, since time.Time) (sent, sentTo, received int, err error) {
	err = tx.queryRow(ctx, `select count(*) from shares where account_id = $1 and created_at > $2`, account, micros(since)).Scan(&sent)
	if err == nil {
		err = tx.queryRow(ctx, `select count(*) filter (where account_id = $1), count(*) from shares where email = $2 and created_at > $3`,
			account, to, micros(since)).Scan(&sentTo, &received)
	}
	return sent, sentTo, received, wrap(err)
}

// DropSharedNotes forgets what earners wrote in letters that have left or were
// given up.
func (tx *Tx) DropSharedNotes(ctx context.Context) error {
	_, err := tx.exec(ctx, `update shares set note = '' where note <> '' and letter_id in (select id from letters where state in ('sent', 'failed'))`)
	return err
}
