package account_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/test/world"
)

func TestUnlockByTheIssuer(t *testing.T) {
	w := world.New(t)
	org, _ := earner(t, w)
	found := withPassword(t, w, ada, right)
	lock(t, w)
	issuer := w.Member(t, org.ID, badge.RoleIssuer)
	if err := w.Accounts.Unlock(t.Context(), issuer, org.ID, found.ID); err != nil {
		t.Fatal(err)
	}
	got := w.Account(t, ada)
	if !got.LockedAt.IsZero() || got.Failures != 0 || got.SessionVersion <= found.SessionVersion {
		t.Errorf("after unlocking: %+v", got)
	}
	if err := signIn(t, w, "ada@example.org", right); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("with the old password: %v", err)
	}
	if _, err := w.Accounts.Visitor(t.Context(), found.ID, found.SessionVersion); !errors.Is(err, badge.ErrSignedOut) {
		t.Errorf("a session from before: %v", err)
	}
	text := w.LetterText(t, badge.LetterUnlocked, ada)
	if !strings.Contains(text, org.Name) || !strings.Contains(text, world.PublicURL+"/password/new") {
		t.Errorf("the letter says\n%s", text)
	}
	request(t, w, "ada@example.org")
	if _, err := w.Accounts.ChooseByLink(t.Context(), resetToken(t, w, ada), wrong); err != nil {
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
