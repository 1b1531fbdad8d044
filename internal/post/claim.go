package post

import (
	"cmp"
	"context"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/locale"
	"laurel/internal/mail"
	"laurel/internal/store"
)

// gatherClaim finds what a letter about a claim is about.
func (s *subject) gatherClaim(ctx context.Context, tx *store.Tx) error {
	row, err := tx.SystemClaim(ctx, badge.ClaimID(s.letter.About))
	if err != nil {
		return err
	}
	s.claim = row.Claim
	otx := tx.Org(row.OrgID)
	if s.offer, err = otx.Offer(ctx, row.OfferID); err != nil {
		return err
	}
	if s.org, err = otx.Organization(ctx); err != nil {
		return err
	}
	a, err := otx.Achievement(ctx, s.offer.AchievementID)
	s.badge = a.Revision
	if err != nil || s.letter.Kind == badge.LetterClaimReview { // which goes to the organization itself
		return err
	}
	s.words = locale.For(locale.Spoken(cmp.Or(s.claim.Language, s.org.Language)))
	err = s.readAt(ctx, tx, s.claim.Email)
	if err != nil {
		return err
	}
	s.badge = s.badge.In(string(s.words.Language()))
	s.own, err = ownWords(ctx, otx, s.letter.Kind, s.words.Language())
	return err
}

// aboutClaim tells whether a letter is about somebody who asks for a badge.
func aboutClaim(kind badge.LetterKind) bool {
	return kind == badge.LetterClaim || kind == badge.LetterClaimAsked || kind == badge.LetterClaimReview || kind == badge.LetterClaimDecided
}

// composeClaim writes the letters about somebody who asks for a badge.
func (p *Post) composeClaim(s subject) (mail.Content, error) {
	q := s.claim
	if s.letter.Kind == badge.LetterClaim {
		return mail.ClaimLetter(s.words, mail.ClaimProof{
			Name: q.Name, OrganizationName: s.org.Name, OrganizationEmail: string(s.org.Email), BadgeName: s.badge.Name, Application: s.offer.Kind == badge.OfferApplication,
			Link: p.PublicURL + "/claim/confirm/" + p.Ring.Token(keyring.PurposeClaim, s.letter.SecretID), Until: s.letter.Until, SiteURL: p.PublicURL, Accent: string(s.org.Accent),
		})
	}
	d := mail.Application{
		Name: q.Name, Email: string(q.Email), OrganizationName: s.org.Name, OrganizationEmail: string(s.org.Email), BadgeName: s.badge.Name,
		Text: lines(q.Statement), URL: p.PublicURL + "/a/" + string(s.badge.ID), SiteURL: p.PublicURL, Accent: string(s.org.Accent), Own: s.own,
	}
	switch s.letter.Kind {
	case badge.LetterClaimAsked:
		return mail.ClaimAskedLetter(s.words, d)
	case badge.LetterClaimReview:
		d.URL = p.PublicURL + "/org/" + s.org.Slug + "/claims/" + string(s.offer.ID) + "/asked/" + string(q.ID)
		return mail.ClaimReviewLetter(d)
	}
	d.Approved, d.Text = q.State == badge.ClaimGranted, nil
	if q.Reason != "" {
		d.Text = lines(q.Reason)
	}
	return mail.ClaimDecidedLetter(s.words, d)
}
