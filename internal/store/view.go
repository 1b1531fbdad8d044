package store

import (
	"context"

	"laurel/internal/badge"
)

// AddView keeps a view of the list of issued credentials.
func (tx *OrgTx) AddView(ctx context.Context, v badge.SavedView) error {
	_, err := tx.exec(ctx, `insert into saved_views (id, org_id, account_id, name, query) values ($1, $2, $3, $4, $5)`, v.ID, tx.org, v.AccountID, v.Name, v.Query)
	return err
}

// Views lists the views that a member sees, their own and everybody's, by name.
func (tx *OrgTx) Views(ctx context.Context, member badge.AccountID) ([]badge.SavedView, error) {
	scan := func(r row) (v badge.SavedView, err error) { return v, r.Scan(&v.ID, &v.AccountID, &v.Name, &v.Query) }
	return collect(scan)(tx.query(ctx, `select id, account_id, name, query from saved_views where org_id = $1 and account_id in ('', $2) order by name, id`, tx.org, member))
}

// DropView removes a view that a member sees; badge.ErrConflict when there is none.
func (tx *OrgTx) DropView(ctx context.Context, member badge.AccountID, id badge.ViewID) error {
	return moved(tx.exec(ctx, `delete from saved_views where org_id = $1 and id = $2 and account_id in ('', $3)`, tx.org, id, member))
}
