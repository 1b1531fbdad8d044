package store

import (
	"context"

	"laurel/internal/badge"
)

const listColumns = `id, org_id, number, used, bits, taken, version, published, signed, created_at`

func scanList(r row) (l badge.StatusList, err error) {
	err = r.Scan(&l.ID, &l.OrgID, &l.Number, &l.Used, &l.Set, &l.Taken, &l.Version, &l.Published, &l.Signed, moment{&l.CreatedAt})
	return l, wrap(err)
}

// AddList opens a status list.
func (tx *OrgTx) AddList(ctx context.Context, l badge.StatusList) error {
	_, err := tx.exec(ctx, `insert into status_lists (`+listColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		l.ID, tx.org, l.Number, l.Used, l.Set, l.Taken, l.Version, l.Published, l.Signed, micros(l.CreatedAt))
	return err
}

// NewestList is the list from which indexes are given out; badge.ErrNotFound
// before the first one.
func (tx *OrgTx) NewestList(ctx context.Context) (badge.StatusList, error) {
	return scanList(tx.queryRow(ctx, `select `+listColumns+` from status_lists where org_id = $1 order by number desc limit 1`, tx.org))
}

// List finds one list.
func (tx *OrgTx) List(ctx context.Context, id badge.StatusListID) (badge.StatusList, error) {
	return scanList(tx.queryRow(ctx, `select `+listColumns+` from status_lists where org_id = $1 and id = $2`, tx.org, id))
}

// PublicList finds the signed bytes of a list by the organization's slug and
// the list's number.
func (tx *Tx) PublicList(ctx context.Context, slug string, number int) (badge.StatusList, error) {
	return scanList(tx.queryRow(ctx, `select l.id, l.org_id, l.number, l.used, l.bits, l.taken, l.version, l.published, l.signed, l.created_at
		from status_lists l join organizations o on o.id = l.org_id where o.slug = $1 and l.number = $2`, slug, number))
}

// UseIndexes stores which indexes of a list are given out; badge.ErrConflict
// when the list changed since it was read with that number taken.
func (tx *OrgTx) UseIndexes(ctx context.Context, l badge.StatusList, takenBefore int) error {
	return moved(tx.exec(ctx, `update status_lists set used = $3, taken = $4 where org_id = $1 and id = $2 and taken = $5`,
		tx.org, l.ID, l.Used, l.Taken, takenBefore))
}

// SetStatus stores the changed bits of a list and makes its version one
// higher; badge.ErrConflict when somebody else changed it since it was read.
func (tx *OrgTx) SetStatus(ctx context.Context, l badge.StatusList) error {
	return moved(tx.exec(ctx, `update status_lists set bits = $3, version = version + 1 where org_id = $1 and id = $2 and version = $4`,
		tx.org, l.ID, l.Set, l.Version))
}

// PublishList stores the signed form of one version, unless a newer one is
// published already.
func (tx *OrgTx) PublishList(ctx context.Context, l badge.StatusList) error {
	_, err := tx.exec(ctx, `update status_lists set signed = $3, published = $4 where org_id = $1 and id = $2 and (published < $4 or signed = $5)`,
		tx.org, l.ID, l.Signed, l.Published, []byte{})
	return err
}
