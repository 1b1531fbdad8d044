package store

import (
	"context"

	"laurel/internal/badge"
)

// outdated are the credentials of an achievement that carry another wording than
// one and were not revoked.
const outdated = ` from batches b join credentials c on c.org_id = b.org_id and c.batch_id = b.id
	join series s on s.org_id = c.org_id and s.batch_id = c.batch_id and s.number = c.series
	where b.org_id = $1 and b.achievement_id = $2 and s.revision_id <> $3 and c.revoked_at = 0 `

// Outdated is how many credentials carry one earlier wording.
type Outdated struct {
	Revision    badge.RevisionID
	Credentials int
}

// OutdatedBy counts the credentials of an achievement that carry an earlier
// wording than one, by that wording, the oldest first.
func (tx *OrgTx) OutdatedBy(ctx context.Context, id badge.AchievementID, present badge.RevisionID) ([]Outdated, error) {
	scan := func(r row) (o Outdated, err error) {
		err = r.Scan(&o.Revision, &o.Credentials)
		return o, wrap(err)
	}
	return collect(scan)(tx.query(ctx, `select s.revision_id, count(*)`+outdated+`group by s.revision_id order by s.revision_id`, tx.org, id, present))
}

// OutdatedAfter lists credentials that carry an earlier wording, in the order of
// their ids, beyond one.
func (tx *OrgTx) OutdatedAfter(ctx context.Context, id badge.AchievementID, present badge.RevisionID, after badge.CredentialID, limit int) ([]badge.Credential, error) {
	scan := func(r row) (c badge.Credential, err error) {
		err = r.Scan(&c.ID, &c.Code)
		return c, wrap(err)
	}
	return collect(scan)(tx.query(ctx, `select c.id, c.code`+outdated+`and c.id > $4 order by c.id limit $5`, tx.org, id, present, after, limit))
}

// BeginUpdate says that what was issued is being updated to the present wording;
// badge.ErrConflict when that is so already, or the wording is another one.
func (tx *OrgTx) BeginUpdate(ctx context.Context, id badge.AchievementID, to badge.Revision) error {
	return moved(tx.exec(ctx, `update achievements set updating = $3 where org_id = $1 and id = $2 and updating = '' and revision = $4`, tx.org, id, to.ID, to.Number))
}

// EndUpdate says that it is over.
func (tx *OrgTx) EndUpdate(ctx context.Context, id badge.AchievementID, to badge.RevisionID) error {
	return moved(tx.exec(ctx, `update achievements set updating = '' where org_id = $1 and id = $2 and updating = $3`, tx.org, id, to))
}

// Updating is the wording that what was issued is being updated to; empty: none.
func (tx *OrgTx) Updating(ctx context.Context, id badge.AchievementID) (to badge.RevisionID, err error) {
	err = tx.queryRow(ctx, `select updating from achievements where org_id = $1 and id = $2`, tx.org, id).Scan(&to)
	return to, wrap(err)
}
