package store

import (
	"context"
	"errors"
	"time"

	"laurel/internal/badge"
)

// ReserveLogin counts an attempt before the password is looked at, so that no
// more than badge.MaxFailures guesses are ever evaluated at any parallelism,
// and returns the failures so far. badge.ErrLocked when there was none left.
// After badge.FailuresFade without a failure the counter begins anew, unless
// it is full.
func (tx *Tx) ReserveLogin(ctx context.Context, counter string, now time.Time) (failures int, err error) {
	err = tx.queryRow(ctx, `insert into login_counters (name, failures, failed_at) values ($1, 1, $2)
		on conflict (name) do update set failed_at = excluded.failed_at,
			failures = case when login_counters.failed_at < $3 then 1 else login_counters.failures + 1 end
		where login_counters.failures < $4
		returning failures`, counter, micros(now), micros(now.Add(-badge.FailuresFade)), badge.MaxFailures).Scan(&failures)
	if err = wrap(err); errors.Is(err, badge.ErrNotFound) {
		return 0, badge.ErrLocked
	}
	return failures, err
}

// ReturnLogin takes one attempt back that was no failure, though it was no
// success yet.
func (tx *Tx) ReturnLogin(ctx context.Context, counter string) error {
	_, err := tx.exec(ctx, `update login_counters set failures = failures - 1 where name = $1 and failures > 0`, counter)
	return err
}

// ClearLogins forgets the failures of a counter.
func (tx *Tx) ClearLogins(ctx context.Context, counter string) error {
	_, err := tx.exec(ctx, `delete from login_counters where name = $1`, counter)
	return err
}

// FailedLogin is one unsuccessful login.
type FailedLogin struct {
	ID        string
	AccountID badge.AccountID // empty: nobody has the name that was typed
	Source    string          // keyed hash of where it came from; empty: from nowhere, such as a test
	Prefix    string          // roughly where from, for the owner to read
	Locked    bool            // it was the one that reached the limit
	At        time.Time
}

// AddFailedLogin notes an attempt; it is taken back when it succeeds.
func (tx *Tx) AddFailedLogin(ctx context.Context, f FailedLogin) error {
	_, err := tx.exec(ctx, `insert into failed_logins (id, account_id, source, prefix, locked, at) values ($1, $2, $3, $4, $5, $6)`,
		f.ID, f.AccountID, f.Source, f.Prefix, f.Locked, micros(f.At))
	return err
}

// DropFailedLogin takes an attempt back.
func (tx *Tx) DropFailedLogin(ctx context.Context, id string) error {
	_, err := tx.exec(ctx, `delete from failed_logins where id = $1`, id)
	return err
}

// SystemSource counts what a source did lately: the failures of an hour and
// the locks of a day.
func (tx *Tx) SystemSource(ctx context.Context, source string, now time.Time) (failures, locks int, err error) {
	err = tx.queryRow(ctx, `select count(*) filter (where at > $2), count(*) filter (where locked) from failed_logins
		where source = $1 and at > $3`, source, micros(now.Add(-time.Hour)), micros(now.Add(-24*time.Hour))).Scan(&failures, &locks)
	return failures, locks, wrap(err)
}

// SystemLocks counts the accounts that were locked since a time.
func (tx *Tx) SystemLocks(ctx context.Context, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from failed_logins where at > $1 and locked and account_id <> ''`, micros(since)).Scan(&n)
	return n, wrap(err)
}

// SystemFailedLogins lists the latest failures at an account, the newest first.
func (tx *Tx) SystemFailedLogins(ctx context.Context, account badge.AccountID, limit int) ([]FailedLogin, error) {
	scan := func(r row) (f FailedLogin, err error) {
		err = r.Scan(&f.ID, &f.AccountID, &f.Source, &f.Prefix, &f.Locked, moment{&f.At})
		return f, err
	}
	return collect(scan)(tx.query(ctx, `select id, account_id, source, prefix, locked, at from failed_logins
		where account_id = $1 order by at desc, id desc limit $2`, account, limit))
}

// CountFailedLogins counts the failures at the account of one of the
// organization's earners since a point in time, and nothing more. Where all
// their credentials are revoked there are none to be told of.
func (tx *OrgTx) CountFailedLogins(ctx context.Context, earner badge.AccountID, since time.Time) (n int, err error) {
	err = tx.queryRow(ctx, `select count(*) from failed_logins f where f.account_id = $2 and f.at > $3
		and exists (select 1 from credentials c where c.account_id = $2 and c.org_id || '' = $1 and c.revoked_at = 0)`, tx.org, earner, micros(since)).Scan(&n)
	return n, wrap(err)
}

// DropOldLogins removes failures that nothing looks at any more. Full counters
// of accounts stay until somebody unlocks; those of names that nobody has stay
// as long, which nobody must be able to tell.
func (tx *Tx) DropOldLogins(ctx context.Context, now time.Time) error {
	_, err := tx.exec(ctx, `delete from failed_logins where at < $1`, micros(now.Add(-failedLoginsKept)))
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `delete from login_counters where failed_at < $1 and failures < $2`, micros(now.Add(-badge.FailuresFade)), badge.MaxFailures)
	return err
}

// failedLoginsKept is how long an owner can see where failures came from.
const failedLoginsKept = 90 * 24 * time.Hour
