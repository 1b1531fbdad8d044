package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// skillsAtOnce is how many skills one transaction takes in.
const skillsAtOnce = 2000

// unreadAfter is when a framework that is still being read belongs to a process
// that is gone.
const unreadAfter = time.Hour

// found is how many skills a search lists.
const found = 12

// AddFramework keeps the skills of a file; address is what those without one of
// their own are named by. Errors: *badge.Invalid for "name", "file" and
// "address"; those of Actor.May.
func (c *Catalog) AddFramework(ctx context.Context, actor badge.Actor, org badge.OrgID, name, address string, file []byte) (f badge.Framework, err error) {
	if err := actor.May(badge.ActDesign, org); err != nil {
		return f, err
	}
	f = badge.Framework{ID: badge.NewID[badge.FrameworkID](), OrgID: org, CreatedAt: c.Now()}
	if f.Name, err = badge.CheckFrameworkName(name); err != nil {
		return f, err
	}
	skills, err := readSkills(file, address)
	if err != nil {
		return f, err
	}
	if err := c.begin(ctx, f, len(skills)); err != nil {
		return f, err
	}
	for first := 0; first < len(skills) && err == nil; first += skillsAtOnce {
		part := skills[first:min(first+skillsAtOnce, len(skills))]
		for n := range part {
			part[n].ID, part[n].FrameworkID = badge.NewID[badge.SkillID](), f.ID
		}
		err = c.DB.Write(ctx, func(tx *store.Tx) error { return tx.Org(org).AddSkills(ctx, part) })
	}
	if err == nil {
		f.Skills = len(skills)
		err = c.DB.Write(ctx, func(tx *store.Tx) error {
			if err := tx.Org(org).FrameworkRead(ctx, f.ID, f.Skills); err != nil {
				return err
			}
			return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "framework.added", Subject: string(f.ID), Note: f.Name, At: f.CreatedAt})
		})
	}
	if err != nil {
		return f, errors.Join(fmt.Errorf("keep the skills of %s: %w", f.Name, err), c.drop(context.WithoutCancel(ctx), org, f.ID))
	}
	return f, nil
}

// begin makes room for a framework: what was never read to its end goes, and
// there must not be too many skills.
func (c *Catalog) begin(ctx context.Context, f badge.Framework, skills int) error {
	return c.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(f.OrgID)
		unread, err := otx.UnreadFrameworks(ctx, c.Now().Add(-unreadAfter))
		if err != nil {
			return err
		}
		for _, id := range unread {
			if err := otx.DropFramework(ctx, id); err != nil {
				return err
			}
		}
		kept, err := otx.Frameworks(ctx)
		if err != nil {
			return err
		}
		total := skills
		for _, k := range kept {
			total += k.Skills
		}
		if total > badge.MaxSkills {
			return badge.Refuse("file", fmt.Sprintf("Your frameworks would have %d skills, and 50,000 is the limit. Remove one that you do not use, or upload a part of the file.", total))
		}
		return otx.AddFramework(ctx, f)
	})
}

func (c *Catalog) drop(ctx context.Context, org badge.OrgID, id badge.FrameworkID) error {
	return c.DB.Write(ctx, func(tx *store.Tx) error { return tx.Org(org).DropFramework(ctx, id) })
}

// DropFramework removes a framework; badges keep the skills that they name.
// Errors: badge.ErrConflict when it is not there; those of Actor.May.
func (c *Catalog) DropFramework(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.FrameworkID) error {
	if err := actor.May(badge.ActDesign, org); err != nil {
		return err
	}
	return c.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Org(org).DropFramework(ctx, id); err != nil {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "framework.removed", Subject: string(id), At: c.Now()})
	})
}

// Frameworks lists an organization's frameworks that were read to their end.
func (c *Catalog) Frameworks(ctx context.Context, actor badge.Actor, org badge.OrgID) (list []badge.Framework, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) error {
		all, err := tx.Org(org).Frameworks(ctx)
		for _, f := range all {
			if f.Skills > 0 {
				list = append(list, f)
			}
		}
		return err
	})
	return list, err
}

// FindSkills looks skills up by the beginnings of words; a dozen at most.
func (c *Catalog) FindSkills(ctx context.Context, actor badge.Actor, org badge.OrgID, typed string) (list []badge.Skill, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	words := badge.SearchWords(typed)
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).FindSkills(ctx, words[:min(len(words), 5)], found)
		return err
	})
	return list, err
}

// Skills finds some skills by their ids; those that are not there are left out.
func (c *Catalog) Skills(ctx context.Context, actor badge.Actor, org badge.OrgID, ids []badge.SkillID) (list []badge.Skill, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).SkillsByID(ctx, ids[:min(len(ids), 2*found)])
		return err
	})
	return list, err
}
