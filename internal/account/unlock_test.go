package account_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/test/world"
)

func TestRule5TheIssuerUnlocksAndSetsNoPassword(t *testing.T) {
	w := world.New(t)
	org, _ := earner(t, w)
	found := withPassword(t, w, ada, right)
	lock(t, w)
	issuer := w.Member(t, org.ID, badge.RoleIssuer)
	if err := w.Accounts.Unlock(t.Context(), issuer, org.ID, found.ID); err != nil {
		t.Fatal(err)
	}
	got := w.Account(t, ada)
	if !got.LockedAt.IsZero() || got.Password != "" {
		t.Errorf("after unlocking: %+v", got)
	}
	if err := signIn(t, w, "ada@example.org", right); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("with the old password: %v", err)
	}
	text := w.LetterText(t, badge.LetterUnlocked, ada)
	if !strings.Contains(text, org.Name) || !strings.Contains(text, world.PublicURL+"/password/new") {
		t.Errorf("the letter says\n%s", text)
	}
	if _, err := w.Accounts.ChooseByLink(t.Context(), tokenIn(t, text), wrong); err != nil {
		t.Fatal(err)
	}
	if err := signIn(t, w, "ada@example.org", wrong); err != nil {
		t.Errorf("with the new password: %v", err)
	}
	if err := w.Accounts.Unlock(t.Context(), issuer, org.ID, found.ID); !errorsAsInvalid(err) {
		t.Errorf("an account that is not locked: %v", err)
	}
}

// An unlocked account opens neither by the old temporary password nor by the
// link of an earlier letter.
func TestUnlockVoidsTheTemporaryPassword(t *testing.T) {
	w := world.New(t)
	org, _ := earner(t, w)
	temporary := w.Ring.TemporaryPassword(w.Account(t, ada).InviteID)
	lock(t, w)
	if err := w.Accounts.Unlock(t.Context(), badge.Host(), org.ID, w.Account(t, ada).ID); err != nil {
		t.Fatal(err)
	}
	if err := signIn(t, w, "ada@example.org", temporary); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("with the temporary password of before: %v", err)
	}
}

func TestWhoMayNotUnlock(t *testing.T) {
	w := world.New(t)
	org, _ := earner(t, w)
	other := w.Found(t, "other", nil)
	found := withPassword(t, w, ada, right)
	lock(t, w)
	for _, c := range []struct {
		name  string
		actor badge.Actor
		org   badge.OrgID
		id    badge.AccountID
		want  error
	}{
		{"an organization that issued nothing to her", w.Member(t, other.ID, badge.RoleOwner), other.ID, found.ID, badge.ErrNotFound},
		{"its member in the name of the issuer", w.Member(t, other.ID, badge.RoleOwner), org.ID, found.ID, badge.ErrNotFound},
		{"the host for an organization that issued nothing to her", badge.Host(), other.ID, found.ID, badge.ErrNotFound},
		{"a viewer", w.Member(t, org.ID, badge.RoleViewer), org.ID, found.ID, badge.ErrForbidden},
		{"a designer", w.Member(t, org.ID, badge.RoleDesigner), org.ID, found.ID, badge.ErrForbidden},
		{"herself", badge.Actor{AccountID: found.ID}, org.ID, found.ID, badge.ErrNotFound},
		{"nobody", badge.Actor{}, org.ID, found.ID, badge.ErrSignedOut},
		{"the issuer for a member of its staff", w.Member(t, org.ID, badge.RoleOwner), org.ID, w.Account(t, "owner@issuer.example").ID, badge.ErrNotFound},
	} {
		if err := w.Accounts.Unlock(t.Context(), c.actor, c.org, c.id); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	if w.Account(t, ada).LockedAt.IsZero() {
		t.Error("somebody of them unlocked the account")
	}
	if n := count(w, t, badge.LetterUnlocked); n != 0 {
		t.Errorf("%d letters say that it is unlocked", n)
	}
}

// L6: an organization whose credentials are all revoked is like one that never
// issued any.
func TestARevokedCredentialUnlocksNothing(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "issuer", nil)
	a := w.Badge(t, org.ID, "wound-care")
	code := w.Issue(t, a, "Ada Lovelace <ada@example.org>")[0].Code
	found := withPassword(t, w, ada, right)
	lock(t, w)
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, code, "By mistake."); err != nil {
		t.Fatal(err)
	}
	issuer := w.Member(t, org.ID, badge.RoleOwner)
	for _, err := range []error{
		w.Accounts.Unlock(t.Context(), issuer, org.ID, found.ID), w.Accounts.UnlockEarner(t.Context(), issuer, org.ID, "ada@example.org"),
		w.Accounts.UnlockEarner(t.Context(), issuer, org.ID, "nobody@example.org"),
	} {
		if !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("%v, want not found", err)
		}
	}
	if e, err := w.Accounts.Earner(t.Context(), issuer, org.ID, found.ID); err != nil || !e.LockedAt.IsZero() {
		t.Errorf("it sees the lock: %+v, %v", e, err)
	}
	w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada Lovelace <ada@example.org>")
	if err := w.Accounts.UnlockEarner(t.Context(), issuer, org.ID, " ADA@example.org"); err != nil {
		t.Errorf("with a credential that holds: %v", err)
	}
}

func TestAnOrganizationUnlocksAtMostThreeTimesADay(t *testing.T) {
	w := world.New(t)
	org, _ := earner(t, w)
	other := w.Found(t, "other", nil)
	w.Issue(t, w.Badge(t, other.ID, "first-aid"), "Ada Lovelace <ada@example.org>")
	id := withPassword(t, w, ada, right).ID
	unlock := func(org badge.OrgID) error {
		lock(t, w)
		return w.Accounts.Unlock(t.Context(), badge.Host(), org, id)
	}
	for range badge.MaxUnlocks {
		if err := unlock(org.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := unlock(org.ID); !errorsAsInvalid(err) {
		t.Errorf("the fourth time: %v", err)
	}
	if n := count(w, t, badge.LetterUnlocked); n != badge.MaxUnlocks {
		t.Errorf("%d letters tell of an unlock", n)
	}
	if err := w.Accounts.Unlock(t.Context(), badge.Host(), other.ID, id); err != nil {
		t.Errorf("another organization: %v", err)
	}
	w.Pass(24*time.Hour + time.Second)
	if err := unlock(org.ID); err != nil {
		t.Errorf("a day later: %v", err)
	}
}

// L7: neither the old password nor a link from before the lock opens anything.
func TestALinkAskedForBeforeTheLockOpensNothing(t *testing.T) {
	w := world.New(t)
	org, _ := earner(t, w)
	id := withPassword(t, w, ada, right).ID
	request(t, w, "ada@example.org")
	token := resetToken(t, w, ada)
	lock(t, w)
	for _, state := range []string{"locked", "unlocked"} {
		if _, err := w.Accounts.ResetAccount(t.Context(), token); !errors.Is(err, badge.ErrGone) {
			t.Errorf("looked at while %s: %v", state, err)
		}
		if _, err := w.Accounts.ChooseByLink(t.Context(), token, wrong); !errors.Is(err, badge.ErrGone) {
			t.Errorf("used while %s: %v", state, err)
		}
		if state == "locked" {
			if err := w.Accounts.Unlock(t.Context(), badge.Host(), org.ID, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := signIn(t, w, "ada@example.org", right); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("the old password: %v", err)
	}
}

func TestUnlockByTheHost(t *testing.T) {
	w := world.New(t)
	earner(t, w)
	withPassword(t, w, ada, right)
	if err := w.Accounts.UnlockByEmail(t.Context(), badge.Host(), "ada@example.org"); !errorsAsInvalid(err) {
		t.Errorf("not locked: %v", err)
	}
	lock(t, w)
	w.Pass(time.Minute)
	if err := w.Accounts.UnlockByEmail(t.Context(), badge.Actor{AccountID: "x"}, "ada@example.org"); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("by somebody else: %v", err)
	}
	for typed, want := range map[string]bool{"nobody@example.org": false, "ADA@Example.org ": true} {
		if err := w.Accounts.UnlockByEmail(t.Context(), badge.Host(), typed); (err == nil) != want || err != nil && !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if err := w.Accounts.UnlockByEmail(t.Context(), badge.Host(), "ada"); !errorsAsInvalid(err) {
		t.Errorf("no address: %v", err)
	}
	if !w.Account(t, ada).LockedAt.IsZero() {
		t.Error("still locked")
	}
	if text := w.LetterText(t, badge.LetterUnlocked, ada); !strings.Contains(text, "/password/new") {
		t.Errorf("the letter says\n%s", text)
	}
}

func TestEarnersOfAnOrganization(t *testing.T) {
	w := world.New(t)
	org, _ := earner(t, w)
	other := w.Found(t, "other", nil)
	viewer := w.Member(t, org.ID, badge.RoleViewer)
	list, err := w.Accounts.Earners(t.Context(), viewer, org.ID, "LOVELACE", 0, 10)
	if err != nil || len(list) != 1 || list[0].Email != ada || list[0].Credentials != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, err := w.Accounts.Earner(t.Context(), viewer, org.ID, list[0].AccountID); err != nil {
		t.Error(err)
	}
	stranger := w.Member(t, other.ID, badge.RoleOwner)
	for _, err := range []error{
		second(w.Accounts.Earners(t.Context(), stranger, org.ID, "", 0, 10)), second(w.Accounts.Earner(t.Context(), stranger, org.ID, list[0].AccountID)),
		second(w.Accounts.Earner(t.Context(), stranger, other.ID, list[0].AccountID)),
	} {
		if !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("another organization: %v, want not found", err)
		}
	}
	if list, err := w.Accounts.Earners(t.Context(), stranger, other.ID, "", 0, 10); err != nil || len(list) != 0 {
		t.Errorf("another organization lists %d, %v", len(list), err)
	}
}

func second[T any](_ T, err error) error { return err }
