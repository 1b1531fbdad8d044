package claim

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/store"
)

// Invitation is an offer as the person sees it who comes for the badge.
type Invitation struct {
	badge.Offer
	Organization badge.Organization
	Achievement  badge.Achievement
	Slip         store.Slip // zero: it is not the code of a slip
}

// Find tells what a code opens. Errors: badge.ErrNotFound.
func (c *Claims) Find(ctx context.Context, code badge.ClaimCode) (i Invitation, err error) {
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if i.Offer, i.Slip, err = tx.PublicOffer(ctx, code); err != nil {
			return err
		}
		return i.fill(ctx, tx)
	})
	return i, err
}

// FindApplication tells what can be applied for. Errors: badge.ErrNotFound.
func (c *Claims) FindApplication(ctx context.Context, id badge.OfferID) (i Invitation, err error) {
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if i.Offer, err = tx.PublicApplication(ctx, id); err != nil {
			return err
		}
		return i.fill(ctx, tx)
	})
	return i, err
}

// ApplicationFor finds the offer by which people can apply for a badge.
// Errors: badge.ErrNotFound when there is none.
func (c *Claims) ApplicationFor(ctx context.Context, org badge.OrgID, achievement badge.AchievementID) (o badge.Offer, err error) {
	err = c.DB.Read(ctx, func(tx *store.Tx) (err error) {
		o, err = tx.Org(org).OpenApplication(ctx, achievement)
		return err
	})
	return o, err
}

func (i *Invitation) fill(ctx context.Context, tx *store.Tx) (err error) {
	otx := tx.Org(i.OrgID)
	if i.Organization, err = otx.Organization(ctx); err != nil {
		return err
	}
	i.Achievement, err = otx.Achievement(ctx, i.AchievementID)
	return err
}

// Why nobody can ask, beside where the offer stands.
const (
	ClosedTaken  badge.OfferState = "taken"  // the slip was
	ClosedPaused badge.OfferState = "paused" // nothing of this badge, or of the organization, is given out
)

// Closed says why nobody can ask at a moment; empty: they can.
func (i Invitation) Closed(now time.Time) badge.OfferState {
	switch state := i.State(now); {
	case i.Slip.ClaimID != "":
		return ClosedTaken
	case i.Achievement.EvidenceRequired && i.Kind != badge.OfferApplication: // since the code was made
		return ClosedPaused
	case i.Achievement.Issuable() != nil || !i.Organization.SuspendedAt.IsZero():
		return ClosedPaused
	case state != badge.OfferOpen:
		return state
	}
	return ""
}

// Ask takes in who asks for the badge of an offer, and sends a letter with a
// link to their address. An address that the actor has proven needs no letter:
// the claim is proven at once, and comes back as such. The answer does not tell
// whether an address is known here. Errors: *badge.Invalid, by "" when the
// offer is closed; badge.ErrTooMany.
func (c *Claims) Ask(ctx context.Context, actor badge.Actor, i Invitation, q badge.Claim, file badge.Attachment) (badge.Claim, error) {
	if i.Slip.Code != "" {
		q.Name, q.Slip = i.Slip.Name, i.Slip.Code
	}
	if i.Kind == badge.OfferApplication && i.Achievement.EvidenceRequired && strings.TrimSpace(q.Evidence) == "" {
		return q, badge.Refuse("evidence", "This badge needs evidence: give the web address of your work.")
	}
	if err := q.Validate(i.Kind); err != nil {
		return q, err
	}
	now := c.Now()
	if i.Closed(now) != "" {
		return q, badge.Refuse("", "Nobody can ask for this badge now. Nothing was sent.")
	}
	if i.Kind == badge.OfferApplication {
		var err error
		if q.File, q.FileName, err = c.keep(ctx, file); err != nil {
			return q, err
		}
	}
	q.ID, q.OrgID, q.OfferID, q.State, q.CreatedAt = badge.NewID[badge.ClaimID](), i.OrgID, i.ID, badge.ClaimWaiting, now
	err := c.DB.Write(ctx, func(tx *store.Tx) error {
		q.State, q.ProvenAt = badge.ClaimWaiting, time.Time{} // this may run twice
		toAddress, err := tx.SystemCountClaims(ctx, q.Email, now.Add(-24*time.Hour))
		if err != nil {
			return err
		}
		ofOffer, err := tx.Org(i.OrgID).CountOfferLetters(ctx, i.ID, now.Add(-time.Hour))
		if err == nil && ofOffer >= badge.MaxOfferLetters {
			err = badge.ErrTooMany
		}
		if err != nil {
			return err
		}
		if err := tx.Org(i.OrgID).AddClaim(ctx, q); err != nil {
			return err
		}
		theirs, err := proven(ctx, tx, actor, q.Email)
		if err != nil {
			return err
		}
		if theirs {
			return c.accept(ctx, tx, &q)
		}
		if toAddress >= badge.MaxClaimLetters {
			return nil // somebody's mailbox must not be filled
		}
		return c.Queue.AddLetters(ctx, tx, []badge.Letter{{
			ID: badge.NewID[badge.LetterID](), OrgID: i.OrgID, Kind: badge.LetterClaim, To: q.Email, Name: q.Name, About: string(q.ID),
			SecretID: string(q.ID), Until: q.Until(), CreatedAt: now,
		}})
	})
	if err != nil {
		return q, fmt.Errorf("ask for the badge of offer %s: %w", i.ID, err)
	}
	return q, nil
}

// proven tells whether an address is one of the actor's.
func proven(ctx context.Context, tx *store.Tx, actor badge.Actor, email badge.Email) (bool, error) {
	if actor.AccountID == "" {
		return false, nil
	}
	all, err := tx.EarnerAddresses(ctx, actor.AccountID)
	return slices.ContainsFunc(all, func(a badge.Address) bool { return a.Email == email }), err
}

// keep checks an attachment and puts it away. It returns its hash and its
// tidied name, both empty when there is none.
func (c *Claims) keep(ctx context.Context, a badge.Attachment) (hash, name string, err error) {
	if err := a.Check(); err != nil || len(a.Data) == 0 {
		return "", "", err
	}
	hash, err = c.Blobs.Put(ctx, a.Data)
	return hash, a.Name, err
}

// Token is the end of the link by which a claim is proven, and seen afterwards.
func (c *Claims) Token(q badge.Claim) string { return c.Ring.Token(keyring.PurposeClaim, string(q.ID)) }
