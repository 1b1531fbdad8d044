package account_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

// An address that an organization used has an account of its own, into which
// nobody ever logged in: its mailbox is all there is to prove.
func TestAnAddressWithBadgesBringsThemAlong(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, who := holder(t, w)
		other := w.Found(t, "other", nil)
		first := w.Issue(t, w.Badge(t, org.ID, "sail"), "A. King <"+string(personal)+">")[0].Code
		second := w.Issue(t, w.Badge(t, other.ID, "row"), "A. King <"+string(personal)+">")[0].Code
		gone := w.Account(t, personal).ID
		link := add(t, w, who, personal)
		claim, err := w.Accounts.Claim(t.Context(), who, link)
		if err != nil || !claim.Joins || claim.NeedsPassword || claim.Waits || claim.Others != 2 {
			t.Fatalf("%+v, %v", claim, err)
		}
		done, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, "")
		if err != nil || done.State != badge.AddressConfirmed {
			t.Fatalf("%+v, %v", done, err)
		}
		for _, code := range []badge.Code{first, second} {
			if c := w.Credential(t, code); c.AccountID != who.Account.ID || c.Name != "A. King" {
				t.Errorf("%s: %s, %q", code, c.AccountID, c.Name)
			}
		}
		w.Read(t, func(tx *store.Tx) error {
			if _, err := tx.SystemAccount(t.Context(), gone); !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("the other account is still there: %v", err)
			}
			for _, search := range []string{"", string(personal)} { // as it issued to her last
				list, err := tx.Org(org.ID).Earners(t.Context(), search, 0, 10)
				if err != nil || len(list) != 1 || list[0].AccountID != who.Account.ID || list[0].Credentials != 2 {
					t.Errorf("%s: %+v, %v", search, list, err)
				}
			}
			list, err := tx.Org(other.ID).Earners(t.Context(), "", 0, 10)
			if err != nil || len(list) != 1 || list[0].AccountID != who.Account.ID {
				t.Errorf("the other organization: %+v, %v", list, err)
			}
			return nil
		})
		for _, l := range w.Letters(t) {
			if l.AccountID == gone {
				t.Errorf("a letter still names the account that is gone: %s", l.Kind)
			}
		}
	})
}

// Where the other account has a password, that must be given too: its mailbox
// alone would open it no faster than by a new password, of which it is told.
func TestAnAccountWithAPasswordIsJoinedByIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, who := holder(t, w)
		code := w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <"+string(personal)+">")[0].Code
		theirs := visitor(t, w, withPassword(t, w, personal, "the other's own password"))
		link := add(t, w, who, personal)
		for _, password := range []string{"", right, wrong} {
			if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, password); !errors.Is(err, badge.ErrForbidden) {
				t.Errorf("with %q: %v", password, err)
			}
		}
		if c := w.Credential(t, code); c.AccountID != theirs.Account.ID {
			t.Fatal("the accounts were joined without a password")
		}
		if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, "the other's own password"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Accounts.Visitor(t.Context(), theirs.VisitID); !errors.Is(err, badge.ErrSignedOut) {
			t.Errorf("a visit of the account that is gone: %v", err)
		}
		if err := signIn(t, w, string(personal), "the other's own password"); !errors.Is(err, badge.ErrForbidden) {
			t.Errorf("its old password: %v", err)
		}
		if err := signIn(t, w, string(personal), right); err != nil {
			t.Errorf("the password of the one that stays: %v", err)
		}
	})
}

func TestGuessingAtTheOtherAccountLocksIt(t *testing.T) {
	w := world.New(t)
	org, who := holder(t, w)
	w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <"+string(personal)+">")
	withPassword(t, w, personal, "the other's own password")
	link := add(t, w, who, personal)
	guesses := w.Accounts.CountGuesses()
	for range badge.MaxFailures + 3 {
		if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, wrong); err == nil {
			t.Fatal("a guess was right")
		}
	}
	if n := guesses.Load(); n != badge.MaxFailures {
		t.Errorf("%d guesses were evaluated", n)
	}
	if w.Account(t, personal).LockedAt.IsZero() {
		t.Error("the other account is not locked")
	}
	if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, "the other's own password"); !errors.Is(err, badge.ErrLocked) {
		t.Errorf("the right one afterwards: %v", err)
	}
}

// twoAddresses is another account of Ada's with two addresses of its own.
func twoAddresses(t *testing.T, w *world.World, org badge.OrgID) account.Visitor {
	t.Helper()
	w.Issue(t, w.Badge(t, org, "sail"), "Ada <"+string(personal)+">")
	theirs := visitor(t, w, withPassword(t, w, personal, right))
	added(t, w, theirs, "ada@second.example")
	w.Pass(25 * time.Hour)
	return theirs
}

func TestAnAccountWithOtherAddressesIsJoinedAfterADay(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, who := holder(t, w)
		theirs := twoAddresses(t, w, org.ID)
		done, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, add(t, w, who, personal), right)
		if err != nil || done.State != badge.AddressJoining {
			t.Fatalf("%+v, %v", done, err)
		}
		for _, to := range []badge.Email{ada, "ada@second.example"} {
			if text := w.LetterText(t, badge.LetterAddressAdded, to); !strings.Contains(text, "become one") || !strings.Contains(text, "/profile/undo/") {
				t.Errorf("%s is told\n%s", to, text)
			}
		}
		w.Pass(badge.AddressUndoLife - time.Minute)
		if err := w.Accounts.JoinDue(t.Context()); err != nil || w.Account(t, personal).ID != theirs.Account.ID {
			t.Fatalf("before the day has passed: %v", err)
		}
		w.Pass(time.Minute)
		for range 2 { // the second time there is nothing to do
			if err := w.Accounts.JoinDue(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, email := range []badge.Email{ada, personal, "ada@second.example"} {
			if got := w.Account(t, email).ID; got != who.Account.ID {
				t.Errorf("%s belongs to %s", email, got)
			}
		}
		if err := w.Accounts.Undo(t.Context(), token(t, w, badge.LetterAddressAdded, ada, "/profile/undo/")); !errors.Is(err, badge.ErrGone) {
			t.Errorf("undone afterwards: %v", err)
		}
	})
}

// Somebody got hold of the password and of one of two mailboxes, and wants the
// badges in an account of his own.
func TestAnObjectionKeepsTwoAccountsTwo(t *testing.T) {
	w := world.New(t)
	org, who := holder(t, w)
	theirs := twoAddresses(t, w, org.ID)
	if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, add(t, w, who, personal), right); err != nil {
		t.Fatal(err)
	}
	if err := w.Accounts.Undo(t.Context(), token(t, w, badge.LetterAddressAdded, "ada@second.example", "/profile/undo/")); err != nil {
		t.Fatal(err)
	}
	w.Pass(48 * time.Hour)
	if err := w.Accounts.JoinDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, email := range []badge.Email{personal, "ada@second.example"} {
		if got := w.Account(t, email).ID; got != theirs.Account.ID {
			t.Errorf("%s belongs to %s", email, got)
		}
	}
	for _, email := range []badge.Email{ada, personal} {
		if err := signIn(t, w, string(email), right); err == nil {
			t.Errorf("the password of %s still works", email)
		}
	}
}

func TestANewPasswordIsAnObjectionToo(t *testing.T) {
	w := world.New(t)
	org, who := holder(t, w)
	theirs := twoAddresses(t, w, org.ID)
	if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, add(t, w, who, personal), right); err != nil {
		t.Fatal(err)
	}
	w.Pass(time.Hour)
	request(t, w, string(personal))
	if _, err := w.Accounts.ChooseByLink(t.Context(), resetToken(t, w, personal), "a password that nobody else knows"); err != nil {
		t.Fatal(err)
	}
	w.Pass(48 * time.Hour)
	if err := w.Accounts.JoinDue(t.Context()); err != nil || w.Account(t, personal).ID != theirs.Account.ID {
		t.Errorf("joined all the same: %v", err)
	}
}

func TestUndoingAfterAMergeLosesNoBadge(t *testing.T) {
	w := world.New(t)
	org, who := holder(t, w)
	code := w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <"+string(personal)+">")[0].Code
	added(t, w, who, personal)
	if err := w.Accounts.Undo(t.Context(), token(t, w, badge.LetterAddressAdded, ada, "/profile/undo/")); err != nil {
		t.Fatal(err)
	}
	if c := w.Credential(t, code); c.AccountID != who.Account.ID {
		t.Errorf("it belongs to %s", c.AccountID)
	}
	if err := signIn(t, w, string(personal), right); err == nil {
		t.Error("the address still logs in")
	}
}

// Of two locks the stricter holds, also for somebody who never had a password.
func TestTheStricterLockHolds(t *testing.T) {
	w := world.New(t)
	org, who := holder(t, w)
	w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <"+string(personal)+">")
	for range badge.MaxFailures {
		_ = signIn(t, w, string(personal), wrong)
	}
	added(t, w, who, personal)
	if w.Account(t, ada).LockedAt.IsZero() {
		t.Error("joining the accounts opened a lock")
	}
	if err := signIn(t, w, string(ada), right); err == nil {
		t.Error("it can be logged in to all the same")
	}
}

// Staff come along with what they may do, and only by their password.
func TestAMemberOfStaffIsJoined(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, who := holder(t, w)
		other := w.Found(t, "other", nil)
		staff := badge.Email("owner@other.example")
		password := "a password of the staff's"
		member := withPassword(t, w, staff, password)
		w.Write(t, func(tx *store.Tx) error { // both work for one of them
			return errors.Join(tx.Org(org.ID).AddMember(t.Context(), member.ID, badge.RoleAdmin, w.Time()),
				tx.Org(org.ID).AddMember(t.Context(), who.Account.ID, badge.RoleViewer, w.Time()))
		})
		link := add(t, w, who, staff)
		if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, right); !errors.Is(err, badge.ErrForbidden) {
			t.Fatalf("without the staff's password: %v", err)
		}
		if got := visitor(t, w, w.Account(t, ada)).Memberships; len(got) != 1 {
			t.Fatalf("works for %+v", got)
		}
		if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, password); err != nil {
			t.Fatal(err)
		}
		roles := visitor(t, w, w.Account(t, ada)).Actor().Roles
		if len(roles) != 2 || roles[org.ID] != badge.RoleAdmin || roles[other.ID] != badge.RoleOwner {
			t.Errorf("roles %v", roles)
		}
	})
}

// An account that asks for a second factor is not joined by less.
func TestAnAccountWithASecondFactorIsNotJoined(t *testing.T) {
	w := world.New(t)
	org, who := holder(t, w)
	w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <"+string(personal)+">")
	theirs := visitor(t, w, withPassword(t, w, personal, right))
	link := add(t, w, who, personal)
	if err := w.Accounts.BeginAuthenticator(t.Context(), theirs, account.Browser{}, right); err != nil {
		t.Fatal(err)
	}
	enrollment, err := w.Accounts.Enrollment(t.Context(), theirs)
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(enrollment.Secret, w.Time())
	if err == nil {
		_, err = w.Accounts.ConfirmAuthenticator(t.Context(), theirs, code)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, right)
	if !errorsAsInvalid(err) || !strings.Contains(err.Error(), "second factor") || w.Account(t, personal).ID != theirs.Account.ID {
		t.Errorf("joined all the same: %v", err)
	}
}

// Nine guesses at one and nine at the other are not eighteen before a lock.
func TestGuessesAtBothAccountsCount(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, who := holder(t, w)
		w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <"+string(personal)+">")
		for range badge.MaxFailures - 1 {
			_ = signIn(t, w, string(personal), wrong)
		}
		added(t, w, who, personal)
		if err := signIn(t, w, string(ada), wrong); !errors.Is(err, badge.ErrLocked) {
			t.Errorf("the tenth: %v", err)
		}
	})
}
