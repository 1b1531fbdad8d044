package store

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strings"
	"time"

	"laurel/internal/badge"
)

// What the tests of the engine need of it, and nobody else.

func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	return tx.exec(ctx, query, args...)
}

func (tx *Tx) ExecMany(ctx context.Context, query string, argSets iter.Seq[[]any]) (int64, error) {
	return tx.execMany(ctx, query, argSets)
}

func (tx *Tx) Strings(ctx context.Context, query string, args ...any) ([]string, error) {
	return collect(func(r row) (string, error) {
		var s sql.NullString
		err := r.Scan(&s)
		if !s.Valid {
			return "NULL", err
		}
		return s.String, err
	})(tx.query(ctx, query, args...))
}

func (tx *Tx) Row(ctx context.Context, dest []any, query string, args ...any) error {
	return wrap(tx.queryRow(ctx, query, args...).Scan(dest...))
}

var (
	CheckVersion = checkVersion
	MigrateUp    = migrateUp
)

func (db *DB) Writer() *sql.DB { return db.writer }

// Pragma and SQLitePool open a file with one setting that is asserted.
func Pragma(name, set, answer string) pragma { return pragma{name, set, answer} }

func SQLitePool(ctx context.Context, path string, p pragma) (*sql.DB, error) {
	return sqlitePool(ctx, path, "immediate", 1, []pragma{p})
}

// MergedColumns are the columns that the merging of accounts knows.
func MergedColumns() (names []string) {
	for _, m := range merging {
		names = append(names, m.column)
	}
	return names
}

// ErasedColumns says what erasing somebody does with a table: it takes their
// rows away, or leaves rows with these columns alone.
func ErasedColumns() (goes map[string]bool, stays map[string][]string) {
	goes, stays = map[string]bool{}, map[string][]string{}
	for _, t := range erasing {
		goes[t.table] = len(t.statements) > 0
		for _, s := range t.statements {
			goes[t.table] = goes[t.table] && strings.HasPrefix(s, "delete from ")
		}
		stays[t.table] = append(slices.Clone(t.blanked), t.kept...)
	}
	return goes, stays
}

// FillCounts writes counts as adding up would have.
func FillCounts(ctx context.Context, tx *Tx, fill func(add func(scope, grain string, what badge.Counted, day time.Time, n int)), org badge.OrgID) error {
	sums := map[tallied]int{}
	fill(func(scope, grain string, what badge.Counted, day time.Time, n int) {
		sums[tallied{org, scope, grain, what, micros(day)}] += n
	})
	return tx.addCounts(ctx, sums)
}

// Archive puts credentials where sealing would have put them, with one series
// for each batch and documents that no dictionary helps with.
func (tx *OrgTx) Archive(ctx context.Context, credentials []badge.Credential) error {
	var rows [][]any
	for _, c := range credentials {
		rows = append(rows, []any{
			c.ID, tx.org, c.BatchID, c.Row, 1, c.Code, c.AccountID, c.Name, c.Email, c.ExternalNumber, micros(c.IssuedOn), micros(c.ExpiresOn), c.Index,
			c.Signed, micros(c.SealedAt), micros(c.RevokedAt), 0, "", "",
		})
	}
	if err := tx.oneSeries(ctx, credentials[0].BatchID); err != nil {
		return err
	}
	err := tx.insertMany(ctx, `insert into credentials (id, org_id, batch_id, row_number, series, code, account_id, name, email, external_number,
		issued_on, expires_on, list_index, document, sealed_at, revoked_at, suspended_at, reason, search)`, 19, "", rows)
	if err != nil {
		return err
	}
	return tx.noteIssued(ctx, credentials)
}

// oneSeries makes the first series of a batch with all that it refers to.
func (tx *OrgTx) oneSeries(ctx context.Context, batch badge.BatchID) error {
	for _, statement := range []string{
		`insert into status_lists (id, org_id, kind, number, used, bits, taken, version, published, signed, created_at) values ('list', $1, 'bitstring', 1, '', '', 0, 1, 1, '', 1) on conflict do nothing`,
		`insert into signing_keys (id, org_id, number, algorithm, public, sealed, created_at) values ('key', $1, 1, 'EdDSA', '', '', 1) on conflict do nothing`,
		`insert into dictionaries (id, org_id, revision_id, key_id, sample) select 'dictionary', $1, min(id), 'key', '' from revisions where org_id = $1 on conflict do nothing`,
	} {
		if _, err := tx.exec(ctx, statement, tx.org); err != nil {
			return err
		}
	}
	_, err := tx.exec(ctx, `insert into series (org_id, batch_id, number, list_id, key_id, dictionary_id, revision_id)
		select org_id, id, 1, 'list', 'key', 'dictionary', revision_id from batches where org_id = $1 and id = $2 on conflict do nothing`, tx.org, batch)
	return err
}
