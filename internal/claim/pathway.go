package claim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
)

const (
	walkAtOnce   = 500 // people that one job looks at
	recheckEvery = 24 * time.Hour
	recheckMost  = 100  // pathways at once; the others come the next time
	sweepMost    = 1000 // claims at once
)

// SavePathway makes a badge come by itself to whoever holds others. Whoever
// holds them already gets it too, by a job. Errors: *badge.Invalid by "steps"
// and "need"; badge.ErrNotFound; those of Actor.May.
func (c *Claims) SavePathway(ctx context.Context, actor badge.Actor, p badge.Pathway) error {
	if err := actor.MayBadge(badge.ActIssue, p.OrgID, p.AchievementID); err != nil {
		return err
	}
	if err := p.Validate(); err != nil {
		return err
	}
	p.CreatedAt = c.Now()
	err := c.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(p.OrgID)
		for _, id := range append([]badge.AchievementID{p.AchievementID}, p.Steps...) {
			if _, err := otx.Achievement(ctx, id); err != nil {
				return err
			}
		}
		arrows, err := otx.PathwaySteps(ctx)
		if err != nil {
			return err
		}
		if leadsBack(arrows, p) {
			return badge.Refuse("steps", "These badges lead back to this one: one of them is awarded to people who hold this badge, or to people who hold one that comes from it. Leave that one out.")
		}
		if err := otx.SavePathway(ctx, p); err != nil {
			return err
		}
		if err := c.begin(ctx, otx, p); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "pathway.saved", Subject: string(p.AchievementID), At: p.CreatedAt})
	})
	if err != nil {
		return fmt.Errorf("save the pathway to %s: %w", p.AchievementID, err)
	}
	return nil
}

// leadsBack tells whether a new pathway would close a circle with the others.
func leadsBack(arrows []store.PathwayStep, p badge.Pathway) bool {
	steps := map[badge.AchievementID][]badge.AchievementID{}
	for _, a := range arrows {
		steps[a.To] = append(steps[a.To], a.Step)
	}
	seen, next := map[badge.AchievementID]bool{}, slices.Clone(p.Steps)
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		if at == p.AchievementID {
			return true
		}
		if !seen[at] {
			seen[at] = true
			next = append(next, steps[at]...)
		}
	}
	return false
}

// EndPathway ends the pathway to a badge. Who has the badge keeps it. Errors:
// badge.ErrConflict when there is none.
func (c *Claims) EndPathway(ctx context.Context, actor badge.Actor, org badge.OrgID, achievement badge.AchievementID) error {
	if err := actor.MayBadge(badge.ActIssue, org, achievement); err != nil {
		return err
	}
	return c.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := otx.DropPathway(ctx, achievement); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "pathway.ended", Subject: string(achievement), At: c.Now()})
	})
}

// begin queues a look at everybody for a pathway.
func (c *Claims) begin(ctx context.Context, otx *store.OrgTx, p badge.Pathway) error {
	current, err := otx.Pathway(ctx, p.AchievementID)
	if err != nil {
		return err
	}
	if err := otx.PathwayChecked(ctx, current, c.Now()); err != nil {
		return err
	}
	return c.Queue.Add(ctx, otx.Tx, queue.WalkPathway{Org: string(p.OrgID), Achievement: string(p.AchievementID)})
}

// Sweep does what nobody asks for: it looks at every pathway once a day, since
// steps expire by themselves, and removes claims whose address nobody proved.
func (c *Claims) Sweep(ctx context.Context) error {
	var due []badge.Pathway
	var files []string
	err := c.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if files, err = tx.DropUnprovenClaims(ctx, c.Now().Add(-badge.ClaimKept), sweepMost); err != nil {
			return err
		}
		due, err = tx.SystemPathwaysToCheck(ctx, c.Now().Add(-recheckEvery), recheckMost)
		return err
	})
	if err != nil {
		return err
	}
	err = c.drop(ctx, files)
	for _, p := range due {
		again := c.DB.Write(ctx, func(tx *store.Tx) error { return c.begin(ctx, tx.Org(p.OrgID), p) })
		if !errors.Is(again, badge.ErrConflict) { // else another process did it
			err = errors.Join(err, again)
		}
	}
	return err
}

// drop removes kept files to which no row points any more.
func (c *Claims) drop(ctx context.Context, files []string) error {
	for _, hash := range files {
		var used bool
		err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
			used, err = tx.SystemFileUsed(ctx, hash)
			return err
		})
		if err == nil && !used {
			err = c.Blobs.Remove(ctx, hash)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// CheckPathways looks at the pathways of which a badge is a step, for people
// who hold it now, or do not any more.
func (c *Claims) CheckPathways(ctx context.Context, org badge.OrgID, step badge.AchievementID, people []badge.AccountID) error {
	var to []badge.AchievementID
	err := c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		to, err = tx.Org(org).PathwaysFrom(ctx, step)
		return err
	})
	for _, achievement := range to {
		err = errors.Join(err, c.DB.Write(ctx, func(tx *store.Tx) error { return c.walk(ctx, tx.Org(org), org, achievement, people) }))
	}
	return err
}

// WalkPathway looks at people to whom an organization issued, after one of
// them, whether they have come to the end of a pathway, and queues the rest.
func (c *Claims) WalkPathway(ctx context.Context, org badge.OrgID, achievement badge.AchievementID, after badge.AccountID) error {
	return c.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		people, err := otx.RecipientsAfter(ctx, after, walkAtOnce)
		if err != nil {
			return err
		}
		if err := c.walk(ctx, otx, org, achievement, people); err != nil || len(people) < walkAtOnce {
			return err
		}
		return c.Queue.Add(ctx, tx, queue.WalkPathway{Org: string(org), Achievement: string(achievement), After: string(people[len(people)-1])})
	})
}

// walk awards the badge of a pathway to those of some people who have come to
// its end, and notes of whom the steps are not held any more: what becomes of
// their badge, the organization decides.
func (c *Claims) walk(ctx context.Context, otx *store.OrgTx, org badge.OrgID, achievement badge.AchievementID, people []badge.AccountID) error {
	p, err := otx.Pathway(ctx, achievement)
	if err != nil || len(p.Steps) == 0 {
		return err
	}
	a, err := otx.Achievement(ctx, achievement)
	if err != nil {
		return err
	}
	if err := mayBeIssued(ctx, otx, a); err != nil { // tomorrow's look finds it again
		c.Log.WarnContext(ctx, "a pathway leads to a badge that is not issued", "achievement", achievement, "reason", err)
		return nil
	}
	now := c.Now()
	walkers, err := otx.Walkers(ctx, achievement, people, now)
	if err != nil {
		return err
	}
	var arrived []store.Walker
	for _, w := range walkers {
		there := w.Held >= p.Needed()
		switch {
		case !w.Awarded && there:
			arrived = append(arrived, w)
		case w.Awarded && there == w.Lapsed: // noted otherwise
			since := now
			if there {
				since = time.Time{}
			}
			if err := otx.SetPathwayLapsed(ctx, achievement, w.AccountID, since); err != nil {
				return err
			}
		}
	}
	if len(arrived) == 0 {
		return nil
	}
	return c.arrive(ctx, otx, p, arrived)
}

// arrive awards a badge to people, once each, in rows that lie together. Who
// holds it already is noted, and gets no other.
func (c *Claims) arrive(ctx context.Context, otx *store.OrgTx, p badge.Pathway, arrived []store.Walker) error {
	now := c.Now()
	emails := make([]badge.Email, len(arrived))
	for n, w := range arrived {
		emails[n] = w.Email
	}
	held, err := otx.Holders(ctx, p.AchievementID, emails)
	if err != nil {
		return err
	}
	var fresh []store.Walker
	for _, w := range arrived {
		if !held.On(w.Email, badge.Day(now)) {
			fresh = append(fresh, w)
			continue
		}
		if err := otx.AddPathwayAward(ctx, p.AchievementID, w.AccountID, "", 0, now); err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return c.awardAll(ctx, otx, p, fresh)
}

func (c *Claims) awardAll(ctx context.Context, otx *store.OrgTx, p badge.Pathway, people []store.Walker) error {
	now := c.Now()
	batch, err := c.batch(ctx, otx, p.OrgID, p.AchievementID, p.BatchID, "Pathway")
	if err != nil {
		return err
	}
	if batch != p.BatchID {
		if err := otx.SetPathwayBatch(ctx, p.AchievementID, batch); err != nil {
			return err
		}
	}
	row := 0
	for _, w := range people {
		row, err = otx.AppendAward(ctx, badge.Award{BatchID: batch, Name: w.Name, Email: w.Email, IssuedOn: badge.Day(now)})
		if err != nil {
			return err
		}
		if err := otx.AddPathwayAward(ctx, p.AchievementID, w.AccountID, batch, row, now); err != nil {
			return err
		}
	}
	job := queue.IssueChunk{Org: string(p.OrgID), Batch: string(batch), First: row - len(people) + 1, Last: row}
	if err := c.Queue.Add(ctx, otx.Tx, job); err != nil {
		return err
	}
	return otx.Record(ctx, badge.Event{Actor: "issuer", Verb: "pathway.awarded", Subject: string(p.AchievementID), Note: fmt.Sprintf("%d people", len(people)), At: now})
}
