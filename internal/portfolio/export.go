package portfolio

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// exportPath is where the file of an export lies.
func (p *Portfolio) exportPath(e badge.Export) string {
	return filepath.Join(p.Folder, string(e.AccountID), "export-"+string(e.ID)+".zip")
}

// Exports lists the actor's exports, the newest first. Errors: badge.ErrSignedOut.
func (p *Portfolio) Exports(ctx context.Context, actor badge.Actor) (list []badge.Export, err error) {
	if actor.AccountID == "" {
		return nil, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.EarnerExports(ctx, actor.AccountID)
		return err
	})
	return list, err
}

// Export has everything of the actor's put into one file, which is told by
// letter when it is there. Errors: *badge.Invalid, badge.ErrSignedOut.
func (p *Portfolio) Export(ctx context.Context, actor badge.Actor) error {
	if actor.AccountID == "" {
		return badge.ErrSignedOut
	}
	e := badge.Export{ID: badge.NewID[badge.ExportID](), AccountID: actor.AccountID, State: badge.ExportWaiting, CreatedAt: p.Now()}
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		have, err := tx.EarnerExports(ctx, actor.AccountID)
		if err != nil {
			return err
		}
		if len(have) > 0 && e.CreatedAt.Sub(have[0].CreatedAt) < badge.ExportPause {
			return badge.Refuse("", "A file was asked for within the last hour. Use that one, or ask again later.")
		}
		if err := tx.AddExport(ctx, e); err != nil {
			return err
		}
		if err := tx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "portfolio.exported", Subject: string(e.ID), At: e.CreatedAt}); err != nil {
			return err
		}
		return p.Queue.Add(ctx, tx, queue.MakeExport{Export: string(e.ID)})
	})
}

// ExportFile opens the file of one of the actor's exports. Errors:
// badge.ErrNotFound when it is not there, not yet or not any more; badge.ErrSignedOut.
func (p *Portfolio) ExportFile(ctx context.Context, actor badge.Actor, id badge.ExportID) (*os.File, badge.Export, error) {
	var e badge.Export
	if actor.AccountID == "" {
		return nil, e, badge.ErrSignedOut
	}
	err := p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		e, err = tx.EarnerExport(ctx, actor.AccountID, id)
		return err
	})
	if err != nil {
		return nil, e, err
	}
	if e.State != badge.ExportReady || !p.Now().Before(e.Until) {
		return nil, e, badge.ErrNotFound
	}
	f, err := os.Open(p.exportPath(e))
	return f, e, err
}

// progressEvery is after how many badges the ledger is told how far it is.
const progressEvery = 25

// MakeExport makes the file of an export. One that is made already is left
// alone. Errors: badge.ErrNotFound.
func (p *Portfolio) MakeExport(ctx context.Context, id badge.ExportID) error {
	var c contents
	var e badge.Export
	err := p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if e, err = tx.SystemExport(ctx, id); err != nil || e.State != badge.ExportWaiting {
			return err
		}
		c, err = gather(ctx, tx, e.AccountID)
		return err
	})
	if err != nil || e.State != badge.ExportWaiting {
		return err
	}
	if e.Size, err = p.writeExport(ctx, e, c); err != nil {
		return fmt.Errorf("make export %s: %w", id, err)
	}
	e.Total, e.FinishedAt = len(c.items)+len(c.imports), p.Now()
	e.Until = e.FinishedAt.Add(badge.ExportLifetime)
	err = p.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.ExportDone(ctx, e); err != nil {
			return err
		}
		return p.Queue.AddLetters(ctx, tx, []badge.Letter{{
			ID: badge.NewID[badge.LetterID](), Kind: badge.LetterExport, To: c.account.Email, Name: c.account.Name, AccountID: c.account.ID, Until: e.Until, CreatedAt: e.FinishedAt,
		}})
	})
	if errors.Is(err, badge.ErrConflict) { // another run was faster, or its owner was erased
		return p.dropOrphan(ctx, e)
	}
	return err
}

// EndExports takes away the files whose time is over.
func (p *Portfolio) EndExports(ctx context.Context) error {
	var ended []badge.Export
	err := p.DB.Write(ctx, func(tx *store.Tx) (err error) {
		ended, err = tx.SystemEndExports(ctx, p.Now())
		return err
	})
	for _, e := range ended {
		if removed := os.Remove(p.exportPath(e)); removed != nil && !errors.Is(removed, fs.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}
	return err
}
