package account_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
	"laurel/test/world"
)

// home is where ada usually is; known is her browser after she logged in.
var home = account.Browser{Address: "203.0.113.7", Agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"}

func known(t *testing.T, w *world.World, id badge.AccountID) account.Browser {
	t.Helper()
	begun, err := w.Accounts.Begin(t.Context(), home, id, false)
	if err != nil {
		t.Fatal(err)
	}
	b := home
	b.Known = []string{"nonsense", begun.Known}
	return b
}

func from(t *testing.T, w *world.World, b account.Browser, name, password string) error {
	t.Helper()
	_, err := w.Accounts.SignIn(t.Context(), b, name, password)
	return err
}

func TestAStrangersTenFailuresDoNotKeepTheOwnerOutOfAKnownBrowser(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		earner(t, w)
		id := withPassword(t, w, ada, right).ID
		mine := known(t, w, id)
		visitor, err := w.Visitor(t, id)
		if err != nil {
			t.Fatal(err)
		}
		lock(t, w)
		for range 3 {
			if err := from(t, w, mine, "ada@example.org", right); err != nil {
				t.Errorf("in her own browser: %v", err)
			}
		}
		if err := signIn(t, w, "ada@example.org", right); !errors.Is(err, badge.ErrLocked) {
			t.Errorf("elsewhere, after she logged in at home: %v, want locked", err)
		}
		if _, err := w.Accounts.Visitor(t.Context(), visitor.VisitID); err != nil {
			t.Errorf("her visit from before the lock: %v", err)
		}
		if w.Account(t, ada).LockedAt.IsZero() {
			t.Error("her logging in at home opened the account to strangers")
		}
	})
}

func TestTenFailuresInAKnownBrowserLockForEverybody(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	id := withPassword(t, w, ada, right).ID
	mine, other := known(t, w, id), known(t, w, id)
	guesses := w.Accounts.CountGuesses()
	for n := 1; n <= 15; n++ {
		want := badge.ErrForbidden
		if n >= 10 {
			want = badge.ErrLocked
		}
		if err := from(t, w, mine, "ada@example.org", wrong); !errors.Is(err, want) {
			t.Errorf("attempt %d: %v, want %v", n, err, want)
		}
	}
	if n := guesses.Load(); n != 10 {
		t.Errorf("%d guesses were looked at", n)
	}
	for name, b := range map[string]account.Browser{"this browser": mine, "her other browser": other, "a stranger": {}} {
		if err := from(t, w, b, "ada@example.org", right); !errors.Is(err, badge.ErrLocked) {
			t.Errorf("%s: %v, want locked", name, err)
		}
	}
}

func TestATokenOfAnotherAccountMakesNoBrowserKnown(t *testing.T) {
	w := world.New(t)
	_, a := earner(t, w)
	w.Issue(t, a, "Eve <eve@example.org>")
	withPassword(t, w, ada, right)
	eves := known(t, w, withPassword(t, w, "eve@example.org", right).ID)
	lock(t, w)
	if err := from(t, w, eves, "ada@example.org", right); !errors.Is(err, badge.ErrLocked) {
		t.Errorf("with eve's token at ada's account: %v, want locked", err)
	}
	mine := known(t, w, w.Account(t, ada).ID)
	v, err := w.Visitor(t, w.Account(t, ada).ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Accounts.EndOthers(t.Context(), v, account.Browser{}); err != nil {
		t.Fatal(err)
	}
	if err := from(t, w, mine, "ada@example.org", right); !errors.Is(err, badge.ErrLocked) {
		t.Errorf("with a browser that was forgotten: %v, want locked", err)
	}
}

func TestAKnownBrowserIsForgottenAfterAYear(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	mine := known(t, w, withPassword(t, w, ada, right).ID)
	w.Pass(badge.KnownDeviceLimit)
	lock(t, w)
	if err := from(t, w, mine, "ada@example.org", right); !errors.Is(err, badge.ErrLocked) {
		t.Errorf("a year later: %v, want locked", err)
	}
}

// L4: an attacker with a thousand tries from one source over many accounts.
func TestOneSourceLocksAtMostTwoAccountsADay(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, a := earner(t, w)
		var people []string
		for n := range 12 {
			people = append(people, fmt.Sprintf("Earner %d <earner%d@example.org>", n, n))
		}
		w.Issue(t, a, people...)
		locked := func() (n int) {
			for i := range people {
				if !w.Account(t, badge.Email(fmt.Sprintf("earner%d@example.org", i))).LockedAt.IsZero() {
					n++
				}
			}
			return n
		}
		guesses := w.Accounts.CountGuesses()
		attack := func(w *world.World, address string) {
			for i := range people {
				for range 11 {
					_ = from(t, w, account.Browser{Address: address}, fmt.Sprintf("earner%d@example.org", i), wrong)
				}
			}
		}
		attack(w, "2001:db8:1:2::1")
		attack(w, "2001:db8:1:2:ffff::9") // the same /64
		if n := locked(); n != 2 {
			t.Errorf("%d accounts are locked, want 2", n)
		}
		if n := guesses.Load(); n != 20 {
			t.Errorf("%d guesses were looked at, want 20", n)
		}
		again := w.Again(t) // after a restart
		attack(again, "2001:db8:1:2::1")
		if n := locked(); n != 2 {
			t.Errorf("after a restart %d accounts are locked", n)
		}
		w.Pass(24*time.Hour + time.Second)
		attack(w, "2001:db8:1:2::1")
		if n := locked(); n != 4 {
			t.Errorf("on the second day %d accounts are locked, want 4", n)
		}
	})
}

func TestOneSourceMakesAtMostThirtyFailuresAnHour(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	withPassword(t, w, ada, right)
	campus := account.Browser{Address: "198.51.100.20"}
	guesses := w.Accounts.CountGuesses()
	for n := range 40 {
		want := badge.ErrForbidden
		if n >= badge.SourceFailures {
			want = badge.ErrTooMany
		}
		if err := from(t, w, campus, fmt.Sprintf("nobody%d@example.org", n), wrong); !errors.Is(err, want) {
			t.Errorf("attempt %d: %v, want %v", n, err, want)
		}
	}
	if n := guesses.Load(); n != badge.SourceFailures {
		t.Errorf("%d guesses were looked at", n)
	}
	if err := from(t, w, campus, "ada@example.org", right); !errors.Is(err, badge.ErrTooMany) {
		t.Errorf("the right password from there: %v, want too many", err)
	}
	if err := from(t, w, account.Browser{Address: "198.51.100.21"}, "ada@example.org", right); err != nil {
		t.Errorf("from next door: %v", err)
	}
	mine := known(t, w, w.Account(t, ada).ID)
	mine.Address = campus.Address
	if err := from(t, w, mine, "ada@example.org", right); err != nil {
		t.Errorf("from there, in her own browser: %v", err)
	}
	w.Pass(time.Hour + time.Second)
	if err := from(t, w, campus, "ada@example.org", right); err != nil {
		t.Errorf("an hour later: %v", err)
	}
	for range 100 { // what succeeds is no failure
		if err := from(t, w, campus, "ada@example.org", right); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFailuresFadeAndALockDoesNot(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	withPassword(t, w, ada, right)
	for n := range 12 {
		if err := signIn(t, w, "ada@example.org", wrong); !errors.Is(err, badge.ErrForbidden) {
			t.Fatalf("typo %d, in another month: %v", n, err)
		}
		w.Pass(badge.FailuresFade + time.Second)
	}
	lock(t, w)
	sweep(t, w)
	w.Pass(400 * 24 * time.Hour)
	sweep(t, w)
	for _, name := range []string{"ada@example.org"} {
		if err := signIn(t, w, name, right); !errors.Is(err, badge.ErrLocked) {
			t.Errorf("%s a year later: %v, the lock went by itself", name, err)
		}
	}
}

func sweep(t *testing.T, w *world.World) {
	t.Helper()
	w.Write(t, func(tx *store.Tx) error { return tx.DropOldLogins(t.Context(), w.Time()) })
}

// The address may be another one of the person's: there is one counter.
func TestAllAddressesOfAnAccountShareTheCounter(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	id := withPassword(t, w, ada, right).ID
	addAddress(t, w, id, "ada@home.example")
	for n := range badge.MaxFailures {
		_ = signIn(t, w, []string{"ada@example.org", "Ada@Home.example"}[n%2], wrong)
	}
	for _, name := range []string{"ada@example.org", "ada@home.example"} {
		if err := signIn(t, w, name, right); !errors.Is(err, badge.ErrLocked) {
			t.Errorf("%s: %v, want locked", name, err)
		}
	}
}

func TestTheOwnerIsToldOfALockAtEveryAddressOnceADay(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	id := withPassword(t, w, ada, right).ID
	addAddress(t, w, id, "ada@home.example")
	lock(t, w)
	for range 5 {
		request(t, w, "ada@example.org")
	}
	if n := count(w, t, badge.LetterLocked); n != 2 {
		t.Errorf("%d letters tell of the lock, want one to each address", n)
	}
	w.LetterText(t, badge.LetterLocked, "ada@home.example")
	w.Pass(24*time.Hour + time.Second)
	request(t, w, "ada@example.org")
	if n := count(w, t, badge.LetterLocked); n != 4 {
		t.Errorf("a day later %d letters, want 4", n)
	}
}

func TestRule5TheOwnerLinkIsOffUnlessSwitchedOn(t *testing.T) {
	for _, on := range []bool{false, true} {
		t.Run(fmt.Sprint(on), func(t *testing.T) {
			w := world.Open(t, storetest.SQLiteOptions(t), func(s *house.Settings) { s.OwnerLink = on })
			org, _ := earner(t, w)
			withPassword(t, w, ada, right)
			lock(t, w)
			text := w.LetterText(t, badge.LetterLocked, ada)
			if got := tokenOf(text) != ""; got != on {
				t.Fatalf("the letter carries a link: %v\n%s", got, text)
			}
			if !on {
				return
			}
			w.Pass(23 * time.Hour)
			if _, err := w.Accounts.ChooseByLink(t.Context(), tokenOf(text), "a password after the lock"); err != nil {
				t.Fatal(err)
			}
			if err := signIn(t, w, "ada@example.org", "a password after the lock"); err != nil {
				t.Error(err)
			}
			// Staff ask another owner, or the host.
			w.Write(t, func(tx *store.Tx) error {
				return tx.Org(org.ID).AddMember(t.Context(), w.Account(t, ada).ID, badge.RoleIssuer, w.Time())
			})
			w.Pass(time.Hour)
			lock(t, w)
			if text := w.LetterText(t, badge.LetterLocked, ada); tokenOf(text) != "" {
				t.Errorf("a member of staff got a link:\n%s", text)
			}
		})
	}
}

// addAddress gives somebody another address, as if they had verified it.
func addAddress(t *testing.T, w *world.World, id badge.AccountID, email badge.Email) {
	t.Helper()
	w.Write(t, func(tx *store.Tx) error {
		return tx.AddAddress(t.Context(), badge.Address{Email: email, AccountID: id, VerifiedAt: w.Time()})
	})
}

// tokenOf is the token in a letter, or empty.
func tokenOf(text string) string {
	_, rest, _ := strings.Cut(text, world.PublicURL+"/password/")
	token, _, _ := strings.Cut(rest, "\n")
	return strings.TrimPrefix(token, "new")
}
