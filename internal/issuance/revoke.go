package issuance

import (
	"context"
	"errors"
	"time"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// Revoke takes a credential back. The status list says so before Revoke
// returns; should this process die first, the queue publishes it. The earner
// is told. Errors: *badge.Invalid without a reason or when it is revoked
// already; badge.ErrNotFound; those of Actor.May.
func (i *Issuer) Revoke(ctx context.Context, actor badge.Actor, org badge.OrgID, code badge.Code, reason string) error {
	if err := actor.May(badge.ActRevoke, org); err != nil {
		return err
	}
	reason, err := badge.CheckReason(reason)
	if err != nil {
		return err
	}
	list, err := i.revoke(ctx, revocation(actor, org, code, reason))
	if err != nil {
		return err
	}
	return i.PublishList(ctx, org, list)
}

func revocation(actor badge.Actor, org badge.OrgID, code badge.Code, reason string) anew {
	return anew{actor: actor, org: org, code: code, reason: reason, verb: "credential.revoked", letter: badge.LetterRevoked}
}

// revoke takes a credential back and returns the list that is to be published.
// One that is suspended is signed anew first: in a list of suspensions nobody
// can be told that it is for good.
func (i *Issuer) revoke(ctx context.Context, a anew) (list badge.StatusListID, err error) {
	for attempt := 1; ; attempt++ {
		suspended := false
		err = i.db.Write(ctx, func(tx *store.Tx) (err error) {
			list, suspended, err = i.revokeOnce(ctx, tx, a)
			return err
		})
		if err == nil && suspended {
			back := reinstatement(a.actor, a.org, a.code)
			back.letter = ""
			if err = i.signAnew(ctx, back); err == nil {
				continue
			}
		}
		// Another revocation may have changed the same list just now.
		if !errors.Is(err, badge.ErrConflict) || attempt == drawAttempts {
			return list, err
		}
	}
}

func (i *Issuer) revokeOnce(ctx context.Context, tx *store.Tx, a anew) (id badge.StatusListID, suspended bool, err error) {
	otx := tx.Org(a.org)
	c, err := otx.Credential(ctx, a.code)
	if err != nil {
		return id, false, err
	}
	if c.State == badge.CredentialRevoked {
		return id, false, badge.Refuse("reason", "This badge is revoked already. Nothing was changed.")
	}
	list, err := otx.List(ctx, c.ListID)
	if err != nil || list.Kind == badge.ListSuspension {
		return id, err == nil, err
	}
	if err := otx.RevokeCredential(ctx, c.ID, a.reason, i.now()); err != nil {
		return id, false, err
	}
	if list.Kind == badge.ListBitstring {
		badge.SetBit(list.Set, c.Index)
		if err := otx.SetStatus(ctx, list); err != nil {
			return id, false, err
		}
		if err := i.queue.Add(ctx, tx, queue.PublishStatusList{Org: string(a.org), List: string(list.ID)}); err != nil {
			return id, false, err
		}
	}
	if err := i.walked(ctx, otx, a.org, c.AchievementID, []badge.AccountID{c.AccountID}, time.Time{}); err != nil {
		return id, false, err
	}
	return list.ID, false, i.tell(ctx, otx, a, c)
}
