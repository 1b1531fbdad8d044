package house

import (
	"context"
	"time"

	"laurel/internal/store"
)

// Sweep removes what has ended from the ledger, now and then, until ctx ends.
func (h *House) Sweep(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		err := h.DB.Write(ctx, func(tx *store.Tx) error { return tx.DropEndedSessions(ctx, h.Now()) })
		if err != nil && ctx.Err() == nil {
			h.Log.WarnContext(ctx, "ended sessions not removed", "error", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}
