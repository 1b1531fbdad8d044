package post

import (
	"context"
	"errors"

	"laurel/internal/badge"
	"laurel/internal/mail"
	"laurel/internal/store"
)

// List lists letters, the newest first, for the operator.
func (p *Post) List(ctx context.Context, actor badge.Actor, before badge.LetterID, limit int) (list []badge.Letter, err error) {
	if !actor.Operator {
		return nil, badge.ErrNotFound
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.SystemLetters(ctx, before, limit)
		return err
	})
	return list, err
}

// Show composes a letter for the operator. Errors: badge.ErrNotFound.
func (p *Post) Show(ctx context.Context, actor badge.Actor, id badge.LetterID) (badge.Letter, mail.Content, error) {
	if !actor.Operator {
		return badge.Letter{}, mail.Content{}, badge.ErrNotFound
	}
	l, content, err := p.read(ctx, id)
	if errors.Is(err, errWithdrawn) {
		content, err = mail.Content{Subject: "A badge that is not shown any more", Text: "This letter is not sent: " + errWithdrawn.Error() + "."}, nil
	}
	return l.Letter, content, err
}

// Kept are letters from a time without a mail server.
type Kept struct {
	All   int
	Worth int // sending now; what the others say no longer holds
}

// Kept counts the letters that are kept, for the operator.
func (p *Post) Kept(ctx context.Context, actor badge.Actor) (k Kept, err error) {
	if !actor.Operator {
		return k, badge.ErrNotFound
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		k.All, k.Worth, err = tx.SystemKeptLetters(ctx, p.Now())
		return err
	})
	return k, err
}

// SendKept hands the kept letters that are worth sending to the mail server, and
// returns how many. A temporary password that has ended is left out of its
// letter, which says how to request one. *badge.Invalid where no mail server is
// set up.
func (p *Post) SendKept(ctx context.Context, actor badge.Actor) (queued int, err error) {
	const atOnce = 1000
	switch {
	case !actor.Operator:
		return 0, badge.ErrNotFound
	case p.SMTP == nil:
		return 0, badge.Refuse("letters", "No mail server is set up. Start the server with --smtp; the letters stay kept until then.")
	}
	for now := p.Now(); ; {
		var ids []badge.LetterID
		err := p.DB.Write(ctx, func(tx *store.Tx) (err error) {
			if ids, err = tx.SystemQueueKept(ctx, now, atOnce); err != nil {
				return err
			}
			return p.Queue.SendLetters(ctx, tx, ids)
		})
		if queued += len(ids); err != nil || len(ids) < atOnce {
			return queued, err
		}
	}
}
