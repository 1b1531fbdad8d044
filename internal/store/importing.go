package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// SetEdit keeps a corrected cell of a batch that is checked and not confirmed;
// badge.ErrConflict.
func (tx *OrgTx) SetEdit(ctx context.Context, id badge.BatchID, row int, field, value string) error {
	return moved(tx.exec(ctx, `insert into batch_edits (org_id, batch_id, row_number, field, value)
		select $1, $2, $3, $4, $5 from batches where org_id = $1 and id = $2 and state = 'checked'
		on conflict (org_id, batch_id, row_number, field) do update set value = excluded.value`, tx.org, id, row, field, value))
}

// Edit is one corrected cell.
type Edit struct {
	Row          int
	Field, Value string
}

// Edits lists the corrected cells of a batch.
func (tx *OrgTx) Edits(ctx context.Context, id badge.BatchID) ([]Edit, error) {
	scan := func(r row) (e Edit, err error) { return e, r.Scan(&e.Row, &e.Field, &e.Value) }
	return collect(scan)(tx.query(ctx, `select row_number, field, value from batch_edits where org_id = $1 and batch_id = $2
		order by row_number, field`, tx.org, id))
}

// DropEdits forgets all corrected cells of a batch.
func (tx *OrgTx) DropEdits(ctx context.Context, id badge.BatchID) error {
	_, err := tx.exec(ctx, `delete from batch_edits where org_id = $1 and batch_id = $2`, tx.org, id)
	return err
}

// AwardsOfSame lists the rows of a batch for any of some addresses, and one
// row whatever its address, in the order of the file.
func (tx *OrgTx) AwardsOfSame(ctx context.Context, id badge.BatchID, row int, emails []badge.Email) ([]badge.Award, error) {
	args := append([]any{tx.org, id, row, ""}, anys(emails)...) // "" is nobody's address
	return collect(scanAward)(tx.query(ctx, `select `+awardColumns+awardTables+`where a.org_id = $1 and a.batch_id = $2
		and (a.row_number = $3 or a.email <> $4 and a.email in (`+parameters(4, len(emails)+1)+`)) order by a.row_number`, args...))
}

// ReplaceAwards puts rows of a batch that were checked again in the place of
// what was found before; badge.ErrConflict when the batch is confirmed.
func (tx *OrgTx) ReplaceAwards(ctx context.Context, before, after []badge.Award) error {
	if len(before) == 0 {
		return nil
	}
	id := before[0].BatchID
	found := map[badge.Outcome]int{}
	for _, a := range before {
		n, err := tx.exec(ctx, `delete from awards where org_id = $1 and batch_id = $2 and row_number = $3
			and exists (select 1 from batches b where b.org_id = $1 and b.id = $2 and b.state = 'checked')`, tx.org, id, a.Row)
		if err := moved(n, err); err != nil {
			return err
		}
		found[a.Outcome]--
	}
	if err := tx.countRows(ctx, id, found); err != nil {
		return err
	}
	return tx.AddAwards(ctx, after)
}

// ConfirmRights records that somebody may use the data of a batch that is
// checked; badge.ErrConflict.
func (tx *OrgTx) ConfirmRights(ctx context.Context, id badge.BatchID, by badge.AccountID, now time.Time) error {
	return moved(tx.exec(ctx, `update batches set rights_at = $3, rights_by = $4 where org_id = $1 and id = $2 and state = 'checked'`,
		tx.org, id, micros(now), by))
}

// ImportMemory is what was chosen for the columns of a file.
type ImportMemory struct {
	Columns map[string]string // by the heading's key
	Dates   string
}

// RememberImport keeps what was chosen for files with these headings.
func (tx *OrgTx) RememberImport(ctx context.Context, headings string, m ImportMemory, now time.Time) error {
	_, err := tx.exec(ctx, `insert into import_memories (org_id, headings, columns, dates, used_at) values ($1, $2, $3, $4, $5)
		on conflict (org_id, headings) do update set columns = excluded.columns, dates = excluded.dates, used_at = excluded.used_at`,
		tx.org, headings, jsonText(m.Columns), m.Dates, micros(now))
	return err
}

// ImportMemory finds what was chosen the last time for files with these
// headings; badge.ErrNotFound.
func (tx *OrgTx) ImportMemory(ctx context.Context, headings string) (m ImportMemory, err error) {
	err = tx.queryRow(ctx, `select columns, dates from import_memories where org_id = $1 and headings = $2`, tx.org, headings).
		Scan(fromJSON{&m.Columns}, &m.Dates)
	return m, wrap(err)
}
