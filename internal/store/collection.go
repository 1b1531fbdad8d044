package store

import (
	"context"
	"slices"
	"time"

	"laurel/internal/badge"
)

const collectionColumns = `k.id, k.account_id, k.slug, k.name, k.about, k.visibility, k.created_at`

func scanCollection(r row) (c badge.Collection, err error) {
	err = r.Scan(&c.ID, &c.AccountID, &c.Slug, &c.Name, &c.About, &c.Visibility, moment{&c.CreatedAt})
	return c, wrap(err)
}

// CollectionCount is a collection with how many credentials are in it.
type CollectionCount struct {
	badge.Collection
	Credentials int
}

// EarnerCollections lists a person's collections, the newest first.
func (tx *Tx) EarnerCollections(ctx context.Context, account badge.AccountID) ([]CollectionCount, error) {
	scan := func(r row) (c CollectionCount, err error) {
		c.Collection, err = scanCollection(prefixed{r, []any{&c.Credentials}})
		return c, err
	}
	return collect(scan)(tx.query(ctx, `select (select count(*) from collected d where d.collection_id = k.id), `+collectionColumns+`
		from collections k where k.account_id = $1 order by k.id desc`, account))
}

// EarnerCollection finds one of a person's collections.
func (tx *Tx) EarnerCollection(ctx context.Context, account badge.AccountID, id badge.CollectionID) (badge.Collection, error) {
	return scanCollection(tx.queryRow(ctx, `select `+collectionColumns+` from collections k where k.account_id = $1 and k.id = $2`, account, id))
}

// PublicCollection finds a collection by its address.
func (tx *Tx) PublicCollection(ctx context.Context, slug badge.Code) (badge.Collection, error) {
	return scanCollection(tx.queryRow(ctx, `select `+collectionColumns+` from collections k where k.slug = $1`, slug))
}

// AddCollection adds an empty collection.
func (tx *Tx) AddCollection(ctx context.Context, c badge.Collection) error {
	_, err := tx.exec(ctx, `insert into collections (id, account_id, slug, name, about, visibility, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		c.ID, c.AccountID, c.Slug, c.Name, c.About, c.Visibility, micros(c.CreatedAt))
	return err
}

// EarnerSaveCollection replaces the words and the visibility of a collection;
// badge.ErrConflict when it is not there any more.
func (tx *Tx) EarnerSaveCollection(ctx context.Context, c badge.Collection) error {
	return moved(tx.exec(ctx, `update collections set name = $3, about = $4, visibility = $5 where account_id = $1 and id = $2`,
		c.AccountID, c.ID, c.Name, c.About, c.Visibility))
}

// EarnerDropCollection removes a collection; what was in it stays. One that is
// not there any more is no error.
func (tx *Tx) EarnerDropCollection(ctx context.Context, account badge.AccountID, id badge.CollectionID) error {
	_, err := tx.exec(ctx, `delete from collected where collection_id in (select id from collections where account_id = $1 and id = $2)`, account, id)
	if err == nil {
		_, err = tx.exec(ctx, `delete from collections where account_id = $1 and id = $2`, account, id)
	}
	return err
}

// Collected lists what is in a collection, in its order.
func (tx *Tx) Collected(ctx context.Context, id badge.CollectionID) ([]EarnedRow, error) {
	return collect(scanEarned)(tx.query(ctx, `select `+earnedColumns+earnedTables+` join collected d on d.org_id = c.org_id and d.credential_id = c.id
		where d.collection_id = $1 order by d.place, c.id`, id))
}

// EarnerArrange makes some of a person's credentials, in this order, what is in
// a collection of theirs. Others' are left out.
func (tx *Tx) EarnerArrange(ctx context.Context, account badge.AccountID, id badge.CollectionID, codes []badge.Code) error {
	if _, err := tx.exec(ctx, `delete from collected where collection_id in (select id from collections where account_id = $1 and id = $2)`, account, id); err != nil {
		return err
	}
	rows := func(yield func([]any) bool) {
		for place, code := range slices.All(codes) {
			if !yield([]any{account, id, code, place}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `insert into collected (collection_id, org_id, credential_id, place)
		select k.id, c.org_id, c.id, cast($4 as bigint) from collections k join credentials c on c.account_id = k.account_id
		where k.account_id = $1 and k.id = $2 and c.code = $3 on conflict do nothing`, rows)
	return err
}

// EarnerShowcase finds the page that shows a person's public credentials.
func (tx *Tx) EarnerShowcase(ctx context.Context, account badge.AccountID) (badge.Showcase, error) {
	return scanShowcase(tx.queryRow(ctx, `select account_id, slug, about, open, listed from showcases where account_id = $1`, account))
}

// PublicShowcase finds such a page by its address.
func (tx *Tx) PublicShowcase(ctx context.Context, slug string) (badge.Showcase, error) {
	return scanShowcase(tx.queryRow(ctx, `select account_id, slug, about, open, listed from showcases where slug = $1 and open`, slug))
}

func scanShowcase(r row) (s badge.Showcase, err error) {
	err = r.Scan(&s.AccountID, &s.Slug, &s.About, &s.Open, &s.Listed)
	return s, wrap(err)
}

// SaveShowcase stores such a page; badge.ErrConflict when its address is taken.
func (tx *Tx) SaveShowcase(ctx context.Context, s badge.Showcase, now time.Time) error {
	_, err := tx.exec(ctx, `insert into showcases (account_id, slug, about, open, listed, changed_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (account_id) do update set slug = excluded.slug, about = excluded.about, open = excluded.open, listed = excluded.listed,
			changed_at = excluded.changed_at`, s.AccountID, s.Slug, s.About, s.Open, s.Listed, micros(now))
	return err
}
