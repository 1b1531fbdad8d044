package portfolio

import (
	"context"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Views tells how often the page of one of the actor's badges was opened, by
// day, the latest first. Errors: badge.ErrSignedOut.
func (p *Portfolio) Views(ctx context.Context, actor badge.Actor, code badge.Code) (days []store.DayViews, err error) {
	if actor.AccountID == "" {
		return nil, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		days, err = tx.EarnerViews(ctx, actor.AccountID, code)
		return err
	})
	return days, err
}
