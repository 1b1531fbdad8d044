package award

import (
	"context"
	"io"
	"slices"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Progress is a batch with where its rows stand.
type Progress struct {
	badge.Batch
	Achievement badge.Achievement
	Counts      badge.BatchCounts
	Letters     map[badge.LetterState]int // once the batch is done
	Parts       []badge.BatchID
}

// Progress tells how far a batch is, with its parts: rows that named another
// badge.
func (in *Intake) Progress(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) (p Progress, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return p, err
	}
	err = in.DB.Read(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(org)
		if p.Batch, err = otx.Batch(ctx, id); err != nil {
			return err
		}
		if p.Achievement, err = otx.Achievement(ctx, p.AchievementID); err != nil {
			return err
		}
		p.Counts, err = otx.Counts(ctx, id)
		if err != nil || p.State == badge.BatchKept || p.State == badge.BatchReading || p.State == badge.BatchChecked {
			return err
		}
		if p.Parts, err = otx.Parts(ctx, id); err != nil {
			return err
		}
		return p.addParts(ctx, otx)
	})
	return p, err
}

// addParts adds up what the parts of a batch came to. It is done when they are.
func (p *Progress) addParts(ctx context.Context, otx *store.OrgTx) error {
	for _, id := range p.Parts {
		part, err := otx.Batch(ctx, id)
		if err != nil {
			return err
		}
		c, err := otx.Counts(ctx, id)
		if err != nil {
			return err
		}
		p.Rows += part.Rows
		p.Counts = p.Counts.Add(c)
		if part.State != badge.BatchDone && p.State == badge.BatchDone {
			p.State = part.State
		}
		if part.DoneAt.After(p.DoneAt) {
			p.DoneAt = part.DoneAt
		}
	}
	if p.State != badge.BatchDone {
		return nil
	}
	p.Letters = map[badge.LetterState]int{}
	for _, id := range append([]badge.BatchID{p.ID}, p.Parts...) {
		letters, err := otx.CountLettersOfBatch(ctx, id)
		if err != nil {
			return err
		}
		for state, n := range letters {
			p.Letters[state] += n
		}
	}
	return nil
}

// BadgeCount is how many rows of a batch are for one badge.
type BadgeCount struct {
	Of            badge.AchievementID
	Ready, Issued int
}

// Badges tells how many of which badge a batch issues, or did: its own first.
// Errors: badge.ErrNotFound; those of Actor.May.
func (in *Intake) Badges(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) (counts []BadgeCount, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = in.DB.Read(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		parts, err := otx.Parts(ctx, id)
		if err != nil {
			return err
		}
		for _, one := range append([]badge.BatchID{id}, parts...) {
			b, err := otx.Batch(ctx, one)
			if err != nil {
				return err
			}
			c, err := otx.Counts(ctx, one)
			if err != nil {
				return err
			}
			counts = append(counts, BadgeCount{Of: b.AchievementID, Ready: c.Ready(), Issued: c.Issued})
		}
		others, err := otx.OtherBadges(ctx, id) // as long as they are no parts
		for of, n := range others {
			counts[0].Ready -= n
			counts = append(counts, BadgeCount{Of: of, Ready: n})
		}
		return err
	})
	slices.SortStableFunc(counts, func(a, b BadgeCount) int { return b.Ready - a.Ready })
	counts = slices.DeleteFunc(counts, func(c BadgeCount) bool { return c.Ready == 0 })
	return counts, err
}

// Rows lists rows of a batch in the order of the file, without the first
// offset of them; only those with one of the outcomes when some are given.
func (in *Intake) Rows(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, outcomes []badge.Outcome, offset, limit int) (rows []badge.Award, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = in.DB.Read(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.Org(org).AwardsPage(ctx, id, outcomes, offset, limit)
		return err
	})
	return rows, err
}

// Ambiguity is the first date of a batch's file that can be read with the day
// or the month first; nil: there is none.
func (in *Intake) Ambiguity(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) (*Ambiguity, error) {
	b, file, err := in.open(ctx, actor, org, id)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	o, err := in.options(ctx, b, true)
	if err != nil {
		return nil, err
	}
	summary, err := Parse(ctx, file, o, func(Row) error { return nil })
	return summary.Ambiguous, err
}

// Annotated writes the file of a batch again with what is wrong beside each
// row, ready to be corrected and uploaded again.
func (in *Intake) Annotated(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, w io.Writer) error {
	b, file, err := in.open(ctx, actor, org, id)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	o, err := in.options(ctx, b, true)
	if err != nil {
		return err
	}
	return Annotate(ctx, w, file, o)
}

// Result is what became of one row.
type Result struct {
	badge.Award
	Code badge.Code // empty: not issued
}

// Results tells each what became of every row of a batch, in the order of the
// file; the rows of each further badge that it names come after. Errors:
// badge.ErrNotFound; those of each.
func (in *Intake) Results(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, each func(Result) error) error {
	if err := actor.May(badge.ActView, org); err != nil {
		return err
	}
	var parts []badge.BatchID
	err := in.DB.Read(ctx, func(tx *store.Tx) (err error) {
		parts, err = tx.Org(org).Parts(ctx, id)
		return err
	})
	for _, one := range append([]badge.BatchID{id}, parts...) {
		if err == nil {
			err = in.resultsOf(ctx, org, one, each)
		}
	}
	return err
}

func (in *Intake) resultsOf(ctx context.Context, org badge.OrgID, id badge.BatchID, each func(Result) error) error {
	for after := 0; ; {
		var rows []store.Row
		err := in.DB.Read(ctx, func(tx *store.Tx) (err error) {
			rows, err = tx.Org(org).Rows(ctx, id, after, chunkRows)
			return err
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if err := each(Result(r)); err != nil {
				return err
			}
		}
		after = rows[len(rows)-1].Row
	}
}
