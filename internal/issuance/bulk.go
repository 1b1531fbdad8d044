package issuance

import (
	"context"
	"fmt"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// Pick says which badges something is to be done to: those with some codes, or
// all that a list shows.
type Pick struct {
	Codes []badge.Code
	All   bool
	Query store.IssuedQuery
}

// DraftBulk chooses badges and keeps the choice until somebody confirms it, for
// a day. Those to which it cannot be done are left out and counted. Errors:
// *badge.Invalid when there are none, or too many; those of Actor.May.
func (i *Issuer) DraftBulk(ctx context.Context, actor badge.Actor, org badge.OrgID, kind badge.BulkKind, pick Pick) (badge.Bulk, error) {
	b := badge.Bulk{Kind: kind}
	if err := actor.May(kind.Act(), org); err != nil {
		return b, err
	}
	d, err := i.newDraft(ctx, actor, org, b)
	if err != nil {
		return b, err
	}
	if pick.All {
		err = i.IssuedAll(ctx, actor, org, pick.Query, func(rows []store.IssuedRow) error {
			return d.add(ctx, rows, nil)
		})
	} else {
		err = i.draftCodes(ctx, d, pick.Codes)
	}
	if err == nil {
		err = d.close(ctx)
	}
	return d.bulk, err
}

func (i *Issuer) draftCodes(ctx context.Context, d *draftBulk, codes []badge.Code) error {
	var rows []store.IssuedRow
	err := i.db.Read(ctx, func(tx *store.Tx) error {
		rows = nil
		seen := map[badge.Code]bool{}
		for _, code := range codes {
			if seen[code] {
				continue
			}
			seen[code] = true
			some, err := tx.Org(d.bulk.OrgID).Issued(ctx, store.IssuedQuery{Search: string(code), Limit: 1})
			if err != nil {
				return err
			}
			rows = append(rows, some...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.add(ctx, rows, nil)
}

// draftBulk is a bulk whose rows are being collected.
type draftBulk struct {
	issuer *Issuer
	bulk   badge.Bulk
	unfit  int
}

func (i *Issuer) newDraft(ctx context.Context, actor badge.Actor, org badge.OrgID, b badge.Bulk) (*draftBulk, error) {
	b.ID, b.OrgID, b.State, b.CreatedBy, b.CreatedAt = badge.NewID[badge.BulkID](), org, badge.BulkReading, actor.AccountID, i.now()
	err := i.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(org).AddBulk(ctx, b) })
	return &draftBulk{issuer: i, bulk: b}, err
}

// add takes some credentials in, those that fit; names are their new ones, if any.
func (d *draftBulk) add(ctx context.Context, rows []store.IssuedRow, names []string) error {
	var fit []badge.BulkRow
	for n, r := range rows {
		if !d.bulk.Kind.Fits(r.State) {
			d.unfit++
			continue
		}
		row := badge.BulkRow{Number: d.bulk.Total + len(fit) + 1, CredentialID: r.ID}
		if names != nil {
			row.Name = names[n]
		}
		fit = append(fit, row)
	}
	if d.bulk.Total+len(fit) > badge.MaxBulk {
		return badge.Refuse("", fmt.Sprintf("That is more than %d badges at once. Narrow the list, by badge or by day, and do it in parts. Nothing was changed.", badge.MaxBulk))
	}
	if len(fit) == 0 {
		return nil
	}
	d.bulk.Total += len(fit)
	return d.issuer.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(d.bulk.OrgID).AddBulkRows(ctx, d.bulk.ID, fit) })
}

func (d *draftBulk) close(ctx context.Context) error {
	switch {
	case d.bulk.Total == 0 && d.unfit == 0:
		return badge.Refuse("", "No badge was chosen. Tick some, or take all that match.")
	case d.bulk.Total == 0:
		return badge.Refuse("", "This cannot be done to any of the badges that you chose: they are revoked, or stand like that already.")
	}
	d.bulk.State, d.bulk.Unfit = badge.BulkDraft, d.unfit
	return d.issuer.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(d.bulk.OrgID).BulkRead(ctx, d.bulk.ID, d.unfit) })
}

// BulkFile is a bulk with some of its rows.
type BulkFile struct {
	badge.Bulk
	Lines  []store.BulkLine // the first of them
	Faults []store.BulkLine // the first of those that were left or failed
}

// Bulk finds a bulk with its first rows. Errors: badge.ErrNotFound; those of Actor.May.
func (i *Issuer) Bulk(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BulkID, rows int) (f BulkFile, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return f, err
	}
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(org)
		if f.Bulk, err = otx.Bulk(ctx, id); err != nil {
			return err
		}
		if f.Lines, err = otx.BulkLines(ctx, id, 1, rows, nil); err != nil || f.Left+f.Failed == 0 {
			return err
		}
		f.Faults = nil
		for _, outcome := range []badge.BulkOutcome{badge.BulkRowFailed, badge.BulkRowLeft} {
			some, err := otx.BulkLines(ctx, id, 1, badge.MaxBulk, &outcome)
			if err != nil {
				return err
			}
			f.Faults = append(f.Faults, some[:min(len(some), rows)]...)
		}
		return nil
	})
	return f, err
}

// Bulks lists the latest that were done, the newest first.
func (i *Issuer) Bulks(ctx context.Context, actor badge.Actor, org badge.OrgID) (list []badge.Bulk, err error) {
	const most = 100
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).Bulks(ctx, most)
		return err
	})
	return list, err
}

// bulkChunk is how many badges one job takes: some seconds of work.
const bulkChunk = 50

// StartBulk confirms a draft: jobs do the rest. names are new names by the
// number of the row, in place of those it has. Errors: *badge.Invalid;
// badge.ErrConflict when it was confirmed before; badge.ErrNotFound; those of
// Actor.May.
func (i *Issuer) StartBulk(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BulkID, say badge.BulkSay, reason string, names map[int]string) error {
	if err := actor.May(badge.ActView, org); err != nil {
		return err
	}
	err := i.db.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		b, err := otx.Bulk(ctx, id)
		if err != nil {
			return err
		}
		if err := actor.May(b.Kind.Act(), org); err != nil {
			return err
		}
		b.Say, b.Reason, b.StartedAt = say, strings.TrimSpace(reason), i.now()
		if b.Kind == badge.BulkRenew && b.Reason == "" {
			b.Reason = "Renewed."
		}
		if b.Kind.NeedsReason() {
			if b.Reason, err = badge.CheckReason(reason); err != nil {
				return err
			}
		}
		if err := b.Say.Validate(b.Kind); err != nil {
			return err
		}
		for number, name := range names {
			if err := otx.NameBulkRow(ctx, id, number, strings.TrimSpace(name)); err != nil {
				return err
			}
		}
		if err := otx.StartBulk(ctx, b); err != nil {
			return err
		}
		return i.queueBulk(ctx, otx, b)
	})
	if err != nil {
		return fmt.Errorf("start bulk %s: %w", id, err)
	}
	return nil
}

func (i *Issuer) queueBulk(ctx context.Context, otx *store.OrgTx, b badge.Bulk) error {
	var jobs []queue.Job
	for first := 1; first <= b.Total; first += bulkChunk {
		jobs = append(jobs, queue.RunBulk{Org: string(b.OrgID), Bulk: string(b.ID), First: first, Last: min(first+bulkChunk-1, b.Total)})
	}
	if err := i.queue.Add(ctx, otx.Tx, jobs...); err != nil {
		return err
	}
	return otx.Record(ctx, badge.Event{Actor: b.By().Name(), Verb: "bulk.started", Subject: string(b.ID), Note: string(b.Kind), At: i.now()})
}

// DropBulk forgets a draft. Errors: badge.ErrConflict when it was confirmed;
// those of Actor.May.
func (i *Issuer) DropBulk(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BulkID) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	return i.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(org).DropBulkDraft(ctx, id) })
}

// UndoBulk starts another bulk that undoes one: names, dates and evidence are
// what they were, suspensions end. Badges that somebody changed since are left
// alone. Errors: *badge.Invalid when that cannot be undone; badge.ErrConflict
// when it runs yet or was undone before; badge.ErrNotFound; those of Actor.May.
func (i *Issuer) UndoBulk(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BulkID) (undo badge.Bulk, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return undo, err
	}
	err = i.db.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		b, err := otx.Bulk(ctx, id)
		if err != nil {
			return err
		}
		if err := actor.May(b.Kind.Act(), org); err != nil {
			return err
		}
		if !b.Kind.Undoable() || b.Done == 0 {
			return badge.Refuse("", "This cannot be undone.")
		}
		undo = badge.Bulk{
			ID: badge.NewID[badge.BulkID](), OrgID: org, Kind: badge.BulkRestore, State: badge.BulkReading, Reason: "What was changed before is undone.",
			CreatedBy: actor.AccountID, CreatedAt: i.now(), StartedAt: i.now(), Undoes: id,
		}
		if b.Kind == badge.BulkSuspend {
			undo.Kind = badge.BulkReinstate
		}
		if err := otx.UndoBulk(ctx, id, undo.ID); err != nil {
			return err
		}
		return i.undo(ctx, otx, b, &undo)
	})
	return undo, err
}

func (i *Issuer) undo(ctx context.Context, otx *store.OrgTx, b badge.Bulk, undo *badge.Bulk) error {
	done := badge.BulkRowDone
	lines, err := otx.BulkLines(ctx, b.ID, 1, badge.MaxBulk, &done)
	if err != nil {
		return err
	}
	if err := otx.AddBulk(ctx, *undo); err != nil {
		return err
	}
	rows := make([]badge.BulkRow, len(lines))
	for n, l := range lines {
		rows[n] = badge.BulkRow{Number: n + 1, CredentialID: l.CredentialID, Trace: l.Trace}
	}
	if err := otx.AddBulkRows(ctx, undo.ID, rows); err != nil {
		return err
	}
	undo.Total = len(rows)
	if err := otx.BulkRead(ctx, undo.ID, 0); err != nil {
		return err
	}
	undo.StartedAt = i.now()
	if err := otx.StartBulk(ctx, *undo); err != nil {
		return err
	}
	return i.queueBulk(ctx, otx, *undo)
}
