package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

const batchColumns = `id, org_id, achievement_id, revision_id, file_name, file, dates, duplicates, state, row_count,
	created_by, created_at, confirmed_at, done_at`

func scanBatch(r row) (b badge.Batch, err error) {
	err = r.Scan(&b.ID, &b.OrgID, &b.AchievementID, &b.RevisionID, &b.FileName, &b.File, &b.Dates, &b.Duplicates, &b.State, &b.Rows,
		&b.CreatedBy, moment{&b.CreatedAt}, moment{&b.ConfirmedAt}, moment{&b.DoneAt})
	return b, wrap(err)
}

// AddBatch adds a checked batch; its awards follow by AddAwards.
func (tx *OrgTx) AddBatch(ctx context.Context, b badge.Batch) error {
	_, err := tx.exec(ctx, `insert into batches (`+batchColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		b.ID, tx.org, b.AchievementID, b.RevisionID, b.FileName, b.File, b.Dates, b.Duplicates, b.State, b.Rows,
		b.CreatedBy, micros(b.CreatedAt), micros(b.ConfirmedAt), micros(b.DoneAt))
	return err
}

// Batch finds one batch.
func (tx *OrgTx) Batch(ctx context.Context, id badge.BatchID) (badge.Batch, error) {
	return scanBatch(tx.queryRow(ctx, `select `+batchColumns+` from batches where org_id = $1 and id = $2`, tx.org, id))
}

// Batches lists the latest batches, the newest first.
func (tx *OrgTx) Batches(ctx context.Context, limit int) ([]badge.Batch, error) {
	return collect(scanBatch)(tx.query(ctx, `select `+batchColumns+` from batches where org_id = $1 order by id desc limit $2`, tx.org, limit))
}

// RecheckBatch takes the answers of the person importing and drops the rows
// read before; badge.ErrConflict when the batch is confirmed already.
func (tx *OrgTx) RecheckBatch(ctx context.Context, b badge.Batch) error {
	err := moved(tx.exec(ctx, `update batches set dates = $3, duplicates = $4, row_count = $5 where org_id = $1 and id = $2 and state = 'checked'`,
		tx.org, b.ID, b.Dates, b.Duplicates, b.Rows))
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `delete from awards where org_id = $1 and batch_id = $2`, tx.org, b.ID)
	return err
}

// ConfirmBatch lets the good rows of a checked batch wait for issuing;
// badge.ErrConflict when it is confirmed already.
func (tx *OrgTx) ConfirmBatch(ctx context.Context, id badge.BatchID, revision badge.RevisionID, now time.Time) error {
	err := moved(tx.exec(ctx, `update batches set state = 'confirmed', revision_id = $3, confirmed_at = $4
		where org_id = $1 and id = $2 and state = 'checked'`, tx.org, id, revision, micros(now)))
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `update awards set state = 'waiting' where org_id = $1 and batch_id = $2 and outcome in ('ok', 'warning')`, tx.org, id)
	return err
}

// FinishBatch marks a batch as done once no award of it waits. It says
// whether this call did it.
func (tx *OrgTx) FinishBatch(ctx context.Context, id badge.BatchID, now time.Time) (bool, error) {
	n, err := tx.exec(ctx, `update batches set state = 'done', done_at = $3 where org_id = $1 and id = $2 and state = 'confirmed'
		and not exists (select 1 from awards a where a.org_id = batches.org_id and a.batch_id = batches.id and a.state = 'waiting')`, tx.org, id, micros(now))
	return n > 0, err
}

const awardColumns = `id, batch_id, row_number, name, email, issued_on, expires_on, narrative, evidence, external_number, cells, outcome, findings, state`

func scanAward(r row) (a badge.Award, err error) {
	err = r.Scan(&a.ID, &a.BatchID, &a.Row, &a.Name, &a.Email, moment{&a.IssuedOn}, moment{&a.ExpiresOn}, &a.Narrative, &a.Evidence,
		&a.ExternalNumber, fromJSON{&a.Cells}, &a.Outcome, fromJSON{&a.Findings}, &a.State)
	return a, wrap(err)
}

// AddAwards adds rows of a batch.
func (tx *OrgTx) AddAwards(ctx context.Context, awards []badge.Award) error {
	rows := func(yield func([]any) bool) {
		for _, a := range awards {
			if !yield([]any{
				a.ID, tx.org, a.BatchID, a.Row, a.Name, a.Email, micros(a.IssuedOn), micros(a.ExpiresOn), a.Narrative, a.Evidence,
				a.ExternalNumber, jsonText(a.Cells), a.Outcome, jsonText(a.Findings), a.State,
			}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `insert into awards (id, org_id, batch_id, row_number, name, email, issued_on, expires_on, narrative, evidence,
		external_number, cells, outcome, findings, state)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, rows)
	return err
}

// AwardsForIssue lists the waiting awards of a batch from one row to another, both included.
func (tx *OrgTx) AwardsForIssue(ctx context.Context, batch badge.BatchID, first, last int) ([]badge.Award, error) {
	return collect(scanAward)(tx.query(ctx, `select `+awardColumns+` from awards
		where org_id = $1 and batch_id = $2 and row_number between $3 and $4 and state = 'waiting' order by row_number`, tx.org, batch, first, last))
}

// WaitingRows lists the row numbers of a batch's waiting awards in order.
func (tx *OrgTx) WaitingRows(ctx context.Context, batch badge.BatchID) ([]int, error) {
	scan := func(r row) (n int, err error) { return n, wrap(r.Scan(&n)) }
	return collect(scan)(tx.query(ctx, `select row_number from awards where org_id = $1 and batch_id = $2 and state = 'waiting' order by row_number`, tx.org, batch))
}

// AwardsPage lists rows of a batch in the order of the file, without the first
// offset of them. With outcomes given, only rows with one of them.
func (tx *OrgTx) AwardsPage(ctx context.Context, batch badge.BatchID, outcomes []badge.Outcome, offset, limit int) ([]badge.Award, error) {
	narrow := ""
	if len(outcomes) > 0 {
		narrow = `and outcome in (` + parameters(5, len(outcomes)) + `) `
	}
	args := append([]any{tx.org, batch, limit, offset}, anys(outcomes)...)
	return collect(scanAward)(tx.query(ctx, `select `+awardColumns+` from awards
		where org_id = $1 and batch_id = $2 `+narrow+`order by row_number limit $3 offset $4`, args...))
}

// RefuseAwards marks awards that did not become credentials, with the reason
// as one more finding.
func (tx *OrgTx) RefuseAwards(ctx context.Context, awards []badge.Award) error {
	rows := func(yield func([]any) bool) {
		for _, a := range awards {
			if !yield([]any{tx.org, a.ID, a.State, jsonText(a.Findings)}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `update awards set state = $3, findings = $4 where org_id = $1 and id = $2 and state = 'waiting'`, rows)
	return err
}

// Counts says how many rows of a batch stand where.
func (tx *OrgTx) Counts(ctx context.Context, batch badge.BatchID) (c badge.BatchCounts, err error) {
	rows, err := tx.query(ctx, `select outcome, state, count(*) from awards where org_id = $1 and batch_id = $2 group by outcome, state`, tx.org, batch)
	if err != nil {
		return c, err
	}
	for rows.Next() {
		var outcome badge.Outcome
		var state badge.AwardState
		var n int
		if err := rows.Scan(&outcome, &state, &n); err != nil {
			return c, closing(rows, err)
		}
		count(&c, outcome, state, n)
	}
	return c, closing(rows, rows.Err())
}

func count(c *badge.BatchCounts, outcome badge.Outcome, state badge.AwardState, n int) {
	switch outcome {
	case badge.OutcomeOK:
		c.OK += n
	case badge.OutcomeWarning:
		c.Warnings += n
	case badge.OutcomeQuestion:
		c.Questions += n
	case badge.OutcomeDuplicate:
		c.Duplicates += n
	case badge.OutcomeError:
		c.Errors += n
	}
	switch state {
	case badge.AwardWaiting:
		c.Waiting += n
	case badge.AwardIssued:
		c.Issued += n
	case badge.AwardRepeated:
		c.Repeated += n
	case badge.AwardRefused:
		c.Refused += n
	}
}
