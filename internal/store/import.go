package store

import (
	"context"

	"laurel/internal/badge"
)

const importColumns = `id, account_id, name, issuer, domain, recipient, description, source, media_type, file, size, picture, verdict, checks,
	issued_on, expires_on, created_at`

func scanImport(r row) (i badge.Import, err error) {
	err = r.Scan(&i.ID, &i.AccountID, &i.Name, &i.Issuer, &i.Domain, &i.Recipient, &i.Description, &i.Source, &i.MediaType, &i.File, &i.Size, &i.Picture,
		&i.Verdict, fromJSON{&i.Checks}, moment{&i.IssuedOn}, moment{&i.ExpiresOn}, moment{&i.CreatedAt})
	return i, wrap(err)
}

// AddImport adds a badge of another system; badge.ErrConflict when the same
// file is there already.
func (tx *Tx) AddImport(ctx context.Context, i badge.Import) error {
	_, err := tx.exec(ctx, `insert into imports (`+importColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		i.ID, i.AccountID, i.Name, i.Issuer, i.Domain, i.Recipient, i.Description, i.Source, i.MediaType, i.File, i.Size, i.Picture,
		i.Verdict, jsonText(i.Checks), micros(i.IssuedOn), micros(i.ExpiresOn), micros(i.CreatedAt))
	return err
}

// EarnerImports lists what a person brought from other systems, the newest first.
func (tx *Tx) EarnerImports(ctx context.Context, account badge.AccountID) ([]badge.Import, error) {
	return collect(scanImport)(tx.query(ctx, `select `+importColumns+` from imports where account_id = $1 order by id desc`, account))
}

// EarnerImport finds one of them.
func (tx *Tx) EarnerImport(ctx context.Context, account badge.AccountID, id badge.ImportID) (badge.Import, error) {
	return scanImport(tx.queryRow(ctx, `select `+importColumns+` from imports where account_id = $1 and id = $2`, account, id))
}

// EarnerDropImport removes one of them. One that is not there is no error.
func (tx *Tx) EarnerDropImport(ctx context.Context, account badge.AccountID, id badge.ImportID) error {
	_, err := tx.exec(ctx, `delete from imports where account_id = $1 and id = $2`, account, id)
	return err
}
