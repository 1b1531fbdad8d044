package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

const bulkColumns = `id, org_id, kind, state, say, reason, total, unfit, done, left_alone, failed, created_by, created_at, started_at, done_at, undoes, undone_by`

func scanBulk(r row) (b badge.Bulk, err error) {
	err = r.Scan(&b.ID, &b.OrgID, &b.Kind, &b.State, fromJSON{&b.Say}, &b.Reason, &b.Total, &b.Unfit, &b.Done, &b.Left, &b.Failed,
		&b.CreatedBy, moment{&b.CreatedAt}, moment{&b.StartedAt}, moment{&b.DoneAt}, &b.Undoes, &b.UndoneBy)
	return b, wrap(err)
}

// AddBulk adds a bulk without rows; they follow by AddBulkRows.
func (tx *OrgTx) AddBulk(ctx context.Context, b badge.Bulk) error {
	_, err := tx.exec(ctx, `insert into bulks (`+bulkColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		b.ID, tx.org, b.Kind, b.State, jsonText(b.Say), b.Reason, b.Total, b.Unfit, b.Done, b.Left, b.Failed,
		b.CreatedBy, micros(b.CreatedAt), micros(b.StartedAt), micros(b.DoneAt), b.Undoes, b.UndoneBy)
	return err
}

// Bulk finds one bulk.
func (tx *OrgTx) Bulk(ctx context.Context, id badge.BulkID) (badge.Bulk, error) {
	return scanBulk(tx.queryRow(ctx, `select `+bulkColumns+` from bulks where org_id = $1 and id = $2`, tx.org, id))
}

// Bulks lists the latest that were started, the newest first.
func (tx *OrgTx) Bulks(ctx context.Context, limit int) ([]badge.Bulk, error) {
	return collect(scanBulk)(tx.query(ctx, `select `+bulkColumns+` from bulks where org_id = $1 and state in ('running', 'done') order by id desc limit $2`, tx.org, limit))
}

// AddBulkRows adds credentials to a bulk whose rows are being collected.
func (tx *OrgTx) AddBulkRows(ctx context.Context, id badge.BulkID, rows []badge.BulkRow) error {
	err := moved(tx.exec(ctx, `update bulks set total = total + $3 where org_id = $1 and id = $2 and state = 'reading'`, tx.org, id, len(rows)))
	if err != nil {
		return err
	}
	values := make([][]any, len(rows))
	for n, r := range rows {
		values[n] = []any{tx.org, id, r.Number, r.CredentialID, r.Name, r.Outcome, r.Note, traceText(r.Trace)}
	}
	return tx.insertMany(ctx, `insert into bulk_rows (org_id, bulk_id, number, credential_id, name, outcome, note, trace)`, 8, "", values)
}

func traceText(to *badge.BulkTo) string {
	if to == nil {
		return "null"
	}
	return jsonText(to)
}

// BulkRead marks a bulk whose rows are all there as a draft, with how many did not fit.
func (tx *OrgTx) BulkRead(ctx context.Context, id badge.BulkID, unfit int) error {
	return moved(tx.exec(ctx, `update bulks set state = 'draft', unfit = $3 where org_id = $1 and id = $2 and state = 'reading'`, tx.org, id, unfit))
}

// StartBulk confirms a draft; badge.ErrConflict when somebody did so before.
func (tx *OrgTx) StartBulk(ctx context.Context, b badge.Bulk) error {
	return moved(tx.exec(ctx, `update bulks set state = 'running', say = $3, reason = $4, started_at = $5 where org_id = $1 and id = $2 and state = 'draft'`,
		tx.org, b.ID, jsonText(b.Say), b.Reason, micros(b.StartedAt)))
}

// NameBulkRow sets the new name of one row of a draft.
func (tx *OrgTx) NameBulkRow(ctx context.Context, id badge.BulkID, number int, name string) error {
	return moved(tx.exec(ctx, `update bulk_rows set name = $4 where org_id = $1 and bulk_id = $2 and number = $3 and outcome = ''
		and exists (select 1 from bulks b where b.org_id = $1 and b.id = $2 and b.state = 'draft')`, tx.org, id, number, name))
}

// UndoBulk notes which bulk undoes another; badge.ErrConflict when one does already.
func (tx *OrgTx) UndoBulk(ctx context.Context, id, by badge.BulkID) error {
	return moved(tx.exec(ctx, `update bulks set undone_by = $3 where org_id = $1 and id = $2 and state = 'done' and undone_by = ''`, tx.org, id, by))
}

// BulkLine is one row of a bulk with the credential as it stands.
type BulkLine struct {
	badge.BulkRow
	Credential badge.Credential // without its document
	BadgeName  string
}

// BulkLines lists the rows of a bulk from one number to another, both
// included; of one outcome, or all when that is nil.
func (tx *OrgTx) BulkLines(ctx context.Context, id badge.BulkID, first, last int, outcome *badge.BulkOutcome) ([]BulkLine, error) {
	scan := func(r row) (l BulkLine, err error) {
		i, err := scanIssued(prefixed{r, []any{&l.Number, &l.BulkRow.CredentialID, &l.Name, &l.Outcome, &l.Note, fromJSON{&l.Trace}}})
		l.Credential, l.BadgeName = i.Credential, i.BadgeName
		return l, err
	}
	args, only := []any{tx.org, id, first, last}, ""
	if outcome != nil {
		args, only = append(args, *outcome), ` and k.outcome = $5`
	}
	return collect(scan)(tx.query(ctx, `select k.number, k.credential_id, k.name, k.outcome, k.note, k.trace, r.name, `+issuedColumns+
		` from bulk_rows k join credentials c on c.org_id = k.org_id and c.id = k.credential_id `+issuedTables+
		`where k.org_id = $1 and k.bulk_id = $2 and k.number between $3 and $4`+only+` order by k.number`, args...))
}

// BulkRowEnded notes what became of a row; badge.ErrConflict when that is
// known already.
func (tx *OrgTx) BulkRowEnded(ctx context.Context, id badge.BulkID, r badge.BulkRow) error {
	err := moved(tx.exec(ctx, `update bulk_rows set outcome = $4, note = $5, trace = $6 where org_id = $1 and bulk_id = $2 and number = $3 and outcome = ''`,
		tx.org, id, r.Number, r.Outcome, r.Note, traceText(r.Trace)))
	if err != nil {
		return err
	}
	column := map[badge.BulkOutcome]string{badge.BulkRowDone: "done", badge.BulkRowLeft: "left_alone", badge.BulkRowFailed: "failed"}[r.Outcome]
	_, err = tx.exec(ctx, `update bulks set `+column+` = `+column+` + 1 where org_id = $1 and id = $2`, tx.org, id)
	return err
}

// FinishBulk marks a bulk as done when nothing of it waits any more.
func (tx *OrgTx) FinishBulk(ctx context.Context, id badge.BulkID, now time.Time) error {
	_, err := tx.exec(ctx, `update bulks set state = 'done', done_at = $3 where org_id = $1 and id = $2 and state = 'running' and done + left_alone + failed = total`,
		tx.org, id, micros(now))
	return err
}

// DropBulkDraft removes what was chosen and never confirmed.
func (tx *OrgTx) DropBulkDraft(ctx context.Context, id badge.BulkID) error {
	const draft = `(select b.id from bulks b where b.org_id = $1 and b.id = $2 and b.state in ('reading', 'draft'))`
	_, err := tx.exec(ctx, `delete from bulk_rows where org_id = $1 and bulk_id in `+draft, tx.org, id)
	if err != nil {
		return err
	}
	return moved(tx.exec(ctx, `delete from bulks where org_id = $1 and id in `+draft, tx.org, id))
}

// DropOldBulkDrafts removes what was chosen before a moment and never confirmed.
func (tx *Tx) DropOldBulkDrafts(ctx context.Context, before time.Time) error {
	const old = `(select b.id from bulks b where b.created_at < $1 and b.state in ('reading', 'draft'))`
	if _, err := tx.exec(ctx, `delete from bulk_rows where bulk_id in `+old, micros(before)); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `delete from bulks where id in `+old, micros(before))
	return err
}
