package desk

import (
	"context"
	"errors"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// spellingEvery is how often a small correction of somebody's name may happen
// by itself at one organization.
const spellingEvery = 365 * 24 * time.Hour

// Itself is who acts where an organization lets something happen by itself.
func Itself() badge.Actor { return badge.Actor{AccountID: badge.ByItself, Operator: true} }

// byItself says who answers a request as it comes in: nobody in particular, or
// nobody at all, where the organization lets small corrections of a name happen
// by themselves and this is the earner's first for a year.
func (d *Desk) byItself(ctx context.Context, otx *store.OrgTx, c badge.Credential, q badge.Request) (badge.AccountID, error) {
	if q.Kind != badge.RequestName || c.State != badge.CredentialIssued || c.Name == q.Wanted || !badge.SmallSpelling(c.Name, q.Wanted) {
		return "", nil
	}
	on, err := otx.SpellingByItself(ctx)
	if err != nil || !on {
		return "", err
	}
	lately, err := otx.CountSpellings(ctx, q.AccountID, d.Now().Add(-spellingEvery))
	if err != nil || lately > 0 {
		return "", err
	}
	return badge.ByItself, nil
}

// Spelling is the correction that a request asks for which needs nobody's
// answer. Errors: badge.ErrNotFound, also when it was answered.
func (d *Desk) Spelling(ctx context.Context, org badge.OrgID, id badge.RequestID) (to badge.Correction, err error) {
	err = d.DB.Read(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		q, err := otx.Request(ctx, id)
		if err == nil && (q.State != badge.RequestOpen || q.AssignedTo != badge.ByItself) {
			err = badge.ErrNotFound
		}
		if err != nil {
			return err
		}
		c, err := otx.CredentialByID(ctx, q.CredentialID)
		to = badge.Correction{Code: c.Code, Name: q.Wanted, IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn}
		return err
	})
	return to, err
}

// SpellingStands tells whether the badge of a request says by now what was
// asked for: a run before this one may have ended halfway.
func (d *Desk) SpellingStands(ctx context.Context, org badge.OrgID, id badge.RequestID) (stands bool) {
	err := d.DB.Read(ctx, func(tx *store.Tx) error {
		q, err := tx.Org(org).Request(ctx, id)
		if err != nil {
			return err
		}
		c, err := tx.Org(org).CredentialByID(ctx, q.CredentialID)
		stands = c.Name == q.Wanted && c.State == badge.CredentialIssued
		return err
	})
	return stands && err == nil
}

// LeaveSpelling puts the request before a person after all.
func (d *Desk) LeaveSpelling(ctx context.Context, org badge.OrgID, id badge.RequestID) error {
	return d.DB.Write(ctx, func(tx *store.Tx) error { return tx.Org(org).AssignRequest(ctx, id, "") })
}

// AnswerSpelling closes the request, and tells both sides.
func (d *Desk) AnswerSpelling(ctx context.Context, org badge.OrgID, id badge.RequestID) error {
	err := d.Answer(ctx, Itself(), org, id, badge.RequestDone,
		"The spelling is corrected, and your badge is signed anew. Its address is the same. A small correction like this happens by itself once a year.")
	if errors.Is(err, badge.ErrConflict) { // a run before this one
		return nil
	}
	return err
}
