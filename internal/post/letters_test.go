package post_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/store"
	"laurel/test/world"
)

// All six letters, as their readers see them.
func TestLettersAsPeopleReadThem(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", func(o *badge.Organization) { o.InviteLogin = true })
	code := string(w.IssueFile(t, w.Badge(t, org.ID, "first-aid"), "name,email,expires\nAda Lovelace,ada@example.org,2029-03-10\n", award.Answers{})[0].Code)
	says := func(kind badge.LetterKind, to badge.Email, subject string, parts ...string) {
		t.Helper()
		l, content, err := w.Post.Show(t.Context(), badge.Host(), letterTo(t, w, kind, to).ID)
		if err != nil {
			t.Fatal(err)
		}
		if l.Kind != kind || content.Subject != subject {
			t.Errorf("%s: subject %q, want %q", kind, content.Subject, subject)
		}
		for _, part := range parts {
			if !strings.Contains(content.Text, part) {
				t.Errorf("%s does not say %q:\n%s", kind, part, content.Text)
			}
		}
		for _, never := range []string{"%!", "<no value>", "{{", "0001", " has unlocked it.  ", "  has"} {
			if strings.Contains(content.Text, never) || strings.Contains(content.HTML, never) {
				t.Errorf("%s says %q:\n%s", kind, never, content.Text)
			}
		}
	}
	at := world.PublicURL
	says(badge.LetterStaff, "owner@college.example", "Organization college invites you to its team",
		"Dear Owner of college", "owner@college.example", "Your role:  owner", at+"/password/", "March 13, 2026, 12:00 PM UTC")
	says(badge.LetterIssued, ada, "Congratulations, Ada Lovelace: Badge first-aid",
		"Congratulations, Ada Lovelace", "Organization college issued you this badge on March 10, 2026", "valid until March 10, 2029", at+"/b/"+code,
		at+"/b/"+code+"/linkedin", at+"/login", "ada@example.org", w.Ring.TemporaryPassword(w.Account(t, ada).InviteID), "March 13, 2026, 12:00 PM UTC")
	if err := w.Accounts.RequestPassword(t.Context(), "ada@example.org"); err != nil {
		t.Fatal(err)
	}
	says(badge.LetterNewPassword, ada, "Choose a new password", "Dear Ada Lovelace", at+"/password/", "March 10, 2026, 1:00 PM UTC")
	found := w.Account(t, ada)
	if _, err := w.Accounts.ChooseFirst(t.Context(), found.ID, "a password of her own"); err != nil {
		t.Fatal(err)
	}
	says(badge.LetterPasswordChanged, ada, "Your password was changed", "Dear Ada Lovelace", "March 10, 2026, 12:00 PM UTC", at+"/password/new")
	lock := func() {
		for range badge.MaxFailures {
			_, _ = w.Accounts.SignIn(t.Context(), account.Browser{}, "ada@example.org", "wrong")
		}
	}
	lock()
	if err := w.Accounts.Unlock(t.Context(), badge.Host(), org.ID, found.ID); err != nil {
		t.Fatal(err)
	}
	says(badge.LetterUnlocked, ada, "Your account is unlocked", "Organization college has unlocked it", "badges@college.example", at+"/password/new")
	lock()
	if err := w.Accounts.UnlockByEmail(t.Context(), badge.Host(), "ada@example.org"); err != nil {
		t.Fatal(err)
	}
	says(badge.LetterUnlocked, ada, "Your account is unlocked", "badges.example.org has unlocked it", at+"/password/new")
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, badge.Code(code), "Exam result corrected."); err != nil {
		t.Fatal(err)
	}
	says(badge.LetterRevoked, ada, "Your badge was revoked: Badge first-aid", "Dear Ada Lovelace", "Exam result corrected.", "on March 10, 2026", at+"/b/"+code)
}

// A letter tells the badge as it was issued, whatever it says today.
func TestALetterTellsTheBadgeAsItWasIssued(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	w.Issue(t, a, "Ada <ada@example.org>")
	r := a.Revision
	r.Name = "Another name"
	if _, err := w.Catalog.Revise(t.Context(), badge.Host(), org.ID, a.ID, badge.Achievement{Revision: r}, nil); err != nil {
		t.Fatal(err)
	}
	if text := w.LetterText(t, badge.LetterIssued, ada); !strings.Contains(text, "Badge first-aid") || strings.Contains(text, "Another name") {
		t.Errorf("the letter says\n%s", text)
	}
}

func TestOnlyTheOperatorReadsLetters(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>")
	l := letterTo(t, w, badge.LetterIssued, ada)
	for _, actor := range []badge.Actor{{}, {AccountID: l.AccountID}, w.Member(t, org.ID, badge.RoleOwner)} {
		if _, _, err := w.Post.Show(t.Context(), actor, l.ID); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("%s reads a letter: %v", actor.Name(), err)
		}
		if list, err := w.Post.List(t.Context(), actor, "", 10); !errors.Is(err, badge.ErrNotFound) || len(list) != 0 {
			t.Errorf("%s lists %d letters: %v", actor.Name(), len(list), err)
		}
	}
	if _, _, err := w.Post.Show(t.Context(), badge.Host(), "nothing"); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("no letter: %v", err)
	}
	list, err := w.Post.List(t.Context(), badge.Host(), "", 1)
	if err != nil || len(list) != 1 || list[0].ID != l.ID {
		t.Fatalf("newest: %+v, %v", list, err)
	}
	if list, err = w.Post.List(t.Context(), badge.Host(), l.ID, 10); err != nil || len(list) != 1 || list[0].Kind != badge.LetterStaff {
		t.Errorf("older: %+v, %v", list, err)
	}
}

func TestASampleOfTheLetter(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", func(o *badge.Organization) { o.InviteLogin = true }), w.Found(t, "other", nil)
	a := w.Badge(t, org.ID, "first-aid")
	b := w.Upload(t, a, world.File("Bad row <no address>", "Ada Lovelace <ada@example.org>"), award.Answers{})
	l, content, err := w.Post.Sample(t.Context(), w.Member(t, org.ID, badge.RoleIssuer), org.ID, b.ID)
	if err != nil || l.To != ada || content.Subject != "Congratulations, Ada Lovelace: Badge first-aid" {
		t.Errorf("%+v, %q, %v", l, content.Subject, err)
	}
	if !strings.Contains(content.Text, "Temporary password:") {
		t.Errorf("it does not show where the password stands:\n%s", content.Text)
	}
	if n := len(w.Letters(t)); n != 2 { // the two owners'
		t.Errorf("%d letters are in the ledger", n)
	}
	if _, _, err := w.Post.Sample(t.Context(), w.Member(t, other.ID, badge.RoleOwner), other.ID, b.ID); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("another organization: %v", err)
	}
	if _, _, err := w.Post.Sample(t.Context(), w.Member(t, org.ID, badge.RoleViewer), org.ID, b.ID); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("a viewer: %v", err)
	}
}

// Whoever gets hold of the ledger gets no password and no link.
func TestTheLedgerHoldsNoSecret(t *testing.T) {
	w, s := withMail(t)
	org := issueTo(t, w, "Ada <ada@example.org>", "Bob <bob@example.org>")
	secrets := []string{w.Ring.TemporaryPassword(w.Account(t, ada).InviteID)}
	if err := w.Accounts.RequestPassword(t.Context(), "bob@example.org"); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []badge.LetterKind{badge.LetterNewPassword, badge.LetterStaff} {
		to := badge.Email("bob@example.org")
		if kind == badge.LetterStaff {
			to = "owner@college.example"
		}
		_, rest, _ := strings.Cut(w.LetterText(t, kind, to), world.PublicURL+"/password/")
		token := strings.Fields(rest)[0]
		_, code, _ := strings.Cut(token, ".")
		secrets = append(secrets, token, code)
	}
	if err := send(t, w); err != nil {
		t.Fatal(err)
	}
	if len(s.got()) != 4 {
		t.Fatalf("sent to %q", s.got())
	}
	if _, err := w.Accounts.SignIn(t.Context(), account.Browser{}, "ada@example.org", secrets[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Accounts.ChooseFirst(t.Context(), w.Account(t, ada).ID, "a password of her own"); err != nil {
		t.Fatal(err)
	}
	secrets = append(secrets, "a password of her own", strings.ReplaceAll(secrets[0], "-", ""))
	var sealed []byte
	w.Read(t, func(tx *store.Tx) error {
		keys, err := tx.Org(org.ID).Keys(t.Context())
		sealed = keys[0].Sealed
		return err
	})
	seen := false
	for _, file := range []string{"laurel.db", "laurel.db-wal"} {
		data, err := os.ReadFile(filepath.Join(w.Settings.Data, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if len(secret) < 12 {
				t.Fatalf("looking for %q", secret)
			}
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s holds %q", file, secret)
			}
		}
		seen = seen || bytes.Contains(data, []byte("ada@example.org")) && bytes.Contains(data, sealed)
	}
	if !seen {
		t.Error("the ledger was not looked at: it does not even hold the address")
	}
}

// A letter is in the language that its reader chose, whoever caused it.
func TestALetterIsInTheLanguageThatItsReaderChose(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada Lovelace <ada@example.org>")
	found := w.Account(t, ada)
	if err := w.Accounts.RequestPassword(t.Context(), "ada@example.org"); err != nil {
		t.Fatal(err)
	}
	if text := w.LetterText(t, badge.LetterNewPassword, ada); !strings.Contains(text, "Dear Ada Lovelace,") {
		t.Errorf("nobody chose a language, and the letter says\n%s", text)
	}
	if err := w.Profiles.SetLanguage(t.Context(), found.ID, locale.German); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Accounts.ChooseFirst(t.Context(), found.ID, "a password of her own"); err != nil {
		t.Fatal(err)
	}
	if text := w.LetterText(t, badge.LetterPasswordChanged, ada); !strings.Contains(text, "Guten Tag Ada Lovelace,") || !strings.Contains(text, "10. März 2026") {
		t.Errorf("she chose German, and the letter says\n%s", text)
	}
	if text := w.LetterText(t, badge.LetterStaff, "owner@college.example"); !strings.Contains(text, "Dear Owner of college") {
		t.Errorf("the owner's letter says\n%s", text)
	}
}
