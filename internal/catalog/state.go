package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Archive takes a badge out of use: it cannot be issued, and what was issued
// stays valid. Errors: badge.ErrConflict when it is not published; those of
// Actor.May.
func (c *Catalog) Archive(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID) error {
	return c.move(ctx, actor, org, id, badge.AchievementPublished, badge.AchievementArchived, "achievement.archived")
}

// Restore puts an archived badge back into use. Errors: badge.ErrConflict when
// it is not archived; those of Actor.May.
func (c *Catalog) Restore(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID) error {
	return c.move(ctx, actor, org, id, badge.AchievementArchived, badge.AchievementPublished, "achievement.restored")
}

func (c *Catalog) move(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID, from, to badge.AchievementState, verb string) error {
	if err := actor.MayBadge(badge.ActDesign, org, id); err != nil {
		return err
	}
	return c.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Org(org).SetAchievementState(ctx, id, from, to); err != nil {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: verb, Subject: string(id), At: c.Now()})
	})
}

// Copy makes a draft that says what another badge of the organization says.
// Errors: *badge.Invalid; badge.ErrNotFound; those of Actor.May.
func (c *Catalog) Copy(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID) (badge.Achievement, error) {
	a, err := c.Achievement(ctx, actor, org, id)
	if err != nil {
		return a, err
	}
	if err := actor.May(badge.ActDesign, org); err != nil {
		return a, err
	}
	a.Revision.Name = "Copy of " + a.Revision.Name
	a = c.fresh(a, org)
	if err := a.Validate(); err != nil {
		return a, err
	}
	return a, c.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Org(org).AddAchievement(ctx, a); err != nil {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "achievement.copied", Subject: string(a.ID), Note: string(id), At: a.CreatedAt})
	})
}

// fresh is a draft of an organization's own that says what another badge says.
func (c *Catalog) fresh(a badge.Achievement, org badge.OrgID) badge.Achievement {
	if r := []rune(a.Revision.Name); len(r) > 150 {
		a.Revision.Name = string(r[:150])
	}
	a.ID, a.OrgID, a.State, a.Slug, a.CreatedAt = badge.NewID[badge.AchievementID](), org, badge.AchievementDraft, freeSlug(a.Revision.Name), c.Now()
	a.Revision.ID, a.Revision.AchievementID, a.Revision.Number, a.Revision.CreatedAt = badge.NewID[badge.RevisionID](), a.ID, 1, a.CreatedAt
	return a
}

// freeSlug is made from a name and is not another one's.
func freeSlug(name string) string {
	end := "-" + string(badge.NewID[badge.AchievementID]())[8:]
	slug := badge.SlugFrom(name)
	if slug == "" {
		slug = "badge"
	}
	return badge.SlugFrom(slug[:min(len(slug), 40-len(end))] + end)
}

// CodeLifetime is how long a badge can be taken over by a code.
const CodeLifetime = 7 * 24 * time.Hour

// Share returns a code by which one other organization can take a copy of a
// badge, once, within CodeLifetime. Errors: *badge.Invalid for a draft;
// badge.ErrNotFound; those of Actor.May.
func (c *Catalog) Share(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID) (code string, until time.Time, err error) {
	if err := actor.MayBadge(badge.ActDesign, org, id); err != nil {
		return "", until, err
	}
	drawn, err := badge.NewCode(c.Random)
	if err != nil {
		return "", until, err
	}
	now := c.Now()
	until = now.Add(CodeLifetime)
	err = c.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		a, err := otx.Achievement(ctx, id)
		if err != nil {
			return err
		}
		if a.State == badge.AchievementDraft {
			return badge.Refuse("", "This badge is a draft. Publish it first, then share it.")
		}
		if err := otx.AddBadgeCode(ctx, codeHash(drawn), id, until, now); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "achievement.shared", Subject: string(id), At: now})
	})
	if err != nil {
		return "", until, fmt.Errorf("share achievement %s: %w", id, err)
	}
	return string(drawn[:4] + "-" + drawn[4:8] + "-" + drawn[8:]), until, nil
}

func codeHash(code badge.Code) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// Receive takes a copy of the badge that another organization gave a code for.
// The copy is a draft of the organization's own, and says who wrote it: the
// other one, or whom that one names. Errors: *badge.Invalid for "code"; those of
// Actor.May.
func (c *Catalog) Receive(ctx context.Context, actor badge.Actor, org badge.OrgID, typed string) (copied badge.Achievement, err error) {
	if err := actor.May(badge.ActDesign, org); err != nil {
		return copied, err
	}
	unknown := badge.Refuse("code", "This code does not lead to a badge: it may be mistyped, used already, or older than a week. Ask for another one.")
	code, ok := badge.ParseCode(typed)
	if !ok {
		return copied, unknown
	}
	now := c.Now()
	err = c.DB.Write(ctx, func(tx *store.Tx) error {
		a, giver, err := tx.Org(org).TakeBadgeCode(ctx, codeHash(code), now)
		if err != nil {
			return err
		}
		if a.Revision.Creator == (badge.Creator{}) && giver.ID != org {
			a.Revision.Creator = badge.Creator{Name: giver.Name, URL: giver.URL}
		}
		copied = c.fresh(a, org)
		if err := copied.Validate(); err != nil {
			return err
		}
		if err := tx.Org(org).AddAchievement(ctx, copied); err != nil {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "achievement.received", Subject: string(copied.ID), Note: giver.Name, At: now})
	})
	if errors.Is(err, badge.ErrNotFound) {
		return copied, unknown
	}
	return copied, err
}
