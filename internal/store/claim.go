package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

const claimColumns = `c.id, c.org_id, c.offer_id, c.slip, c.name, c.email, c.language, c.statement, c.evidence, c.file, c.file_name, c.state, c.reason,
	c.batch_id, c.row_number, c.created_at, c.proven_at, c.decided_at`

func scanClaim(r row) (c badge.Claim, err error) {
	err = r.Scan(&c.ID, &c.OrgID, &c.OfferID, &c.Slip, &c.Name, &c.Email, &c.Language, &c.Statement, &c.Evidence, &c.File, &c.FileName, &c.State, &c.Reason,
		&c.BatchID, &c.Row, moment{&c.CreatedAt}, moment{&c.ProvenAt}, moment{&c.DecidedAt})
	return c, wrap(err)
}

// AddClaim adds somebody who asks for the badge of an offer.
func (tx *OrgTx) AddClaim(ctx context.Context, c badge.Claim) error {
	_, err := tx.exec(ctx, `insert into claims (id, org_id, offer_id, slip, name, email, language, statement, evidence, file, file_name, state, reason,
		batch_id, row_number, created_at, proven_at, decided_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', '', 0, $13, 0, 0)`,
		c.ID, tx.org, c.OfferID, c.Slip, c.Name, c.Email, c.Language, c.Statement, c.Evidence, c.File, c.FileName, c.State, micros(c.CreatedAt))
	return err
}

// Claim finds one of the organization's claims.
func (tx *OrgTx) Claim(ctx context.Context, id badge.ClaimID) (badge.Claim, error) {
	return scanClaim(tx.queryRow(ctx, `select `+claimColumns+` from claims c where c.org_id = $1 and c.id = $2`, tx.org, id))
}

// ClaimRow is a claim with what became of it.
type ClaimRow struct {
	badge.Claim
	Code badge.Code // of the credential; empty: none, or not yet
}

func scanClaimRow(r row) (c ClaimRow, err error) {
	c.Claim, err = scanClaim(prefixed{r, []any{&c.Code}})
	return c, err
}

const claimRows = `select coalesce((select i.code from credentials i where i.batch_id = c.batch_id and i.row_number = c.row_number), ''), ` + claimColumns + ` from claims c `

// Claims lists the claims of an offer that stand somewhere, the newest first,
// older than before.
func (tx *OrgTx) Claims(ctx context.Context, offer badge.OfferID, state badge.ClaimState, before badge.ClaimID, limit int) ([]ClaimRow, error) {
	return collect(scanClaimRow)(tx.query(ctx, claimRows+`where c.org_id = $1 and c.offer_id = $2 and c.state = $3 and ($4 = '' or c.id < $4)
		order by c.id desc limit $5`, tx.org, offer, state, before, limit))
}

// CountClaims counts the claims of an offer by where they stand.
func (tx *OrgTx) CountClaims(ctx context.Context, offer badge.OfferID) (map[badge.ClaimState]int, error) {
	type line struct {
		state badge.ClaimState
		n     int
	}
	scan := func(r row) (l line, err error) { return l, r.Scan(&l.state, &l.n) }
	lines, err := collect(scan)(tx.query(ctx, `select state, count(*) from claims where org_id = $1 and offer_id = $2 group by state`, tx.org, offer))
	counts := map[badge.ClaimState]int{}
	for _, l := range lines {
		counts[l.state] = l.n
	}
	return counts, err
}

// CountAskedClaims counts what waits for the organization.
func (tx *OrgTx) CountAskedClaims(ctx context.Context) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from claims where org_id = $1 and state = 'asked'`, tx.org).Scan(&n)
	return n, wrap(err)
}

// ClaimedBy finds the claim on an offer that one of some addresses was granted,
// or is about to be; badge.ErrNotFound when there is none.
func (tx *OrgTx) ClaimedBy(ctx context.Context, offer badge.OfferID, emails []badge.Email) (badge.Claim, error) {
	args := append([]any{tx.org, offer}, anys(emails)...)
	return scanClaim(tx.queryRow(ctx, `select `+claimColumns+` from claims c where c.org_id = $1 and c.offer_id = $2 and c.state in ('asked', 'granted')
		and c.email in (`+parameters(3, len(emails))+`) limit 1`, args...))
}

// MoveClaim moves a claim on from a state, with its decision and its award;
// badge.ErrConflict when it stands elsewhere by now, or when the address has
// one already.
func (tx *OrgTx) MoveClaim(ctx context.Context, c badge.Claim, from badge.ClaimState) error {
	return moved(tx.exec(ctx, `update claims set state = $4, reason = $5, batch_id = $6, row_number = $7, proven_at = $8, decided_at = $9, name = $10
		where org_id = $1 and id = $2 and state = $3`,
		tx.org, c.ID, from, c.State, c.Reason, c.BatchID, c.Row, micros(c.ProvenAt), micros(c.DecidedAt), c.Name))
}

// CountOfferLetters counts the claims on an offer since a moment.
func (tx *OrgTx) CountOfferLetters(ctx context.Context, offer badge.OfferID, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from claims where org_id = $1 and offer_id = $2 and created_at >= $3`, tx.org, offer, micros(since)).Scan(&n)
	return n, wrap(err)
}

// AppendAward adds an award that waits to be issued to a batch that is issued
// row by row as people come. It returns the number of its row.
func (tx *OrgTx) AppendAward(ctx context.Context, a badge.Award) (int, error) {
	err := tx.queryRow(ctx, `update batches set rows_ok = rows_ok + 1, waiting = waiting + 1, state = 'confirmed', done_at = 0
		where org_id = $1 and id = $2 and state in ('confirmed', 'done')
		returning rows_ok + rows_warning + rows_question + rows_duplicate + rows_error`, tx.org, a.BatchID).Scan(&a.Row)
	if err != nil {
		return 0, wrap(err)
	}
	_, err = tx.exec(ctx, `insert into awards (org_id, batch_id, row_number, achievement_id, name, email, issued_on, expires_on, narrative, evidence, evidence_text,
		external_number, language, outcome, findings, state) values ($1, $2, $3, '', $4, $5, $6, $7, '', $8, '', '', $9, 'ok', $10, 'checked')`,
		tx.org, a.BatchID, a.Row, a.Name, a.Email, micros(a.IssuedOn), micros(a.ExpiresOn), a.Evidence, a.Language, jsonText(a.Findings))
	return a.Row, err
}

// SystemClaim finds a claim by its id, for its link and its letters.
func (tx *Tx) SystemClaim(ctx context.Context, id badge.ClaimID) (ClaimRow, error) {
	return scanClaimRow(tx.queryRow(ctx, claimRows+`where c.id = $1`, id))
}

// SystemCountClaims counts what was asked for in the name of an address since a
// moment, whoever was asked.
func (tx *Tx) SystemCountClaims(ctx context.Context, email badge.Email, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from claims where email = $1 and created_at >= $2`, email, micros(since)).Scan(&n)
	return n, wrap(err)
}

// DropUnprovenClaims removes claims from before a moment whose address nobody
// proved, at most so many. It names the files that came with them.
func (tx *Tx) DropUnprovenClaims(ctx context.Context, before time.Time, most int) ([]string, error) {
	const these = `select id from claims where state = 'waiting' and created_at < $1 order by created_at limit $2`
	scan := func(r row) (hash string, err error) { return hash, r.Scan(&hash) }
	files, err := collect(scan)(tx.query(ctx, `select distinct file from claims where file <> '' and id in (`+these+`)`, micros(before), most))
	if err != nil {
		return nil, err
	}
	_, err = tx.exec(ctx, `delete from claims where id in (`+these+`)`, micros(before), most)
	return files, err
}
