package house

import (
	"context"
	"errors"
	"time"

	"laurel/internal/store"
)

// Sweep does now and then, until ctx ends, what nobody asks for: it removes what
// has ended from the ledger, joins and erases accounts whose day has come, and reminds.
func (h *House) Sweep(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for turn := int(h.Now().Unix() / 3600); ; turn++ { // a part of the renditions each time
		err := h.DB.Write(ctx, func(tx *store.Tx) error {
			return errors.Join(tx.DropEndedSessions(ctx, h.Now()), tx.DropSharedNotes(ctx), tx.DropOldLogins(ctx, h.Now()), tx.DropOldBulkDrafts(ctx, h.Now().Add(-24*time.Hour)))
		})
		err = errors.Join(err, h.Portfolio.EndExports(ctx), h.Certificates.EndPrints(ctx), h.Accounts.JoinDue(ctx), h.Accounts.EraseDue(ctx), h.Accounts.Remind(ctx), h.Issuer.RemindExpiring(ctx), h.Claims.Sweep(ctx), h.Press.Sweep(ctx, turn))
		if err != nil && ctx.Err() == nil {
			h.Log.WarnContext(ctx, "not all was swept", "error", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// Count tells the ledger now and then what was done with badges, and adds up
// what was counted, until ctx ends, and once more then.
func (h *House) Count(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		ended := false
		select {
		case <-ticker.C:
		case <-ctx.Done():
			ended = true
		}
		if err := h.Insights.Keep(context.WithoutCancel(ctx)); err != nil {
			h.Log.WarnContext(ctx, "not everything is counted yet", "error", err)
		}
		if ended {
			return
		}
	}
}
