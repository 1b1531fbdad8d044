package store_test

import (
	"slices"
	"testing"

	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// TestRunsAlike is the list of SQL that one text may use on both engines:
// each case must give the same answer on either.
func TestRunsAlike(t *testing.T) {
	cases := []struct {
		name  string
		query string
		args  []any
		want  []string
	}{
		{"parameters out of order", "select cast($2 as text) || cast($1 as text)", []any{"a", "b"}, []string{"ba"}},
		{"a parameter twice", "select cast($1 as text) || cast($2 as text) || cast($1 as text)", []any{"a", "b"}, []string{"aba"}},
		{"ten parameters and more", "select cast($11 as text) || cast($10 as text) || cast($9 as text) || cast($8 as text) || cast($7 as text) || cast($6 as text) || cast($5 as text) || cast($4 as text) || cast($3 as text) || cast($2 as text) || cast($1 as text)", []any{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}, []string{"kjihgfedcba"}},
		{"on conflict do update", "insert into thing (id, kind, n) values ('a', 'x', 5) on conflict (id) do update set n = thing.n + excluded.n returning cast(n as text)", nil, []string{"6"}},
		{"on conflict do nothing", "insert into thing (id, kind, n) values ('a', 'x', 5) on conflict do nothing returning id", nil, nil},
		{"on conflict of a partial index", "insert into thing (id, kind, n, open) values ('z', 'x', 5, true) on conflict (kind) where open do nothing returning id", nil, nil},
		{"insert from select, on conflict", "insert into thing (id, kind) select id, 'new' from thing where true on conflict (id) do update set kind = excluded.kind returning id || kind", nil, []string{"anew", "bnew", "cnew"}},
		{"update … from … returning", "update thing set n = other.n from other where other.id = thing.id returning thing.id || cast(thing.n as text)", nil, []string{"a10", "b20"}},
		{"delete … returning", "delete from thing where kind = $1 returning id", []any{"y"}, []string{"c"}},
		{"keyset paging by row value", "select id from thing where (kind, id) > ($1, $2) order by kind, id limit $3", []any{"x", "a", 2}, []string{"b", "c"}},
		{"filter (where …)", "select cast(count(*) filter (where n is null) as text) || cast(count(*) filter (where kind = 'x') as text) from thing", nil, []string{"12"}},
		{"string_agg", "select string_agg(id, ',') from (select id from thing order by id) ordered", nil, []string{"a,b,c"}},
		{"recursive CTE", "with recursive step (n) as (select 1 union all select n + 1 from step where n < 4) select cast(sum(n) as text) from step", nil, []string{"10"}},
		{"is distinct from", "select id from thing where n is distinct from $1 order by id", []any{int64(1)}, []string{"b", "c"}},
		{"is not distinct from null", "select id from thing where n is not distinct from null", nil, []string{"c"}},
		{"nulls last", "select id from thing order by n desc nulls last", nil, []string{"b", "a", "c"}},
		{"nulls first", "select id from thing order by n nulls first", nil, []string{"c", "a", "b"}},
		{"window function", "select id || cast(row_number() over (partition by kind order by n desc) as text) from thing order by id", nil, []string{"a2", "b1", "c1"}},
		{"boolean parameter", "select id from thing where open = $1 order by id", []any{true}, []string{"a"}},
		{"boolean alone", "select id from thing where not open order by id", nil, []string{"b", "c"}},
		{"like with a parameter", "select id from thing where lower(kind) like $1 escape '!' order by id", []any{"x%"}, []string{"a", "b"}},
		{"case, coalesce and nullif", "select case when coalesce(n, 0) = 0 then nullif(kind, 'x') else id end from thing order by id", nil, []string{"a", "b", "y"}},
		{"limit and offset", "select id from thing order by id limit $1 offset $2", []any{1, 1}, []string{"b"}},
		{"exists in an insert", "insert into thing (id, kind) select cast($1 as text), 'w' where not exists (select 1 from thing where id = $1) returning id", []any{"new"}, []string{"new"}},
		{"values as a table", "with wanted (id) as (values ('a'), ('c')) select thing.id from thing join wanted on wanted.id = thing.id order by thing.id", nil, []string{"a", "c"}},
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db, alikeTables...)
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				must(t, db, alikeRows...)
				var got []string
				err := db.Write(t.Context(), func(tx *store.Tx) error {
					var err error
					got, err = tx.Strings(t.Context(), c.query, c.args...)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				wantRows(t, got, c.want...)
			})
		}
	})
}

var alikeTables = []string{
	"create table thing (id text primary key, kind text not null, n bigint, open boolean not null default false, raw bytea)",
	"create table other (id text primary key, n bigint not null)",
	"create unique index thing_open on thing (kind) where open",
}

var alikeRows = []string{
	"delete from thing",
	"delete from other",
	"insert into thing (id, kind, n, open) values ('a', 'x', 1, true), ('b', 'x', 2, false), ('c', 'y', null, false)",
	"insert into other (id, n) values ('a', 10), ('b', 20)",
}

// A partial unique index holds among the rows it covers and no others.
func TestPartialUniqueIndex(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db, alikeTables...)
		must(t, db, alikeRows...)
		must(t, db, "insert into thing (id, kind, open) values ('d', 'x', false)")
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), "update thing set open = true where id = 'd'")
			return err
		})
		if err == nil {
			t.Error("two open things of one kind")
		}
	})
}

// TestJSONBTrap shows why SQL never opens JSON here: the same text runs on
// both engines, and one of them answers NULL.
func TestJSONBTrap(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		got := ask(t, db, `select cast('{"a":"found"}' as jsonb) ->> 'a'`)
		want := []string{"found"}
		if db.Engine() == store.SQLite {
			want = []string{"NULL"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q: the trap is gone, reconsider the rule", got, want)
		}
	})
}

// TestTypesRoundTrip: what nouns bind and scan comes back as it went in.
func TestTypesRoundTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		must(t, db, alikeTables...)
		raw := []byte{0, 1, 254, 255}
		text := "Łukasz 💜 o'Neil \\ \"x\"\n"
		const big = int64(1)<<62 + 1
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Exec(t.Context(), "insert into thing (id, kind, n, open, raw) values ($1, $2, $3, $4, $5)", "k", text, big, true, raw)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = db.Read(t.Context(), func(tx *store.Tx) error {
			var kind string
			var n int64
			var open bool
			var bytes []byte
			if err := tx.Row(t.Context(), []any{&kind, &n, &open, &bytes}, "select kind, n, open, raw from thing where id = $1", "k"); err != nil {
				return err
			}
			if kind != text || n != big || !open || !slices.Equal(bytes, raw) {
				t.Errorf("got %q %d %t %v", kind, n, open, bytes)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
