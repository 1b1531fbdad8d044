// Package account is the room of the door: who is there, by password or
// temporary password, and how somebody who was kept out comes in again. It
// knows organizations only as somebody who may unlock.
package account

import (
	"context"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// Accounts answers for logging in. Make it with New.
type Accounts struct {
	db    *store.DB
	ring  *keyring.Ring
	queue *queue.Queue
	hash  *hasher
	now   func() time.Time
	log   *slog.Logger
}

// New returns the room. now tells the time.
func New(db *store.DB, ring *keyring.Ring, q *queue.Queue, now func() time.Time, log *slog.Logger) *Accounts {
	return &Accounts{db: db, ring: ring, queue: q, hash: newHasher(), now: now, log: log}
}

// SignedIn is somebody who gave the right password.
type SignedIn struct {
	Account    badge.Account
	MustChange bool // by the temporary password, which is now spent: nothing but choosing a new one is open
}

// SignIn looks at a user name and a password. There is one refusal,
// badge.ErrForbidden, for everything that does not fit, and badge.ErrTooMany
// once ten attempts were unsuccessful, the tenth included. An attempt is
// counted before the password is looked at, so that no more than ten guesses
// are ever evaluated.
func (a *Accounts) SignIn(ctx context.Context, typed, password string) (SignedIn, error) {
	found, err := a.reserve(ctx, typed)
	if err != nil {
		return SignedIn{}, err
	}
	right, temporary, err := a.matches(ctx, found, password)
	if err != nil {
		return SignedIn{}, err
	}
	if !right {
		a.log.InfoContext(ctx, "login refused", "account", found.ID, "failures", found.Failures)
		if found.Failures >= badge.MaxFailures {
			return SignedIn{}, badge.ErrTooMany
		}
		return SignedIn{}, badge.ErrForbidden
	}
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		if temporary {
			if err := tx.SpendInvite(ctx, found.ID, found.InviteID); err != nil {
				return err
			}
		}
		return tx.LoginSucceeded(ctx, found.ID, a.now())
	})
	if errors.Is(err, badge.ErrConflict) { // somebody used the temporary password a moment ago
		return SignedIn{}, badge.ErrForbidden
	}
	if err != nil {
		return SignedIn{}, fmt.Errorf("sign in: %w", err)
	}
	return SignedIn{Account: found, MustChange: temporary}, nil
}

// reserve counts the attempt and finds the account. A name that nobody has
// gives an account without id and without password, counted all the same.
func (a *Accounts) reserve(ctx context.Context, typed string) (found badge.Account, err error) {
	email, malformed := badge.ParseEmail(typed)
	name := string(email) // all spellings of one address share a counter, also when nobody has it
	if malformed != nil {
		name = strings.ToLower(strings.TrimSpace(typed))
	}
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		found = badge.Account{}
		err := badge.ErrNotFound
		if malformed == nil {
			found, err = tx.SystemAccountByEmail(ctx, email)
		}
		if errors.Is(err, badge.ErrNotFound) {
			found.Failures, err = tx.ReserveUnknownLogin(ctx, a.nameHash(name), a.now())
			return err
		}
		if err != nil {
			return err
		}
		if err := tx.ReserveLogin(ctx, found.ID, a.now()); err != nil {
			return err
		}
		found, err = tx.SystemAccount(ctx, found.ID)
		return err
	})
	return found, err
}

// nameHash stands for a name that nobody has.
func (a *Accounts) nameHash(name string) string {
	return hex.EncodeToString(a.ring.Derive("unknown-login", name))
}

// matches compares a password with what the account has: its own password or
// a temporary one. An account with neither costs the same time as any other.
func (a *Accounts) matches(ctx context.Context, found badge.Account, password string) (right, temporary bool, err error) {
	right, err = a.hash.matches(ctx, password, found.Password)
	if err != nil || right || found.Password != "" {
		return right, false, err
	}
	if found.InviteID == "" || !a.now().Before(found.InvitedUntil) {
		return false, false, nil
	}
	want := keyring.NormalizeTemporaryPassword(a.ring.TemporaryPassword(found.InviteID))
	got := keyring.NormalizeTemporaryPassword(password)
	right = subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1
	return right, right, nil
}

// Visitor is somebody with a session.
type Visitor struct {
	Account     badge.Account
	Memberships []badge.Membership
	HasBadges   bool
}

// Actor is who acts when this visitor does something.
func (v Visitor) Actor() badge.Actor {
	roles := make(map[badge.OrgID]badge.Role, len(v.Memberships))
	for _, m := range v.Memberships {
		roles[m.OrgID] = m.Role
	}
	return badge.Actor{AccountID: v.Account.ID, Operator: v.Account.Operator, Roles: roles}
}

// Visitor finds who a session belongs to. badge.ErrSignedOut when the
// password has changed since the session began.
func (a *Accounts) Visitor(ctx context.Context, id badge.AccountID, sessionVersion int) (v Visitor, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		if v.Account, err = tx.SystemAccount(ctx, id); err != nil {
			return err
		}
		if v.Memberships, err = tx.SystemMemberships(ctx, id); err != nil {
			return err
		}
		v.HasBadges, err = tx.EarnerHasBadges(ctx, id)
		return err
	})
	if errors.Is(err, badge.ErrNotFound) || err == nil && v.Account.SessionVersion != sessionVersion {
		return Visitor{}, badge.ErrSignedOut
	}
	return v, err
}

// Unlock lets an earner in again who was locked out: the old password is
// void, and a letter tells how to choose a new one. Only an organization that
// issued to the person, or the host, can. Errors: badge.ErrNotFound;
// *badge.Invalid when the account is not locked.
func (a *Accounts) Unlock(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AccountID) error {
	if err := actor.May(badge.ActUnlock, org); err != nil {
		return err
	}
	err := a.db.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Org(org).Earner(ctx, id); err != nil {
			return err
		}
		return a.unlock(ctx, tx, actor, org, id)
	})
	return notLocked(err)
}

// UnlockByEmail is Unlock by the operator of the machine.
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

func (a *Accounts) unlock(ctx context.Context, tx *store.Tx, actor badge.Actor, org badge.OrgID, id badge.AccountID) error {
	if err := tx.Unlock(ctx, id); err != nil {
		return err
	}
	found, err := tx.SystemAccount(ctx, id)
	if err != nil {
		return err
	}
	err = a.queue.AddLetters(ctx, tx, []badge.Letter{{
		ID: badge.NewID[badge.LetterID](), OrgID: org, Kind: badge.LetterUnlocked, To: found.Email, Name: found.Name, AccountID: id, CreatedAt: a.now(),
	}})
	if err != nil {
		return err
	}
	return tx.Record(ctx, badge.Event{OrgID: org, Actor: actor.Name(), Verb: "account.unlocked", Subject: string(id), At: a.now()})
}

func notLocked(err error) error {
	if errors.Is(err, badge.ErrConflict) {
		return badge.Refuse("account", "This account is not locked. Nothing was changed.")
	}
	return err
}
