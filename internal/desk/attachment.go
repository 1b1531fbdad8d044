package desk

import (
	"context"

	"laurel/internal/badge"
)

// keep checks an attachment and puts it away. It returns its hash and its
// tidied name, both empty when there is none.
func (d *Desk) keep(ctx context.Context, a badge.Attachment) (hash, name string, err error) {
	if err := a.Check(); err != nil || len(a.Data) == 0 {
		return "", "", err
	}
	hash, err = d.Blobs.Put(ctx, a.Data)
	return hash, a.Name, err
}
