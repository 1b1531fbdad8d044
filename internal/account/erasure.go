package account

import (
	"context"
	"errors"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// sentenceStaff keeps those from being erased who still decide over others.
const sentenceStaff = "You work for an organization here, or run this installation. Leave the staff first: ask an owner of the organization to remove you. Nothing was changed."

// NeedsErasureCode tells whether the visitor has to give a code of their app
// to be erased.
func (a *Accounts) NeedsErasureCode(ctx context.Context, who Visitor) (needs bool, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		needs, err = hasApp(ctx, tx, who.Account.ID)
		return err
	})
	return needs, err
}

// Erasure is what the visitor asked for; zero: nothing.
func (a *Accounts) Erasure(ctx context.Context, who Visitor) (e badge.Erasure, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		e, err = tx.EarnerErasure(ctx, who.Account.ID)
		return err
	})
	if errors.Is(err, badge.ErrNotFound) {
		err = nil
	}
	return e, err
}

// AskErasure has everything of the visitor's erased after badge.ErasureWait.
// All their addresses are told, with a link that takes it back. Errors:
// *badge.Invalid by "word", "code", and "" for staff; those of a wrong password.
func (a *Accounts) AskErasure(ctx context.Context, who Visitor, from Browser, password, code, word string) error {
	if who.isStaff() {
		return badge.Refuse("", sentenceStaff)
	}
	if !strings.EqualFold(strings.TrimSpace(word), badge.ErasureWord) {
		return badge.Refuse("word", "Type the word that is asked for, to confirm.")
	}
	if _, err := a.prove(ctx, who, from, password); err != nil {
		return err
	}
	needs, err := a.NeedsErasureCode(ctx, who)
	if err != nil {
		return err
	}
	if needs {
		_, err := a.SecondFactor(ctx, from, who.Account.ID, code)
		if errors.Is(err, badge.ErrForbidden) {
			return badge.Refuse("code", "This is not a code that works now. Type the newest one that the app shows, or a recovery code.")
		}
		if err != nil {
			return err
		}
	}
	return a.askErasure(ctx, who.Actor(), who.Account.ID)
}

// EraseFor is AskErasure for somebody who asked the operator of the machine.
// Errors: badge.ErrNotFound, *badge.Invalid.
func (a *Accounts) EraseFor(ctx context.Context, actor badge.Actor, typed string) (e badge.Erasure, err error) {
	if !actor.Operator {
		return e, badge.ErrNotFound
	}
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return e, badge.Refuse("email", err.Error())
	}
	var found badge.Account
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		found, err = tx.SystemAccountByEmail(ctx, email)
		return err
	})
	if err == nil {
		err = a.askErasure(ctx, actor, found.ID)
	}
	if err != nil {
		return e, err
	}
	return a.Erasure(ctx, Visitor{Account: found})
}

func (a *Accounts) askErasure(ctx context.Context, actor badge.Actor, id badge.AccountID) error {
	now := a.Now()
	e := badge.Erasure{AccountID: id, SecretID: badge.NewID[string](), AskedAt: now, DueAt: now.Add(badge.ErasureWait)}
	err := a.db.Write(ctx, func(tx *store.Tx) error {
		found, err := tx.SystemAccount(ctx, id)
		if err != nil {
			return err
		}
		if staff, err := isStaff(ctx, tx, id); err != nil || staff {
			return errors.Join(err, badge.Refuse("", sentenceStaff))
		}
		if err := tx.AddErasure(ctx, e); err != nil {
			return err
		}
		if err := a.tell(ctx, tx, found, badge.Letter{Kind: badge.LetterErasure, SecretID: e.SecretID, Until: e.DueAt}); err != nil {
			return err
		}
		return tx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "account.erasing", Subject: string(id), At: now})
	})
	if errors.Is(err, badge.ErrConflict) {
		return badge.Refuse("", "You asked for this already. Nothing was changed.")
	}
	return err
}

// KeepAccount takes back what the visitor asked for. badge.ErrGone when it is
// too late, or was taken back.
func (a *Accounts) KeepAccount(ctx context.Context, who Visitor) error {
	return a.keep(ctx, who.Account.ID, who.Actor())
}

// Keepable finds the erasure that a letter told of, without taking it back:
// programs open links too. Errors: badge.ErrGone.
func (a *Accounts) Keepable(ctx context.Context, token string) (e badge.Erasure, err error) {
	secret, ok := a.ring.CheckToken(keyring.PurposeKeepAccount, token)
	if !ok {
		return e, badge.ErrGone
	}
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		e, err = tx.SystemErasureBySecret(ctx, secret)
		return err
	})
	if errors.Is(err, badge.ErrNotFound) || err == nil && !e.CanKeep() {
		return badge.Erasure{}, badge.ErrGone
	}
	return e, err
}

// KeepByLink takes back an erasure for whoever reads one of the addresses that
// were told. Errors: badge.ErrGone.
func (a *Accounts) KeepByLink(ctx context.Context, token string) error {
	e, err := a.Keepable(ctx, token)
	if err != nil {
		return err
	}
	return a.keep(ctx, e.AccountID, badge.Actor{})
}

func (a *Accounts) keep(ctx context.Context, id badge.AccountID, actor badge.Actor) error {
	err := a.db.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DropErasure(ctx, id); err != nil {
			return err
		}
		return tx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "account.kept", Subject: string(id), At: a.Now()})
	})
	if errors.Is(err, badge.ErrConflict) {
		return badge.ErrGone
	}
	return err
}

// EraseDue erases those whose day has passed: the last letter leaves first,
// then everything goes.
func (a *Accounts) EraseDue(ctx context.Context) error {
	const atOnce = 100 // the rest comes the next time
	var due []badge.Erasure
	err := a.db.Read(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.SystemErasures(ctx, a.Now(), atOnce)
		return err
	})
	for _, e := range due {
		err = errors.Join(err, a.eraseOne(ctx, e))
	}
	return err
}

// eraseOne says goodbye, or erases when that has left the house.
func (a *Accounts) eraseOne(ctx context.Context, e badge.Erasure) error {
	if e.CanKeep() {
		err := a.db.Write(ctx, func(tx *store.Tx) error { return a.lastLetter(ctx, tx, e) })
		if err != nil && !errors.Is(err, badge.ErrConflict) {
			return err
		}
	}
	return a.db.Write(ctx, func(tx *store.Tx) error {
		e, err := tx.EarnerErasure(ctx, e.AccountID)
		if errors.Is(err, badge.ErrNotFound) || err == nil && e.CanKeep() { // taken back just now
			return nil
		}
		if err != nil {
			return err
		}
		waiting, err := tx.SystemLastLetters(ctx, e.AccountID)
		if err != nil || waiting > 0 && a.Now().Before(e.ToldAt.Add(badge.ErasureLetter)) {
			return err
		}
		return a.erase(ctx, tx, e.AccountID)
	})
}

func (a *Accounts) lastLetter(ctx context.Context, tx *store.Tx, e badge.Erasure) error {
	found, err := tx.SystemAccount(ctx, e.AccountID)
	if err != nil {
		return err
	}
	if staff, err := isStaff(ctx, tx, e.AccountID); err != nil {
		return err
	} else if staff { // since they asked
		return tx.DropErasure(ctx, e.AccountID)
	}
	if err := tx.ErasureTold(ctx, e.AccountID, a.Now()); err != nil {
		return err
	}
	return a.tell(ctx, tx, found, badge.Letter{Kind: badge.LetterErased})
}

// erase takes everything out of the ledger and leaves the files, and the lists
// that verifiers read, to the queue.
func (a *Accounts) erase(ctx context.Context, tx *store.Tx, id badge.AccountID) error {
	left, err := tx.EraseAccount(ctx, id, a.Now())
	if err != nil {
		return err
	}
	jobs := []queue.Job{queue.EraseFiles{Account: string(id), Files: left.Files}}
	for _, l := range left.Lists {
		jobs = append(jobs, queue.PublishStatusList{Org: string(l.OrgID), List: string(l.ID)})
	}
	if err := a.queue.Add(ctx, tx, jobs...); err != nil {
		return err
	}
	return tx.Record(ctx, badge.Event{Actor: "erased", Verb: "account.erased", At: a.Now()})
}
