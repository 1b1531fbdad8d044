package store

import (
	"context"
	"database/sql"
	"time"

	"laurel/internal/badge"
)

const (
	letterColumns = `l.id, l.org_id, l.kind, case when l.email = '' then c.email else l.email end, case when l.email = '' then c.name else l.name end,
	case when l.email = '' then c.account_id else l.account_id end, l.credential_id, l.about, l.secret_id, l.until, l.state, l.attempts, l.last_error,
	l.created_at, l.sent_at`
	letterTables = ` from letters l left join credentials c on c.org_id = l.org_id and c.id = l.credential_id `
)

func scanLetter(r row) (l badge.Letter, err error) {
	var to, name, account sql.NullString // null: the credential is not there
	err = r.Scan(&l.ID, &l.OrgID, &l.Kind, &to, &name, &account, &l.CredentialID, &l.About, &l.SecretID, moment{&l.Until}, &l.State,
		&l.Attempts, &l.LastError, moment{&l.CreatedAt}, moment{&l.SentAt})
	l.To, l.Name, l.AccountID = badge.Email(to.String), name.String, badge.AccountID(account.String)
	return l, wrap(err)
}

// AddLetters puts letters into the ledger, queued or kept.
func (tx *Tx) AddLetters(ctx context.Context, letters []badge.Letter) error {
	rows := make([][]any, len(letters))
	for n, l := range letters {
		rows[n] = []any{
			l.ID, l.OrgID, l.Kind, l.To, l.Name, l.AccountID, l.CredentialID, l.About, l.SecretID, micros(l.Until), l.State,
			l.Attempts, l.LastError, micros(l.CreatedAt), micros(l.SentAt),
		}
	}
	return tx.insertMany(ctx, `insert into letters (id, org_id, kind, email, name, account_id, credential_id, about, secret_id, until, state,
		attempts, last_error, created_at, sent_at)`, 15, "", rows)
}

// SystemLetter finds a letter.
func (tx *Tx) SystemLetter(ctx context.Context, id badge.LetterID) (badge.Letter, error) {
	return scanLetter(tx.queryRow(ctx, `select `+letterColumns+letterTables+`where l.id = $1`, id))
}

// SystemLetters lists letters, the newest first, for the operator. before
// pages on; empty begins at the newest.
func (tx *Tx) SystemLetters(ctx context.Context, before badge.LetterID, limit int) ([]badge.Letter, error) {
	return collect(scanLetter)(tx.query(ctx, `select `+letterColumns+letterTables+`where ($1 = '' or l.id < $1) order by l.id desc limit $2`, before, limit))
}

// stillTrue picks the kept letters that are worth sending later. Left out are a
// link that has ended, where the letter does not explain another way; a lock
// that was opened; a badge that was revoked; and a letter that was written anew.
const stillTrue = `l.state = 'kept' and (l.secret_id = '' or l.until > $1 or l.kind in ('issued', 'unlocked', 'locked'))
	and (l.kind <> 'locked' or exists (select 1 from accounts a where a.id = l.account_id and a.locked_at <> 0))
	and (l.kind <> 'issued' or exists (select 1 from credentials c where c.org_id = l.org_id and c.id = l.credential_id and c.revoked_at = 0)
		and not exists (select 1 from letters n where n.credential_id = l.credential_id and n.id <> n.credential_id and n.kind = 'issued' and n.id > l.id))`

// SystemKeptLetters counts the letters that are kept, and those among them that
// are worth sending now.
func (tx *Tx) SystemKeptLetters(ctx context.Context, now time.Time) (kept, worth int, err error) {
	err = tx.queryRow(ctx, `select (select count(*) from letters where state = 'kept'), (select count(*) from letters l where `+stillTrue+`)`, micros(now)).
		Scan(&kept, &worth)
	return kept, worth, wrap(err)
}

// SystemQueueKept queues some kept letters that are worth sending now, the
// oldest first, and returns them. Their jobs are added in the same transaction.
func (tx *Tx) SystemQueueKept(ctx context.Context, now time.Time, limit int) ([]badge.LetterID, error) {
	scan := func(r row) (id badge.LetterID, err error) { return id, wrap(r.Scan(&id)) }
	return collect(scan)(tx.query(ctx, `update letters set state = 'queued' where state = 'kept' and id in (
		select l.id from letters l where `+stillTrue+` order by l.id limit $2) returning id`, micros(now), limit))
}

// LettersAbout lists the letters about one credential, the newest first. The
// one with which it was issued has the credential's own id, so that no index
// has to find it.
func (tx *OrgTx) LettersAbout(ctx context.Context, credential badge.CredentialID) ([]badge.Letter, error) {
	return collect(scanLetter)(tx.query(ctx, `select `+letterColumns+letterTables+`
		where l.org_id = $1 and (l.id = $2 or l.credential_id = $2 and l.id <> l.credential_id) order by l.id desc`, tx.org, credential))
}

// CountLettersOfBatch counts the letters about what a batch issued, by state.
func (tx *OrgTx) CountLettersOfBatch(ctx context.Context, batch badge.BatchID) (map[badge.LetterState]int, error) {
	rows, err := tx.query(ctx, `select state, count(*) from (
		select l.state from credentials c join letters l on l.id = c.id where c.org_id || '' = $1 and c.batch_id = $2
		union all select l.state from credentials c join letters l on l.credential_id = c.id and l.id <> l.credential_id
			where c.org_id || '' = $1 and c.batch_id = $2) about group by state`, tx.org, batch)
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
	n, err := tx.exec(ctx, `update letters set state = 'sent', attempts = attempts + 1, last_error = '', sent_at = $2 where id = $1 and state = 'queued'`,
		id, micros(now))
	if err != nil || n == 0 {
		return err
	}
	return tx.countLetter(ctx, id, badge.CountedDelivered, now)
}

// LetterNotSent notes why a letter could not be sent. final gives it up.
func (tx *Tx) LetterNotSent(ctx context.Context, id badge.LetterID, why string, final bool, now time.Time) error {
	state := badge.LetterQueued
	if final {
		state = badge.LetterFailed
	}
	n, err := tx.exec(ctx, `update letters set attempts = attempts + 1, last_error = $2, state = $3 where id = $1 and state = 'queued'`, id, why, state)
	if err != nil || n == 0 || !final {
		return err
	}
	return tx.countLetter(ctx, id, badge.CountedUndelivered, now)
}

// RecentLockLetters counts the letters since a point in time that told somebody
// of a lock.
func (tx *Tx) RecentLockLetters(ctx context.Context, account badge.AccountID, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from letters where account_id = $1 and kind = 'locked' and created_at > $2`, account, micros(since)).Scan(&n)
	return n, wrap(err)
}
