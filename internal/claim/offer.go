package claim

import (
	"context"
	"errors"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// codeAttempts is how often another code is drawn when one is taken.
const codeAttempts = 5

// Offer makes an offer of a badge. names are those of its slips, for an offer
// of that kind. Errors: *badge.Invalid; badge.ErrNotFound; those of Actor.May.
func (c *Claims) Offer(ctx context.Context, actor badge.Actor, org badge.OrgID, o badge.Offer, names []string) (badge.Offer, error) {
	if err := actor.MayBadge(badge.ActIssue, org, o.AchievementID); err != nil {
		return o, err
	}
	now := c.Now()
	o.OrgID, o.CreatedAt = org, now
	switch o.Kind {
	case badge.OfferSlips:
		o.Quota, o.Review = len(names), false
	case badge.OfferApplication:
		o.Review = true
	}
	err := o.Validate(now)
	if err == nil && o.Kind == badge.OfferSlips {
		names, err = checkNames(names)
	}
	if err != nil {
		return o, err
	}
	for attempt := 1; ; attempt++ {
		o.ID = badge.NewID[badge.OfferID]()
		slips, err := c.draw(&o, names)
		if err != nil {
			return o, err
		}
		err = c.add(ctx, actor, o, slips)
		if !errors.Is(err, badge.ErrConflict) || attempt == codeAttempts {
			return o, err
		}
	}
}

// draw gives an offer its code, or its slips theirs.
func (c *Claims) draw(o *badge.Offer, names []string) (slips []store.Slip, err error) {
	if o.Kind == badge.OfferCode {
		o.Code, err = badge.NewPosterCode(c.Random)
		return nil, err
	}
	for n, name := range names {
		code, err := badge.NewSlipCode(c.Random)
		if err != nil {
			return nil, err
		}
		slips = append(slips, store.Slip{Code: code, OfferID: o.ID, Number: n + 1, Name: name})
	}
	return slips, nil
}

func (c *Claims) add(ctx context.Context, actor badge.Actor, o badge.Offer, slips []store.Slip) error {
	err := c.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(o.OrgID)
		a, err := otx.Achievement(ctx, o.AchievementID)
		if err == nil {
			err = a.Issuable()
		}
		if err != nil {
			return err
		}
		if a.EvidenceRequired && o.Kind != badge.OfferApplication {
			return badge.Refuse("badge", "This badge is issued with evidence only, and nobody gives any with a code. Let people apply for it instead.")
		}
		if o.Kind == badge.OfferApplication {
			_, err := otx.OpenApplication(ctx, o.AchievementID)
			if err == nil {
				return badge.Refuse("badge", "People can apply for this badge already. End that first, or change nothing.")
			}
			if !errors.Is(err, badge.ErrNotFound) {
				return err
			}
		}
		if err := otx.AddOffer(ctx, o); err != nil {
			return err
		}
		if err := otx.AddSlips(ctx, slips); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "offer.made", Subject: string(o.ID), Note: string(o.Kind), At: o.CreatedAt})
	})
	if err != nil {
		return fmt.Errorf("make an offer: %w", err)
	}
	return nil
}

// checkNames trims the names of slips and says what cannot be printed.
func checkNames(typed []string) (names []string, err error) {
	if len(typed) == 0 {
		return nil, badge.Refuse("names", "Write one name a line.")
	}
	if len(typed) > badge.MaxSlips {
		return nil, badge.Refuse("names", fmt.Sprintf("A sheet has up to %d names, and these are %d. Make several sheets.", badge.MaxSlips, len(typed)))
	}
	for n, name := range typed {
		name, err := badge.CheckName("names", name)
		if err != nil || name == "" {
			return nil, badge.Refuse("names", fmt.Sprintf("The name in line %d cannot be printed. A name has up to 150 characters.", n+1))
		}
		names = append(names, name)
	}
	return names, nil
}

// Offers lists an organization's offers, the newest first, older than before.
func (c *Claims) Offers(ctx context.Context, actor badge.Actor, org badge.OrgID, before badge.OfferID, limit int) (rows []store.OfferRow, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.Org(org).Offers(ctx, before, limit)
		return err
	})
	return rows, err
}

// Waiting counts the claims that an organization has to decide.
func (c *Claims) Waiting(ctx context.Context, actor badge.Actor, org badge.OrgID) (n int, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return 0, err
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.Org(org).CountAskedClaims(ctx)
		return err
	})
	return n, err
}

// Desk is an offer as the organization sees it.
type Desk struct {
	badge.Offer
	Achievement badge.Achievement
	Counts      map[badge.ClaimState]int
	Claims      []store.ClaimRow
	Slips       []store.Slip
}

// Open finds one of an organization's offers with the claims that stand
// somewhere, older than before. Errors: badge.ErrNotFound; those of Actor.May.
func (c *Claims) Open(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.OfferID, state badge.ClaimState, before badge.ClaimID, limit int) (d Desk, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return d, err
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(org)
		if d.Offer, err = otx.Offer(ctx, id); err != nil {
			return err
		}
		if d.Achievement, err = otx.Achievement(ctx, d.AchievementID); err != nil {
			return err
		}
		if d.Counts, err = otx.CountClaims(ctx, id); err != nil {
			return err
		}
		if d.Claims, err = otx.Claims(ctx, id, state, before, limit); err != nil || d.Kind != badge.OfferSlips {
			return err
		}
		d.Slips, err = otx.Slips(ctx, id)
		return err
	})
	return d, err
}

// End ends an offer: nobody can ask any more, and links that were not opened
// yet open nothing. Errors: badge.ErrConflict when it was ended before.
func (c *Claims) End(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.OfferID) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	return c.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		o, err := otx.Offer(ctx, id)
		if err == nil {
			err = actor.MayBadge(badge.ActIssue, org, o.AchievementID)
		}
		if err != nil {
			return err
		}
		if err := otx.EndOffer(ctx, id, c.Now()); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "offer.ended", Subject: string(id), At: c.Now()})
	})
}
