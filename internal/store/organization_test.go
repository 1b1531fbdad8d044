package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// noon is a time with microseconds, which is what the ledger keeps.
var noon = time.Date(2026, 3, 10, 12, 0, 0, 123456000, time.UTC)

// day is a date as awards have it.
func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

// write changes the ledger and fails the test on an error.
func write(t *testing.T, db *store.DB, fn func(ctx context.Context, tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx *store.Tx) error { return fn(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// refused changes the ledger and wants a kind of error.
func refused(t *testing.T, db *store.DB, kind error, fn func(ctx context.Context, tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx *store.Tx) error { return fn(t.Context(), tx) }); !errors.Is(err, kind) {
		t.Errorf("got %v, want %v", err, kind)
	}
}

// read reads one thing.
func read[T any](t *testing.T, db *store.DB, fn func(ctx context.Context, tx *store.Tx) (T, error)) (got T) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *store.Tx) (err error) {
		got, err = fn(t.Context(), tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// same compares what came back with what went in. No bytes and nil bytes are
// the same.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if got, want := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); got != want {
		t.Errorf("%s came back as\n%s, want\n%s", what, got, want)
	}
}

func anOrganization(slug string) badge.Organization {
	return badge.Organization{
		ID: badge.NewOrgID(), Slug: slug, Name: "Łódź " + slug, URL: "https://" + slug + ".example", Email: "badges@example.org",
		Description: "Two\nlines", Logo: "hash", InviteLogin: true, LinkedInID: "42", NoLinkedIn: true, Forms: badge.ProofForms{Hosted: true}, CreatedAt: noon,
	}
}

func TestOrganizationRoundTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if !read(t, db, func(ctx context.Context, tx *store.Tx) (bool, error) { return tx.IsEmpty(ctx) }) {
			t.Error("a fresh ledger is not empty")
		}
		o, other := anOrganization("b"), anOrganization("a")
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.AddOrganization(ctx, o), tx.AddOrganization(ctx, other))
		})
		if read(t, db, func(ctx context.Context, tx *store.Tx) (bool, error) { return tx.IsEmpty(ctx) }) {
			t.Error("a ledger with organizations is empty")
		}
		same(t, "by slug", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Organization, error) {
			return tx.PublicOrganization(ctx, "b")
		}), o)
		same(t, "all, by name", read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Organization, error) {
			return tx.SystemOrganizations(ctx)
		}),
			[]badge.Organization{other, o})
		changed := o
		changed.Name, changed.InviteLogin, changed.NoLinkedIn, changed.Logo, changed.Slug = "New name", false, false, "", "ignored"
		changed.Forms = badge.ProofForms{JWT: true, PlainList: true}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(o.ID).UpdateOrganization(ctx, changed) })
		changed.Slug = "b"
		same(t, "changed", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Organization, error) {
			return tx.Org(o.ID).Organization(ctx)
		}), changed)
		same(t, "the other", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Organization, error) {
			return tx.PublicOrganization(ctx, "a")
		}), other)
		again := anOrganization("b")
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.AddOrganization(ctx, again) })
		for _, slug := range []string{"nowhere", "", "b\x00", "b\xff", "B"} {
			refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.PublicOrganization(ctx, slug)
				return err
			})
		}
	})
}

func TestMembersAndKeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a, b := anOrganization("a"), anOrganization("b")
		ada := badge.Account{ID: badge.NewID[badge.AccountID](), Email: "ada@example.org", CreatedAt: noon}
		first := badge.SigningKey{ID: badge.NewID[badge.KeyID](), OrgID: a.ID, Number: 1, Algorithm: badge.EdDSA, Public: "z6Mk1", Sealed: []byte{0, 1, 255}, CreatedAt: noon}
		second := badge.SigningKey{ID: badge.NewID[badge.KeyID](), OrgID: a.ID, Number: 2, Algorithm: badge.RS256, Public: "{}", Sealed: []byte{2}, CreatedAt: noon}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.AddOrganization(ctx, b), tx.AddOrganization(ctx, a), tx.AddAccounts(ctx, []badge.Account{ada}),
				tx.Org(b.ID).AddMember(ctx, ada.ID, badge.RoleViewer, noon), tx.Org(a.ID).AddMember(ctx, ada.ID, badge.RoleIssuer, noon),
				tx.Org(a.ID).AddMember(ctx, ada.ID, badge.RoleOwner, noon.Add(time.Hour)),
				tx.Org(a.ID).AddKey(ctx, first), tx.Org(a.ID).AddKey(ctx, second))
		})
		same(t, "memberships", read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Membership, error) {
			return tx.SystemMemberships(ctx, ada.ID)
		}), []badge.Membership{{OrgID: a.ID, Slug: "a", Name: a.Name, Role: badge.RoleOwner, Since: noon}, {OrgID: b.ID, Slug: "b", Name: b.Name, Role: badge.RoleViewer, Since: noon}})
		same(t, "keys, the newest first", read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.SigningKey, error) {
			return tx.Org(a.ID).Keys(ctx)
		}), []badge.SigningKey{second, first})
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			second.ID = badge.NewID[badge.KeyID]()
			return tx.Org(a.ID).AddKey(ctx, second)
		})
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(a.ID).AddMember(ctx, "nobody", badge.RoleOwner, noon)
		})
	})
}

func TestEventsAreRecordedInTheirOrganization(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(
				tx.Org("ours").Record(ctx, badge.Event{OrgID: "theirs", Actor: "host", Verb: "a.b", Subject: "s", Note: "n", At: noon}),
				tx.Record(ctx, badge.Event{Actor: "host", Verb: "c.d", Subject: "s", At: noon}))
		})
		got := ask(t, db, "select org_id || ' ' || verb || ' ' || note from events order by verb")
		if want := []string{"ours a.b n", " c.d "}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestSettings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setting := func(ctx context.Context, tx *store.Tx) (string, error) { return tx.Setting(ctx, "public-url") }
		refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error { _, err := setting(ctx, tx); return err })
		for _, value := range []string{"https://a.example", "https://b.example"} {
			write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.SetSetting(ctx, "public-url", value) })
			same(t, "setting", read(t, db, setting), value)
		}
	})
}

func TestSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		find := func(hash string, now time.Time) func(ctx context.Context, tx *store.Tx) ([]byte, error) {
			return func(ctx context.Context, tx *store.Tx) ([]byte, error) { return tx.SystemSession(ctx, hash, now) }
		}
		gone := func(what, hash string, now time.Time) {
			t.Helper()
			err := db.Read(t.Context(), func(tx *store.Tx) error { _, err := find(hash, now)(t.Context(), tx); return err })
			if !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("%s: %v, want not found", what, err)
			}
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.SaveSession(ctx, "one", []byte{1}, noon.Add(time.Hour)), tx.SaveSession(ctx, "two", []byte{2}, noon.Add(2*time.Hour)))
		})
		same(t, "session", read(t, db, find("one", noon)), []byte{1})
		gone("at its end", "one", noon.Add(time.Hour))
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.SaveSession(ctx, "one", []byte{3}, noon.Add(3*time.Hour))
		})
		same(t, "saved again", read(t, db, find("one", noon.Add(time.Hour))), []byte{3})
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.DropEndedSessions(ctx, noon.Add(2*time.Hour)) })
		gone("removed", "two", noon)
		same(t, "still there", read(t, db, find("one", noon)), []byte{3})
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.DropSession(ctx, "one") })
		gone("dropped", "one", noon)
	})
}
