package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

const exportColumns = `id, account_id, state, total, done, size, created_at, finished_at, until`

func scanExport(r row) (e badge.Export, err error) {
	err = r.Scan(&e.ID, &e.AccountID, &e.State, &e.Total, &e.Done, &e.Size, moment{&e.CreatedAt}, moment{&e.FinishedAt}, moment{&e.Until})
	return e, wrap(err)
}

// AddExport adds an export that waits to be made.
func (tx *Tx) AddExport(ctx context.Context, e badge.Export) error {
	_, err := tx.exec(ctx, `insert into exports (`+exportColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, e.AccountID, e.State, e.Total, e.Done, e.Size, micros(e.CreatedAt), micros(e.FinishedAt), micros(e.Until))
	return err
}

// EarnerExports lists a person's exports, the newest first.
func (tx *Tx) EarnerExports(ctx context.Context, account badge.AccountID) ([]badge.Export, error) {
	return collect(scanExport)(tx.query(ctx, `select `+exportColumns+` from exports where account_id = $1 order by id desc limit 20`, account))
}

// EarnerExport finds one of them.
func (tx *Tx) EarnerExport(ctx context.Context, account badge.AccountID, id badge.ExportID) (badge.Export, error) {
	return scanExport(tx.queryRow(ctx, `select `+exportColumns+` from exports where account_id = $1 and id = $2`, account, id))
}

// SystemExport finds an export for the job that makes it.
func (tx *Tx) SystemExport(ctx context.Context, id badge.ExportID) (badge.Export, error) {
	return scanExport(tx.queryRow(ctx, `select `+exportColumns+` from exports where id = $1`, id))
}

// ExportProgress notes how far an export is.
func (tx *Tx) ExportProgress(ctx context.Context, id badge.ExportID, total, done int) error {
	_, err := tx.exec(ctx, `update exports set total = $2, done = $3 where id = $1 and state = 'waiting'`, id, total, done)
	return err
}

// ExportDone notes that the file is there; badge.ErrConflict when another run
// did so before.
func (tx *Tx) ExportDone(ctx context.Context, e badge.Export) error {
	return moved(tx.exec(ctx, `update exports set state = 'ready', total = $2, done = $2, size = $3, finished_at = $4, until = $5 where id = $1 and state = 'waiting'`,
		e.ID, e.Total, e.Size, micros(e.FinishedAt), micros(e.Until)))
}

// SystemEndExports ends the exports whose time is over and returns them.
func (tx *Tx) SystemEndExports(ctx context.Context, now time.Time) ([]badge.Export, error) {
	return collect(scanExport)(tx.query(ctx, `update exports set state = 'ended' where state = 'ready' and until <= $1 returning `+exportColumns, micros(now)))
}
