package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// A table that names accounts and that merging does not know would keep rows of
// an account that is gone.
func TestMergingKnowsEveryColumnThatNamesAnAccount(t *testing.T) {
	db := storetest.SQLite(t)
	known := store.MergedColumns()
	look(t, db, func(ctx context.Context, tx *store.Tx) error {
		columns, err := tx.Strings(ctx, `select m.name || '.' || c.name from sqlite_master m, pragma_table_info(m.name) c
			where m.type = 'table' and m.name not like 'river%'
			and (c.name like '%account%' or c.name in ('created_by', 'other_id', 'invited_by', 'accepted_by', 'terms_by', 'assigned_to', 'saved_by', 'asked_by')
				or exists (select 1 from pragma_foreign_key_list(m.name) f where f."table" = 'accounts' and f."from" = c.name)) order by 1`)
		for _, c := range columns {
			if !slices.Contains(known, c) {
				t.Errorf("%s names accounts, and merging two of them leaves it alone", c)
			}
		}
		for _, c := range known {
			if !slices.Contains(columns, c) {
				t.Errorf("merging knows %s, and there is no such column", c)
			}
		}
		return err
	})
}

// everywhere lists the columns that hold a value anywhere in the ledger.
func everywhere(t *testing.T, db *store.DB, value string) (found []string) {
	t.Helper()
	catalog := `select m.name || '.' || c.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'river%' and c.type = 'TEXT'`
	if db.Engine() == store.Postgres {
		catalog = `select table_name || '.' || column_name from information_schema.columns
			where table_schema = current_schema() and table_name not like 'river%' and data_type = 'text'`
	}
	look(t, db, func(ctx context.Context, tx *store.Tx) error {
		columns, err := tx.Strings(ctx, catalog)
		if err != nil {
			return err
		}
		if len(columns) < 50 {
			t.Fatalf("only %d columns were looked at", len(columns))
		}
		for _, c := range columns {
			table, column, _ := strings.Cut(c, ".")
			rows, err := tx.Strings(ctx, `select `+column+` from `+table+` where `+column+` = $1`, value)
			if err != nil {
				return err
			}
			if len(rows) > 0 {
				found = append(found, c)
			}
		}
		return nil
	})
	slices.Sort(found)
	return found
}

// twoOfOne are two accounts of one person, each with a row everywhere where an
// account can have one.
func twoOfOne(t *testing.T, db *store.DB) (mine, theirs *shop) {
	t.Helper()
	mine, theirs = aShop(t, db, "mine"), aShop(t, db, "theirs")
	for n, s := range []*shop{mine, theirs} {
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			id := s.earner.ID
			letter := badge.Letter{ID: badge.NewID[badge.LetterID](), Kind: badge.LetterReminder, AccountID: id, State: badge.LetterKept, CreatedAt: noon}
			batch := aBatch(s.org.ID, s.achievement.ID)
			batch.CreatedBy = id
			return errors.Join(
				tx.EarnerSaveProfile(ctx, badge.Profile{AccountID: id, Workplace: s.org.Slug}), tx.EarnerSavePhoto(ctx, id, []byte{byte(n)}, noon),
				tx.AddAddressChange(ctx, badge.AddressChange{ID: "waiting " + s.org.Slug, AccountID: id, Email: "w@x.example", State: badge.AddressWaiting, CreatedAt: noon}),
				tx.AddAddressChange(ctx, badge.AddressChange{ID: "done " + s.org.Slug, AccountID: id, Email: "d@x.example", State: badge.AddressConfirmed, CreatedAt: noon, DoneAt: noon}),
				tx.AddResetLink(ctx, store.ResetLink{ID: "reset " + s.org.Slug, AccountID: id, Until: noon.Add(time.Hour), CreatedAt: noon}),
				tx.AddVisit(ctx, store.Visit{ID: "visit " + s.org.Slug, AccountID: id, BeganAt: noon, SeenAt: noon}),
				tx.SaveDevice(ctx, store.KnownDevice{ID: "device " + s.org.Slug, AccountID: id, CreatedAt: noon, SeenAt: noon}),
				tx.AddFailedLogin(ctx, store.FailedLogin{ID: "failed " + s.org.Slug, AccountID: id, At: noon}), tx.Org(s.org.ID).AddUnlock(ctx, id, noon),
				tx.AddLetters(ctx, []badge.Letter{letter}),
				tx.Org(s.org.ID).AddBatch(ctx, batch), tx.Org(s.org.ID).AddMember(ctx, id, badge.RoleIssuer, noon),
			)
		})
	}
	write(t, db, func(ctx context.Context, tx *store.Tx) error { // and both at one organization
		return tx.Org(mine.org.ID).AddMember(ctx, theirs.earner.ID, badge.RoleOwner, noon)
	})
	return mine, theirs
}

func TestMergingLeavesNothingOfTheAccountThatIsGone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		mine, theirs := twoOfOne(t, db)
		before := everywhere(t, db, string(theirs.earner.ID))
		if len(before) < 10 {
			t.Fatalf("the account is named in %q only", before)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.MergeAccounts(ctx, mine.earner.ID, theirs.earner.ID, "change")
		})
		if left := everywhere(t, db, string(theirs.earner.ID)); len(left) != 0 {
			t.Errorf("it is still named in %q", left)
		}
		look(t, db, func(ctx context.Context, tx *store.Tx) error {
			found, err := tx.SystemAccountByEmail(ctx, theirs.earner.Email)
			if err != nil || found.ID != mine.earner.ID {
				t.Errorf("its address belongs to %s, %v", found.ID, err)
			}
			p, err := tx.EarnerProfile(ctx, mine.earner.ID)
			if err != nil || p.Workplace != "mine" {
				t.Errorf("profile %+v, %v", p, err)
			}
			credentials, err := tx.EarnerCredentials(ctx, mine.earner.ID)
			if err != nil || len(credentials) != 2 {
				t.Errorf("%d credentials, %v", len(credentials), err)
			}
			roles, err := tx.SystemMemberships(ctx, mine.earner.ID)
			if err != nil || len(roles) != 2 || roles[0].Role != badge.RoleOwner && roles[1].Role != badge.RoleOwner {
				t.Errorf("roles %+v, %v", roles, err)
			}
			waiting, err := tx.SystemAddressChange(ctx, "waiting theirs")
			if err != nil || waiting.State != badge.AddressDropped {
				t.Errorf("what the other was waiting for is %+v, %v", waiting, err)
			}
			if _, err := tx.ResetLink(ctx, "reset theirs", noon); !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("a link for its password: %v", err)
			}
			return nil
		})
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			return tx.MergeAccounts(t.Context(), mine.earner.ID, mine.earner.ID, "change")
		})
		if !errors.Is(err, badge.ErrConflict) {
			t.Errorf("an account into itself: %v", err)
		}
	})
}

func TestMergingTakesTheProfileOfTheOtherWhereThereIsNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		mine, theirs := aShop(t, db, "mine"), aShop(t, db, "theirs")
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.EarnerSaveProfile(ctx, badge.Profile{AccountID: theirs.earner.ID, Bio: "Sails."}), tx.MergeAccounts(ctx, mine.earner.ID, theirs.earner.ID, "change"))
		})
		look(t, db, func(ctx context.Context, tx *store.Tx) error {
			p, err := tx.EarnerProfile(ctx, mine.earner.ID)
			if p.Bio != "Sails." {
				t.Errorf("profile %+v", p)
			}
			return err
		})
	})
}

func TestWhoIsReminded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "mine")
		remind := func(name string, now time.Time, want int) {
			t.Helper()
			look(t, db, func(ctx context.Context, tx *store.Tx) error {
				due, err := tx.SystemReminders(ctx, now, 10)
				if len(due) != want {
					t.Errorf("%s: %+v", name, due)
				}
				return err
			})
		}
		change := func(do func(ctx context.Context, tx *store.Tx) error) { t.Helper(); write(t, db, do) }
		id, year := s.earner.ID, badge.ReminderEvery
		remind("the day before a year has passed", noon.Add(year-24*time.Hour), 0)
		remind("after a year", noon.Add(year), 1)
		change(func(ctx context.Context, tx *store.Tx) error {
			return tx.Reminded(ctx, []badge.AccountID{id}, noon.Add(year))
		})
		remind("right after a reminder", noon.Add(year+time.Hour), 0)
		remind("the year after", noon.Add(2*year), 1)
		end := noon.Add(year + 60*24*time.Hour)
		change(func(ctx context.Context, tx *store.Tx) error {
			return tx.EarnerAddressEnds(ctx, id, s.earner.Email, end)
		})
		remind("31 days before the end", end.Add(-31*24*time.Hour), 0)
		remind("30 days before the end", end.Add(-30*24*time.Hour), 1)
		change(func(ctx context.Context, tx *store.Tx) error {
			return tx.Reminded(ctx, []badge.AccountID{id}, end.Add(-30*24*time.Hour))
		})
		remind("again before the end", end.Add(-24*time.Hour), 0)
		change(func(ctx context.Context, tx *store.Tx) error { return tx.EarnerSetReminders(ctx, id, false) })
		remind("somebody who does not want it", noon.Add(3*year), 0)
		change(func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.EarnerSetReminders(ctx, id, true), tx.AddAddress(ctx, badge.Address{Email: "second@x.example", AccountID: id, VerifiedAt: noon}))
		})
		remind("somebody with two addresses", noon.Add(3*year), 0)
	})
}

func look(t *testing.T, db *store.DB, fn func(ctx context.Context, tx *store.Tx) error) {
	t.Helper()
	if err := db.Read(t.Context(), func(tx *store.Tx) error { return fn(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}
