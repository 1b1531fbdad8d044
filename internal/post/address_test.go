package post_test

import (
	"strings"
	"testing"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/test/world"
)

// visitor is Ada, signed in with a password.
func visitor(t *testing.T, w *world.World) account.Visitor {
	t.Helper()
	found, err := w.Accounts.ChooseFirst(t.Context(), w.Account(t, ada).ID, password)
	if err != nil {
		t.Fatal(err)
	}
	return account.Visitor{Account: found}
}

const (
	password = "a password of her own"
	home     = "ada@home.example"
)

func TestLettersAboutAddresses(t *testing.T) {
	w := world.New(t)
	issueTo(t, w, "Ada Lovelace <ada@example.org>")
	who := visitor(t, w)
	if _, err := w.Accounts.AddAddress(t.Context(), who, account.Browser{}, home, password); err != nil {
		t.Fatal(err)
	}
	text := w.LetterText(t, badge.LetterAddress, home)
	for _, part := range []string{"Hello,", home, world.PublicURL + "/profile/addresses/confirm/", "March 11, 2026, 12:00 PM UTC", "It was not you? Then do nothing"} {
		if !strings.Contains(text, part) {
			t.Errorf("the letter to the new address does not say %q:\n%s", part, text)
		}
	}
	for _, private := range []string{"Ada", "Lovelace", string(ada), "example.org to"} { // the address may be mistyped
		if strings.Contains(strings.ReplaceAll(text, home, ""), private) {
			t.Errorf("the letter to the new address tells a stranger %q:\n%s", private, text)
		}
	}
	_, rest, _ := strings.Cut(text, "/confirm/")
	if _, err := w.Accounts.ConfirmAddress(t.Context(), who, account.Browser{}, strings.Fields(rest)[0], ""); err != nil {
		t.Fatal(err)
	}
	text = w.LetterText(t, badge.LetterAddressAdded, ada)
	for _, part := range []string{"Dear Ada Lovelace", home, "can be used to log in", world.PublicURL + "/profile/undo/", "until March 11, 2026, 12:00 PM UTC"} {
		if !strings.Contains(text, part) {
			t.Errorf("the letter to the other address does not say %q:\n%s", part, text)
		}
	}
	w.Pass(25 * time.Hour)
	if err := w.Accounts.RemoveAddress(t.Context(), who, account.Browser{}, home, password); err != nil {
		t.Fatal(err)
	}
	for _, to := range []badge.Email{ada, home} {
		text := w.LetterText(t, badge.LetterAddressRemoved, to)
		for _, part := range []string{home, "All badges are still in the account", world.PublicURL + "/password/new"} {
			if !strings.Contains(text, part) {
				t.Errorf("the letter to %s does not say %q:\n%s", to, part, text)
			}
		}
	}
}

// A letter that tells of what was done goes out however late; one with a link
// that has ended does not.
func TestLettersAboutAddressesThatAreLate(t *testing.T) {
	w, s := withMail(t)
	issueTo(t, w, "Ada <ada@example.org>")
	who := visitor(t, w)
	if _, err := w.Accounts.AddAddress(t.Context(), who, account.Browser{}, home, password); err != nil {
		t.Fatal(err)
	}
	w.Pass(48 * time.Hour)
	if err := send(t, w); err != nil {
		t.Fatal(err)
	}
	for _, to := range s.got() {
		if to == home {
			t.Error("a dead link was sent")
		}
	}
}

// Mail programs show a button by which such letters end (RFC 8058).
func TestARemindersHeaders(t *testing.T) {
	w, s := withMail(t)
	issueTo(t, w, "Ada <ada@example.org>")
	w.Pass(badge.ReminderEvery)
	for range 3 { // it is looked for every hour
		if err := w.Accounts.Remind(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := send(t, w); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range s.offered {
		stop, post := m.Header.Get("List-Unsubscribe"), m.Header.Get("List-Unsubscribe-Post")
		if !strings.Contains(m.Header.Get("Subject"), "second address") {
			if stop+post != "" {
				t.Errorf("%q can be ended", m.Header.Get("Subject"))
			}
			continue
		}
		n++
		link, _ := strings.CutPrefix(strings.Trim(stop, "<>"), world.PublicURL+"/profile/reminders/")
		if post != "List-Unsubscribe=One-Click" || !strings.HasPrefix(stop, "<"+world.PublicURL+"/profile/reminders/") {
			t.Fatalf("headers %q, %q", stop, post)
		}
		if err := w.Accounts.StopReminders(t.Context(), link); err != nil {
			t.Fatal(err)
		}
	}
	if n != 1 {
		t.Fatalf("%d reminders", n)
	}
	w.Pass(badge.ReminderEvery)
	before := len(w.Letters(t))
	if err := w.Accounts.Remind(t.Context()); err != nil || len(w.Letters(t)) != before {
		t.Errorf("reminded all the same, %v", err)
	}
}
