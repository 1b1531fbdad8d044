package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"laurel/internal/badge"
)

const credentialColumns = `id, org_id, code, award_id, batch_id, achievement_id, revision_id, account_id, name, email, external_number,
	issued_on, expires_on, list_id, list_index, key_id, prepared, signed, state, prepared_at, sealed_at, revoked_at, reason`

func scanCredential(r row) (c badge.Credential, err error) {
	err = r.Scan(&c.ID, &c.OrgID, &c.Code, &c.AwardID, &c.BatchID, &c.AchievementID, &c.RevisionID, &c.AccountID, &c.Name, &c.Email, &c.ExternalNumber,
		moment{&c.IssuedOn}, moment{&c.ExpiresOn}, &c.ListID, &c.Index, &c.KeyID, &c.Prepared, &c.Signed, &c.State,
		moment{&c.PreparedAt}, moment{&c.SealedAt}, moment{&c.RevokedAt}, &c.Reason)
	return c, wrap(err)
}

// PrepareCredentials records documents before they are signed: ids, codes,
// status indexes and every byte but the signature.
func (tx *OrgTx) PrepareCredentials(ctx context.Context, credentials []badge.Credential) error {
	rows := func(yield func([]any) bool) {
		for _, c := range credentials {
			search := searchText(c.Name, string(c.Email), c.ExternalNumber, string(c.Code))
			if !yield([]any{
				c.ID, tx.org, c.Code, c.AwardID, c.BatchID, c.AchievementID, c.RevisionID, c.AccountID, c.Name, c.Email, c.ExternalNumber,
				micros(c.IssuedOn), micros(c.ExpiresOn), c.ListID, c.Index, c.KeyID, c.Prepared,
				[]byte{},
				badge.CredentialPrepared,
				micros(c.PreparedAt), 0, 0, "", search,
			}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `insert into credentials (`+credentialColumns+`, search)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`, rows)
	return err
}

// PreparedCredentials lists what was recorded but not yet sealed for some rows of a batch.
func (tx *OrgTx) PreparedCredentials(ctx context.Context, batch badge.BatchID, awards []badge.AwardID) ([]badge.Credential, error) {
	var all []badge.Credential
	// By award, of which each has one at most. SQLite would rather read all of
	// a batch or organization, which may be a million; || '' hides that way.
	for chunk := range slices.Chunk(awards, listParameters) {
		some, err := collect(scanCredential)(tx.query(ctx, `select `+credentialColumns+` from credentials
			where award_id in (`+parameters(2, len(chunk))+`) and org_id || '' = $1 and state = 'prepared'`, append([]any{tx.org}, anys(chunk)...)...))
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return slices.DeleteFunc(all, func(c badge.Credential) bool { return c.BatchID != batch }), nil
}

// Holders tells which of some addresses hold this achievement already: issued
// or about to be, not revoked, and not expired on the day on which it would be
// issued again. The last day of what they hold is the value; zero: without end.
func (tx *OrgTx) Holders(ctx context.Context, achievement badge.AchievementID, emails []badge.Email) (badge.Holdings, error) {
	held := badge.Holdings{}
	for chunk := range slices.Chunk(emails, listParameters) {
		args := append([]any{tx.org, achievement}, anys(chunk)...)
		rows, err := tx.query(ctx, `select email, expires_on from credentials
			where org_id = $1 and achievement_id = $2 and state <> 'revoked' and email in (`+parameters(3, len(chunk))+`)`, args...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var email badge.Email
			var until time.Time
			if err := rows.Scan(&email, moment{&until}); err != nil {
				return nil, closing(rows, err)
			}
			if before, there := held[email]; !there || !before.IsZero() && (until.IsZero() || until.After(before)) {
				held[email] = until
			}
		}
		if err := closing(rows, rows.Err()); err != nil {
			return nil, err
		}
	}
	return held, nil
}

// SealCredentials stores signatures, makes the awards issued and records the
// earners as recipients. It returns those that this call sealed: one that
// another run sealed first is left alone.
func (tx *OrgTx) SealCredentials(ctx context.Context, signed []badge.Credential) (mine []badge.Credential, err error) {
	signatures := func(yield func([]any) bool) {
		for _, c := range signed {
			if !yield([]any{tx.org, c.ID, c.Signed, c.AccountID, micros(c.SealedAt)}) {
				return
			}
		}
	}
	moved, err := tx.execEach(ctx, `update credentials set signed = $3, account_id = $4, state = 'issued', sealed_at = $5
		where org_id = $1 and id = $2 and state = 'prepared'`, signatures)
	if err != nil {
		return nil, err
	}
	for n, rows := range moved {
		if rows == 1 {
			mine = append(mine, signed[n])
		}
	}
	awards := func(yield func([]any) bool) {
		for _, c := range mine {
			if !yield([]any{tx.org, c.AwardID}) {
				return
			}
		}
	}
	if _, err := tx.execMany(ctx, `update awards set state = 'issued' where org_id = $1 and id = $2 and state = 'waiting'`, awards); err != nil {
		return nil, err
	}
	recipients := func(yield func([]any) bool) {
		for _, c := range mine {
			search := searchText(c.Name, string(c.Email), c.ExternalNumber)
			if !yield([]any{tx.org, c.AccountID, c.Name, c.Email, c.ExternalNumber, micros(c.SealedAt), search}) {
				return
			}
		}
	}
	_, err = tx.execMany(ctx, `insert into recipients (org_id, account_id, name, email, external_number, created_at, search)
		values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (org_id, account_id) do update set name = excluded.name, email = excluded.email, external_number = excluded.external_number,
			search = excluded.search`, recipients)
	return mine, err
}

// Credential finds one of the organization's credentials by its code.
func (tx *OrgTx) Credential(ctx context.Context, code badge.Code) (badge.Credential, error) {
	return scanCredential(tx.queryRow(ctx, `select `+credentialColumns+` from credentials
		where org_id = $1 and code = $2 and state <> 'prepared'`, tx.org, code))
}

// CredentialByID finds one of the organization's credentials.
func (tx *OrgTx) CredentialByID(ctx context.Context, id badge.CredentialID) (badge.Credential, error) {
	return scanCredential(tx.queryRow(ctx, `select `+credentialColumns+` from credentials
		where org_id = $1 and id = $2 and state <> 'prepared'`, tx.org, id))
}

// PublicCredential finds a credential by its code: what anybody who has the
// address may see.
func (tx *Tx) PublicCredential(ctx context.Context, code badge.Code) (badge.Credential, error) {
	return scanCredential(tx.queryRow(ctx, `select `+credentialColumns+` from credentials where code = $1 and state <> 'prepared'`, code))
}

// EarnerCredentials lists what a person has earned, anywhere, the newest first.
func (tx *Tx) EarnerCredentials(ctx context.Context, account badge.AccountID) ([]badge.Credential, error) {
	return collect(scanCredential)(tx.query(ctx, `select `+credentialColumns+` from credentials
		where account_id = $1 and state <> 'prepared' order by issued_on desc, id desc`, account))
}

// EarnerHasBadges tells whether a person has earned anything.
func (tx *Tx) EarnerHasBadges(ctx context.Context, account badge.AccountID) (bool, error) {
	var n int
	err := tx.queryRow(ctx, `select count(*) from (select id from credentials where account_id = $1 and state <> 'prepared' limit 1) one`,
		account).Scan(&n)
	return n > 0, wrap(err)
}

// EarnerCredential finds one of a person's credentials; another person's is badge.ErrNotFound.
func (tx *Tx) EarnerCredential(ctx context.Context, account badge.AccountID, code badge.Code) (badge.Credential, error) {
	return scanCredential(tx.queryRow(ctx, `select `+credentialColumns+` from credentials
		where account_id = $1 and code = $2 and state <> 'prepared'`, account, code))
}

// IssuedRow is one line of the list of issued credentials.
type IssuedRow struct {
	badge.Credential
	BadgeName string
}

// IssuedQuery narrows the list of issued credentials. Zero values narrow nothing.
type IssuedQuery struct {
	Search  string
	State   string    // "valid", "expired" or "revoked"
	Today   time.Time // the day on which State holds
	Account badge.AccountID
	Before  badge.CredentialID // page on: only older ones
	Limit   int
}

// Issued lists credentials, the newest first.
func (tx *OrgTx) Issued(ctx context.Context, q IssuedQuery) ([]IssuedRow, error) {
	scan := func(r row) (i IssuedRow, err error) {
		i.Credential, err = scanCredential(prefixed{r, []any{&i.BadgeName}})
		return i, err
	}
	return collect(scan)(tx.query(ctx, `select r.name, c.`+strings.ReplaceAll(strings.ReplaceAll(credentialColumns, "\n\t", ""), ",", ", c.")+`
		from credentials c join revisions r on r.id = c.revision_id
		where c.org_id = $1 and c.state <> 'prepared' and ($2 = '' or c.account_id = $2) and ($3 = '' or c.id < $3)
		and c.search like $4 escape '\'
		and ($6 = '' or $6 = 'revoked' and c.state = 'revoked'
			or $6 = 'expired' and c.state = 'issued' and c.expires_on <> 0 and c.expires_on < $7
			or $6 = 'valid' and c.state = 'issued' and (c.expires_on = 0 or c.expires_on >= $7))
		order by c.id desc limit $5`,
		tx.org, q.Account, q.Before, likePattern(q.Search), q.Limit, q.State, micros(q.Today)))
}

// IssuedOfBatch lists what became of a batch: the credential of each issued
// award by the award's id.
func (tx *OrgTx) IssuedOfBatch(ctx context.Context, batch badge.BatchID) (map[badge.AwardID]badge.Code, error) {
	rows, err := tx.query(ctx, `select award_id, code from credentials where org_id = $1 and batch_id = $2 and state <> 'prepared'`, tx.org, batch)
	if err != nil {
		return nil, err
	}
	codes := map[badge.AwardID]badge.Code{}
	for rows.Next() {
		var id badge.AwardID
		var code badge.Code
		if err := rows.Scan(&id, &code); err != nil {
			return nil, closing(rows, err)
		}
		codes[id] = code
	}
	return codes, closing(rows, rows.Err())
}

// CountIssued counts the organization's credentials and those revoked.
func (tx *OrgTx) CountIssued(ctx context.Context) (issued, revoked int, err error) {
	err = tx.queryRow(ctx, `select count(*), count(*) filter (where state = 'revoked') from credentials where org_id = $1 and state <> 'prepared'`,
		tx.org).Scan(&issued, &revoked)
	return issued, revoked, wrap(err)
}

// RevokeCredential takes a credential back; badge.ErrConflict when it is
// revoked already. The status list follows in the same transaction by SetStatus.
func (tx *OrgTx) RevokeCredential(ctx context.Context, id badge.CredentialID, reason string, now time.Time) error {
	return moved(tx.exec(ctx, `update credentials set state = 'revoked', reason = $3, revoked_at = $4
		where org_id = $1 and id = $2 and state = 'issued'`, tx.org, id, reason, micros(now)))
}

// Earner is a person as one organization knows them.
type Earner struct {
	AccountID      badge.AccountID
	Name           string
	Email          badge.Email
	ExternalNumber string
	Credentials    int
	LockedAt       time.Time
	LastLoginAt    time.Time
}

const earnerColumns = `p.account_id, p.name, p.email, p.external_number, a.locked_at, a.last_login_at,
	(select count(*) from credentials c where c.account_id = p.account_id and c.org_id = p.org_id)`

func scanEarner(r row) (e Earner, err error) {
	err = r.Scan(&e.AccountID, &e.Name, &e.Email, &e.ExternalNumber, moment{&e.LockedAt}, moment{&e.LastLoginAt}, &e.Credentials)
	return e, wrap(err)
}

// Earners lists the people the organization issued to, the latest first.
func (tx *OrgTx) Earners(ctx context.Context, search string, offset, limit int) ([]Earner, error) {
	return collect(scanEarner)(tx.query(ctx, `select `+earnerColumns+` from recipients p join accounts a on a.id = p.account_id
		where p.org_id = $1 and p.search like $2 escape '\'
		order by p.created_at desc, p.account_id desc limit $3 offset $4`, tx.org, likePattern(search), limit, offset))
}

// CountEarners counts the people the organization issued to.
func (tx *OrgTx) CountEarners(ctx context.Context) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from recipients where org_id = $1`, tx.org).Scan(&n)
	return n, wrap(err)
}

// Earner finds one person the organization issued to.
func (tx *OrgTx) Earner(ctx context.Context, account badge.AccountID) (Earner, error) {
	return scanEarner(tx.queryRow(ctx, `select `+earnerColumns+` from recipients p join accounts a on a.id = p.account_id
		where p.org_id = $1 and p.account_id = $2`, tx.org, account))
}
