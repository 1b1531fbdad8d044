package issuance

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// The reasons that stand in the record of a badge that a batch replaced.
const (
	replacedReason = "Replaced by a later file of the organization."
	restoredReason = "The batch that replaced it was undone."
)

// replaceAll corrects what the earners of some awards hold to the name and the
// dates of the award.
func (i *Issuer) replaceAll(ctx context.Context, w work) error {
	for _, a := range w.replace {
		if err := i.replace(ctx, w, a); err != nil {
			return fmt.Errorf("replace what row %d holds: %w", a.Row, err)
		}
	}
	return nil
}

func (i *Issuer) replace(ctx context.Context, w work, a badge.Award) error {
	var held badge.Credential
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		held, err = tx.Org(w.org.ID).HeldCredential(ctx, w.batch.AchievementID, a.Email)
		return err
	})
	if errors.Is(err, badge.ErrNotFound) {
		return badge.ErrConflict // revoked just now: the next run issues it anew
	}
	if err != nil {
		return err
	}
	to := badge.Correction{Code: held.Code, Name: a.Name, IssuedOn: a.IssuedOn, ExpiresOn: a.ExpiresOn}
	if to.ExpiresOn.IsZero() {
		to.ExpiresOn = w.achievement.Revision.Validity.Expires(a.IssuedOn)
	}
	if err := to.Validate(); err != nil {
		return i.settle(ctx, w, a, badge.AwardRefused, badge.OutcomeError, "What this person holds could not be replaced: "+err.Error())
	}
	if !to.Changes(held) {
		return i.settle(ctx, w, a, badge.AwardRepeated, badge.OutcomeDuplicate, "This person holds the badge already, and it says the same.")
	}
	a.State = badge.AwardReplaced
	return i.correctAs(ctx, "issuer", w.org.ID, to, replacedReason, func(ctx context.Context, tx *store.Tx, after badge.Credential, now time.Time) error {
		batch, err := tx.Org(w.org.ID).Batch(ctx, w.batch.ID)
		if err == nil && batch.State != badge.BatchConfirmed { // undone just now
			err = badge.ErrConflict
		}
		if err != nil {
			return err
		}
		letter := correctedLetter(after, now)
		letter.HoldUntil = w.batch.LettersAt
		if err := i.queue.AddLetters(ctx, tx, []badge.Letter{letter}); err != nil {
			return err
		}
		return tx.Org(w.org.ID).RefuseAwards(ctx, []badge.Award{a})
	})
}

// settle ends an award that becomes nothing.
func (i *Issuer) settle(ctx context.Context, w work, a badge.Award, state badge.AwardState, severity badge.Outcome, reason string) error {
	a.State = state
	a.Findings = append(a.Findings, badge.Finding{Severity: severity, Field: "email", Value: string(a.Email), Reason: reason})
	return i.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(w.org.ID).RefuseAwards(ctx, []badge.Award{a}) })
}

// correctAs signs a credential anew and lets also happen in the same
// transaction.
func (i *Issuer) correctAs(ctx context.Context, actor string, org badge.OrgID, to badge.Correction, reason string, also func(ctx context.Context, tx *store.Tx, after badge.Credential, now time.Time) error) error {
	before, after, like, err := i.prepareCorrection(ctx, org, to)
	if err != nil {
		return fmt.Errorf("correct %s: %w", to.Code, err)
	}
	if err := i.publishLists(ctx, org, []badge.Credential{after}); err != nil {
		return err
	}
	for attempt := 1; ; attempt++ {
		err = i.db.Write(ctx, func(tx *store.Tx) error {
			if err := i.sealCorrection(ctx, tx, actor, before, after, like, reason); err != nil {
				return err
			}
			return also(ctx, tx, after, i.now())
		})
		// A revocation may have changed the same list just now.
		if !errors.Is(err, badge.ErrConflict) || attempt == drawAttempts {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("correct %s: %w", to.Code, err)
	}
	return i.PublishList(ctx, org, before.ListID)
}

// correctedLetter tells an earner that their badge was corrected.
func correctedLetter(c badge.Credential, now time.Time) badge.Letter {
	return badge.Letter{
		ID: badge.NewID[badge.LetterID](), OrgID: c.OrgID, Kind: badge.LetterCorrected, To: c.Email, Name: c.Name,
		AccountID: c.AccountID, CredentialID: c.ID, CreatedAt: now,
	}
}

// restore gives back what an undone batch replaced, and keeps the letters about
// that from leaving.
func (i *Issuer) restore(ctx context.Context, org badge.OrgID, batch badge.BatchID) error {
	var replaced []store.Replaced
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		replaced, err = tx.Org(org).ReplacedBy(ctx, batch)
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range replaced {
		to := badge.Correction{Code: r.Code, Name: r.Before.Name, IssuedOn: r.Before.IssuedOn, ExpiresOn: r.Before.ExpiresOn}
		err := i.correctAs(ctx, "issuer", org, to, restoredReason, func(ctx context.Context, tx *store.Tx, after badge.Credential, _ time.Time) error {
			return tx.Org(org).WithdrawCorrection(ctx, batch, r.Row, after.ID)
		})
		if _, changed := errors.AsType[*badge.Invalid](err); err != nil && !changed { // revoked, or corrected by hand since: that holds
			return err
		}
	}
	return nil
}
