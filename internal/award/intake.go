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
	Reading    badge.Reading
	Dates      DateOrder
	Duplicates badge.DuplicateRule
	Large      bool // up to 1,000,000 people: for the command line
}

// Upload reads and checks a file and keeps it with its rows as a batch that
// waits to be confirmed. Nothing is issued yet, and memory does not grow with
// the file. Errors: *FileError, in which case nothing is kept;
// badge.ErrNotFound; those of Actor.May.
func (in *Intake) Upload(ctx context.Context, actor badge.Actor, org badge.OrgID, achievement badge.AchievementID, name string, file io.Reader, a Answers) (badge.Batch, error) {
	b, draft, look, err := in.begin(ctx, actor, org, achievement, name, file, a)
	if err != nil {
		return b, err
	}
	defer draft.Drop()
	if look.Fault != "" {
		return b, &FileError{Sentence: look.Fault, Row: 1}
	}
	b.State, b.Reading = badge.BatchReading, look.Reading
	if err := in.add(ctx, b); err != nil {
		return b, err
	}
	text, err := draft.Reader()
	if err == nil {
		err = in.take(ctx, &b, text, a.Large)
	}
	if err == nil {
		if b.File, err = draft.Keep(); err != nil {
			err = fmt.Errorf("keep the file: %w", err)
		}
	}
	if err == nil {
		err = in.taken(ctx, actor, b)
	}
	if err != nil {
		return b, errors.Join(err, in.unread(context.WithoutCancel(ctx), org, b.ID))
	}
	b.State = badge.BatchChecked
	return b, nil
}

// Keep keeps a file as a batch that waits to be read: first somebody says what
// its columns are. Errors: *FileError when it shows no rows at all, in which case
// nothing is kept; badge.ErrNotFound; those of Actor.May.
func (in *Intake) Keep(ctx context.Context, actor badge.Actor, org badge.OrgID, achievement badge.AchievementID, name string, file io.Reader, a Answers) (badge.Batch, Look, error) {
	b, draft, look, err := in.begin(ctx, actor, org, achievement, name, file, a)
	if err != nil {
		return b, look, err
	}
	defer draft.Drop()
	if b.File, err = draft.Keep(); err != nil {
		return b, look, fmt.Errorf("keep the file: %w", err)
	}
	b.State, b.Reading = badge.BatchKept, look.Reading
	if a.Reading.Columns == nil {
		if look, err = in.remembered(ctx, &b, look); err != nil {
			return b, look, err
		}
	}
	return b, look, in.add(ctx, b)
}

// begin writes a file down and looks at it. The caller drops the draft.
func (in *Intake) begin(ctx context.Context, actor badge.Actor, org badge.OrgID, achievement badge.AchievementID, name string, file io.Reader, a Answers) (b badge.Batch, draft *blob.Draft, look Look, err error) {
	if err := actor.MayBadge(badge.ActIssue, org, achievement); err != nil {
		return b, nil, look, err
	}
	b = badge.Batch{
		ID: badge.NewID[badge.BatchID](), OrgID: org, AchievementID: achievement, FileName: fileName(name),
		Dates: string(a.Dates), Duplicates: a.Duplicates, CreatedBy: actor.AccountID, CreatedAt: in.Now(),
	}
	err = in.DB.Read(ctx, func(tx *store.Tx) error {
		a, err := tx.Org(org).Achievement(ctx, achievement)
		if err == nil {
			err = a.Issuable()
		}
		return err
	})
	if err != nil {
		return b, nil, look, err
	}
	if err := in.dropUnread(ctx, org); err != nil {
		return b, nil, look, err
	}
	if draft, err = in.Blobs.Draft(); err != nil {
		return b, nil, look, fmt.Errorf("keep the file: %w", err)
	}
	most := bounds(a.Large).MaxBytes
	if _, err = io.Copy(draft, &limited{r: file, left: most, max: most}); err != nil {
		err = fileError(err)
	}
	var text io.ReadSeeker
	if err == nil {
		text, err = draft.Reader()
	}
	if err == nil {
		look, err = LookAt(text, a.Reading, a.Dates, most)
	}
	if err != nil {
		draft.Drop()
	}
	return b, draft, look, err
}

// bounds are those of a file that somebody uploads, or those of the command line.
func bounds(large bool) Options {
	if large {
		return Options{MaxBytes: largeMaxBytes, MaxRows: largeMaxRows}
	}
	return Options{MaxBytes: DefaultMaxBytes, MaxRows: DefaultMaxRows}
}

func (in *Intake) add(ctx context.Context, b badge.Batch) error {
	err := in.DB.Write(ctx, func(tx *store.Tx) error { return tx.Org(b.OrgID).AddBatch(ctx, b) })
	if err != nil {
		return fmt.Errorf("begin to read %s: %w", b.FileName, err)
	}
	return nil
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
