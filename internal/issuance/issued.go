package issuance

import (
	"context"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// IssuedPage lists what an organization issued, the newest first. The day of
// q is filled in.
func (i *Issuer) IssuedPage(ctx context.Context, actor badge.Actor, org badge.OrgID, q store.IssuedQuery) (rows []store.IssuedRow, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	q.Today = badge.Day(i.now())
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.Org(org).Issued(ctx, q)
		return err
	})
	return rows, err
}

// Find is IssuedPage for a search alone.
func (i *Issuer) Find(ctx context.Context, actor badge.Actor, org badge.OrgID, search string, limit int) ([]store.IssuedRow, error) {
	return i.IssuedPage(ctx, actor, org, store.IssuedQuery{Search: search, Limit: limit})
}

// exportPage is how many credentials are read at a time when all of a list
// are asked for: no reading transaction lasts as long as a download.
const exportPage = 1000

// IssuedAll gives all that IssuedPage would list without a limit, some at a
// time, and ends at the first error.
func (i *Issuer) IssuedAll(ctx context.Context, actor badge.Actor, org badge.OrgID, q store.IssuedQuery, yield func([]store.IssuedRow) error) error {
	q.Limit = exportPage
	for {
		rows, err := i.IssuedPage(ctx, actor, org, q)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := yield(rows); err != nil || len(rows) < q.Limit {
			return err
		}
		q.Before = rows[len(rows)-1].ID
	}
}

// Of lists what an organization issued to one person, the newest first.
func (i *Issuer) Of(ctx context.Context, actor badge.Actor, org badge.OrgID, earner badge.AccountID) (rows []store.IssuedRow, err error) {
	const most = 500
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.Org(org).IssuedTo(ctx, earner, most)
		return err
	})
	return rows, err
}

// File is one issued credential with everything an organization sees of it.
type File struct {
	badge.Credential
	Badge   badge.Revision // as it was issued
	Batch   badge.Batch
	Letters []badge.Letter // about it, the newest first
}

// File finds one of an organization's credentials. Errors: badge.ErrNotFound;
// those of Actor.May.
func (i *Issuer) File(ctx context.Context, actor badge.Actor, org badge.OrgID, code badge.Code) (f File, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return f, err
	}
	err = i.db.Read(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if f.Credential, err = otx.Credential(ctx, code); err != nil {
			return err
		}
		a, err := otx.AchievementAt(ctx, f.RevisionID)
		if err != nil {
			return err
		}
		f.Badge = a.Revision
		if f.Batch, err = otx.Batch(ctx, f.BatchID); err != nil {
			return err
		}
		f.Letters, err = otx.LettersAbout(ctx, f.ID)
		return err
	})
	return f, err
}

// Resend sends the issuance letter again. Somebody who never chose a password
// gets a temporary one that works for another 72 hours, if the organization
// invites to log in. Errors: badge.ErrNotFound; *badge.Invalid when the badge
// is revoked; those of Actor.May.
func (i *Issuer) Resend(ctx context.Context, actor badge.Actor, org badge.OrgID, code badge.Code) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	return i.resend(ctx, actor, org, code, func(context.Context, *store.OrgTx) error { return nil })
}

func (i *Issuer) resend(ctx context.Context, actor badge.Actor, org badge.OrgID, code badge.Code, also func(context.Context, *store.OrgTx) error) error {
	err := i.db.Write(ctx, func(tx *store.Tx) error {
		otx, now := tx.Org(org), i.now()
		c, err := otx.Credential(ctx, code)
		if err != nil {
			return err
		}
		if c.State != badge.CredentialIssued {
			return badge.Refuse("letter", "This badge is revoked or suspended, so its letter is not sent again.")
		}
		o, err := otx.Organization(ctx)
		if err != nil {
			return err
		}
		earner, err := tx.SystemAccount(ctx, c.AccountID)
		if err != nil {
			return err
		}
		sent := []badge.Credential{c}
		invites, until, err := invite(ctx, tx, o, sent, map[badge.Email]badge.Account{c.Email: earner}, now)
		if err != nil {
			return err
		}
		if err := i.queue.AddLetters(ctx, tx, issuedLetters(sent, invites, until, now)); err != nil {
			return err
		}
		if err := also(ctx, otx); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "letter.resent", Subject: string(c.ID), At: now})
	})
	if err != nil {
		return fmt.Errorf("resend the letter of %s: %w", code, err)
	}
	return nil
}

// Erased lists what is left of the organization's credentials that were erased
// because their earners wished so, the latest first. Errors: those of Actor.May.
func (i *Issuer) Erased(ctx context.Context, actor badge.Actor, org badge.OrgID, limit int) (list []store.ErasedRow, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).Erased(ctx, limit)
		return err
	})
	return list, err
}
