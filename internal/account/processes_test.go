package account_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/test/world"
)

// guessing is what a process of TestTenGuessesFromTwoProcesses is told, as JSON
// in the environment.
const guessing = "ACCOUNT_TEST_GUESSING"

// L2: two real processes guess at once, 250 times each, on either engine.
func TestTenGuessesFromTwoProcesses(t *testing.T) {
	if told := os.Getenv(guessing); told != "" {
		guess(t, told)
		return
	}
	world.Each(t, func(t *testing.T, w *world.World) {
		earner(t, w)
		withPassword(t, w, ada, right)
		told, err := json.Marshal(map[string]string{"data": w.Settings.Data, "database": w.Settings.Database, "key": w.Settings.MasterKey})
		if err != nil {
			t.Fatal(err)
		}
		outputs := make([]bytes.Buffer, 2)
		var all sync.WaitGroup
		for n := range outputs {
			all.Go(func() {
				cmd := exec.Command(os.Args[0], "-test.run=^TestTenGuessesFromTwoProcesses$")
				cmd.Env = append(os.Environ(), guessing+"="+string(told))
				cmd.Stdout, cmd.Stderr = &outputs[n], &outputs[n]
				if err := cmd.Run(); err != nil {
					t.Errorf("process %d: %v\n%s", n, err, outputs[n].String())
				}
			})
		}
		all.Wait()
		total := 0
		for n := range outputs {
			var evaluated int
			if _, err := fmt.Fscanf(&outputs[n], "guesses: %d", &evaluated); err != nil {
				t.Fatalf("process %d: %v", n, err)
			}
			total += evaluated
		}
		if total != badge.MaxFailures {
			t.Errorf("%d guesses were looked at, want 10", total)
		}
		if w.Account(t, ada).LockedAt.IsZero() {
			t.Error("not locked")
		}
	})
}

// guess is one of the processes.
func guess(t *testing.T, told string) {
	var s map[string]string
	if err := json.Unmarshal([]byte(told), &s); err != nil {
		t.Fatal(err)
	}
	h, err := house.Open(t.Context(), house.Settings{Data: s["data"], Database: s["database"], MasterKey: s["key"], PublicURL: world.PublicURL})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close() //nolint:errcheck // the process ends
	evaluated := h.Accounts.CountGuesses()
	var all errgroup.Group
	all.SetLimit(60) // as many as may wait
	for n := range 250 {
		all.Go(func() error {
			for { // a busy ledger is no answer: people press the button again
				from := account.Browser{Address: fmt.Sprintf("203.0.113.%d", n)}
				_, err := h.Accounts.SignIn(context.Background(), from, "ada@example.org", fmt.Sprint("a guess that is wrong ", n))
				if !errors.Is(err, badge.ErrBusy) {
					return nil
				}
			}
		})
	}
	_ = all.Wait() // nobody fails
	fmt.Printf("guesses: %d\n", evaluated.Load())
}
