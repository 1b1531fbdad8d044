// Package catalog is the room of what can be earned: achievements with their
// pictures and their revisions. A change adds a revision; what was issued
// keeps the one it was issued from.
package catalog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/design"
	"laurel/internal/render"
	"laurel/internal/store"
)

// Catalog creates and revises achievements.
type Catalog struct {
	DB     *store.DB
	Blobs  *blob.Folder
	Draw   *render.Engine
	Now    func() time.Time
	Random io.Reader
}

// Create adds an achievement with its first revision, published unless its
// state says that it is a draft. picture is PNG, JPEG or SVG; what is kept and
// shown is a PNG. Without one, the picture is drawn from the revision's
// design, of a draft when it is published. Errors: *badge.Invalid and those of Actor.May.
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
	if a.State == "" {
		a.State = badge.AchievementPublished
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

// Revise gives an achievement another wording, and says whether it needs
// evidence. One that is published or archived gets another revision; what was
// issued keeps its own. A draft is written over, and is published when the
// state of to says so. Without a new picture the present one stays, with its
// design. Errors: *badge.Invalid; badge.ErrConflict when somebody else changed
// it since; those of Actor.May.
func (c *Catalog) Revise(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID, to badge.Achievement, picture []byte) (badge.Achievement, error) {
	return c.change(ctx, actor, org, id, picture, func(a *badge.Achievement) {
		to.Revision.Picture, to.Revision.Vector, to.Revision.Design = a.Revision.Picture, a.Revision.Vector, a.Revision.Design
		a.Revision, a.EvidenceRequired = to.Revision, to.EvidenceRequired
		if a.State == badge.AchievementDraft && to.State == badge.AchievementPublished {
			a.State = to.State
		}
	})
}

// Redraw gives an achievement a picture drawn from a design, and changes
// nothing else; who never said what the picture shows gets words for it. The
// errors are those of Revise.
func (c *Catalog) Redraw(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID, d design.Design) (badge.Achievement, error) {
	return c.change(ctx, actor, org, id, nil, func(a *badge.Achievement) {
		if before, err := design.Parse(a.Revision.Design); a.Revision.Alt == "" || err == nil && a.Revision.Alt == before.Words() {
			a.Revision.Alt = d.Words()
		}
		a.Revision.Design, a.Revision.Picture, a.Revision.Vector = d.JSON(), "", ""
	})
}

// change writes over a draft, or adds a revision.
func (c *Catalog) change(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID, picture []byte, to func(*badge.Achievement)) (badge.Achievement, error) {
	if err := actor.MayBadge(badge.ActDesign, org, id); err != nil {
		return badge.Achievement{}, err
	}
	before, err := c.Achievement(ctx, actor, org, id)
	if err != nil {
		return before, err
	}
	a, verb := before, "achievement.revised"
	to(&a)
	a.Revision.ID, a.Revision.AchievementID, a.Revision.Number, a.Revision.CreatedAt = badge.NewID[badge.RevisionID](), id, before.Revision.Number+1, c.Now()
	draft := before.State == badge.AchievementDraft
	if draft {
		a.Revision.ID, a.Revision.Number, verb = before.Revision.ID, before.Revision.Number, "achievement.drafted"
	}
	if draft && a.State == badge.AchievementPublished {
		verb = "achievement.published"
	}
	if err := c.complete(ctx, &a, picture); err != nil {
		return a, err
	}
	err = c.DB.Write(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(org)
		if draft {
			err = otx.Rewrite(ctx, a, before.Revision.CreatedAt)
		} else {
			err = otx.Revise(ctx, a)
		}
		if err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: verb, Subject: string(a.Revision.ID), At: a.Revision.CreatedAt})
	})
	if err != nil {
		return a, fmt.Errorf("change achievement %s: %w", a.Slug, err)
	}
	return a, nil
}

// ready tells whether a badge lacks nothing but its picture.
func ready(a badge.Achievement) error {
	a.Revision.Picture = "to be drawn"
	a.Revision.Tags, a.Revision.Alignments = slices.Clone(a.Revision.Tags), slices.Clone(a.Revision.Alignments)
	a.Revision.Translations = slices.Clone(a.Revision.Translations)
	return a.Validate()
}

// complete keeps the picture and validates everything. Of a draft a design is
// enough; what is published gets the picture drawn, which takes a moment.
func (c *Catalog) complete(ctx context.Context, a *badge.Achievement, picture []byte) error {
	r := &a.Revision
	if len(picture) > 0 {
		r.Design = ""
	} else if r.Picture == "" && r.Design != "" {
		d, err := design.Parse(r.Design)
		if err != nil {
			return badge.Refuse("image", err.Error())
		}
		if r.Design = d.JSON(); a.State != badge.AchievementDraft {
			if err := ready(*a); err != nil {
				return err // before anything is drawn
			}
			picture = d.SVG()
		}
	}
	if len(picture) > 0 {
		if err := c.keep(ctx, r, picture); err != nil {
			return err
		}
	}
	if r.Tags == nil {
		r.Tags = []string{}
	}
	return a.Validate()
}

// keep draws a picture and keeps it, with its vectors where it was uploaded as
// such. A picture that is drawn from a design needs none: the design is kept.
func (c *Catalog) keep(ctx context.Context, r *badge.Revision, picture []byte) error {
	p, err := c.Draw.Picture(ctx, picture)
	var vector []byte
	if err == nil && r.Design == "" {
		vector, err = c.Draw.Vector(ctx, picture)
	}
	if refused, ok := errors.AsType[*render.Refused](err); ok {
		return badge.Refuse("image", refused.Error())
	}
	if err != nil {
		return err
	}
	if r.Picture, err = c.Blobs.Put(ctx, p.PNG); err != nil {
		return fmt.Errorf("keep the picture: %w", err)
	}
	if r.Vector = ""; vector == nil {
		return nil
	}
	if r.Vector, err = c.Blobs.Put(ctx, vector); err != nil {
		return fmt.Errorf("keep the vectors of the picture: %w", err)
	}
	return nil
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

// Issuable lists what can be issued now, by name.
func (c *Catalog) Issuable(ctx context.Context, actor badge.Actor, org badge.OrgID) (list []store.AchievementCount, err error) {
	all, err := c.List(ctx, actor, org)
	return published(all), err
}

// Earnable lists what an organization offers, by name; anybody may know it.
func (c *Catalog) Earnable(ctx context.Context, org badge.OrgID) (list []store.AchievementCount, err error) {
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).Achievements(ctx)
		return err
	})
	return published(list), err
}

func published(all []store.AchievementCount) []store.AchievementCount {
	return slices.DeleteFunc(all, func(a store.AchievementCount) bool { return a.Issuable() != nil })
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
