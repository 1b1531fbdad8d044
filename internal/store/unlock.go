package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// MayUnlock tells whether the organization issued a credential to somebody
// that it did not revoke.
func (tx *OrgTx) MayUnlock(ctx context.Context, account badge.AccountID) (bool, error) {
	var n int
	err := tx.queryRow(ctx, `select count(*) from (select id from credentials
		where account_id = $2 and org_id || '' = $1 and revoked_at = 0 limit 1) one`, tx.org, account).Scan(&n)
	return n > 0, wrap(err)
}

// RecentUnlocks counts how often the organization unlocked somebody since a
// point in time.
func (tx *OrgTx) RecentUnlocks(ctx context.Context, account badge.AccountID, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from unlocks where org_id = $1 and account_id = $2 and at > $3`, tx.org, account, micros(since)).Scan(&n)
	return n, wrap(err)
}

// AddUnlock notes that the organization unlocked somebody.
func (tx *OrgTx) AddUnlock(ctx context.Context, account badge.AccountID, now time.Time) error {
	_, err := tx.exec(ctx, `insert into unlocks (id, org_id, account_id, at) values ($1, $2, $3, $4)`, badge.NewID[string](), tx.org, account, micros(now))
	return err
}
