package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// A credential is read together with its series and its batch.
const (
	credentialColumns = `c.id, c.org_id, c.code, c.batch_id, c.row_number, b.achievement_id, s.revision_id, c.account_id, c.name, c.email, c.external_number, '',
	c.issued_on, c.expires_on, s.list_id, c.list_index, s.key_id, s.dictionary_id, c.document,
	case when c.revoked_at <> 0 then 'revoked' when c.suspended_at <> 0 then 'suspended' else 'issued' end, 0, c.sealed_at, c.revoked_at, c.suspended_at, c.reason, b.state = 'undone'`
	credentialTables = ` from credentials c ` + credentialParts
	credentialParts  = `join series s on s.org_id = c.org_id and s.batch_id = c.batch_id and s.number = c.series
	join batches b on b.org_id = c.org_id and b.id = c.batch_id `
)

func scanCredential(r row) (c packed, err error) {
	err = r.Scan(&c.ID, &c.OrgID, &c.Code, &c.BatchID, &c.Row, &c.AchievementID, &c.RevisionID, &c.AccountID, &c.Name, &c.Email, &c.ExternalNumber, &c.Language,
		moment{&c.IssuedOn}, moment{&c.ExpiresOn}, &c.ListID, &c.Index, &c.KeyID, &c.dictionary, &c.document, &c.State,
		moment{&c.PreparedAt}, moment{&c.SealedAt}, moment{&c.RevokedAt}, moment{&c.SuspendedAt}, &c.Reason, &c.Withdrawn)
	return c, wrap(err)
}

// credential reads one credential, credentials some; where follows the tables.
func (tx *Tx) credential(ctx context.Context, where string, args ...any) (badge.Credential, error) {
	c, err := scanCredential(tx.queryRow(ctx, `select `+credentialColumns+credentialTables+where, args...))
	return tx.openOne(ctx, c, err)
}

func (tx *Tx) credentials(ctx context.Context, where string, args ...any) ([]badge.Credential, error) {
	rows, err := collect(scanCredential)(tx.query(ctx, `select `+credentialColumns+credentialTables+where, args...))
	if err != nil {
		return nil, err
	}
	return tx.open(ctx, rows)
}

// Credential finds one of the organization's credentials by its code.
func (tx *OrgTx) Credential(ctx context.Context, code badge.Code) (badge.Credential, error) {
	return tx.credential(ctx, `where c.org_id = $1 and c.code = $2`, tx.org, code)
}

// CredentialByID finds one of the organization's credentials.
func (tx *OrgTx) CredentialByID(ctx context.Context, id badge.CredentialID) (badge.Credential, error) {
	return tx.credential(ctx, `where c.org_id = $1 and c.id = $2`, tx.org, id)
}

// PublicCredential finds a credential by its code: what anybody who has the
// address may see.
func (tx *Tx) PublicCredential(ctx context.Context, code badge.Code) (badge.Credential, error) {
	return tx.credential(ctx, `where c.code = $1`, code)
}

// EarnerCredentials lists what a person has earned, anywhere, the newest first.
func (tx *Tx) EarnerCredentials(ctx context.Context, account badge.AccountID) ([]badge.Credential, error) {
	return tx.credentials(ctx, `where c.account_id = $1 and b.state <> 'undone' order by c.issued_on desc, c.id desc`, account)
}

// EarnerHasBadges tells whether a person has earned anything.
func (tx *Tx) EarnerHasBadges(ctx context.Context, account badge.AccountID) (bool, error) {
	var n int
	err := tx.queryRow(ctx, `select count(*) from (select c.id from credentials c
		join batches b on b.org_id = c.org_id and b.id = c.batch_id where c.account_id = $1 and b.state <> 'undone' limit 1) one`,
		account).Scan(&n)
	return n > 0, wrap(err)
}

// EarnerCredential finds one of a person's credentials; another person's is badge.ErrNotFound.
func (tx *Tx) EarnerCredential(ctx context.Context, account badge.AccountID, code badge.Code) (badge.Credential, error) {
	return tx.credential(ctx, `where c.account_id = $1 and c.code = $2 and b.state <> 'undone'`, account, code)
}

// CountIssued counts the organization's credentials and those revoked.
func (tx *OrgTx) CountIssued(ctx context.Context) (issued, revoked int, err error) {
	err = tx.queryRow(ctx, `select (select cast(coalesce(sum(issued), 0) as bigint) from batches where org_id = $1 and state <> 'undone'),
		(select count(*) from credentials c join batches b on b.org_id = c.org_id and b.id = c.batch_id
			where c.org_id = $1 and c.revoked_at <> 0 and b.state <> 'undone')`, tx.org).Scan(&issued, &revoked)
	return issued, revoked, wrap(err)
}

// RevokeCredential takes a credential back; badge.ErrConflict when it is
// revoked already. The status list follows in the same transaction by SetStatus.
func (tx *OrgTx) RevokeCredential(ctx context.Context, id badge.CredentialID, reason string, now time.Time) error {
	scan := func(r row) (c badge.Credential, err error) {
		return c, r.Scan(&c.BatchID, moment{&c.ExpiresOn}, moment{&c.SealedAt})
	}
	revoked, err := collect(scan)(tx.query(ctx, `update credentials set reason = $3, revoked_at = $4, suspended_at = 0
		where org_id = $1 and id = $2 and revoked_at = 0 returning batch_id, expires_on, sealed_at`, tx.org, id, reason, micros(now)))
	if err := moved(int64(len(revoked)), err); err != nil {
		return err
	}
	return tx.countRevoked(ctx, revoked[0], now)
}

// SuspendCredential suspends a credential, or reinstates it at the zero time
// and without a reason; badge.ErrConflict when it stands like that already, or
// is revoked.
func (tx *OrgTx) SuspendCredential(ctx context.Context, id badge.CredentialID, reason string, at time.Time) error {
	return moved(tx.exec(ctx, `update credentials set reason = $3, suspended_at = $4
		where org_id = $1 and id = $2 and revoked_at = 0 and (suspended_at = 0) <> (cast($4 as bigint) = 0)`, tx.org, id, reason, micros(at)))
}

// Earner is a person as one organization knows them.
type Earner struct {
	AccountID      badge.AccountID
	Name           string
	Email          badge.Email
	ExternalNumber string
	Credentials    int
	LockedAt       time.Time // zero also where all of the credentials are revoked: then it is not this organization's to unlock
	LastLoginAt    time.Time
}

const (
	earnerColumns = `p.account_id, l.name, l.email, l.external_number,
	case when exists (select 1 from credentials i where i.account_id = p.account_id and i.org_id || '' = p.org_id and i.revoked_at = 0) then a.locked_at else 0 end,
	a.last_login_at,
	(select count(*) from credentials c where c.account_id = p.account_id and c.org_id || '' = p.org_id)`
	earnerTables = ` from recipients p join accounts a on a.id = p.account_id join credentials l on l.org_id = p.org_id and l.id = p.credential_id `
)

func scanEarner(r row) (e Earner, err error) {
	err = r.Scan(&e.AccountID, &e.Name, &e.Email, &e.ExternalNumber, moment{&e.LockedAt}, moment{&e.LastLoginAt}, &e.Credentials)
	return e, wrap(err)
}

// Earners lists the people the organization issued to, the latest first.
func (tx *OrgTx) Earners(ctx context.Context, search string, offset, limit int) ([]Earner, error) {
	return collect(scanEarner)(tx.query(ctx, `select `+earnerColumns+earnerTables+`
		where p.org_id = $1 and `+folded("l", "l.name", "l.email", "l.external_number")+` like $2 escape '\'
		order by p.credential_id desc limit $3 offset $4`, tx.org, likePattern(search), limit, offset))
}

// EarnersKnownBy lists the people whom the organization issued to at an address,
// or the one who has a credential of its with a code. An address counts that
// its owner removed since; one that the organization never used does not.
func (tx *OrgTx) EarnersKnownBy(ctx context.Context, email badge.Email, code badge.Code) ([]Earner, error) {
	return collect(scanEarner)(tx.query(ctx, `select `+earnerColumns+earnerTables+`
		where p.org_id = $1 and p.account_id in (
			select c.account_id from credentials c where c.code = $3 and c.org_id || '' = $1
			union select c.account_id from credentials c where c.org_id || '' = $1 and c.email = $2 and c.account_id in (
				select d.account_id from addresses d where d.email = $2
				union select h.account_id from address_changes h where h.email = $2))
		order by p.credential_id desc`, tx.org, email, code))
}

// CountEarners counts the people the organization issued to.
func (tx *OrgTx) CountEarners(ctx context.Context) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from recipients where org_id = $1`, tx.org).Scan(&n)
	return n, wrap(err)
}

// Earner finds one person the organization issued to.
func (tx *OrgTx) Earner(ctx context.Context, account badge.AccountID) (Earner, error) {
	return scanEarner(tx.queryRow(ctx, `select `+earnerColumns+earnerTables+`where p.org_id = $1 and p.account_id = $2`, tx.org, account))
}
