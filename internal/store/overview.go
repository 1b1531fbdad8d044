package store

import (
	"context"
	"time"
)

// Reached is how far an organization has come with issuing: to somebody on its
// own team, as one does to try it, and to anybody else.
type Reached struct{ Staff, Others bool }

// Reached tells it without counting.
func (tx *OrgTx) Reached(ctx context.Context) (r Reached, err error) {
	err = tx.queryRow(ctx, `select
		exists (select 1 from members m join recipients r on r.org_id = m.org_id and r.account_id = m.account_id where m.org_id = $1),
		exists (select 1 from recipients r where r.org_id = $1 and not exists (select 1 from members m where m.org_id = r.org_id and m.account_id = r.account_id))`,
		tx.org).Scan(&r.Staff, &r.Others)
	return r, wrap(err)
}

// Attention is what waits for somebody on the team.
type Attention struct {
	Requests, Letters, Batches int // open; given up; read and not confirmed
}

// Attention counts it by indexes that have little else in them.
func (tx *OrgTx) Attention(ctx context.Context) (a Attention, err error) {
	err = tx.queryRow(ctx, `select
		(select count(*) from requests where org_id = $1 and state = 'open'),
		(select count(*) from letters where org_id = $1 and state = 'failed'),
		(select count(*) from batches where org_id = $1 and state = 'checked')`, tx.org).Scan(&a.Requests, &a.Letters, &a.Batches)
	return a, wrap(err)
}

// CameOfIt is what became of badges: how many of them were looked at and shown
// to somebody, how many of the people logged in, and how many end soon.
type CameOfIt struct {
	Opened, Claimed, Shared, Expiring int
}

// CameOfIt reads a row of everybody: not for organizations with very many.
func (tx *OrgTx) CameOfIt(ctx context.Context, now, soon time.Time) (c CameOfIt, err error) {
	err = tx.queryRow(ctx, `select
		(select count(distinct credential_id) from uses where org_id = $1 and what = 'opened'),
		(select count(*) from recipients r join accounts a on a.id = r.account_id where r.org_id = $1 and (a.last_login_at > 0 or a.password <> '')),
		(select count(*) from (select credential_id from shares where org_id = $1
			union select credential_id from visibilities where org_id = $1 and visibility = 'public') shown),
		(select count(*) from credentials where org_id = $1 and revoked_at = 0 and expires_on > $2 and expires_on <= $3)`,
		tx.org, micros(now), micros(soon)).Scan(&c.Opened, &c.Claimed, &c.Shared, &c.Expiring)
	return c, wrap(err)
}
