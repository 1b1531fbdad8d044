package portfolio

import (
	"context"
	"maps"
	"sync"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// openings are badge pages opened since the ledger was last told. Nothing is
// known of who opened them. The zero value is ready.
type openings struct {
	mu    sync.Mutex
	day   time.Time
	count map[badge.Code]int
}

// maxOpenings bounds what is counted between two times; more pages than that
// are opened by machines.
const maxOpenings = 100_000

// Opened counts that somebody looked at a badge page: neither its earner nor
// the staff of its organization. It is told to the ledger by KeepViews.
func (p *Portfolio) Opened(actor badge.Actor, c badge.Credential) {
	if (badge.Sharing{AccountID: c.AccountID}).IsOf(actor) || actor.May(badge.ActView, c.OrgID) == nil {
		return
	}
	o := &p.opened
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.count == nil {
		o.day, o.count = badge.Day(p.Now()), map[badge.Code]int{}
	}
	if len(o.count) < maxOpenings {
		o.count[c.Code]++
	}
}

// KeepViews tells the ledger which pages were opened since the last time. What
// cannot be told now is told next time.
func (p *Portfolio) KeepViews(ctx context.Context) error {
	o := &p.opened
	o.mu.Lock()
	day, count := o.day, o.count
	o.count = nil
	o.mu.Unlock()
	if len(count) == 0 {
		return nil
	}
	err := p.DB.Write(ctx, func(tx *store.Tx) error { return tx.AddViews(ctx, day, count) })
	if err == nil {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.count == nil {
		o.day, o.count = day, count
		return err
	}
	for code, n := range maps.All(count) {
		o.count[code] += n
	}
	return err
}

// Views tells how often the page of one of the actor's badges was opened, by
// day, the latest first. Errors: badge.ErrSignedOut.
func (p *Portfolio) Views(ctx context.Context, actor badge.Actor, code badge.Code) (days []store.DayViews, err error) {
	if actor.AccountID == "" {
		return nil, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		days, err = tx.EarnerViews(ctx, actor.AccountID, code)
		return err
	})
	return days, err
}
