package account

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// attempt is one try at an account, counted before it is looked at.
type attempt struct {
	account  badge.Account // without id: nobody has the name that was typed
	device   string        // the browser that its owner knows; empty: a stranger's
	counter  string        // where it was counted
	failures int           // so far, with this one
	noted    string        // the failure it will be unless it succeeds
}

// last tells whether no attempt is left after this one.
func (t attempt) last() bool { return t.failures >= badge.MaxFailures }

func accountCounter(id badge.AccountID) string { return "account " + string(id) }

// reserveName counts an attempt at what somebody typed as their user name. A
// name that nobody has gives an account without id and without password,
// counted all the same.
func (a *Accounts) reserveName(ctx context.Context, from Browser, typed string) (t attempt, err error) {
	email, malformed := badge.ParseEmail(typed)
	name := string(email) // all spellings of one address share a counter, also when nobody has it
	if malformed != nil {
		name = strings.ToLower(strings.TrimSpace(typed))
	}
	nobody := "nobody " + hex.EncodeToString(a.ring.Derive("unknown-login", name))
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		found, err := tx.SystemAccountByEmail(ctx, email)
		if err != nil && !errors.Is(err, badge.ErrNotFound) {
			return err
		}
		t, err = a.reserve(ctx, tx, from, found, nobody)
		return err
	})
	return t, err
}

// reserve counts an attempt. Errors: badge.ErrTooMany when its source made too
// many, and then nothing was counted; badge.ErrLocked when none is left.
func (a *Accounts) reserve(ctx context.Context, tx *store.Tx, from Browser, found badge.Account, nobody string) (t attempt, err error) {
	now := a.Now()
	t = attempt{account: found, counter: nobody, noted: badge.NewID[string]()}
	if found.ID != "" {
		t.counter = accountCounter(found.ID)
	}
	if t.device, err = a.knownDevice(ctx, tx, found.ID, from); err != nil {
		return t, err
	}
	source := a.source(from)
	if t.device != "" {
		t.counter = "device " + t.device
	} else if err := a.checkSource(ctx, tx, source); err != nil {
		return t, err
	}
	if t.failures, err = tx.ReserveLogin(ctx, t.counter, now); err != nil {
		return t, err
	}
	if t.device == "" && !found.LockedAt.IsZero() {
		return t, badge.ErrLocked
	}
	if found.ID != "" && t.last() {
		if err := tx.Lock(ctx, found.ID, now); err != nil {
			return t, err
		}
	}
	return t, tx.AddFailedLogin(ctx, store.FailedLogin{
		ID: t.noted, AccountID: found.ID, Source: source, Prefix: from.prefix(), Locked: t.last(), At: now,
	})
}

// checkSource refuses those who made many failures: they can then neither
// guess nor lock.
func (a *Accounts) checkSource(ctx context.Context, tx *store.Tx, source string) error {
	if source == "" {
		return nil
	}
	failures, locks, err := tx.SystemSource(ctx, source, a.Now())
	if err == nil && (failures >= badge.SourceFailures || locks >= badge.SourceLocks) {
		err = badge.ErrTooMany
	}
	return err
}

// knownDevice finds which of a browser's tokens belongs to an account; empty
// when none does.
func (a *Accounts) knownDevice(ctx context.Context, tx *store.Tx, id badge.AccountID, from Browser) (string, error) {
	for _, device := range a.devices(from) {
		_, err := tx.SystemDevice(ctx, id, device, a.Now().Add(-badge.KnownDeviceLimit))
		if !errors.Is(err, badge.ErrNotFound) {
			return device, err
		}
	}
	return "", nil
}

// failed ends an attempt that did not succeed. The tenth tells the owner; ten
// in a browser that the owner knows close the account to all of those.
func (a *Accounts) failed(ctx context.Context, t attempt) error {
	a.Log.InfoContext(ctx, "login refused", "account", t.account.ID, "failures", t.failures, "known_device", t.device != "")
	if !t.last() {
		return badge.ErrForbidden
	}
	if t.account.ID == "" {
		return badge.ErrLocked
	}
	err := a.db.Write(ctx, func(tx *store.Tx) error {
		if t.device != "" {
			if err := tx.DropDevices(ctx, t.account.ID, ""); err != nil {
				return err
			}
		}
		event := badge.Event{Actor: "anonymous", Verb: "account.locked", Subject: string(t.account.ID), At: a.Now()}
		if err := tx.Record(ctx, event); err != nil {
			return err
		}
		return a.tellOfLock(ctx, tx, t.account)
	})
	if err != nil {
		return err
	}
	if err := a.alarm(ctx); err != nil { // the answer is the same
		a.Log.ErrorContext(ctx, "counting the locks of an hour", "error", err)
	}
	return badge.ErrLocked
}

// returned ends an attempt that was right as far as it went: it was no
// failure, and those before it are not forgotten yet.
func (a *Accounts) returned(ctx context.Context, tx *store.Tx, t attempt) error {
	if err := tx.ReturnLogin(ctx, t.counter); err != nil {
		return err
	}
	return a.taken(ctx, tx, t)
}

// succeeded ends an attempt that let somebody in: the failures at this browser,
// or at all that are not known, are forgotten. A lock by strangers stays while
// the owner comes in by a browser they know.
func (a *Accounts) succeeded(ctx context.Context, tx *store.Tx, t attempt) error {
	if err := tx.ClearLogins(ctx, t.counter); err != nil {
		return err
	}
	if err := a.taken(ctx, tx, t); err != nil {
		return err
	}
	return tx.LoginSucceeded(ctx, t.account.ID, a.Now())
}

// taken takes back what a failure would have left.
func (a *Accounts) taken(ctx context.Context, tx *store.Tx, t attempt) error {
	if err := tx.DropFailedLogin(ctx, t.noted); err != nil {
		return err
	}
	if t.last() && t.account.LockedAt.IsZero() {
		return tx.LiftLock(ctx, t.account.ID)
	}
	return nil
}
