package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// PublicSharing finds what decides who may see the credential at a code;
// badge.ErrGone when it was withdrawn before anybody was told.
func (tx *Tx) PublicSharing(ctx context.Context, code badge.Code) (s badge.Sharing, err error) {
	withdrawn, sealed := false, int64(0)
	err = wrap(tx.queryRow(ctx, `select c.account_id, c.org_id, coalesce(v.visibility, 'unlisted'), c.sealed_at, b.state = 'undone' from credentials c
		join batches b on b.org_id = c.org_id and b.id = c.batch_id
		left join visibilities v on v.org_id = c.org_id and v.credential_id = c.id
		where c.code = $1`, code).Scan(&s.AccountID, &s.OrgID, &s.Visibility, &sealed, &withdrawn))
	s.SealedAt = fromMicros(sealed)
	if err == nil && withdrawn {
		err = badge.ErrGone
	}
	return s, err
}

// EarnerSetVisibility stores who may see one of a person's credentials;
// badge.ErrNotFound when it is not theirs.
func (tx *Tx) EarnerSetVisibility(ctx context.Context, account badge.AccountID, code badge.Code, v badge.Visibility, now time.Time) error {
	n, err := tx.exec(ctx, `insert into visibilities (org_id, credential_id, visibility, changed_at)
		select org_id, id, $3, $4 from credentials where account_id = $1 and code = $2
		on conflict (org_id, credential_id) do update set visibility = excluded.visibility, changed_at = excluded.changed_at`,
		account, code, v, micros(now))
	if err == nil && n == 0 {
		return badge.ErrNotFound
	}
	return err
}

// HideIssued makes credentials private until their earner decides.
func (tx *OrgTx) HideIssued(ctx context.Context, ids []badge.CredentialID, now time.Time) error {
	rows := func(yield func([]any) bool) {
		for _, id := range ids {
			if !yield([]any{tx.org, id, micros(now)}) {
				return
			}
		}
	}
	_, err := tx.execMany(ctx, `insert into visibilities (org_id, credential_id, visibility, changed_at)
		select org_id, id, 'private', cast($3 as bigint) from credentials where org_id = $1 and id = $2 on conflict do nothing`, rows)
	return err
}

// DayViews is how often a badge page was opened on a day.
type DayViews struct {
	Day    time.Time // UTC midnight
	Opened int
}

// EarnerViews tells how often the page of one of a person's credentials was
// opened, by day, the latest first.
func (tx *Tx) EarnerViews(ctx context.Context, account badge.AccountID, code badge.Code) ([]DayViews, error) {
	scan := func(r row) (d DayViews, err error) {
		err = r.Scan(moment{&d.Day}, &d.Opened)
		return d, wrap(err)
	}
	return collect(scan)(tx.query(ctx, `select u.day, u.times from credentials c join uses u on u.org_id = c.org_id and u.credential_id = c.id
		where c.account_id = $1 and c.code = $2 and u.what = $3 order by u.day desc`, account, code, badge.UseOpened))
}
