package issuance

import (
	"context"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// maxViews is how many views a member sees at most.
const maxViews = 30

// Views lists the saved views of the list of issued badges that the actor sees.
func (i *Issuer) Views(ctx context.Context, actor badge.Actor, org badge.OrgID) (list []badge.SavedView, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).Views(ctx, actor.AccountID)
		return err
	})
	return list, err
}

// SaveView keeps a view for the actor, or for everybody in the organization,
// which takes somebody who may issue. Errors: *badge.Invalid; those of Actor.May.
func (i *Issuer) SaveView(ctx context.Context, actor badge.Actor, org badge.OrgID, v badge.SavedView, everybody bool) error {
	act := badge.ActView
	if everybody {
		act = badge.ActIssue
	}
	if err := actor.May(act, org); err != nil {
		return err
	}
	if err := v.Validate(); err != nil {
		return err
	}
	v.ID, v.AccountID = badge.NewID[badge.ViewID](), actor.AccountID
	if everybody {
		v.AccountID = ""
	}
	return i.db.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		have, err := otx.Views(ctx, actor.AccountID)
		if err != nil {
			return err
		}
		if len(have) >= maxViews {
			return badge.Refuse("name", fmt.Sprintf("There are %d views already. Remove one first.", len(have)))
		}
		return otx.AddView(ctx, v)
	})
}

// DropView removes a view; one for everybody takes somebody who may issue.
// Errors: badge.ErrNotFound; those of Actor.May.
func (i *Issuer) DropView(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.ViewID) error {
	views, err := i.Views(ctx, actor, org)
	if err != nil {
		return err
	}
	for _, v := range views {
		if v.ID != id {
			continue
		}
		if v.AccountID == "" {
			if err := actor.May(badge.ActIssue, org); err != nil {
				return err
			}
		}
		return i.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(org).DropView(ctx, actor.AccountID, id) })
	}
	return badge.ErrNotFound
}
