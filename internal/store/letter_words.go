package store

import (
	"context"

	"laurel/internal/badge"
)

const letterWordsColumns = `kind, language, subject, body, changed_at`

func scanLetterWords(r row) (w badge.LetterWords, err error) {
	err = r.Scan(&w.Kind, &w.Language, &w.Subject, &w.Text, moment{&w.ChangedAt})
	return w, wrap(err)
}

// LetterWords finds the organization's own words in a letter; badge.ErrNotFound
// where it has none.
func (tx *OrgTx) LetterWords(ctx context.Context, kind badge.LetterKind, language string) (badge.LetterWords, error) {
	return scanLetterWords(tx.queryRow(ctx, `select `+letterWordsColumns+` from letter_words where org_id = $1 and kind = $2 and language = $3`, tx.org, kind, language))
}

// AllLetterWords lists the organization's own words in all letters.
func (tx *OrgTx) AllLetterWords(ctx context.Context) ([]badge.LetterWords, error) {
	return collect(scanLetterWords)(tx.query(ctx, `select `+letterWordsColumns+` from letter_words where org_id = $1 order by kind, language`, tx.org))
}

// SaveLetterWords puts words in the place of those before.
func (tx *OrgTx) SaveLetterWords(ctx context.Context, w badge.LetterWords) error {
	_, err := tx.exec(ctx, `insert into letter_words (org_id, kind, language, subject, body, changed_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (org_id, kind, language) do update set subject = excluded.subject, body = excluded.body, changed_at = excluded.changed_at`,
		tx.org, w.Kind, w.Language, w.Subject, w.Text, micros(w.ChangedAt))
	return err
}

// DropLetterWords goes back to Laurel's words; badge.ErrConflict where they are.
func (tx *OrgTx) DropLetterWords(ctx context.Context, kind badge.LetterKind, language string) error {
	return moved(tx.exec(ctx, `delete from letter_words where org_id = $1 and kind = $2 and language = $3`, tx.org, kind, language))
}
