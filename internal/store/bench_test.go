package store_test

import (
	"fmt"
	"strings"
	"testing"

	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// BenchmarkInsertChunks writes chunks of 500 rows of 380 bytes, each chunk in
// a transaction of its own, into a table with a second index.
func BenchmarkInsertChunks(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		const chunk = 500
		row := 0
		for b.Loop() {
			err := db.Write(b.Context(), func(tx *store.Tx) error {
				_, err := tx.ExecMany(b.Context(), insertBench, func(yield func([]any) bool) {
					for i := range chunk {
						if !yield(benchRow(row + i)) {
							return
						}
					}
				})
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
			row += chunk
		}
		if err := db.Read(b.Context(), func(tx *store.Tx) error {
			var n int
			err := tx.Row(b.Context(), []any{&n}, "select count(*) from bench")
			if n != row {
				b.Errorf("%d rows are there, want %d", n, row)
			}
			return err
		}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(row)/b.Elapsed().Seconds(), "rows/s")
	})
}

// BenchmarkReadOne is one reading transaction with one look-up by key.
func BenchmarkReadOne(b *testing.B) {
	benchEach(b, func(b *testing.B, db *store.DB) {
		err := db.Write(b.Context(), func(tx *store.Tx) error {
			_, err := tx.ExecMany(b.Context(), insertBench, func(yield func([]any) bool) {
				for i := range 10_000 {
					if !yield(benchRow(i)) {
						return
					}
				}
			})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for b.Loop() {
			n++
			err := db.Read(b.Context(), func(tx *store.Tx) error {
				var org, text string
				var at int64
				return tx.Row(b.Context(), []any{&org, &text, &at}, "select org, text, at from bench where id = $1", benchRow(n % 10_000)[0])
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

const insertBench = "insert into bench (id, org, batch, row, text, at, open) values ($1, $2, $3, $4, $5, $6, $7)"

func benchRow(i int) []any {
	return []any{fmt.Sprintf("0198a5b2-%08x-7000-8000-000000000000", i), "org-1", "batch-1", i, strings.Repeat("text ", 56), int64(1_700_000_000_000_000 + i), i%2 == 0}
}

func benchEach(b *testing.B, run func(b *testing.B, db *store.DB)) {
	open := map[string]func(testing.TB) *store.DB{"sqlite": storetest.SQLite, "postgres": storetest.Postgres}
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			db := open[engine](b)
			err := db.Write(b.Context(), func(tx *store.Tx) error {
				for _, statement := range []string{
					"create table bench (id text primary key, org text not null, batch text not null, row bigint not null, text text not null, at bigint not null, open boolean not null)",
					"create index bench_batch on bench (org, batch, row)",
				} {
					if _, err := tx.Exec(b.Context(), statement); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			run(b, db)
		})
	}
}
