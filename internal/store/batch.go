package store

import (
	"context"
	"strings"
	"time"

	"laurel/internal/badge"
)

const batchColumns = `id, org_id, achievement_id, revision_id, file_name, file, reading, dates, duplicates, state,
	rows_ok + rows_warning + rows_question + rows_duplicate + rows_error,
	created_by, created_at, rights_at, rights_by, parent_id, run_at, letters_at, confirmed_at, done_at`

const countColumns = `rows_ok, rows_warning, rows_question, rows_duplicate, rows_error, waiting, issued, repeated, replaced, refused`

func scanBatch(r row) (b badge.Batch, err error) {
	err = r.Scan(&b.ID, &b.OrgID, &b.AchievementID, &b.RevisionID, &b.FileName, &b.File, fromJSON{&b.Reading}, &b.Dates, &b.Duplicates, &b.State, &b.Rows,
		&b.CreatedBy, moment{&b.CreatedAt}, moment{&b.RightsAt}, &b.RightsBy, &b.ParentID, moment{&b.RunAt}, moment{&b.LettersAt},
		moment{&b.ConfirmedAt}, moment{&b.DoneAt})
	return b, wrap(err)
}

// AddBatch adds a batch without rows; they follow by AddAwards.
func (tx *OrgTx) AddBatch(ctx context.Context, b badge.Batch) error {
	_, err := tx.exec(ctx, `insert into batches (id, org_id, achievement_id, revision_id, file_name, file, reading, dates, duplicates, state,
		created_by, created_at, rights_at, rights_by, parent_id, run_at, letters_at, confirmed_at, done_at, `+countColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)`,
		b.ID, tx.org, b.AchievementID, b.RevisionID, b.FileName, b.File, jsonText(b.Reading), b.Dates, b.Duplicates, b.State,
		b.CreatedBy, micros(b.CreatedAt), micros(b.RightsAt), b.RightsBy, b.ParentID, micros(b.RunAt), micros(b.LettersAt),
		micros(b.ConfirmedAt), micros(b.DoneAt))
	return err
}

// Batch finds one batch.
func (tx *OrgTx) Batch(ctx context.Context, id badge.BatchID) (badge.Batch, error) {
	return scanBatch(tx.queryRow(ctx, `select `+batchColumns+` from batches where org_id = $1 and id = $2`, tx.org, id))
}

// Batches lists the latest batches that were checked, the newest first.
func (tx *OrgTx) Batches(ctx context.Context, limit int) ([]badge.Batch, error) {
	return collect(scanBatch)(tx.query(ctx, `select `+batchColumns+` from batches
		where org_id = $1 and state not in ('kept', 'reading') and parent_id = '' order by id desc limit $2`, tx.org, limit))
}

// BatchRead marks a batch whose rows are all there as checked, with the hash of
// its file.
func (tx *OrgTx) BatchRead(ctx context.Context, id badge.BatchID, file string) error {
	return moved(tx.exec(ctx, `update batches set state = 'checked', file = $3 where org_id = $1 and id = $2 and state = 'reading'`, tx.org, id, file))
}

// ReadAgain lets the file of a batch be read with other answers; badge.ErrConflict
// when it is being read, or confirmed already. The rows read before are still
// there: see DropRows.
func (tx *OrgTx) ReadAgain(ctx context.Context, b badge.Batch) error {
	return moved(tx.exec(ctx, `update batches set state = 'reading', created_at = $3, reading = $4, dates = $5, duplicates = $6,
		rows_ok = 0, rows_warning = 0, rows_question = 0, rows_duplicate = 0, rows_error = 0
		where org_id = $1 and id = $2 and state in ('kept', 'checked')`, tx.org, b.ID, micros(b.CreatedAt), jsonText(b.Reading), b.Dates, b.Duplicates))
}

// BatchUnread gives up on reading the file of a batch: it is kept, without rows.
func (tx *OrgTx) BatchUnread(ctx context.Context, id badge.BatchID) error {
	return moved(tx.exec(ctx, `update batches set state = 'kept', rows_ok = 0, rows_warning = 0, rows_question = 0, rows_duplicate = 0, rows_error = 0
		where org_id = $1 and id = $2 and state = 'reading' and file <> ''`, tx.org, id))
}

// DropRows takes away at most so many rows of a batch that is being read. It
// says whether there are more.
func (tx *OrgTx) DropRows(ctx context.Context, id badge.BatchID, most int) (more bool, err error) {
	_, err = tx.exec(ctx, `delete from printed_columns where org_id = $1 and batch_id = $2
		and exists (select 1 from batches b where b.org_id = $1 and b.id = $2 and b.state = 'reading')`, tx.org, id)
	if err != nil {
		return false, err
	}
	n, err := tx.exec(ctx, `delete from awards where org_id = $1 and batch_id = $2 and row_number in
		(select row_number from awards where org_id = $1 and batch_id = $2 order by row_number limit $3)
		and exists (select 1 from batches b where b.org_id = $1 and b.id = $2 and b.state = 'reading')`, tx.org, id, most)
	return n > 0, err
}

// DropUnread takes away a batch without rows whose file was not read to its end
// and is not kept.
func (tx *OrgTx) DropUnread(ctx context.Context, id badge.BatchID) error {
	_, err := tx.exec(ctx, `delete from batches where org_id = $1 and id = $2 and state = 'reading' and file = ''`, tx.org, id)
	return err
}

// Unread lists batches that began to be read before some time and are not yet
// read: nobody reads them any more.
func (tx *OrgTx) Unread(ctx context.Context, before time.Time) ([]badge.BatchID, error) {
	scan := func(r row) (id badge.BatchID, err error) { return id, r.Scan(&id) }
	return collect(scan)(tx.query(ctx, `select id from batches where org_id = $1 and state = 'reading' and created_at < $2`, tx.org, micros(before)))
}

// FinishBatch marks a batch as done once no award of it waits. It says
// whether this call did it.
func (tx *OrgTx) FinishBatch(ctx context.Context, id badge.BatchID, now time.Time) (bool, error) {
	n, err := tx.exec(ctx, `update batches set state = 'done', done_at = $3 where org_id = $1 and id = $2 and state = 'confirmed' and waiting = 0`, tx.org, id, micros(now))
	return n > 0, err
}

// An award that was found good waits from the moment its batch is confirmed.
const awardColumns = `a.batch_id, a.row_number, a.achievement_id, a.name, a.email, a.issued_on, a.expires_on, a.narrative, a.evidence, a.evidence_text,
	a.external_number, a.language, a.outcome, a.findings,
	case when ` + waits + ` then 'waiting' else a.state end`

const (
	awardTables = ` from awards a join batches b on b.org_id = a.org_id and b.id = a.batch_id `
	waits       = `b.state = 'confirmed' and a.state = 'checked' and a.outcome in ('ok', 'warning')`
)

func scanAward(r row) (a badge.Award, err error) {
	err = r.Scan(&a.BatchID, &a.Row, &a.AchievementID, &a.Name, &a.Email, moment{&a.IssuedOn}, moment{&a.ExpiresOn}, &a.Narrative, &a.Evidence,
		&a.EvidenceText, &a.ExternalNumber, &a.Language, &a.Outcome, fromJSON{&a.Findings}, &a.State)
	return a, wrap(err)
}

// AddAwards adds rows of one batch and counts them.
func (tx *OrgTx) AddAwards(ctx context.Context, awards []badge.Award) error {
	if len(awards) == 0 {
		return nil
	}
	rows := make([][]any, len(awards))
	found := map[badge.Outcome]int{}
	for n, a := range awards {
		rows[n] = []any{
			tx.org, a.BatchID, a.Row, a.AchievementID, a.Name, a.Email, micros(a.IssuedOn), micros(a.ExpiresOn), a.Narrative, a.Evidence,
			a.EvidenceText, a.ExternalNumber, a.Language, a.Outcome, jsonText(a.Findings), a.State,
		}
		found[a.Outcome]++
	}
	err := tx.insertMany(ctx, `insert into awards (org_id, batch_id, row_number, achievement_id, name, email, issued_on, expires_on, narrative, evidence,
		evidence_text, external_number, language, outcome, findings, state)`, 16, "", rows)
	if err != nil {
		return err
	}
	return tx.countRows(ctx, awards[0].BatchID, found)
}

// countRows adds to the counts of a batch.
func (tx *OrgTx) countRows(ctx context.Context, id badge.BatchID, found map[badge.Outcome]int) error {
	return moved(tx.exec(ctx, `update batches set rows_ok = rows_ok + $3, rows_warning = rows_warning + $4,
		rows_question = rows_question + $5, rows_duplicate = rows_duplicate + $6, rows_error = rows_error + $7 where org_id = $1 and id = $2`,
		tx.org, id, found[badge.OutcomeOK], found[badge.OutcomeWarning], found[badge.OutcomeQuestion],
		found[badge.OutcomeDuplicate], found[badge.OutcomeError]))
}

// AwardsForIssue lists the waiting awards of a batch from one row to another, both included.
func (tx *OrgTx) AwardsForIssue(ctx context.Context, batch badge.BatchID, first, last int) ([]badge.Award, error) {
	return collect(scanAward)(tx.query(ctx, `select `+awardColumns+awardTables+`
		where a.org_id = $1 and a.batch_id = $2 and a.row_number between $3 and $4 and `+waits+` order by a.row_number`, tx.org, batch, first, last))
}

// Row is one row of a batch with what became of it.
type Row struct {
	badge.Award
	Code badge.Code // empty: not issued
}

func scanRow(r row) (one Row, err error) {
	one.Award, err = scanAward(prefixed{r, []any{&one.Code}})
	return one, err
}

// Rows lists rows of a batch in the order of the file, after one of them (0:
// from the beginning), with the codes of those that were issued.
func (tx *OrgTx) Rows(ctx context.Context, batch badge.BatchID, after, limit int) ([]Row, error) {
	return collect(scanRow)(tx.query(ctx, rowsOfBatch(`and %.row_number > $3`)+`limit $4`, tx.org, batch, after, limit))
}

// AwardsPage lists rows of a batch in the order of the file, without the first
// offset of them. With outcomes given, only rows with one of them.
func (tx *OrgTx) AwardsPage(ctx context.Context, batch badge.BatchID, outcomes []badge.Outcome, offset, limit int) ([]badge.Award, error) {
	args := []any{tx.org, batch, limit, offset}
	query := rowsOfBatch("")
	if len(outcomes) > 0 {
		query = `select * from (` + query + `) all_rows where outcome in (` + parameters(5, len(outcomes)) + `) order by row_number `
		args = append(args, anys(outcomes)...)
	}
	rows, err := collect(scanRow)(tx.query(ctx, query+`limit $3 offset $4`, args...))
	var awards []badge.Award
	for _, r := range rows {
		awards = append(awards, r.Award)
	}
	return awards, err
}

// rowsOfBatch is the query for the awards of batch $2 and for the credentials
// in whose place no award is left, with the code first. In narrow, % stands for
// the table.
func rowsOfBatch(narrow string) string {
	return `select coalesce(i.code, ''), ` + awardColumns + awardTables + `
		left join credentials i on i.batch_id = a.batch_id and i.row_number = a.row_number
		where a.org_id = $1 and a.batch_id = $2 ` + strings.ReplaceAll(narrow, "%", "a") + `
		union all
		select c.code, c.batch_id, c.row_number, '', c.name, c.email, c.issued_on, c.expires_on, '', '', '', c.external_number, '', 'ok', 'null', 'issued'
		from credentials c where c.org_id || '' = $1 and c.batch_id = $2 ` + strings.ReplaceAll(narrow, "%", "c") + `
		and not exists (select 1 from awards d where d.org_id = $1 and d.batch_id = $2 and d.row_number = c.row_number)
		order by row_number `
}

// RefuseAwards marks waiting awards of one batch that do not become
// credentials, with the reason as one more finding.
func (tx *OrgTx) RefuseAwards(ctx context.Context, awards []badge.Award) error {
	if len(awards) == 0 {
		return nil
	}
	rows := func(yield func([]any) bool) {
		for _, a := range awards {
			if !yield([]any{tx.org, a.BatchID, a.Row, a.State, jsonText(a.Findings)}) {
				return
			}
		}
	}
	moved, err := tx.execEach(ctx, `update awards set state = $4, findings = $5
		where org_id = $1 and batch_id = $2 and row_number = $3 and state = 'checked' and outcome in ('ok', 'warning')`, rows)
	if err != nil {
		return err
	}
	became := map[badge.AwardState]int{}
	for n, one := range moved {
		became[awards[n].State] += int(one)
	}
	_, err = tx.exec(ctx, `update batches set waiting = waiting - $3 - $4 - $5, repeated = repeated + $3, replaced = replaced + $4, refused = refused + $5
		where org_id = $1 and id = $2`, tx.org, awards[0].BatchID, became[badge.AwardRepeated], became[badge.AwardReplaced], became[badge.AwardRefused])
	return err
}

// Counts says how many rows of a batch stand where; badge.ErrNotFound.
func (tx *OrgTx) Counts(ctx context.Context, batch badge.BatchID) (c badge.BatchCounts, err error) {
	err = tx.queryRow(ctx, `select `+countColumns+` from batches where org_id = $1 and id = $2`, tx.org, batch).
		Scan(&c.OK, &c.Warnings, &c.Questions, &c.Duplicates, &c.Errors, &c.Waiting, &c.Issued, &c.Repeated, &c.Replaced, &c.Refused)
	return c, wrap(err)
}
