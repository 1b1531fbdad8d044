package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// PrepareCorrection records what is going to be signed in place of what a
// credential says, with its index taken. An earlier one that was never sealed
// gives way: nobody has seen its signature.
func (tx *OrgTx) PrepareCorrection(ctx context.Context, c badge.Credential) error {
	_, err := tx.exec(ctx, `delete from corrections where org_id = $1 and credential_id = $2`, tx.org, c.ID)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `insert into corrections (org_id, credential_id, name, issued_on, expires_on, list_id, list_index, key_id, document, prepared_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		tx.org, c.ID, c.Name, micros(c.IssuedOn), micros(c.ExpiresOn), c.ListID, c.Index, c.KeyID, c.Prepared, micros(c.PreparedAt))
	return err
}

// SealCorrection puts a corrected credential, with its signature, in the place
// of the one before, which is kept. badge.ErrConflict when that one was
// revoked or corrected in the meantime, or another correction was recorded.
// sample is that of PrepareCredentials.
func (tx *OrgTx) SealCorrection(ctx context.Context, before, c badge.Credential, sample []byte, reason string, now time.Time) error {
	err := moved(tx.exec(ctx, `delete from corrections where org_id = $1 and credential_id = $2 and list_id = $3 and list_index = $4`,
		tx.org, c.ID, c.ListID, c.Index))
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `insert into predecessors (org_id, credential_id, number, name, issued_on, expires_on, list_id, list_index, key_id, document,
		sealed_at, replaced_at, reason) select $1, $2, count(*) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
		from predecessors where org_id = $1 and credential_id = $2`,
		tx.org, c.ID, before.Name, micros(before.IssuedOn), micros(before.ExpiresOn), before.ListID, before.Index, before.KeyID, before.Signed,
		micros(before.SealedAt), micros(now), reason)
	if err != nil {
		return err
	}
	used, n, err := tx.inSeries(ctx, nil, c, sample)
	if err != nil {
		return err
	}
	err = moved(tx.exec(ctx, `update credentials set name = $3, issued_on = $4, expires_on = $5, series = $6, list_index = $7, document = $8, sealed_at = $9, search = $10,
		suspended_at = $13, reason = $14
		where org_id = $1 and id = $2 and list_index = $11 and sealed_at = $12 and revoked_at = 0`,
		tx.org, c.ID, c.Name, micros(c.IssuedOn), micros(c.ExpiresOn), used[n].number, c.Index, used[n].codec.pack(c.Signed), micros(now),
		foldedText(c.Name, string(c.Email), c.ExternalNumber, string(c.Code)), before.Index, micros(before.SealedAt),
		micros(c.SuspendedAt), c.Reason))
	if err != nil {
		return err
	}
	c.SealedAt = now
	if err := tx.noteIssued(ctx, []badge.Credential{c}); err != nil {
		return err
	}
	return tx.countCorrected(ctx, before, c)
}

// Predecessors lists what a credential said before, the oldest first.
func (tx *OrgTx) Predecessors(ctx context.Context, id badge.CredentialID) ([]badge.Predecessor, error) {
	scan := func(r row) (p badge.Predecessor, err error) {
		err = r.Scan(&p.Number, &p.Name, moment{&p.IssuedOn}, moment{&p.ExpiresOn}, &p.ListID, &p.Index, &p.KeyID, &p.Signed,
			moment{&p.SealedAt}, moment{&p.ReplacedAt}, &p.Reason)
		return p, err
	}
	return collect(scan)(tx.query(ctx, `select number, name, issued_on, expires_on, list_id, list_index, key_id, document, sealed_at, replaced_at, reason
		from predecessors where org_id = $1 and credential_id = $2 order by number`, tx.org, id))
}

// HeldCredential finds what somebody holds of an achievement, the latest if
// it is several; badge.ErrNotFound.
func (tx *OrgTx) HeldCredential(ctx context.Context, achievement badge.AchievementID, email badge.Email) (badge.Credential, error) {
	return tx.credential(ctx, `join addresses d on d.account_id = c.account_id
		where d.email = $3 and c.org_id || '' = $1 and b.achievement_id = $2 and c.revoked_at = 0 order by c.id desc limit 1`, tx.org, achievement, email)
}

// Replaced is a credential that a batch corrected, with what it said before.
type Replaced struct {
	Row    int // of the batch
	ID     badge.CredentialID
	Code   badge.Code
	Before badge.Predecessor
}

// ReplacedBy lists the credentials that an undone batch corrected, for that
// reason, and that nobody has corrected since.
func (tx *OrgTx) ReplacedBy(ctx context.Context, batch badge.BatchID, reason string) ([]Replaced, error) {
	scan := func(r row) (p Replaced, err error) {
		err = r.Scan(&p.Row, &p.ID, &p.Code, &p.Before.Number, &p.Before.Name, moment{&p.Before.IssuedOn}, moment{&p.Before.ExpiresOn})
		return p, err
	}
	return collect(scan)(tx.query(ctx, `select a.row_number, c.id, c.code, p.number, p.name, p.issued_on, p.expires_on from awards a
		join batches b on b.org_id = a.org_id and b.id = a.batch_id
		join addresses d on d.email = a.email
		join credentials c on c.account_id = d.account_id and c.org_id || '' = a.org_id
		join batches own on own.org_id = c.org_id and own.id = c.batch_id and own.achievement_id = b.achievement_id
		join predecessors p on p.org_id = c.org_id and p.credential_id = c.id
		where a.org_id = $1 and a.batch_id = $2 and a.state = 'replaced' and b.state = 'undone' and p.replaced_at >= b.confirmed_at and p.reason = $3
		and p.number = (select max(q.number) from predecessors q where q.org_id = p.org_id and q.credential_id = p.credential_id)
		order by a.row_number`, tx.org, batch, reason))
}

// WithdrawCorrection keeps the letters about the correction of a credential by
// a row of an undone batch from leaving, and marks the row as one that changed
// nothing.
func (tx *OrgTx) WithdrawCorrection(ctx context.Context, batch badge.BatchID, row int, credential badge.CredentialID) error {
	err := moved(tx.exec(ctx, `update awards set state = 'repeated' where org_id = $1 and batch_id = $2 and row_number = $3 and state = 'replaced'
		and exists (select 1 from batches b where b.org_id = $1 and b.id = $2 and b.state = 'undone')`, tx.org, batch, row))
	if err != nil {
		return err
	}
	if _, err = tx.exec(ctx, `update batches set replaced = replaced - 1, repeated = repeated + 1 where org_id = $1 and id = $2`, tx.org, batch); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `update letters set state = 'withdrawn' where org_id = $1 and credential_id = $2 and kind = 'corrected' and state in ('queued', 'kept')
		and created_at >= (select b.confirmed_at from batches b where b.org_id = $1 and b.id = $3)`, tx.org, credential, batch)
	return err
}
