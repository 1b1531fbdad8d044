package issuance

import (
	"context"
	"errors"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// updatedAtOnce is how many credentials one job signs anew: some seconds of work.
const updatedAtOnce = 50

// Outdated is what was issued with earlier wordings of a badge.
type Outdated struct {
	Earlier []Earlier
	Total   int
	Running bool // they are being signed anew with the present wording
}

// Earlier is one earlier wording, and how many credentials carry it.
type Earlier struct {
	badge.Revision
	Credentials int
}

// Outdated tells which of the credentials of a badge carry an earlier wording.
// Those that were revoked do not count. Errors: badge.ErrNotFound; those of
// Actor.May.
func (i *Issuer) Outdated(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID) (o Outdated, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return o, err
	}
	err = i.db.Read(ctx, func(tx *store.Tx) error {
		o = Outdated{}
		otx := tx.Org(org)
		a, err := otx.Achievement(ctx, id)
		if err != nil {
			return err
		}
		to, err := otx.Updating(ctx, id)
		if err != nil {
			return err
		}
		o.Running = to != ""
		counts, err := otx.OutdatedBy(ctx, id, a.Revision.ID)
		if err != nil {
			return err
		}
		for _, c := range counts {
			at, err := otx.AchievementAt(ctx, c.Revision)
			if err != nil {
				return err
			}
			o.Earlier, o.Total = append(o.Earlier, Earlier{at.Revision, c.Credentials}), o.Total+c.Credentials
		}
		return nil
	})
	return o, err
}

// UpdateIssued has everything that was issued with an earlier wording of a badge
// signed anew with the present one, by jobs: addresses, names and dates stay,
// and what each said before is kept. With letters, the earners are told. Errors:
// badge.ErrConflict when that is under way already, or the badge was revised
// meanwhile; badge.ErrNotFound; those of Actor.May.
func (i *Issuer) UpdateIssued(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID, revision badge.RevisionID, letters bool) error {
	if err := actor.MayBadge(badge.ActAnswer, org, id); err != nil {
		return err
	}
	return i.db.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		a, err := otx.Achievement(ctx, id)
		if err != nil {
			return err
		}
		if a.Revision.ID != revision {
			return badge.ErrConflict
		}
		if err := otx.BeginUpdate(ctx, id, a.Revision); err != nil {
			return err
		}
		job := queue.UpdateIssued{Org: string(org), Achievement: string(id), Revision: string(revision), By: string(actor.AccountID), Letters: letters}
		if err := i.queue.Add(ctx, tx, job); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "achievement.updating", Subject: string(revision), At: i.now()})
	})
}

// UpdateSome does the next of them and queues a job for those after. What cannot
// be signed anew stays as it is, and the log says why.
func (i *Issuer) UpdateSome(ctx context.Context, job queue.UpdateIssued) error {
	org, id, to := badge.OrgID(job.Org), badge.AchievementID(job.Achievement), badge.RevisionID(job.Revision)
	var some []badge.Credential
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		some, err = tx.Org(org).OutdatedAfter(ctx, id, to, badge.CredentialID(job.After), updatedAtOnce)
		return err
	})
	if err != nil {
		return fmt.Errorf("update what was issued of %s: %w", id, err)
	}
	by := badge.Host()
	if job.By != "" {
		by = badge.Actor{AccountID: badge.AccountID(job.By)}
	}
	for _, c := range some {
		err := i.updateOne(ctx, by, org, c.Code, to, !job.Letters)
		switch {
		case err == nil:
		case ctx.Err() != nil || errors.Is(err, badge.ErrBusy) || errors.Is(err, badge.ErrConflict):
			return err // those done are not outdated any more
		default:
			i.log.ErrorContext(ctx, "a badge was not updated", "credential", c.ID, "revision", to, "error", err)
		}
		job.After = string(c.ID)
	}
	return i.db.Write(ctx, func(tx *store.Tx) error {
		if len(some) == updatedAtOnce {
			return i.queue.Add(ctx, tx, job)
		}
		if err := tx.Org(org).EndUpdate(ctx, id, to); err != nil && !errors.Is(err, badge.ErrConflict) {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: by.Name(), Verb: "achievement.updated", Subject: string(to), At: i.now()})
	})
}

func (i *Issuer) updateOne(ctx context.Context, by badge.Actor, org badge.OrgID, code badge.Code, to badge.RevisionID, quiet bool) error {
	var c badge.Credential
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		c, err = tx.Org(org).Credential(ctx, code)
		return err
	})
	if err != nil || c.State != badge.CredentialIssued || c.RevisionID == to {
		return err
	}
	letter := badge.LetterCorrected
	if quiet {
		letter = ""
	}
	return i.signAnew(ctx, anew{
		actor: by, org: org, code: code, to: &badge.Correction{Code: code, Name: c.Name, IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn, Revision: to},
		reason: "The organization has revised this badge.", verb: "credential.corrected", letter: letter, quiet: true,
	})
}
