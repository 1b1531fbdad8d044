package issuance

import (
	"context"
	"errors"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// RunBulk does to some badges of a bulk, from one row to another, what it is
// about. Those it was done to before are left alone. Each that fits no more, or
// fails, is noted with the reason, and the others go on.
func (i *Issuer) RunBulk(ctx context.Context, org badge.OrgID, id badge.BulkID, first, last int) error {
	var b badge.Bulk
	var lines []store.BulkLine
	var waits badge.BulkOutcome
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		if b, err = tx.Org(org).Bulk(ctx, id); err != nil {
			return err
		}
		lines, err = tx.Org(org).BulkLines(ctx, id, first, last, &waits)
		return err
	})
	if err != nil {
		return fmt.Errorf("run bulk %s: %w", id, err)
	}
	var were []badge.Credential
	for _, l := range lines {
		if err := i.runLine(ctx, b, l); err != nil {
			return fmt.Errorf("run bulk %s, row %d: %w", id, l.Number, err)
		}
		were = append(were, l.Credential)
	}
	if err := i.publishLists(ctx, org, were); err != nil {
		return err
	}
	return i.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(org).FinishBulk(ctx, id, i.now()) })
}

// runLine does it to one badge, and notes in the same transaction that it was
// done. What cannot be done is noted; an error means that it may be tried again.
func (i *Issuer) runLine(ctx context.Context, b badge.Bulk, l store.BulkLine) error {
	row := l.BulkRow
	err := i.actOn(ctx, b, l, func(ctx context.Context, otx *store.OrgTx, trace *badge.BulkTo) error {
		row.Outcome, row.Note, row.Trace = badge.BulkRowDone, "", trace
		return otx.BulkRowEnded(ctx, b.ID, row)
	})
	invalid, refused := errors.AsType[*badge.Invalid](err)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil || errors.Is(err, badge.ErrBusy) || errors.Is(err, badge.ErrConflict) || errors.Is(err, badge.ErrSuspended):
		return err
	case refused:
		row.Outcome, row.Note = badge.BulkRowLeft, firstSentence(invalid)
	case errors.Is(err, badge.ErrNotFound):
		row.Outcome, row.Note = badge.BulkRowLeft, "This badge is not there any more."
	default:
		i.log.ErrorContext(ctx, "a badge of a bulk failed", "bulk", b.ID, "row", l.Number, "error", err)
		row.Outcome, row.Note = badge.BulkRowFailed, "It could not be done. The log of this installation says why."
	}
	return i.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(b.OrgID).BulkRowEnded(ctx, b.ID, row) })
}

func firstSentence(e *badge.Invalid) string {
	for _, sentence := range e.Fields {
		return sentence
	}
	return ""
}

// ended notes that a row is done.
type ended func(ctx context.Context, otx *store.OrgTx, trace *badge.BulkTo) error

func (i *Issuer) actOn(ctx context.Context, b badge.Bulk, l store.BulkLine, done ended) error {
	c, by := l.Credential, b.By()
	also := func(ctx context.Context, otx *store.OrgTx) error { return done(ctx, otx, nil) }
	reason := b.Reason
	switch b.Kind {
	case badge.BulkResend:
		return i.resend(ctx, by, b.OrgID, c.Code, also)
	case badge.BulkRevoke:
		a := revocation(by, b.OrgID, c.Code, reason)
		a.also = also
		_, err := i.revoke(ctx, a)
		return err
	case badge.BulkSuspend:
		a := suspension(by, b.OrgID, c.Code, reason)
		a.also, a.quiet = also, true
		return i.move(ctx, a)
	case badge.BulkReinstate:
		a := reinstatement(by, b.OrgID, c.Code)
		a.also, a.quiet = also, true
		return i.move(ctx, a)
	case badge.BulkReissue:
		return i.signAnew(ctx, anew{
			actor: by, org: b.OrgID, code: c.Code, reason: "Signed anew, with what the organization says of itself now.", verb: "credential.reissued", quiet: true, also: also,
		})
	case badge.BulkRenew:
		to, err := i.renewal(ctx, b, c)
		if err != nil {
			return err
		}
		return i.correctTo(ctx, b, l, to, nil, done)
	case badge.BulkRestore:
		return i.correctTo(ctx, b, l, l.Trace.Before.Correction(c.Code), &l.Trace.After, done)
	}
	return i.correctTo(ctx, b, l, b.Say.Of(b.Kind, c, l.Name), nil, done)
}

// correctTo corrects one badge of a bulk. only, when not nil, is what it has to
// say now: otherwise somebody changed it since.
func (i *Issuer) correctTo(ctx context.Context, b badge.Bulk, l store.BulkLine, to badge.Correction, only *badge.Said, done ended) error {
	if err := to.Validate(); err != nil {
		return err
	}
	now, err := i.said(ctx, b.OrgID, l.Credential.Code)
	if err != nil {
		return err
	}
	if only != nil && !now.same(*only) {
		return badge.Refuse("", "Somebody changed this badge since. It was left as it is.")
	}
	trace := &badge.BulkTo{Before: now.Said, After: badge.Said{Name: to.Name, IssuedOn: to.IssuedOn, ExpiresOn: to.ExpiresOn, Evidence: now.Evidence}}
	if to.Evidence != nil {
		trace.After.Evidence = *to.Evidence
	}
	verb, letter := "credential.corrected", badge.LetterCorrected
	if b.Kind == badge.BulkRenew {
		verb, letter = "credential.renewed", badge.LetterRenewed
	}
	return i.signAnew(ctx, anew{
		actor: b.By(), org: b.OrgID, code: to.Code, to: &to, reason: b.Reason, verb: verb, letter: letter, quiet: true,
		also: func(ctx context.Context, otx *store.OrgTx) error { return done(ctx, otx, trace) },
	})
}

// renewal is what a renewed credential says: the same, until the day that was
// chosen, or as long as its badge holds now, counted from its last end, or from
// today when that is over.
func (i *Issuer) renewal(ctx context.Context, b badge.Bulk, c badge.Credential) (to badge.Correction, err error) {
	to = b.Say.Of(badge.BulkDates, c, "")
	if b.Say.ExpiresOn != "" {
		return to, nil
	}
	var a badge.Achievement
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		a, err = tx.Org(b.OrgID).Achievement(ctx, c.AchievementID)
		return err
	})
	if err != nil {
		return to, err
	}
	from := badge.Day(i.now())
	if c.ExpiresOn.After(from) {
		from = c.ExpiresOn
	}
	if to.ExpiresOn = a.Revision.Validity.Expires(from); to.ExpiresOn.IsZero() {
		return to, badge.Refuse("", "The badge says of no period how long it holds. Say until when.")
	}
	return to, nil
}

// saidNow is what a credential says that a correction can change.
type saidNow struct{ badge.Said }

func (s saidNow) same(as badge.Said) bool {
	return s.Name == as.Name && s.IssuedOn.Equal(as.IssuedOn) && s.ExpiresOn.Equal(as.ExpiresOn) && s.Evidence == as.Evidence
}

// said reads it out of the signed document.
func (i *Issuer) said(ctx context.Context, org badge.OrgID, code badge.Code) (s saidNow, err error) {
	var c badge.Credential
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		c, err = tx.Org(org).Credential(ctx, code)
		return err
	})
	if err != nil {
		return s, err
	}
	d, err := redraft(c)
	return saidNow{badge.Said{Name: c.Name, IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn, Evidence: d.award.Evidence}}, err
}
