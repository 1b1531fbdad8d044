package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// AddBadgeCode keeps the hash of a code by which another organization takes a
// copy of an achievement, until a time.
func (tx *OrgTx) AddBadgeCode(ctx context.Context, hash string, id badge.AchievementID, until, now time.Time) error {
	_, err := tx.exec(ctx, `insert into badge_codes (hash, org_id, achievement_id, until, used_at, used_by, created_at) values ($1, $2, $3, $4, 0, '', $5)`,
		hash, tx.org, id, micros(until), micros(now))
	return err
}

// TakeBadgeCode uses a code up and returns what it is for, in the organization
// that gave it; badge.ErrNotFound when there is none like it, it is too late,
// or it was used.
func (tx *OrgTx) TakeBadgeCode(ctx context.Context, hash string, now time.Time) (a badge.Achievement, giver badge.Organization, err error) {
	var org badge.OrgID
	var id badge.AchievementID
	err = wrap(tx.queryRow(ctx, `update badge_codes set used_at = $3, used_by = $2 where hash = $1 and used_at = 0 and until > $3 returning org_id, achievement_id`,
		hash, tx.org, micros(now)).Scan(&org, &id))
	if err != nil {
		return a, giver, err
	}
	if a, err = tx.Tx.Org(org).Achievement(ctx, id); err != nil {
		return a, giver, err
	}
	giver, err = tx.Tx.Org(org).Organization(ctx)
	return a, giver, err
}
