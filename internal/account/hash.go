package account

import (
	"context"
	"fmt"
	"runtime"

	"github.com/alexedwards/argon2id"

	"laurel/internal/badge"
)

// hasher bounds how many passwords are hashed at once: each takes 19 MiB and
// tens of milliseconds of a core, and a flood of logins must leave room for
// pages.
type hasher struct {
	slots     chan struct{}                             // those that are hashed: one for each core
	strangers chan struct{}                             // logins that wait or are hashed
	owners    chan struct{}                             // the same of browsers that were here before: a flood by strangers does not keep them out
	compare   func(password, hash string) (bool, error) // tests count the calls
	// nobody is what a password is compared with where there is none, so that
	// the time it takes tells nothing.
	nobody string
}

// waiting is how many logins may wait for a core. At 30 ms each that is a
// second on two cores; whoever comes later is told to come again at once.
const waiting = 64

// OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane.
var argon2idParams = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

func newHasher() *hasher {
	cores := runtime.GOMAXPROCS(0)
	h := &hasher{
		slots: make(chan struct{}, cores), strangers: make(chan struct{}, cores+waiting), owners: make(chan struct{}, cores+waiting),
		compare: argon2id.ComparePasswordAndHash,
	}
	nobody, err := argon2id.CreateHash("nobody has this password", argon2idParams)
	if err != nil {
		panic(fmt.Sprintf("account: no randomness: %v", err)) // crypto/rand does not fail
	}
	h.nobody = nobody
	return h
}

// enter waits in line for a core, or returns badge.ErrBusy when the line is
// full. Whoever is in may use matches until they leave. Attempts are counted
// inside: those who give up in the line have not made one, and no more of them
// than there are cores come to the ledger at once.
func (h *hasher) enter(ctx context.Context, known bool) (leave func(), err error) {
	line := h.strangers
	if known {
		line = h.owners
	}
	select {
	case line <- struct{}{}:
	default:
		return nil, badge.ErrBusy
	}
	if err := h.wait(ctx); err != nil {
		<-line
		return nil, err
	}
	return func() { h.done(); <-line }, nil
}

// matches compares a password with a hash; empty: there is none.
func (h *hasher) matches(password, hash string) (bool, error) {
	if hash == "" {
		_, err := h.compare(password, h.nobody)
		return false, err
	}
	return h.compare(password, hash)
}

func (h *hasher) create(ctx context.Context, password string) (string, error) {
	if err := h.wait(ctx); err != nil {
		return "", err
	}
	defer h.done()
	return argon2id.CreateHash(password, argon2idParams)
}

func (h *hasher) wait(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *hasher) done() { <-h.slots }
