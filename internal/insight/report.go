package insight

import (
	"context"
	"slices"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Period is how far back a report looks.
type Period string

// The periods. Days are those of UTC, today included. A year is told by month.
const (
	Month   Period = "30"
	Quarter Period = "90"
	Year    Period = "year"
	Ever    Period = "all"
)

// ParsePeriod reads a period; anything else is fallback.
func ParsePeriod(typed string, fallback Period) Period {
	if p := Period(typed); slices.Contains([]Period{Month, Quarter, Year, Ever}, p) {
		return p
	}
	return fallback
}

// Fewest is how many badges have to be issued before what people do with them
// is told: of fewer, a count would tell what somebody did.
const Fewest = 5

// topBadges is how many badges a report ranks.
const topBadges = 10

// Question is what a report is about: one batch, or one achievement, or else
// everything that the organization issued.
type Question struct {
	Period      Period
	Achievement badge.AchievementID
	Batch       badge.BatchID
}

func (q Question) scope() string {
	if q.Batch != "" {
		return string(q.Batch)
	}
	return string(q.Achievement)
}

// Report is what came of what was issued.
type Report struct {
	From, To time.Time // days, both included
	Months   bool      // Points are months, under their first day
	Issued   int       // ever
	Few      bool      // fewer than Fewest were ever issued: what people do is left out
	Funnel   map[badge.Stage]int
	Totals   map[badge.Counted]int
	Points   []Point
	Top      []store.CountsOfBadge // of the whole organization; empty when the question is about less
}

// Point is a day or a month with what happened in it.
type Point struct {
	Day    time.Time
	Counts map[badge.Counted]int
}

// Sum adds up counts of several things.
func Sum(counts map[badge.Counted]int, of ...badge.Counted) (n int) {
	for _, what := range of {
		n += counts[what]
	}
	return n
}

// ofTheOrganization are the counts of what an organization does itself.
var ofTheOrganization = []badge.Counted{
	badge.CountedIssued, badge.CountedDelivered, badge.CountedUndelivered, badge.CountedRevoked, badge.CountedExpired,
	badge.StageIssued.Counted(), badge.StageDelivered.Counted(),
}

// Of tells what came of what an organization issued. Errors: those of
// Actor.May; badge.ErrNotFound for a batch or an achievement of another one.
func (i *Insights) Of(ctx context.Context, actor badge.Actor, org badge.OrgID, q Question) (r Report, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return r, err
	}
	err = i.DB.Read(ctx, func(tx *store.Tx) (err error) {
		r, err = i.report(ctx, tx.Org(org), q)
		return err
	})
	return r, err
}

func (i *Insights) report(ctx context.Context, otx *store.OrgTx, q Question) (r Report, err error) {
	if q.Batch != "" {
		if _, err := otx.Batch(ctx, q.Batch); err != nil {
			return r, err
		}
	} else if q.Achievement != "" {
		if _, err := otx.Achievement(ctx, q.Achievement); err != nil {
			return r, err
		}
	}
	if r.Issued, err = otx.CountIssuedIn(ctx, q.scope()); err != nil {
		return r, err
	}
	first, err := otx.FirstCounted(ctx, q.scope())
	if err != nil {
		return r, err
	}
	r.From, r.To, r.Months = span(q.Period, badge.Day(i.Now()), first)
	r.Few = r.Issued < Fewest
	what := ofTheOrganization
	if !r.Few {
		what = badge.AllCounted()
		for _, s := range badge.Stages {
			what = append(what, s.Counted())
		}
	}
	query := store.CountQuery{Scope: q.scope(), Months: r.Months, From: r.From, To: r.To, What: what}
	counts, err := otx.CountsOf(ctx, query)
	if err != nil {
		return r, err
	}
	r.fill(counts)
	if q.scope() == "" && !r.Few {
		r.Top, err = otx.TopBadges(ctx, query, badge.StageIssued.Counted(), topBadges)
	}
	for n := range r.Top {
		if r.Top[n].Issued < Fewest {
			r.Top[n].Counts = nil
		}
	}
	return r, err
}

// span are the days of a period, and whether it is told by month.
func span(p Period, today, first time.Time) (from, to time.Time, months bool) {
	month := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
	switch p {
	case Month:
		return today.AddDate(0, 0, -29), today, false
	case Quarter:
		return today.AddDate(0, 0, -89), today, false
	case Year:
		return month.AddDate(0, -11, 0), today, true
	}
	if first.IsZero() || first.After(month) {
		first = month
	}
	return first, today, true
}

// fill puts counts into their places: one point for each day or month, also
// for those in which nothing happened.
func (r *Report) fill(counts []badge.Count) {
	r.Funnel, r.Totals = map[badge.Stage]int{}, map[badge.Counted]int{}
	at := map[time.Time]map[badge.Counted]int{}
	for day := r.From; !day.After(r.To); {
		at[day] = map[badge.Counted]int{}
		r.Points = append(r.Points, Point{Day: day, Counts: at[day]})
		if r.Months {
			day = day.AddDate(0, 1, 0)
		} else {
			day = day.AddDate(0, 0, 1)
		}
	}
	stages := map[badge.Counted]badge.Stage{}
	for _, s := range badge.Stages {
		stages[s.Counted()] = s
	}
	for _, c := range counts {
		if s, is := stages[c.What]; is {
			r.Funnel[s] += c.N
		} else {
			r.Totals[c.What] += c.N
			at[c.Day][c.What] += c.N
		}
	}
}
