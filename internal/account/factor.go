package account

import (
	"context"
	"errors"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// needsCode tells whether a password alone lets somebody in: not where there is
// an authenticator app, and not staff with a passkey where a second factor is
// asked of them.
func (a *Accounts) needsCode(ctx context.Context, tx *store.Tx, id badge.AccountID) (bool, error) {
	app, err := hasApp(ctx, tx, id)
	if app || err != nil || !a.StaffSecondFactor {
		return app, err
	}
	passkeys, err := tx.SystemPasskeys(ctx, id)
	if len(passkeys) == 0 || err != nil {
		return false, err
	}
	return isStaff(ctx, tx, id)
}

// NeedsCode tells whether somebody whose password was right, or new, still has to
// give a second factor.
func (a *Accounts) NeedsCode(ctx context.Context, id badge.AccountID) (needs bool, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		needs, err = a.needsCode(ctx, tx, id)
		return err
	})
	return needs, err
}

// Factors are the second factors that somebody has.
func (a *Accounts) Factors(ctx context.Context, id badge.AccountID) (app, passkey bool, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		if app, err = hasApp(ctx, tx, id); err != nil {
			return err
		}
		passkeys, err := tx.SystemPasskeys(ctx, id)
		passkey = len(passkeys) > 0
		return err
	})
	return app, passkey, err
}

func hasApp(ctx context.Context, tx *store.Tx, id badge.AccountID) (bool, error) {
	app, err := tx.SystemAuthenticator(ctx, id)
	if errors.Is(err, badge.ErrNotFound) {
		return false, nil
	}
	return !app.ConfirmedAt.IsZero(), err
}

func isStaff(ctx context.Context, tx *store.Tx, id badge.AccountID) (bool, error) {
	found, err := tx.SystemAccount(ctx, id)
	if err != nil || found.Operator {
		return found.Operator, err
	}
	memberships, err := tx.SystemMemberships(ctx, id)
	return len(memberships) > 0, err
}

// factorDue is when a member of staff must have set a second factor up; zero:
// they have one, or none is asked for.
func (a *Accounts) factorDue(ctx context.Context, tx *store.Tx, v Visitor) (time.Time, error) {
	if !a.StaffSecondFactor || !v.isStaff() {
		return time.Time{}, nil
	}
	app, err := hasApp(ctx, tx, v.Account.ID)
	if app || err != nil {
		return time.Time{}, err
	}
	passkeys, err := tx.SystemPasskeys(ctx, v.Account.ID)
	if len(passkeys) > 0 || err != nil {
		return time.Time{}, err
	}
	since := v.Account.CreatedAt
	for n, m := range v.Memberships {
		if n == 0 || m.Since.Before(since) {
			since = m.Since
		}
	}
	return since.Add(badge.SecondFactorGrace), nil
}

// RemoveFactors takes the authenticator app, the recovery codes and the
// passkeys of somebody away who lost them, for the operator of the machine.
func (a *Accounts) RemoveFactors(ctx context.Context, actor badge.Actor, typed string) error {
	if !actor.Operator {
		return badge.ErrNotFound
	}
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return badge.Refuse("email", err.Error())
	}
	return a.db.Write(ctx, func(tx *store.Tx) error {
		found, err := tx.SystemAccountByEmail(ctx, email)
		if err != nil {
			return err
		}
		passkeys, err := tx.SystemPasskeys(ctx, found.ID)
		if err != nil {
			return err
		}
		for _, p := range passkeys {
			if err := tx.DropPasskey(ctx, found.ID, p.ID); err != nil {
				return err
			}
		}
		if err := tx.DropAuthenticator(ctx, found.ID); err != nil {
			return err
		}
		if err := tx.ReplaceRecoveryCodes(ctx, found.ID, nil, a.Now()); err != nil {
			return err
		}
		return a.factorChanged(ctx, tx, actor, found, "removed")
	})
}

// factorChanged records a change of how somebody logs in and tells them.
func (a *Accounts) factorChanged(ctx context.Context, tx *store.Tx, actor badge.Actor, of badge.Account, what string) error {
	err := tx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "account.factor", Subject: string(of.ID), Note: what, At: a.Now()})
	if err != nil {
		return err
	}
	return a.tell(ctx, tx, of, badge.Letter{Kind: badge.LetterFactor})
}
