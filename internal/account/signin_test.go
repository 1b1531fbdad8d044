package account_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

const (
	ada   = badge.Email("ada@example.org")
	right = "a right and proper password"
	wrong = "a wrong and proper password"
)

// earner issues a badge to ada by an organization that invites to log in, and
// returns the world, the organization and the badge.
func earner(t *testing.T, w *world.World) (badge.Organization, badge.Achievement) {
	t.Helper()
	org := w.Found(t, "issuer", func(o *badge.Organization) { o.InviteLogin = true })
	a := w.Badge(t, org.ID, "wound-care")
	if r := w.Issue(t, a, "Ada Lovelace <ada@example.org>"); r[0].Code == "" {
		t.Fatalf("not issued: %+v", r)
	}
	return org, a
}

// withPassword gives an account a password, as the page after the first login does.
func withPassword(t *testing.T, w *world.World, email badge.Email, password string) badge.Account {
	t.Helper()
	found, err := w.Accounts.ChooseFirst(t.Context(), w.Account(t, email).ID, password)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func signIn(t *testing.T, w *world.World, name, password string) error {
	t.Helper()
	_, err := w.Accounts.SignIn(t.Context(), account.Browser{}, name, password)
	return err
}

func TestTheEleventhAttemptFailsWithTheRightPassword(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	withPassword(t, w, ada, right)
	for n := 1; n <= 9; n++ {
		if err := signIn(t, w, "ada@example.org", wrong); !errors.Is(err, badge.ErrForbidden) {
			t.Fatalf("attempt %d: %v", n, err)
		}
	}
	if err := signIn(t, w, " ADA@Example.Org ", wrong); !errors.Is(err, badge.ErrLocked) {
		t.Errorf("the tenth, in another spelling: %v, want locked", err)
	}
	guesses := w.Accounts.CountGuesses()
	for range 3 {
		if err := signIn(t, w, "ada@example.org", right); !errors.Is(err, badge.ErrLocked) {
			t.Errorf("locked, with the right password: %v, want locked", err)
		}
	}
	if n := guesses.Load(); n != 0 {
		t.Errorf("%d passwords were looked at after the lock", n)
	}
	w.Pass(400 * 24 * time.Hour)
	if err := signIn(t, w, "ada@example.org", right); !errors.Is(err, badge.ErrLocked) {
		t.Errorf("a year later: %v, the lock went by itself", err)
	}
	if got := w.Account(t, ada); !got.LockedAt.Equal(world.Start) {
		t.Errorf("locked at %v", got.LockedAt)
	}
}

func TestNineFailuresAreForgottenBySuccess(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	want := withPassword(t, w, ada, right)
	for round := range 2 {
		for range 9 {
			if err := signIn(t, w, "ada@example.org", wrong); !errors.Is(err, badge.ErrForbidden) {
				t.Fatal(err)
			}
		}
		w.Pass(time.Minute)
		in, err := w.Accounts.SignIn(t.Context(), account.Browser{}, "ada@example.org", right)
		if err != nil || in.Account.ID != want.ID || in.MustChange {
			t.Fatalf("round %d: %+v, %v", round, in, err)
		}
		if got := w.Account(t, ada); !got.LockedAt.IsZero() || !got.LastLoginAt.Equal(w.Time()) {
			t.Errorf("after success: %+v", got)
		}
	}
}

// The attempts come at once, from two processes; no more than ten of the
// guesses are ever looked at.
func TestParallelGuesses(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		earner(t, w)
		withPassword(t, w, ada, right)
		processes := []*account.Accounts{w.Accounts, w.Again(t).Accounts}
		counts := []interface{ Load() int64 }{processes[0].CountGuesses(), processes[1].CountGuesses()}
		errs := make([]error, 200)
		var all errgroup.Group
		all.SetLimit(60) // as many as may wait
		for n := range errs {
			all.Go(func() error {
				for { // a busy ledger is no answer: people press the button again
					_, errs[n] = processes[n%2].SignIn(context.Background(), account.Browser{}, "ada@example.org", fmt.Sprint("a guess that is wrong ", n))
					if !errors.Is(errs[n], badge.ErrBusy) {
						return nil
					}
				}
			})
		}
		_ = all.Wait() // what came of each is in errs
		refused := 0
		for _, err := range errs {
			switch {
			case errors.Is(err, badge.ErrForbidden):
				refused++
			case !errors.Is(err, badge.ErrLocked):
				t.Errorf("a guess: %v", err)
			}
		}
		if n := counts[0].Load() + counts[1].Load(); n != badge.MaxFailures || refused != badge.MaxFailures-1 {
			t.Errorf("%d guesses were looked at, %d were refused before the lock; want 10 and 9", n, refused)
		}
		if w.Account(t, ada).LockedAt.IsZero() {
			t.Error("not locked")
		}
	})
}

// Nobody can tell from the answers whether a name has an account.
func TestUnknownNamesLookAlike(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	withPassword(t, w, ada, right)
	guesses := w.Accounts.CountGuesses()
	spellings := []string{"%s@example.org", " %s@EXAMPLE.org", "%s@example.org.", "%s@example.org", "%s@example.org ", "%s@Example.Org"}
	answers := func(who string) (all []string) {
		for n := range 13 {
			before := guesses.Load()
			err := signIn(t, w, fmt.Sprintf(spellings[n%len(spellings)], who), wrong)
			all = append(all, fmt.Sprint(err, guesses.Load()-before))
		}
		return all
	}
	known, unknown := answers("ada"), answers("nobody")
	if fmt.Sprint(known) != fmt.Sprint(unknown) {
		t.Errorf("with an account\n%v, without\n%v", known, unknown)
	}
	if known[8] != fmt.Sprint(badge.ErrForbidden, 1) || known[9] != fmt.Sprint(badge.ErrLocked, 1) || known[10] != fmt.Sprint(badge.ErrLocked, 0) {
		t.Errorf("answers 9 to 11: %v", known[8:11])
	}
	for _, name := range []string{"", "no address", "nobody@nowhere", strings.Repeat("long ", 10000), "ada@example.org\x00", "\xff"} {
		if err := signIn(t, w, name, right); !errors.Is(err, badge.ErrForbidden) {
			t.Errorf("%.20q: %v, want the one refusal", name, err)
		}
	}
}

func TestRule3ATemporaryPasswordWorksOnce(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	letter := w.LetterText(t, badge.LetterIssued, ada)
	temporary := w.Ring.TemporaryPassword(w.Account(t, ada).InviteID)
	if !strings.Contains(letter, temporary) {
		t.Fatalf("the letter does not carry %q:\n%s", temporary, letter)
	}
	if err := signIn(t, w, "ada@example.org", temporary[:len(temporary)-1]); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("a letter less: %v", err)
	}
	w.Pass(badge.TemporaryLifetime - time.Second)
	typed := "  " + strings.ToUpper(strings.ReplaceAll(temporary, "-", " ")) + "\n"
	in, err := w.Accounts.SignIn(t.Context(), account.Browser{}, "Ada@example.org", typed)
	if err != nil || !in.MustChange {
		t.Fatalf("typed as %q: %+v, %v", typed, in, err)
	}
	if err := signIn(t, w, "ada@example.org", temporary); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("a second time: %v", err)
	}
	if _, err := w.Accounts.ChooseFirst(t.Context(), in.Account.ID, "short"); !errorsAsInvalid(err) {
		t.Errorf("a short password: %v", err)
	}
	if _, err := w.Accounts.ChooseFirst(t.Context(), in.Account.ID, right); err != nil {
		t.Fatal(err)
	}
	if err := signIn(t, w, "ada@example.org", right); err != nil {
		t.Errorf("with the chosen password: %v", err)
	}
	for _, other := range []string{strings.ToUpper(right), " " + right, right + " ", temporary} {
		if err := signIn(t, w, "ada@example.org", other); !errors.Is(err, badge.ErrForbidden) {
			t.Errorf("%q is taken for the chosen password: %v", other, err)
		}
	}
	if _, err := w.Accounts.ChooseFirst(t.Context(), in.Account.ID, wrong); !errors.Is(err, badge.ErrConflict) {
		t.Errorf("choosing a first password twice: %v", err)
	}
}

func errorsAsInvalid(err error) bool {
	var invalid *badge.Invalid
	return errors.As(err, &invalid)
}

func TestRule3ATemporaryPasswordEndsAfter72Hours(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	temporary := w.Ring.TemporaryPassword(w.Account(t, ada).InviteID)
	w.Pass(72 * time.Hour)
	if err := signIn(t, w, "ada@example.org", temporary); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("after 72 hours: %v", err)
	}
}

func TestTemporaryPasswordWorksOnceAtAnyParallelism(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		earner(t, w)
		temporary := w.Ring.TemporaryPassword(w.Account(t, ada).InviteID)
		errs := make([]error, 8)
		var all sync.WaitGroup
		for n := range errs {
			all.Go(func() {
				_, errs[n] = w.Accounts.SignIn(context.Background(), account.Browser{}, "ada@example.org", temporary)
			})
		}
		all.Wait()
		in := 0
		for _, err := range errs {
			switch {
			case err == nil:
				in++
			case !errors.Is(err, badge.ErrForbidden) && !errors.Is(err, badge.ErrBusy):
				t.Error(err)
			}
		}
		if in != 1 {
			t.Errorf("%d came in by one temporary password", in)
		}
	})
}

func TestVisitorIsGoneAfterANewPassword(t *testing.T) {
	w := world.New(t)
	org, _ := earner(t, w)
	found := withPassword(t, w, ada, right)
	w.Write(t, func(tx *store.Tx) error {
		return tx.Org(org.ID).AddMember(t.Context(), found.ID, badge.RoleIssuer, w.Time())
	})
	in, err := w.Accounts.SignIn(t.Context(), account.Browser{}, "ada@example.org", right)
	if err != nil {
		t.Fatal(err)
	}
	begun, err := w.Accounts.Begin(t.Context(), account.Browser{}, in.Account.ID, false)
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.Accounts.Visitor(t.Context(), begun.VisitID)
	if err != nil || !v.HasBadges || len(v.Memberships) != 1 {
		t.Fatalf("%+v, %v", v, err)
	}
	if actor := v.Actor(); actor.Roles[org.ID] != badge.RoleIssuer || actor.AccountID != found.ID || actor.Operator {
		t.Errorf("acts as %+v", actor)
	}
	w.Pass(time.Hour)
	if err := w.Accounts.RequestPassword(t.Context(), "ada@example.org"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Accounts.ChooseByLink(t.Context(), resetToken(t, w, ada), wrong); err != nil {
		t.Fatal(err)
	}
	for _, visit := range []string{begun.VisitID, "nobody's", ""} {
		if _, err := w.Accounts.Visitor(t.Context(), visit); !errors.Is(err, badge.ErrSignedOut) {
			t.Errorf("visit %q: %v", visit, err)
		}
	}
}

// resetToken takes the token out of the newest letter with a link.
func resetToken(t *testing.T, w *world.World, to badge.Email) string {
	t.Helper()
	return tokenIn(t, w.LetterText(t, badge.LetterNewPassword, to))
}

// tokenIn takes the token out of a letter.
func tokenIn(t *testing.T, text string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, world.PublicURL+"/password/")
	if !found || strings.HasPrefix(rest, "new") {
		t.Fatalf("no link in the letter:\n%s", text)
	}
	return strings.Fields(rest)[0]
}
