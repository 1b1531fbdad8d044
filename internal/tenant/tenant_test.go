package tenant_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/tenant"
	"laurel/test/world"
	"laurel/vc/did"
)

func founding(slug string) tenant.Founding {
	return tenant.Founding{
		Organization: badge.Organization{Slug: slug, Name: "Riverbank College", URL: "riverbank.example", Email: "badges@riverbank.example"},
		OwnerEmail:   "Owner@Riverbank.example", OwnerName: " Robin Rivers ",
	}
}

func TestCreate(t *testing.T) {
	w := world.New(t)
	if empty, err := w.Tenants.IsEmpty(t.Context()); err != nil || !empty {
		t.Fatalf("a fresh installation is empty: %t, %v", empty, err)
	}
	f := founding("riverbank")
	f.Logo = world.Picture()
	org, err := w.Tenants.Create(t.Context(), badge.Host(), f)
	if err != nil {
		t.Fatal(err)
	}
	if empty, err := w.Tenants.IsEmpty(t.Context()); err != nil || empty {
		t.Errorf("still empty: %t, %v", empty, err)
	}
	if got, err := w.Tenants.Public(t.Context(), "riverbank"); err != nil || got != org || got.URL != "https://riverbank.example" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := w.Blobs.Get(t.Context(), org.Logo); err != nil {
		t.Errorf("the logo: %v", err)
	}
	owner := w.Account(t, "owner@riverbank.example")
	if owner.Name != "Robin Rivers" || !owner.Operator || owner.Password != "" {
		t.Errorf("owner: %+v", owner)
	}
	document, err := w.Issuer.DIDDocument(t.Context(), "riverbank")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := did.ParseDocument(document, "did:web:badges.example.org:o:riverbank")
	if err != nil || len(parsed.AssertionMethod) != 1 {
		t.Errorf("%+v, %v", parsed, err)
	}

	// The invitation opens the door, once.
	text := w.LetterText(t, badge.LetterStaff, "owner@riverbank.example")
	_, rest, _ := strings.Cut(text, world.PublicURL+"/password/")
	token := strings.Fields(rest)[0]
	if _, err := w.Accounts.ChooseByLink(t.Context(), token, "a password of his own"); err != nil {
		t.Fatal(err)
	}
	in, err := w.Accounts.SignIn(t.Context(), account.Browser{}, "owner@riverbank.example", "a password of his own")
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.Visitor(t, in.Account.ID)
	if err != nil || v.Actor().May(badge.ActSetting, org.ID) != nil || !v.Actor().Operator {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := w.Accounts.ChooseByLink(t.Context(), token, "another password"); !errors.Is(err, badge.ErrGone) {
		t.Errorf("the invitation a second time: %v", err)
	}
}

func TestCreateWithAPassword(t *testing.T) {
	w := world.New(t)
	hash, err := w.Accounts.Hash(t.Context(), "a password of his own")
	if err != nil {
		t.Fatal(err)
	}
	f := founding("riverbank")
	f.PasswordHash = hash
	if _, err := w.Tenants.Create(t.Context(), badge.Host(), f); err != nil {
		t.Fatal(err)
	}
	if letters := w.Letters(t); len(letters) != 0 {
		t.Errorf("%d letters invite somebody who is there already", len(letters))
	}
	if in, err := w.Accounts.SignIn(t.Context(), account.Browser{}, "owner@riverbank.example", "a password of his own"); err != nil || in.MustChange {
		t.Errorf("%+v, %v", in, err)
	}
	// Somebody who has an account keeps it: a second organization changes
	// neither name nor password, and makes nobody operator.
	other := founding("second")
	other.OwnerName, other.PasswordHash = "Mallory", "not a hash"
	if _, err := w.Tenants.Create(t.Context(), badge.Host(), other); err != nil {
		t.Fatal(err)
	}
	if got := w.Account(t, "owner@riverbank.example"); got.Name != "Robin Rivers" || got.Password != hash {
		t.Errorf("the account of before: %+v", got)
	}
	// An earner who has an account without a password is invited to choose one:
	// the password that somebody else typed is not theirs.
	w.Issue(t, w.Badge(t, w.Found(t, "issuing", nil).ID, "first-aid"), "Ada <ada@example.org>")
	hers := founding("hers")
	hers.OwnerEmail, hers.PasswordHash = "ada@example.org", hash
	if _, err := w.Tenants.Create(t.Context(), badge.Host(), hers); err != nil {
		t.Fatal(err)
	}
	w.LetterText(t, badge.LetterStaff, "ada@example.org")
	if got := w.Account(t, "ada@example.org"); got.Password != "" {
		t.Errorf("somebody else's password: %+v", got)
	}
	third := founding("third")
	third.OwnerEmail = "somebody@else.example"
	if _, err := w.Tenants.Create(t.Context(), badge.Host(), third); err != nil {
		t.Fatal(err)
	}
	if w.Account(t, "somebody@else.example").Operator {
		t.Error("the owner of the third organization runs the installation")
	}
}

func TestCreateRefuses(t *testing.T) {
	w := world.New(t)
	w.Found(t, "taken", nil)
	for _, c := range []struct {
		name, field string
		spoil       func(*tenant.Founding)
	}{
		{"a slug that is taken", "slug", func(f *tenant.Founding) { f.Organization.Slug = "taken" }},
		{"a slug with dots", "slug", func(f *tenant.Founding) { f.Organization.Slug = "a..b" }},
		{"an owner without address", "owner_email", func(f *tenant.Founding) { f.OwnerEmail = "nobody" }},
		{"a name with a control character", "owner_name", func(f *tenant.Founding) { f.OwnerName = "Robin\x00" }},
		{"a name that never ends", "owner_name", func(f *tenant.Founding) { f.OwnerName = strings.Repeat("Robin ", 1000) }},
		{"a logo that is no picture", "logo", func(f *tenant.Founding) { f.Logo = []byte("no picture") }},
		{"a hostile logo", "logo", func(f *tenant.Founding) {
			f.Logo = []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
		}},
	} {
		f := founding("riverbank")
		c.spoil(&f)
		var invalid *badge.Invalid
		if _, err := w.Tenants.Create(t.Context(), badge.Host(), f); !errors.As(err, &invalid) || invalid.Fields[c.field] == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := w.Tenants.Create(t.Context(), badge.Actor{AccountID: "somebody"}, founding("riverbank")); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("somebody: %v", err)
	}
	w.Read(t, func(tx *store.Tx) error {
		if all, err := tx.SystemOrganizations(t.Context()); err != nil || len(all) != 1 {
			t.Errorf("%d organizations, %v", len(all), err)
		}
		if _, err := tx.SystemAccountByEmail(t.Context(), "owner@riverbank.example"); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("the owner of a refused organization: %v", err)
		}
		return nil
	})
}

// One slug, many at once: one gets it.
func TestOneSlugAtTheSameMoment(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		errs := make([]error, 6)
		var all sync.WaitGroup
		for n := range errs {
			all.Go(func() { _, errs[n] = w.Tenants.Create(context.Background(), badge.Host(), founding("riverbank")) })
		}
		all.Wait()
		good := 0
		for _, err := range errs {
			var invalid *badge.Invalid
			if err == nil {
				good++
			} else if !errors.As(err, &invalid) && !errors.Is(err, badge.ErrBusy) {
				t.Error(err)
			}
		}
		if good != 1 {
			t.Errorf("%d organizations at one address", good)
		}
	})
}

func TestUpdate(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "other", nil)
	changed := org
	changed.Name, changed.InviteLogin, changed.Slug, changed.LinkedInID = "New Name", true, "moved", "42"
	admin := w.Member(t, org.ID, badge.RoleAdmin)
	if err := w.Tenants.Update(t.Context(), admin, org.ID, changed, world.Picture()); err != nil {
		t.Fatal(err)
	}
	got, err := w.Tenants.For(t.Context(), admin, "college")
	if err != nil || got.Name != "New Name" || !got.InviteLogin || got.Slug != "college" || got.Logo == "" || got.LinkedInID != "42" {
		t.Errorf("%+v, %v", got, err)
	}
	changed.Name = "Newer Name"
	if err := w.Tenants.Update(t.Context(), admin, org.ID, changed, nil); err != nil {
		t.Fatal(err)
	}
	if again, err := w.Tenants.Public(t.Context(), "college"); err != nil || again.Logo != got.Logo || again.Name != "Newer Name" {
		t.Errorf("without a new logo: %+v, %v", again, err)
	}
	stranger := w.Member(t, other.ID, badge.RoleOwner)
	for _, c := range []struct {
		name  string
		actor badge.Actor
		want  error
	}{
		{"an issuer", w.Member(t, org.ID, badge.RoleIssuer), badge.ErrForbidden},
		{"another organization", stranger, badge.ErrNotFound},
		{"nobody", badge.Actor{}, badge.ErrSignedOut},
	} {
		if err := w.Tenants.Update(t.Context(), c.actor, org.ID, changed, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	changed.Name = ""
	var invalid *badge.Invalid
	if err := w.Tenants.Update(t.Context(), admin, org.ID, changed, nil); !errors.As(err, &invalid) {
		t.Errorf("without a name: %v", err)
	}
	if _, err := w.Tenants.For(t.Context(), stranger, "college"); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("another organization looks: %v", err)
	}
	if _, err := w.Tenants.All(t.Context(), stranger); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("somebody lists all organizations: %v", err)
	}
	if all, err := w.Tenants.All(t.Context(), badge.Host()); err != nil || len(all) != 2 {
		t.Errorf("%d organizations, %v", len(all), err)
	}
}

func TestOverview(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "other", nil)
	viewer := w.Member(t, org.ID, badge.RoleViewer)
	if o, err := w.Tenants.Overview(t.Context(), viewer, org.ID); err != nil || o.Achievements+o.Issued+o.Revoked+len(o.Batches) != 0 {
		t.Errorf("at first: %+v, %v", o, err)
	}
	r := w.Issue(t, w.Badge(t, org.ID, "first-aid"), "Ada <ada@example.org>", "Bob <bob@example.org>")
	w.Issue(t, w.Badge(t, other.ID, "first-aid"), "Cyn <cyn@example.org>")
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, r[0].Code, "Because."); err != nil {
		t.Fatal(err)
	}
	if o, err := w.Tenants.Overview(t.Context(), viewer, org.ID); err != nil || o.Achievements != 1 || o.Issued != 2 || o.Revoked != 1 || len(o.Batches) != 1 {
		t.Errorf("then: %+v, %v", o, err)
	}
	if _, err := w.Tenants.Overview(t.Context(), viewer, other.ID); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("another organization: %v", err)
	}
}

func TestTheSetupLinkMakesOneOrganization(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		slugs := []string{"one", "two", "three", "four"}
		errs := make([]error, len(slugs))
		var wg sync.WaitGroup
		for n, slug := range slugs {
			wg.Go(func() {
				_, errs[n] = w.Tenants.Create(t.Context(), badge.Host(), tenant.Founding{OnlyFirst: true, Organization: badge.Organization{
					Slug: slug, Name: slug, URL: "https://college.example", Email: "office@college.example",
				}})
			})
		}
		wg.Wait()
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
			} else if !errors.Is(err, badge.ErrGone) {
				t.Errorf("a second setup: %v", err)
			}
		}
		if made != 1 {
			t.Errorf("%d setups at once made %d organizations", len(slugs), made)
		}
	})
}

func TestShortNameComesFromTheName(t *testing.T) {
	w := world.New(t)
	f := founding("")
	if org, err := w.Tenants.Create(t.Context(), badge.Host(), f); err != nil || org.Slug != "riverbank-college" {
		t.Errorf("%q, %v", org.Slug, err)
	}
}

// keysOf are an organization's keys, the newest first.
func keysOf(t *testing.T, w *world.World, org badge.OrgID) (keys []badge.SigningKey) {
	t.Helper()
	w.Read(t, func(tx *store.Tx) (err error) {
		keys, err = tx.Org(org).Keys(t.Context())
		return err
	})
	return keys
}

// The key of a form is made when the form is chosen first, and kept.
func TestFormsGetTheirKeyOnce(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		if keys := keysOf(t, w, org.ID); len(keys) != 1 || keys[0].Algorithm != badge.EdDSA {
			t.Fatalf("%+v", keys)
		}
		forms := badge.ProofForms{JWT: true, Hosted: true, PlainList: true}
		w.Choose(t, org.ID, forms)
		if got, err := w.Tenants.Public(t.Context(), "college"); err != nil || got.Forms != forms {
			t.Errorf("%+v, %v", got.Forms, err)
		}
		keys := keysOf(t, w, org.ID)
		if len(keys) != 2 || keys[0].Algorithm != badge.RS256 || keys[0].Number != 2 {
			t.Fatalf("%+v", keys)
		}
		w.Choose(t, org.ID, badge.ProofForms{})
		w.Choose(t, org.ID, forms)
		if again := keysOf(t, w, org.ID); len(again) != 2 || again[0].ID != keys[0].ID {
			t.Errorf("%+v", again)
		}
		whole := w.Found(t, "other", func(o *badge.Organization) { o.Forms.JWT = true })
		if keys := keysOf(t, w, whole.ID); len(keys) != 2 || keys[0].Algorithm != badge.RS256 || keys[1].Algorithm != badge.EdDSA {
			t.Errorf("from the start: %+v", keys)
		}
	})
}

// Two who choose it at the same moment: one key, and nobody is told that it worked when it did not.
func TestAFormChosenAtTheSameMoment(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		org.Forms.JWT = true
		errs := make([]error, 3)
		var all sync.WaitGroup
		for n := range errs {
			all.Go(func() { errs[n] = w.Tenants.Update(context.Background(), badge.Host(), org.ID, org, nil) })
		}
		all.Wait()
		good := 0
		for _, err := range errs {
			if err == nil {
				good++
			} else if !errors.Is(err, badge.ErrConflict) && !errors.Is(err, badge.ErrBusy) {
				t.Error(err)
			}
		}
		if keys := keysOf(t, w, org.ID); len(keys) != 2 || good == 0 {
			t.Errorf("%d keys, %d went through", len(keys), good)
		}
	})
}
