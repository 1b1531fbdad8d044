package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// EarnedRow is one line of what a person has earned.
type EarnedRow struct {
	badge.Credential // without its documents
	BadgeName        string
	Picture          string // hash
	OrgName          string
	OrgSlug          string
	Visibility       badge.Visibility
}

const earnedColumns = `c.id, c.org_id, c.code, c.account_id, s.revision_id, c.name, c.issued_on, c.expires_on,
	case when c.revoked_at <> 0 then 'revoked' when c.suspended_at <> 0 then 'suspended' else 'issued' end, c.revoked_at, c.suspended_at, c.reason,
	r.name, r.picture, o.name, o.slug, coalesce(v.visibility, 'unlisted')`

const earnedTables = ` from credentials c join series s on s.org_id = c.org_id and s.batch_id = c.batch_id and s.number = c.series
	join batches b on b.org_id = c.org_id and b.id = c.batch_id
	join revisions r on r.id = s.revision_id join organizations o on o.id = c.org_id
	left join visibilities v on v.org_id = c.org_id and v.credential_id = c.id `

func scanEarned(r row) (e EarnedRow, err error) {
	err = r.Scan(&e.ID, &e.OrgID, &e.Code, &e.AccountID, &e.RevisionID, &e.Name, moment{&e.IssuedOn}, moment{&e.ExpiresOn}, &e.State,
		moment{&e.RevokedAt}, moment{&e.SuspendedAt}, &e.Reason, &e.BadgeName, &e.Picture, &e.OrgName, &e.OrgSlug, &e.Visibility)
	return e, wrap(err)
}

// Holding is what a person earned from one revision of one achievement.
type Holding struct {
	Revision    badge.RevisionID
	BadgeName   string
	Tags        []string
	Details     badge.Details
	OrgID       badge.OrgID
	OrgName     string
	OrgSlug     string
	Credentials int
	First, Last time.Time // days of issue
}

// EarnerHoldings tells what a person earned, by what it was.
func (tx *Tx) EarnerHoldings(ctx context.Context, account badge.AccountID) ([]Holding, error) {
	scan := func(r row) (h Holding, err error) {
		err = r.Scan(&h.Revision, &h.BadgeName, fromJSON{&h.Tags}, fromJSON{&h.Details}, &h.OrgID, &h.OrgName, &h.OrgSlug, &h.Credentials, moment{&h.First}, moment{&h.Last})
		return h, wrap(err)
	}
	return collect(scan)(tx.query(ctx, `select r.id, r.name, r.tags, r.details, o.id, o.name, o.slug, count(*), min(c.issued_on), max(c.issued_on)
		from credentials c join series s on s.org_id = c.org_id and s.batch_id = c.batch_id and s.number = c.series
		join batches b on b.org_id = c.org_id and b.id = c.batch_id
		join revisions r on r.id = s.revision_id join organizations o on o.id = c.org_id
		where c.account_id = $1 and b.state <> 'undone' group by r.id, o.id, o.name, o.slug order by o.name, o.id, r.name, r.id`, account))
}

// EarnedOrder is an order of what a person earned.
type EarnedOrder string

// The orders; the first one is that of the zero value.
const (
	EarnedNewest EarnedOrder = "newest"
	EarnedOldest EarnedOrder = "oldest"
	EarnedName   EarnedOrder = "name"
	EarnedEnding EarnedOrder = "ending" // what expires first; without end at the end
)

// earnedKeys are what each order goes by. The id parts what is alike.
var earnedKeys = map[EarnedOrder]struct{ key, direction, beyond string }{
	EarnedNewest: {"c.issued_on", "desc", "<"},
	EarnedOldest: {"c.issued_on", "asc", ">"},
	EarnedName:   {"r.name", "asc", ">"},
	EarnedEnding: {"case when c.expires_on = 0 then 9000000000000000000 else c.expires_on end", "asc", ">"},
}

// EarnedQuery narrows what a person earned. Zero values narrow nothing.
type EarnedQuery struct {
	Search    string
	Revisions []badge.RevisionID // what Search found by name of badge or organization; any of them will do
	Org       badge.OrgID
	State     string    // "valid", "ending", "expired" or "revoked"
	Today     time.Time // the day on which State holds
	Soon      time.Time // the last day that is "ending"
	From, To  time.Time // days of issue; To is the first one too late
	Order     EarnedOrder
	After     badge.Code // page on: only what comes after this one
	Limit     int
}

// where is the condition of a query with its arguments.
func (q EarnedQuery) where(account badge.AccountID) (condition string, args []any) {
	args = []any{account, likePattern(q.Search), q.Org, q.State, micros(q.Today), micros(q.Soon), micros(q.From), micros(q.To)}
	condition = ` where c.account_id = $1 and b.state <> 'undone' and ($3 = '' or c.org_id = $3)
		and (cast($7 as bigint) = 0 or c.issued_on >= $7) and (cast($8 as bigint) = 0 or c.issued_on < $8)
		and ($4 = '' or $4 = 'revoked' and c.revoked_at <> 0
			or $4 = 'expired' and c.revoked_at = 0 and c.expires_on <> 0 and c.expires_on < $5
			or $4 = 'ending' and c.revoked_at = 0 and c.suspended_at = 0 and c.expires_on >= $5 and c.expires_on <= $6
			or $4 = 'valid' and c.revoked_at = 0 and c.suspended_at = 0 and (c.expires_on = 0 or c.expires_on >= $5))`
	printed := folded("c", "c.name", "c.email", "c.external_number", "c.code") + ` like $2 escape '\'`
	if len(q.Revisions) == 0 {
		return condition + ` and ` + printed, args
	}
	condition += ` and (` + printed + ` or s.revision_id in (` + parameters(len(args)+1, len(q.Revisions)) + `))`
	return condition, append(args, anys(q.Revisions)...)
}

// EarnerPage lists a part of what a person earned.
func (tx *Tx) EarnerPage(ctx context.Context, account badge.AccountID, q EarnedQuery) ([]EarnedRow, error) {
	order, known := earnedKeys[q.Order]
	if !known {
		order = earnedKeys[EarnedNewest]
	}
	condition, args := q.where(account)
	if q.After != "" {
		// The key of the last line is read from its own row, so that a page's
		// address carries nothing but its code.
		condition += ` and (` + order.key + `, c.id) ` + order.beyond + ` (select ` + order.key + `, c.id` + earnedTables +
			` where c.account_id = $1 and c.code = ` + parameters(len(args)+1, 1) + `)`
		args = append(args, q.After)
	}
	return collect(scanEarned)(tx.query(ctx, `select `+earnedColumns+earnedTables+condition+
		` order by `+order.key+` `+order.direction+`, c.id `+order.direction+` limit `+parameters(len(args)+1, 1), append(args, q.Limit)...))
}

// EarnerCount counts what EarnerPage would list without a limit.
func (tx *Tx) EarnerCount(ctx context.Context, account badge.AccountID, q EarnedQuery) (n int, err error) {
	condition, args := q.where(account)
	err = tx.queryRow(ctx, `select count(*)`+earnedTables+condition, args...).Scan(&n)
	return n, wrap(err)
}

// EarnerShared lists those of a person's credentials that everybody may see,
// the newest first; with a code, only what comes after it.
func (tx *Tx) EarnerShared(ctx context.Context, account badge.AccountID, after badge.Code, limit int) ([]EarnedRow, error) {
	return collect(scanEarned)(tx.query(ctx, `select `+earnedColumns+earnedTables+`
		where c.account_id = $1 and v.visibility = 'public' and b.state <> 'undone'
			and ($2 = '' or (c.issued_on, c.id) < (select issued_on, id from credentials where account_id = $1 and code = $2))
		order by c.issued_on desc, c.id desc limit $3`, account, after, limit))
}

// EarnerSharedCount counts what EarnerShared would list without a limit.
func (tx *Tx) EarnerSharedCount(ctx context.Context, account badge.AccountID) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*)`+earnedTables+` where c.account_id = $1 and v.visibility = 'public' and b.state <> 'undone'`, account).Scan(&n)
	return n, wrap(err)
}
