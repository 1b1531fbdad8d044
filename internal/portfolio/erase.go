package portfolio

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// EraseFiles removes what lies in files of a person who was erased: their
// folder, and those of some kept files that nobody else has. In the end nothing
// of the rows is left beside the ledger either.
func (p *Portfolio) EraseFiles(ctx context.Context, account badge.AccountID, files []string) error {
	if !filepath.IsLocal(string(account)) || filepath.Base(string(account)) != string(account) {
		return fmt.Errorf("%q is no account", account)
	}
	if err := os.RemoveAll(filepath.Join(p.Folder, string(account))); err != nil {
		return err
	}
	for _, hash := range files {
		var used bool
		err := p.DB.Read(ctx, func(tx *store.Tx) (err error) {
			used, err = tx.SystemFileUsed(ctx, hash)
			return err
		})
		if err == nil && !used {
			err = p.Blobs.Remove(ctx, hash)
		}
		if err != nil {
			return err
		}
	}
	return p.DB.Fold(ctx)
}

// dropOrphan removes the file of an export whose owner was erased while it was
// made.
func (p *Portfolio) dropOrphan(ctx context.Context, e badge.Export) error {
	err := p.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.SystemExport(ctx, e.ID)
		return err
	})
	if !errors.Is(err, badge.ErrNotFound) {
		return err
	}
	if err := os.Remove(p.exportPath(e)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
