package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"laurel/internal/badge"
)

// series is what some credentials of a batch have in common.
type series struct {
	batch  badge.BatchID
	list   badge.StatusListID
	key    badge.KeyID
	number int
	codec  codec
}

// inSeries finds the series of a credential among those used so far, or in the
// ledger, or begins one. A new one is begun too when documents of the batch
// say something else now, so that its dictionary is one that helps.
func (tx *OrgTx) inSeries(ctx context.Context, used []series, c badge.Credential, sample []byte) ([]series, int, error) {
	is := func(s series) bool { return s.batch == c.BatchID && s.list == c.ListID && s.key == c.KeyID }
	if n := slices.IndexFunc(used, is); n >= 0 {
		return used, n, nil
	}
	dictionary, err := tx.newestDictionary(ctx, c.RevisionID, c.KeyID, c.Prepared, sample)
	if err != nil {
		return nil, 0, err
	}
	s := series{batch: c.BatchID, list: c.ListID, key: c.KeyID}
	if s.codec, err = tx.codec(ctx, tx.org, dictionary); err != nil {
		return nil, 0, err
	}
	err = wrap(tx.queryRow(ctx, `select number from series where org_id = $1 and batch_id = $2 and list_id = $3 and key_id = $4 and dictionary_id = $5`,
		tx.org, s.batch, s.list, s.key, dictionary).Scan(&s.number))
	if errors.Is(err, badge.ErrNotFound) {
		err = wrap(tx.queryRow(ctx, `insert into series (org_id, batch_id, number, list_id, key_id, dictionary_id, revision_id)
			select $1, $2, count(*) + 1, $3, $4, $5, $6 from series where org_id = $1 and batch_id = $2 returning number`,
			tx.org, s.batch, s.list, s.key, dictionary, c.RevisionID).Scan(&s.number))
	}
	return append(used, s), len(used), err
}

// PrepareCredentials records documents before they are signed: ids, codes,
// status indexes and every byte but the signature. sample is a document like
// theirs that is about nobody: it may stay for good.
func (tx *OrgTx) PrepareCredentials(ctx context.Context, credentials []badge.Credential, sample []byte) error {
	var used []series
	rows := make([][]any, len(credentials))
	for i, c := range credentials {
		var n int
		var err error
		if used, n, err = tx.inSeries(ctx, used, c, sample); err != nil {
			return err
		}
		rows[i] = []any{
			c.ID, tx.org, c.BatchID, c.Row, used[n].number, c.Code, micros(c.ExpiresOn), c.Index, used[n].codec.pack(c.Prepared), micros(c.PreparedAt),
		}
	}
	return tx.insertMany(ctx, `insert into prepared (id, org_id, batch_id, row_number, series, code, expires_on, list_index, document, prepared_at)`, 10, "", rows)
}

// PreparedCredentials lists what was recorded but not yet sealed for the rows
// of a batch from one to another, both included.
func (tx *OrgTx) PreparedCredentials(ctx context.Context, batch badge.BatchID, first, last int) ([]badge.Credential, error) {
	rows, err := collect(scanCredential)(tx.query(ctx, `select p.id, p.org_id, p.code, p.batch_id, p.row_number, b.achievement_id, s.revision_id, '',
		a.name, a.email, a.external_number, a.language, a.issued_on, p.expires_on, s.list_id, p.list_index, s.key_id, s.dictionary_id, p.document, 'prepared',
		p.prepared_at, 0, 0, 0, '', false
		from prepared p
		join awards a on a.org_id = p.org_id and a.batch_id = p.batch_id and a.row_number = p.row_number
		join series s on s.org_id = p.org_id and s.batch_id = p.batch_id and s.number = p.series
		join batches b on b.org_id = p.org_id and b.id = p.batch_id
		where p.org_id = $1 and p.batch_id = $2 and p.row_number between $3 and $4 order by p.row_number`, tx.org, batch, first, last))
	if err != nil {
		return nil, err
	}
	return tx.open(ctx, rows)
}

// Holders tells which of some addresses belong to people who hold this
// achievement already: issued, to any of their addresses, or about to be, not revoked, and not expired on the day on which it would be
// issued again. The last day of what they hold is the value; zero: without end.
func (tx *OrgTx) Holders(ctx context.Context, achievement badge.AchievementID, emails []badge.Email) (badge.Holdings, error) {
	held := badge.Holdings{}
	asked := make(map[badge.Email]bool, len(emails))
	for _, e := range emails {
		asked[e] = true
	}
	note := func(query string, args ...any) error {
		rows, err := tx.query(ctx, query, args...)
		if err != nil {
			return err
		}
		for rows.Next() {
			var email badge.Email
			var until time.Time
			if err := rows.Scan(&email, moment{&until}); err != nil {
				return closing(rows, err)
			}
			if before, there := held[email]; asked[email] && (!there || !before.IsZero() && (until.IsZero() || until.After(before))) {
				held[email] = until
			}
		}
		return closing(rows, rows.Err())
	}
	for chunk := range slices.Chunk(emails, listParameters) {
		// A person has few credentials; || '' keeps an engine from reading all of an organization's.
		err := note(`select d.email, c.expires_on from addresses d join credentials c on c.account_id = d.account_id
			join batches b on b.org_id = c.org_id and b.id = c.batch_id
			where d.email in (`+parameters(3, len(chunk))+`) and c.org_id || '' = $1 and b.achievement_id = $2 and c.revoked_at = 0`,
			append([]any{tx.org, achievement}, anys(chunk)...)...)
		if err != nil {
			return nil, err
		}
	}
	// What is prepared is little: some chunks, for a moment.
	return held, note(`select a.email, p.expires_on from prepared p
		join awards a on a.org_id = p.org_id and a.batch_id = p.batch_id and a.row_number = p.row_number
		join batches b on b.org_id = p.org_id and b.id = p.batch_id
		where p.org_id = $1 and b.achievement_id = $2`, tx.org, achievement)
}

// SealCredentials makes credentials of one batch out of what is prepared: with
// their signatures, in place of the awards, with the earners as recipients. It
// returns those that this call sealed: one that another run sealed first is
// left alone.
func (tx *OrgTx) SealCredentials(ctx context.Context, signed []badge.Credential) (mine []badge.Credential, err error) {
	if len(signed) == 0 {
		return nil, nil
	}
	batch, first, last := signed[0].BatchID, signed[0].Row, signed[0].Row
	for _, c := range signed {
		first, last = min(first, c.Row), max(last, c.Row)
	}
	waiting, err := tx.waitingSeries(ctx, batch, first, last)
	if err != nil {
		return nil, err
	}
	var rows [][]any
	for _, c := range signed {
		s, there := waiting[c.ID]
		if !there {
			continue
		}
		rows = append(rows, []any{
			c.ID, tx.org, batch, c.Row, s.number, c.Code, c.AccountID, c.Name, c.Email, c.ExternalNumber, micros(c.IssuedOn), micros(c.ExpiresOn), c.Index,
			s.codec.pack(c.Signed), micros(c.SealedAt), 0, 0, "",
			foldedText(c.Name, string(c.Email), c.ExternalNumber, string(c.Code)),
		})
		mine = append(mine, c)
	}
	if len(mine) == 0 {
		return nil, nil
	}
	err = tx.insertMany(ctx, `insert into credentials (id, org_id, batch_id, row_number, series, code, account_id, name, email, external_number,
		issued_on, expires_on, list_index, document, sealed_at, revoked_at, suspended_at, reason, search)`, 19, "", rows)
	if err != nil {
		return nil, err
	}
	if err := tx.noteIssued(ctx, mine); err != nil {
		return nil, err
	}
	if err := tx.dropAwards(ctx, batch, mine); err != nil {
		return nil, err
	}
	// One that is undone issues nothing more.
	err = moved(tx.exec(ctx, `update batches set issued = issued + $3, waiting = waiting - $3 where org_id = $1 and id = $2 and state = 'confirmed'`,
		tx.org, batch, len(mine)))
	if err != nil {
		return nil, err
	}
	if err := tx.countSealed(ctx, batch, mine); err != nil {
		return nil, err
	}
	return mine, tx.addRecipients(ctx, mine)
}

// waitingSeries tells in which series the prepared credentials of some rows are.
func (tx *OrgTx) waitingSeries(ctx context.Context, batch badge.BatchID, first, last int) (map[badge.CredentialID]series, error) {
	type waits struct {
		id         badge.CredentialID
		number     int
		dictionary string
	}
	scan := func(r row) (w waits, err error) { return w, r.Scan(&w.id, &w.number, &w.dictionary) }
	all, err := collect(scan)(tx.query(ctx, `select p.id, p.series, s.dictionary_id from prepared p
		join series s on s.org_id = p.org_id and s.batch_id = p.batch_id and s.number = p.series
		where p.org_id = $1 and p.batch_id = $2 and p.row_number between $3 and $4`, tx.org, batch, first, last))
	if err != nil {
		return nil, err
	}
	found := make(map[badge.CredentialID]series, len(all))
	for _, w := range all {
		c, err := tx.codec(ctx, tx.org, w.dictionary)
		if err != nil {
			return nil, err
		}
		found[w.id] = series{number: w.number, codec: c}
	}
	return found, nil
}

// dropAwards takes away what became credentials. Awards of which checking found
// something stay, as issued.
func (tx *OrgTx) dropAwards(ctx context.Context, batch badge.BatchID, issued []badge.Credential) error {
	for chunk := range slices.Chunk(issued, listParameters) {
		args := []any{tx.org, batch}
		for _, c := range chunk {
			args = append(args, c.Row)
		}
		these := `where org_id = $1 and batch_id = $2 and row_number in (` + parameters(3, len(chunk)) + `)`
		for _, statement := range []string{
			`delete from prepared ` + these,
			`delete from awards ` + these + ` and outcome = 'ok'`,
			`update awards set state = 'issued' ` + these,
		} {
			if _, err := tx.exec(ctx, statement, args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// addRecipients records people as those whom the organization issued to, with
// their latest credential and the language that was given last.
func (tx *OrgTx) addRecipients(ctx context.Context, credentials []badge.Credential) error {
	var rows [][]any
	at := map[badge.AccountID]int{}
	for _, c := range credentials {
		if n, there := at[c.AccountID]; there {
			rows[n][2] = c.ID
			if c.Language != "" {
				rows[n][3] = c.Language
			}
			continue
		}
		at[c.AccountID] = len(rows)
		rows = append(rows, []any{tx.org, c.AccountID, c.ID, c.Language})
	}
	return tx.insertMany(ctx, `insert into recipients (org_id, account_id, credential_id, language)`, 4,
		`on conflict (org_id, account_id) do update set credential_id = excluded.credential_id,
		language = case when excluded.language = '' then recipients.language else excluded.language end`, rows)
}
