package store

import (
	"context"
	"slices"
	"time"

	"laurel/internal/badge"
)

// CountQuery narrows counts.
type CountQuery struct {
	Scope    string // an achievement's or a batch's id; empty: the organization
	Months   bool   // by month, under its first day; otherwise by day
	From, To time.Time
	What     []badge.Counted
}

func (q CountQuery) grain() string {
	if q.Months {
		return "m"
	}
	return "d"
}

// CountsOf lists what was counted, in the order of the days.
func (tx *OrgTx) CountsOf(ctx context.Context, q CountQuery) ([]badge.Count, error) {
	scan := func(r row) (c badge.Count, err error) { return c, r.Scan(&c.What, moment{&c.Day}, &c.N) }
	return collect(scan)(tx.query(ctx, `select what, day, n from counts where org_id = $1 and scope = $2 and grain = $3 and day between $4 and $5
		and what in (`+parameters(6, len(q.What))+`) order by day, what`,
		slices.Concat([]any{tx.org, q.Scope, q.grain(), micros(q.From), micros(q.To)}, anys(q.What))...))
}

// CountsOfBadge is what was counted of one achievement, by its present name.
type CountsOfBadge struct {
	ID       badge.AchievementID
	Slug     string
	Name     string
	Issued   int // ever
	InPeriod int // of by
	Counts   map[badge.Counted]int
}

// TopBadges sums what was counted of each of the organization's achievements,
// for the few of which by was counted most. The scope of the query does not matter.
func (tx *OrgTx) TopBadges(ctx context.Context, q CountQuery, by badge.Counted, few int) ([]CountsOfBadge, error) {
	scan := func(r row) (c CountsOfBadge, err error) {
		c.Counts = map[badge.Counted]int{}
		return c, r.Scan(&c.ID, &c.Slug, &c.Name, &c.InPeriod)
	}
	span := []any{tx.org, q.grain(), micros(q.From), micros(q.To)}
	top, err := collect(scan)(tx.query(ctx, `select a.id, a.slug, r.name, cast(sum(k.n) as bigint) from achievements a
		join revisions r on r.achievement_id = a.id and r.number = a.revision
		join counts k on k.org_id = a.org_id and k.scope = a.id and k.grain = $2 and k.what = $5 and k.day between $3 and $4
		where a.org_id = $1 group by a.id, a.slug, r.name having sum(k.n) > 0 order by 4 desc, a.id limit $6`, append(span, by, few)...))
	if err != nil {
		return nil, err
	}
	for n, t := range top {
		q.Scope = string(t.ID)
		counts, err := tx.CountsOf(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, c := range counts {
			t.Counts[c.What] += c.N
		}
		if top[n].Issued, err = tx.CountIssuedIn(ctx, q.Scope); err != nil {
			return nil, err
		}
	}
	return top, nil
}

// FirstCounted is the first day of which anything was counted; zero: none.
func (tx *OrgTx) FirstCounted(ctx context.Context, scope string) (first time.Time, err error) {
	err = tx.queryRow(ctx, `select coalesce(min(day), 0) from counts where org_id = $1 and scope = $2 and grain = 'm' and what in ($3, $4)`,
		tx.org, scope, badge.CountedIssued, badge.StageIssued.Counted()).Scan(moment{&first})
	return first, wrap(err)
}

// CountIssuedIn counts what was ever issued of an achievement or in a batch;
// scope ”: at all.
func (tx *OrgTx) CountIssuedIn(ctx context.Context, scope string) (n int, err error) {
	err = tx.queryRow(ctx, `select cast(coalesce(sum(n), 0) as bigint) from counts where org_id = $1 and scope = $2 and grain = 'm' and what = $3`,
		tx.org, scope, badge.CountedIssued).Scan(&n)
	return n, wrap(err)
}
