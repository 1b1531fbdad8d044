package award

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// Plan says when a batch is issued and its letters go out. The zero value: at
// once.
type Plan struct {
	At   time.Time     // zero, or past: now
	Hold time.Duration // how long letters wait, counted from At; so long the batch can be undone
}

// maxAhead is how far ahead a batch can be scheduled.
const maxAhead = 366 * 24 * time.Hour

// Confirm lets the good rows of a batch be issued as planned, in the wording
// that the badge has when that begins. Errors: *badge.Invalid when no row is
// good, when nobody confirmed the right to use these people's data (the operator
// need not), or when the plan cannot be kept; badge.ErrConflict when the batch
// was confirmed before, which changes nothing.
func (in *Intake) Confirm(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, plan Plan) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	now := in.Now()
	if err := plan.check(now); err != nil {
		return err
	}
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		b, err := otx.Batch(ctx, id)
		if err != nil {
			return err
		}
		if err := in.mayIssue(ctx, otx, actor, b); err != nil {
			return err
		}
		if b.RightsAt.IsZero() && !actor.Operator {
			return badge.Refuse("rights", "Confirm first that these people’s data may be used. Nothing was issued.")
		}
		counts, err := otx.Counts(ctx, id)
		if err != nil {
			return err
		}
		if counts.Ready() == 0 && b.State == badge.BatchChecked {
			return badge.Refuse("file", "No row of this file can be issued. Mend the rows that are marked and upload it again.")
		}
		verb := "batch.confirmed"
		if plan.At.After(now) {
			verb = "batch.scheduled"
			err = in.schedule(ctx, tx, b, plan)
		} else {
			err = in.start(ctx, tx, b, []badge.BatchState{badge.BatchChecked}, now, lettersAt(now, plan.Hold))
		}
		if err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: verb, Subject: string(id), At: now})
	})
}

// mayIssue tells whether somebody may issue every badge that a batch is for,
// and whether it can be issued. Errors: badge.ErrForbidden, badge.ErrSuspended,
// *badge.Invalid.
func (in *Intake) mayIssue(ctx context.Context, otx *store.OrgTx, actor badge.Actor, b badge.Batch) error {
	org, err := otx.Organization(ctx)
	if err != nil {
		return err
	}
	if !org.SuspendedAt.IsZero() {
		return badge.ErrSuspended
	}
	others, err := otx.OtherBadges(ctx, b.ID)
	if err != nil {
		return err
	}
	for _, of := range append([]badge.AchievementID{b.AchievementID}, slices.Sorted(maps.Keys(others))...) {
		a, err := otx.Achievement(ctx, of)
		if err == nil {
			err = actor.MayBadge(badge.ActIssue, b.OrgID, of)
		}
		if err == nil {
			err = a.Issuable()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// check says which plans cannot be kept.
func (p Plan) check(now time.Time) error {
	switch {
	case p.Hold < 0 || p.Hold > badge.MaxHoldMinutes*time.Minute:
		return badge.Refuse("hold", "Letters can be held for a day at most. Nothing was issued.")
	case p.At.After(now.Add(maxAhead)):
		return badge.Refuse("at", "Choose a time within the next year. Nothing was issued.")
	}
	return nil
}

// lettersAt is until when letters are held; zero: they are not.
func lettersAt(from time.Time, hold time.Duration) time.Time {
	if hold == 0 {
		return time.Time{}
	}
	return from.Add(hold)
}

func (in *Intake) schedule(ctx context.Context, tx *store.Tx, b badge.Batch, plan Plan) error {
	if err := tx.Org(b.OrgID).ScheduleBatch(ctx, b.ID, plan.At, lettersAt(plan.At, plan.Hold)); err != nil {
		return err
	}
	return in.Queue.AddAt(ctx, tx, plan.At, queue.StartBatch{Org: string(b.OrgID), Batch: string(b.ID), At: plan.At.UnixMicro()})
}

// Start begins a batch for which the time has come. One that was called off, or
// scheduled anew, is left alone.
func (in *Intake) Start(ctx context.Context, org badge.OrgID, id badge.BatchID, at time.Time) error {
	now := in.Now()
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		b, err := otx.Batch(ctx, id)
		if err != nil || b.State != badge.BatchScheduled || !b.RunAt.Equal(at) {
			return err
		}
		if err := in.mayIssue(ctx, otx, badge.Host(), b); err != nil {
			return in.stayed(ctx, otx, b, err, now)
		}
		hold := time.Duration(0)
		if !b.LettersAt.IsZero() {
			hold = b.LettersAt.Sub(b.RunAt)
		}
		if err := in.start(ctx, tx, b, []badge.BatchState{badge.BatchScheduled}, now, lettersAt(now, hold)); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: "schedule", Verb: "batch.confirmed", Subject: string(id), At: now})
	})
}

// stayed takes a scheduled batch back that cannot begin any more: its badge is
// archived, or the organization suspended. Whoever looks finds it where it was
// before it was scheduled.
func (in *Intake) stayed(ctx context.Context, otx *store.OrgTx, b badge.Batch, why error, now time.Time) error {
	in.Log.WarnContext(ctx, "a scheduled batch cannot begin", "batch", b.ID, "reason", why)
	if err := otx.CallOffBatch(ctx, b.ID); err != nil {
		return err
	}
	return otx.Record(ctx, badge.Event{Actor: "schedule", Verb: "batch.called-off", Subject: string(b.ID), Note: why.Error(), At: now})
}

// start lets the good rows wait for issuing, each in a batch of its badge, and
// queues the work.
func (in *Intake) start(ctx context.Context, tx *store.Tx, b badge.Batch, from []badge.BatchState, now, letters time.Time) error {
	otx := tx.Org(b.OrgID)
	parts, err := in.split(ctx, otx, b)
	if err != nil {
		return err
	}
	for _, id := range append([]badge.BatchID{b.ID}, parts...) {
		one, err := otx.Batch(ctx, id)
		if err != nil {
			return err
		}
		a, err := otx.Achievement(ctx, one.AchievementID)
		if err != nil {
			return err
		}
		last, err := otx.ConfirmBatch(ctx, id, from, a.Revision.ID, letters, now)
		if err != nil {
			return err
		}
		var jobs []queue.Job
		for first := 1; first <= max(last, 1); first += chunkRows {
			jobs = append(jobs, queue.IssueChunk{Org: string(b.OrgID), Batch: string(id), First: first, Last: first + chunkRows - 1})
		}
		if err := in.Queue.Add(ctx, tx, jobs...); err != nil {
			return err
		}
	}
	return nil
}

// split gives the good rows that name another badge to batches of their own:
// what a batch issues is of one badge.
func (in *Intake) split(ctx context.Context, otx *store.OrgTx, b badge.Batch) (parts []badge.BatchID, err error) {
	others, err := otx.OtherBadges(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	for _, of := range slices.Sorted(maps.Keys(others)) {
		part := b
		part.ID, part.AchievementID, part.ParentID, part.File, part.Rows = badge.NewID[badge.BatchID](), of, b.ID, "", 0
		if err := otx.AddBatch(ctx, part); err != nil {
			return nil, err
		}
		if err := otx.MoveAwards(ctx, b.ID, part.ID, of); err != nil {
			return nil, fmt.Errorf("rows for badge %s: %w", of, err)
		}
		parts = append(parts, part.ID)
	}
	return parts, nil
}

// CallOff takes a batch back that is scheduled and did not begin: it can be
// confirmed anew. Errors: badge.ErrConflict when it is too late;
// badge.ErrNotFound; those of Actor.May.
func (in *Intake) CallOff(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := in.mayTouch(ctx, otx, actor, id); err != nil {
			return err
		}
		if err := otx.CallOffBatch(ctx, id); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "batch.called-off", Subject: string(id), At: in.Now()})
	})
}

// Undo takes back what a batch issued, as long as its letters are held: none of
// them leaves, what waits is not issued any more, and every badge is withdrawn.
// Their addresses say so from the moment it returns; the status lists follow.
// Errors: badge.ErrConflict when the letters are out; badge.ErrNotFound; those of
// Actor.May.
func (in *Intake) Undo(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	now := in.Now()
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := in.mayTouch(ctx, otx, actor, id); err != nil {
			return err
		}
		parts, err := otx.Parts(ctx, id)
		if err != nil {
			return err
		}
		for _, one := range append([]badge.BatchID{id}, parts...) {
			if err := otx.UndoBatch(ctx, one, now); err != nil {
				return err
			}
			if err := in.Queue.Add(ctx, tx, queue.WithdrawBatch{Org: string(org), Batch: string(one)}); err != nil {
				return err
			}
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "batch.undone", Subject: string(id), At: now})
	})
}

// mayTouch tells whether somebody may issue the badge of a batch.
func (in *Intake) mayTouch(ctx context.Context, otx *store.OrgTx, actor badge.Actor, id badge.BatchID) error {
	b, err := otx.Batch(ctx, id)
	if err != nil {
		return err
	}
	return actor.MayBadge(badge.ActIssue, b.OrgID, b.AchievementID)
}
