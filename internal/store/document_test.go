package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// Documents come back byte for byte, whatever they are, in the space of what
// makes them different; when they begin to say something else, a dictionary is
// made that helps with that.
func TestDocumentsComeBackAsTheyWere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		said := func(what string, n int) []byte {
			long := ""
			for part := range 40 { // that does not repeat itself
				long += fmt.Sprintf("%x", sha256.Sum256([]byte(what+fmt.Sprint(part))))
			}
			return []byte(fmt.Sprintf(`{"name":"Earner %d","criteria":"%s"}`, n, long))
		}
		documents := map[int][]byte{
			10: said("first this", 1), 11: said("first this", 2), 12: []byte("{}"), 13: bytes.Repeat([]byte{0, 255, '\n'}, 5000),
			20: said("and now quite another thing", 1), 21: said("and now quite another thing", 2),
		}
		about := map[int]string{10: "first this", 20: "and now quite another thing", 21: "and now quite another thing"}
		awards := map[int]badge.Award{}
		add := func(row int) badge.Credential {
			awards[row] = anAward(s.batch.ID, row)
			c := s.credential(awards[row], row)
			c.Prepared, c.Signed, c.AccountID, c.SealedAt = documents[row], append([]byte("signed "), documents[row]...), s.earner.ID, noon
			return c
		}
		for _, rows := range [][]int{{10, 11, 12, 13}, {20}, {21}} {
			var credentials []badge.Credential
			var added []badge.Award
			for _, row := range rows {
				credentials = append(credentials, add(row))
				added = append(added, awards[row])
			}
			write(t, db, func(ctx context.Context, tx *store.Tx) error {
				if err := tx.Org(s.org.ID).AddAwards(ctx, added); err != nil {
					return err
				}
				return tx.Org(s.org.ID).PrepareCredentials(ctx, credentials, said(about[rows[0]], 0))
			})
			back := read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Credential, error) {
				return tx.Org(s.org.ID).PreparedCredentials(ctx, s.batch.ID, rows[0], rows[len(rows)-1])
			})
			for n, c := range back {
				if !bytes.Equal(c.Prepared, documents[rows[n]]) {
					t.Errorf("prepared %d came back as another document", rows[n])
				}
			}
			write(t, db, func(ctx context.Context, tx *store.Tx) error {
				mine, err := tx.Org(s.org.ID).SealCredentials(ctx, credentials)
				if len(mine) != len(credentials) {
					t.Errorf("%d of %d sealed", len(mine), len(credentials))
				}
				return err
			})
			for _, c := range credentials {
				got := read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Credential, error) {
					return tx.PublicCredential(ctx, c.Code)
				})
				if !bytes.Equal(got.Signed, c.Signed) {
					t.Errorf("signed %d came back as another document", c.Row)
				}
			}
		}
		sizes := ask(t, db, "select cast(length(document) as text) from credentials where row_number in (11, 21) order by row_number")
		for _, size := range sizes {
			if len(size) > 2 {
				t.Errorf("a document like the one before is kept in %s bytes", size)
			}
		}
		// Long words about one earner alone begin no dictionary: none would help.
		documents[30] = []byte(strings.Replace(string(said("and now quite another thing", 3)), "Earner 3", string(said("only of this one", 3)[20:2000]), 1))
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			c := add(30)
			return errors.Join(tx.Org(s.org.ID).AddAwards(ctx, []badge.Award{awards[30]}),
				tx.Org(s.org.ID).PrepareCredentials(ctx, []badge.Credential{c}, said("and now quite another thing", 0)))
		})
		// One of the shop, one like the first documents, one like the other ones.
		wantRows(t, ask(t, db, "select cast(count(*) as text) from dictionaries"), "3")
	})
}

// What was changed behind the program's back is no document any more.
func TestADamagedDocumentIsNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		must(t, db, "update credentials set document = sample from dictionaries")
		got := read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Credential, error) {
			return tx.EarnerCredentials(ctx, s.earner.ID)
		})
		if len(got) != 1 || len(got[0].Signed) != 0 || got[0].Name != s.issued.Name {
			t.Errorf("%+v", got)
		}
		must(t, db, "update prepared set document = sample from dictionaries")
		err := db.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Org(s.org.ID).PreparedCredentials(t.Context(), s.batch.ID, 0, 100)
			return err
		})
		if err == nil {
			t.Error("a damaged document would be signed")
		}
	})
}
