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

// anew is how a credential is signed anew.
type anew struct {
	actor  badge.Actor
	org    badge.OrgID
	code   badge.Code
	to     *badge.Correction     // what it should say; nil: the same
	move   badge.CredentialState // suspended, or issued again; empty: as it is
	reason string
	verb   string           // of the event
	letter badge.LetterKind // to the earner; empty: none
	hold   time.Time        // before which the letter does not leave
	quiet  bool             // whoever asks publishes the lists afterwards
	also   func(context.Context, *store.OrgTx) error
}

// signAnew signs a credential anew, puts it in the place of the one before,
// and says of that one that it no longer holds.
func (i *Issuer) signAnew(ctx context.Context, a anew) error {
	before, after, like, err := i.prepareAnew(ctx, a)
	if err != nil {
		return fmt.Errorf("sign %s anew: %w", a.code, err)
	}
	if err := i.publishLists(ctx, a.org, []badge.Credential{after}); err != nil {
		return err
	}
	for attempt := 1; ; attempt++ {
		err = i.db.Write(ctx, func(tx *store.Tx) error { return i.sealAnew(ctx, tx, a, before, after, like) })
		// A revocation may have changed the same list just now.
		if !errors.Is(err, badge.ErrConflict) || attempt == drawAttempts {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("sign %s anew: %w", a.code, err)
	}
	if a.quiet {
		return nil
	}
	return i.PublishList(ctx, a.org, before.ListID)
}

// prepareAnew composes, records and signs. Nobody sees any of it yet.
func (i *Issuer) prepareAnew(ctx context.Context, a anew) (before, after badge.Credential, like []byte, err error) {
	i.turn.Lock()
	defer i.turn.Unlock()
	for attempt := 1; ; attempt++ {
		before, after, like, err = i.recordAnew(ctx, a)
		if !errors.Is(err, badge.ErrConflict) || attempt == drawAttempts {
			return before, after, like, err
		}
	}
}

// standing refuses what cannot come of a credential as it stands.
func (a anew) standing(c badge.Credential) error {
	switch {
	case c.State == badge.CredentialRevoked && a.move == "":
		return badge.Refuse("", "This badge is revoked. A revoked badge is not corrected: issue a new one.")
	case c.State == badge.CredentialRevoked:
		return badge.Refuse("", "This badge is revoked, and that is for good. Nothing was changed.")
	case a.move == c.State && a.move == badge.CredentialSuspended:
		return badge.Refuse("", "This badge is suspended already. Nothing was changed.")
	case a.move == c.State:
		return badge.Refuse("", "This badge is not suspended. Nothing was changed.")
	}
	return nil
}

// revision is the wording that a credential has afterwards.
func (a anew) revision(before badge.Credential) badge.RevisionID {
	if a.to != nil && a.to.Revision != "" {
		return a.to.Revision
	}
	return before.RevisionID
}

// suspended tells whether a credential is in a list of suspensions afterwards.
func (a anew) suspended(before badge.Credential) bool {
	if a.move == "" {
		return before.State == badge.CredentialSuspended
	}
	return a.move == badge.CredentialSuspended
}

func (i *Issuer) recordAnew(ctx context.Context, a anew) (before, after badge.Credential, like []byte, err error) {
	s := &setting{names: i.names, now: i.now().UTC().Truncate(time.Second)}
	var keys []badge.SigningKey
	kind := badge.ListSuspension
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(a.org)
		if before, err = otx.Credential(ctx, a.code); err != nil {
			return err
		}
		if s.org, s.parent, err = maySign(ctx, otx); err != nil {
			return err
		}
		if keys, err = otx.Keys(ctx); err != nil {
			return err
		}
		if s.achievement, err = otx.AchievementAt(ctx, a.revision(before)); err != nil {
			return err
		}
		if !a.suspended(before) {
			kind = s.org.Forms.ListKind()
		}
		if s.list, err = otx.NewestList(ctx, kind); errors.Is(err, badge.ErrNotFound) {
			return nil
		}
		return err
	})
	if err != nil {
		return before, after, nil, err
	}
	if err := a.standing(before); err != nil {
		return before, after, nil, err
	}
	if s.list.ID == "" || nearlyFull(s.list) {
		if err = i.openList(ctx, s.org.ID, kind, s.list.Number+1); err == nil {
			err = badge.ErrConflict // and look again
		}
		return before, after, nil, err
	}
	if s.signer, err = i.newest(s.org, keys); err != nil {
		return before, after, nil, err
	}
	s.listName = i.names.listOf(s.org.Slug, s.list)
	after, like, err = i.composeAnew(ctx, s, a, before)
	return before, after, like, err
}

// composeAnew writes the new document out of the signed one, records it, signs
// it and verifies it in full. like is a document like it that is about nobody.
func (i *Issuer) composeAnew(ctx context.Context, s *setting, a anew, before badge.Credential) (after badge.Credential, like []byte, err error) {
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
	if to := a.to; to != nil {
		if !to.Changes(before, d.award.Evidence) {
			return after, nil, errUnchanged
		}
		d.award.Name, d.award.IssuedOn, d.award.ExpiresOn = to.Name, to.IssuedOn, to.ExpiresOn
		if to.Evidence != nil {
			d.award.Evidence = *to.Evidence
		}
	}
	takenBefore := s.list.Taken
	if d.index, err = drawIndex(i.random, &s.list); err != nil {
		return after, nil, err
	}
	after = s.credential(&d)
	after.ExpiresOn, after.AccountID = d.award.ExpiresOn, before.AccountID
	after.SuspendedAt, after.Reason = before.SuspendedAt, before.Reason
	if a.move != "" {
		after.SuspendedAt, after.Reason = time.Time{}, ""
	}
	if a.move == badge.CredentialSuspended {
		after.SuspendedAt, after.Reason = s.now, a.reason
	}
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
		if s.list.Kind == badge.ListSuspension {
			badge.SetBit(s.list.Set, d.index)
			if err := otx.SetStatus(ctx, s.list); err != nil {
				return err
			}
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

// errUnchanged is a correction that is what the credential says already.
var errUnchanged = badge.Refuse("", "That is what the badge says already. Nothing was changed.")

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
		BatchID: c.BatchID, Row: c.Row, Name: c.Name, Email: c.Email, IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn, ExternalNumber: c.ExternalNumber, Narrative: v.Narrative,
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

// sealAnew puts the credential in the place of the one before.
func (i *Issuer) sealAnew(ctx context.Context, tx *store.Tx, a anew, before, after badge.Credential, like []byte) error {
	otx := tx.Org(before.OrgID)
	if err := otx.SealCorrection(ctx, before, after, like, a.reason, i.now()); err != nil {
		return err
	}
	list, err := otx.List(ctx, before.ListID)
	if err != nil {
		return err
	}
	// A plain list names credentials by their address, which is the new one's too.
	if list.Kind != badge.ListPlain {
		badge.SetBit(list.Set, before.Index)
		if err := otx.SetStatus(ctx, list); err != nil {
			return err
		}
		if err := i.queue.Add(ctx, tx, queue.PublishStatusList{Org: string(before.OrgID), List: string(list.ID)}); err != nil {
			return err
		}
	}
	if a.move != "" || !after.ExpiresOn.Equal(before.ExpiresOn) {
		if err := i.walked(ctx, otx, a.org, before.AchievementID, []badge.AccountID{before.AccountID}, time.Time{}); err != nil {
			return err
		}
	}
	return i.tell(ctx, otx, a, before)
}

// tell writes to the earner and records what was done, in the transaction that
// does it.
func (i *Issuer) tell(ctx context.Context, otx *store.OrgTx, a anew, c badge.Credential) error {
	name := c.Name
	if a.to != nil {
		name = a.to.Name
	}
	if a.letter != "" {
		err := i.queue.AddLetters(ctx, otx.Tx, []badge.Letter{{
			ID: badge.NewID[badge.LetterID](), OrgID: a.org, Kind: a.letter, To: c.Email, Name: name, AccountID: c.AccountID, CredentialID: c.ID, CreatedAt: i.now(), HoldUntil: a.hold,
		}})
		if err != nil {
			return err
		}
	}
	if a.also != nil {
		if err := a.also(ctx, otx); err != nil {
			return err
		}
	}
	return otx.Record(ctx, badge.Event{Actor: a.actor.Name(), Verb: a.verb, Subject: string(c.ID), Note: a.reason, At: i.now()})
}
