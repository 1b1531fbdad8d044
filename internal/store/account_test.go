package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

func anAccount(email badge.Email) badge.Account {
	return badge.Account{
		ID: badge.NewID[badge.AccountID](), Name: "Zoë " + string(email), Email: email, Password: "$argon2id$…", Operator: true,
		LockedAt: noon, InviteID: "invite", InvitedUntil: noon.Add(time.Hour), PasswordSince: noon.Add(-time.Hour), CreatedAt: noon,
		LastLoginAt: noon.Add(-time.Minute),
	}
}

func account(t *testing.T, db *store.DB, id badge.AccountID) badge.Account {
	t.Helper()
	return read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Account, error) { return tx.SystemAccount(ctx, id) })
}

func TestAccountRoundTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ada, bob := anAccount("ada@example.org"), anAccount("bob@example.org")
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.AddAccounts(ctx, []badge.Account{ada, bob}) })
		same(t, "by id", account(t, db, ada.ID), ada)
		same(t, "by address", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Account, error) {
			return tx.SystemAccountByEmail(ctx, "bob@example.org")
		}), bob)
		refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.SystemAccountByEmail(ctx, "BOB@example.org")
			return err
		})
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			return tx.AddAccounts(ctx, []badge.Account{anAccount("ada@example.org")})
		})
		if n := ask(t, db, "select cast(count(*) as text) from accounts"); n[0] != "2" {
			t.Errorf("%s accounts, want 2: the refused one left something", n[0])
		}
	})
}

// More addresses than one list of parameters takes.
func TestManyAccountsByEmail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		want := map[badge.Email]badge.Account{}
		var accounts []badge.Account
		emails := []badge.Email{"nobody@example.org"}
		for i := range 250 {
			a := anAccount(badge.Email(fmt.Sprintf("earner%d@example.org", i)))
			accounts, want[a.Email], emails = append(accounts, a), a, append(emails, a.Email)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.AddAccounts(ctx, accounts) })
		find := func(emails []badge.Email) map[badge.Email]badge.Account {
			return read(t, db, func(ctx context.Context, tx *store.Tx) (map[badge.Email]badge.Account, error) {
				return tx.SystemAccountsByEmail(ctx, emails)
			})
		}
		same(t, "accounts", find(emails), want)
		same(t, "no accounts", find(nil), map[badge.Email]badge.Account{})
	})
}

// Accounts, known browsers and names that nobody has are counted alike.
func TestTenAttemptsAreReserved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		reserve := func(counter string, now time.Time) (n int, err error) {
			err = db.Write(t.Context(), func(tx *store.Tx) (err error) {
				n, err = tx.ReserveLogin(t.Context(), counter, now)
				return err
			})
			return n, err
		}
		for want := 1; want <= badge.MaxFailures; want++ {
			if n, err := reserve("ada", noon); n != want || err != nil {
				t.Fatalf("attempt %d is counted as %d, %v", want, n, err)
			}
		}
		for _, later := range []time.Duration{0, time.Hour, 24 * time.Hour, 400 * 24 * time.Hour, -24 * time.Hour} {
			if _, err := reserve("ada", noon.Add(later)); !errors.Is(err, badge.ErrLocked) {
				t.Errorf("the eleventh, %v later: %v", later, err)
			}
		}
		if n, err := reserve("bob", noon); n != 1 || err != nil {
			t.Errorf("another name: %d, %v", n, err)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.ReturnLogin(ctx, "ada") })
		if n, err := reserve("ada", noon); n != badge.MaxFailures || err != nil {
			t.Errorf("after one was taken back: %d, %v", n, err)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.ClearLogins(ctx, "ada") })
		if n, err := reserve("ada", noon); n != 1 || err != nil {
			t.Errorf("after a success: %d, %v", n, err)
		}
	})
}

func TestFailuresFadeAfterThirtyDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		reserve := func(now time.Time) (n int) {
			write(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				n, err = tx.ReserveLogin(ctx, "ada", now)
				return err
			})
			return n
		}
		reserve(noon)
		if n := reserve(noon.Add(badge.FailuresFade)); n != 2 {
			t.Errorf("thirty days later: %d, want 2", n)
		}
		if n := reserve(noon.Add(2*badge.FailuresFade + time.Second)); n != 1 {
			t.Errorf("more than thirty days after the latest: %d, want 1", n)
		}
	})
}

func TestPasswordsAndInvites(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ada := badge.Account{ID: badge.NewID[badge.AccountID](), Email: "ada@example.org", CreatedAt: noon}
		bob := badge.Account{ID: badge.NewID[badge.AccountID](), Email: "bob@example.org", Password: "hash", CreatedAt: noon}
		invites := map[badge.AccountID]string{ada.ID: "i1", bob.ID: "i2"}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.AddAccounts(ctx, []badge.Account{ada, bob}), tx.Invite(ctx, invites, noon.Add(time.Hour)))
		})
		if got := account(t, db, ada.ID); got.InviteID != "i1" || !got.InvitedUntil.Equal(noon.Add(time.Hour)) {
			t.Errorf("not invited: %+v", got)
		}
		same(t, "somebody with a password", account(t, db, bob.ID), bob)
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.SpendInvite(ctx, ada.ID, "other") })
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.SpendInvite(ctx, ada.ID, "i1") })
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.SpendInvite(ctx, ada.ID, "i1") })

		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Unlock(ctx, ada.ID) })
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Invite(ctx, invites, noon), tx.SetPassword(ctx, ada.ID, "new", noon.Add(time.Minute)))
		})
		want := ada
		want.Password, want.PasswordSince = "new", noon.Add(time.Minute)
		same(t, "after choosing a password", account(t, db, ada.ID), want)
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Lock(ctx, ada.ID, noon), tx.Lock(ctx, ada.ID, noon.Add(time.Hour)))
		})
		if got := account(t, db, ada.ID); !got.LockedAt.Equal(noon) {
			t.Errorf("locked at %v, want the first time", got.LockedAt)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Unlock(ctx, ada.ID) })
		want.Password = ""
		same(t, "after unlocking", account(t, db, ada.ID), want)
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.SetPassword(ctx, "nobody", "x", noon) })
	})
}

func TestResetLinks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ada, bob := anAccount("ada@example.org"), anAccount("bob@example.org")
		ada.LockedAt, bob.LockedAt = time.Time{}, time.Time{}
		until := noon.Add(time.Hour)
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.AddAccounts(ctx, []badge.Account{ada, bob}),
				tx.AddResetLink(ctx, store.ResetLink{ID: "ada 1", AccountID: ada.ID, Until: until, CreatedAt: noon}),
				tx.AddResetLink(ctx, store.ResetLink{ID: "bob 1", AccountID: bob.ID, Until: until, CreatedAt: noon}),
				tx.AddResetLink(ctx, store.ResetLink{ID: "ada 2", AccountID: ada.ID, Until: until, CreatedAt: noon.Add(time.Minute)}))
		})
		find := func(id string, now time.Time) (a badge.Account, err error) {
			err = db.Read(t.Context(), func(tx *store.Tx) (err error) {
				a, err = tx.ResetLink(t.Context(), id, now)
				return err
			})
			return a, err
		}
		use := func(id string, now time.Time) error {
			return db.Write(t.Context(), func(tx *store.Tx) error { return tx.UseResetLink(t.Context(), id, now) })
		}
		if _, err := find("ada 1", noon); !errors.Is(err, badge.ErrGone) {
			t.Errorf("an older link: %v", err)
		}
		if err := use("ada 1", noon); !errors.Is(err, badge.ErrGone) {
			t.Errorf("an older link used: %v", err)
		}
		if _, err := find("nobody", noon); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("no link: %v", err)
		}
		got, err := find("bob 1", until)
		if err != nil {
			t.Error(err)
		}
		same(t, "whose link", got, bob)
		for _, err := range []error{use("bob 1", until.Add(time.Microsecond)), func() error { _, err := find("bob 1", until.Add(time.Microsecond)); return err }()} {
			if !errors.Is(err, badge.ErrGone) {
				t.Errorf("after its end: %v", err)
			}
		}
		if err := use("ada 2", noon); err != nil {
			t.Error(err)
		}
		if err := use("ada 2", noon); !errors.Is(err, badge.ErrGone) {
			t.Errorf("used twice: %v", err)
		}
		for since, want := range map[time.Time]int{noon.Add(-time.Second): 2, noon: 1, noon.Add(time.Minute): 0} {
			n := read(t, db, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.RecentResetLinks(ctx, ada.ID, since) })
			if n != want {
				t.Errorf("%d links since %v, want %d", n, since, want)
			}
		}
	})
}

func TestALinkFromBeforeALockEndsWithIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ada, bob := anAccount("ada@example.org"), anAccount("bob@example.org") // both locked
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.AddAccounts(ctx, []badge.Account{ada, bob}),
				tx.AddResetLink(ctx, store.ResetLink{ID: "usual", AccountID: ada.ID, Until: noon.Add(time.Hour), CreatedAt: noon}),
				tx.AddResetLink(ctx, store.ResetLink{ID: "owner", AccountID: bob.ID, Until: noon.Add(time.Hour), OpensLock: true, CreatedAt: noon}))
		})
		refused(t, db, badge.ErrGone, func(ctx context.Context, tx *store.Tx) error { return tx.UseResetLink(ctx, "usual", noon) })
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.UseResetLink(ctx, "owner", noon) })
	})
}

func TestLetters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var letters []badge.Letter
		for n, state := range []badge.LetterState{badge.LetterQueued, badge.LetterQueued, badge.LetterKept, badge.LetterQueued} {
			letters = append(letters, badge.Letter{
				ID: badge.NewID[badge.LetterID](), OrgID: "org", Kind: badge.LetterIssued, To: "ada@example.org", Name: "Adá", AccountID: "ada",
				CredentialID: badge.CredentialID(fmt.Sprint("c", n%2)), SecretID: "secret", Until: noon.Add(time.Hour), State: state,
				Attempts: n, LastError: "none", CreatedAt: noon, SentAt: noon,
			})
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.AddLetters(ctx, letters) })
		letter := func(n int) badge.Letter {
			return read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Letter, error) {
				return tx.SystemLetter(ctx, letters[n].ID)
			})
		}
		same(t, "letter", letter(0), letters[0])
		page := func(before badge.LetterID, limit int) []badge.Letter {
			return read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Letter, error) {
				return tx.SystemLetters(ctx, before, limit)
			})
		}
		same(t, "first page", page("", 3), []badge.Letter{letters[3], letters[2], letters[1]})
		same(t, "second page", page(letters[1].ID, 3), []badge.Letter{letters[0]})
		about := func(org badge.OrgID) []badge.Letter {
			return read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Letter, error) {
				return tx.Org(org).LettersAbout(ctx, "c1")
			})
		}
		same(t, "about a credential", about("org"), []badge.Letter{letters[3], letters[1]})
		if got := about("other"); len(got) != 0 {
			t.Errorf("another organization reads %d letters", len(got))
		}

		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.LetterNotSent(ctx, letters[0].ID, "not now", false, noon), tx.LetterNotSent(ctx, letters[1].ID, "never", true, noon),
				tx.LetterSent(ctx, letters[2].ID, noon), tx.LetterSent(ctx, letters[3].ID, noon.Add(time.Minute)))
		})
		if got := letter(0); got.State != badge.LetterQueued || got.Attempts != 1 || got.LastError != "not now" {
			t.Errorf("put off: %+v", got)
		}
		if got := letter(1); got.State != badge.LetterFailed || got.Attempts != 2 || got.LastError != "never" {
			t.Errorf("given up: %+v", got)
		}
		same(t, "a kept letter", letter(2), letters[2])
		if got := letter(3); got.State != badge.LetterSent || got.Attempts != 4 || got.LastError != "" || !got.SentAt.Equal(noon.Add(time.Minute)) {
			t.Errorf("sent: %+v", got)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.LetterSent(ctx, letters[1].ID, noon), tx.LetterNotSent(ctx, letters[3].ID, "late", true, noon))
		})
		if letter(1).State != badge.LetterFailed || letter(3).State != badge.LetterSent {
			t.Error("a letter left its last state")
		}
	})
}
