// Package insight is the room that knows what came of it: how many badges were
// issued, delivered, opened, claimed, shared and verified, and who did what.
// Counts come in from the door and from what other rooms write; sums and lines
// for people go out. It never knows who opened, shared or verified a badge.
package insight

import (
	"context"
	"maps"
	"sync"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Insights counts and tells.
type Insights struct {
	DB  *store.DB
	Now func() time.Time

	uses uses
}

// uses are what was done with credentials since the ledger was last told. The
// zero value is ready.
type uses struct {
	mu    sync.Mutex
	day   time.Time
	count map[badge.Use]int
}

// maxUses bounds what is counted between two times; more than that is done by
// machines.
const maxUses = 100_000

// Used counts that something was done with a credential by somebody other than
// the staff of its organization. Opening a page or verifying is not counted
// for the earner either; sharing is counted for the earner alone. It costs the
// caller nothing: Keep tells the ledger.
func (i *Insights) Used(actor badge.Actor, c badge.Sharing, use badge.Use) {
	earner, staff := c.IsOf(actor), actor.AccountID != "" && actor.May(badge.ActView, c.OrgID) == nil
	switch use.What.Stage() {
	case badge.StageShared:
		if !earner && use.What != badge.UseEmbed {
			return
		}
	case badge.StageOpened, badge.StageVerified:
		if earner || staff {
			return
		}
	default:
		if staff && !earner {
			return
		}
	}
	u := &i.uses
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.count == nil {
		u.day, u.count = badge.Day(i.Now()), map[badge.Use]int{}
	}
	if _, there := u.count[use]; there || len(u.count) < maxUses {
		u.count[use]++
	}
}

// rolled is how many slips one transaction adds up.
const rolled = 500

// Keep tells the ledger what was done since the last time, and adds up what is
// not in the counts yet. What cannot be told now is told next time.
func (i *Insights) Keep(ctx context.Context) error {
	if err := i.keepUses(ctx); err != nil {
		return err
	}
	for {
		var n int
		err := i.DB.Write(ctx, func(tx *store.Tx) (err error) {
			n, err = tx.SystemRollUp(ctx, rolled)
			return err
		})
		if err != nil || n < rolled {
			return err
		}
	}
}

func (i *Insights) keepUses(ctx context.Context) error {
	u := &i.uses
	u.mu.Lock()
	day, count := u.day, u.count
	u.count = nil
	u.mu.Unlock()
	if len(count) == 0 {
		return nil
	}
	err := i.DB.Write(ctx, func(tx *store.Tx) error { return tx.AddUses(ctx, day, count) })
	if err == nil {
		return nil
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.count == nil {
		u.day, u.count = day, count
		return err
	}
	for use, n := range maps.All(count) {
		u.count[use] += n
	}
	return err
}
