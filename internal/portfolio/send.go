package portfolio

import (
	"context"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Send writes a letter that shows one of the actor's badges to somebody, with
// a note of the actor's. Errors: *badge.Invalid (fields "to", "note"),
// badge.ErrNotFound, badge.ErrSignedOut.
func (p *Portfolio) Send(ctx context.Context, actor badge.Actor, code badge.Code, to, note string) error {
	if actor.AccountID == "" {
		return badge.ErrSignedOut
	}
	email, err := badge.ParseEmail(to)
	if err != nil {
		return badge.Refuse("to", err.Error())
	}
	if note, err = badge.CheckNote(note); err != nil {
		return err
	}
	now := p.Now()
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := tx.EarnerCredential(ctx, actor.AccountID, code)
		if err != nil {
			return err
		}
		sharing, err := tx.PublicSharing(ctx, code)
		if err != nil {
			return err
		}
		switch {
		case sharing.Visibility == badge.VisibilityPrivate:
			return badge.Refuse("to", "This badge is private, so nobody could open it. Make it unlisted or public first.")
		case c.State != badge.CredentialIssued:
			return badge.Refuse("to", "This badge was revoked. A letter would show that and nothing else.")
		}
		if err := p.mayWrite(ctx, tx, actor.AccountID, email, now); err != nil {
			return err
		}
		l := badge.Letter{ID: badge.NewID[badge.LetterID](), Kind: badge.LetterShared, To: email, AccountID: actor.AccountID, CreatedAt: now}
		if err := p.Queue.AddLetters(ctx, tx, []badge.Letter{l}); err != nil {
			return err
		}
		s := badge.Share{LetterID: l.ID, AccountID: actor.AccountID, OrgID: c.OrgID, CredentialID: c.ID, Email: email, Note: note, CreatedAt: now}
		if err := tx.AddShare(ctx, s); err != nil {
			return err
		}
		if err := tx.AddUses(ctx, badge.Day(now), map[badge.Use]int{{Code: code, What: badge.UseEmail}: 1}); err != nil {
			return err
		}
		return tx.Org(c.OrgID).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "credential.sent", Subject: string(c.ID), At: now})
	})
}

// mayWrite keeps letters from becoming a nuisance.
func (p *Portfolio) mayWrite(ctx context.Context, tx *store.Tx, from badge.AccountID, to badge.Email, now time.Time) error {
	sent, sentTo, received, err := tx.RecentShares(ctx, from, to, now.Add(-24*time.Hour))
	switch {
	case err != nil:
		return err
	case sent >= badge.MaxShares:
		return badge.Refuse("to", "You have sent 20 letters within a day, and that is the limit. Nothing was sent. Copy the address of the badge into a letter of your own, or go on tomorrow.")
	case sentTo >= badge.MaxSharesTo:
		return badge.Refuse("to", "You have written to this address twice within a day. Nothing was sent. Write again tomorrow, or by a letter of your own.")
	case received >= badge.MaxSharesReceived:
		return badge.Refuse("to", "This address has had enough letters for today. Nothing was sent. Copy the address of the badge into a letter of your own.")
	}
	return nil
}
