package store_test

import (
	"context"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// What was issued is printed as it was then, also when a name was corrected
// since, unless a new design is for what was issued before, too.
func TestACredentialIsPrintedWithTheDesignOfItsDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "one") // issued at noon, with the first design, which is for all
		number := func() int {
			return read(t, db, func(ctx context.Context, tx *store.Tx) (int, error) {
				c, err := tx.Org(s.org.ID).Credential(ctx, s.issued.Code)
				if err != nil {
					return 0, err
				}
				return tx.Org(s.org.ID).CertificateFor(ctx, c)
			})
		}
		design := func(n int, since time.Time) {
			write(t, db, func(ctx context.Context, tx *store.Tx) error {
				c := s.certificate
				c.Number, c.Since = n, since
				return tx.Org(s.org.ID).AddCertificate(ctx, c)
			})
		}
		design(2, noon.Add(time.Hour))
		if got := number(); got != 1 {
			t.Errorf("a newer design that is for what is issued later: printed with %d", got)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			corrected := s.issued
			corrected.Name, corrected.Index, corrected.Prepared, corrected.Signed, corrected.SealedAt = "Ada L", 3, []byte(`{"a":2}`), []byte("anew"), noon.Add(2*time.Hour)
			if err := tx.Org(s.org.ID).PrepareCorrection(ctx, corrected); err != nil {
				return err
			}
			return tx.Org(s.org.ID).SealCorrection(ctx, s.issued, corrected, aSample, "typo", noon.Add(2*time.Hour))
		})
		if got := number(); got != 1 {
			t.Errorf("signed anew since: printed with %d", got)
		}
		design(3, time.Time{})
		if got := number(); got != 3 {
			t.Errorf("a design for what was issued before, too: printed with %d", got)
		}
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { // somebody else was faster
			c := s.certificate
			c.Number = 3
			return tx.Org(s.org.ID).AddCertificate(ctx, c)
		})
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(s.org.ID).SetCertificate(ctx, s.achievement.ID, false)
		})
		refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Org(s.org.ID).CertificateFor(ctx, s.issued)
			return err
		})
	})
}

// A print has what stands, of badges with certificates, in the order of the file.
func TestAPrintHasWhatStands(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "one")
		printable := func() (n int) {
			look(t, db, func(ctx context.Context, tx *store.Tx) error {
				all, err := tx.Org(s.org.ID).Printable(ctx, s.batch.ID, "", 0, 10)
				if err != nil {
					return err
				}
				if n, err = tx.Org(s.org.ID).CountPrintable(ctx, s.batch.ID); n != len(all) {
					t.Errorf("%d counted, %d listed", n, len(all))
				}
				if len(all) > 0 {
					more, again := tx.Org(s.org.ID).Printable(ctx, s.batch.ID, all[len(all)-1].BatchID, all[len(all)-1].Row, 10)
					if err = again; len(more) > 0 {
						t.Errorf("after the last: %d more", len(more))
					}
				}
				return err
			})
			return n
		}
		if got := printable(); got != 1 {
			t.Errorf("%d can be printed, one was issued", got)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(s.org.ID).RevokeCredential(ctx, s.issued.ID, "cheated", noon)
		})
		if got := printable(); got != 0 {
			t.Errorf("%d can be printed, and the only one is revoked", got)
		}
	})
}
