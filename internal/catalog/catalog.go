// Package catalog is the room of what can be earned: achievements with their
// pictures and their revisions. A change adds a revision; what was issued
// keeps the one it was issued from.
package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/render"
	"laurel/internal/store"
)

// Catalog creates and revises achievements.
type Catalog struct {
	DB    *store.DB
	Blobs *blob.Folder
	Draw  *render.Engine
	Now   func() time.Time
}

// Create adds an achievement with its first revision. picture is PNG, JPEG or
// SVG; what is kept and shown is a PNG. Errors: *badge.Invalid and those of
// Actor.May.
func (c *Catalog) Create(ctx context.Context, actor badge.Actor, org badge.OrgID, a badge.Achievement, picture []byte) (badge.Achievement, error) {
	if err := actor.May(badge.ActDesign, org); err != nil {
		return a, err
	}
	if a.Slug == "" {
		a.Slug = badge.SlugFrom(a.Revision.Name)
	}
	if a.Slug == "" { // a name without Latin letters
		a.Slug = "badge-" + string(badge.NewID[badge.AchievementID]())[7:]
	}
	a.ID, a.OrgID, a.CreatedAt = badge.NewID[badge.AchievementID](), org, c.Now()
	a.Revision.ID, a.Revision.AchievementID = badge.NewID[badge.RevisionID](), a.ID
	a.Revision.Number, a.Revision.CreatedAt = 1, a.CreatedAt
	if err := c.complete(ctx, &a, picture); err != nil {
		return a, err
	}
	err := c.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := otx.AddAchievement(ctx, a); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "achievement.created", Subject: string(a.ID), At: a.CreatedAt})
	})
	if errors.Is(err, badge.ErrConflict) {
		return a, badge.Refuse("slug", "You have a badge with this address already. Choose another one.")
	}
	if err != nil {
		return a, fmt.Errorf("create achievement %s: %w", a.Slug, err)
	}
	return a, nil
}

// Revise adds a revision. Without a new picture the present one stays.
// Errors: *badge.Invalid; badge.ErrConflict when somebody else revised it
// since; those of Actor.May.
func (c *Catalog) Revise(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID, r badge.Revision, picture []byte) (badge.Achievement, error) {
	if err := actor.MayBadge(badge.ActDesign, org, id); err != nil {
		return badge.Achievement{}, err
	}
	a, err := c.Achievement(ctx, actor, org, id)
	if err != nil {
		return a, err
	}
	r.ID, r.AchievementID, r.Number, r.CreatedAt = badge.NewID[badge.RevisionID](), id, a.Revision.Number+1, c.Now()
	r.Picture = a.Revision.Picture
	a.Revision = r
	if err := c.complete(ctx, &a, picture); err != nil {
		return a, err
	}
	err = c.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := otx.Revise(ctx, a.Revision); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "achievement.revised", Subject: string(r.ID), At: r.CreatedAt})
	})
	if err != nil {
		return a, fmt.Errorf("revise achievement %s: %w", a.Slug, err)
	}
	return a, nil
}

// complete keeps the picture and validates everything.
func (c *Catalog) complete(ctx context.Context, a *badge.Achievement, picture []byte) error {
	if len(picture) > 0 {
		p, err := c.Draw.Picture(ctx, picture)
		if refused, ok := errors.AsType[*render.Refused](err); ok {
			return badge.Refuse("image", refused.Error())
		}
		if err != nil {
			return err
		}
		if a.Revision.Picture, err = c.Blobs.Put(ctx, p.PNG); err != nil {
			return fmt.Errorf("keep the picture: %w", err)
		}
	}
	if a.Revision.Tags == nil {
		a.Revision.Tags = []string{}
	}
	return a.Validate()
}

// Achievement finds one with its current revision.
func (c *Catalog) Achievement(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID) (a badge.Achievement, err error) {
	return c.find(ctx, actor, org, func(tx *store.OrgTx) (badge.Achievement, error) { return tx.Achievement(ctx, id) })
}

// BySlug finds one by its address within the organization.
func (c *Catalog) BySlug(ctx context.Context, actor badge.Actor, org badge.OrgID, slug string) (badge.Achievement, error) {
	return c.find(ctx, actor, org, func(tx *store.OrgTx) (badge.Achievement, error) { return tx.AchievementBySlug(ctx, slug) })
}

func (c *Catalog) find(ctx context.Context, actor badge.Actor, org badge.OrgID, by func(*store.OrgTx) (badge.Achievement, error)) (a badge.Achievement, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return a, err
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		a, err = by(tx.Org(org))
		return err
	})
	return a, err
}

// List lists the organization's achievements by name, with how often each was issued.
func (c *Catalog) List(ctx context.Context, actor badge.Actor, org badge.OrgID) (list []store.AchievementCount, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).Achievements(ctx)
		return err
	})
	return list, err
}

// Earnable lists what an organization offers, by name; anybody may know it.
func (c *Catalog) Earnable(ctx context.Context, org badge.OrgID) (list []store.AchievementCount, err error) {
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).Achievements(ctx)
		return err
	})
	return list, err
}

// Public finds an achievement in the wording of one revision, with its
// organization; anybody may know it.
func (c *Catalog) Public(ctx context.Context, revision badge.RevisionID) (a badge.Achievement, org badge.Organization, err error) {
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if a, err = tx.PublicAchievement(ctx, revision); err != nil {
			return err
		}
		org, err = tx.Org(a.OrgID).Organization(ctx)
		return err
	})
	return a, org, err
}
