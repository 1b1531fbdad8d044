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
			return string(read(t, db, func(ctx context.Context, tx *store.Tx) (badge.StatusList, error) {
				return tx.PublicList(ctx, "a", badge.ListBitstring, 1)
			}).Signed)
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

		next := badge.StatusList{ID: badge.NewID[badge.StatusListID](), OrgID: org, Kind: badge.ListBitstring, Number: 2, Used: []byte{0}, Set: []byte{0}, Version: 1, Signed: []byte{}, CreatedAt: noon}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).AddList(ctx, next) })
		same(t, "newest", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.StatusList, error) {
			return tx.Org(org).NewestList(ctx, badge.ListBitstring)
		}), next)
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			next.ID = badge.NewID[badge.StatusListID]()
			return tx.Org(org).AddList(ctx, next)
		})
		for _, at := range []struct {
			slug   string
			kind   badge.ListKind
			number int
		}{{"a", badge.ListBitstring, 3}, {"b", badge.ListBitstring, 1}, {"a", badge.ListPlain, 1}} {
			refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.PublicList(ctx, at.slug, at.kind, at.number)
				return err
			})
		}
	})
}

// Each kind of list counts its own numbers, and a plain one names what was
// revoked in it.
func TestPlainLists(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		org := s.org.ID
		plain := s.list
		plain.ID, plain.Kind = badge.NewID[badge.StatusListID](), badge.ListPlain
		refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Org(org).NewestList(ctx, badge.ListPlain)
			return err
		})
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).AddList(ctx, plain) })
		for kind, want := range map[badge.ListKind]badge.StatusList{badge.ListPlain: plain, badge.ListBitstring: s.list} {
			same(t, "newest", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.StatusList, error) {
				return tx.Org(org).NewestList(ctx, kind)
			}), want)
			same(t, "public", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.StatusList, error) {
				return tx.PublicList(ctx, "a", kind, 1)
			}), want)
		}
		revoked := func(list badge.StatusListID) []store.Revoked {
			return read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.Revoked, error) {
				return tx.Org(org).RevokedIn(ctx, list)
			})
		}
		same(t, "before", revoked(s.list.ID), []store.Revoked(nil))
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(org).RevokeCredential(ctx, s.issued.ID, "Because.", noon)
		})
		same(t, "after", revoked(s.list.ID), []store.Revoked{{Code: s.issued.Code, Reason: "Because."}})
		same(t, "the other list", revoked(plain.ID), []store.Revoked(nil))
	})
}
