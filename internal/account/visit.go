package account

import (
	"context"
	"errors"
	"time"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/locale"
	"laurel/internal/store"
)

// seenPause is how much later than noted somebody may last have been seen:
// reading pages does not write to the ledger every time.
const seenPause = 15 * time.Minute

// Begun is a new visit.
type Begun struct {
	VisitID string
	Known   string // the token of this browser, to keep; empty: it is not known yet
}

// Begin signs somebody in who proved who they are. A visit by a temporary
// password is limited to choosing a new one; any other makes the browser one
// that its owner knows.
func (a *Accounts) Begin(ctx context.Context, from Browser, id badge.AccountID, limited bool) (begun Begun, err error) {
	now := a.Now()
	v := store.Visit{ID: badge.NewID[string](), AccountID: id, Limited: limited, Agent: from.words(), Prefix: from.prefix(), BeganAt: now, SeenAt: now}
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		begun = Begun{VisitID: v.ID}
		if err := tx.AddVisit(ctx, v); err != nil || limited {
			return err
		}
		if err := tx.LoginSucceeded(ctx, id, now); err != nil { // by a link too
			return err
		}
		device, err := a.knownDevice(ctx, tx, id, from)
		if err != nil {
			return err
		}
		if device == "" {
			device = badge.NewID[string]()
			if err := a.makeRoom(ctx, tx, id); err != nil {
				return err
			}
		}
		begun.Known = a.ring.Token(keyring.PurposeDevice, device)
		return tx.SaveDevice(ctx, store.KnownDevice{ID: device, AccountID: id, Agent: v.Agent, Prefix: v.Prefix, CreatedAt: now, SeenAt: now})
	})
	return begun, err
}

// makeRoom forgets the known browsers that were not seen for longest, so that
// there is room for one more.
func (a *Accounts) makeRoom(ctx context.Context, tx *store.Tx, id badge.AccountID) error {
	list, err := tx.SystemDevices(ctx, id)
	if err != nil {
		return err
	}
	for len(list) >= badge.MaxKnownDevices {
		last := len(list) - 1
		if err := tx.DropDevice(ctx, id, list[last].ID); err != nil {
			return err
		}
		list = list[:last]
	}
	return nil
}

// Visitor is somebody who is signed in.
type Visitor struct {
	VisitID     string
	Account     badge.Account
	Memberships []badge.Membership
	Kept        []badge.AchievementID // badges of these organizations that are kept for others
	HasBadges   bool
	Language    locale.Language // in which they read; empty: nothing chosen
	MustChange  bool            // came in by a temporary password: nothing but choosing a new one is open
	FactorDue   time.Time       // when a second factor must be set up; zero: there is one, or none is asked for
}

// Actor is who acts when this visitor does something.
func (v Visitor) Actor() badge.Actor {
	roles := make(map[badge.OrgID]badge.Role, len(v.Memberships))
	for _, m := range v.Memberships {
		roles[m.OrgID] = m.Role
	}
	kept := make(map[badge.AchievementID]bool, len(v.Kept))
	for _, id := range v.Kept {
		kept[id] = true
	}
	return badge.Actor{AccountID: v.Account.ID, Operator: v.Account.Operator, Roles: roles, Kept: kept}
}

// isStaff tells whether somebody works for an organization or runs this
// installation.
func (v Visitor) isStaff() bool { return len(v.Memberships) > 0 || v.Account.Operator }

// Visitor finds whose visit it is and notes that it goes on. badge.ErrSignedOut
// when it was ended, or is over: the limits are shorter for staff.
func (a *Accounts) Visitor(ctx context.Context, visit string) (v Visitor, err error) {
	var kept store.Visit
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		if kept, err = tx.SystemVisit(ctx, visit); err != nil {
			return err
		}
		v = Visitor{VisitID: visit, MustChange: kept.Limited}
		if v.Account, err = tx.SystemAccount(ctx, kept.AccountID); err != nil {
			return err
		}
		if v.Memberships, err = tx.SystemMemberships(ctx, kept.AccountID); err != nil {
			return err
		}
		if len(v.Memberships) > 0 {
			if v.Kept, err = tx.SystemKept(ctx, kept.AccountID); err != nil {
				return err
			}
		}
		if v.HasBadges, err = tx.EarnerHasBadges(ctx, kept.AccountID); err != nil {
			return err
		}
		language, err := tx.EarnerLanguage(ctx, kept.AccountID)
		if err != nil {
			return err
		}
		v.Language = locale.Language(language)
		v.FactorDue, err = a.factorDue(ctx, tx, v)
		return err
	})
	if errors.Is(err, badge.ErrNotFound) {
		return Visitor{}, badge.ErrSignedOut
	}
	if err != nil {
		return Visitor{}, err
	}
	now := a.Now()
	if over(kept, v.isStaff(), now) {
		return Visitor{}, badge.ErrSignedOut
	}
	if now.Sub(kept.SeenAt) > seenPause {
		err = a.db.Write(ctx, func(tx *store.Tx) error { return tx.SeeVisit(ctx, visit, now) })
	}
	return v, err
}

// over tells whether a visit has ended by itself.
func over(v store.Visit, staff bool, now time.Time) bool {
	idle, limit := badge.EarnerSessionIdle, badge.EarnerSessionLimit
	if staff {
		idle, limit = badge.StaffSessionIdle, badge.StaffSessionLimit
	}
	return now.Sub(v.SeenAt) > idle || now.Sub(v.BeganAt) > limit
}

// End ends one visit of the visitor: this one, or another. badge.ErrNotFound
// when it is not theirs.
func (a *Accounts) End(ctx context.Context, v Visitor, visit string) error {
	err := a.db.Write(ctx, func(tx *store.Tx) error { return tx.DropVisit(ctx, v.Account.ID, visit) })
	if errors.Is(err, badge.ErrConflict) {
		return badge.ErrNotFound
	}
	return err
}

// EndOthers ends all visits of the visitor but this one, and forgets all known
// browsers but the one they came by.
func (a *Accounts) EndOthers(ctx context.Context, v Visitor, from Browser) error {
	return a.db.Write(ctx, func(tx *store.Tx) error {
		device, err := a.knownDevice(ctx, tx, v.Account.ID, from)
		if err != nil {
			return err
		}
		if err := tx.DropVisits(ctx, v.Account.ID, v.VisitID); err != nil {
			return err
		}
		return tx.DropDevices(ctx, v.Account.ID, device)
	})
}
