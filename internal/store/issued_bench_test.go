package store_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

var issuedRows = flag.Int("issued", 1_000_000, "credentials in BenchmarkIssued")

// millions makes up names as they are spread among people: some often, most seldom.
type millions struct {
	random      *rand.Rand
	first, last []string
}

func newMillions() *millions {
	m := &millions{random: rand.New(rand.NewPCG(1, 2))}
	syllables := strings.Fields("ma ri ka lo ten bra os el an vi chu dor fi gu ha jo né pe qui ros sa to ul wen xi ya zo bü łu")
	word := func(n int) (w string) {
		for range n {
			w += syllables[m.random.IntN(len(syllables))]
		}
		return w
	}
	for range 3000 {
		m.first = append(m.first, word(2+m.random.IntN(2)))
	}
	for range 50_000 {
		m.last = append(m.last, word(2+m.random.IntN(3)))
	}
	return m
}

func (m *millions) name() (first, last string) {
	square := m.random.Float64()
	return m.first[int(3000*square*square)], m.last[int(50_000*m.random.Float64()*m.random.Float64())]
}

// BenchmarkIssued asks for lists, searches and filters of the credentials of one
// organization, a page of 50 each, and reports the middle of three
// hundred times and the one that three are slower than.
func BenchmarkIssued(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		const perBatch, badges = 10_000, 20
		m := newMillions()
		org, all := million(b, db, m, perBatch, badges)
		some := func(random *rand.Rand) badge.Credential { return all[random.IntN(len(all))] }
		type ask func(random *rand.Rand) store.IssuedQuery
		asks := []struct {
			name string
			ask  ask
		}{
			{"newest", func(*rand.Rand) store.IssuedQuery { return store.IssuedQuery{} }},
			{"any page", func(r *rand.Rand) store.IssuedQuery { return store.IssuedQuery{Before: some(r).ID} }},
			{"first name", func(r *rand.Rand) store.IssuedQuery {
				return store.IssuedQuery{Search: strings.Fields(some(r).Name)[0]}
			}},
			{"last name", func(r *rand.Rand) store.IssuedQuery {
				return store.IssuedQuery{Search: strings.Fields(some(r).Name)[1]}
			}},
			{"both names", func(r *rand.Rand) store.IssuedQuery { return store.IssuedQuery{Search: some(r).Name} }},
			{"three letters", func(r *rand.Rand) store.IssuedQuery { return store.IssuedQuery{Search: badge.Fold(some(r).Name)[:3]} }},
			{"nobody", func(*rand.Rand) store.IssuedQuery { return store.IssuedQuery{Search: "Zzyzx"} }},
			{"address", func(r *rand.Rand) store.IssuedQuery { return store.IssuedQuery{Search: string(some(r).Email)} }},
			{"number", func(r *rand.Rand) store.IssuedQuery { return store.IssuedQuery{Search: some(r).ExternalNumber} }},
			{"code", func(r *rand.Rand) store.IssuedQuery { return store.IssuedQuery{Search: string(some(r).Code)} }},
			{"valid", func(*rand.Rand) store.IssuedQuery { return store.IssuedQuery{State: badge.ListedValid} }},
			{"expired", func(*rand.Rand) store.IssuedQuery { return store.IssuedQuery{State: badge.ListedExpired} }},
			{"revoked", func(*rand.Rand) store.IssuedQuery { return store.IssuedQuery{State: badge.ListedRevoked} }},
			{"badge", func(r *rand.Rand) store.IssuedQuery {
				return store.IssuedQuery{Achievement: some(r).AchievementID}
			}},
			{"batch", func(r *rand.Rand) store.IssuedQuery { return store.IssuedQuery{Batch: some(r).BatchID} }},
			{"a week", func(r *rand.Rand) store.IssuedQuery {
				from := some(r).IssuedOn
				return store.IssuedQuery{From: from, To: from.AddDate(0, 0, 6)}
			}},
			{"name, badge, state", func(r *rand.Rand) store.IssuedQuery {
				return store.IssuedQuery{Search: strings.Fields(some(r).Name)[0], Achievement: some(r).AchievementID, State: badge.ListedValid}
			}},
		}
		for _, a := range asks {
			b.Run(strings.ReplaceAll(a.name, " ", "-"), func(b *testing.B) {
				random := rand.New(rand.NewPCG(3, 4))
				var times []time.Duration
				for range 300 {
					q := a.ask(random)
					q.Today, q.Limit = day("2026-06-01"), 51
					began := time.Now()
					err := db.Read(b.Context(), func(tx *store.Tx) error {
						_, err := tx.Org(org).Issued(b.Context(), q)
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
					times = append(times, time.Since(began))
				}
				slices.Sort(times)
				b.ReportMetric(float64(times[150].Microseconds())/1000, "p50-ms")
				b.ReportMetric(float64(times[296].Microseconds())/1000, "p99-ms")
				b.ReportMetric(0, "ns/op")
			})
		}
	})
}

// million puts credentials into a ledger as if they had been issued, in chunks of 500.
func million(b *testing.B, db *store.DB, m *millions, perBatch, badges int) (badge.OrgID, []badge.Credential) {
	b.Helper()
	ctx := context.Background()
	o := anOrganization("million")
	var all []badge.Credential
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	var of []badge.Achievement
	must(db.Write(ctx, func(tx *store.Tx) error {
		must(tx.AddOrganization(ctx, o))
		must(tx.AddAccounts(ctx, []badge.Account{{ID: "earner", Email: "earner@example.org", CreatedAt: noon}}))
		for n := range badges {
			of = append(of, anAchievement(o.ID, fmt.Sprint("badge-", n)))
			must(tx.Org(o.ID).AddAchievement(ctx, of[n]))
		}
		return nil
	}))
	filler := m.random
	for batch := 0; batch*perBatch < *issuedRows; batch++ {
		t := aBatch(o.ID, of[batch%badges].ID)
		must(db.Write(ctx, func(tx *store.Tx) error { return tx.Org(o.ID).AddBatch(ctx, t) }))
		must(db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, `update batches set revision_id = $1 where id = $2`, of[batch%badges].Revision.ID, t.ID)
			return err
		}))
		for chunk := range perBatch / 500 {
			some := make([]badge.Credential, 500)
			for n := range some {
				first, last := m.name()
				row := chunk*500 + n
				number := batch*perBatch + row
				document := make([]byte, 500)
				for k := range document {
					document[k] = byte(filler.Uint32())
				}
				issued := day("2016-01-01").AddDate(0, 0, batch*36+filler.IntN(30))
				code := badge.Code(fmt.Sprintf("%012X", uint64(number)*2654435761%(1<<48)))
				some[n] = badge.Credential{
					ID: badge.NewID[badge.CredentialID](), OrgID: o.ID, Code: code, BatchID: t.ID, Row: row + 2, AchievementID: t.AchievementID, AccountID: "earner",
					Name: first + " " + last, Email: badge.Email(strings.ToLower(fmt.Sprintf("%s.%s%d@example.org", badge.Fold(first), badge.Fold(last), number%100))),
					ExternalNumber: fmt.Sprint(10_000_000 + number), IssuedOn: issued, ExpiresOn: issued.AddDate(3, 0, 0), Index: number, Signed: document, SealedAt: noon,
				}
				if number%97 == 0 {
					some[n].RevokedAt = noon
				}
			}
			must(db.Write(ctx, func(tx *store.Tx) error { return tx.Org(o.ID).Archive(ctx, some) }))
			for n := range some {
				some[n].Signed = nil
			}
			all = append(all, some...)
		}
	}
	must(db.Write(ctx, func(tx *store.Tx) error { _, err := tx.Exec(ctx, `analyze`); return err }))
	return o.ID, all
}
