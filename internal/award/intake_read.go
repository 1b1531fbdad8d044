package award

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Look shows how the file of a batch would be read. Errors: *FileError;
// badge.ErrNotFound; those of Actor.May.
func (in *Intake) Look(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, how badge.Reading, dates DateOrder) (badge.Batch, Look, error) {
	b, file, err := in.open(ctx, actor, org, id)
	if err != nil {
		return b, Look{}, err
	}
	defer file.Close() //nolint:errcheck // only read
	look, err := LookAt(file, how, dates, largeMaxBytes)
	return b, look, err
}

// Read reads and checks the file of a batch that is kept or checked, and
// remembers what was chosen for the next file with the same headings. Cells
// that were corrected stay so, unless the rows are others now. Errors:
// *FileError, and the file is kept as it was; badge.ErrConflict when the batch
// is being read, or is confirmed; badge.ErrNotFound; those of Actor.May.
func (in *Intake) Read(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, a Answers) error {
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
	look, err := LookAt(file, a.Reading, a.Dates, largeMaxBytes)
	if err == nil && look.Fault != "" {
		err = &FileError{Sentence: look.Fault}
	}
	if err != nil {
		return err
	}
	before := b.Reading
	b.Reading, b.Dates, b.Duplicates, b.CreatedAt, b.Rows = look.Reading, string(a.Dates), a.Duplicates, in.Now(), 0
	err = in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := otx.ReadAgain(ctx, b); err != nil || sameRows(before, b.Reading) {
			return err
		}
		return otx.DropEdits(ctx, id)
	})
	if err != nil {
		return err
	}
	if err = in.dropRows(ctx, org, id); err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err == nil {
		err = in.take(ctx, &b, file, true)
	}
	if err == nil {
		err = in.taken(ctx, actor, b)
	}
	if err == nil {
		return in.remember(ctx, b, look)
	}
	return errors.Join(err, in.unread(context.WithoutCancel(ctx), org, id))
}

// sameRows tells whether two ways to read a file give the same rows.
func sameRows(a, b badge.Reading) bool {
	return a.Encoding == b.Encoding && a.Separator == b.Separator && a.Sheet == b.Sheet && a.Headings == b.Headings
}

// Recheck reads the kept file of a batch again with other answers. Errors:
// those of Read.
func (in *Intake) Recheck(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, dates DateOrder, duplicates badge.DuplicateRule) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	var b badge.Batch
	err := in.DB.Read(ctx, func(tx *store.Tx) (err error) {
		b, err = tx.Org(org).Batch(ctx, id)
		return err
	})
	if err != nil {
		return err
	}
	return in.Read(ctx, actor, org, id, Answers{Reading: b.Reading, Dates: dates, Duplicates: duplicates})
}

// take takes the rows of a file in, some at a time.
func (in *Intake) take(ctx context.Context, b *badge.Batch, file io.Reader, large bool) error {
	o, err := in.options(ctx, *b, large)
	if err != nil {
		return err
	}
	return in.rows(ctx, *b, file, o, func(awards []badge.Award) error {
		b.Rows += len(awards)
		return in.DB.Write(ctx, func(tx *store.Tx) error {
			if err := in.markHolders(ctx, tx, *b, awards); err != nil {
				return err
			}
			if err := tx.Org(b.OrgID).AddAwards(ctx, awards); err != nil {
				return err
			}
			return tx.Org(b.OrgID).AddPrintedColumns(ctx, b.ID, printedOf(awards))
		})
	})
}

// printedOf are the cells of rows that certificates print, by row.
func printedOf(awards []badge.Award) map[int]map[string]string {
	cells := map[int]map[string]string{}
	for _, a := range awards {
		if len(a.Printed) > 0 {
			cells[a.Row] = a.Printed
		}
	}
	return cells
}

// taken marks a batch as checked: all of its rows are there.
func (in *Intake) taken(ctx context.Context, actor badge.Actor, b badge.Batch) error {
	err := in.DB.Write(ctx, func(tx *store.Tx) error {
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

// options are what reading a batch takes besides its file.
func (in *Intake) options(ctx context.Context, b badge.Batch, large bool) (Options, error) {
	o := bounds(large)
	o.Reading, o.Dates, o.Today = b.Reading, DateOrder(b.Dates), badge.Day(in.Now())
	err := in.DB.Read(ctx, func(tx *store.Tx) error {
		otx := tx.Org(b.OrgID)
		all, err := otx.Achievements(ctx)
		if err != nil {
			return err
		}
		o.Evidence = map[badge.AchievementID]bool{}
		for _, a := range all {
			o.Evidence[a.ID] = a.EvidenceRequired
			if a.ID == b.AchievementID {
				o.Evidence[""] = a.EvidenceRequired
			}
		}
		if o.Print, err = otx.PrintedHeadings(ctx); err != nil {
			return err
		}
		o.Badges = badgesByName(slices.DeleteFunc(all, func(a store.AchievementCount) bool { return a.Issuable() != nil }))
		edits, err := otx.Edits(ctx, b.ID)
		o.Edits = Edits{}
		for _, e := range edits {
			o.Edits.set(e.Row, Field(e.Field), e.Value)
		}
		return err
	})
	return o, err
}

func (e Edits) set(row int, f Field, value string) {
	if e[row] == nil {
		e[row] = map[Field]string{}
	}
	e[row][f] = value
}

// badgesByName is how rows can name badges: by name where only one has it, by
// short address, by id.
func badgesByName(all []store.AchievementCount) map[string]badge.AchievementID {
	badges, twice := map[string]badge.AchievementID{}, map[string]bool{}
	for _, a := range all {
		key := BadgeKey(a.Revision.Name)
		if _, there := badges[key]; there {
			twice[key] = true
		}
		badges[key] = a.ID
	}
	for key := range twice {
		delete(badges, key)
	}
	for _, a := range all {
		badges[BadgeKey(a.Slug)], badges[string(a.ID)] = a.ID, a.ID
	}
	return badges
}

// remembered reads a file as one with the same headings was read the last time.
func (in *Intake) remembered(ctx context.Context, b *badge.Batch, look Look) (Look, error) {
	key := headingsHash(look)
	if key == "" {
		return look, nil
	}
	var m store.ImportMemory
	err := in.DB.Read(ctx, func(tx *store.Tx) (err error) {
		m, err = tx.Org(b.OrgID).ImportMemory(ctx, key)
		return err
	})
	if errors.Is(err, badge.ErrNotFound) {
		return look, nil
	}
	if err != nil {
		return look, err
	}
	b.Reading, b.Dates = look.Remembered(m.Columns), m.Dates
	file, err := in.Blobs.Reader(ctx, b.File)
	if err != nil {
		return look, err
	}
	defer file.Close() //nolint:errcheck // only read
	look, err = LookAt(file, b.Reading, DateOrder(b.Dates), largeMaxBytes)
	look.Known = err == nil && look.Fault == ""
	return look, err
}

// remember keeps what was chosen for files with the same headings.
func (in *Intake) remember(ctx context.Context, b badge.Batch, look Look) error {
	key := headingsHash(look)
	if key == "" {
		return nil
	}
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		return tx.Org(b.OrgID).RememberImport(ctx, key, store.ImportMemory{Columns: look.Memory(), Dates: b.Dates}, in.Now())
	})
}

// headingsHash keeps the key of headings short; "" when a file has none.
func headingsHash(look Look) string {
	key := look.HeadingsKey()
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16])
}

// dropUnread takes away what processes that are gone began to read; a file
// that is kept is kept.
func (in *Intake) dropUnread(ctx context.Context, org badge.OrgID) error {
	var left []badge.BatchID
	err := in.DB.Read(ctx, func(tx *store.Tx) (err error) {
		left, err = tx.Org(org).Unread(ctx, in.Now().Add(-unreadAfter))
		return err
	})
	for _, id := range left {
		err = errors.Join(err, in.unread(ctx, org, id))
	}
	return err
}

// unread gives up on reading: without rows the batch waits to be read again, or
// goes when its file is not kept.
func (in *Intake) unread(ctx context.Context, org badge.OrgID, id badge.BatchID) error {
	err := in.dropRows(ctx, org, id)
	if err != nil {
		return err
	}
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		err := tx.Org(org).BatchUnread(ctx, id)
		if errors.Is(err, badge.ErrConflict) {
			return tx.Org(org).DropUnread(ctx, id)
		}
		return err
	})
}

func (in *Intake) dropRows(ctx context.Context, org badge.OrgID, id badge.BatchID) error {
	for more := true; more; {
		err := in.DB.Write(ctx, func(tx *store.Tx) (err error) {
			more, err = tx.Org(org).DropRows(ctx, id, 10*chunkRows)
			return err
		})
		if err != nil {
			return fmt.Errorf("drop the rows of batch %s: %w", id, err)
		}
	}
	return nil
}
