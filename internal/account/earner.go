package account

import (
	"context"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Earners lists the people an organization issued to, the latest first: those
// whose name, address or number hold what was typed. The first offset of them
// are left out.
func (a *Accounts) Earners(ctx context.Context, actor badge.Actor, org badge.OrgID, search string, offset, limit int) (list []store.Earner, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).Earners(ctx, search, offset, limit)
		return err
	})
	return list, err
}

// Earner finds one person an organization issued to. Errors: badge.ErrNotFound.
func (a *Accounts) Earner(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AccountID) (e store.Earner, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return e, err
	}
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		e, err = tx.Org(org).Earner(ctx, id)
		return err
	})
	return e, err
}
