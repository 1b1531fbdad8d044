package account_test

import (
	"errors"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

func askErasure(t *testing.T, w *world.World, who account.Visitor, password, code, word string) error {
	t.Helper()
	return w.Accounts.AskErasure(t.Context(), who, account.Browser{}, password, code, word)
}

func eraseDue(t *testing.T, w *world.World) {
	t.Helper()
	if err := w.Accounts.EraseDue(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// there tells whether somebody still has an account.
func there(t *testing.T, w *world.World, email badge.Email) (found bool) {
	t.Helper()
	w.Read(t, func(tx *store.Tx) error {
		_, err := tx.SystemAccountByEmail(t.Context(), email)
		found = err == nil
		return nil
	})
	return found
}

func TestErasureWaitsADayAndIsToldToAllAddresses(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, who := holder(t, w)
		added(t, w, who, personal)
		for name, c := range map[string][2]string{"no password": {"", "erase"}, "a wrong password": {wrong, "erase"}, "no word": {right, ""}, "another word": {right, "delete"}} {
			if err := askErasure(t, w, who, c[0], "", c[1]); err == nil {
				t.Errorf("%s: asked", name)
			}
		}
		if err := askErasure(t, w, who, right, "", "erase"); err != nil {
			t.Fatal(err)
		}
		if _, refused := errors.AsType[*badge.Invalid](askErasure(t, w, who, right, "", "erase")); !refused {
			t.Error("asked twice")
		}
		link := token(t, w, badge.LetterErasure, personal, "/erase/keep/")
		if token(t, w, badge.LetterErasure, ada, "/erase/keep/") != link {
			t.Error("the letters have different links")
		}
		w.Pass(badge.ErasureWait - time.Second)
		eraseDue(t, w)
		if !there(t, w, ada) {
			t.Fatal("erased before the day was over")
		}
		if _, err := w.Accounts.Keepable(t.Context(), link+"x"); !errors.Is(err, badge.ErrGone) {
			t.Errorf("a link that was changed: %v", err)
		}
		if err := w.Accounts.KeepByLink(t.Context(), link); err != nil {
			t.Fatal(err)
		}
		w.Pass(time.Hour)
		eraseDue(t, w)
		if !there(t, w, ada) {
			t.Fatal("erased although it was taken back")
		}
		if err := askErasure(t, w, visitor(t, w, w.Account(t, ada)), right, "", "ERASE"); err != nil {
			t.Fatal(err)
		}
		w.Pass(badge.ErasureWait)
		eraseDue(t, w)
		if there(t, w, ada) || there(t, w, personal) {
			t.Error("still there")
		}
		eraseDue(t, w)
	})
}

// The last letter leaves the house before the address is forgotten, if it does
// so within a day.
func TestTheLastLetterLeavesFirst(t *testing.T) {
	for name, pass := range map[string]func(t *testing.T, w *world.World){
		"when it has left": func(t *testing.T, w *world.World) {
			for _, l := range w.Letters(t) {
				if l.Kind == badge.LetterErased {
					w.Write(t, func(tx *store.Tx) error { return tx.LetterSent(t.Context(), l.ID, w.Time()) })
				}
			}
		},
		"when it never leaves": func(_ *testing.T, w *world.World) { w.Pass(badge.ErasureLetter) },
	} {
		t.Run(name, func(t *testing.T) {
			w := world.New(t)
			_, who := holder(t, w)
			if err := askErasure(t, w, who, right, "", "erase"); err != nil {
				t.Fatal(err)
			}
			w.Pass(badge.ErasureWait)
			w.Write(t, func(tx *store.Tx) error { // as where letters go out
				if err := tx.ErasureTold(t.Context(), who.Account.ID, w.Time()); err != nil {
					return err
				}
				return tx.AddLetters(t.Context(), []badge.Letter{{
					ID: badge.NewID[badge.LetterID](), Kind: badge.LetterErased, AccountID: who.Account.ID, To: ada, State: badge.LetterQueued, CreatedAt: w.Time(),
				}})
			})
			eraseDue(t, w)
			if !there(t, w, ada) {
				t.Fatal("erased before the letter left")
			}
			if err := w.Accounts.KeepAccount(t.Context(), who); !errors.Is(err, badge.ErrGone) {
				t.Errorf("taken back after the last letter: %v", err)
			}
			pass(t, w)
			eraseDue(t, w)
			if there(t, w, ada) {
				t.Error("still there")
			}
		})
	}
}

func TestStaffIsNotErased(t *testing.T) {
	w := world.New(t)
	org, who := holder(t, w)
	if err := askErasure(t, w, who, right, "", "erase"); err != nil {
		t.Fatal(err)
	}
	w.Write(t, func(tx *store.Tx) error { // joins the staff within the day
		return tx.Org(org.ID).AddMember(t.Context(), who.Account.ID, badge.RoleViewer, w.Time())
	})
	w.Pass(badge.ErasureWait)
	eraseDue(t, w)
	if !there(t, w, ada) {
		t.Fatal("staff was erased")
	}
	if e, err := w.Accounts.Erasure(t.Context(), who); err != nil || e.AccountID != "" {
		t.Errorf("it still waits: %+v, %v", e, err)
	}
	if _, refused := errors.AsType[*badge.Invalid](askErasure(t, w, visitor(t, w, w.Account(t, ada)), right, "", "erase")); !refused {
		t.Error("staff may ask")
	}
	if _, err := w.Accounts.EraseFor(t.Context(), badge.Host(), string(ada)); err == nil {
		t.Error("the operator may have staff erased")
	}
}

func TestTheOperatorErasesForSomebodyWhoAskedOnPaper(t *testing.T) {
	w := world.New(t)
	holder(t, w)
	if _, err := w.Accounts.EraseFor(t.Context(), badge.Actor{}, string(ada)); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("somebody else may: %v", err)
	}
	if _, err := w.Accounts.EraseFor(t.Context(), badge.Host(), "nobody@example.org"); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("somebody unknown: %v", err)
	}
	e, err := w.Accounts.EraseFor(t.Context(), badge.Host(), " Ada@example.org ")
	if err != nil || !e.DueAt.Equal(w.Time().Add(badge.ErasureWait)) {
		t.Fatalf("%+v, %v", e, err)
	}
	token(t, w, badge.LetterErasure, ada, "/erase/keep/") // they are told
	w.Pass(badge.ErasureWait)
	eraseDue(t, w)
	if there(t, w, ada) {
		t.Error("still there")
	}
}

func TestErasureAsksForTheCodeWhereThereIsAnApp(t *testing.T) {
	w := world.New(t)
	_, who := holder(t, w)
	if err := w.Accounts.BeginAuthenticator(t.Context(), who, account.Browser{}, right); err != nil {
		t.Fatal(err)
	}
	e, err := w.Accounts.Enrollment(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	code := func() string {
		c, err := totp.GenerateCode(e.Secret, w.Time())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if _, err := w.Accounts.ConfirmAuthenticator(t.Context(), who, code()); err != nil {
		t.Fatal(err)
	}
	w.Pass(time.Minute)
	for _, typed := range []string{"", "000000"} {
		invalid, refused := errors.AsType[*badge.Invalid](askErasure(t, w, who, right, typed, "erase"))
		if !refused || invalid.Fields["code"] == "" {
			t.Errorf("code %q: asked", typed)
		}
	}
	if err := askErasure(t, w, who, right, code(), "erase"); err != nil {
		t.Error(err)
	}
}
