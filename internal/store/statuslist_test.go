package store_test

import (
	"context"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

func TestStatusLists(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		org := s.org.ID
		list := func() badge.StatusList {
			return read(t, db, func(ctx context.Context, tx *store.Tx) (badge.StatusList, error) {
				return tx.Org(org).List(ctx, s.list.ID)
			})
		}
		same(t, "list", list(), s.list)
		used := s.list
		used.Used, used.Taken = []byte{0xc0, 0}, 2
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).UseIndexes(ctx, used, 1) })
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).UseIndexes(ctx, used, 1) })
		set := used
		set.Set = []byte{0x40, 0}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).SetStatus(ctx, set) })
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).SetStatus(ctx, set) })
		set.Version = 2
		same(t, "changed", list(), set)

		publish := func(version int64, signed string) {
			p := set
			p.Signed, p.Published = []byte(signed), version
			write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).PublishList(ctx, p) })
		}
		published := func() string {
			return string(read(t, db, func(ctx context.Context, tx *store.Tx) (badge.StatusList, error) { return tx.PublicList(ctx, "a", 1) }).Signed)
		}
		publish(2, "version 2")
		publish(1, "version 1, late")
		if got := published(); got != "version 2" {
			t.Errorf("published: %s", got)
		}
		publish(3, "version 3")
		if got := published(); got != "version 3" {
			t.Errorf("published: %s", got)
		}

		next := badge.StatusList{ID: badge.NewID[badge.StatusListID](), OrgID: org, Number: 2, Used: []byte{0}, Set: []byte{0}, Version: 1, Signed: []byte{}, CreatedAt: noon}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).AddList(ctx, next) })
		same(t, "newest", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.StatusList, error) { return tx.Org(org).NewestList(ctx) }), next)
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			next.ID = badge.NewID[badge.StatusListID]()
			return tx.Org(org).AddList(ctx, next)
		})
		for _, at := range []struct {
			slug   string
			number int
		}{{"a", 3}, {"b", 1}} {
			refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.PublicList(ctx, at.slug, at.number)
				return err
			})
		}
	})
}
