package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

func TestAchievementRoundTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		a, org := s.achievement, s.org.ID
		get := func(by func(ctx context.Context, tx *store.OrgTx) (badge.Achievement, error)) badge.Achievement {
			t.Helper()
			return read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Achievement, error) { return by(ctx, tx.Org(org)) })
		}
		current := func(ctx context.Context, tx *store.OrgTx) (badge.Achievement, error) {
			return tx.Achievement(ctx, a.ID)
		}
		same(t, "by id", get(current), a)
		same(t, "by slug", get(func(ctx context.Context, tx *store.OrgTx) (badge.Achievement, error) {
			return tx.AchievementBySlug(ctx, a.Slug)
		}), a)

		revised := a
		revised.Revision = aRevision(a.ID, 2)
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).Revise(ctx, revised) })
		same(t, "revised", get(current), revised)
		at := func(id badge.RevisionID) badge.Achievement {
			return get(func(ctx context.Context, tx *store.OrgTx) (badge.Achievement, error) {
				return tx.AchievementAt(ctx, id)
			})
		}
		same(t, "at the first revision", at(a.Revision.ID), a)
		same(t, "in public", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Achievement, error) {
			return tx.PublicAchievement(ctx, a.Revision.ID)
		}), a)

		rival := aRevision(a.ID, 2)
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(org).Revise(ctx, badge.Achievement{ID: rival.AchievementID, Revision: rival})
		})
		same(t, "after a lost revision", get(current), revised)
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(org).AddAchievement(ctx, anAchievement(org, a.Slug))
		})
		other := anAchievement(org, "first-aid")
		other.Revision.Name = "First Aid"
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).AddAchievement(ctx, other) })
		same(t, "all, by name", read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.AchievementCount, error) {
			return tx.Org(org).Achievements(ctx)
		}), []store.AchievementCount{{Achievement: other}, {Achievement: s.step}, {Achievement: revised, Issued: 1}})
	})
}

func TestBatchRoundTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		org := s.org.ID
		b := aBatch(org, s.achievement.ID)
		b.ConfirmedAt, b.DoneAt, b.RevisionID = noon.Add(time.Hour), noon.Add(2*time.Hour), "r"
		var awards []badge.Award
		for row, outcome := range []badge.Outcome{badge.OutcomeOK, badge.OutcomeWarning, badge.OutcomeQuestion, badge.OutcomeDuplicate, badge.OutcomeError} {
			a := anAward(b.ID, row+2)
			a.Outcome = outcome
			awards = append(awards, a)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Org(org).AddBatch(ctx, b), tx.Org(org).AddAwards(ctx, awards))
		})
		b.Rows = len(awards)
		batch := func() badge.Batch {
			return read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Batch, error) { return tx.Org(org).Batch(ctx, b.ID) })
		}
		page := func(offset, limit int, outcomes ...badge.Outcome) []badge.Award {
			return read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Award, error) {
				return tx.Org(org).AwardsPage(ctx, b.ID, outcomes, offset, limit)
			})
		}
		same(t, "batch", batch(), b)
		same(t, "first page", page(0, 2), awards[:2])
		same(t, "second page", page(2, 10), awards[2:])
		same(t, "one outcome", page(0, 10, badge.OutcomeError), awards[4:])
		same(t, "two outcomes", page(1, 1, badge.OutcomeQuestion, badge.OutcomeDuplicate), awards[3:4])
		same(t, "latest batches", read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Batch, error) { return tx.Org(org).Batches(ctx, 1) }),
			[]badge.Batch{b})

		// Read again with other answers, then confirmed, and neither a second time.
		changed := b
		changed.Dates, changed.Duplicates, changed.Rows = "mdy", badge.DuplicateDeny, 0
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Org(org).ReadAgain(ctx, changed), tx.Org(org).BatchRead(ctx, b.ID, b.File))
		})
		same(t, "before its rows are gone", batch(), changed)
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			more, err := tx.Org(org).DropRows(ctx, b.ID, 100)
			if more {
				t.Error("rows of a batch that is checked are dropped")
			}
			return errors.Join(err, tx.Org(org).ReadAgain(ctx, changed))
		})
		for more := true; more; {
			write(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				more, err = tx.Org(org).DropRows(ctx, b.ID, 2)
				return err
			})
		}
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).ReadAgain(ctx, changed) })
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).BatchUnread(ctx, b.ID) })
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Org(org).ReadAgain(ctx, changed), tx.Org(org).BatchRead(ctx, b.ID, b.File))
		})
		if rows := page(0, 10); len(rows) != 0 {
			t.Errorf("%d rows of the earlier reading are left", len(rows))
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			last := 0
			var confirm error
			add := tx.Org(org).AddAwards(ctx, awards)
			if last, confirm = tx.Org(org).ConfirmBatch(ctx, b.ID, []badge.BatchState{badge.BatchChecked}, s.achievement.Revision.ID, time.Time{}, noon); last != 6 {
				t.Errorf("the last row is %d", last)
			}
			return errors.Join(add, confirm)
		})
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).ReadAgain(ctx, b) })
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Org(org).ConfirmBatch(ctx, b.ID, []badge.BatchState{badge.BatchChecked}, s.achievement.Revision.ID, time.Time{}, noon)
			return err
		})
		if got := batch(); got.State != badge.BatchConfirmed || got.RevisionID != s.achievement.Revision.ID || got.Dates != "mdy" {
			t.Errorf("confirmed: %+v", got)
		}
		waiting := read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Award, error) {
			return tx.Org(org).AwardsForIssue(ctx, b.ID, 3, 9)
		})
		if len(waiting) != 1 || waiting[0].Row != awards[1].Row {
			t.Errorf("waiting from row 3: %+v", waiting)
		}

		finish := func() (done bool) {
			write(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				done, err = tx.Org(org).FinishBatch(ctx, b.ID, noon)
				return err
			})
			return done
		}
		if finish() {
			t.Error("finished while awards wait")
		}
		awards[0].State, awards[0].Findings = badge.AwardRefused, append(awards[0].Findings, badge.Finding{Reason: "no"})
		awards[1].State = badge.AwardRepeated
		awards[4].State = badge.AwardRepeated // does not wait: left alone
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).RefuseAwards(ctx, awards) })
		same(t, "refused", page(0, 1), awards[:1])
		same(t, "counts", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.BatchCounts, error) {
			return tx.Org(org).Counts(ctx, b.ID)
		}),
			badge.BatchCounts{OK: 1, Warnings: 1, Questions: 1, Duplicates: 1, Errors: 1, Repeated: 1, Refused: 1})
		if !finish() || finish() {
			t.Error("a batch without waiting awards is finished once")
		}
	})
}
