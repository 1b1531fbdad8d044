package issuance

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
	"laurel/openbadge"
	"laurel/vc"
	"laurel/vc/proof"
)

// Correct signs a credential anew with another name or other dates, under the
// same address. What it said before is kept for its earner and the
// organization, and the status list says that it no longer holds. The earner
// is told. Errors: *badge.Invalid, also when nothing would change or it is
// revoked; badge.ErrNotFound; badge.ErrConflict when somebody else changed it
// at the same moment; those of Actor.May.
func (i *Issuer) Correct(ctx context.Context, actor badge.Actor, org badge.OrgID, to badge.Correction, reason string) error {
	if err := actor.May(badge.ActAnswer, org); err != nil {
		return err
	}
	if err := to.Validate(); err != nil {
		return err
	}
	reason, err := badge.CheckReason(reason)
	if err != nil {
		return err
	}
	return i.correctAs(ctx, actor.Name(), org, to, reason, func(ctx context.Context, tx *store.Tx, after badge.Credential, now time.Time) error {
		return i.queue.AddLetters(ctx, tx, []badge.Letter{correctedLetter(after, now)})
	})
}

// prepareCorrection composes, records and signs. Nobody sees any of it yet.
func (i *Issuer) prepareCorrection(ctx context.Context, org badge.OrgID, to badge.Correction) (before, after badge.Credential, like []byte, err error) {
	i.turn.Lock()
	defer i.turn.Unlock()
	for attempt := 1; ; attempt++ {
		before, after, like, err = i.recordCorrection(ctx, org, to)
		if !errors.Is(err, badge.ErrConflict) || attempt == drawAttempts {
			return before, after, like, err
		}
	}
}

func (i *Issuer) recordCorrection(ctx context.Context, org badge.OrgID, to badge.Correction) (before, after badge.Credential, like []byte, err error) {
	s := &setting{names: i.names, now: i.now().UTC().Truncate(time.Second)}
	var keys []badge.SigningKey
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(org)
		if before, err = otx.Credential(ctx, to.Code); err != nil {
			return err
		}
		if s.org, s.parent, err = maySign(ctx, otx); err != nil {
			return err
		}
		if keys, err = otx.Keys(ctx); err != nil {
			return err
		}
		if s.achievement, err = otx.AchievementAt(ctx, before.RevisionID); err != nil {
			return err
		}
		s.list, err = otx.NewestList(ctx, s.org.Forms.ListKind())
		return err
	})
	if err == nil && nearlyFull(s.list) {
		if err = i.openList(ctx, s.org, s.list.Number+1); err == nil {
			err = badge.ErrConflict // and look again
		}
	}
	if err != nil {
		return before, after, nil, err
	}
	if before.State == badge.CredentialRevoked {
		return before, after, nil, badge.Refuse("", "This badge is revoked. A revoked badge is not corrected: issue a new one.")
	}
	if !to.Changes(before) {
		return before, after, nil, badge.Refuse("", "That is what the badge says already. Nothing was changed.")
	}
	if s.signer, err = i.newest(s.org, keys); err != nil {
		return before, after, nil, err
	}
	s.listName = i.names.listOf(s.org.Slug, s.list)
	after, like, err = i.composeCorrection(ctx, s, before, to)
	return before, after, like, err
}

// composeCorrection writes the new document out of the signed one, records
// it, signs it and verifies it in full. like is a document like it that is
// about nobody.
func (i *Issuer) composeCorrection(ctx context.Context, s *setting, before badge.Credential, to badge.Correction) (after badge.Credential, like []byte, err error) {
	checker, err := i.checkerOf(ctx, s.org, before.KeyID)
	if err != nil {
		return after, nil, err
	}
	// Only what we signed is written off: a changed row becomes nothing new.
	if err := check(ctx, checker, before.Signed, s.now); err != nil {
		return after, nil, fmt.Errorf("what is stored of the badge was not signed like this: %w", err)
	}
	d, err := redraft(before)
	if err != nil {
		return after, nil, err
	}
	d.award.Name, d.award.IssuedOn, d.award.ExpiresOn = to.Name, to.IssuedOn, to.ExpiresOn
	takenBefore := s.list.Taken
	if d.index, err = drawIndex(i.random, &s.list); err != nil {
		return after, nil, err
	}
	after = s.credential(&d)
	after.ExpiresOn, after.AccountID = to.ExpiresOn, before.AccountID
	if err := s.whole(ctx, &d, &after); err != nil {
		return after, nil, badge.Refuse("", "This could not be made into a badge: "+err.Error())
	}
	if like, err = sample(s, d.award); err != nil {
		return after, nil, err
	}
	err = i.db.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(s.org.ID)
		if err := otx.UseIndexes(ctx, s.list, takenBefore); err != nil {
			return err
		}
		return otx.PrepareCorrection(ctx, after)
	})
	if err != nil {
		return after, nil, err
	}
	if after.Signed, err = proof.Sign(ctx, after.Prepared, s.signer.sign); err != nil {
		return after, nil, err
	}
	return after, like, check(ctx, s.signer, after.Signed, s.now)
}

// checkerOf is the key with which a credential was signed.
func (i *Issuer) checkerOf(ctx context.Context, org badge.Organization, id badge.KeyID) (s signer, err error) {
	var keys []badge.SigningKey
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		keys, err = tx.Org(org.ID).Keys(ctx)
		return err
	})
	if err != nil {
		return s, err
	}
	k, err := keyOf(org, keys, id)
	if err != nil {
		return s, err
	}
	return i.checker(org, k)
}

// redraft reads out of a signed credential what only it knows: what was
// drawn for it, and what its award said.
func redraft(c badge.Credential) (d draft, err error) {
	o, err := vc.Decode(c.Signed)
	if err != nil {
		return d, err
	}
	v, err := openbadge.Read(o)
	if err != nil {
		return d, err
	}
	d = draft{id: c.ID, code: c.Code, subject: v.Recipient.ID, award: badge.Award{
		BatchID: c.BatchID, Row: c.Row, Email: c.Email, ExternalNumber: c.ExternalNumber, Narrative: v.Narrative,
	}}
	for _, identity := range v.Recipient.Identifier {
		if identity.Hashed {
			d.salt = identity.Salt
		}
	}
	if len(v.Evidence) > 0 {
		d.award.Evidence, d.award.EvidenceText = v.Evidence[0].ID, v.Evidence[0].Narrative
	}
	return d, nil
}

// sealCorrection puts the corrected credential in the place of the one before.
func (i *Issuer) sealCorrection(ctx context.Context, tx *store.Tx, actor string, before, after badge.Credential, like []byte, reason string) error {
	otx, now := tx.Org(before.OrgID), i.now()
	if err := otx.SealCorrection(ctx, before, after, like, reason, now); err != nil {
		return err
	}
	list, err := otx.List(ctx, before.ListID)
	if err != nil {
		return err
	}
	// A plain list names credentials by their address, which is the new one's too.
	if list.Kind == badge.ListBitstring {
		badge.SetBit(list.Set, before.Index)
		if err := otx.SetStatus(ctx, list); err != nil {
			return err
		}
		if err := i.queue.Add(ctx, tx, queue.PublishStatusList{Org: string(before.OrgID), List: string(list.ID)}); err != nil {
			return err
		}
	}
	return otx.Record(ctx, badge.Event{Actor: actor, Verb: "credential.corrected", Subject: string(after.ID), Note: reason, At: now})
}

// History lists what one of an organization's credentials said before, the
// oldest first. Errors: badge.ErrNotFound; those of Actor.May.
func (i *Issuer) History(ctx context.Context, actor badge.Actor, org badge.OrgID, code badge.Code) (all []badge.Predecessor, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = i.db.Read(ctx, func(tx *store.Tx) error {
		c, err := tx.Org(org).Credential(ctx, code)
		if err != nil {
			return err
		}
		all, err = tx.Org(org).Predecessors(ctx, c.ID)
		return err
	})
	return all, err
}
