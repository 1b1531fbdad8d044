// Package press is the room that shows a credential in every shape that people
// use. In come facts that somebody else has verified, and hashes of kept
// pictures; out go files to be shown. What was drawn once is kept under the
// hash of what is in it, and drawn again only when that changed. The press
// decides nothing about who may see what, and never changes the ledger.
package press

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/render"
	"laurel/internal/wallet"
)

// drawing is the version of everything that is drawn here. Raise it when the
// same facts come to look different: pictures are made anew then, under other
// addresses.
const drawing = 1

// The bounds of drawing: it may keep the cores busy, but never keep pages
// waiting.
const (
	inLine   = 32               // that wait to be drawn; whoever comes then is asked to come again
	patience = 15 * time.Second // that one waits to be drawn
	longest  = time.Minute      // that drawing one takes: the first may have to wait for the SVG engine to be made ready
)

// Unread is how long a rendition is kept that nobody asks for.
const Unread = 30 * 24 * time.Hour

// Options are what a press works with. All of them are needed but Apple and
// Google: without them there are no passes for these wallets.
type Options struct {
	Blobs *blob.Folder // the organizations' pictures
	Kept  *blob.Shelf  // what was made of them
	Draw  *render.Engine
	Now   func() time.Time
	Log   *slog.Logger
	// Credential is the signed credential at a code, with its badge.
	Credential func(ctx context.Context, code badge.Code) (badge.Credential, badge.Revision, error)

	Apple  *wallet.Apple
	Google *wallet.Google
}

// Press makes renditions. Make it with New.
type Press struct {
	Options
	slots   chan struct{}
	waiting atomic.Int32
	making  singleflight.Group

	documents *recent[document]
	pictures  *recent[[]byte] // by hash and size

	open   context.Context // until Close
	close  context.CancelFunc
	closed sync.Once
}

// atOnce is how many pictures are drawn at the same time: two, where half of
// the cores are left for pages.
func atOnce() int { return min(2, max(1, runtime.GOMAXPROCS(0)/2)) }

// New returns the room. Close it before what it works with.
func New(o Options) *Press {
	p := &Press{Options: o, slots: make(chan struct{}, atOnce()), documents: newRecent[document](heldDocuments), pictures: newRecent[[]byte](heldPictures)}
	p.open, p.close = context.WithCancel(context.Background())
	return p
}

// Close ends what is being drawn. Nothing is drawn afterwards.
func (p *Press) Close() {
	p.close()
	p.closed.Do(func() {
		for range cap(p.slots) {
			p.slots <- struct{}{} // once nobody draws there
		}
	})
}

// rest gives the place of a picture that was begun at a time to the next one,
// after as long as it took: half of the time is left for pages even where only
// one is drawn at a time.
func (p *Press) rest(begun time.Time) {
	time.AfterFunc(time.Since(begun), func() { <-p.slots })
}

// Forget throws away all pictures with somebody's name in them.
func (p *Press) Forget(ctx context.Context, account badge.AccountID) error {
	p.documents.clear()
	return p.Kept.Drop(ctx, string(account))
}

// Sweep throws away what nobody asked for in a month, a part at each turn.
func (p *Press) Sweep(ctx context.Context, turn int) error {
	return p.Kept.Sweep(ctx, turn, p.Now().Add(-Unread))
}

// keyOf is the hash of what a rendition is made of.
func keyOf(input any) string {
	text, err := json.Marshal([]any{drawing, input})
	if err != nil {
		panic(err) // structs of strings and numbers
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// once returns what is kept under a key, or makes and keeps it. Several who ask
// for the same at the same time wait for one to make it. Errors: badge.ErrBusy
// when too much is being drawn; nothing is lost, and the next who asks tries
// again.
func (p *Press) once(ctx context.Context, group, key string, draw func(context.Context) ([]byte, error)) ([]byte, error) {
	kept, err := p.Kept.Get(ctx, group, key, p.Now())
	if !errors.Is(err, fs.ErrNotExist) {
		return kept, err
	}
	made := p.making.DoChan(group+key, func() (any, error) {
		ctx, cancel := context.WithTimeout(p.open, patience+longest) // others may wait for it too
		defer cancel()
		return p.make(ctx, group, key, draw)
	})
	select {
	case m := <-made:
		data, _ := m.Val.([]byte)
		return data, m.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *Press) make(ctx context.Context, group, key string, draw func(context.Context) ([]byte, error)) ([]byte, error) {
	if p.waiting.Add(1) > int32(inLine+cap(p.slots)) {
		p.waiting.Add(-1)
		return nil, badge.ErrBusy
	}
	defer p.waiting.Add(-1)
	line := time.NewTimer(patience)
	defer line.Stop()
	select {
	case p.slots <- struct{}{}:
	case <-line.C:
		return nil, badge.ErrBusy
	case <-ctx.Done():
		return nil, badge.ErrBusy
	}
	defer p.rest(time.Now())
	data, err := draw(ctx)
	if err != nil {
		if ctx.Err() != nil {
			err = badge.ErrBusy
		}
		return nil, err
	}
	if err := p.Kept.Put(ctx, group, key, data); err != nil {
		p.Log.WarnContext(ctx, "a rendition was made and could not be kept", "error", err)
	}
	return data, nil
}
