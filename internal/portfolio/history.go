package portfolio

import (
	"context"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// History lists what one of the actor's badges said before it was corrected,
// the oldest first. Others never see it: a name that somebody no longer bears
// is nobody's business. Errors: badge.ErrNotFound.
func (p *Portfolio) History(ctx context.Context, actor badge.Actor, code badge.Code) (all []badge.Predecessor, err error) {
	if actor.AccountID == "" {
		return nil, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		c, err := tx.EarnerCredential(ctx, actor.AccountID, code)
		if err != nil {
			return err
		}
		all, err = tx.Org(c.OrgID).Predecessors(ctx, c.ID)
		return err
	})
	return all, err
}
