package issuance

import (
	"context"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Correct signs a credential anew with another name, other dates or other
// evidence, under the same address. What it said before is kept for its earner
// and the organization, and the status list says that it no longer holds. The
// earner is told. Errors: *badge.Invalid, also when nothing would change or it
// is revoked; badge.ErrNotFound; badge.ErrConflict when somebody else changed
// it at the same moment; those of Actor.May.
func (i *Issuer) Correct(ctx context.Context, actor badge.Actor, org badge.OrgID, to badge.Correction, reason string) error {
	if err := actor.May(badge.ActAnswer, org); err != nil {
		return err
	}
	if err := to.Validate(); err != nil {
		return err
	}
	reason, err := badge.CheckReason(reason)
	if err != nil {
		return err
	}
	return i.signAnew(ctx, anew{
		actor: actor, org: org, code: to.Code, to: &to, reason: reason, verb: "credential.corrected", letter: badge.LetterCorrected,
	})
}

// Suspend says of a credential that it is not to be relied on for now: it is
// signed anew with its place in a list of suspensions. The earner is told.
// Errors: *badge.Invalid without a reason, or when it is suspended or revoked
// already; badge.ErrNotFound; those of Actor.May.
func (i *Issuer) Suspend(ctx context.Context, actor badge.Actor, org badge.OrgID, code badge.Code, reason string) error {
	if err := actor.May(badge.ActRevoke, org); err != nil {
		return err
	}
	reason, err := badge.CheckReason(reason)
	if err != nil {
		return err
	}
	return i.move(ctx, suspension(actor, org, code, reason))
}

func suspension(actor badge.Actor, org badge.OrgID, code badge.Code, reason string) anew {
	return anew{
		actor: actor, org: org, code: code, move: badge.CredentialSuspended, reason: reason, verb: "credential.suspended", letter: badge.LetterSuspended,
	}
}

// Reinstate ends a suspension. The earner is told. Errors: *badge.Invalid when
// it is not suspended; badge.ErrNotFound; those of Actor.May.
func (i *Issuer) Reinstate(ctx context.Context, actor badge.Actor, org badge.OrgID, code badge.Code) error {
	if err := actor.May(badge.ActRevoke, org); err != nil {
		return err
	}
	return i.move(ctx, reinstatement(actor, org, code))
}

func reinstatement(actor badge.Actor, org badge.OrgID, code badge.Code) anew {
	return anew{
		actor: actor, org: org, code: code, move: badge.CredentialIssued, reason: "It was suspended, and holds again.", verb: "credential.reinstated", letter: badge.LetterReinstated,
	}
}

// move suspends or reinstates. A credential in a plain list is found there as
// long as it is suspended, and needs no other signature.
func (i *Issuer) move(ctx context.Context, a anew) error {
	plain := false
	err := i.db.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(a.org)
		c, err := otx.Credential(ctx, a.code)
		if err != nil {
			return err
		}
		list, err := otx.List(ctx, c.ListID)
		if err != nil {
			return err
		}
		if plain = list.Kind == badge.ListPlain; !plain {
			return nil
		}
		if err := a.standing(c); err != nil {
			return err
		}
		reason, at := "", time.Time{}
		if a.move == badge.CredentialSuspended {
			reason, at = a.reason, i.now()
		}
		if err := otx.SuspendCredential(ctx, c.ID, reason, at); err != nil {
			return err
		}
		return i.tell(ctx, otx, a, c)
	})
	if err != nil || plain {
		return err
	}
	return i.signAnew(ctx, a)
}

// History lists what one of an organization's credentials said before, the
// oldest first. Errors: badge.ErrNotFound; those of Actor.May.
func (i *Issuer) History(ctx context.Context, actor badge.Actor, org badge.OrgID, code badge.Code) (all []badge.Predecessor, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = i.db.Read(ctx, func(tx *store.Tx) error {
		c, err := tx.Org(org).Credential(ctx, code)
		if err != nil {
			return err
		}
		all, err = tx.Org(org).Predecessors(ctx, c.ID)
		return err
	})
	return all, err
}
