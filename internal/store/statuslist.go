package store

import (
	"context"

	"laurel/internal/badge"
)

const listColumns = `id, org_id, kind, number, used, bits, taken, version, published, signed, created_at`

func scanList(r row) (l badge.StatusList, err error) {
	err = r.Scan(&l.ID, &l.OrgID, &l.Kind, &l.Number, &l.Used, &l.Set, &l.Taken, &l.Version, &l.Published, &l.Signed, moment{&l.CreatedAt})
	return l, wrap(err)
}

// AddList opens a status list.
func (tx *OrgTx) AddList(ctx context.Context, l badge.StatusList) error {
	_, err := tx.exec(ctx, `insert into status_lists (`+listColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		l.ID, tx.org, l.Kind, l.Number, l.Used, l.Set, l.Taken, l.Version, l.Published, l.Signed, micros(l.CreatedAt))
	return err
}

// NewestList is the list of a kind from which indexes are given out;
// badge.ErrNotFound before the first one.
func (tx *OrgTx) NewestList(ctx context.Context, kind badge.ListKind) (badge.StatusList, error) {
	return scanList(tx.queryRow(ctx, `select `+listColumns+` from status_lists where org_id = $1 and kind = $2 order by number desc limit 1`, tx.org, kind))
}

// List finds one list.
func (tx *OrgTx) List(ctx context.Context, id badge.StatusListID) (badge.StatusList, error) {
	return scanList(tx.queryRow(ctx, `select `+listColumns+` from status_lists where org_id = $1 and id = $2`, tx.org, id))
}

// PublicList finds a list by the organization's slug, its kind and its number.
func (tx *Tx) PublicList(ctx context.Context, slug string, kind badge.ListKind, number int) (badge.StatusList, error) {
	return scanList(tx.queryRow(ctx, `select l.id, l.org_id, l.kind, l.number, l.used, l.bits, l.taken, l.version, l.published, l.signed, l.created_at
		from status_lists l join organizations o on o.id = l.org_id where o.slug = $1 and l.kind = $2 and l.number = $3`, slug, kind, number))
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

// Revoked is one line of a plain list: a credential that was taken back.
type Revoked struct {
	Code   badge.Code
	Reason string
}

// RevokedIn lists the credentials in a list that were taken back, the earliest
// first, and after them those that are suspended, for which a plain list has
// no other word; those that were erased at the end.
func (tx *OrgTx) RevokedIn(ctx context.Context, list badge.StatusListID) ([]Revoked, error) {
	scan := func(r row) (line Revoked, err error) {
		err = r.Scan(&line.Code, &line.Reason)
		return line, wrap(err)
	}
	lines, err := collect(scan)(tx.query(ctx, `select c.code, c.reason from credentials c
		join series s on s.org_id = c.org_id and s.batch_id = c.batch_id and s.number = c.series
		where c.org_id = $1 and (c.revoked_at <> 0 or c.suspended_at <> 0) and s.list_id = $2 order by c.suspended_at, c.revoked_at, c.id`, tx.org, list))
	if err != nil {
		return nil, err
	}
	erased, err := collect(scan)(tx.query(ctx, `select code, 'Withdrawn by the earner' from erased where org_id = $1 and list_id = $2 order by erased_at, code`, tx.org, list))
	return append(lines, erased...), err
}
