package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

const requestColumns = `r.id, r.org_id, r.account_id, r.credential_id, r.kind, r.wanted, r.reason, r.file, r.file_name, r.state, r.assigned_to, r.created_at, r.changed_at`

func scanRequest(r row) (q badge.Request, err error) {
	err = r.Scan(&q.ID, &q.OrgID, &q.AccountID, &q.CredentialID, &q.Kind, &q.Wanted, &q.Reason, &q.File, &q.FileName, &q.State, &q.AssignedTo,
		moment{&q.CreatedAt}, moment{&q.ChangedAt})
	return q, wrap(err)
}

// AddRequest puts a request into the organization's inbox.
func (tx *OrgTx) AddRequest(ctx context.Context, q badge.Request) error {
	_, err := tx.exec(ctx, `insert into requests (id, org_id, account_id, credential_id, kind, wanted, reason, file, file_name, state, assigned_to, created_at, changed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		q.ID, tx.org, q.AccountID, q.CredentialID, q.Kind, q.Wanted, q.Reason, q.File, q.FileName, q.State, q.AssignedTo, micros(q.CreatedAt), micros(q.ChangedAt))
	return err
}

// Request finds one of the organization's requests.
func (tx *OrgTx) Request(ctx context.Context, id badge.RequestID) (badge.Request, error) {
	return scanRequest(tx.queryRow(ctx, `select `+requestColumns+` from requests r where r.org_id = $1 and r.id = $2`, tx.org, id))
}

// RequestRow is a request with what a list shows of the credential.
type RequestRow struct {
	badge.Request
	Name  string // as issued
	Email badge.Email
	Code  badge.Code
	Badge string
}

const requestRows = `select c.name, c.email, c.code, v.name, ` + requestColumns + ` from requests r
	join credentials c on c.org_id = r.org_id and c.id = r.credential_id join series s on s.org_id = c.org_id and s.batch_id = c.batch_id and s.number = c.series
	join revisions v on v.org_id = s.org_id and v.id = s.revision_id `

func scanRequestRow(r row) (q RequestRow, err error) {
	q.Request, err = scanRequest(prefixed{r, []any{&q.Name, &q.Email, &q.Code, &q.Badge}})
	return q, err
}

// RequestQuery narrows the list of requests. Zero values narrow nothing.
type RequestQuery struct {
	Open     bool // those that wait; otherwise those that are answered
	Assigned badge.AccountID
	Earner   badge.AccountID // of either state
	Before   badge.RequestID // page on: only older ones
	Limit    int
}

// Requests lists the organization's requests, the newest first.
func (tx *OrgTx) Requests(ctx context.Context, q RequestQuery) ([]RequestRow, error) {
	return collect(scanRequestRow)(tx.query(ctx, requestRows+`where r.org_id = $1 and ($5 <> '' or (r.state = 'open') = $2) and ($3 = '' or r.id < $3)
		and ($4 = '' or r.assigned_to = $4) and ($5 = '' or r.account_id = $5) order by r.id desc limit $6`,
		tx.org, q.Open, q.Before, q.Assigned, q.Earner, q.Limit))
}

// AssignRequest says who answers an open request; badge.ErrConflict when it is
// not open any more.
func (tx *OrgTx) AssignRequest(ctx context.Context, id badge.RequestID, to badge.AccountID) error {
	return moved(tx.exec(ctx, `update requests set assigned_to = $3 where org_id = $1 and id = $2 and state = 'open'`, tx.org, id, to))
}

// CountSpellings counts the corrections of a name that the organization let
// happen by itself for somebody since a point in time.
func (tx *OrgTx) CountSpellings(ctx context.Context, earner badge.AccountID, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from requests where org_id = $1 and account_id = $2 and kind = 'name' and assigned_to = $3 and created_at > $4`,
		tx.org, earner, badge.ByItself, micros(since)).Scan(&n)
	return n, wrap(err)
}

// CountOpenRequests counts what waits for an answer.
func (tx *OrgTx) CountOpenRequests(ctx context.Context) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from requests where org_id = $1 and state = 'open'`, tx.org).Scan(&n)
	return n, wrap(err)
}

// CountOpenRequestsOf counts what one earner waits for at the organization.
func (tx *OrgTx) CountOpenRequestsOf(ctx context.Context, earner badge.AccountID) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from requests where org_id = $1 and account_id = $2 and state = 'open'`, tx.org, earner).Scan(&n)
	return n, wrap(err)
}

// EarnerRequests lists what somebody asked for, at any organization, the newest first.
func (tx *Tx) EarnerRequests(ctx context.Context, earner badge.AccountID, limit int) ([]RequestRow, error) {
	return collect(scanRequestRow)(tx.query(ctx, requestRows+`where r.account_id = $1 order by r.id desc limit $2`, earner, limit))
}

// EarnerRequest finds one of them.
func (tx *Tx) EarnerRequest(ctx context.Context, earner badge.AccountID, id badge.RequestID) (RequestRow, error) {
	return scanRequestRow(tx.queryRow(ctx, requestRows+`where r.account_id = $1 and r.id = $2`, earner, id))
}

// RequestNotes lists what was said about a request, the oldest first.
func (tx *OrgTx) RequestNotes(ctx context.Context, id badge.RequestID) ([]badge.RequestNote, error) {
	scan := func(r row) (n badge.RequestNote, err error) {
		err = r.Scan(&n.RequestID, &n.Number, &n.Staff, &n.Text, &n.State, moment{&n.At})
		return n, err
	}
	return collect(scan)(tx.query(ctx, `select request_id, number, staff, note, state, at from request_notes where org_id = $1 and request_id = $2 order by number`, tx.org, id))
}

// AddRequestNote says something about an open request and moves it on;
// badge.ErrConflict when it is not open any more.
func (tx *OrgTx) AddRequestNote(ctx context.Context, n badge.RequestNote) error {
	err := moved(tx.exec(ctx, `update requests set state = $3, changed_at = $4 where org_id = $1 and id = $2 and state = 'open'`,
		tx.org, n.RequestID, n.State, micros(n.At)))
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `insert into request_notes (org_id, request_id, number, staff, note, state, at)
		select $1, $2, count(*) + 1, $3, $4, $5, $6 from request_notes where org_id = $1 and request_id = $2`,
		tx.org, n.RequestID, n.Staff, n.Text, n.State, micros(n.At))
	return err
}

// AddSupport keeps a message to whoever runs the installation. org is whose
// badge it is about; empty: nobody's. badge.ErrConflict when the reference is taken.
func (tx *Tx) AddSupport(ctx context.Context, org badge.OrgID, m badge.Support) error {
	_, err := tx.exec(ctx, `insert into support_messages (id, reference, org_id, topic, email, name, code, message, file, file_name, account_id, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		m.ID, m.Reference, org, m.Topic, m.Email, m.Name, m.Code, m.Text, m.File, m.FileName, m.AccountID, micros(m.CreatedAt))
	return err
}

const supportColumns = `id, reference, topic, email, name, code, message, file, file_name, account_id, created_at`

func scanSupport(r row) (m badge.Support, err error) {
	err = r.Scan(&m.ID, &m.Reference, &m.Topic, &m.Email, &m.Name, &m.Code, &m.Text, &m.File, &m.FileName, &m.AccountID, moment{&m.CreatedAt})
	return m, wrap(err)
}

// SystemSupport finds a message.
func (tx *Tx) SystemSupport(ctx context.Context, id badge.SupportID) (badge.Support, error) {
	return scanSupport(tx.queryRow(ctx, `select `+supportColumns+` from support_messages where id = $1`, id))
}

// SystemSupportMessages lists messages, the newest first, for the operator.
func (tx *Tx) SystemSupportMessages(ctx context.Context, before badge.SupportID, limit int) ([]badge.Support, error) {
	return collect(scanSupport)(tx.query(ctx, `select `+supportColumns+` from support_messages where ($1 = '' or id < $1) order by id desc limit $2`, before, limit))
}

// SystemCountSupport counts the messages since a moment: all of them, and
// those that name an address.
func (tx *Tx) SystemCountSupport(ctx context.Context, email badge.Email, since time.Time) (all, ofAddress int, err error) {
	err = tx.queryRow(ctx, `select count(*), count(*) filter (where email = $1) from support_messages where created_at >= $2`, email, micros(since)).Scan(&all, &ofAddress)
	return all, ofAddress, wrap(err)
}

// SupportMessages lists the messages about the organization's badges, the newest first.
func (tx *OrgTx) SupportMessages(ctx context.Context, limit int) ([]badge.Support, error) {
	return collect(scanSupport)(tx.query(ctx, `select `+supportColumns+` from support_messages where org_id = $1 order by id desc limit $2`, tx.org, limit))
}

// SupportMessage finds one of them.
func (tx *OrgTx) SupportMessage(ctx context.Context, id badge.SupportID) (badge.Support, error) {
	return scanSupport(tx.queryRow(ctx, `select `+supportColumns+` from support_messages where org_id = $1 and id = $2`, tx.org, id))
}
