package store

import (
	"context"
	"fmt"
	"time"

	"laurel/internal/badge"
)

// What is somebody's own, as conditions on $1, their account. An address that
// was theirs and by now is somebody else's is not among them.
const (
	theirCredentials = `(select c.id from credentials c where c.account_id = $1)`
	theirAddresses   = `(select a.email from addresses a where a.account_id = $1
		union select c.email from credentials c where c.account_id = $1
			and not exists (select 1 from addresses o where o.email = c.email and o.account_id <> $1))`
	theirNames = `(select a.name from accounts a where a.id = $1 union select c.name from credentials c where c.account_id = $1
		union select p.name from predecessors p where p.credential_id in ` + theirCredentials + `)`
	theirRequests = `(select q.id from requests q where q.account_id = $1 or q.credential_id in ` + theirCredentials + `)`
	theirMessages = `(select m.id from support_messages m where m.account_id = $1 or m.email in ` + theirAddresses + `)`
	theirClaims   = `(select q.id from claims q where q.email in ` + theirAddresses + `
		or exists (select 1 from credentials c where c.account_id = $1 and c.batch_id = q.batch_id and c.row_number = q.row_number))`
	theirShares = `(select s.letter_id from shares s where s.account_id = $1 or s.email in ` + theirAddresses + ` or s.credential_id in ` + theirCredentials + `)`

	// rowsTheyHad are the rows of files that became their credentials, and those
	// of confirmed files that were left, for whatever reason. A left row may have
	// a name and no address that can be read.
	rowsTheyHad = `(awards.email in ` + theirAddresses + ` and awards.state in ('issued', 'repeated', 'replaced', 'refused')
		or (awards.email in ` + theirAddresses + ` or awards.name in ` + theirNames + `)
			and awards.outcome in ('question', 'duplicate', 'error')
			and exists (select 1 from batches b where b.org_id = awards.org_id and b.id = awards.batch_id and b.state in ('confirmed', 'done', 'undone'))
		or exists (select 1 from credentials c where c.account_id = $1 and c.batch_id = awards.batch_id and c.row_number = awards.row_number))`
	// batchesTheyWereIn are the files that name them. What was read and not
	// confirmed yet is the organization's: it is about to issue.
	// Rows for another badge are in a part of the batch that has the file.
	batchesTheyWereIn = `(batches.state in ('confirmed', 'done', 'undone') and (
		exists (select 1 from credentials c where c.account_id = $1 and c.batch_id in ` + itAndItsParts + `)
		or exists (select 1 from awards where awards.org_id = batches.org_id and awards.batch_id in ` + itAndItsParts + ` and ` + rowsTheyHad + `)))`
	itAndItsParts = `(select p.id from batches p where p.org_id = batches.org_id and (p.id = batches.id or p.parent_id = batches.id))`
)

// erasing says, for every table, what becomes of it when the account $1 is
// erased, in the order in which it happens. kept are the columns of bytes and
// text of rows that stay and that tell nothing of anybody. A test compares it
// with the schema: a table or a column that is not here might keep somebody.
var erasing = []struct {
	table      string
	statements []string
	blanked    []string // columns that the statements empty
	kept       []string
}{
	{table: "letters", statements: []string{
		`delete from letters where id in ` + theirCredentials + ` or credential_id in ` + theirCredentials + ` or account_id = $1 or email in ` + theirAddresses + `
			or id in ` + theirShares + ` or about in ` + theirRequests + ` or about in ` + theirMessages + ` or about in ` + theirClaims,
	}},
	{table: "shares", statements: []string{`delete from shares where letter_id in ` + theirShares}},
	{table: "events", statements: []string{
		`update events set subject = '', note = '' where subject <> '' and (subject = $1 or note = $1
			or subject in ` + theirCredentials + ` or subject in (select c.code from credentials c where c.account_id = $1) or subject in ` + theirRequests + `
			or subject in ` + theirMessages + ` or subject in ` + theirClaims + ` or subject in (select x.id from exports x where x.account_id = $1)
			or subject in (select y.id from address_changes y where y.account_id = $1))`,
		`update events set actor = 'erased', subject = '', note = '' where actor = 'account:' || $1`,
	}, blanked: []string{"actor", "subject", "note"}, kept: []string{"id", "org_id", "verb"}},
	{table: "request_notes", statements: []string{`delete from request_notes where request_id in ` + theirRequests}},
	{table: "requests", statements: []string{`delete from requests where id in ` + theirRequests}},
	{table: "support_messages", statements: []string{`delete from support_messages where id in ` + theirMessages}},
	// A slip stays, as taken.
	{
		table: "slips", statements: []string{`update slips set name = '' where code in (select q.slip from claims q where q.id in ` + theirClaims + `)`},
		blanked: []string{"name"}, kept: []string{"code", "org_id", "offer_id", "claim_id"},
	},
	{table: "claims", statements: []string{`delete from claims where id in ` + theirClaims}},
	{table: "pathway_awards", statements: ofAccount("pathway_awards")},
	{table: "collected", statements: []string{
		`delete from collected where credential_id in ` + theirCredentials + ` or collection_id in (select id from collections where account_id = $1)`,
	}},
	{table: "collections", statements: ofAccount("collections")},
	{table: "showcases", statements: ofAccount("showcases")},
	{table: "imports", statements: ofAccount("imports")},
	{table: "exports", statements: ofAccount("exports")},
	{table: "profiles", statements: ofAccount("profiles")},
	{table: "photos", statements: ofAccount("photos")},
	// The file of a batch has everybody's rows; the organization has its own copy.
	{table: "batch_edits", statements: []string{
		`delete from batch_edits where exists (select 1 from awards where awards.row_number = batch_edits.row_number and ` + ofTheSameFile("awards.batch_id") + ` and ` + rowsTheyHad + `)
			or exists (select 1 from credentials c where c.account_id = $1 and c.row_number = batch_edits.row_number and ` + ofTheSameFile("c.batch_id") + `)`,
	}},
	{table: "printed_columns", statements: []string{
		`delete from printed_columns where exists (select 1 from awards where awards.row_number = printed_columns.row_number and ` + ofTheSamePrint("awards.batch_id") + ` and ` + rowsTheyHad + `)
			or exists (select 1 from credentials c where c.account_id = $1 and c.row_number = printed_columns.row_number and ` + ofTheSamePrint("c.batch_id") + `)`,
	}},
	{
		table: "batches", statements: []string{
			`update batches set file = '', file_name = 'file erased' where ` + batchesTheyWereIn,
			`update batches set created_by = '' where created_by = $1`,
			`update batches set rights_by = '' where rights_by = $1`,
		}, blanked: []string{"file", "file_name", "created_by", "rights_by"},
		kept: []string{"id", "org_id", "achievement_id", "revision_id", "reading", "dates", "duplicates", "parent_id", "state"},
	},
	{
		table: "awards", statements: []string{
			`update awards set name = '', email = '', narrative = '', evidence = '', evidence_text = '', external_number = '', language = '', findings = '[]' where ` + rowsTheyHad,
		}, blanked: []string{"name", "email", "narrative", "evidence", "evidence_text", "external_number", "language", "findings"},
		kept: []string{"org_id", "batch_id", "achievement_id", "outcome", "state"},
	},

	// A print has everybody of a batch; its file goes with its row. Another is made in a minute.
	{table: "prints", statements: []string{
		`delete from prints where exists (select 1 from batches where batches.org_id = prints.org_id and batches.id = prints.batch_id
			and exists (select 1 from credentials c where c.account_id = $1 and c.batch_id in ` + itAndItsParts + `))`,
		`update prints set asked_by = '' where asked_by = $1`,
	}, blanked: []string{"asked_by"}, kept: []string{"id", "org_id", "batch_id", "form", "state"}},

	// The lines of blocks go by dropLines, which unpacks them.
	{table: "issued_blocks", kept: []string{"org_id", "last_id", "id", "first_id", "batch_id", "sieve", "line_text"}},
	{table: "canned_answers", kept: []string{"id", "org_id", "name", "answer"}},
	{table: "letter_words", kept: []string{"org_id", "kind", "language", "subject", "body"}},
	{table: "desk_rules", kept: []string{"org_id"}},
	{table: "expiry_notices", statements: ofCredentials("expiry_notices")},
	{table: "quiet_badges", kept: []string{"org_id", "achievement_id"}},
	{table: "bulk_rows", statements: ofCredentials("bulk_rows")},
	{
		table: "bulks", statements: []string{`update bulks set created_by = '' where created_by = $1`},
		blanked: []string{"created_by"}, kept: []string{"id", "org_id", "kind", "state", "say", "reason", "undoes", "undone_by"},
	},
	{table: "saved_views", statements: ofAccount("saved_views"), kept: []string{"id", "org_id", "name", "query"}},
	{table: "visibilities", statements: ofCredentials("visibilities")},
	{table: "uses", statements: ofCredentials("uses")},
	{table: "corrections", statements: ofCredentials("corrections")},
	{table: "predecessors", statements: ofCredentials("predecessors")},

	{table: "address_changes", statements: []string{`delete from address_changes where account_id = $1 or other_id = $1 or email in ` + theirAddresses}},
	{table: "recipients", statements: ofAccount("recipients")},
	{table: "credentials", statements: ofAccount("credentials")},

	{table: "login_counters", statements: []string{
		`delete from login_counters where name = 'account ' || $1 or name in (select 'device ' || d.id from known_devices d where d.account_id = $1)`,
	}, kept: []string{"name"}}, // a keyed hash, for names that nobody has
	{table: "failed_logins", statements: ofAccount("failed_logins")},
	{table: "unlocks", statements: ofAccount("unlocks")},
	{table: "known_devices", statements: ofAccount("known_devices")},
	{table: "visits", statements: ofAccount("visits")}, // and their sessions, by dropSessionsOf
	{table: "authenticators", statements: ofAccount("authenticators")},
	{table: "recovery_codes", statements: ofAccount("recovery_codes")},
	{table: "passkeys", statements: ofAccount("passkeys")},
	{table: "reset_links", statements: ofAccount("reset_links")},
	{table: "erasures", statements: ofAccount("erasures")},
	{table: "badge_staff", statements: ofAccount("badge_staff")},
	{table: "invitations", statements: []string{
		`delete from invitations where email in ` + theirAddresses + ` or accepted_by = $1`,
		`update invitations set invited_by = '' where invited_by = $1`,
	}, blanked: []string{"invited_by"}, kept: []string{"id", "org_id", "email", "role", "accepted_by"}}, // of others
	{table: "addresses", statements: ofAccount("addresses")},
	{table: "accounts", statements: []string{`delete from accounts where id = $1`}},

	// Nobody's in particular. Staff is not erased; who was once may have confirmed the terms.
	{table: "organizations", statements: []string{`update organizations set terms_by = '' where terms_by = $1`}, blanked: []string{"terms_by"}, kept: []string{
		"id", "slug", "name", "url", "email", "description", "logo", "linkedin_id", "parent_id", "street", "locality", "region", "postal_code", "country", "accent",
		"sender_name", "reply_to", "duplicates", "visibility", "language",
	}},
	{table: "members", kept: []string{"org_id", "account_id", "role"}},
	{table: "signing_keys", kept: []string{"id", "org_id", "algorithm", "public", "sealed"}},
	{table: "status_lists", kept: []string{"id", "org_id", "kind", "used", "bits", "signed"}},
	{table: "achievements", kept: []string{"id", "org_id", "slug", "state", "updating"}},
	{table: "revisions", kept: []string{"id", "org_id", "achievement_id", "name", "description", "criteria", "picture", "design", "tags", "details", "valid_for"}},
	{table: "certificates", kept: []string{"org_id", "achievement_id"}},
	{
		table: "certificate_revisions", statements: []string{`update certificate_revisions set saved_by = '' where saved_by = $1`},
		blanked: []string{"saved_by"}, kept: []string{"org_id", "achievement_id", "design"},
	},
	{table: "certificate_pictures", kept: []string{"org_id", "picture"}},
	{table: "dictionaries", kept: []string{"id", "org_id", "revision_id", "key_id", "sample"}}, // a sample has nothing of its earner's
	{table: "series", kept: []string{"org_id", "batch_id", "revision_id", "list_id", "key_id", "dictionary_id"}},
	{table: "frameworks", kept: []string{"id", "org_id", "name"}},
	{table: "skills", kept: []string{"org_id", "id", "framework_id", "name", "url", "code"}},
	{table: "skill_words", kept: []string{"org_id", "word", "skill_id", "framework_id"}},
	{table: "badge_codes", kept: []string{"hash", "org_id", "achievement_id", "used_by"}}, // used by an organization
	{table: "prepared", kept: []string{"id", "org_id", "batch_id", "code", "document"}},   // being issued, to whoever the address belongs to then
	{table: "offers", kept: []string{"id", "org_id", "achievement_id", "kind", "code", "note", "zone", "batch_id"}},
	{table: "pathways", kept: []string{"org_id", "achievement_id", "batch_id"}},
	{table: "pathway_steps", kept: []string{"org_id", "achievement_id", "step_id"}},
	{table: "sessions", kept: []string{"token_hash", "data"}}, // of strangers
	{table: "erased", kept: []string{"code", "org_id", "revision_id", "list_id"}},
	{table: "import_memories", kept: []string{"org_id", "headings", "columns", "dates"}},
	{table: "settings", kept: []string{"name", "value"}},
	{table: "count_slips", kept: []string{"id", "org_id", "batch_id", "counts"}}, // how many, of a batch
	{table: "counts", kept: []string{"org_id", "scope", "grain", "what"}},
}

// ofTheSameFile tells whether a batch is that of a corrected cell, or a part of it.
func ofTheSameFile(batch string) string {
	return batch + ` in (select p.id from batches p where p.org_id = batch_edits.org_id and (p.id = batch_edits.batch_id or p.parent_id = batch_edits.batch_id))`
}

// ofTheSamePrint tells whether a batch is that of a kept cell, or a part of it.
func ofTheSamePrint(batch string) string {
	return batch + ` in (select p.id from batches p where p.org_id = printed_columns.org_id and (p.id = printed_columns.batch_id or p.parent_id = printed_columns.batch_id))`
}

func ofAccount(table string) []string {
	return []string{`delete from ` + table + ` where account_id = $1`}
}

func ofCredentials(table string) []string {
	return []string{`delete from ` + table + ` where credential_id in ` + theirCredentials}
}

// Erasure is what EraseAccount leaves to be done: files by their hashes, which
// others may have too, and status lists that changed.
type Erasure struct {
	Files []string
	Lists []badge.StatusList // organization and id alone
}

// EraseAccount takes everything of somebody out of the ledger. Of each of their
// credentials stays that it was issued, as badge.Erased, and its status says
// that it no longer holds. badge.ErrConflict for staff.
func (tx *Tx) EraseAccount(ctx context.Context, id badge.AccountID, now time.Time) (e Erasure, err error) {
	var staff int
	err = tx.queryRow(ctx, `select (select count(*) from members where account_id = $1) + (select count(*) from accounts where id = $1 and operator)`, id).Scan(&staff)
	if err != nil {
		return e, wrap(err)
	}
	if staff > 0 {
		return e, badge.ErrConflict
	}
	if e.Files, err = tx.filesOf(ctx, id); err != nil {
		return e, err
	}
	if e.Lists, err = tx.withdraw(ctx, id); err != nil {
		return e, err
	}
	if err := tx.dropSessionsOf(ctx, id); err != nil {
		return e, err
	}
	_, err = tx.exec(ctx, `insert into erased (code, org_id, revision_id, list_id, issued_on, erased_at)
		select c.code, c.org_id, s.revision_id, s.list_id, c.issued_on, cast($2 as bigint)`+credentialTables+`where c.account_id = $1`, id, micros(now))
	if err != nil {
		return e, err
	}
	if err := tx.dropLines(ctx, id); err != nil {
		return e, err
	}
	for _, t := range erasing {
		for _, statement := range t.statements {
			if _, err := tx.exec(ctx, statement, id); err != nil {
				return e, fmt.Errorf("erase %s: %w", t.table, err)
			}
		}
	}
	return e, nil
}

// filesOf names the kept files that somebody's rows point to.
func (tx *Tx) filesOf(ctx context.Context, id badge.AccountID) ([]string, error) {
	scan := func(r row) (hash string, err error) { return hash, r.Scan(&hash) }
	return collect(scan)(tx.query(ctx, `select file from requests where file <> '' and id in `+theirRequests+`
		union select file from support_messages where file <> '' and id in `+theirMessages+`
		union select file from claims where file <> '' and id in `+theirClaims+`
		union select file from batches where file <> '' and `+batchesTheyWereIn, id))
}

// SystemFileUsed tells whether a row still points to a kept file.
func (tx *Tx) SystemFileUsed(ctx context.Context, hash string) (used bool, err error) {
	err = tx.queryRow(ctx, `select exists (select 1 from batches where file = $1) or exists (select 1 from requests where file = $1)
		or exists (select 1 from support_messages where file = $1) or exists (select 1 from claims where file = $1) or exists (select 1 from revisions where picture = $1 or details like '%"vector":"' || $1 || '"%')
		or exists (select 1 from organizations where logo = $1) or exists (select 1 from certificate_pictures where picture = $1)`, hash).Scan(&used)
	return used, wrap(err)
}

// withdraw sets the bits of somebody's credentials and tells which lists that
// changed.
func (tx *Tx) withdraw(ctx context.Context, id badge.AccountID) (changed []badge.StatusList, err error) {
	type place struct {
		org   badge.OrgID
		list  badge.StatusListID
		index int
	}
	scan := func(r row) (p place, err error) { return p, r.Scan(&p.org, &p.list, &p.index) }
	places, err := collect(scan)(tx.query(ctx, `select c.org_id, s.list_id, c.list_index`+credentialTables+`
		join status_lists l on l.id = s.list_id where c.account_id = $1 and l.kind <> 'plain' order by 1, 2, 3`, id))
	if err != nil {
		return nil, err
	}
	for n := 0; n < len(places); {
		otx, first := tx.Org(places[n].org), places[n]
		l, err := otx.List(ctx, first.list)
		if err != nil {
			return nil, err
		}
		for ; n < len(places) && places[n].list == first.list; n++ {
			badge.SetBit(l.Set, places[n].index)
		}
		if err := otx.SetStatus(ctx, l); err != nil {
			return nil, err
		}
		changed = append(changed, l)
	}
	return changed, nil
}

// PublicErased tells who issued the credential that was erased at a code.
func (tx *Tx) PublicErased(ctx context.Context, code badge.Code) (organization string, err error) {
	err = tx.queryRow(ctx, `select o.name from erased e join organizations o on o.id = e.org_id where e.code = $1`, code).Scan(&organization)
	return organization, wrap(err)
}

// ErasedRow is one line of what was erased of an organization's credentials.
type ErasedRow struct {
	badge.Erased
	BadgeName string
}

// Erased lists what was erased of the organization's credentials, the latest first.
func (tx *OrgTx) Erased(ctx context.Context, limit int) ([]ErasedRow, error) {
	scan := func(r row) (e ErasedRow, err error) {
		err = r.Scan(&e.Code, &e.OrgID, &e.RevisionID, &e.ListID, moment{&e.IssuedOn}, moment{&e.ErasedAt}, &e.BadgeName)
		return e, wrap(err)
	}
	return collect(scan)(tx.query(ctx, `select e.code, e.org_id, e.revision_id, e.list_id, e.issued_on, e.erased_at, r.name
		from erased e join revisions r on r.org_id = e.org_id and r.id = e.revision_id where e.org_id = $1 order by e.erased_at desc, e.code limit $2`, tx.org, limit))
}
