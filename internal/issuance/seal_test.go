package issuance_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

var noAnswers = award.Answers{}

func TestInvitedEarners(t *testing.T) {
	w := world.New(t)
	inviting := w.Found(t, "inviting", func(o *badge.Organization) { o.InviteLogin = true })
	silent := w.Found(t, "silent", nil)
	a, b := w.Badge(t, inviting.ID, "first-aid"), w.Badge(t, silent.ID, "first-aid")

	w.Issue(t, b, "Ada <ada@example.org>")
	if got := w.Account(t, "ada@example.org"); got.InviteID != "" || got.Password != "" {
		t.Errorf("invited by an organization that does not invite: %+v", got)
	}
	if text := w.LetterText(t, badge.LetterIssued, "ada@example.org"); strings.Contains(strings.ToLower(text), "temporary password:") {
		t.Errorf("the letter carries a password:\n%s", text)
	}
	w.Issue(t, a, "Ada <ada@example.org>")
	first := w.Account(t, "ada@example.org")
	if first.InviteID == "" || !first.InvitedUntil.Equal(w.Time().Add(badge.TemporaryLifetime)) {
		t.Errorf("not invited: %+v", first)
	}
	temporary := w.Ring.TemporaryPassword(first.InviteID)
	if text := w.LetterText(t, badge.LetterIssued, "ada@example.org"); !strings.Contains(text, temporary) || !strings.Contains(text, "ada@example.org") {
		t.Errorf("the letter does not carry user name and password:\n%s", text)
	}

	// Another badge while the password works: the same one, so that both letters open the door.
	w.Pass(48 * time.Hour)
	w.Issue(t, w.Badge(t, inviting.ID, "wound-care"), "Ada <ada@example.org>")
	if second := w.Account(t, "ada@example.org"); second.InviteID != first.InviteID || !second.InvitedUntil.Equal(w.Time().Add(badge.TemporaryLifetime)) {
		t.Errorf("invited again: %+v", second)
	}
	// After its end: a new one.
	w.Pass(73 * time.Hour)
	w.Issue(t, w.Badge(t, inviting.ID, "swimming"), "Ada <ada@example.org>")
	third := w.Account(t, "ada@example.org")
	if third.InviteID == first.InviteID || third.InviteID == "" {
		t.Errorf("invited after the end: %+v", third)
	}
	// Somebody with a password of their own gets none.
	if _, err := w.Accounts.ChooseFirst(t.Context(), third.ID, "a password of her own"); err != nil {
		t.Fatal(err)
	}
	w.Issue(t, w.Badge(t, inviting.ID, "diving"), "Ada <ada@example.org>")
	if got := w.Account(t, "ada@example.org"); got.InviteID != "" || got.Password == "" {
		t.Errorf("invited with a password: %+v", got)
	}
	if text := w.LetterText(t, badge.LetterIssued, "ada@example.org"); strings.Contains(text, w.Ring.TemporaryPassword(third.InviteID)) {
		t.Errorf("the letter carries a temporary password:\n%s", text)
	}
}

// An earner is one person with one account, known to each organization by the
// name that it prints.
func TestOneEarnerOfTwoOrganizations(t *testing.T) {
	w := world.New(t)
	first, second := w.Found(t, "first", nil), w.Found(t, "second", nil)
	w.IssueFile(t, w.Badge(t, first.ID, "first-aid"), "name,email,number\nAda Byron,Ada@example.org,A-1\n", noAnswers)
	w.IssueFile(t, w.Badge(t, second.ID, "first-aid"), "name,email,number\nAda Lovelace,ada@EXAMPLE.org,B-2\n", noAnswers)
	ada := w.Account(t, "ada@example.org")
	items, err := w.Portfolio.List(t.Context(), badge.Actor{AccountID: ada.ID})
	if err != nil || len(items) != 2 {
		t.Fatalf("%d badges in the portfolio, %v", len(items), err)
	}
	earner := func(org badge.OrgID) (e store.Earner) {
		w.Read(t, func(tx *store.Tx) (err error) {
			e, err = tx.Org(org).Earner(t.Context(), ada.ID)
			return err
		})
		return e
	}
	if e := earner(first.ID); e.Name != "Ada Byron" || e.ExternalNumber != "A-1" || e.Credentials != 1 {
		t.Errorf("the first organization knows %+v", e)
	}
	if e := earner(second.ID); e.Name != "Ada Lovelace" || e.ExternalNumber != "B-2" || e.Credentials != 1 {
		t.Errorf("the second organization knows %+v", e)
	}
	w.Issue(t, w.Badge(t, second.ID, "diving"), "Ada King <ada@example.org>")
	if e := earner(second.ID); e.Name != "Ada King" || e.Credentials != 2 {
		t.Errorf("after another name the second organization knows %+v", e)
	}
	if e := earner(first.ID); e.Name != "Ada Byron" {
		t.Errorf("and the first %+v", e)
	}
	if got := w.Account(t, "ada@example.org"); got.ID != ada.ID {
		t.Error("there is a second account")
	}
}

// Issuing to a member of staff gives a badge to the account that is there.
func TestAnEarnerWhoIsStaff(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", func(o *badge.Organization) { o.InviteLogin = true })
	before := w.Account(t, "owner@college.example")
	w.Issue(t, w.Badge(t, org.ID, "first-aid"), "The Owner <owner@college.example>")
	after := w.Account(t, "owner@college.example")
	if after.ID != before.ID || after.Name != before.Name || !after.Operator {
		t.Errorf("before %+v, after %+v", before, after)
	}
}

func TestListsOfWhatIsIssued(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "other", nil)
	viewer := w.Member(t, org.ID, badge.RoleViewer)
	a := w.Badge(t, org.ID, "first-aid")
	r := w.IssueFile(t, a, "name,email,issued,expires\nAda,ada@example.org,2026-01-01,2026-03-10\nBob,bob@example.org,2025-01-01,2026-03-09\n"+
		"Cyn,cyn@example.org,2026-01-01,\nDan,dan@example.org,2025-01-01,2026-03-09\n", noAnswers)
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, r[3].Code, "Because."); err != nil {
		t.Fatal(err)
	}
	for state, want := range map[string]string{"": "Dan Cyn Bob Ada", "valid": "Cyn Ada", "expired": "Bob", "revoked": "Dan", "nonsense": ""} {
		rows, err := w.Issuer.IssuedPage(t.Context(), viewer, org.ID, store.IssuedQuery{State: badge.Listed(state), Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, row := range rows {
			names = append(names, row.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%q: %q, want %q", state, got, want)
		}
	}
	f, err := w.Issuer.File(t.Context(), viewer, org.ID, r[0].Code)
	if err != nil || f.Name != "Ada" || f.Badge.Name != "Badge first-aid" || len(f.Letters) != 1 {
		t.Errorf("%+v, %v", f, err)
	}
	rows, err := w.Issuer.Of(t.Context(), viewer, org.ID, f.AccountID)
	if err != nil || len(rows) != 1 || rows[0].Code != r[0].Code {
		t.Errorf("of one earner: %d, %v", len(rows), err)
	}
	owner := w.Member(t, other.ID, badge.RoleOwner)
	if _, err := w.Issuer.File(t.Context(), owner, other.ID, r[0].Code); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("another organization: %v", err)
	}
	if rows, err := w.Issuer.Of(t.Context(), owner, other.ID, f.AccountID); err != nil || len(rows) != 0 {
		t.Errorf("another organization lists %d, %v", len(rows), err)
	}
	for _, err := range []error{
		second(w.Issuer.Find(t.Context(), owner, org.ID, "", 10)), second(w.Issuer.File(t.Context(), owner, org.ID, r[0].Code)),
		second(w.Issuer.Of(t.Context(), owner, org.ID, f.AccountID)), w.Issuer.Resend(t.Context(), owner, org.ID, r[0].Code),
		w.Issuer.Resend(t.Context(), owner, other.ID, r[0].Code),
	} {
		if !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("in the issuer's name: %v", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestResend(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", func(o *badge.Organization) { o.InviteLogin = true })
	issuer := w.Member(t, org.ID, badge.RoleIssuer)
	code := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>")[0].Code
	w.Pass(100 * time.Hour)
	if err := w.Issuer.Resend(t.Context(), issuer, org.ID, code); err != nil {
		t.Fatal(err)
	}
	again := w.Account(t, "ada@example.org")
	text := w.LetterText(t, badge.LetterIssued, "ada@example.org")
	if !strings.Contains(text, w.Ring.TemporaryPassword(again.InviteID)) {
		t.Errorf("the second letter opens nothing:\n%s", text)
	}
	if _, err := w.Accounts.SignIn(t.Context(), account.Browser{}, "ada@example.org", w.Ring.TemporaryPassword(again.InviteID)); err != nil {
		t.Errorf("signing in by the second letter: %v", err)
	}
	if err := w.Issuer.Resend(t.Context(), w.Member(t, org.ID, badge.RoleViewer), org.ID, code); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("by a viewer: %v", err)
	}
	if err := w.Issuer.Revoke(t.Context(), issuer, org.ID, code, "Because."); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.Resend(t.Context(), issuer, org.ID, code); !isInvalid(err) {
		t.Errorf("of a revoked badge: %v", err)
	}
}
