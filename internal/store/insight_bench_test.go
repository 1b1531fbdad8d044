package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// BenchmarkInsights reads what the page of insights reads of an organization
// that issued 1,000,000 badges of 50 kinds in two years, every day in a batch
// of its own, with everything that can be counted counted on every day.
func BenchmarkInsights(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		const kinds, days, perDay = 50, 730, 1_000_000 / 730
		org, first := anOrganization("large"), day("2024-03-10")
		what := badge.AllCounted()
		for _, s := range badge.Stages {
			what = append(what, s.Counted())
		}
		var achievements []badge.Achievement
		err := db.Write(b.Context(), func(tx *store.Tx) error {
			if err := tx.AddOrganization(b.Context(), org); err != nil {
				return err
			}
			for n := range kinds {
				a := anAchievement(org.ID, fmt.Sprint("kind-", n))
				achievements = append(achievements, a)
				if err := tx.Org(org.ID).AddAchievement(b.Context(), a); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		for from := 0; from < days; from += 73 {
			err := db.Write(b.Context(), func(tx *store.Tx) error {
				return store.FillCounts(b.Context(), tx, func(add func(scope, grain string, what badge.Counted, day time.Time, n int)) {
					for n := from; n < from+73; n++ {
						at := first.AddDate(0, 0, n)
						for _, c := range what {
							add("", "d", c, at, perDay)
							add(string(achievements[n%kinds].ID), "d", c, at, perDay)
							if at.Day() == 1 {
								add("", "m", c, at, perDay*30)
								for _, a := range achievements {
									add(string(a.ID), "m", c, at, perDay*30/kinds)
								}
							}
						}
					}
				}, org.ID)
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		for name, q := range map[string]store.CountQuery{
			"90 days": {From: first.AddDate(0, 0, days-90), To: first.AddDate(0, 0, days), What: what},
			"ever":    {Months: true, From: first, To: first.AddDate(0, 0, days), What: what},
		} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					err := db.Read(b.Context(), func(tx *store.Tx) error { return readInsights(b.Context(), tx.Org(org.ID), q) })
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

func readInsights(ctx context.Context, tx *store.OrgTx, q store.CountQuery) error {
	if _, err := tx.CountIssuedIn(ctx, ""); err != nil {
		return err
	}
	if _, err := tx.FirstCounted(ctx, ""); err != nil {
		return err
	}
	counts, err := tx.CountsOf(ctx, q)
	if err != nil {
		return err
	}
	top, err := tx.TopBadges(ctx, q, badge.StageIssued.Counted(), 10)
	if err == nil && (len(counts) < 300 || len(top) != 10) {
		return fmt.Errorf("%d counts, %d badges", len(counts), len(top))
	}
	return err
}
