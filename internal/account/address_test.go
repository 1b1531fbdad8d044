package account_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/store"
	"laurel/test/world"
)

const personal = badge.Email("ada.lovelace@home.example")

// holder is Ada with a badge, a password and a visit of hers.
func holder(t *testing.T, w *world.World) (badge.Organization, account.Visitor) {
	t.Helper()
	org, _ := earner(t, w)
	return org, visitor(t, w, withPassword(t, w, ada, right))
}

func visitor(t *testing.T, w *world.World, found badge.Account) account.Visitor {
	t.Helper()
	begun, err := w.Accounts.Begin(t.Context(), account.Browser{}, found.ID, false)
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.Accounts.Visitor(t.Context(), begun.VisitID)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// add asks for an address and returns the token of its letter.
func add(t *testing.T, w *world.World, who account.Visitor, email badge.Email) string {
	t.Helper()
	if _, err := w.Accounts.AddAddress(t.Context(), who, account.Browser{}, string(email), right); err != nil {
		t.Fatalf("add %s: %v", email, err)
	}
	return token(t, w, badge.LetterAddress, email, "/profile/addresses/confirm/")
}

func token(t *testing.T, w *world.World, kind badge.LetterKind, to badge.Email, path string) string {
	t.Helper()
	_, rest, found := strings.Cut(w.LetterText(t, kind, to), world.PublicURL+path)
	if !found {
		t.Fatalf("the %s letter to %s has no link", kind, to)
	}
	return strings.Fields(rest)[0]
}

// added adds an address and confirms it.
func added(t *testing.T, w *world.World, who account.Visitor, email badge.Email) {
	t.Helper()
	if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, add(t, w, who, email), ""); err != nil {
		t.Fatalf("confirm %s: %v", email, err)
	}
}

func TestRule2AnyVerifiedAddressLogsIn(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, who := holder(t, w)
		link := add(t, w, who, personal)
		if err := signIn(t, w, string(personal), right); !errors.Is(err, badge.ErrForbidden) {
			t.Errorf("by an address whose link was not opened: %v", err)
		}
		if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, ""); err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{string(personal), " Ada.Lovelace@HOME.example ", string(ada)} {
			if err := signIn(t, w, typed, right); err != nil {
				t.Errorf("by %q: %v", typed, err)
			}
		}
	})
}

func TestABadgeIssuedToAnAlternateAddressComesToTheAccount(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, who := holder(t, w)
		added(t, w, who, personal)
		code := w.Issue(t, w.Badge(t, org.ID, "sail"), "A. Lovelace <"+string(personal)+">")[0].Code
		if c := w.Credential(t, code); c.AccountID != who.Account.ID {
			t.Errorf("it came to account %s", c.AccountID)
		}
		if err := w.Accounts.RemoveAddress(t.Context(), who, account.Browser{}, string(personal), right); err != nil {
			t.Fatal(err)
		}
		if c := w.Credential(t, code); c.AccountID != who.Account.ID {
			t.Error("removing the address took the badge away")
		}
		if err := signIn(t, w, string(personal), right); err == nil {
			t.Error("the removed address still logs in")
		}
		if text := w.LetterText(t, badge.LetterAddressRemoved, personal); !strings.Contains(text, "removed from your account") {
			t.Errorf("the letter to the removed address says\n%s", text)
		}
		// what is issued to it from now on belongs to whoever reads it then
		later := w.Issue(t, w.Badge(t, org.ID, "row"), "Somebody Else <"+string(personal)+">")[0].Code
		if c := w.Credential(t, later); c.AccountID == who.Account.ID {
			t.Error("a badge to the removed address came to the account")
		}
	})
}

// An address that waits is inert: it keeps nobody else from it.
func TestAnAddressThatWaitsIsInert(t *testing.T) {
	w := world.New(t)
	org, who := holder(t, w)
	add(t, w, who, "bob@example.org")
	code := w.Issue(t, w.Badge(t, org.ID, "sail"), "Bob <bob@example.org>")[0].Code
	if c := w.Credential(t, code); c.AccountID == who.Account.ID {
		t.Error("a badge attached to an address that was not verified")
	}
}

func TestWhoMayOpenTheLinkOfAnAddress(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, who := holder(t, w)
		w.Issue(t, w.Badge(t, org.ID, "sail"), "Eve <eve@example.org>")
		eve := visitor(t, w, withPassword(t, w, "eve@example.org", right))
		link := add(t, w, who, personal)
		change, _ := w.Ring.CheckToken(keyring.PurposeAddress, link)
		for name, c := range map[string]struct {
			who   account.Visitor
			token string
			want  error
		}{
			"another account":         {eve, link, badge.ErrForbidden},
			"nobody":                  {account.Visitor{}, link, badge.ErrForbidden},
			"a link of undoing":       {who, w.Ring.Token(keyring.PurposeUndoAddress, change), badge.ErrGone},
			"a link for a password":   {who, w.Ring.Token(keyring.PurposeNewPassword, change), badge.ErrGone},
			"a link that was changed": {who, link + "A", badge.ErrGone},
			"a link of nothing":       {who, w.Ring.Token(keyring.PurposeAddress, "nothing"), badge.ErrGone},
		} {
			if _, err := w.Accounts.ConfirmAddress(t.Context(), c.who, account.Browser{}, c.token, ""); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		if err := w.Accounts.Undo(t.Context(), link); !errors.Is(err, badge.ErrGone) {
			t.Errorf("undone by the link that confirms: %v", err)
		}
		if _, err := w.Accounts.ChooseByLink(t.Context(), link, "another password"); !errors.Is(err, badge.ErrGone) {
			t.Errorf("a password by the link that confirms: %v", err)
		}
		if _, err := w.Accounts.Claim(t.Context(), who, link); err != nil {
			t.Errorf("looking spent it, or somebody else did: %v", err)
		}
		if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, ""); !errors.Is(err, badge.ErrGone) {
			t.Errorf("the second time: %v", err)
		}
		late := add(t, w, who, "late@example.org")
		w.Pass(badge.AddressLinkLife)
		if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, late, ""); !errors.Is(err, badge.ErrGone) {
			t.Errorf("after 24 hours: %v", err)
		}
		older := add(t, w, who, "twice@example.org")
		newer := add(t, w, who, "twice@example.org")
		if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, older, ""); !errors.Is(err, badge.ErrGone) {
			t.Errorf("the older of two links: %v", err)
		}
		if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, newer, ""); err != nil {
			t.Errorf("the newer of two links: %v", err)
		}
	})
}

func TestFiftyConfirmationsAtOnceAddOneAddress(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, who := holder(t, w)
		w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <"+string(personal)+">") // an account to be merged
		link := add(t, w, who, personal)
		var wait sync.WaitGroup
		errs := make([]error, 50)
		for n := range errs {
			wait.Go(func() { _, errs[n] = w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, "") })
		}
		wait.Wait()
		done := 0
		for _, err := range errs {
			switch {
			case err == nil:
				done++
			case !errors.Is(err, badge.ErrGone) && !errors.Is(err, badge.ErrBusy):
				t.Errorf("refused by %v", err)
			}
		}
		list, err := w.Accounts.Addresses(t.Context(), who)
		if done != 1 || err != nil || len(list.Verified) != 2 {
			t.Errorf("%d confirmations, addresses %+v, %v", done, list.Verified, err)
		}
	})
}

func TestAddingAnAddressNeedsThePassword(t *testing.T) {
	w := world.New(t)
	_, who := holder(t, w)
	before := len(w.Letters(t))
	for range badge.MaxFailures - 1 {
		if _, err := w.Accounts.AddAddress(t.Context(), who, account.Browser{}, string(personal), wrong); !errors.Is(err, badge.ErrForbidden) {
			t.Fatalf("with a wrong password: %v", err)
		}
	}
	if _, err := w.Accounts.AddAddress(t.Context(), who, account.Browser{}, string(personal), wrong); !errors.Is(err, badge.ErrLocked) {
		t.Errorf("the tenth: %v", err)
	}
	if err := signIn(t, w, string(ada), right); err == nil {
		t.Error("guessing at the profile does not count at the login page")
	}
	for _, l := range w.Letters(t)[before:] {
		if l.Kind != badge.LetterLocked {
			t.Errorf("a letter went out: %s", l.Kind)
		}
	}
}

func TestLimitsOfAddresses(t *testing.T) {
	w := world.New(t)
	org, who := holder(t, w)
	for n, typed := range []string{"b@x.example", "c@x.example", "d@x.example", "e@x.example"} {
		if _, err := w.Accounts.AddAddress(t.Context(), who, account.Browser{}, typed, right); err != nil {
			t.Fatalf("%d: %v", n, err)
		}
	}
	for _, typed := range []string{string(ada), "ADA@example.org", "no address", ""} {
		if _, err := w.Accounts.AddAddress(t.Context(), who, account.Browser{}, typed, right); !errorsAsInvalid(err) {
			t.Errorf("%q: %v", typed, err)
		}
	}
	added(t, w, who, "f@x.example")
	if _, err := w.Accounts.AddAddress(t.Context(), who, account.Browser{}, "g@x.example", right); !errorsAsInvalid(err) {
		t.Errorf("the sixth in a day: %v", err)
	}
	for range 2 { // links end within a day, so only confirmed ones fill the room
		w.Pass(25 * time.Hour)
		for n := range 4 {
			added(t, w, who, badge.Email(string(rune('a'+n))+w.Time().Format("02")+"@y.example"))
		}
	}
	w.Pass(25 * time.Hour)
	if _, err := w.Accounts.AddAddress(t.Context(), who, account.Browser{}, "eleventh@y.example", right); !errorsAsInvalid(err) || !strings.Contains(err.Error(), "no room for another") {
		t.Errorf("the eleventh: %v", err)
	}
	// one mailbox is not filled by many accounts together
	sail := w.Badge(t, org.ID, "sail")
	for n := range badge.MaxAddressAttempts + 2 {
		email := badge.Email(string(rune('a'+n)) + "@many.example")
		w.Issue(t, sail, "One <"+string(email)+">")
		if _, err := w.Accounts.AddAddress(t.Context(), visitor(t, w, withPassword(t, w, email, right)), account.Browser{}, "victim@z.example", right); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for _, l := range w.Letters(t) {
		if l.To == "victim@z.example" {
			n++
		}
	}
	if n != badge.MaxAddressAttempts {
		t.Errorf("%d letters to one mailbox", n)
	}
}

func TestTheLastAddressStays(t *testing.T) {
	w := world.New(t)
	_, who := holder(t, w)
	if err := w.Accounts.RemoveAddress(t.Context(), who, account.Browser{}, string(ada), right); !errorsAsInvalid(err) {
		t.Errorf("the only address: %v", err)
	}
	added(t, w, who, personal)
	if err := w.Accounts.RemoveAddress(t.Context(), who, account.Browser{}, string(ada), right); !errorsAsInvalid(err) {
		t.Errorf("while the new one can be undone: %v", err)
	}
	w.Pass(badge.AddressUndoLife)
	if err := w.Accounts.RemoveAddress(t.Context(), who, account.Browser{}, "eve@example.org", right); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	if err := w.Accounts.RemoveAddress(t.Context(), who, account.Browser{}, string(ada), wrong); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("with a wrong password: %v", err)
	}
	if err := w.Accounts.RemoveAddress(t.Context(), who, account.Browser{}, string(ada), right); err != nil {
		t.Fatal(err)
	}
	if found := w.Account(t, personal); found.Email != personal {
		t.Errorf("the account is called by %s", found.Email)
	}
	if err := signIn(t, w, string(personal), right); err != nil {
		t.Error(err)
	}
}

func TestUndoingAnAddress(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, who := holder(t, w)
		added(t, w, who, personal)
		for _, l := range w.Letters(t) {
			if l.Kind == badge.LetterAddressAdded && l.To == personal {
				t.Error("the new address was told of itself, and could undo")
			}
		}
		undo := token(t, w, badge.LetterAddressAdded, ada, "/profile/undo/")
		if _, err := w.Accounts.Undoable(t.Context(), undo); err != nil {
			t.Fatal(err)
		}
		if err := signIn(t, w, string(personal), right); err != nil {
			t.Errorf("looking at the link changed something: %v", err)
		}
		if err := w.Accounts.Undo(t.Context(), undo); err != nil {
			t.Fatal(err)
		}
		for _, email := range []badge.Email{ada, personal} {
			if err := signIn(t, w, string(email), right); !errors.Is(err, badge.ErrForbidden) {
				t.Errorf("by %s and the password that the thief knew: %v", email, err)
			}
		}
		if _, err := w.Accounts.Visitor(t.Context(), who.VisitID); !errors.Is(err, badge.ErrSignedOut) {
			t.Errorf("the thief's visit: %v", err)
		}
		if err := w.Accounts.Undo(t.Context(), undo); !errors.Is(err, badge.ErrGone) {
			t.Errorf("the second time: %v", err)
		}
		request(t, w, string(ada))
		if _, err := w.Accounts.ChooseByLink(t.Context(), resetToken(t, w, ada), right); err != nil {
			t.Errorf("the owner cannot get in again: %v", err)
		}
	})
}

// A thief who added an address, and before or after it other ways in, is out
// altogether; what the owner had before stays.
func TestUndoingAnAddressTakesTheOtherWaysInWithIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, who := holder(t, w)
		passkey := func(id string, of badge.AccountID) {
			w.Write(t, func(tx *store.Tx) error {
				return tx.AddPasskey(t.Context(), store.Passkey{ID: id, AccountID: of, Name: id, Credential: []byte("{}"), CreatedAt: w.Time()})
			})
		}
		w.Issue(t, w.Badge(t, org.ID, "sail"), "Bob <bob@example.org>")
		bob := w.Account(t, "bob@example.org")
		passkey("of the owner", who.Account.ID)
		w.Pass(25 * time.Hour)
		passkey("before", who.Account.ID)
		passkey("of somebody else", bob.ID)
		added(t, w, who, personal)
		passkey("after", who.Account.ID)
		w.Write(t, func(tx *store.Tx) error {
			app := store.Authenticator{AccountID: who.Account.ID, SecretID: "of the thief", CreatedAt: w.Time()}
			return errors.Join(tx.SaveAuthenticator(t.Context(), app), tx.ConfirmAuthenticator(t.Context(), app.AccountID, app.SecretID, w.Time()),
				tx.ReplaceRecoveryCodes(t.Context(), who.Account.ID, []string{"hash"}, w.Time()))
		})
		request(t, w, string(personal))
		link := resetToken(t, w, personal)

		if err := w.Accounts.Undo(t.Context(), token(t, w, badge.LetterAddressAdded, ada, "/profile/undo/")); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Accounts.ChooseByLink(t.Context(), link, "a password of the thief"); !errors.Is(err, badge.ErrGone) {
			t.Errorf("the link in the thief's mailbox: %v", err)
		}
		left, err := w.Accounts.Security(t.Context(), who, account.Browser{})
		if err != nil || len(left.Passkeys) != 1 || left.Passkeys[0].ID != "of the owner" || left.Authenticator || left.RecoveryCodes != 0 || len(left.Devices) != 0 || len(left.Visits) != 0 {
			t.Errorf("left to get in by: %+v, %v", left, err)
		}
		if _, key, err := w.Accounts.Factors(t.Context(), bob.ID); !key || err != nil {
			t.Errorf("the passkey of somebody else: %t, %v", key, err)
		}
		request(t, w, string(ada)) // the thief's request a moment ago does not hold this one up
		if _, err := w.Accounts.ChooseByLink(t.Context(), resetToken(t, w, ada), right); err != nil {
			t.Errorf("the owner cannot get in again: %v", err)
		}
	})
}

// Whoever still reads a mailbox that was removed cannot use a link in it.
func TestRemovingAnAddressVoidsTheLinkInItsMailbox(t *testing.T) {
	w := world.New(t)
	_, who := holder(t, w)
	added(t, w, who, personal)
	w.Pass(badge.AddressUndoLife)
	request(t, w, string(personal))
	link := resetToken(t, w, personal)
	if err := w.Accounts.RemoveAddress(t.Context(), who, account.Browser{}, string(personal), right); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Accounts.ChooseByLink(t.Context(), link, "another password"); !errors.Is(err, badge.ErrGone) {
		t.Errorf("the link in the removed mailbox: %v", err)
	}
}

func TestUndoingIsTooLateAfterADay(t *testing.T) {
	w := world.New(t)
	_, who := holder(t, w)
	added(t, w, who, personal)
	w.Pass(badge.AddressUndoLife)
	if err := w.Accounts.Undo(t.Context(), token(t, w, badge.LetterAddressAdded, ada, "/profile/undo/")); !errors.Is(err, badge.ErrGone) {
		t.Errorf("after 24 hours: %v", err)
	}
}

func TestAnAddressThatWaitsCanBeCanceled(t *testing.T) {
	w := world.New(t)
	_, who := holder(t, w)
	link := add(t, w, who, personal)
	id, _ := w.Ring.CheckToken(keyring.PurposeAddress, link)
	if err := w.Accounts.DropWaiting(t.Context(), account.Visitor{}, id); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("by a stranger: %v", err)
	}
	if err := w.Accounts.DropWaiting(t.Context(), who, id); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, link, ""); !errors.Is(err, badge.ErrGone) {
		t.Errorf("its link: %v", err)
	}
}

// Addresses that look alike are two.
func TestLookAlikesAreNotMerged(t *testing.T) {
	w := world.New(t)
	org, who := holder(t, w)
	// a Cyrillic а in the domain, and a local part beyond ASCII
	code := w.Issue(t, w.Badge(t, org.ID, "sail"), "Eve <ada@ex\u0430mple.org>")[0].Code
	if c := w.Credential(t, code); c.AccountID == who.Account.ID || c.AccountID == "" {
		t.Errorf("it came to %q", c.AccountID)
	}
	if _, err := w.Accounts.AddAddress(t.Context(), who, account.Browser{}, "\u0430da@example.org", right); !errorsAsInvalid(err) {
		t.Errorf("a look-alike local part: %v", err)
	}
	var gone error
	w.Read(t, func(tx *store.Tx) error {
		_, gone = tx.SystemAccountByEmail(t.Context(), "ada@ex\u0430mple.org")
		return nil
	})
	if !errors.Is(gone, badge.ErrNotFound) {
		t.Error("a domain is kept in letters that look alike")
	}
}
