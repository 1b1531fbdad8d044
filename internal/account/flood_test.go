package account_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/test/world"
)

// R17: more logins than may wait are refused at once and not counted, no more
// hashes run than there are cores, and the owner's own browser has a line of
// its own.
func TestALoginFloodIsRefusedBeforeAnythingIsCounted(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	mine := known(t, w, withPassword(t, w, ada, right).ID)
	open, cores := w.Accounts.HoldHashing()
	var all sync.WaitGroup
	var busy atomic.Int64
	refused := make(chan struct{}, 1000)
	for n := range 500 {
		all.Go(func() {
			_, err := w.Accounts.SignIn(context.Background(), account.Browser{Address: fmt.Sprintf("10.0.%d.%d", n/250, n%250)}, fmt.Sprintf("nobody%d@example.org", n), wrong)
			if errors.Is(err, badge.ErrBusy) {
				busy.Add(1)
				refused <- struct{}{}
			}
		})
	}
	for range 500 - cores - 64 {
		<-refused
	}
	owner := make(chan error, 1)
	go func() {
		_, err := w.Accounts.SignIn(context.Background(), mine, "ada@example.org", right)
		owner <- err
	}()
	open()
	if err := <-owner; err != nil {
		t.Errorf("the owner: %v", err)
	}
	all.Wait()
	if n := int(busy.Load()); n != 500-cores-64 {
		t.Errorf("%d were refused, want all but %d", n, cores+64)
	}
}
