// Package portfolio is the earner's room: what a person has earned, anywhere,
// and what they do with it. It never changes a name or a date.
package portfolio

import (
	"context"
	"io"
	"time"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/queue"
	"laurel/internal/render"
	"laurel/internal/store"
)

// Portfolio shows people what they earned.
type Portfolio struct {
	DB        *store.DB
	PublicURL string // without a slash at the end
	Queue     *queue.Queue
	Now       func() time.Time
	Random    io.Reader    // of the addresses of collections
	Blobs     *blob.Folder // the organizations' pictures
	Draw      *render.Engine
	Folder    string // where people's own files are kept
	// Token is a badge as a JWT; badge.ErrNotFound where its organization offers none.
	Token func(ctx context.Context, code badge.Code) ([]byte, error)
	// Certificate is a badge as a PDF; badge.ErrNotFound where its organization has none, or it does not hold.
	Certificate func(ctx context.Context, code badge.Code) ([]byte, error)
	// Vectors is the picture of a badge as an SVG.
	Vectors func(ctx context.Context, r badge.Revision) ([]byte, error)
}

// Item is one badge in a portfolio.
type Item struct {
	badge.Credential
	Organization badge.Organization
	Badge        badge.Revision // as it was issued
	Visibility   badge.Visibility
}

// List lists what the actor has earned, the newest first.
func (p *Portfolio) List(ctx context.Context, actor badge.Actor) (items []Item, err error) {
	if actor.AccountID == "" {
		return nil, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		credentials, err := tx.EarnerCredentials(ctx, actor.AccountID)
		if err != nil {
			return err
		}
		items = make([]Item, len(credentials))
		for n, c := range credentials {
			if items[n], err = item(ctx, tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return items, err
}

// One finds one of the actor's badges. Somebody else's is badge.ErrNotFound.
func (p *Portfolio) One(ctx context.Context, actor badge.Actor, code badge.Code) (it Item, err error) {
	if actor.AccountID == "" {
		return it, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		c, err := tx.EarnerCredential(ctx, actor.AccountID, code)
		if err != nil {
			return err
		}
		it, err = item(ctx, tx, c)
		return err
	})
	return it, err
}

func item(ctx context.Context, tx *store.Tx, c badge.Credential) (it Item, err error) {
	otx := tx.Org(c.OrgID)
	it.Credential = c
	if it.Organization, err = otx.Organization(ctx); err != nil {
		return it, err
	}
	sharing, err := tx.PublicSharing(ctx, c.Code)
	if err != nil {
		return it, err
	}
	it.Visibility = sharing.Visibility
	a, err := otx.AchievementAt(ctx, c.RevisionID)
	it.Badge = a.Revision
	return it, err
}
