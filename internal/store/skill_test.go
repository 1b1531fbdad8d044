package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

func TestSkillsAreFoundByTheBeginningsOfWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "college")
		f := badge.Framework{ID: badge.NewID[badge.FrameworkID](), OrgID: s.org.ID, Name: "ESCO", CreatedAt: noon}
		var all []badge.Skill
		for n, name := range []string{"Clean wounds", "Dress a wound", "Çeviri yapmak", "C++ programming", "Measure wind", "Wound care in the field"} {
			all = append(all, badge.Skill{ID: badge.NewID[badge.SkillID](), FrameworkID: f.ID, Name: name, URL: fmt.Sprintf("https://example.org/%d", n), Code: fmt.Sprintf("1.A.%d", n)})
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Org(s.org.ID).AddFramework(ctx, f); err != nil {
				return err
			}
			return tx.Org(s.org.ID).AddSkills(ctx, all)
		})
		find := func(typed string) (names []string) {
			for _, skill := range read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Skill, error) {
				return tx.Org(s.org.ID).FindSkills(ctx, badge.SearchWords(typed), 3)
			}) {
				names = append(names, skill.Name)
			}
			return names
		}
		if got := find("wound"); len(got) > 0 {
			t.Errorf("found %q while the framework is being read", got)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(s.org.ID).FrameworkRead(ctx, f.ID, len(all))
		})
		for typed, want := range map[string][]string{
			"wou": {"Clean wounds", "Dress a wound", "Wound care in the field"}, "WOUND dr": {"Dress a wound"}, "çev": {"Çeviri yapmak"}, "c++": {"C++ programming"},
			"1.a.4": {"Measure wind"}, "ounds": nil, "": nil, "%": nil,
		} {
			if got := find(typed); !slices.Equal(got, want) {
				t.Errorf("%q: found %q, want %q", typed, got, want)
			}
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(s.org.ID).DropFramework(ctx, f.ID) })
		if got := find("wound"); len(got) > 0 {
			t.Errorf("found %q in a framework that was removed", got)
		}
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Org(s.org.ID).DropFramework(ctx, f.ID) })
	})
}

func TestABadgeCodeWorksOnceAndInTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		mine, theirs := aShop(t, db, "mine"), aShop(t, db, "theirs")
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Org(mine.org.ID).AddBadgeCode(ctx, "one", mine.achievement.ID, noon.Add(7*24*3600e9), noon); err != nil {
				return err
			}
			return tx.Org(mine.org.ID).AddBadgeCode(ctx, "late", mine.achievement.ID, noon, noon)
		})
		for _, c := range []struct {
			hash string
			want error
		}{{"one", nil}, {"one", badge.ErrNotFound}, {"late", badge.ErrNotFound}, {"none", badge.ErrNotFound}} {
			var got badge.Achievement
			take := func(ctx context.Context, tx *store.Tx) (err error) {
				got, _, err = tx.Org(theirs.org.ID).TakeBadgeCode(ctx, c.hash, noon)
				return err
			}
			if c.want != nil {
				refused(t, db, c.want, take)
			} else if write(t, db, take); got.ID != mine.achievement.ID {
				t.Errorf("%s: %+v", c.hash, got)
			}
		}
	})
}
