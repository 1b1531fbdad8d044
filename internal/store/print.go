package store

import (
	"context"
	"slices"
	"time"

	"laurel/internal/badge"
)

const printColumns = `id, org_id, batch_id, form, state, total, done, size, asked_by, created_at, started_at, finished_at, until`

func scanPrint(r row) (p badge.Print, err error) {
	err = r.Scan(&p.ID, &p.OrgID, &p.BatchID, &p.Form, &p.State, &p.Total, &p.Done, &p.Size, &p.AskedBy, moment{&p.CreatedAt}, moment{&p.StartedAt}, moment{&p.FinishedAt},
		moment{&p.Until})
	return p, wrap(err)
}

// AddPrint adds a print that waits to be made.
func (tx *OrgTx) AddPrint(ctx context.Context, p badge.Print) error {
	_, err := tx.exec(ctx, `insert into prints (`+printColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		p.ID, tx.org, p.BatchID, p.Form, p.State, p.Total, p.Done, p.Size, p.AskedBy, micros(p.CreatedAt), micros(p.StartedAt), micros(p.FinishedAt), micros(p.Until))
	return err
}

// Prints lists the prints of a batch, the newest first.
func (tx *OrgTx) Prints(ctx context.Context, batch badge.BatchID) ([]badge.Print, error) {
	return collect(scanPrint)(tx.query(ctx, `select `+printColumns+` from prints where org_id = $1 and batch_id = $2 order by id desc limit 20`, tx.org, batch))
}

// Print finds one of them.
func (tx *OrgTx) Print(ctx context.Context, id badge.PrintID) (badge.Print, error) {
	return scanPrint(tx.queryRow(ctx, `select `+printColumns+` from prints where org_id = $1 and id = $2`, tx.org, id))
}

// PrintProgress notes how far a print is, and when it began for the first time
// it is told.
func (tx *OrgTx) PrintProgress(ctx context.Context, id badge.PrintID, total, done int, now time.Time) error {
	return moved(tx.exec(ctx, `update prints set total = $3, done = $4, started_at = case when started_at = 0 then $5 else started_at end
		where org_id = $1 and id = $2 and state = 'waiting'`, tx.org, id, total, done, micros(now)))
}

// PrintDone notes that the file of a print is there, or that it cannot be made;
// badge.ErrConflict when another run did so before, or it is gone.
func (tx *OrgTx) PrintDone(ctx context.Context, p badge.Print) error {
	return moved(tx.exec(ctx, `update prints set state = $3, total = $4, done = $5, size = $6, finished_at = $7, until = $8
		where org_id = $1 and id = $2 and state = 'waiting'`, tx.org, p.ID, p.State, p.Total, p.Done, p.Size, micros(p.FinishedAt), micros(p.Until)))
}

// SystemEndPrints ends the prints whose time is over, and names those whose
// files are to stay.
func (tx *Tx) SystemEndPrints(ctx context.Context, now time.Time) (kept []badge.PrintID, err error) {
	if _, err := tx.exec(ctx, `update prints set state = 'ended' where state = 'ready' and until <= $1`, micros(now)); err != nil {
		return nil, err
	}
	scan := func(r row) (id badge.PrintID, err error) { return id, r.Scan(&id) }
	return collect(scan)(tx.query(ctx, `select id from prints where state in ('waiting', 'ready')`))
}

// printable narrows the credentials of batch $2 and its parts to those that can
// be printed: of badges that have certificates, not taken back.
const printable = `where c.org_id || '' = $1 and c.batch_id in (select p.id from batches p where p.org_id = $1 and (p.id = $2 or p.parent_id = $2) and p.state <> 'undone')
	and c.revoked_at = 0 and c.suspended_at = 0
	and exists (select 1 from certificates k where k.org_id = $1 and k.achievement_id = b.achievement_id and k.printed) `

// CountPrintable counts the credentials of a batch that a print has.
func (tx *OrgTx) CountPrintable(ctx context.Context, batch badge.BatchID) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from credentials c join batches b on b.org_id = c.org_id and b.id = c.batch_id `+printable, tx.org, batch).Scan(&n)
	return n, wrap(err)
}

// Printable lists them in the order of the file, after one of them.
func (tx *OrgTx) Printable(ctx context.Context, batch badge.BatchID, afterBatch badge.BatchID, afterRow, limit int) ([]badge.Credential, error) {
	return tx.credentials(ctx, printable+`and (c.batch_id, c.row_number) > ($3, $4) order by c.batch_id, c.row_number limit $5`, tx.org, batch, afterBatch, afterRow, limit)
}

// AddPrintedColumns keeps what rows of a file say in columns that certificates
// print, by row and heading, in the place of what was kept before.
func (tx *OrgTx) AddPrintedColumns(ctx context.Context, batch badge.BatchID, cells map[int]map[string]string) error {
	rows := make([][]any, 0, len(cells))
	for number, said := range cells {
		rows = append(rows, []any{tx.org, batch, number, jsonText(said)})
	}
	return tx.insertMany(ctx, `insert into printed_columns (org_id, batch_id, row_number, cells)`, 4, `on conflict (org_id, batch_id, row_number) do update set cells = excluded.cells`, rows)
}

// PrintedColumns is what the row that became a credential says in them.
func (tx *OrgTx) PrintedColumns(ctx context.Context, batch badge.BatchID, number int) (map[string]string, error) {
	scan := func(r row) (cells map[string]string, err error) { return cells, r.Scan(fromJSON{&cells}) }
	all, err := collect(scan)(tx.query(ctx, `select x.cells from printed_columns x where x.org_id = $1 and x.row_number = $3
		and (x.batch_id = $2 or x.batch_id = (select b.parent_id from batches b where b.org_id = $1 and b.id = $2))`, tx.org, batch, number))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0], nil
}

// PrintedHeadings are the headings of columns that the certificates of the
// organization print, as they are designed now.
func (tx *OrgTx) PrintedHeadings(ctx context.Context) ([]string, error) {
	designs, err := collect(scanCertificate)(tx.query(ctx, `select v.achievement_id, v.number, v.design, v.since, v.saved_by, v.saved_at from certificate_revisions v
		join certificates k on k.org_id = v.org_id and k.achievement_id = v.achievement_id and k.revision = v.number where v.org_id = $1`, tx.org))
	var all []string
	for _, d := range designs {
		all = append(all, d.Design.Columns()...)
	}
	slices.Sort(all)
	return slices.Compact(all), err
}
