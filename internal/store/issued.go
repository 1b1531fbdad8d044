package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"laurel/internal/badge"
)

// IssuedRow is one line of the list of issued credentials.
type IssuedRow struct {
	badge.Credential // without its document
	BadgeName        string
}

// IssuedQuery narrows the list of issued credentials. Zero values narrow nothing.
type IssuedQuery struct {
	Search      string       // beginnings of words of name, number and address
	State       badge.Listed // as of Today
	Today       time.Time    // a day, UTC midnight
	Achievement badge.AchievementID
	Batch       badge.BatchID
	From, To    time.Time          // days of issue, both included
	Before      badge.CredentialID // page on: only older ones
	Limit       int
}

// span is a range of day numbers, both included.
type span struct{ from, to int }

func (s span) has(day int) bool { return s.from <= day && day <= s.to }

// issuedSpan and endsSpan are the days that a query lets through.
func (q IssuedQuery) issuedSpan() span {
	s := span{-noEnd, noEnd}
	if !q.From.IsZero() {
		s.from = dayNumber(q.From)
	}
	if !q.To.IsZero() {
		s.to = dayNumber(q.To)
	}
	return s
}

func (q IssuedQuery) endsSpan() span {
	today := dayNumber(q.Today)
	switch q.State {
	case badge.ListedValid:
		return span{today, noEnd}
	case badge.ListedExpired:
		return span{-noEnd, today - 1}
	case badge.ListedEnding:
		return span{today, today + badge.EndingDays}
	}
	return span{-noEnd, noEnd}
}

// byBlocks tells whether what a query asks for is looked up in blocks. What
// was withdrawn has indexes of its own, and everything needs none.
func (q IssuedQuery) byBlocks(terms []string) bool {
	if len(terms) > 0 {
		return true
	}
	withdrawn := q.State == badge.ListedRevoked || q.State == badge.ListedSuspended
	return !withdrawn && (q.State != "" || q.Achievement != "" || q.Batch != "" || !q.From.IsZero() || !q.To.IsZero())
}

// states are what a credential's own state has to be in each part of the list.
var states = map[badge.Listed]badge.CredentialState{
	badge.ListedValid: badge.CredentialIssued, badge.ListedEnding: badge.CredentialIssued, badge.ListedExpired: badge.CredentialIssued,
	badge.ListedSuspended: badge.CredentialSuspended, badge.ListedRevoked: badge.CredentialRevoked,
}

// matches judges a credential as it stands now.
func (q IssuedQuery) matches(c badge.Credential, terms []string) bool {
	return (q.State == "" || c.State == states[q.State]) &&
		(q.Achievement == "" || c.AchievementID == q.Achievement) && (q.Batch == "" || c.BatchID == q.Batch) &&
		q.issuedSpan().has(dayNumber(c.IssuedOn)) && q.endsSpan().has(dayNumber(c.ExpiresOn)) && holds([]byte(searchLine(c)), terms)
}

// Bounds of how many credentials are looked at in one go.
const (
	leastLook = 100
	mostLook  = 2000
)

// Issued lists credentials, the newest first, without their documents.
func (tx *OrgTx) Issued(ctx context.Context, q IssuedQuery) (rows []IssuedRow, err error) {
	terms := searchTerms(q.Search)
	if len(terms) == 0 && strings.TrimSpace(q.Search) != "" {
		return nil, nil // signs alone: nobody is called that
	}
	if code, ok := codeIn(q.Search); ok {
		rows, err = collect(scanIssued)(tx.query(ctx, issuedRows+`where c.org_id = $1 and c.code = $2`, tx.org, code))
		if err != nil || len(rows) == 1 {
			rows = slices.DeleteFunc(rows, func(r IssuedRow) bool { return !q.matches(r.Credential, nil) || q.Before != "" && r.ID >= q.Before })
			return rows, err
		}
	}
	before, look := q.Before, max(q.Limit, leastLook)
	for len(rows) < q.Limit {
		some, next, err := tx.issuedLook(ctx, q, terms, before, look)
		if err != nil {
			return nil, err
		}
		for _, r := range some {
			if q.matches(r.Credential, terms) {
				rows = append(rows, r)
			}
		}
		if next == "" {
			break
		}
		before, look = next, min(2*look, mostLook)
	}
	return rows[:min(len(rows), q.Limit)], nil
}

// codeIn reads a code, or the address of a badge page, in a search.
func codeIn(typed string) (badge.Code, bool) {
	typed = strings.TrimSpace(typed)
	if _, after, found := strings.Cut(typed, "/b/"); found {
		typed, _, _ = strings.Cut(after, ".")
	}
	return badge.ParseCode(typed)
}

// issuedLook reads some credentials that may match, older than before, and
// where to look on; empty: there are no more.
func (tx *OrgTx) issuedLook(ctx context.Context, q IssuedQuery, terms []string, before badge.CredentialID, look int) (rows []IssuedRow, next badge.CredentialID, err error) {
	if q.byBlocks(terms) {
		ids, more, err := tx.issuedHits(ctx, q, terms, before, look)
		if err != nil || len(ids) == 0 {
			return nil, "", err
		}
		if more {
			next = ids[len(ids)-1]
		}
		rows, err = tx.issuedByID(ctx, ids)
		return rows, next, err
	}
	only := map[badge.Listed]string{badge.ListedRevoked: " and c.revoked_at <> 0", badge.ListedSuspended: " and c.suspended_at <> 0"}[q.State]
	args := []any{tx.org, look}
	if before != "" { // in the text, so that an index leads there
		only, args = only+` and c.id < $3`, append(args, before)
	}
	scan := func(r row) (id badge.CredentialID, err error) { return id, r.Scan(&id) }
	ids, err := collect(scan)(tx.query(ctx, `select c.id from credentials c where c.org_id = $1`+only+` order by c.id desc limit $2`, args...))
	if err != nil {
		return nil, "", err
	}
	if len(ids) == look {
		next = ids[look-1]
	}
	rows, err = tx.issuedByID(ctx, ids)
	return rows, next, err
}

// issuedRows reads credentials without their documents. issuedTables come
// after the credentials.
var (
	issuedColumns = strings.Replace(credentialColumns, "c.document", "''", 1)
	issuedTables  = credentialParts + `join revisions r on r.org_id = b.org_id and r.id = s.revision_id `
	issuedRows    = `select r.name, ` + issuedColumns + ` from credentials c ` + issuedTables
)

func scanIssued(r row) (i IssuedRow, err error) {
	c, err := scanCredential(prefixed{r, []any{&i.BadgeName}})
	i.Credential = c.Credential
	return i, err
}

// issuedByID reads some credentials, the newest first.
func (tx *OrgTx) issuedByID(ctx context.Context, ids []badge.CredentialID) (rows []IssuedRow, err error) {
	for chunk := range slices.Chunk(ids, listParameters) {
		some, err := collect(scanIssued)(tx.query(ctx, issuedRows+`where c.org_id = $1 and c.id in (`+parameters(2, len(chunk))+`)`, append([]any{tx.org}, anys(chunk)...)...))
		if err != nil {
			return nil, err
		}
		slices.SortFunc(some, func(a, b IssuedRow) int { return strings.Compare(string(b.ID), string(a.ID)) })
		rows = append(rows, some...)
	}
	return rows, nil
}

// IssuedTo lists what the organization issued to one person, the newest first.
func (tx *OrgTx) IssuedTo(ctx context.Context, earner badge.AccountID, limit int) ([]IssuedRow, error) {
	return collect(scanIssued)(tx.query(ctx, issuedRows+`where c.account_id = $2 and c.org_id || '' = $1 order by c.id desc limit $3`, tx.org, earner, limit))
}
