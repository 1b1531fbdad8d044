package press

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// mostPrinted is how many certificates a job prints in the time that it has.
const mostPrinted = 100_000

// Print has the certificates of a batch made, as a file to download. One that is
// being made in that form is that one. Errors: *badge.Invalid when there is
// nothing to print; badge.ErrNotFound; those of Actor.May.
func (p *Certificates) Print(ctx context.Context, actor badge.Actor, org badge.OrgID, batch badge.BatchID, form badge.PrintForm) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	if form != badge.PrintZip && form != badge.PrintPDF {
		return badge.Refuse("form", "Choose a file for each person, or one document.")
	}
	_, total, err := p.printable(ctx, org, batch)
	if err == nil && total > mostPrinted {
		err = badge.Refuse("batch", "These are more than 100,000 certificates. Whoever runs this installation prints them at the command line: laurel print.")
	}
	if err != nil {
		return err
	}
	job := badge.Print{
		ID: badge.NewID[badge.PrintID](), OrgID: org, BatchID: batch, Form: form, State: badge.PrintWaiting, Total: total, AskedBy: actor.AccountID, CreatedAt: p.Now(),
	}
	err = p.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		before, err := otx.Prints(ctx, batch)
		if err != nil || slices.ContainsFunc(before, func(b badge.Print) bool { return b.State == badge.PrintWaiting && b.Form == form }) {
			return err
		}
		if err := otx.AddPrint(ctx, job); err != nil {
			return err
		}
		if err := otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "certificate.printed", Subject: string(batch), At: job.CreatedAt}); err != nil {
			return err
		}
		return p.Queue.Add(ctx, tx, queue.MakePrint{Org: string(org), Print: string(job.ID)})
	})
	if err != nil {
		return fmt.Errorf("print batch %s: %w", batch, err)
	}
	return nil
}

// Prints lists the prints of a batch, the newest first, and counts what can be
// printed of it. Errors: those of Actor.May.
func (p *Certificates) Prints(ctx context.Context, actor badge.Actor, org badge.OrgID, batch badge.BatchID) (list []badge.Print, printable int, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, 0, err
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if list, err = tx.Org(org).Prints(ctx, batch); err != nil {
			return err
		}
		printable, err = tx.Org(org).CountPrintable(ctx, batch)
		return err
	})
	return list, printable, err
}

// PrintFile opens the file of a print. Errors: badge.ErrNotFound when it is not
// there, not yet or not any more; those of Actor.May.
func (p *Certificates) PrintFile(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.PrintID) (*os.File, badge.Print, error) {
	var job badge.Print
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, job, err
	}
	err := p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		job, err = tx.Org(org).Print(ctx, id)
		return err
	})
	if err != nil {
		return nil, job, err
	}
	if job.State != badge.PrintReady || !p.Now().Before(job.Until) {
		return nil, job, badge.ErrNotFound
	}
	f, err := os.Open(p.printPath(job))
	return f, job, err
}

func (p *Certificates) printPath(job badge.Print) string {
	return filepath.Join(p.Folder, string(job.ID)+"."+string(job.Form))
}

// progressEvery is after how many certificates the ledger is told how far a
// print is.
const progressEvery = 200

// MakePrint makes the file of a print, from its beginning whenever it is called
// again. One that is made already is left alone. Of what cannot be printed is
// noted that it cannot. Errors: badge.ErrNotFound.
func (p *Certificates) MakePrint(ctx context.Context, org badge.OrgID, id badge.PrintID) error {
	var job badge.Print
	err := p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		job, err = tx.Org(org).Print(ctx, id)
		return err
	})
	if err != nil || job.State != badge.PrintWaiting {
		return err
	}
	err = p.writeFile(ctx, &job)
	late := errors.Is(ctx.Err(), context.DeadlineExceeded)
	if ctx.Err() != nil && !late || errors.Is(err, badge.ErrBusy) {
		return err // again, from the beginning
	}
	ctx = context.WithoutCancel(ctx)
	if errors.Is(err, badge.ErrConflict) { // it is gone: somebody in it was erased
		return nil
	}
	job.State, job.FinishedAt = badge.PrintReady, p.Now()
	job.Until = job.FinishedAt.Add(badge.PrintLifetime)
	if err != nil {
		p.Log.ErrorContext(ctx, "a batch cannot be printed", "print", id, "error", err)
		job.State, job.Size = badge.PrintFailed, 0
	}
	err = p.DB.Write(ctx, func(tx *store.Tx) error { return tx.Org(org).PrintDone(ctx, job) })
	if errors.Is(err, badge.ErrConflict) { // another run was faster, or it is gone
		return nil
	}
	return err
}

// writeFile writes the file whole or not at all.
func (p *Certificates) writeFile(ctx context.Context, job *badge.Print) error {
	batch, total, err := p.printable(ctx, job.OrgID, job.BatchID)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(p.Folder, "."+string(job.ID)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // does nothing after the rename
	job.Total, job.Done = total, 0
	err = p.progress(ctx, *job)
	if err == nil {
		out := p.printerFor(job.Form, batch.FileName, f)
		err = p.print(ctx, job.OrgID, job.BatchID, out, func(done int, took time.Duration) error {
			if job.Done = done; done%progressEvery == 0 {
				if err := p.progress(ctx, *job); err != nil {
					return err
				}
			}
			return rest(ctx, took)
		})
		err = errors.Join(err, out.close())
	}
	size, seekErr := f.Seek(0, io.SeekCurrent)
	if err = errors.Join(err, seekErr, f.Sync(), f.Close()); err != nil {
		return err
	}
	job.Size, job.Total = int(size), job.Done
	return os.Rename(f.Name(), p.printPath(*job))
}

// rest lets others work for as long as a certificate took: nobody waits for a
// print, and somebody waits for every page.
func rest(ctx context.Context, took time.Duration) error {
	if took <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(took)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Certificates) progress(ctx context.Context, job badge.Print) error {
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		return tx.Org(job.OrgID).PrintProgress(ctx, job.ID, job.Total, job.Done, p.Now())
	})
}

// EndPrints takes away the files whose time is over, and those of prints that
// are gone.
func (p *Certificates) EndPrints(ctx context.Context) error {
	files, err := os.ReadDir(p.Folder) // first: what is made meanwhile stays
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var kept []badge.PrintID
	err = p.DB.Write(ctx, func(tx *store.Tx) (err error) {
		kept, err = tx.SystemEndPrints(ctx, p.Now())
		return err
	})
	if err != nil {
		return err
	}
	for _, file := range files {
		id, _, _ := strings.Cut(strings.TrimPrefix(file.Name(), "."), ".")
		id, _, _ = strings.Cut(id, "-")
		if slices.Contains(kept, badge.PrintID(id)) {
			continue
		}
		if removed := os.Remove(filepath.Join(p.Folder, file.Name())); removed != nil && !errors.Is(removed, fs.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}
	return err
}
