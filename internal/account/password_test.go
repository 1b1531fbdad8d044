package account_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/test/world"
)

func request(t *testing.T, w *world.World, typed string) {
	t.Helper()
	if err := w.Accounts.RequestPassword(t.Context(), typed); err != nil {
		t.Errorf("%q: %v", typed, err)
	}
}

func count(w *world.World, t *testing.T, kind badge.LetterKind) (n int) {
	t.Helper()
	for _, l := range w.Letters(t) {
		if l.Kind == kind {
			n++
		}
	}
	return n
}

func TestRule4TheLinkWorksOnce(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	withPassword(t, w, ada, right)
	request(t, w, " ADA@example.org")
	token := resetToken(t, w, ada)

	// The page that a mail scanner opens spends nothing.
	for range 3 {
		if found, err := w.Accounts.ResetAccount(t.Context(), token); err != nil || found.Email != ada {
			t.Fatalf("looking at the link: %+v, %v", found, err)
		}
	}
	if _, err := w.Accounts.ChooseByLink(t.Context(), token, "short"); !errorsAsInvalid(err) {
		t.Errorf("a short password: %v", err)
	}
	w.Pass(badge.ResetLinkLifetime)
	if _, err := w.Accounts.ChooseByLink(t.Context(), token, wrong); err != nil {
		t.Fatalf("in the last moment: %v", err)
	}
	if err := signIn(t, w, "ada@example.org", wrong); err != nil {
		t.Errorf("with the new password: %v", err)
	}
	if err := signIn(t, w, "ada@example.org", right); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("with the old password: %v", err)
	}
	if _, err := w.Accounts.ChooseByLink(t.Context(), token, right); !errors.Is(err, badge.ErrGone) {
		t.Errorf("used again: %v", err)
	}
	if _, err := w.Accounts.ResetAccount(t.Context(), token); !errors.Is(err, badge.ErrGone) {
		t.Errorf("looked at again: %v", err)
	}
	if n := count(w, t, badge.LetterPasswordChanged); n != 2 { // the first one, and this one
		t.Errorf("%d letters say that the password changed, want 2", n)
	}
}

func TestRule4TheLinkEndsAfter60Minutes(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	request(t, w, "ada@example.org")
	token := resetToken(t, w, ada)
	w.Pass(badge.ResetLinkLifetime + time.Second)
	if _, err := w.Accounts.ChooseByLink(t.Context(), token, right); !errors.Is(err, badge.ErrGone) {
		t.Errorf("after an hour: %v", err)
	}
}

func TestRule4TheNewestLinkWins(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	request(t, w, "ada@example.org")
	first := resetToken(t, w, ada)
	w.Pass(6 * time.Minute)
	request(t, w, "ada@example.org")
	second := resetToken(t, w, ada)
	if first == second {
		t.Fatal("both letters carry the same link")
	}
	if _, err := w.Accounts.ChooseByLink(t.Context(), first, right); !errors.Is(err, badge.ErrGone) {
		t.Errorf("the first link: %v", err)
	}
	if _, err := w.Accounts.ChooseByLink(t.Context(), second, right); err != nil {
		t.Errorf("the second link: %v", err)
	}
}

func TestForgedTokens(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	request(t, w, "ada@example.org")
	token := resetToken(t, w, ada)
	id, code, _ := strings.Cut(token, ".")
	for _, forged := range []string{"", ".", id, id + ".", token[:len(token)-1], token + "A", "x" + token, id + "." + strings.Repeat("A", len(code)), account.SetupToken(w.Ring), strings.Repeat("a", 100000)} {
		if _, err := w.Accounts.ChooseByLink(t.Context(), forged, right); !errors.Is(err, badge.ErrGone) {
			t.Errorf("%.40q: %v", forged, err)
		}
	}
	if w.Accounts.IsSetupToken(token) || !w.Accounts.IsSetupToken(account.SetupToken(w.Ring)) {
		t.Error("the setup link and a reset link are taken for each other")
	}
}

func TestParallelUsesOfOneLink(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		earner(t, w)
		request(t, w, "ada@example.org")
		token := resetToken(t, w, ada)
		errs := make([]error, 50)
		var all sync.WaitGroup
		for n := range errs {
			all.Go(func() {
				for {
					_, errs[n] = w.Accounts.ChooseByLink(context.Background(), token, fmt.Sprint("a password for use ", n))
					if !errors.Is(errs[n], badge.ErrBusy) {
						return
					}
				}
			})
		}
		all.Wait()
		in := -1
		for n, err := range errs {
			switch {
			case err == nil && in >= 0:
				t.Errorf("both use %d and use %d set a password", in, n)
			case err == nil:
				in = n
			case !errors.Is(err, badge.ErrGone):
				t.Errorf("use %d: %v", n, err)
			}
		}
		if in < 0 {
			t.Fatal("nobody could use the link")
		}
		if err := signIn(t, w, "ada@example.org", fmt.Sprint("a password for use ", in)); err != nil {
			t.Errorf("with the password of the one that got through: %v", err)
		}
		if n := count(w, t, badge.LetterPasswordChanged); n != 1 {
			t.Errorf("%d letters say that the password changed", n)
		}
	})
}

func TestRequestsAreLimited(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	for range 20 {
		request(t, w, "ada@example.org")
	}
	if n := count(w, t, badge.LetterNewPassword); n != 1 {
		t.Errorf("%d letters in one moment", n)
	}
	for range 20 {
		w.Pass(5*time.Minute + time.Second)
		request(t, w, "ada@example.org")
	}
	if n := count(w, t, badge.LetterNewPassword); n != 5 {
		t.Errorf("%d letters in a day", n)
	}
	w.Pass(24 * time.Hour)
	request(t, w, "ada@example.org")
	if n := count(w, t, badge.LetterNewPassword); n != 6 {
		t.Errorf("%d letters after a day", n)
	}
}

func TestRequestsForNobodyAreSilent(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	before := len(w.Letters(t))
	for _, typed := range []string{"nobody@example.org", "", "no address", "\x00@example.org", "adа@example.org"} {
		request(t, w, typed)
	}
	if got := len(w.Letters(t)); got != before {
		t.Errorf("%d letters went out", got-before)
	}
}

// A locked account stays locked until the organization has opened it: asking
// for a new password does not do it.
func TestRequestsOfTheLockedAreSilent(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	withPassword(t, w, ada, right)
	lock(t, w)
	request(t, w, "ada@example.org")
	if n := count(w, t, badge.LetterNewPassword); n != 0 {
		t.Errorf("%d links were sent to a locked account", n)
	}
}

func lock(t *testing.T, w *world.World) {
	t.Helper()
	for range badge.MaxFailures {
		_ = signIn(t, w, "ada@example.org", wrong)
	}
	if w.Account(t, ada).LockedAt.IsZero() {
		t.Fatal("not locked after ten failures")
	}
}
