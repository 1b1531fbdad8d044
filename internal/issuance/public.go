package issuance

import (
	"context"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Public finds a credential by its code, with the badge in the wording it was
// issued in: what anybody may have who knows the address. Errors:
// badge.ErrNotFound.
func (i *Issuer) Public(ctx context.Context, code badge.Code) (c badge.Credential, r badge.Revision, err error) {
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		if c, err = tx.PublicCredential(ctx, code); err != nil {
			return err
		}
		a, err := tx.PublicAchievement(ctx, c.RevisionID)
		r = a.Revision
		return err
	})
	return c, r, err
}

// ProfileJSON is an organization as an Open Badges 3.0 Profile, as it stands
// in what it issues now. Errors: badge.ErrNotFound.
func (i *Issuer) ProfileJSON(ctx context.Context, slug string) ([]byte, error) {
	var org, parent badge.Organization
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		if org, err = tx.PublicOrganization(ctx, slug); err == nil && org.ParentID != "" {
			parent, err = tx.Org(org.ParentID).Organization(ctx)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	id, err := i.names.DID(slug)
	if err != nil {
		return nil, err
	}
	return profile(i.names, org, parent, id).Marshal()
}

// AchievementJSON is an achievement in the wording of one revision as an Open
// Badges 3.0 Achievement, the very one in the credentials issued from it.
// Errors: badge.ErrNotFound.
func (i *Issuer) AchievementJSON(ctx context.Context, revision badge.RevisionID) ([]byte, error) {
	var a badge.Achievement
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		a, err = tx.PublicAchievement(ctx, revision)
		return err
	})
	if err != nil {
		return nil, err
	}
	return achievement(i.names, a).Marshal()
}
