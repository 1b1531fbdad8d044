package store

import (
	"context"
	"errors"

	"laurel/internal/badge"
)

// CannedAnswers lists the organization's own answers, by name.
func (tx *OrgTx) CannedAnswers(ctx context.Context) ([]badge.Canned, error) {
	scan := func(r row) (c badge.Canned, err error) { return c, r.Scan(&c.ID, &c.Name, &c.Text) }
	return collect(scan)(tx.query(ctx, `select id, name, answer from canned_answers where org_id = $1 order by name, id`, tx.org))
}

// AddCanned keeps an answer.
func (tx *OrgTx) AddCanned(ctx context.Context, c badge.Canned) error {
	_, err := tx.exec(ctx, `insert into canned_answers (id, org_id, name, answer) values ($1, $2, $3, $4)`, c.ID, tx.org, c.Name, c.Text)
	return err
}

// DropCanned removes an answer; badge.ErrConflict when there is none.
func (tx *OrgTx) DropCanned(ctx context.Context, id badge.CannedID) error {
	return moved(tx.exec(ctx, `delete from canned_answers where org_id = $1 and id = $2`, tx.org, id))
}

// SpellingByItself tells whether the organization lets one small correction of
// a name a year happen by itself.
func (tx *OrgTx) SpellingByItself(ctx context.Context) (on bool, err error) {
	err = wrap(tx.queryRow(ctx, `select spelling from desk_rules where org_id = $1`, tx.org).Scan(&on))
	if errors.Is(err, badge.ErrNotFound) {
		return false, nil
	}
	return on, err
}

// SetSpellingByItself sets that.
func (tx *OrgTx) SetSpellingByItself(ctx context.Context, on bool) error {
	_, err := tx.exec(ctx, `insert into desk_rules (org_id, spelling) values ($1, $2) on conflict (org_id) do update set spelling = excluded.spelling`, tx.org, on)
	return err
}

// MemberName is a member of the organization as others see them.
type MemberName struct {
	AccountID badge.AccountID
	Name      string
	Role      badge.Role
}

// MemberNames lists who may be given something to do.
func (tx *OrgTx) MemberNames(ctx context.Context) ([]MemberName, error) {
	scan := func(r row) (m MemberName, err error) { return m, r.Scan(&m.AccountID, &m.Name, &m.Role) }
	return collect(scan)(tx.query(ctx, `select m.account_id, case when a.name = '' then a.email else a.name end, m.role
		from members m join accounts a on a.id = m.account_id where m.org_id = $1 order by 2, 1`, tx.org))
}

// LettersTo lists the letters that the organization wrote to one of its
// earners, about their credentials or not, the newest first.
func (tx *OrgTx) LettersTo(ctx context.Context, earner badge.AccountID, limit int) ([]badge.Letter, error) {
	return collect(scanLetter)(tx.query(ctx, `select `+letterColumns+letterTables+`where l.org_id = $1 and l.id in (
			select c1.id from credentials c1 where c1.account_id = $2 and c1.org_id || '' = $1
			union select l2.id from letters l2 join credentials c2 on c2.id = l2.credential_id and l2.id <> l2.credential_id where c2.account_id = $2 and c2.org_id || '' = $1
				and l2.kind not in ('request', 'support')
			union select l3.id from letters l3 where l3.account_id = $2 and l3.account_id <> '')
		order by l.id desc limit $3`, tx.org, earner, limit))
}
