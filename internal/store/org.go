package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

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
// `like … escape '\'`, found anywhere, case folded, to be compared with folded.
func likePattern(typed string) string {
	s := strings.ToValidUTF8(typed[:min(len(typed), maxSearch)], "")
	s = strings.TrimSpace(strings.ToLower(strings.ReplaceAll(s, "\x00", "")))
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}

// folded is the expression that a search looks through: some columns of a
// table, in small letters. The engines fold ASCII; what is more than that was
// folded by foldedText into the column search.
func folded(table string, columns ...string) string {
	return "case when " + table + ".search = '' then lower(" + strings.Join(columns, " || ' ' || ") + ") else " + table + ".search end"
}

// foldedText is what goes into the column search: nothing, when the values of
// its columns are ASCII.
func foldedText(parts ...string) string {
	whole := strings.Join(parts, " ")
	if strings.IndexFunc(whole, func(c rune) bool { return c > unicode.MaxASCII }) < 0 {
		return ""
	}
	return strings.ToLower(whole)
}

// Record adds lines to the record of who did what, in the transaction that does it.
func (tx *Tx) Record(ctx context.Context, events ...badge.Event) error {
	rows := make([][]any, len(events))
	for n, e := range events {
		rows[n] = []any{badge.NewID[string](), e.OrgID, e.Actor, e.Verb, e.Subject, e.Note, micros(e.At)}
	}
	return tx.insertMany(ctx, `insert into events (id, org_id, actor, verb, subject, note, at)`, 7, "", rows)
}

// Record is Tx.Record with the organization filled in.
func (tx *OrgTx) Record(ctx context.Context, events ...badge.Event) error {
	for i := range events {
		events[i].OrgID = tx.org
	}
	return tx.Tx.Record(ctx, events...)
}

// CountEvents counts what somebody did in the organization since a point in
// time.
func (tx *OrgTx) CountEvents(ctx context.Context, actor, verb string, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from events where org_id = $1 and actor = $2 and verb = $3 and at > $4`, tx.org, actor, verb, micros(since)).Scan(&n)
	return n, wrap(err)
}
