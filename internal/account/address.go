package account

import (
	"context"
	"errors"
	"slices"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Addresses are the addresses of one person.
type Addresses struct {
	Verified []badge.Address       // by which they log in, the oldest first
	Waiting  []badge.AddressChange // whose links were not opened yet
	Joining  []badge.AddressChange // that will bring another account along
}

// Addresses lists the addresses of the visitor.
func (a *Accounts) Addresses(ctx context.Context, who Visitor) (list Addresses, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		list = Addresses{}
		if list.Verified, err = tx.EarnerAddresses(ctx, who.Account.ID); err != nil {
			return err
		}
		changes, err := tx.EarnerAddressChanges(ctx, who.Account.ID, a.Now())
		for _, c := range changes {
			switch c.State {
			case badge.AddressWaiting:
				list.Waiting = append(list.Waiting, c)
			case badge.AddressJoining:
				list.Joining = append(list.Joining, c)
			}
		}
		return err
	})
	return list, err
}

// AddAddress sends a link to an address that the visitor says is theirs. Until
// it is opened, by them, the address is inert. The answer does not tell whether
// the address has an account. Errors: *badge.Invalid by "email"; those of a
// wrong password, as in ChangePassword.
func (a *Accounts) AddAddress(ctx context.Context, who Visitor, from Browser, typed, password string) (badge.Email, error) {
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return "", badge.Refuse("email", err.Error())
	}
	if _, err := a.prove(ctx, who, from, password); err != nil {
		return email, err
	}
	now, id := a.Now(), who.Account.ID
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		if err := a.hasRoom(ctx, tx, id, email); err != nil {
			return err
		}
		mine, other, err := tx.SystemAddressAttempts(ctx, id, email, now.Add(-24*time.Hour))
		if err != nil {
			return err
		}
		if mine >= badge.MaxAddressAttempts {
			return badge.Refuse("email", "You added addresses 5 times in 24 hours. Wait a day and try again; nothing was changed.")
		}
		if err := tx.EarnerDropWaiting(ctx, id, email); err != nil {
			return err
		}
		c := badge.AddressChange{ID: badge.NewID[string](), AccountID: id, Email: email, State: badge.AddressWaiting, CreatedAt: now}
		if err := tx.AddAddressChange(ctx, c); err != nil || other >= badge.MaxAddressAttempts {
			return err // somebody's mailbox must not be filled by many accounts together
		}
		return a.queue.AddLetters(ctx, tx, []badge.Letter{{
			ID: badge.NewID[badge.LetterID](), Kind: badge.LetterAddress, To: email, AccountID: id, SecretID: c.ID, Until: c.Until(), CreatedAt: now,
		}})
	})
	return email, err
}

// hasRoom refuses an address that is there already, and the eleventh.
func (a *Accounts) hasRoom(ctx context.Context, tx *store.Tx, id badge.AccountID, email badge.Email) error {
	verified, err := tx.EarnerAddresses(ctx, id)
	if err != nil {
		return err
	}
	changes, err := tx.EarnerAddressChanges(ctx, id, a.Now())
	if err != nil {
		return err
	}
	n := len(verified)
	for _, c := range changes {
		if c.Email != email && (c.State == badge.AddressWaiting || c.State == badge.AddressJoining) {
			n++
		}
	}
	switch {
	case slices.ContainsFunc(verified, func(v badge.Address) bool { return v.Email == email }):
		return badge.Refuse("email", "This address is yours already.")
	case slices.ContainsFunc(changes, func(c badge.AddressChange) bool { return c.Email == email && c.State == badge.AddressJoining }):
		return badge.Refuse("email", "This address is being added already. It takes a day, because it has an account of its own.")
	case n >= badge.MaxAddresses:
		return badge.Refuse("email", "There is no room for another address. Remove one first.")
	}
	return nil
}

// DropWaiting takes back an address whose link was not opened yet.
// badge.ErrNotFound when there is none.
func (a *Accounts) DropWaiting(ctx context.Context, who Visitor, change string) error {
	err := a.db.Write(ctx, func(tx *store.Tx) error {
		return tx.MoveAddressChange(ctx, badge.AddressChange{
			ID: change, AccountID: who.Account.ID, State: badge.AddressDropped, DoneAt: a.Now(),
		}, badge.AddressWaiting)
	})
	if errors.Is(err, badge.ErrConflict) {
		return badge.ErrNotFound
	}
	return err
}

// RemoveAddress takes an address from the visitor: nobody logs in with it any
// more. Everything that was issued to it stays theirs. All addresses are told,
// the removed one too. Errors: *badge.Invalid by "remove", for the last one and
// while a newer one can still be undone; badge.ErrNotFound; those of a wrong password.
func (a *Accounts) RemoveAddress(ctx context.Context, who Visitor, from Browser, typed, password string) error {
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return badge.ErrNotFound
	}
	if _, err := a.prove(ctx, who, from, password); err != nil {
		return err
	}
	now := a.Now()
	return a.db.Write(ctx, func(tx *store.Tx) error {
		if err := a.mayRemove(ctx, tx, who.Account.ID, email); err != nil {
			return err
		}
		c := badge.AddressChange{ID: badge.NewID[string](), AccountID: who.Account.ID, Email: email, State: badge.AddressRemoved, CreatedAt: now, DoneAt: now}
		if err := tx.AddAddressChange(ctx, c); err != nil {
			return err
		}
		if err := a.tell(ctx, tx, who.Account, badge.Letter{Kind: badge.LetterAddressRemoved, About: c.ID}); err != nil {
			return err
		}
		if err := a.drop(ctx, tx, c.AccountID, email); err != nil {
			return err
		}
		return tx.Record(ctx, badge.Event{Actor: who.Actor().Name(), Verb: "address.removed", Subject: c.ID, At: now})
	})
}

// mayRemove keeps one address to log in with. A thief who added an address of
// his own must not remove the owner's before the owner could undo that.
func (a *Accounts) mayRemove(ctx context.Context, tx *store.Tx, id badge.AccountID, email badge.Email) error {
	verified, err := tx.EarnerAddresses(ctx, id)
	if err != nil {
		return err
	}
	n := slices.IndexFunc(verified, func(v badge.Address) bool { return v.Email == email })
	if n < 0 {
		return badge.ErrNotFound
	}
	if len(verified) == 1 {
		return badge.Refuse("remove", "This is the only address you can log in with. Add another one first.")
	}
	changes, err := tx.EarnerAddressChanges(ctx, id, a.Now())
	if err != nil {
		return err
	}
	for _, c := range changes {
		if c.State == badge.AddressConfirmed && c.ID != verified[n].ChangeID {
			return badge.Refuse("remove", "An address was added less than 24 hours ago, and your other addresses were told so that it can be undone. Until then, only the new one can be removed.")
		}
	}
	return nil
}

// drop takes an address away and calls the account by another one. A link for a
// new password may lie in the mailbox that is gone: none works any more.
func (a *Accounts) drop(ctx context.Context, tx *store.Tx, id badge.AccountID, email badge.Email) error {
	if err := tx.EarnerDropAddress(ctx, id, email); err != nil {
		return err
	}
	if err := tx.DropResetLinks(ctx, id); err != nil {
		return err
	}
	found, err := tx.SystemAccount(ctx, id)
	if err != nil || found.Email != email {
		return err
	}
	left, err := tx.EarnerAddresses(ctx, id)
	if err == nil && len(left) == 0 {
		err = badge.ErrConflict
	}
	if err != nil {
		return err
	}
	return tx.SetMainAddress(ctx, id, left[0].Email)
}

// AddressEnds notes until when the visitor will read an address of theirs; zero:
// not known. Errors: badge.ErrNotFound; *badge.Invalid by "ends_on" for a day
// that has passed.
func (a *Accounts) AddressEnds(ctx context.Context, who Visitor, typed string, on time.Time) error {
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return badge.ErrNotFound
	}
	if !on.IsZero() && !on.After(a.Now()) {
		return badge.Refuse("ends_on", "This day has passed. If you cannot read the address any more, remove it.")
	}
	err = a.db.Write(ctx, func(tx *store.Tx) error { return tx.EarnerAddressEnds(ctx, who.Account.ID, email, on) })
	if errors.Is(err, badge.ErrConflict) {
		return badge.ErrNotFound
	}
	return err
}
