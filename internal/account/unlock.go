package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Unlock lets an earner in again who was locked out: the old password is
// void, and a letter brings a link for a new one. Only an organization with a
// credential for the person that it did not revoke can, three times a day.
// Errors: badge.ErrNotFound; *badge.Invalid when the account is not locked or
// was unlocked too often.
func (a *Accounts) Unlock(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AccountID) error {
	if err := actor.May(badge.ActUnlock, org); err != nil {
		return err
	}
	err := a.db.Write(ctx, func(tx *store.Tx) error { return a.unlockFor(ctx, tx, actor, org, id) })
	return notLocked(err)
}

// UnlockMany is Unlock for several people and returns how many it let in. Those
// who are not locked, or were unlocked too often, are left alone, and a
// *badge.Invalid says why of the last of them.
func (a *Accounts) UnlockMany(ctx context.Context, actor badge.Actor, org badge.OrgID, ids []badge.AccountID) (unlocked int, err error) {
	if err := actor.May(badge.ActUnlock, org); err != nil {
		return 0, err
	}
	var left error
	for _, id := range ids {
		err := a.Unlock(ctx, actor, org, id)
		if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
			left = invalid
			continue
		}
		if err != nil {
			return unlocked, err
		}
		unlocked++
	}
	return unlocked, left
}

// UnlockEarner is Unlock for one of the person's addresses.
func (a *Accounts) UnlockEarner(ctx context.Context, actor badge.Actor, org badge.OrgID, typed string) error {
	if err := actor.May(badge.ActUnlock, org); err != nil {
		return err
	}
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return badge.Refuse("email", err.Error())
	}
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		found, err := tx.SystemAccountByEmail(ctx, email)
		if err != nil {
			return err
		}
		return a.unlockFor(ctx, tx, actor, org, found.ID)
	})
	return notLocked(err)
}

func (a *Accounts) unlockFor(ctx context.Context, tx *store.Tx, actor badge.Actor, org badge.OrgID, id badge.AccountID) error {
	otx, now := tx.Org(org), a.Now()
	may, err := otx.MayUnlock(ctx, id)
	if err == nil && !may {
		err = badge.ErrNotFound
	}
	if err != nil {
		return err
	}
	lately, err := otx.RecentUnlocks(ctx, id, now.Add(-24*time.Hour))
	if err != nil {
		return err
	}
	if lately >= badge.MaxUnlocks {
		return badge.Refuse("account", fmt.Sprintf("Your organization unlocked this account %d times in 24 hours already. Somebody may be guessing the password: ask the earner to set up a passkey, and unlock again tomorrow. Nothing was changed.", lately))
	}
	if err := a.unlock(ctx, tx, actor, org, id); err != nil {
		return err
	}
	return otx.AddUnlock(ctx, id, now)
}

// UnlockByEmail unlocks any account, for the operator of the machine.
func (a *Accounts) UnlockByEmail(ctx context.Context, actor badge.Actor, typed string) error {
	if !actor.Operator {
		return badge.ErrNotFound
	}
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return badge.Refuse("email", err.Error())
	}
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		found, err := tx.SystemAccountByEmail(ctx, email)
		if err != nil {
			return err
		}
		return a.unlock(ctx, tx, actor, "", found.ID)
	})
	return notLocked(err)
}

// unlock lifts the lock, voids the password and every link made before, and
// tells the owner, with a new link.
func (a *Accounts) unlock(ctx context.Context, tx *store.Tx, actor badge.Actor, org badge.OrgID, id badge.AccountID) error {
	if err := tx.Unlock(ctx, id); err != nil {
		return err
	}
	if err := tx.ClearLogins(ctx, accountCounter(id)); err != nil {
		return err
	}
	found, err := tx.SystemAccount(ctx, id)
	if err != nil {
		return err
	}
	now := a.Now()
	link := store.ResetLink{ID: badge.NewID[string](), AccountID: id, Until: now.Add(badge.ResetLinkLifetime), CreatedAt: now}
	if err := tx.AddResetLink(ctx, link); err != nil {
		return err
	}
	if err := a.tell(ctx, tx, found, badge.Letter{OrgID: org, Kind: badge.LetterUnlocked, SecretID: link.ID, Until: link.Until}); err != nil {
		return err
	}
	return tx.Record(ctx, badge.Event{OrgID: org, Actor: actor.Name(), Verb: "account.unlocked", Subject: string(id), At: now})
}

// tellOfLock tells the owner that the account is locked. Where the
// installation allows it, no organization of theirs forbids it, and not for
// staff, the letter carries a link that opens the account.
func (a *Accounts) tellOfLock(ctx context.Context, tx *store.Tx, locked badge.Account) error {
	now := a.Now()
	l := badge.Letter{Kind: badge.LetterLocked}
	staff, err := tx.SystemMemberships(ctx, locked.ID)
	if err != nil {
		return err
	}
	forbidden := false
	if a.OwnerLink {
		if forbidden, err = tx.EarnerWithoutOwnerLink(ctx, locked.ID); err != nil {
			return err
		}
	}
	if a.OwnerLink && !forbidden && len(staff) == 0 && !locked.Operator {
		l.SecretID, l.Until = badge.NewID[string](), now.Add(badge.OwnerLinkLifetime)
		err := tx.AddResetLink(ctx, store.ResetLink{ID: l.SecretID, AccountID: locked.ID, Until: l.Until, OpensLock: true, CreatedAt: now})
		if err != nil {
			return err
		}
	}
	return a.tell(ctx, tx, locked, l)
}

func notLocked(err error) error {
	if errors.Is(err, badge.ErrConflict) {
		return badge.Refuse("account", "This account is not locked. Nothing was changed.")
	}
	return err
}
