package account

import (
	"context"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

func (a *Accounts) needsCode(ctx context.Context, tx *store.Tx, id badge.AccountID) (bool, error) {
	return false, nil
}

func (a *Accounts) factorDue(ctx context.Context, tx *store.Tx, v Visitor) (time.Time, error) {
	return time.Time{}, nil
}

func (a *Accounts) checkPassword(ctx context.Context, of badge.Account, password string) error {
	return badge.CheckPassword(password)
}
