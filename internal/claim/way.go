package claim

import (
	"context"
	"errors"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Way is a pathway as people see it.
type Way struct {
	badge.Pathway
	Organization badge.Organization
	Achievement  badge.Achievement
	Steps        []WayStep
	Code         badge.Code // of what it leads to, when the reader holds it
	Done         int        // steps that the reader holds
}

// WayStep is one badge on the way.
type WayStep struct {
	badge.Achievement
	Code badge.Code // when the reader holds it
}

// PathwayTo finds the pathway to a badge, with the steps that the reader holds.
// Errors: badge.ErrNotFound when there is none.
func (c *Claims) PathwayTo(ctx context.Context, reader badge.Actor, org badge.OrgID, achievement badge.AchievementID) (w Way, err error) {
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		w, err = c.way(ctx, tx, reader, org, achievement)
		if err == nil && len(w.Steps) == 0 {
			err = badge.ErrNotFound
		}
		return err
	})
	return w, err
}

func (c *Claims) way(ctx context.Context, tx *store.Tx, reader badge.Actor, org badge.OrgID, achievement badge.AchievementID) (w Way, err error) {
	otx := tx.Org(org)
	if w.Pathway, err = otx.Pathway(ctx, achievement); err != nil {
		return w, err
	}
	if w.Organization, err = otx.Organization(ctx); err != nil {
		return w, err
	}
	if w.Achievement, err = otx.Achievement(ctx, achievement); err != nil {
		return w, err
	}
	held := map[badge.AchievementID]badge.Code{}
	if reader.AccountID != "" {
		if held, err = otx.HeldSteps(ctx, reader.AccountID, badge.Day(c.Now())); err != nil {
			return w, err
		}
	}
	w.Code = held[achievement]
	for _, id := range w.Pathway.Steps {
		a, err := otx.Achievement(ctx, id)
		if err != nil {
			return w, err
		}
		w.Steps = append(w.Steps, WayStep{Achievement: a, Code: held[id]})
		if held[id] != "" {
			w.Done++
		}
	}
	return w, nil
}

// MyPathways lists the pathways of which the actor holds a step.
func (c *Claims) MyPathways(ctx context.Context, actor badge.Actor) (ways []Way, err error) {
	if actor.AccountID == "" {
		return nil, badge.ErrSignedOut
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) error {
		ways = nil
		begun, err := tx.EarnerPathways(ctx, actor.AccountID)
		if err != nil {
			return err
		}
		for _, p := range begun {
			w, err := c.way(ctx, tx, actor, p.OrgID, p.AchievementID)
			if err != nil {
				return err
			}
			ways = append(ways, w)
		}
		return nil
	})
	return ways, err
}

// DeskWay is a pathway as the organization sees it.
type DeskWay struct {
	Way
	Awarded, Lapsed int
	People          []store.LapsedRow // whose steps are not held any more
}

// Pathways lists an organization's pathways.
func (c *Claims) Pathways(ctx context.Context, actor badge.Actor, org badge.OrgID) (ways []DeskWay, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) error {
		ways = nil
		arrows, err := tx.Org(org).PathwaySteps(ctx)
		if err != nil {
			return err
		}
		for n, a := range arrows { // those of one pathway lie together
			if n > 0 && arrows[n-1].To == a.To {
				continue
			}
			w, err := c.deskWay(ctx, tx, org, a.To)
			if err != nil {
				return err
			}
			ways = append(ways, w)
		}
		return nil
	})
	return ways, err
}

// lapsedMost bounds the list of people whose steps are not held any more.
const lapsedMost = 50

func (c *Claims) deskWay(ctx context.Context, tx *store.Tx, org badge.OrgID, achievement badge.AchievementID) (w DeskWay, err error) {
	if w.Way, err = c.way(ctx, tx, badge.Actor{}, org, achievement); err != nil {
		return w, err
	}
	if w.Awarded, w.Lapsed, err = tx.Org(org).CountPathwayAwards(ctx, achievement); err != nil {
		return w, err
	}
	w.People, err = tx.Org(org).PathwayLapsed(ctx, achievement, lapsedMost)
	return w, err
}

// PathwayOf finds the pathway to a badge of an organization; one without steps
// when there is none. Errors: badge.ErrNotFound when there is no such badge;
// those of Actor.May.
func (c *Claims) PathwayOf(ctx context.Context, actor badge.Actor, org badge.OrgID, slug string) (w DeskWay, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return w, err
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) error {
		a, err := tx.Org(org).AchievementBySlug(ctx, slug)
		if err != nil {
			return err
		}
		w, err = c.deskWay(ctx, tx, org, a.ID)
		if errors.Is(err, badge.ErrNotFound) {
			w, err = DeskWay{Way: Way{Achievement: a}}, nil
		}
		return err
	})
	return w, err
}
