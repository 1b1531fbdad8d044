package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// KnownDevice is a browser by which the owner of an account logged in before.
type KnownDevice struct {
	ID        string
	AccountID badge.AccountID
	Agent     string // browser and system, in words
	Prefix    string // roughly where it was last
	CreatedAt time.Time
	SeenAt    time.Time
}

func scanDevice(r row) (d KnownDevice, err error) {
	err = r.Scan(&d.ID, &d.AccountID, &d.Agent, &d.Prefix, moment{&d.CreatedAt}, moment{&d.SeenAt})
	return d, wrap(err)
}

// SaveDevice adds a known browser, or notes that it was seen again.
func (tx *Tx) SaveDevice(ctx context.Context, d KnownDevice) error {
	_, err := tx.exec(ctx, `insert into known_devices (id, account_id, agent, prefix, created_at, seen_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (id) do update set agent = excluded.agent, prefix = excluded.prefix, seen_at = excluded.seen_at`,
		d.ID, d.AccountID, d.Agent, d.Prefix, micros(d.CreatedAt), micros(d.SeenAt))
	return err
}

// SystemDevice finds a known browser of an account; badge.ErrNotFound when it
// was forgotten, belongs to somebody else, or was not seen since.
func (tx *Tx) SystemDevice(ctx context.Context, account badge.AccountID, id string, since time.Time) (KnownDevice, error) {
	return scanDevice(tx.queryRow(ctx, `select id, account_id, agent, prefix, created_at, seen_at from known_devices
		where id = $1 and account_id = $2 and seen_at > $3`, id, account, micros(since)))
}

// SystemDevices lists the known browsers of an account, the latest seen first.
func (tx *Tx) SystemDevices(ctx context.Context, account badge.AccountID) ([]KnownDevice, error) {
	return collect(scanDevice)(tx.query(ctx, `select id, account_id, agent, prefix, created_at, seen_at from known_devices
		where account_id = $1 order by seen_at desc, id desc`, account))
}

// DropDevices forgets browsers of an account, all but one.
func (tx *Tx) DropDevices(ctx context.Context, account badge.AccountID, but string) error {
	_, err := tx.exec(ctx, `delete from known_devices where account_id = $1 and id <> $2`, account, but)
	return err
}

// DropDevice forgets one browser of an account.
func (tx *Tx) DropDevice(ctx context.Context, account badge.AccountID, id string) error {
	return moved(tx.exec(ctx, `delete from known_devices where account_id = $1 and id = $2`, account, id))
}
