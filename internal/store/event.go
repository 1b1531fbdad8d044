package store

import (
	"context"
	"slices"
	"time"

	"laurel/internal/badge"
)

// EventRow is one line of the record, with the id by which a list pages on.
type EventRow struct {
	ID string
	badge.Event
}

// EventQuery narrows the record. Zero values narrow nothing.
type EventQuery struct {
	Org      badge.OrgID // of SystemEvents
	Actor    string      // Actor.Name
	Verb     string      // a verb, or the noun before its dot with the dot: "credential."
	Subject  string
	From, To time.Time // To is excluded
	But      []string  // verbs that are left out
	Before   string    // page on: only older ones
	Limit    int
}

// Events lists what was done in the organization, the latest first.
func (tx *OrgTx) Events(ctx context.Context, q EventQuery) ([]EventRow, error) {
	q.Org = tx.org
	return tx.SystemEvents(ctx, q)
}

// SystemEvents lists what was done in the whole installation, the latest first.
func (tx *Tx) SystemEvents(ctx context.Context, q EventQuery) ([]EventRow, error) {
	scan := func(r row) (e EventRow, err error) {
		return e, r.Scan(&e.ID, &e.OrgID, &e.Actor, &e.Verb, &e.Subject, &e.Note, moment{&e.At})
	}
	// An organization's events lie together; one text for both lists would read all.
	where, args := `'' = $1`, []any{q.Org, q.Actor, q.Verb, q.Subject, micros(q.From), micros(q.To), q.Before, q.Limit}
	if q.Org != "" {
		where = `org_id = $1`
	}
	if len(q.But) > 0 {
		where += ` and verb not in (` + parameters(9, len(q.But)) + `)`
		args = append(args, anys(q.But)...)
	}
	return collect(scan)(tx.query(ctx, `select id, org_id, actor, verb, subject, note, at from events where `+where+`
		and ($2 = '' or actor = $2) and ($3 = '' or verb = $3 or substr(verb, 1, length($3)) = $3 and substr($3, length($3), 1) = '.')
		and ($4 = '' or subject = $4) and (cast($5 as bigint) = 0 or at >= $5) and (cast($6 as bigint) = 0 or at < $6) and ($7 = '' or id < $7)
		order by id desc limit $8`, args...))
}

// EventSubject is what stands for an id in the record. Empty fields: not of
// that kind.
type EventSubject struct {
	// Kind is "credential", "batch", "achievement", "request", "account",
	// "invitation", "bulk", "framework", "department", "offer" or "claim".
	Kind   string
	Name   string // of a person, a file, a framework or a department; the address of somebody invited; the kind of a bulk or an offer
	Badge  string
	Code   badge.Code // of a credential
	Slug   string     // of an achievement or a department; the id of the offer that a claim is on
	Number int        // of a revision; of the credentials of a bulk
}

// EventSubjects finds what ids of the organization's stand for. Those that are
// nothing any more are left out.
func (tx *OrgTx) EventSubjects(ctx context.Context, ids []string) (map[string]EventSubject, error) {
	found := map[string]EventSubject{}
	for chunk := range slices.Chunk(ids, listParameters) {
		in := `(` + parameters(2, len(chunk)) + `)`
		args := append([]any{tx.org}, anys(chunk)...)
		for _, query := range []string{
			`select c.id, 'credential', c.name, r.name, c.code, '', 0 from credentials c join batches b on b.org_id = c.org_id and b.id = c.batch_id
				join revisions r on r.id = b.revision_id where c.org_id = $1 and c.id in ` + in,
			`select c.code, 'credential', c.name, r.name, c.code, '', 0 from credentials c join batches b on b.org_id = c.org_id and b.id = c.batch_id
				join revisions r on r.id = b.revision_id where c.org_id || '' = $1 and c.code in ` + in,
			`select b.id, 'batch', b.file_name, coalesce(r.name, ''), '', a.slug, 0 from batches b join achievements a on a.org_id = b.org_id and a.id = b.achievement_id
				left join revisions r on r.achievement_id = a.id and r.number = a.revision where b.org_id = $1 and b.id in ` + in,
			`select a.id, 'achievement', '', r.name, '', a.slug, 1 from achievements a join revisions r on r.achievement_id = a.id and r.number = a.revision
				where a.org_id = $1 and a.id in ` + in,
			`select r.id, 'achievement', '', r.name, '', a.slug, r.number from revisions r join achievements a on a.id = r.achievement_id
				where r.org_id = $1 and r.id in ` + in,
			`select q.id, 'request', c.name, r.name, '', '', 0 from requests q left join credentials c on c.org_id = q.org_id and c.id = q.credential_id
				left join batches b on b.org_id = c.org_id and b.id = c.batch_id left join revisions r on r.id = b.revision_id
				where q.org_id = $1 and q.id in ` + in,
			`select p.account_id, 'account', l.name, '', '', '', 0 from recipients p join credentials l on l.org_id = p.org_id and l.id = p.credential_id
				where p.org_id = $1 and p.account_id in ` + in,
			`select i.id, 'invitation', i.email, '', '', '', 0 from invitations i where i.org_id = $1 and i.id in ` + in,
			`select k.id, 'bulk', k.kind, '', '', '', k.total from bulks k where k.org_id = $1 and k.id in ` + in,
			`select f.id, 'framework', f.name, '', '', '', 0 from frameworks f where f.org_id = $1 and f.id in ` + in,
			`select o.id, 'offer', o.kind, r.name, '', '', 0 from offers o join achievements a on a.org_id = o.org_id and a.id = o.achievement_id
				join revisions r on r.achievement_id = a.id and r.number = a.revision where o.org_id = $1 and o.id in ` + in,
			`select c.id, 'claim', c.name, r.name, '', c.offer_id, 0 from claims c join offers o on o.org_id = c.org_id and o.id = c.offer_id
				join achievements a on a.org_id = o.org_id and a.id = o.achievement_id
				join revisions r on r.achievement_id = a.id and r.number = a.revision where c.org_id = $1 and c.id in ` + in,
			`select o.id, 'department', o.name, '', '', o.slug, 0 from organizations o where o.parent_id = $1 and o.id in ` + in,
		} {
			if err := tx.eventSubjects(ctx, found, query, args); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

func (tx *OrgTx) eventSubjects(ctx context.Context, found map[string]EventSubject, query string, args []any) error {
	rows, err := tx.query(ctx, query, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		var id string
		var s EventSubject
		var name, of *string // null: about nothing in particular
		if err := rows.Scan(&id, &s.Kind, &name, &of, &s.Code, &s.Slug, &s.Number); err != nil {
			return closing(rows, err)
		}
		if name != nil {
			s.Name = *name
		}
		if of != nil {
			s.Badge = *of
		}
		found[id] = s
	}
	return closing(rows, rows.Err())
}

// EventPeople are the people on the organization's staff, by account.
func (tx *OrgTx) EventPeople(ctx context.Context) ([]badge.Account, error) {
	return collect(scanAccount)(tx.query(ctx, `select `+accountColumns+` from accounts a join members m on m.account_id = a.id where m.org_id = $1 order by a.name, a.email`, tx.org))
}

// SystemNames finds how people are called, by account: the name, or the address
// of those without one.
func (tx *Tx) SystemNames(ctx context.Context, ids []badge.AccountID) (map[badge.AccountID]string, error) {
	names := map[badge.AccountID]string{}
	for chunk := range slices.Chunk(ids, listParameters) {
		rows, err := tx.query(ctx, `select id, case when name = '' then email else name end from accounts where id in (`+parameters(1, len(chunk))+`)`, anys(chunk)...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var id badge.AccountID
			var name string
			if err := rows.Scan(&id, &name); err != nil {
				return nil, closing(rows, err)
			}
			names[id] = name
		}
		if err := closing(rows, rows.Err()); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// RevisionBefore finds the wording that a revision of the organization's took
// the place of, and that revision. badge.ErrNotFound for the first one.
func (tx *OrgTx) RevisionBefore(ctx context.Context, id badge.RevisionID) (before, after badge.Achievement, err error) {
	if after, err = tx.AchievementAt(ctx, id); err != nil {
		return before, after, err
	}
	var earlier badge.RevisionID
	err = tx.queryRow(ctx, `select id from revisions where org_id = $1 and achievement_id = $2 and number = $3`, tx.org, after.ID, after.Revision.Number-1).Scan(&earlier)
	if err != nil {
		return before, after, wrap(err)
	}
	before, err = tx.AchievementAt(ctx, earlier)
	return before, after, err
}
