package issuance

import (
	"context"
	"errors"

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
	var c badge.Credential
	for attempt := 1; ; attempt++ {
		err = i.db.Write(ctx, func(tx *store.Tx) (err error) {
			c, err = i.revoke(ctx, tx, actor, org, code, reason)
			return err
		})
		// Another revocation may have changed the same list just now.
		if !errors.Is(err, badge.ErrConflict) || attempt == drawAttempts {
			break
		}
	}
	if err != nil {
		return err
	}
	return i.PublishList(ctx, org, c.ListID)
}

func (i *Issuer) revoke(ctx context.Context, tx *store.Tx, actor badge.Actor, org badge.OrgID, code badge.Code, reason string) (badge.Credential, error) {
	otx, now := tx.Org(org), i.now()
	c, err := otx.Credential(ctx, code)
	if err != nil {
		return c, err
	}
	if c.State == badge.CredentialRevoked {
		return c, badge.Refuse("reason", "This badge is revoked already. Nothing was changed.")
	}
	if err := otx.RevokeCredential(ctx, c.ID, reason, now); err != nil {
		return c, err
	}
	list, err := otx.List(ctx, c.ListID)
	if err != nil {
		return c, err
	}
	if list.Kind == badge.ListBitstring {
		badge.SetBit(list.Set, c.Index)
		if err := otx.SetStatus(ctx, list); err != nil {
			return c, err
		}
		if err := i.queue.Add(ctx, tx, queue.PublishStatusList{Org: string(org), List: string(list.ID)}); err != nil {
			return c, err
		}
	}
	err = i.queue.AddLetters(ctx, tx, []badge.Letter{{
		ID: badge.NewID[badge.LetterID](), OrgID: org, Kind: badge.LetterRevoked, To: c.Email, Name: c.Name,
		AccountID: c.AccountID, CredentialID: c.ID, CreatedAt: now,
	}})
	if err != nil {
		return c, err
	}
	if err := i.walked(ctx, otx, org, c.AchievementID, []badge.AccountID{c.AccountID}); err != nil {
		return c, err
	}
	return c, otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "credential.revoked", Subject: string(c.ID), Note: reason, At: now})
}
