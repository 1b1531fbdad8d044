package claim

import (
	"context"
	"errors"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Asked finds one claim on an offer of an organization. Errors:
// badge.ErrNotFound; those of Actor.May.
func (c *Claims) Asked(ctx context.Context, actor badge.Actor, org badge.OrgID, offer badge.OfferID, id badge.ClaimID) (p Proof, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return p, err
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if _, err = tx.Org(org).Claim(ctx, id); err != nil {
			return err
		}
		if p.ClaimRow, err = tx.SystemClaim(ctx, id); err != nil {
			return err
		}
		if p.OfferID != offer || p.State == badge.ClaimWaiting { // an address that nobody proved says nothing
			return badge.ErrNotFound
		}
		if p.Invitation.Offer, err = tx.Org(org).Offer(ctx, p.OfferID); err != nil {
			return err
		}
		return p.Invitation.fill(ctx, tx)
	})
	return p, err
}

// Decision is what an organization says to claims that wait for it.
type Decision struct {
	Claims  []badge.ClaimID
	Approve bool
	Name    string // in the place of the one that was given, for one claim; empty: as given
	Reason  string // needed to decline; for approved applications it may be empty
}

// maxDecided is how many claims one press decides.
const maxDecided = 500

// Decide grants or declines claims that wait. It says how many this call
// decided: those that somebody decided before are left alone. Declining gives
// the place back and tells the person why. Errors: *badge.Invalid;
// badge.ErrNotFound; those of Actor.May.
func (c *Claims) Decide(ctx context.Context, actor badge.Actor, org badge.OrgID, offer badge.OfferID, d Decision) (decided int, err error) {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return 0, err
	}
	if len(d.Claims) == 0 {
		return 0, badge.Refuse("claims", "Choose at least one person.")
	}
	if len(d.Claims) > maxDecided {
		return 0, badge.Refuse("claims", fmt.Sprintf("Decide up to %d at once.", maxDecided))
	}
	if d.Reason, err = checkAnswer(d.Reason, !d.Approve); err != nil {
		return 0, err
	}
	if d.Name, err = badge.CheckName("name", d.Name); err != nil {
		return 0, err
	}
	err = c.DB.Write(ctx, func(tx *store.Tx) error {
		decided = 0
		for _, id := range d.Claims {
			err := c.decideOne(ctx, tx.Org(org), actor, offer, id, d)
			if errors.Is(err, errDecided) {
				continue
			}
			if err != nil {
				return err
			}
			decided++
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("decide claims on offer %s: %w", offer, err)
	}
	return decided, nil
}

// errDecided: somebody was faster.
var errDecided = errors.New("decided before")

func (c *Claims) decideOne(ctx context.Context, otx *store.OrgTx, actor badge.Actor, offer badge.OfferID, id badge.ClaimID, d Decision) error {
	q, err := otx.Claim(ctx, id)
	if err != nil {
		return err
	}
	if q.OfferID != offer {
		return badge.ErrNotFound
	}
	if q.State != badge.ClaimAsked {
		return errDecided
	}
	o, err := otx.Offer(ctx, offer)
	if err == nil {
		err = actor.MayBadge(badge.ActIssue, o.OrgID, o.AchievementID)
	}
	if err != nil {
		return err
	}
	q.Reason = d.Reason
	if d.Name != "" {
		q.Name = d.Name
	}
	if d.Approve {
		err = c.grant(ctx, otx, o, &q, badge.ClaimAsked, actor)
	} else {
		err = c.decline(ctx, otx, &q, actor)
	}
	if err != nil || d.Approve && o.Kind != badge.OfferApplication { // the letter with the badge says it all
		return err
	}
	return c.Queue.AddLetters(ctx, otx.Tx, []badge.Letter{c.letter(badge.LetterClaimDecided, q, q.Email, q.Name)})
}

func (c *Claims) decline(ctx context.Context, otx *store.OrgTx, q *badge.Claim, actor badge.Actor) error {
	q.State, q.DecidedAt = badge.ClaimDeclined, c.Now()
	if err := otx.MoveClaim(ctx, *q, badge.ClaimAsked); err != nil {
		return err
	}
	if err := otx.ReturnPlace(ctx, q.OfferID); err != nil {
		return err
	}
	return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "claim.declined", Subject: string(q.ID), At: q.DecidedAt})
}

func checkAnswer(text string, needed bool) (string, error) {
	n := badge.RequestNote{Text: text, State: badge.RequestOpen}
	if text == "" && !needed {
		return "", nil
	}
	err := n.Validate()
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		sentence := invalid.Fields["text"]
		if n.Text == "" {
			sentence = "Give the reason. The person gets it by letter."
		}
		return "", badge.Refuse("reason", sentence)
	}
	return n.Text, err
}

// File opens the file that came with an application. Errors: badge.ErrNotFound.
func (c *Claims) File(ctx context.Context, p Proof) ([]byte, error) {
	if p.Claim.File == "" {
		return nil, badge.ErrNotFound
	}
	data, err := c.Blobs.Get(ctx, p.Claim.File)
	if err != nil {
		return nil, errors.Join(badge.ErrNotFound, err)
	}
	return data, nil
}
