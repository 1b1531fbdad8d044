// Package account is the room of the door: who is there, by password,
// temporary password, passkey or second factor, how many attempts they have,
// and how somebody who was kept out comes in again. It knows organizations
// only as somebody who may unlock.
package account

import (
	"context"
	"log/slog"
	"time"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// Accounts answers for logging in. Make it with New.
type Accounts struct {
	Options
	db    *store.DB
	ring  *keyring.Ring
	queue *queue.Queue
	hash  *hasher
}

// Options are what an installation decides about logging in.
type Options struct {
	PublicURL         string      // without a slash at the end
	OwnerLink         bool        // the letter about a lock carries a link that opens the account, except to staff
	Support           badge.Email // who is told when many accounts are locked; empty: the log and the operator's pages
	StaffSecondFactor bool        // staff need a second factor after their first week
	Now               func() time.Time
	Log               *slog.Logger
}

// New returns the room.
func New(db *store.DB, ring *keyring.Ring, q *queue.Queue, o Options) *Accounts {
	return &Accounts{Options: o, db: db, ring: ring, queue: q, hash: newHasher()}
}

// tell queues a letter to every verified address of somebody.
func (a *Accounts) tell(ctx context.Context, tx *store.Tx, to badge.Account, l badge.Letter) error {
	return a.tellOthers(ctx, tx, to, "", l)
}

// tellOthers is tell for all addresses but one.
func (a *Accounts) tellOthers(ctx context.Context, tx *store.Tx, to badge.Account, but badge.Email, l badge.Letter) error {
	addresses, err := tx.EarnerAddresses(ctx, to.ID)
	if err != nil {
		return err
	}
	var letters []badge.Letter
	for _, v := range addresses {
		if v.Email != but {
			l.ID, l.To, l.Name, l.AccountID, l.CreatedAt = badge.NewID[badge.LetterID](), v.Email, to.Name, to.ID, a.Now()
			letters = append(letters, l)
		}
	}
	return a.queue.AddLetters(ctx, tx, letters)
}
