package house

import (
	"context"
	"errors"
	"time"

	"laurel/internal/store"
)

// Sweep removes what has ended from the ledger, now and then, until ctx ends.
func (h *House) Sweep(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		err := h.DB.Write(ctx, func(tx *store.Tx) error {
			return errors.Join(tx.DropEndedSessions(ctx, h.Now()), tx.DropOldLogins(ctx, h.Now()))
		})
		if err != nil && ctx.Err() == nil {
			h.Log.WarnContext(ctx, "what has ended was not removed", "error", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}
