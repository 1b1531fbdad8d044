package claim

import (
	"context"
	"errors"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// Proof is a claim as the link of its letter shows it.
type Proof struct {
	store.ClaimRow
	Invitation Invitation
}

// Proof finds what the link of a letter is about, without spending it: programs
// open links too. A link that was spent shows what became of the claim. Errors:
// badge.ErrGone.
func (c *Claims) Proof(ctx context.Context, token string) (p Proof, err error) {
	id, ok := c.Ring.CheckToken(keyring.PurposeClaim, token)
	if !ok {
		return p, badge.ErrGone
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if p.ClaimRow, err = tx.SystemClaim(ctx, badge.ClaimID(id)); err != nil {
			return err
		}
		if p.Invitation.Offer, err = tx.Org(p.OrgID).Offer(ctx, p.OfferID); err != nil {
			return err
		}
		return p.Invitation.fill(ctx, tx)
	})
	if errors.Is(err, badge.ErrNotFound) || err == nil && p.State == badge.ClaimWaiting && !c.Now().Before(p.Until()) {
		return p, badge.ErrGone
	}
	return p, err
}

// Prove spends the link of a letter: the address is proven, a place is taken,
// and the badge is on its way, or with the organization that wants to look
// first. It was asked in time, so that the closing time has passed by now does
// not matter; that nothing is left does. Spending it again changes nothing.
// Errors: badge.ErrGone; *badge.Invalid by "" with the reason.
func (c *Claims) Prove(ctx context.Context, token string) error {
	p, err := c.Proof(ctx, token)
	if err != nil || p.State != badge.ClaimWaiting {
		return err
	}
	err = c.DB.Write(ctx, func(tx *store.Tx) error {
		q := p.Claim
		return c.accept(ctx, tx, &q)
	})
	if errors.Is(err, badge.ErrConflict) { // the same link, pressed twice at once
		return nil
	}
	return err
}

// accept takes a place for a claim whose address is proven, and grants it or
// brings it to the organization.
func (c *Claims) accept(ctx context.Context, tx *store.Tx, q *badge.Claim) error {
	otx, now := tx.Org(q.OrgID), c.Now()
	offer, err := otx.Offer(ctx, q.OfferID)
	if err != nil {
		return err
	}
	if err := c.onlyOne(ctx, otx, offer, q.Email); err != nil {
		return err
	}
	err = otx.TakePlace(ctx, offer.ID)
	if errors.Is(err, badge.ErrConflict) {
		if !offer.EndedAt.IsZero() {
			return badge.Refuse("", "This was closed in the meantime. No more badges are given out here.")
		}
		return badge.Refuse("", "All badges that were here were claimed in the meantime.")
	}
	if err != nil {
		return err
	}
	if q.Slip != "" {
		err := otx.TakeSlip(ctx, q.Slip, q.ID)
		if errors.Is(err, badge.ErrConflict) {
			return badge.Refuse("", "The badge of this slip was claimed in the meantime. If it was not you, ask the organization whose name is on it.")
		}
		if err != nil {
			return err
		}
	}
	q.ProvenAt = now
	if offer.Review {
		return c.bring(ctx, otx, offer, q)
	}
	return c.grant(ctx, otx, offer, q, badge.ClaimWaiting, badge.Actor{})
}

// onlyOne refuses a second place to a person, by whichever of their addresses,
// and a badge that they hold.
func (c *Claims) onlyOne(ctx context.Context, otx *store.OrgTx, offer badge.Offer, email badge.Email) error {
	emails := []badge.Email{email}
	account, err := otx.SystemAccountByEmail(ctx, email)
	if err == nil {
		all, err := otx.EarnerAddresses(ctx, account.ID)
		if err != nil {
			return err
		}
		for _, a := range all {
			emails = append(emails, a.Email)
		}
	} else if !errors.Is(err, badge.ErrNotFound) {
		return err
	}
	_, err = otx.ClaimedBy(ctx, offer.ID, emails)
	if err == nil {
		return badge.Refuse("", "You have asked for this badge before, and one is for one person. Look for its letter in your mailbox, in the spam folder too.")
	}
	if !errors.Is(err, badge.ErrNotFound) {
		return err
	}
	held, err := otx.Holders(ctx, offer.AchievementID, emails)
	if err == nil && held.On(email, badge.Day(c.Now())) {
		err = badge.Refuse("", "You hold this badge already. Log in, and it is in your portfolio.")
	}
	return err
}

// bring gives a claim to the organization to look at, and tells both sides of
// an application.
func (c *Claims) bring(ctx context.Context, otx *store.OrgTx, offer badge.Offer, q *badge.Claim) error {
	q.State = badge.ClaimAsked
	if err := otx.MoveClaim(ctx, *q, badge.ClaimWaiting); err != nil {
		return err
	}
	if err := otx.Record(ctx, badge.Event{Actor: badge.Actor{}.Name(), Verb: "claim.asked", Subject: string(q.ID), At: q.ProvenAt}); err != nil {
		return err
	}
	if offer.Kind != badge.OfferApplication {
		return nil
	}
	org, err := otx.Organization(ctx)
	if err != nil {
		return err
	}
	asked := c.letter(badge.LetterClaimAsked, *q, q.Email, q.Name)
	review := c.letter(badge.LetterClaimReview, *q, org.Email, org.Name)
	return c.Queue.AddLetters(ctx, otx.Tx, []badge.Letter{asked, review})
}

func (c *Claims) letter(kind badge.LetterKind, q badge.Claim, to badge.Email, name string) badge.Letter {
	return badge.Letter{ID: badge.NewID[badge.LetterID](), OrgID: q.OrgID, Kind: kind, To: to, Name: name, About: string(q.ID), CreatedAt: c.Now()}
}

// grant makes a claim an award, which is issued like every other one.
func (c *Claims) grant(ctx context.Context, otx *store.OrgTx, offer badge.Offer, q *badge.Claim, from badge.ClaimState, by badge.Actor) error {
	now := c.Now()
	batch, err := c.batch(ctx, otx, offer.OrgID, offer.AchievementID, offer.BatchID, batchName(offer))
	if err != nil {
		return err
	}
	if batch != offer.BatchID {
		if err := otx.SetOfferBatch(ctx, offer.ID, batch); err != nil {
			return err
		}
	}
	q.State, q.BatchID, q.DecidedAt = badge.ClaimGranted, batch, now
	q.Row, err = c.award(ctx, otx, offer.OrgID, badge.Award{BatchID: batch, Name: q.Name, Email: q.Email, IssuedOn: badge.Day(now), Evidence: q.Evidence, Language: q.Language})
	if err != nil {
		return err
	}
	if err := otx.MoveClaim(ctx, *q, from); err != nil {
		return err
	}
	return otx.Record(ctx, badge.Event{Actor: by.Name(), Verb: "claim.granted", Subject: string(q.ID), At: now})
}

// batchName is what stands in the place of a file's name.
func batchName(o badge.Offer) string {
	switch o.Kind {
	case badge.OfferSlips:
		return "Claim slips"
	case badge.OfferApplication:
		return "Applications"
	}
	return "Claim code " + o.Code.Grouped()
}

// mayBeIssued refuses a badge that is a draft or archived by now, and every
// badge of an organization that was suspended.
func mayBeIssued(ctx context.Context, otx *store.OrgTx, a badge.Achievement) error {
	if org, err := otx.Organization(ctx); err != nil || !org.SuspendedAt.IsZero() {
		return errors.Join(err, badge.ErrSuspended)
	}
	if a.Issuable() != nil {
		return badge.Refuse("", "This badge is not given out at present.")
	}
	return nil
}

// batch finds the batch that awards go into: the one used last, or a new one
// when the badge has another wording by now.
func (c *Claims) batch(ctx context.Context, otx *store.OrgTx, org badge.OrgID, achievement badge.AchievementID, last badge.BatchID, name string) (badge.BatchID, error) {
	a, err := otx.Achievement(ctx, achievement)
	if err == nil {
		err = mayBeIssued(ctx, otx, a)
	}
	if err != nil {
		return "", err
	}
	if last != "" {
		b, err := otx.Batch(ctx, last)
		if err != nil {
			return "", err
		}
		if b.RevisionID == a.Revision.ID {
			return last, nil
		}
	}
	now := c.Now()
	b := badge.Batch{
		ID: badge.NewID[badge.BatchID](), OrgID: org, AchievementID: achievement, RevisionID: a.Revision.ID, FileName: name,
		State: badge.BatchConfirmed, CreatedAt: now, ConfirmedAt: now,
	}
	return b.ID, otx.AddBatch(ctx, b)
}

// award adds one award to a batch and the job that issues it.
func (c *Claims) award(ctx context.Context, otx *store.OrgTx, org badge.OrgID, a badge.Award) (row int, err error) {
	row, err = otx.AppendAward(ctx, a)
	if err != nil {
		return 0, err
	}
	return row, c.Queue.Add(ctx, otx.Tx, queue.IssueChunk{Org: string(org), Batch: string(a.BatchID), First: row, Last: row})
}
