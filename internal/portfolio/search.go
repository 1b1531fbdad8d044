package portfolio

import (
	"context"
	"slices"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// EndingSoon is how long before its end a badge is said to expire soon.
const EndingSoon = 30 * 24 * time.Hour

// Query narrows a portfolio. Zero values narrow nothing.
type Query struct {
	Search   string            // a part of the badge's name in any language, or of the organization's, a skill, a code, a number
	Language string            // BCP 47: badges are named in it where they have a name in it
	Org      string            // short name
	State    string            // "valid", "ending", "expired" or "revoked"
	Year     int               // of issue
	Order    store.EarnedOrder // newest when empty
	After    badge.Code        // the last badge of the page before
	Limit    int
}

// narrows tells whether anything is left out.
func (q Query) narrows() bool { return q.Search != "" || q.Org != "" || q.State != "" || q.Year != 0 }

// Shelf is a page of a portfolio.
type Shelf struct {
	Rows  []store.EarnedRow
	More  bool // there is another page
	Found int  // how many the query finds in all
	All   int  // how many there are without it
	Orgs  []badge.Organization
	Years []int // in which anything was issued or might have been, the latest first
}

// maxWords is how many kinds of badge a search by words can lead to. Nobody
// has earned as many that one word fits all of them.
const maxWords = 5000

// Search lists a page of what the actor has earned. Errors: badge.ErrSignedOut.
func (p *Portfolio) Search(ctx context.Context, actor badge.Actor, q Query) (shelf Shelf, err error) {
	if actor.AccountID == "" {
		return shelf, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		holdings, err := tx.EarnerHoldings(ctx, actor.AccountID)
		if err != nil {
			return err
		}
		shelf = facets(holdings)
		found := p.query(q, holdings)
		if q.Org != "" && found.Org == "" {
			return nil // nothing of that organization
		}
		shelf.Found = shelf.All
		if q.narrows() {
			if shelf.Found, err = tx.EarnerCount(ctx, actor.AccountID, found); err != nil {
				return err
			}
		}
		found.Limit = q.Limit + 1
		shelf.Rows, err = tx.EarnerPage(ctx, actor.AccountID, found)
		shelf.More = len(shelf.Rows) > q.Limit
		shelf.Rows = shelf.Rows[:min(len(shelf.Rows), q.Limit)]
		rename(shelf.Rows, holdings, q.Language)
		return err
	})
	return shelf, err
}

// rename gives the badges their names in a language.
func rename(rows []store.EarnedRow, holdings []store.Holding, language string) {
	names := make(map[badge.RevisionID]string, len(holdings))
	for _, h := range holdings {
		names[h.Revision] = badge.Revision{Name: h.BadgeName, Details: h.Details}.In(language).Name
	}
	for n := range rows {
		rows[n].BadgeName = names[rows[n].RevisionID]
	}
}

// facets is what a portfolio can be narrowed by.
func facets(holdings []store.Holding) (s Shelf) {
	years := map[int]bool{}
	for _, h := range holdings {
		s.All += h.Credentials
		if n := len(s.Orgs); n == 0 || s.Orgs[n-1].ID != h.OrgID {
			s.Orgs = append(s.Orgs, badge.Organization{ID: h.OrgID, Name: h.OrgName, Slug: h.OrgSlug})
		}
		for year := h.First.Year(); year <= h.Last.Year(); year++ {
			years[year] = true
		}
	}
	for year := range years {
		s.Years = append(s.Years, year)
	}
	slices.Sort(s.Years)
	slices.Reverse(s.Years)
	return s
}

// query is a query as the ledger understands it.
func (p *Portfolio) query(q Query, holdings []store.Holding) store.EarnedQuery {
	today := badge.Day(p.Now())
	found := store.EarnedQuery{Search: q.Search, State: q.State, Today: today, Soon: today.Add(EndingSoon), Order: q.Order, After: q.After}
	if q.Year != 0 {
		found.From = time.Date(q.Year, 1, 1, 0, 0, 0, 0, time.UTC)
		found.To = found.From.AddDate(1, 0, 0)
	}
	words := strings.ToLower(strings.TrimSpace(q.Search))
	for _, h := range holdings {
		if h.OrgSlug == q.Org {
			found.Org = h.OrgID
		}
		said := append([]string{h.BadgeName, h.OrgName}, h.Tags...)
		for _, t := range h.Details.Translations {
			said = append(said, t.Name)
		}
		text := strings.ToLower(strings.Join(said, " "))
		if words != "" && strings.Contains(text, words) && len(found.Revisions) < maxWords {
			found.Revisions = append(found.Revisions, h.Revision)
		}
	}
	return found
}
