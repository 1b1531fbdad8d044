package portfolio

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/store"
)

// files are what one person keeps here besides the ledger: badges of other
// systems, and exports. They lie in a folder of their own, so that all of them
// can go with the person.
func (p *Portfolio) files(account badge.AccountID) (*blob.Folder, error) {
	return blob.Open(filepath.Join(p.Folder, string(account)))
}

// Import keeps a badge of another system, which was verified before, with its
// file as it came. image is a picture to show for it, in any form that can be
// drawn; one that cannot is left out. Errors: *badge.Invalid, badge.ErrSignedOut,
// badge.ErrNotFound for somebody who has no portfolio.
func (p *Portfolio) Import(ctx context.Context, actor badge.Actor, i badge.Import, file, image []byte) error {
	if actor.AccountID == "" {
		return badge.ErrSignedOut
	}
	i.ID, i.AccountID, i.CreatedAt, i.Size, i.MediaType = badge.NewID[badge.ImportID](), actor.AccountID, p.Now(), len(file), mediaType(file)
	for _, text := range []struct {
		s    *string
		most int
	}{{&i.Name, 200}, {&i.Issuer, 200}, {&i.Domain, 255}, {&i.Recipient, 200}, {&i.Description, 2000}, {&i.Source, 2048}} {
		*text.s = bounded(*text.s, text.most)
	}
	if err := p.mayImport(ctx, actor.AccountID); err != nil {
		return err
	}
	kept, err := p.files(actor.AccountID)
	if err != nil {
		return err
	}
	if i.File, err = kept.Put(ctx, file); err != nil {
		return fmt.Errorf("keep an imported badge: %w", err)
	}
	if drawn, err := p.Draw.Picture(ctx, image); err == nil {
		if i.Picture, err = kept.Put(ctx, drawn.PNG); err != nil {
			return fmt.Errorf("keep the picture of an imported badge: %w", err)
		}
	}
	err = p.DB.Write(ctx, func(tx *store.Tx) error { return tx.AddImport(ctx, i) })
	if errors.Is(err, badge.ErrConflict) {
		return badge.Refuse("document", "You have brought this badge already.")
	}
	return err
}

// mayImport lets those bring badges who have some of ours, up to a number.
func (p *Portfolio) mayImport(ctx context.Context, account badge.AccountID) error {
	return p.DB.Read(ctx, func(tx *store.Tx) error {
		earned, err := tx.EarnerHasBadges(ctx, account)
		if err != nil {
			return err
		}
		have, err := tx.EarnerImports(ctx, account)
		switch {
		case err != nil:
			return err
		case !earned:
			return badge.ErrNotFound
		case len(have) >= badge.MaxImports:
			return badge.Refuse("document", "You have brought 100 badges, and that is the limit. Remove one that you no longer need.")
		}
		return nil
	})
}

// Imports lists what the actor brought, the newest first. Errors: badge.ErrSignedOut.
func (p *Portfolio) Imports(ctx context.Context, actor badge.Actor) (list []badge.Import, err error) {
	if actor.AccountID == "" {
		return nil, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.EarnerImports(ctx, actor.AccountID)
		return err
	})
	return list, err
}

// ImportFile is the file of something the actor brought, byte for byte, or the
// picture that is shown for it. Errors: badge.ErrNotFound, badge.ErrSignedOut.
func (p *Portfolio) ImportFile(ctx context.Context, actor badge.Actor, id badge.ImportID, picture bool) (i badge.Import, data []byte, err error) {
	if actor.AccountID == "" {
		return i, nil, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		i, err = tx.EarnerImport(ctx, actor.AccountID, id)
		return err
	})
	if err != nil {
		return i, nil, err
	}
	kept, err := p.files(actor.AccountID)
	if err != nil {
		return i, nil, err
	}
	hash := i.File
	if picture {
		hash = i.Picture
	}
	data, err = kept.Get(ctx, hash)
	return i, data, err
}

// DropImport removes something the actor brought, with its file. Errors:
// badge.ErrSignedOut.
func (p *Portfolio) DropImport(ctx context.Context, actor badge.Actor, id badge.ImportID) error {
	if actor.AccountID == "" {
		return badge.ErrSignedOut
	}
	var gone badge.Import
	var left []badge.Import
	err := p.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if gone, err = tx.EarnerImport(ctx, actor.AccountID, id); err != nil {
			return err
		}
		if err := tx.EarnerDropImport(ctx, actor.AccountID, id); err != nil {
			return err
		}
		left, err = tx.EarnerImports(ctx, actor.AccountID)
		return err
	})
	if err != nil {
		return err
	}
	kept, err := p.files(actor.AccountID)
	if err != nil {
		return err
	}
	for _, hash := range []string{gone.File, gone.Picture} {
		used := false
		for _, i := range left {
			used = used || i.File == hash || i.Picture == hash
		}
		if hash != "" && !used {
			err = errors.Join(err, kept.Remove(ctx, hash))
		}
	}
	return err
}

// mediaType tells what was brought, by its first bytes.
func mediaType(file []byte) string {
	text := bytes.TrimSpace(bytes.TrimPrefix(file, []byte("\ufeff")))
	switch {
	case bytes.HasPrefix(file, []byte("\x89PNG")):
		return "image/png"
	case bytes.HasPrefix(text, []byte("<")):
		return "image/svg+xml"
	case bytes.HasPrefix(text, []byte("{")):
		return "application/json"
	}
	return "application/jwt"
}

// DataImage is the picture inside a data: address, as badges carry them; nil
// for any other address.
func DataImage(address string) []byte {
	head, data, found := strings.Cut(address, ",")
	if !found || !strings.HasPrefix(head, "data:image/") || !strings.HasSuffix(head, ";base64") {
		return nil
	}
	image, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return nil
	}
	return image
}

// bounded cuts what strangers wrote.
func bounded(s string, most int) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}
