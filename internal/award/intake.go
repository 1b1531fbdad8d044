package award

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// Intake takes files in and lets their good rows be issued. It keeps every
// file as it came.
type Intake struct {
	DB    *store.DB
	Blobs *blob.Folder
	Queue *queue.Queue
	Now   func() time.Time
	Log   *slog.Logger
}

// chunkRows is how many rows one job issues, and one transaction takes in.
const chunkRows = 500

// unreadAfter is when a batch that is still being read belongs to a process
// that is gone.
const unreadAfter = 24 * time.Hour

// Answers are what the person importing chose.
type Answers struct {
	Dates      DateOrder
	Duplicates bool // issue again to people who hold the badge already
	Large      bool // up to 1,000,000 people: for the command line
}

// Upload reads and checks a file and keeps it with its rows as a batch that
// waits to be confirmed. Nothing is issued yet, and memory does not grow with
// the file. Errors: *FileError, in which case nothing is kept;
// badge.ErrNotFound; those of Actor.May.
func (in *Intake) Upload(ctx context.Context, actor badge.Actor, org badge.OrgID, achievement badge.AchievementID, name string, file io.Reader, a Answers) (badge.Batch, error) {
	if err := actor.MayBadge(badge.ActIssue, org, achievement); err != nil {
		return badge.Batch{}, err
	}
	b := badge.Batch{
		ID: badge.NewID[badge.BatchID](), OrgID: org, AchievementID: achievement, FileName: fileName(name), State: badge.BatchReading,
		Dates: string(a.Dates), Duplicates: a.Duplicates, CreatedBy: actor.AccountID, CreatedAt: in.Now(),
	}
	if err := in.dropUnread(ctx, org); err != nil {
		return b, err
	}
	err := in.DB.Write(ctx, func(tx *store.Tx) error {
		a, err := tx.Org(org).Achievement(ctx, achievement)
		if err == nil {
			err = a.Issuable()
		}
		if err != nil {
			return err
		}
		return tx.Org(org).AddBatch(ctx, b)
	})
	if err != nil {
		return b, fmt.Errorf("begin to read %s: %w", b.FileName, err)
	}
	if err := in.read(ctx, actor, &b, file, a.Large); err != nil {
		return b, errors.Join(err, in.drop(context.WithoutCancel(ctx), org, b.ID))
	}
	return b, nil
}

// read takes the rows of a file in, some at a time, and then the file itself.
func (in *Intake) read(ctx context.Context, actor badge.Actor, b *badge.Batch, file io.Reader, large bool) error {
	draft, err := in.Blobs.Draft()
	if err != nil {
		return fmt.Errorf("keep the file: %w", err)
	}
	defer draft.Drop()
	err = in.rows(ctx, *b, io.TeeReader(file, draft), large, func(awards []badge.Award) error {
		b.Rows += len(awards)
		return in.DB.Write(ctx, func(tx *store.Tx) error {
			if err := in.markHolders(ctx, tx, *b, awards); err != nil {
				return err
			}
			return tx.Org(b.OrgID).AddAwards(ctx, awards)
		})
	})
	if err != nil {
		return err
	}
	if b.File, err = draft.Keep(); err != nil {
		return fmt.Errorf("keep the file: %w", err)
	}
	b.State = badge.BatchChecked
	err = in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(b.OrgID)
		if err := otx.BatchRead(ctx, b.ID, b.File); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "batch.uploaded", Subject: string(b.ID), At: b.CreatedAt})
	})
	if err != nil {
		return fmt.Errorf("keep the rows of %s: %w", b.FileName, err)
	}
	return nil
}

// dropUnread takes away what processes that are gone began to read.
func (in *Intake) dropUnread(ctx context.Context, org badge.OrgID) error {
	var left []badge.BatchID
	err := in.DB.Read(ctx, func(tx *store.Tx) (err error) {
		left, err = tx.Org(org).Unread(ctx, in.Now().Add(-unreadAfter))
		return err
	})
	for _, id := range left {
		err = errors.Join(err, in.drop(ctx, org, id))
	}
	return err
}

func (in *Intake) drop(ctx context.Context, org badge.OrgID, id badge.BatchID) error {
	for more := true; more; {
		err := in.DB.Write(ctx, func(tx *store.Tx) (err error) {
			more, err = tx.Org(org).DropUnread(ctx, id, 10*chunkRows)
			return err
		})
		if err != nil {
			return fmt.Errorf("drop the rows of batch %s: %w", id, err)
		}
	}
	return nil
}

// Check reads and checks a file, hands each of its rows to each, and keeps
// nothing at all.
func (in *Intake) Check(ctx context.Context, actor badge.Actor, org badge.OrgID, achievement badge.AchievementID, file io.Reader, a Answers, each func(badge.Award) error) error {
	if err := actor.MayBadge(badge.ActIssue, org, achievement); err != nil {
		return err
	}
	err := in.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Org(org).Achievement(ctx, achievement)
		return err
	})
	if err != nil {
		return err
	}
	b := badge.Batch{OrgID: org, AchievementID: achievement, Dates: string(a.Dates), Duplicates: a.Duplicates}
	return in.rows(ctx, b, file, a.Large, func(awards []badge.Award) error {
		err := in.DB.Read(ctx, func(tx *store.Tx) error { return in.markHolders(ctx, tx, b, awards) })
		for n := 0; err == nil && n < len(awards); n++ {
			err = each(awards[n])
		}
		return err
	})
}

// rows reads a file as awards and hands them on, some at a time. Errors:
// *FileError; those of take.
func (in *Intake) rows(ctx context.Context, b badge.Batch, file io.Reader, large bool, take func([]badge.Award) error) error {
	today := badge.Day(in.Now())
	o := Options{Dates: DateOrder(b.Dates), Today: today}
	if large {
		o.MaxBytes, o.MaxRows = largeMaxBytes, largeMaxRows
	}
	awards := make([]badge.Award, 0, chunkRows)
	_, err := Parse(ctx, file, o, func(r Row) error {
		a := badge.Award{
			BatchID: b.ID, Row: r.Number, Name: r.Name, Email: r.Email, IssuedOn: r.IssuedOn, ExpiresOn: r.ExpiresOn,
			Narrative: r.Narrative, Evidence: r.Evidence, ExternalNumber: r.ExternalNumber,
			Outcome: r.Outcome(), Findings: r.Findings, State: badge.AwardChecked,
		}
		if a.IssuedOn.IsZero() {
			a.IssuedOn = today
		}
		if awards = append(awards, a); len(awards) < chunkRows {
			return nil
		}
		err := take(awards)
		awards = awards[:0]
		return err
	})
	if err != nil || len(awards) == 0 {
		return err
	}
	return take(awards)
}

// markHolders marks the rows of people who hold the badge on the day on which
// it would be issued to them again. Marking twice marks once.
func (in *Intake) markHolders(ctx context.Context, tx *store.Tx, b badge.Batch, awards []badge.Award) error {
	if b.Duplicates {
		return nil
	}
	var emails []badge.Email
	for _, a := range awards {
		if a.Outcome.Ready() {
			emails = append(emails, a.Email)
		}
	}
	held, err := tx.Org(b.OrgID).Holders(ctx, b.AchievementID, emails)
	if err != nil {
		return err
	}
	for n := range awards {
		a := &awards[n]
		if !a.Outcome.Ready() || !held.On(a.Email, a.IssuedOn) {
			continue
		}
		a.Outcome = badge.OutcomeDuplicate
		a.Findings = append(a.Findings, badge.Finding{
			Severity: badge.OutcomeDuplicate, Field: string(FieldEmail), Value: string(a.Email),
			Reason: "This person holds the badge already.", Suggestion: "Leave the row out, or allow duplicates to issue it again.",
		})
	}
	return nil
}

// Recheck reads the kept file of a batch again with other answers. Errors:
// badge.ErrConflict when it is confirmed already.
func (in *Intake) Recheck(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, a Answers) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	b, file, err := in.open(ctx, actor, org, id)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	if err := actor.MayBadge(badge.ActIssue, org, b.AchievementID); err != nil {
		return err
	}
	b.Dates, b.Duplicates = string(a.Dates), a.Duplicates
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Org(org).RecheckBatch(ctx, b); err != nil {
			return err
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		return in.rows(ctx, b, file, true, func(awards []badge.Award) error {
			if err := in.markHolders(ctx, tx, b, awards); err != nil {
				return err
			}
			return tx.Org(org).AddAwards(ctx, awards)
		})
	})
}

// Confirm lets the good rows of a batch be issued, in the wording that the
// badge has now. Errors: *badge.Invalid when no row is good;
// badge.ErrConflict when the batch was confirmed before, which changes nothing.
func (in *Intake) Confirm(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	now := in.Now()
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		b, err := otx.Batch(ctx, id)
		if err == nil {
			err = actor.MayBadge(badge.ActIssue, org, b.AchievementID)
		}
		if err != nil {
			return err
		}
		if of, err := otx.Organization(ctx); err != nil || !of.SuspendedAt.IsZero() {
			return errors.Join(err, badge.ErrSuspended)
		}
		a, err := otx.Achievement(ctx, b.AchievementID)
		if err == nil {
			err = a.Issuable()
		}
		if err != nil {
			return err
		}
		last, err := otx.ConfirmBatch(ctx, id, a.Revision.ID, now)
		if err != nil {
			return err
		}
		counts, err := otx.Counts(ctx, id)
		if err != nil {
			return err
		}
		if counts.Waiting == 0 {
			return badge.Refuse("file", "No row of this file can be issued. Mend the rows that are marked and upload it again.")
		}
		var jobs []queue.Job
		for first := 1; first <= last; first += chunkRows {
			jobs = append(jobs, queue.IssueChunk{Org: string(org), Batch: string(id), First: first, Last: first + chunkRows - 1})
		}
		if err := in.Queue.Add(ctx, tx, jobs...); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "batch.confirmed", Subject: string(id), At: now})
	})
}

// Progress is a batch with where its rows stand.
type Progress struct {
	badge.Batch
	Achievement badge.Achievement
	Counts      badge.BatchCounts
	Letters     map[badge.LetterState]int // once the batch is done
}

// Progress tells how far a batch is.
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
		if p.Counts, err = otx.Counts(ctx, id); err != nil || p.State != badge.BatchDone {
			return err
		}
		p.Letters, err = otx.CountLettersOfBatch(ctx, id)
		return err
	})
	return p, err
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
	summary, err := Parse(ctx, file, in.kept(b), func(Row) error { return nil })
	return summary.Ambiguous, err
}

// kept are the options of a file that was taken in: it is not too large.
func (in *Intake) kept(b badge.Batch) Options {
	return Options{Dates: DateOrder(b.Dates), Today: badge.Day(in.Now()), MaxBytes: largeMaxBytes, MaxRows: largeMaxRows}
}

// Annotated writes the file of a batch again with what is wrong beside each
// row, ready to be corrected and uploaded again.
func (in *Intake) Annotated(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, w io.Writer) error {
	b, file, err := in.open(ctx, actor, org, id)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	return Annotate(ctx, w, file, in.kept(b))
}

// Result is what became of one row.
type Result struct {
	badge.Award
	Code badge.Code // empty: not issued
}

// Results tells each what became of every row of a batch, in the order of the
// file. Errors: badge.ErrNotFound; those of each.
func (in *Intake) Results(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, each func(Result) error) error {
	if err := actor.May(badge.ActView, org); err != nil {
		return err
	}
	for after := 0; ; {
		var rows []store.Row
		err := in.DB.Read(ctx, func(tx *store.Tx) error {
			otx := tx.Org(org)
			if _, err := otx.Batch(ctx, id); err != nil {
				return err
			}
			var err error
			rows, err = otx.Rows(ctx, id, after, chunkRows)
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

// open opens the file of a batch as it came.
func (in *Intake) open(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) (b badge.Batch, file *os.File, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return b, nil, err
	}
	err = in.DB.Read(ctx, func(tx *store.Tx) (err error) {
		b, err = tx.Org(org).Batch(ctx, id)
		return err
	})
	if err != nil {
		return b, nil, err
	}
	file, err = in.Blobs.Reader(ctx, b.File)
	if err != nil {
		err = fmt.Errorf("the file of batch %s: %w", id, err)
	}
	return b, file, err
}

// File is the file of a batch as it came. Errors: badge.ErrNotFound.
func (in *Intake) File(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) (badge.Batch, []byte, error) {
	b, file, err := in.open(ctx, actor, org, id)
	if err != nil {
		return b, nil, err
	}
	data, err := io.ReadAll(file)
	return b, data, errors.Join(err, file.Close())
}

// fileName is the name of an uploaded file, fit to be shown: never a path.
func fileName(name string) string {
	if i := max(bytes.LastIndexByte([]byte(name), '/'), bytes.LastIndexByte([]byte(name), '\\')); i >= 0 {
		name = name[i+1:]
	}
	r := []rune(shown(name))
	if len(r) == 0 {
		return "earners.csv"
	}
	return string(r[:min(len(r), 120)])
}
