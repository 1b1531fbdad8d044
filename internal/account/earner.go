package account

import (
	"context"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Earners lists the people an organization issued to, the latest first. What was
// typed is a whole address that it issued to, a badge's code or the address of
// its page; if nobody is known by that, a part of the name, the address or the
// number on the badge that it issued to them last. The first offset are left out.
func (a *Accounts) Earners(ctx context.Context, actor badge.Actor, org badge.OrgID, search string, offset, limit int) (list []store.Earner, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		if email, code := knownBy(search); email != "" || code != "" {
			list, err = tx.Org(org).EarnersKnownBy(ctx, email, code)
			if len(list) > 0 || err != nil {
				list = list[min(offset, len(list)):]
				return err
			}
		}
		list, err = tx.Org(org).Earners(ctx, search, offset, limit)
		return err
	})
	return list, err
}

// knownBy reads what stands for one person in a search.
func knownBy(typed string) (email badge.Email, code badge.Code) {
	if email, err := badge.ParseEmail(typed); err == nil {
		return email, ""
	}
	if _, after, isPage := strings.Cut(typed, "/b/"); isPage {
		typed, _, _ = strings.Cut(after, ".")
	}
	code, _ = badge.ParseCode(typed)
	return "", code
}

// Earner finds one person an organization issued to. Errors: badge.ErrNotFound.
func (a *Accounts) Earner(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AccountID) (e store.Earner, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return e, err
	}
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		e, err = tx.Org(org).Earner(ctx, id)
		return err
	})
	return e, err
}

// EarnerFile is everything that an organization knows of one of its earners,
// besides what it issued.
type EarnerFile struct {
	store.Earner
	Failures int // unsuccessful logins in the last FailedDays days
	Letters  []badge.Letter
	Requests []store.RequestRow
}

// FailedDays is how far back an organization is told of unsuccessful logins.
const FailedDays = 30

// EarnerFile finds it: letters and requests of this organization alone, the
// newest first. Errors: badge.ErrNotFound.
func (a *Accounts) EarnerFile(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AccountID) (f EarnerFile, err error) {
	const most = 100
	if err := actor.May(badge.ActView, org); err != nil {
		return f, err
	}
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(org)
		if f.Earner, err = otx.Earner(ctx, id); err != nil {
			return err
		}
		if f.Failures, err = otx.CountFailedLogins(ctx, id, a.Now().AddDate(0, 0, -FailedDays)); err != nil {
			return err
		}
		if f.Letters, err = otx.LettersTo(ctx, id, most); err != nil {
			return err
		}
		f.Requests, err = otx.Requests(ctx, store.RequestQuery{Earner: id, Limit: most})
		return err
	})
	return f, err
}

// SendPassword sends one of an organization's earners a link for a new
// password, as they could ask for themselves, and under the same limits. The
// letter says who asked. Errors: *badge.Invalid when the account is locked or
// links were sent too often; badge.ErrNotFound, also when all that was issued
// to them is revoked; those of Actor.May.
func (a *Accounts) SendPassword(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AccountID) error {
	if err := actor.May(badge.ActUnlock, org); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *store.Tx) error {
		otx, now := tx.Org(org), a.Now()
		may, err := otx.MayUnlock(ctx, id)
		if err == nil && !may {
			err = badge.ErrNotFound
		}
		if err != nil {
			return err
		}
		found, err := tx.SystemAccount(ctx, id)
		if err != nil {
			return err
		}
		if !found.LockedAt.IsZero() {
			return badge.Refuse("account", "This account is locked. Unlock it: the letter about that brings a link for a new password.")
		}
		if often, err := a.tooOften(ctx, tx, id, now); often || err != nil {
			if err != nil {
				return err
			}
			return badge.Refuse("account", "A link was sent in the last five minutes, or five today. The newest one works; ask the earner to look for it, in the spam folder too.")
		}
		link := store.ResetLink{ID: badge.NewID[string](), AccountID: id, Until: now.Add(badge.ResetLinkLifetime), CreatedAt: now}
		if err := tx.AddResetLink(ctx, link); err != nil {
			return err
		}
		if err := a.tell(ctx, tx, found, badge.Letter{OrgID: org, Kind: badge.LetterNewPassword, SecretID: link.ID, Until: link.Until}); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "account.link-sent", Subject: string(id), At: now})
	})
}
