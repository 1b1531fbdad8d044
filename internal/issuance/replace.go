package issuance

import (
	"context"
	"errors"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// The reasons that stand in the record of a badge that a batch replaced.
const (
	replacedReason = "Replaced by a later file of the organization."
	restoredReason = "The batch that replaced it was undone."
)

// itself is who acts where a batch does what was asked of it when it was
// confirmed.
var itself = badge.Actor{AccountID: badge.ByItself}

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
	if !to.Changes(held, "") {
		return i.settle(ctx, w, a, badge.AwardRepeated, badge.OutcomeDuplicate, "This person holds the badge already, and it says the same.")
	}
	a.State = badge.AwardReplaced
	return i.signAnew(ctx, anew{
		actor: itself, org: w.org.ID, code: held.Code, to: &to, reason: replacedReason, verb: "credential.corrected",
		letter: badge.LetterCorrected, hold: w.batch.LettersAt,
		also: func(ctx context.Context, otx *store.OrgTx) error {
			batch, err := otx.Batch(ctx, w.batch.ID)
			if err == nil && batch.State != badge.BatchConfirmed { // undone just now
				err = badge.ErrConflict
			}
			if err != nil {
				return err
			}
			return otx.RefuseAwards(ctx, []badge.Award{a})
		},
	})
}

// settle ends an award that becomes nothing.
func (i *Issuer) settle(ctx context.Context, w work, a badge.Award, state badge.AwardState, severity badge.Outcome, reason string) error {
	a.State = state
	a.Findings = append(a.Findings, badge.Finding{Severity: severity, Field: "email", Value: string(a.Email), Reason: reason})
	return i.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(w.org.ID).RefuseAwards(ctx, []badge.Award{a}) })
}

// restore gives back what an undone batch replaced, and keeps the letters about
// that from leaving.
func (i *Issuer) restore(ctx context.Context, org badge.OrgID, batch badge.BatchID) error {
	var replaced []store.Replaced
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		replaced, err = tx.Org(org).ReplacedBy(ctx, batch, replacedReason)
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range replaced {
		to := badge.Correction{Code: r.Code, Name: r.Before.Name, IssuedOn: r.Before.IssuedOn, ExpiresOn: r.Before.ExpiresOn}
		err := i.signAnew(ctx, anew{
			actor: itself, org: org, code: r.Code, to: &to, reason: restoredReason, verb: "credential.corrected",
			also: func(ctx context.Context, otx *store.OrgTx) error {
				return otx.WithdrawCorrection(ctx, batch, r.Row, r.ID)
			},
		})
		if _, changed := errors.AsType[*badge.Invalid](err); err != nil && !changed { // revoked since: that holds
			return err
		}
	}
	return nil
}
