package account

import (
	"context"
	"errors"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/store"
)

// Joining is an invitation to a team, as the one who opens its link sees it.
type Joining struct {
	Invitation   badge.Invitation
	Organization badge.Organization
	InvitedBy    string        // a name, or an address; empty: the host
	Account      badge.Account // of the address; zero: there is none yet
}

// NeedsPassword tells whether a password has to be chosen to join: nobody can
// log in at the invited address yet.
func (j Joining) NeedsPassword() bool { return j.Account.Password == "" }

// Joining opens the link of an invitation and spends nothing: programs open
// links too. badge.ErrGone when it was accepted, withdrawn, replaced by a newer
// one, or is too old.
func (a *Accounts) Joining(ctx context.Context, token string) (j Joining, err error) {
	id, ok := a.ring.CheckToken(keyring.PurposeJoin, token)
	if !ok {
		return j, badge.ErrGone
	}
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		j, err = a.joining(ctx, tx, badge.InvitationID(id))
		return err
	})
	return j, err
}

func (a *Accounts) joining(ctx context.Context, tx *store.Tx, id badge.InvitationID) (j Joining, err error) {
	j.Invitation, err = tx.SystemInvitation(ctx, id, a.Now())
	if errors.Is(err, badge.ErrNotFound) {
		return j, badge.ErrGone
	}
	if err != nil {
		return j, err
	}
	if j.Organization, err = tx.Org(j.Invitation.OrgID).Organization(ctx); err != nil {
		return j, err
	}
	if by := j.Invitation.InvitedBy; by != "" {
		inviter, err := tx.SystemAccount(ctx, by)
		if err != nil {
			return j, err
		}
		if j.InvitedBy = inviter.Name; j.InvitedBy == "" {
			j.InvitedBy = string(inviter.Email)
		}
	}
	j.Account, err = tx.SystemAccountByEmail(ctx, j.Invitation.Email)
	if errors.Is(err, badge.ErrNotFound) {
		err = nil
	}
	return j, err
}

// Join accepts an invitation for somebody who is signed in and to whom its
// address belongs. Errors: badge.ErrGone; badge.ErrForbidden for anybody else.
func (a *Accounts) Join(ctx context.Context, v Visitor, token string) (Joining, error) {
	j, err := a.Joining(ctx, token)
	if err != nil {
		return j, err
	}
	return j, a.db.Write(ctx, func(tx *store.Tx) error {
		now, err := a.joining(ctx, tx, j.Invitation.ID)
		if err != nil {
			return err
		}
		if v.Account.ID == "" || now.Account.ID != v.Account.ID || now.NeedsPassword() {
			return badge.ErrForbidden
		}
		return a.joined(ctx, tx, now.Invitation, v.Account.ID)
	})
}

// JoinFirst accepts an invitation for somebody who cannot log in at its address
// yet, with the password they choose: the letter has shown that the address is
// theirs. Errors: *badge.Invalid, which leaves the link good; badge.ErrGone;
// badge.ErrForbidden when the address has a password, with which its owner logs
// in first; badge.ErrLocked.
func (a *Accounts) JoinFirst(ctx context.Context, token, name, password string) (badge.Account, Joining, error) {
	j, err := a.Joining(ctx, token)
	if err != nil {
		return badge.Account{}, j, err
	}
	first := j.Account
	if first.ID == "" {
		first = badge.Account{ID: badge.NewID[badge.AccountID](), Email: j.Invitation.Email, CreatedAt: a.Now()}
		if first.Name, err = badge.CheckName("name", name); err != nil {
			return badge.Account{}, j, err
		}
	}
	if err := a.checkPassword(ctx, first, password); err != nil {
		return badge.Account{}, j, err
	}
	account, err := a.choose(ctx, first.ID, password, Visitor{}, "", func(tx *store.Tx) error {
		now, err := a.joining(ctx, tx, j.Invitation.ID)
		switch {
		case err != nil:
			return err
		case !now.NeedsPassword() || now.Account.ID != j.Account.ID:
			return badge.ErrForbidden
		case !now.Account.LockedAt.IsZero():
			return badge.ErrLocked
		case now.Account.ID == "":
			if err := tx.AddAccounts(ctx, []badge.Account{first}); err != nil {
				return err
			}
		}
		return a.joined(ctx, tx, now.Invitation, first.ID)
	})
	return account, j, err
}

// joined spends an invitation and puts its owner on the team.
func (a *Accounts) joined(ctx context.Context, tx *store.Tx, i badge.Invitation, id badge.AccountID) error {
	otx, now := tx.Org(i.OrgID), a.Now()
	err := otx.AcceptInvitation(ctx, i.ID, id, now)
	if errors.Is(err, badge.ErrConflict) {
		return badge.ErrGone
	}
	if err != nil {
		return err
	}
	if _, err = otx.Member(ctx, id); errors.Is(err, badge.ErrNotFound) { // whoever came by another way keeps the role they have
		err = otx.AddMember(ctx, id, i.Role, now)
	}
	if err != nil {
		return err
	}
	return otx.Record(ctx, badge.Event{Actor: "account:" + string(id), Verb: "team.joined", Subject: string(id), Note: string(i.Role), At: now})
}
