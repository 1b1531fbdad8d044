package insight

import (
	"context"
	"slices"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// batches is how many of the latest batches a report can be narrowed to.
const batches = 50

// Batches lists the latest batches that were issued, and another one that is
// looked at. Errors: those of Actor.May; badge.ErrNotFound.
func (i *Insights) Batches(ctx context.Context, actor badge.Actor, org badge.OrgID, and badge.BatchID) (list []badge.Batch, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = i.DB.Read(ctx, func(tx *store.Tx) error {
		if list, err = tx.Org(org).Batches(ctx, batches); err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(b badge.Batch) bool { return b.ConfirmedAt.IsZero() })
		if and == "" || slices.ContainsFunc(list, func(b badge.Batch) bool { return b.ID == and }) {
			return nil
		}
		b, err := tx.Org(org).Batch(ctx, and)
		list = append(list, b)
		return err
	})
	return list, err
}
