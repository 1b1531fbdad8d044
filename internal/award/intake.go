package award

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
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

// chunkRows is how many awards one job issues.
const chunkRows = 500

// Answers are what the person importing chose.
type Answers struct {
	Dates      DateOrder
	Duplicates bool // issue again to people who hold the badge already
}

// Upload reads and checks a file and keeps it with its rows as a batch that
// waits to be confirmed. Nothing is issued yet. Errors: *FileError, in which
// case nothing is kept; badge.ErrNotFound; those of Actor.May.
func (in *Intake) Upload(ctx context.Context, actor badge.Actor, org badge.OrgID, achievement badge.AchievementID, name string, file io.Reader, a Answers) (badge.Batch, error) {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return badge.Batch{}, err
	}
	data, err := io.ReadAll(io.LimitReader(file, DefaultMaxBytes+1))
	if err != nil {
		return badge.Batch{}, fmt.Errorf("read the file: %w", err)
	}
	b := badge.Batch{
		ID: badge.NewID[badge.BatchID](), OrgID: org, AchievementID: achievement, FileName: fileName(name), State: badge.BatchChecked,
		Dates: string(a.Dates), Duplicates: a.Duplicates, CreatedBy: actor.AccountID, CreatedAt: in.Now(),
	}
	awards, err := in.check(ctx, b, data)
	if err != nil {
		return b, err
	}
	b.Rows = len(awards)
	if b.File, err = in.Blobs.Put(ctx, data); err != nil {
		return b, fmt.Errorf("keep the file: %w", err)
	}
	err = in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := otx.AddBatch(ctx, b); err != nil {
			return err
		}
		if err := otx.AddAwards(ctx, awards); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "batch.uploaded", Subject: string(b.ID), At: b.CreatedAt})
	})
	if err != nil {
		return b, fmt.Errorf("keep the rows of %s: %w", b.FileName, err)
	}
	return b, nil
}

// Check reads and checks a file and keeps nothing at all.
func (in *Intake) Check(ctx context.Context, actor badge.Actor, org badge.OrgID, achievement badge.AchievementID, file io.Reader, a Answers) ([]badge.Award, error) {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(file, DefaultMaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	return in.check(ctx, badge.Batch{OrgID: org, AchievementID: achievement, Dates: string(a.Dates), Duplicates: a.Duplicates}, data)
}

// check reads the rows of a file as awards and marks those whose earner holds
// the badge already. Errors: *FileError; badge.ErrNotFound when the
// organization has no such badge.
func (in *Intake) check(ctx context.Context, b badge.Batch, data []byte) ([]badge.Award, error) {
	err := in.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Org(b.OrgID).Achievement(ctx, b.AchievementID)
		return err
	})
	if err != nil {
		return nil, err
	}
	today := badge.Day(in.Now())
	var awards []badge.Award
	_, err = Parse(ctx, bytes.NewReader(data), Options{Dates: DateOrder(b.Dates), Today: today}, func(r Row) error {
		a := badge.Award{
			ID: badge.NewID[badge.AwardID](), BatchID: b.ID, Row: r.Number, Name: r.Name, Email: r.Email, IssuedOn: r.IssuedOn, ExpiresOn: r.ExpiresOn,
			Narrative: r.Narrative, Evidence: r.Evidence, ExternalNumber: r.ExternalNumber, Cells: r.Raw,
			Outcome: r.Outcome(), Findings: r.Findings, State: badge.AwardChecked,
		}
		if a.IssuedOn.IsZero() {
			a.IssuedOn = today
		}
		awards = append(awards, a)
		return nil
	})
	if err != nil || b.Duplicates {
		return awards, err
	}
	return awards, in.markHolders(ctx, b, awards)
}

// markHolders marks the rows of people who hold the badge on the day on which
// it would be issued to them again.
func (in *Intake) markHolders(ctx context.Context, b badge.Batch, awards []badge.Award) error {
	var emails []badge.Email
	for _, a := range awards {
		if a.Outcome.Ready() {
			emails = append(emails, a.Email)
		}
	}
	var held badge.Holdings
	err := in.DB.Read(ctx, func(tx *store.Tx) (err error) {
		held, err = tx.Org(b.OrgID).Holders(ctx, b.AchievementID, emails)
		return err
	})
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
	b, data, err := in.File(ctx, actor, org, id)
	if err != nil {
		return err
	}
	b.Dates, b.Duplicates = string(a.Dates), a.Duplicates
	awards, err := in.check(ctx, b, data)
	if err != nil {
		return err
	}
	b.Rows = len(awards)
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := otx.RecheckBatch(ctx, b); err != nil {
			return err
		}
		return otx.AddAwards(ctx, awards)
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
		if err != nil {
			return err
		}
		a, err := otx.Achievement(ctx, b.AchievementID)
		if err != nil {
			return err
		}
		if err := otx.ConfirmBatch(ctx, id, a.Revision.ID, now); err != nil {
			return err
		}
		rows, err := otx.WaitingRows(ctx, id)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return badge.Refuse("file", "No row of this file can be issued. Mend the rows that are marked and upload it again.")
		}
		var jobs []queue.Job
		for chunk := range slices.Chunk(rows, chunkRows) {
			jobs = append(jobs, queue.IssueChunk{Org: string(org), Batch: string(id), First: chunk[0], Last: chunk[len(chunk)-1]})
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
	b, data, err := in.File(ctx, actor, org, id)
	if err != nil {
		return nil, err
	}
	summary, err := Parse(ctx, bytes.NewReader(data), Options{Dates: DateOrder(b.Dates), Today: badge.Day(in.Now())}, func(Row) error { return nil })
	return summary.Ambiguous, err
}

// Annotated writes the file of a batch again with what is wrong beside each
// row, ready to be corrected and uploaded again.
func (in *Intake) Annotated(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, w io.Writer) error {
	b, data, err := in.File(ctx, actor, org, id)
	if err != nil {
		return err
	}
	return Annotate(ctx, w, bytes.NewReader(data), Options{Dates: DateOrder(b.Dates), Today: badge.Day(in.Now())})
}

// Result is what became of one row.
type Result struct {
	badge.Award
	Code badge.Code // empty: not issued
}

// Results tells what became of every row of a batch. Errors: badge.ErrNotFound.
func (in *Intake) Results(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) (results []Result, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = in.DB.Read(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if _, err := otx.Batch(ctx, id); err != nil {
			return err
		}
		rows, err := otx.AwardsPage(ctx, id, nil, 0, DefaultMaxRows)
		if err != nil {
			return err
		}
		codes, err := otx.IssuedOfBatch(ctx, id)
		if err != nil {
			return err
		}
		results = make([]Result, len(rows))
		for n, a := range rows {
			results[n] = Result{Award: a, Code: codes[a.ID]}
		}
		return nil
	})
	return results, err
}

// File is the file of a batch as it came.
func (in *Intake) File(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) (b badge.Batch, data []byte, err error) {
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
	data, err = in.Blobs.Get(ctx, b.File)
	if err != nil {
		err = fmt.Errorf("the file of batch %s: %w", id, err)
	}
	return b, data, err
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
