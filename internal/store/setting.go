package store

import "context"

// Setting is something the installation remembers of itself; badge.ErrNotFound
// before it was set.
func (tx *Tx) Setting(ctx context.Context, name string) (value string, err error) {
	err = tx.queryRow(ctx, `select value from settings where name = $1`, name).Scan(&value)
	return value, wrap(err)
}

// SetSetting remembers something of the installation itself.
func (tx *Tx) SetSetting(ctx context.Context, name, value string) error {
	_, err := tx.exec(ctx, `insert into settings (name, value) values ($1, $2)
		on conflict (name) do update set value = excluded.value`, name, value)
	return err
}

// HasCredentials tells whether anything was ever recorded for signing.
func (tx *Tx) HasCredentials(ctx context.Context) (bool, error) {
	var n int
	err := tx.queryRow(ctx, `select count(*) from (select number from series limit 1) one`).Scan(&n)
	return n > 0, wrap(err)
}
