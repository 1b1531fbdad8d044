package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// archive seals credentials in seals of different sizes for one organization
// and remembers what each says.
type archive struct {
	shop    *shop
	badges  []badge.Achievement
	batches []badge.Batch
	all     []badge.Credential // as they stand, the oldest first
	random  *rand.Rand
}

var (
	firstNames = []string{"Ada", "Łukasz", "María José", "Maren", "Marek", "O'Neil", "Zoë", "Øyvind", "عائشة", "Mar"}
	lastNames  = []string{"Lovelace", "Núñez", "Müller", "Strauß", "van der Berg", "Marquez", "Ng", "الزهراء", "Kowalska-Nowak"}
)

func anArchive(t *testing.T, db *store.DB, seals []int) *archive {
	t.Helper()
	a := &archive{shop: aShop(t, db, "archive"), random: rand.New(rand.NewPCG(7, 7))}
	second := anAchievement(a.shop.org.ID, "second")
	a.badges = []badge.Achievement{a.shop.achievement, second}
	write(t, db, func(ctx context.Context, tx *store.Tx) error {
		return tx.Org(a.shop.org.ID).AddAchievement(ctx, second)
	})
	for n, size := range seals {
		of := a.badges[n%2]
		b := aBatch(a.shop.org.ID, of.ID)
		a.batches = append(a.batches, b)
		var awards []badge.Award
		var some []badge.Credential
		for row := range size {
			w := anAward(b.ID, row+2)
			w.Name = firstNames[a.random.IntN(len(firstNames))] + " " + lastNames[a.random.IntN(len(lastNames))]
			w.Email = badge.Email(fmt.Sprintf("p.%d@mail%d.example", a.random.IntN(5000), n%3))
			w.IssuedOn = day("2020-01-01").AddDate(0, 0, n*10+a.random.IntN(20))
			w.ExpiresOn = time.Time{}
			if a.random.IntN(2) == 0 {
				w.ExpiresOn = w.IssuedOn.AddDate(0, 0, 1+a.random.IntN(3000))
			}
			w.Outcome, w.Findings, w.State = badge.OutcomeOK, nil, badge.AwardWaiting
			c := a.shop.credential(w, 100+len(a.all)+row)
			c.AchievementID, c.RevisionID, c.ExternalNumber = of.ID, of.Revision.ID, fmt.Sprint("N-", row)
			awards, some = append(awards, w), append(some, c)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			otx := tx.Org(a.shop.org.ID)
			err := otx.AddBatch(ctx, b)
			if err == nil {
				err = otx.AddAwards(ctx, awards)
			}
			if err == nil {
				_, err = otx.ConfirmBatch(ctx, b.ID, []badge.BatchState{badge.BatchChecked}, of.Revision.ID, time.Time{}, noon)
			}
			if err == nil {
				err = otx.PrepareCredentials(ctx, some, []byte(`{"a":""}`))
			}
			for i := range some {
				some[i].AccountID, some[i].Signed, some[i].SealedAt, some[i].State = a.shop.earner.ID, []byte("signed"), noon, badge.CredentialIssued
			}
			if err == nil {
				_, err = otx.SealCredentials(ctx, some)
			}
			return err
		})
		a.all = append(a.all, some...)
	}
	return a
}

// want is what a query should list, found without any index.
func (a *archive) want(q store.IssuedQuery) (ids []badge.CredentialID) {
	for _, c := range slices.Backward(a.all) {
		begins := func(typed string) bool {
			local, _, _ := strings.Cut(string(c.Email), "@")
			words := slices.Concat(badge.Words(c.Name), badge.Words(local), badge.Words(c.ExternalNumber))
			return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, typed) })
		}
		found := !slices.ContainsFunc(badge.Words(q.Search), func(w string) bool { return !begins(w) })
		withdrawn := !c.RevokedAt.IsZero() || !c.SuspendedAt.IsZero()
		ended := !c.ExpiresOn.IsZero() && c.ExpiresOn.Before(q.Today)
		state := map[badge.Listed]bool{
			"": true, badge.ListedValid: !withdrawn && !ended, badge.ListedExpired: !withdrawn && ended, badge.ListedRevoked: !c.RevokedAt.IsZero(),
			badge.ListedEnding: !withdrawn && !ended && !c.ExpiresOn.IsZero() && !c.ExpiresOn.After(q.Today.AddDate(0, 0, badge.EndingDays)),
		}[q.State]
		if found && state && (q.Achievement == "" || q.Achievement == c.AchievementID) && (q.Batch == "" || q.Batch == c.BatchID) &&
			(q.From.IsZero() || !c.IssuedOn.Before(q.From)) && (q.To.IsZero() || !c.IssuedOn.After(q.To)) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// Whatever is asked for, page by page comes what reading everything finds.
func TestTheListOfWhatWasIssued(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := anArchive(t, db, []int{1, 1, 3, 120, 2, 300, 1, 99, 150, 1, 1, 40})
		org := a.shop.org.ID
		write(t, db, func(ctx context.Context, tx *store.Tx) error { // some are revoked
			for n := range a.all {
				if n%29 != 3 {
					continue
				}
				a.all[n].RevokedAt, a.all[n].State = noon, badge.CredentialRevoked
				if err := tx.Org(org).RevokeCredential(ctx, a.all[n].ID, "an error", noon); err != nil {
					return err
				}
			}
			return nil
		})
		write(t, db, func(ctx context.Context, tx *store.Tx) error { // and some corrected
			for n := range a.all {
				if n%31 != 5 || !a.all[n].RevokedAt.IsZero() {
					continue
				}
				before, c := a.all[n], a.all[n]
				c.Name, c.IssuedOn, c.Index, c.SealedAt = "Corrected Person", c.IssuedOn.AddDate(-1, 0, 0), 100_000+n, noon.Add(time.Hour)
				if err := tx.Org(org).PrepareCorrection(ctx, c); err != nil {
					return err
				}
				if err := tx.Org(org).SealCorrection(ctx, before, c, []byte(`{"a":""}`), "a reason", c.SealedAt); err != nil {
					return err
				}
				a.all[n] = c
			}
			return nil
		})
		today := day("2021-06-01")
		queries := []store.IssuedQuery{{State: badge.ListedRevoked}, {Search: "corrected"}, {Search: "corrected", State: badge.ListedExpired}, {Search: "mar", Batch: a.batches[5].ID}}
		for range 40 {
			q := store.IssuedQuery{}
			if a.random.IntN(2) == 0 {
				q.Search = []string{"mar", "maria nu", "lukasz", "oneil", "strauss", "berg van", "zoe", "عائشة", "n-7", "p.12", "nobody", "oyv ng", "m", "kowalska"}[a.random.IntN(14)]
			}
			if a.random.IntN(2) == 0 {
				q.State = []badge.Listed{badge.ListedValid, badge.ListedExpired, badge.ListedRevoked, badge.ListedEnding}[a.random.IntN(4)]
			}
			if a.random.IntN(3) == 0 {
				q.Achievement = a.badges[a.random.IntN(2)].ID
			}
			if a.random.IntN(4) == 0 {
				q.Batch = a.batches[a.random.IntN(len(a.batches))].ID
			}
			if a.random.IntN(3) == 0 {
				q.From = day("2020-01-01").AddDate(0, 0, a.random.IntN(120))
			}
			if a.random.IntN(3) == 0 {
				q.To = day("2020-01-01").AddDate(0, 0, a.random.IntN(120))
			}
			queries = append(queries, q)
		}
		for _, q := range queries {
			q.Today, q.Limit = today, 23
			want := a.want(q)
			var got []badge.CredentialID
			for page := q; ; page.Before = got[len(got)-1] {
				rows := read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.IssuedRow, error) {
					return tx.Org(org).Issued(ctx, page)
				})
				for _, r := range rows {
					if r.ID != a.shop.issued.ID { // the shop's own one, the oldest
						got = append(got, r.ID)
					}
				}
				if len(rows) < q.Limit || len(got) > len(a.all) {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%+v: %d found, want %d", q, len(got), len(want))
			}
		}
	})
}

func TestOneCredentialByItsCodeOrAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		a := anArchive(t, db, []int{3})
		code := badge.Code("7KQ2M9XWBT04")
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update credentials set code = $1 where id = $2`, code, a.all[1].ID)
			return err
		})
		for search, want := range map[string]int{
			"7KQ2M9XWBT04": 1, "7kq2-m9xw-bt04": 1, "https://badges.example/b/7KQ2M9XWBT04": 1, " http://x/b/7KQ2M9XWBT04.json ": 1, "7KQ2M9XWBT05": 0,
		} {
			rows := read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.IssuedRow, error) {
				return tx.Org(a.shop.org.ID).Issued(ctx, store.IssuedQuery{Search: search, Limit: 10})
			})
			if len(rows) != want || want == 1 && rows[0].ID != a.all[1].ID {
				t.Errorf("%q: %d rows", search, len(rows))
			}
		}
	})
}
