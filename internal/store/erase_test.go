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

// A table or a column that erasing does not know might keep somebody.
func TestErasingKnowsEveryTableAndColumn(t *testing.T) {
	goes, stays := store.ErasedColumns()
	columns := ask(t, storetest.SQLite(t), `select m.name || '.' || c.name from sqlite_master m, pragma_table_info(m.name) c
		where m.type = 'table' and m.name not like 'river%' and m.name not like 'sqlite%' and m.name <> 'goose_db_version' and c.type in ('TEXT', 'bytea', 'BLOB', 'text') order by 1`)
	if len(columns) < 100 {
		t.Fatalf("only %d columns were looked at", len(columns))
	}
	seen := map[string]bool{}
	for _, c := range columns {
		table, column, _ := strings.Cut(c, ".")
		seen[table] = true
		_, known := goes[table]
		if !known {
			t.Errorf("%s is not among the tables that erasing knows", table)
		} else if !goes[table] && !slices.Contains(stays[table], column) {
			t.Errorf("%s stays when somebody is erased, and nobody said that it tells nothing of them", c)
		}
		stays[table] = slices.DeleteFunc(stays[table], func(name string) bool { return name == column })
	}
	for table, left := range stays {
		if !seen[table] || len(left) > 0 {
			t.Errorf("erasing knows %s with %q, and there is no such thing", table, left)
		}
	}
}

// fill gives the earner of a shop a row everywhere where an account can have one.
func fill(t *testing.T, db *store.DB, s *shop) {
	t.Helper()
	id, name := s.earner.ID, s.org.Slug
	write(t, db, func(ctx context.Context, tx *store.Tx) error {
		letter := badge.Letter{ID: badge.NewID[badge.LetterID](), Kind: badge.LetterReminder, AccountID: id, To: s.earner.Email, State: badge.LetterKept, CreatedAt: noon}
		shared := letter
		shared.ID, shared.Kind = badge.NewID[badge.LetterID](), badge.LetterShared
		collection := badge.Collection{ID: badge.CollectionID("collection " + name), AccountID: id, Slug: badge.Code("C" + name), Name: name, CreatedAt: noon}
		corrected := s.issued
		corrected.Name, corrected.Index, corrected.Prepared, corrected.Signed, corrected.SealedAt = "Ada of "+name, 3, []byte(`{"a":2}`), []byte("signed anew"), noon.Add(time.Hour)
		return errors.Join(
			tx.EarnerSaveProfile(ctx, badge.Profile{AccountID: id, Workplace: name}), tx.EarnerSavePhoto(ctx, id, []byte(name), noon),
			tx.AddAddressChange(ctx, badge.AddressChange{ID: "change " + name, AccountID: id, Email: badge.Email(name + "@new.example"), State: badge.AddressWaiting, CreatedAt: noon}),
			tx.AddResetLink(ctx, store.ResetLink{ID: "reset " + name, AccountID: id, Until: noon.Add(time.Hour), CreatedAt: noon}),
			tx.AddVisit(ctx, store.Visit{ID: "visit " + name, AccountID: id, Agent: "Browser of " + name, BeganAt: noon, SeenAt: noon}),
			tx.SaveSession(ctx, "session "+name, []byte("{visit "+name+"}"), noon.Add(time.Hour)),
			tx.SaveDevice(ctx, store.KnownDevice{ID: "device " + name, AccountID: id, CreatedAt: noon, SeenAt: noon}),
			tx.AddFailedLogin(ctx, store.FailedLogin{ID: "failed " + name, AccountID: id, Prefix: name, At: noon}),
			tx.AddPasskey(ctx, store.Passkey{ID: "passkey " + name, AccountID: id, Name: name, CreatedAt: noon}),
			tx.Org(s.org.ID).AddInvitation(ctx, badge.Invitation{ID: badge.InvitationID("to " + name), Email: s.earner.Email, Role: badge.RoleViewer, CreatedAt: noon, Until: noon.Add(time.Hour)}),
			tx.Org(s.org.ID).AcceptInvitation(ctx, badge.InvitationID("to "+name), id, noon),
			tx.SaveAuthenticator(ctx, store.Authenticator{AccountID: id, SecretID: "app " + name, CreatedAt: noon}),
			tx.ReplaceRecoveryCodes(ctx, id, []string{"hash " + name}, noon),
			tx.AddLetters(ctx, []badge.Letter{letter, shared}),
			tx.AddShare(ctx, badge.Share{LetterID: shared.ID, AccountID: id, OrgID: s.org.ID, CredentialID: s.issued.ID, Email: "boss@example.org", Note: name, CreatedAt: noon}),
			tx.AddCollection(ctx, collection), tx.EarnerArrange(ctx, id, collection.ID, []badge.Code{s.issued.Code}),
			tx.SaveShowcase(ctx, badge.Showcase{AccountID: id, Slug: "page-" + name, About: name}, noon),
			tx.AddImport(ctx, badge.Import{ID: badge.ImportID("import " + name), AccountID: id, Recipient: name, File: "file", CreatedAt: noon}),
			tx.AddExport(ctx, badge.Export{ID: badge.ExportID("export " + name), AccountID: id, State: badge.ExportReady, CreatedAt: noon}),
			tx.EarnerSetVisibility(ctx, id, s.issued.Code, badge.VisibilityPublic, noon), tx.AddUses(ctx, noon, map[badge.Use]int{{Code: s.issued.Code, What: badge.UseOpened}: 3}),
			tx.Org(s.org.ID).AddRequestNote(ctx, badge.RequestNote{RequestID: s.request.ID, Number: 1, Text: name, State: badge.RequestOpen, At: noon}),
			tx.Org(s.org.ID).PrepareCorrection(ctx, corrected), tx.Org(s.org.ID).SealCorrection(ctx, s.issued, corrected, aSample, "because "+name, noon.Add(time.Hour)),
			tx.Record(ctx, badge.Event{Actor: badge.Actor{AccountID: id}.Name(), Verb: "x.y", Subject: "device " + name, Note: name, At: noon}),
			tx.Record(ctx, badge.Event{Actor: "host", Verb: "x.y", Subject: string(id), Note: name, At: noon}),
		)
	})
}

// rowsByTable is how many rows each table has.
func rowsByTable(t *testing.T, db *store.DB) map[string]string {
	t.Helper()
	goes, _ := store.ErasedColumns()
	counts := map[string]string{}
	for table := range goes {
		counts[table] = ask(t, db, "select cast(count(*) as text) from "+table)[0]
	}
	return counts
}

func TestErasingTakesEverythingOfOneAndNothingOfAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		theirs := aShop(t, db, "theirs")
		fill(t, db, theirs)
		before := rowsByTable(t, db)
		mine := aShop(t, db, "mine")
		fill(t, db, mine)
		for table, n := range rowsByTable(t, db) {
			if goes, _ := store.ErasedColumns(); goes[table] && n == before[table] && table != "corrections" && table != "erasures" && table != "support_messages" && table != "login_counters" {
				t.Errorf("nothing of the one who is erased is in %s", table)
			}
		}
		id, email := string(mine.earner.ID), string(mine.earner.Email)
		if len(everywhere(t, db, id)) < 15 || len(everywhere(t, db, email)) < 3 {
			t.Fatalf("they are named in %q and %q only", everywhere(t, db, id), everywhere(t, db, email))
		}
		var left store.Erasure
		write(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
			left, err = tx.EraseAccount(ctx, mine.earner.ID, noon.Add(time.Hour))
			return err
		})
		for _, told := range []string{
			id, email, string(mine.issued.ID), string(mine.request.ID), "mine@new.example", "Ada of mine", "visit mine", "device mine", "because mine", "mine", "page-mine", "print mine", "Of mine",
		} {
			found := everywhere(t, db, told)
			if told == "mine" { // the slug of the organization
				found = slices.DeleteFunc(found, func(column string) bool { return column == "organizations.slug" })
			}
			if len(found) > 0 {
				t.Errorf("%q is still in %q", told, found)
			}
		}
		before["accounts"], before["addresses"], before["badge_staff"] = "3", "3", "2" // the staff of the second shop stays
		for table, n := range rowsByTable(t, db) {
			if goes, _ := store.ErasedColumns(); goes[table] && n != before[table] && table != "support_messages" {
				t.Errorf("%s has %s rows, and had %s without the one who was erased", table, n, before[table])
			}
		}
		look(t, db, func(ctx context.Context, tx *store.Tx) error {
			l, err := tx.Org(mine.org.ID).List(ctx, mine.list.ID)
			if err != nil || l.Set[0] != 0x10 || len(left.Lists) != 1 || left.Lists[0].ID != l.ID {
				t.Errorf("the status says %08b, changed %+v, %v", l.Set, left.Lists, err)
			}
			if name, err := tx.PublicErased(ctx, mine.issued.Code); err != nil || name != mine.org.Name {
				t.Errorf("the address says %q, %v", name, err)
			}
			rows, err := tx.Org(mine.org.ID).Erased(ctx, 10)
			if err != nil || len(rows) != 1 || rows[0].BadgeName != mine.achievement.Revision.Name || !rows[0].IssuedOn.Equal(mine.issued.IssuedOn) {
				t.Errorf("the organization knows %+v, %v", rows, err)
			}
			counts, err := tx.Org(mine.org.ID).Counts(ctx, mine.batch.ID)
			if err != nil || counts.Issued != 1 {
				t.Errorf("of the batch it knows %+v, %v", counts, err)
			}
			if c, err := tx.Org(theirs.org.ID).Credential(ctx, theirs.issued.Code); err != nil || string(c.Signed) != "signed anew" {
				t.Errorf("the credential of the other is %+v, %v", c, err)
			}
			return nil
		})
		refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.PublicErased(ctx, theirs.issued.Code)
			return err
		})
	})
}

func TestStaffIsNotErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(s.org.ID).AddMember(ctx, s.earner.ID, badge.RoleViewer, noon)
		})
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.EraseAccount(ctx, s.earner.ID, noon)
			return err
		})
	})
}

// A file that two people sent in is kept for the other.
func TestFilesOfOneAndFilesOfTwo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		mine, theirs := aShop(t, db, "mine"), aShop(t, db, "theirs")
		must(t, db, "update requests set file = 'ours' where account_id = '"+string(mine.earner.ID)+"'")
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			left, err := tx.EraseAccount(ctx, mine.earner.ID, noon)
			slices.Sort(left.Files)
			if !slices.Equal(left.Files, []string{"hash", "ours"}) {
				t.Errorf("files %q", left.Files)
			}
			return err
		})
		look(t, db, func(ctx context.Context, tx *store.Tx) error {
			one, err := tx.SystemFileUsed(ctx, "ours")
			two, err2 := tx.SystemFileUsed(ctx, theirs.request.File)
			if one || !two {
				t.Errorf("used: %t and %t", one, two)
			}
			return errors.Join(err, err2)
		})
		must(t, db, `update revisions set details = '{"alt":"x","vector":"ours","type":"Badge"}' where org_id = '`+string(theirs.org.ID)+`'`)
		look(t, db, func(ctx context.Context, tx *store.Tx) error { // who sends in the vectors of a badge does not take them along
			used, err := tx.SystemFileUsed(ctx, "ours")
			if !used {
				t.Error("the vectors of a badge count as unused")
			}
			return err
		})
	})
}
