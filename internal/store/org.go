package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"laurel/internal/badge"
)

// OrgTx is a transaction bound to one organization. Every query on the rows
// of an organization is its method and binds the organization itself, so that
// no caller can forget to: another organization's row is badge.ErrNotFound.
type OrgTx struct {
	*Tx
	org badge.OrgID
}

// Org binds the transaction to an organization.
func (tx *Tx) Org(id badge.OrgID) *OrgTx { return &OrgTx{Tx: tx, org: id} }

// moved turns "no row moved" of a conditional update into badge.ErrConflict.
func moved(n int64, err error) error {
	if err == nil && n == 0 {
		return badge.ErrConflict
	}
	return err
}

// jsonText is the text form of a value that SQL never opens.
func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("store: %T cannot be JSON: %v", v, err)) // plain structs and slices of strings only
	}
	return string(b)
}

// fromJSON scans a JSON text column into the value it points to.
type fromJSON struct{ v any }

// Scan implements sql.Scanner.
func (j fromJSON) Scan(src any) error {
	switch s := src.(type) {
	case string:
		return json.Unmarshal([]byte(s), j.v)
	case []byte:
		return json.Unmarshal(s, j.v)
	}
	return fmt.Errorf("JSON is text, not %T", src)
}

// maxSearch is how much of a search is looked for, in bytes: SQLite refuses
// patterns over 50,000.
const maxSearch = 200

// likePattern makes what a person typed into a search box a pattern for
// `like … escape '\'`, found anywhere, case folded. The column it is compared
// with was folded by searchText: the engines fold ASCII only.
func likePattern(typed string) string {
	s := strings.ToValidUTF8(typed[:min(len(typed), maxSearch)], "")
	s = strings.TrimSpace(strings.ToLower(strings.ReplaceAll(s, "\x00", "")))
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}

// searchText is what a search looks through.
func searchText(parts ...string) string { return strings.ToLower(strings.Join(parts, " ")) }

// Record adds lines to the record of who did what, in the transaction that does it.
func (tx *Tx) Record(ctx context.Context, events ...badge.Event) error {
	rows := func(yield func([]any) bool) {
		for _, e := range events {
			if !yield([]any{badge.NewID[string](), e.OrgID, e.Actor, e.Verb, e.Subject, e.Note, micros(e.At)}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `insert into events (id, org_id, actor, verb, subject, note, at)
		values ($1, $2, $3, $4, $5, $6, $7)`, rows)
	return err
}

// Record is Tx.Record with the organization filled in.
func (tx *OrgTx) Record(ctx context.Context, events ...badge.Event) error {
	for i := range events {
		events[i].OrgID = tx.org
	}
	return tx.Tx.Record(ctx, events...)
}
