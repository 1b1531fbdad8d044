package account

import (
	"context"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Earners lists the people an organization issued to, the latest first. What was
// typed is a whole address that it issued to, a badge's code or the address of
// its page; if nobody is known by that, a part of the name, the address or the
// number on the badge that it issued to them last. The first offset are left out.
func (a *Accounts) Earners(ctx context.Context, actor badge.Actor, org badge.OrgID, search string, offset, limit int) (list []store.Earner, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		if email, code := knownBy(search); email != "" || code != "" {
			list, err = tx.Org(org).EarnersKnownBy(ctx, email, code)
			if len(list) > 0 || err != nil {
				list = list[min(offset, len(list)):]
				return err
			}
		}
		list, err = tx.Org(org).Earners(ctx, search, offset, limit)
		return err
	})
	return list, err
}

// knownBy reads what stands for one person in a search.
func knownBy(typed string) (email badge.Email, code badge.Code) {
	if email, err := badge.ParseEmail(typed); err == nil {
		return email, ""
	}
	if _, after, isPage := strings.Cut(typed, "/b/"); isPage {
		typed, _, _ = strings.Cut(after, ".")
	}
	code, _ = badge.ParseCode(typed)
	return "", code
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
