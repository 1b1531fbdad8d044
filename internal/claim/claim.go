// Package claim is the room of badges that people come and get: by a code on a
// poster, by a slip of paper, by applying, or because they hold others. It
// proves addresses, keeps the places that there are, lets organizations look
// first where they want to, and hands awards on. It signs nothing: what it
// hands on goes the way of every other award.
package claim

import (
	"io"
	"log/slog"
	"time"

	"laurel/internal/blob"
	"laurel/internal/keyring"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// Claims takes in who asks for a badge.
type Claims struct {
	DB     *store.DB
	Ring   *keyring.Ring
	Blobs  *blob.Folder
	Queue  *queue.Queue
	Now    func() time.Time
	Random io.Reader
	Log    *slog.Logger
}
