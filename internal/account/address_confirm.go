package account

import (
	"context"
	"errors"
	"slices"
	"time"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/store"
)

// Claim is an address that waits, as its link shows it to the one who added it.
type Claim struct {
	badge.AddressChange
	Others        int  // badges of the account that the address has already
	Joins         bool // it has an account of its own, which will become one with the visitor's
	NeedsPassword bool // of that account, which has one
	Waits         bool // that account has other addresses too: they are told, and have a day to object
}

// Claim finds what the link of a letter is about, without spending it: programs
// open links too. Errors: badge.ErrGone; badge.ErrForbidden when the address was
// added at another account than the visitor's; *badge.Invalid when two accounts
// cannot be joined.
func (a *Accounts) Claim(ctx context.Context, who Visitor, token string) (claim Claim, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		claim, _, err = a.claim(ctx, tx, who, token)
		return err
	})
	return claim, err
}

// claim is Claim in a transaction, with the account that the address has; that
// one is zero when there is none.
func (a *Accounts) claim(ctx context.Context, tx *store.Tx, who Visitor, token string) (claim Claim, other badge.Account, err error) {
	id, ok := a.ring.CheckToken(keyring.PurposeAddress, token)
	if !ok {
		return claim, other, badge.ErrGone
	}
	claim.AddressChange, err = tx.SystemAddressChange(ctx, id)
	switch {
	case errors.Is(err, badge.ErrNotFound):
		return claim, other, badge.ErrGone
	case err != nil:
		return claim, other, err
	case claim.State != badge.AddressWaiting || !a.Now().Before(claim.Until()):
		return claim, other, badge.ErrGone
	case claim.AccountID != who.Account.ID:
		return claim, other, badge.ErrForbidden
	}
	other, err = tx.SystemAccountByEmail(ctx, claim.Email)
	if errors.Is(err, badge.ErrNotFound) {
		return claim, badge.Account{}, nil
	}
	if err != nil {
		return claim, other, err
	}
	if other.ID == who.Account.ID {
		return claim, other, badge.ErrGone
	}
	if needs, err := a.needsCode(ctx, tx, other.ID); err != nil || needs {
		if needs {
			err = badge.Refuse("email", "This address has an account that asks for a second factor. Log in to that account, and add "+string(who.Account.Email)+" from there. Nothing was changed.")
		}
		return claim, other, err
	}
	addresses, err := tx.EarnerAddresses(ctx, other.ID)
	if err != nil {
		return claim, other, err
	}
	credentials, err := tx.EarnerCredentials(ctx, other.ID)
	claim.Joins, claim.NeedsPassword, claim.Waits, claim.Others = true, other.Password != "", len(addresses) > 1, len(credentials)
	return claim, other, err
}

// ConfirmAddress spends the link of a letter: its address becomes one by which
// the visitor logs in. Where it had an account of its own, that account becomes
// one with the visitor's, at once or after a day; its password must be given if
// it has one. Every other address is told and can undo it for a day. It returns
// what the change has become. Errors: those of Claim; of a wrong password.
func (a *Accounts) ConfirmAddress(ctx context.Context, who Visitor, from Browser, token, password string) (done badge.AddressChange, err error) {
	var proven badge.Account
	claim, err := a.Claim(ctx, who, token)
	if err != nil {
		return done, err
	}
	if claim.NeedsPassword {
		if proven, err = a.proveOther(ctx, from, claim, password); err != nil {
			return done, err
		}
	}
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		claim, other, err := a.claim(ctx, tx, who, token)
		if err != nil {
			return err
		}
		if claim.NeedsPassword && (other.ID != proven.ID || other.Password != proven.Password) {
			return badge.ErrForbidden // it was changed while we looked
		}
		done = claim.AddressChange
		done.State, done.DoneAt = badge.AddressConfirmed, a.Now()
		if claim.Waits {
			done.State, done.OtherID = badge.AddressJoining, other.ID
		}
		if err := tx.MoveAddressChange(ctx, done, badge.AddressWaiting); err != nil {
			return err
		}
		return a.settle(ctx, tx, done, other)
	})
	if errors.Is(err, badge.ErrConflict) { // somebody was faster
		return done, badge.ErrGone
	}
	return done, err
}

// proveOther asks for the password of the account that an address has.
func (a *Accounts) proveOther(ctx context.Context, from Browser, claim Claim, password string) (other badge.Account, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		other, err = tx.SystemAccountByEmail(ctx, claim.Email)
		return err
	})
	if err != nil {
		return other, err
	}
	_, err = a.prove(ctx, Visitor{Account: other}, from, password)
	return other, err
}

// settle does what a confirmed change is about, and tells everybody whom it
// concerns.
func (a *Accounts) settle(ctx context.Context, tx *store.Tx, c badge.AddressChange, other badge.Account) error {
	l := badge.Letter{Kind: badge.LetterAddressAdded, About: c.ID, SecretID: c.ID, Until: c.UndoUntil()}
	mine, err := tx.SystemAccount(ctx, c.AccountID)
	if err != nil {
		return err
	}
	if err := a.tellOthers(ctx, tx, mine, c.Email, l); err != nil {
		return err
	}
	actor, verb := badge.Actor{AccountID: c.AccountID}.Name(), "address.added"
	switch {
	case c.State == badge.AddressJoining:
		verb = "account.joining"
		if err := a.tellOthers(ctx, tx, other, c.Email, l); err != nil {
			return err
		}
	case other.ID != "":
		return a.merge(ctx, tx, c, other.ID)
	default:
		err := tx.AddAddress(ctx, badge.Address{Email: c.Email, AccountID: c.AccountID, VerifiedAt: c.DoneAt, ChangeID: c.ID})
		if err != nil {
			return err
		}
	}
	return tx.Record(ctx, badge.Event{Actor: actor, Verb: verb, Subject: c.ID, At: c.DoneAt})
}

// merge puts another account of the same person into the one of a change.
func (a *Accounts) merge(ctx context.Context, tx *store.Tx, c badge.AddressChange, gone badge.AccountID) error {
	if err := tx.MergeAccounts(ctx, c.AccountID, gone, c.ID); err != nil {
		return err
	}
	if err := tx.MergeLogins(ctx, accountCounter(c.AccountID), accountCounter(gone)); err != nil {
		return err
	}
	return tx.Record(ctx, badge.Event{
		Actor: badge.Actor{AccountID: c.AccountID}.Name(), Verb: "account.merged", Subject: string(c.AccountID), Note: string(gone), At: a.Now(),
	})
}

// JoinDue joins the accounts whose day has passed without an objection. An
// account that was given another password in between is left alone.
func (a *Accounts) JoinDue(ctx context.Context) error {
	const atOnce = 100 // the rest comes the next time
	var due []badge.AddressChange
	err := a.db.Read(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.SystemJoining(ctx, a.Now(), atOnce)
		return err
	})
	for _, c := range due {
		err = errors.Join(err, a.db.Write(ctx, func(tx *store.Tx) error { return a.join(ctx, tx, c) }))
	}
	return err
}

func (a *Accounts) join(ctx context.Context, tx *store.Tx, c badge.AddressChange) error {
	other, err := tx.SystemAccountByEmail(ctx, c.Email)
	if err != nil && !errors.Is(err, badge.ErrNotFound) {
		return err
	}
	joined := c
	joined.State, joined.OtherID = badge.AddressJoined, ""
	needs, err := a.needsCode(ctx, tx, c.OtherID)
	if err != nil && !errors.Is(err, badge.ErrNotFound) {
		return err
	}
	if other.ID != c.OtherID || needs || other.PasswordSince.After(c.DoneAt) {
		joined.State = badge.AddressDropped
		return tx.MoveAddressChange(ctx, joined, badge.AddressJoining)
	}
	if err := tx.MoveAddressChange(ctx, joined, badge.AddressJoining); err != nil {
		return err
	}
	return a.merge(ctx, tx, c, other.ID)
}

// Undoable finds the change that a letter told of, without undoing it.
// badge.ErrGone when it is too late, or was undone.
func (a *Accounts) Undoable(ctx context.Context, token string) (c badge.AddressChange, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		c, err = a.undoable(ctx, tx, token)
		return err
	})
	return c, err
}

func (a *Accounts) undoable(ctx context.Context, tx *store.Tx, token string) (c badge.AddressChange, err error) {
	id, ok := a.ring.CheckToken(keyring.PurposeUndoAddress, token)
	if !ok {
		return c, badge.ErrGone
	}
	c, err = tx.SystemAddressChange(ctx, id)
	if errors.Is(err, badge.ErrNotFound) || err == nil && !c.CanUndo(a.Now()) {
		return badge.AddressChange{}, badge.ErrGone
	}
	return c, err
}

// Undo takes a change back, for whoever reads one of the addresses that were
// told of it: the address is removed, or the two accounts stay two. Whoever
// added it knew the password and had a session, so all sessions end, what lets
// somebody in and came since the day before goes, and a new password must be
// requested. The badges that came with the address stay. Errors: badge.ErrGone.
func (a *Accounts) Undo(ctx context.Context, token string) error {
	err := a.db.Write(ctx, func(tx *store.Tx) error {
		c, err := a.undoable(ctx, tx, token)
		if err != nil {
			return err
		}
		from, accounts := c.State, []badge.AccountID{c.AccountID}
		if c.OtherID != "" {
			accounts = append(accounts, c.OtherID)
		}
		c.State, c.OtherID = badge.AddressUndone, ""
		if err := tx.MoveAddressChange(ctx, c, from); err != nil {
			return err
		}
		if err := a.dropOf(ctx, tx, c); err != nil {
			return err
		}
		for _, id := range accounts {
			if err := a.throwOut(ctx, tx, id, c.CreatedAt.Add(-badge.AddressUndoLife)); err != nil {
				return err
			}
		}
		return tx.Record(ctx, badge.Event{Actor: "anonymous", Verb: "address.undone", Subject: c.ID, At: a.Now()})
	})
	if errors.Is(err, badge.ErrConflict) {
		return badge.ErrGone
	}
	return err
}

// throwOut ends everything by which somebody could be in, or come in: the
// password, links for another one, visits, known browsers, and second factors
// from since on. A thief may have made those before the address; older ones are
// the owner's.
func (a *Accounts) throwOut(ctx context.Context, tx *store.Tx, id badge.AccountID, since time.Time) error {
	if err := tx.DropFactorsSince(ctx, id, since); err != nil {
		return err
	}
	if err := tx.DropResetLinks(ctx, id); err != nil {
		return err
	}
	if err := tx.VoidPassword(ctx, id); err != nil {
		return err
	}
	if err := tx.DropVisits(ctx, id, ""); err != nil {
		return err
	}
	return tx.DropDevices(ctx, id, "")
}

// dropOf takes away the addresses that a change brought.
func (a *Accounts) dropOf(ctx context.Context, tx *store.Tx, c badge.AddressChange) error {
	addresses, err := tx.EarnerAddresses(ctx, c.AccountID)
	if err != nil {
		return err
	}
	brought := slices.DeleteFunc(addresses, func(v badge.Address) bool { return v.ChangeID != c.ID })
	for _, v := range brought {
		if err := a.drop(ctx, tx, c.AccountID, v.Email); err != nil {
			return err
		}
	}
	return nil
}
