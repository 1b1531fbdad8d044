package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// ConfirmBatch lets the good rows of a batch in one of some states wait for
// issuing, and tells the number of the last row of all; badge.ErrConflict when
// it is in another. letters: until when its letters are held.
func (tx *OrgTx) ConfirmBatch(ctx context.Context, id badge.BatchID, from []badge.BatchState, revision badge.RevisionID, letters, now time.Time) (last int, err error) {
	args := append([]any{tx.org, id, revision, micros(letters), micros(now)}, anys(from)...)
	err = moved(tx.exec(ctx, `update batches set state = 'confirmed', revision_id = $3, letters_at = $4, confirmed_at = $5, waiting = rows_ok + rows_warning
		where org_id = $1 and id = $2 and state in (`+parameters(6, len(from))+`)`, args...))
	if err != nil {
		return 0, err
	}
	err = tx.queryRow(ctx, `select coalesce(max(row_number), 0) from awards where org_id = $1 and batch_id = $2`, tx.org, id).Scan(&last)
	return last, wrap(err)
}

// ScheduleBatch lets a checked batch begin later; badge.ErrConflict.
func (tx *OrgTx) ScheduleBatch(ctx context.Context, id badge.BatchID, at, letters time.Time) error {
	return moved(tx.exec(ctx, `update batches set state = 'scheduled', run_at = $3, letters_at = $4 where org_id = $1 and id = $2 and state = 'checked'`,
		tx.org, id, micros(at), micros(letters)))
}

// CallOffBatch takes a scheduled batch back to where it was checked;
// badge.ErrConflict.
func (tx *OrgTx) CallOffBatch(ctx context.Context, id badge.BatchID) error {
	return moved(tx.exec(ctx, `update batches set state = 'checked', run_at = 0, letters_at = 0 where org_id = $1 and id = $2 and state = 'scheduled'`,
		tx.org, id))
}

// UndoBatch marks a batch as undone whose letters are held, so that nothing of
// it is issued any more; badge.ErrConflict when it is too late. What it issued
// follows by Withdraw.
func (tx *OrgTx) UndoBatch(ctx context.Context, id badge.BatchID, now time.Time) error {
	err := moved(tx.exec(ctx, `update batches set state = 'undone', waiting = 0, done_at = $3
		where org_id = $1 and id = $2 and state in ('confirmed', 'done') and letters_at > $3`, tx.org, id, micros(now)))
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `delete from prepared where org_id = $1 and batch_id = $2`, tx.org, id)
	return err
}

// Withdraw takes back some of what an undone batch issued, after one row (0:
// from the beginning), with the letters about it, and returns it. None: all of
// it is. The status lists follow in the same transaction by SetStatus.
func (tx *OrgTx) Withdraw(ctx context.Context, id badge.BatchID, after, limit int, reason string, now time.Time) ([]badge.Credential, error) {
	all, err := collect(scanCredential)(tx.query(ctx, `select `+credentialColumns+credentialTables+`
		where c.org_id || '' = $1 and c.batch_id = $2 and b.state = 'undone' and c.row_number > $3 order by c.row_number limit $4`, tx.org, id, after, limit))
	if err != nil {
		return nil, err
	}
	credentials := make([]badge.Credential, len(all))
	each := func(statement string, rest ...any) error {
		_, err := tx.execEach(ctx, statement, func(yield func([]any) bool) {
			for _, c := range all {
				if !yield(append([]any{tx.org, c.ID}, rest...)) {
					return
				}
			}
		})
		return err
	}
	for n, c := range all {
		credentials[n] = c.Credential
	}
	if err := each(`update credentials set reason = $3, revoked_at = $4, suspended_at = 0 where org_id = $1 and id = $2 and revoked_at = 0`, reason, micros(now)); err != nil {
		return nil, err
	}
	return credentials, each(`update letters set state = 'withdrawn' where org_id = $1 and credential_id = $2 and kind = 'issued' and state in ('queued', 'kept')`)
}

// Parts lists the batches to which rows of a batch went that name another
// badge, in the order in which they were made; badge.ErrNotFound.
func (tx *OrgTx) Parts(ctx context.Context, id badge.BatchID) ([]badge.BatchID, error) {
	if _, err := tx.Batch(ctx, id); err != nil {
		return nil, err
	}
	scan := func(r row) (part badge.BatchID, err error) { return part, r.Scan(&part) }
	return collect(scan)(tx.query(ctx, `select id from batches where org_id = $1 and parent_id = $2 and parent_id <> '' order by id`, tx.org, id))
}

// OtherBadges counts the good rows of a batch that name an achievement
// themselves, by that.
func (tx *OrgTx) OtherBadges(ctx context.Context, id badge.BatchID) (map[badge.AchievementID]int, error) {
	type some struct {
		of badge.AchievementID
		n  int
	}
	scan := func(r row) (s some, err error) { return s, r.Scan(&s.of, &s.n) }
	all, err := collect(scan)(tx.query(ctx, `select achievement_id, count(*) from awards
		where org_id = $1 and batch_id = $2 and achievement_id <> '' and outcome in ('ok', 'warning') group by achievement_id`, tx.org, id))
	counts := map[badge.AchievementID]int{}
	for _, s := range all {
		counts[s.of] = s.n
	}
	return counts, err
}

// MoveAwards gives the good rows of a batch that name an achievement to a batch
// of that.
func (tx *OrgTx) MoveAwards(ctx context.Context, from, to badge.BatchID, of badge.AchievementID) error {
	found := map[badge.Outcome]int{}
	for _, outcome := range []badge.Outcome{badge.OutcomeOK, badge.OutcomeWarning} {
		n, err := tx.exec(ctx, `update awards set batch_id = $3, achievement_id = ''
			where org_id = $1 and batch_id = $2 and achievement_id = $4 and outcome = $5`, tx.org, from, to, of, outcome)
		if err != nil {
			return err
		}
		found[outcome] = int(n)
	}
	if err := tx.countRows(ctx, to, found); err != nil {
		return err
	}
	return tx.countRows(ctx, from, map[badge.Outcome]int{badge.OutcomeOK: -found[badge.OutcomeOK], badge.OutcomeWarning: -found[badge.OutcomeWarning]})
}
