package store_test

import (
	"context"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// claimStrangers are the cases of strangers for badges that people come and get.
var claimStrangers = map[string]func(ctx context.Context, mine *store.OrgTx, theirs *shop) (rows int, err error){
	"AddClaim": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		q := theirs.claim
		q.ID = "new"
		return taken(mine.AddClaim(ctx, q))
	},
	"AddOffer": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		o := theirs.offer
		o.ID, o.Code = "new", "NEW"
		return taken(mine.AddOffer(ctx, o))
	},
	"AddSlips": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		s := theirs.slip
		s.Code = "NEW"
		return taken(mine.AddSlips(ctx, []store.Slip{s}))
	},
	"AddPathwayAward": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.AddPathwayAward(ctx, theirs.step.ID, theirs.earner.ID, theirs.batch.ID, 3, noon))
	},
	"AppendAward": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return mine.AppendAward(ctx, anAward(theirs.batch.ID, 0))
	},
	"Claim": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Claim(ctx, theirs.claim.ID))
	},
	"ClaimedBy": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.ClaimedBy(ctx, theirs.offer.ID, []badge.Email{theirs.earner.Email}))
	},
	"Claims": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.Claims(ctx, theirs.offer.ID, badge.ClaimWaiting, "", 10))
	},
	"CountAskedClaims": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return mine.CountAskedClaims(ctx)
	},
	"CountClaims": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		counts, err := mine.CountClaims(ctx, theirs.offer.ID)
		return len(counts), err
	},
	"CountOfferLetters": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return mine.CountOfferLetters(ctx, theirs.offer.ID, noon.Add(-time.Hour))
	},
	"CountPathwayAwards": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, lapsed, err := mine.CountPathwayAwards(ctx, theirs.achievement.ID)
		return all + lapsed, err
	},
	"DropPathway": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.DropPathway(ctx, theirs.achievement.ID))
	},
	"EndOffer": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.EndOffer(ctx, theirs.offer.ID, noon))
	},
	"HeldSteps": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		held, err := mine.HeldSteps(ctx, theirs.earner.ID, noon)
		return len(held), err
	},
	"MoveClaim": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		q := theirs.claim
		q.State = badge.ClaimGranted
		return taken(mine.MoveClaim(ctx, q, badge.ClaimWaiting))
	},
	"Offer": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Offer(ctx, theirs.offer.ID))
	},
	"Offers": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.Offers(ctx, "", 10)
		return countIf(all, func(o store.OfferRow) bool { return o.OrgID == theirs.org.ID }), err
	},
	"OpenApplication": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.OpenApplication(ctx, theirs.achievement.ID))
	},
	"Pathway": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Pathway(ctx, theirs.achievement.ID))
	},
	"PathwayChecked": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.PathwayChecked(ctx, badge.Pathway{AchievementID: theirs.achievement.ID}, noon))
	},
	"PathwayLapsed": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.PathwayLapsed(ctx, theirs.achievement.ID, 10))
	},
	"PathwaySteps": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.PathwaySteps(ctx)
		return countIf(all, func(s store.PathwayStep) bool { return s.Step == theirs.step.ID }), err
	},
	"PathwaysFrom": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.PathwaysFrom(ctx, theirs.step.ID))
	},
	"RecipientsAfter": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.RecipientsAfter(ctx, "", 10)
		return countIf(all, func(id badge.AccountID) bool { return id == theirs.earner.ID }), err
	},
	"ReturnPlace": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.ReturnPlace(ctx, theirs.offer.ID))
	},
	"SavePathway": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.SavePathway(ctx, badge.Pathway{AchievementID: theirs.achievement.ID, Steps: []badge.AchievementID{theirs.step.ID}, CreatedAt: noon}))
	},
	"SetOfferBatch": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.SetOfferBatch(ctx, theirs.offer.ID, "new"))
	},
	"SetPathwayBatch": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.SetPathwayBatch(ctx, theirs.achievement.ID, "new"))
	},
	"SetPathwayLapsed": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.SetPathwayLapsed(ctx, theirs.achievement.ID, theirs.earner.ID, noon))
	},
	"Slips": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.Slips(ctx, theirs.offer.ID))
	},
	"TakePlace": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.TakePlace(ctx, theirs.offer.ID))
	},
	"TakeSlip": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.TakeSlip(ctx, theirs.slip.Code, "new"))
	},
	"Walkers": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.Walkers(ctx, theirs.achievement.ID, []badge.AccountID{theirs.earner.ID}, noon))
	},
}
