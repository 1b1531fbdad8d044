package tenant

import (
	"context"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Overview is what an organization's first page shows.
type Overview struct {
	Achievements    int
	Issued, Revoked int
	Earners         int
	Reached         store.Reached
	Attention       store.Attention
	CameOfIt        store.CameOfIt
	Counted         bool          // false: CameOfIt would take too long to count
	Batches         []badge.Batch // the latest few
}

// The limits of what is counted while somebody waits for the page.
const (
	countedEarners = 100_000
	expiringSoon   = 60 * 24 * time.Hour
)

// Overview counts for the dashboard.
func (t *Tenants) Overview(ctx context.Context, actor badge.Actor, id badge.OrgID) (o Overview, err error) {
	if err := actor.May(badge.ActView, id); err != nil {
		return o, err
	}
	err = t.DB.Read(ctx, func(tx *store.Tx) error {
		otx := tx.Org(id)
		achievements, err := otx.Achievements(ctx)
		if err != nil {
			return err
		}
		o.Achievements = len(achievements)
		if o.Batches, err = otx.Batches(ctx, 5); err != nil {
			return err
		}
		if o.Issued, o.Revoked, err = otx.CountIssued(ctx); err != nil {
			return err
		}
		if o.Earners, err = otx.CountEarners(ctx); err != nil {
			return err
		}
		if o.Reached, err = otx.Reached(ctx); err != nil {
			return err
		}
		if o.Attention, err = otx.Attention(ctx); err != nil {
			return err
		}
		if o.Counted = o.Earners <= countedEarners && o.Issued <= countedEarners; o.Counted {
			o.CameOfIt, err = otx.CameOfIt(ctx, t.Now(), t.Now().Add(expiringSoon))
		}
		return err
	})
	return o, err
}
