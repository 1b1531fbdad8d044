package issuance

import (
	"context"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// seal stores the signatures, makes the earners' accounts, queues their
// letters and finishes the batch when nothing waits any more, all in one
// transaction.
func (i *Issuer) seal(ctx context.Context, w work) error {
	now := i.now()
	return i.db.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(w.org.ID)
		if err := i.sealPrepared(ctx, tx, otx, w, now); err != nil {
			return err
		}
		done, err := otx.FinishBatch(ctx, w.batch.ID, now)
		if err != nil || !done {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: "issuer", Verb: "batch.done", Subject: string(w.batch.ID), At: now})
	})
}

// sealPrepared writes the rows of every credential of the chunk.
func (i *Issuer) sealPrepared(ctx context.Context, tx *store.Tx, otx *store.OrgTx, w work, now time.Time) error {
	if len(w.prepared) == 0 {
		return nil
	}
	earners, err := earners(ctx, tx, w.prepared, now)
	if err != nil {
		return err
	}
	for n := range w.prepared {
		c := &w.prepared[n]
		c.AccountID, c.SealedAt = earners[c.Email].ID, now
	}
	mine, err := otx.SealCredentials(ctx, w.prepared)
	if err != nil {
		return err
	}
	if w.org.Visibility == badge.VisibilityPrivate {
		ids := make([]badge.CredentialID, len(mine))
		for n, c := range mine {
			ids[n] = c.ID
		}
		if err := otx.HideIssued(ctx, ids, now); err != nil {
			return err
		}
	}
	invites, until, err := invite(ctx, tx, w.org, mine, earners, now)
	if err != nil {
		return err
	}
	letters := issuedLetters(mine, invites, until, now)
	for n := range letters {
		letters[n].ID = badge.LetterID(mine[n].ID) // the first about it
		letters[n].HoldUntil = w.batch.LettersAt
	}
	if err := i.queue.AddLetters(ctx, tx, letters); err != nil || len(mine) == 0 {
		return err
	}
	people := make([]badge.AccountID, len(mine))
	for n, c := range mine {
		people[n] = c.AccountID
	}
	if err := i.walked(ctx, otx, w.org.ID, w.batch.AchievementID, people, w.batch.LettersAt); err != nil {
		return err
	}
	// Which ones they are, the credentials themselves say: batch, row and time.
	return otx.Record(ctx, badge.Event{
		Actor: "issuer", Verb: "batch.issued", Subject: string(w.batch.ID), At: now,
		Note: fmt.Sprintf("%d of the rows %d to %d", len(mine), w.first, w.last),
	})
}

// earners finds the accounts of the people issued to and makes those that are
// missing: an account exists because something was issued to its address.
func earners(ctx context.Context, tx *store.Tx, credentials []badge.Credential, now time.Time) (map[badge.Email]badge.Account, error) {
	names := map[badge.Email]string{}
	for _, c := range credentials {
		names[c.Email] = c.Name
	}
	emails := make([]badge.Email, 0, len(names))
	for email := range names {
		emails = append(emails, email)
	}
	found, err := tx.SystemAccountsByEmail(ctx, emails)
	if err != nil {
		return nil, err
	}
	var missing []badge.Account
	for _, email := range emails {
		if _, there := found[email]; there {
			continue
		}
		a := badge.Account{ID: badge.NewID[badge.AccountID](), Name: names[email], Email: email, CreatedAt: now}
		missing, found[email] = append(missing, a), a
	}
	return found, tx.AddAccounts(ctx, missing)
}

// invite gives earners without a password a temporary one when the
// organization invites to log in. Somebody who has one that still works keeps
// it for longer: two letters of one week carry the same password.
func invite(ctx context.Context, tx *store.Tx, org badge.Organization, sealed []badge.Credential, earners map[badge.Email]badge.Account, now time.Time) (map[badge.AccountID]string, time.Time, error) {
	until := now.Add(badge.TemporaryLifetime)
	if !org.InviteLogin {
		return nil, until, nil
	}
	invites := map[badge.AccountID]string{}
	for _, c := range sealed {
		a := earners[c.Email]
		if a.Password != "" {
			continue
		}
		if _, there := invites[a.ID]; there {
			continue
		}
		secret := a.InviteID
		if secret == "" || !now.Before(a.InvitedUntil) {
			secret = badge.NewID[string]()
		}
		invites[a.ID] = secret
	}
	return invites, until, tx.Invite(ctx, invites, until)
}

// issuedLetters are the letters about some credentials, each with the temporary
// password of its earner if there is one.
func issuedLetters(credentials []badge.Credential, invites map[badge.AccountID]string, until, now time.Time) []badge.Letter {
	letters := make([]badge.Letter, len(credentials))
	for n, c := range credentials {
		letters[n] = badge.Letter{
			ID: badge.NewID[badge.LetterID](), OrgID: c.OrgID, Kind: badge.LetterIssued, CredentialID: c.ID, CreatedAt: now,
		}
		if secret, invited := invites[c.AccountID]; invited {
			letters[n].SecretID, letters[n].Until = secret, until
		}
	}
	return letters
}

// walked queues a look at the pathways of which a badge is a step, for people
// who hold it now, or do not any more. It is taken when the batch can no
// longer be undone (zero: at once): until then a step does not count.
func (i *Issuer) walked(ctx context.Context, otx *store.OrgTx, org badge.OrgID, step badge.AchievementID, people []badge.AccountID, at time.Time) error {
	to, err := otx.PathwaysFrom(ctx, step)
	if err != nil || len(to) == 0 {
		return err
	}
	job := queue.CheckPathways{Org: string(org), Step: string(step)}
	for _, id := range people {
		job.Accounts = append(job.Accounts, string(id))
	}
	return i.queue.AddAt(ctx, otx.Tx, at, job)
}
