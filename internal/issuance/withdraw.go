package issuance

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// withdrawn is the reason that stands in the record of what an undone batch
// issued.
const withdrawn = "Withdrawn before it was announced: the batch was undone."

// Withdraw takes back all that an undone batch issued, gives back what it
// replaced, and lets the status lists say so. Nobody is told, because nobody was told of the badge. Calling it
// again changes nothing.
func (i *Issuer) Withdraw(ctx context.Context, org badge.OrgID, batch badge.BatchID) error {
	if err := i.restore(ctx, org, batch); err != nil {
		return fmt.Errorf("withdraw batch %s: %w", batch, err)
	}
	for after, more := 0, true; more; {
		var last int
		for attempt := 1; ; attempt++ {
			err := i.db.Write(ctx, func(tx *store.Tx) (err error) {
				last, err = i.withdrawSome(ctx, tx, org, batch, after)
				return err
			})
			// A revocation may have changed the same list just now.
			if errors.Is(err, badge.ErrConflict) && attempt < drawAttempts {
				continue
			}
			if err != nil {
				return fmt.Errorf("withdraw batch %s: %w", batch, err)
			}
			break
		}
		more, after = last > after, last
	}
	return nil
}

// withdrawSome takes back the next ones and tells the row of the last.
func (i *Issuer) withdrawSome(ctx context.Context, tx *store.Tx, org badge.OrgID, batch badge.BatchID, after int) (last int, err error) {
	otx := tx.Org(org)
	credentials, err := otx.Withdraw(ctx, batch, after, MaxChunk, withdrawn, i.now())
	if err != nil || len(credentials) == 0 {
		return after, err
	}
	indexes := map[badge.StatusListID][]int{}
	for _, c := range credentials {
		indexes[c.ListID] = append(indexes[c.ListID], c.Index)
	}
	for id, all := range indexes {
		list, err := otx.List(ctx, id)
		if err != nil {
			return after, err
		}
		if list.Kind != badge.ListBitstring {
			continue // a plain list is read off the credentials
		}
		for _, index := range all {
			badge.SetBit(list.Set, index)
		}
		if err := otx.SetStatus(ctx, list); err != nil {
			return after, err
		}
		if err := i.queue.Add(ctx, tx, queue.PublishStatusList{Org: string(org), List: string(id)}); err != nil {
			return after, err
		}
	}
	people := make([]badge.AccountID, len(credentials))
	for n, c := range credentials {
		people[n] = c.AccountID
	}
	return credentials[len(credentials)-1].Row, i.walked(ctx, otx, org, credentials[0].AchievementID, people, time.Time{})
}
