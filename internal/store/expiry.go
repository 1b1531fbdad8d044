package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// Expiring is a credential whose end is near, and of which nobody was told.
type Expiring struct {
	ID        badge.CredentialID
	OrgID     badge.OrgID
	AccountID badge.AccountID
	Name      string
	Email     badge.Email
	ExpiresOn time.Time
	Silent    bool // its earner wants no reminders
}

// SystemExpiring lists credentials of all organizations that end on one of
// some days, both included, the earliest first, but for badges that are quiet
// and ends that were told of so many days before.
func (tx *Tx) SystemExpiring(ctx context.Context, from, to time.Time, days, limit int) ([]Expiring, error) {
	scan := func(r row) (e Expiring, err error) {
		return e, r.Scan(&e.ID, &e.OrgID, &e.AccountID, &e.Name, &e.Email, moment{&e.ExpiresOn}, &e.Silent)
	}
	return collect(scan)(tx.query(ctx, `select c.id, c.org_id, c.account_id, c.name, c.email, c.expires_on, coalesce(not p.reminders, false)
		from credentials c join batches b on b.org_id = c.org_id and b.id = c.batch_id left join profiles p on p.account_id = c.account_id
		where c.expires_on between $1 and $2 and c.expires_on <> 0 and c.revoked_at = 0 and c.suspended_at = 0
		and not exists (select 1 from quiet_badges q where q.org_id = c.org_id and q.achievement_id = b.achievement_id)
		and not exists (select 1 from expiry_notices n where n.org_id = c.org_id and n.credential_id = c.id and n.expires_on = c.expires_on and n.days = $3)
		order by c.expires_on, c.id limit $4`, micros(from), micros(to), days, limit))
}

// NoteExpiring notes that somebody is told of some ends, so many days before.
func (tx *Tx) NoteExpiring(ctx context.Context, told []Expiring, days int, on time.Time) error {
	rows := make([][]any, len(told))
	for n, e := range told {
		rows[n] = []any{e.OrgID, e.ID, micros(e.ExpiresOn), days, micros(on)}
	}
	return tx.insertMany(ctx, `insert into expiry_notices (org_id, credential_id, expires_on, days, noted_on)`, 5, "on conflict do nothing", rows)
}

// SystemExpiringOrgs lists the organizations of whose credentials some ends were
// told of on a day.
func (tx *Tx) SystemExpiringOrgs(ctx context.Context, on time.Time) ([]badge.Organization, error) {
	scan := func(r row) (o badge.Organization, err error) { return o, r.Scan(&o.ID, &o.Name, &o.Email) }
	return collect(scan)(tx.query(ctx, `select o.id, o.name, o.email from organizations o
		where o.id in (select n.org_id from expiry_notices n where n.noted_on = $1) order by o.id`, micros(on)))
}

// ExpiringCount is how many credentials of a badge end within so many days.
type ExpiringCount struct {
	Badge string
	Days  int
	Count int
}

// ExpiringDigest counts the ends of the organization's credentials that were
// told of on a day.
func (tx *OrgTx) ExpiringDigest(ctx context.Context, on time.Time) ([]ExpiringCount, error) {
	scan := func(r row) (c ExpiringCount, err error) { return c, r.Scan(&c.Badge, &c.Days, &c.Count) }
	return collect(scan)(tx.query(ctx, `select r.name, n.days, count(*) from expiry_notices n join credentials c on c.org_id = n.org_id and c.id = n.credential_id
		`+issuedTables+`where n.noted_on = $2 and n.org_id = $1 group by r.name, n.days order by n.days, r.name`, tx.org, micros(on)))
}

// QuietBadges lists the badges whose ends nobody is told of.
func (tx *OrgTx) QuietBadges(ctx context.Context) ([]badge.AchievementID, error) {
	scan := func(r row) (id badge.AchievementID, err error) { return id, r.Scan(&id) }
	return collect(scan)(tx.query(ctx, `select achievement_id from quiet_badges where org_id = $1 order by 1`, tx.org))
}

// SetQuiet makes a badge one of them, or not.
func (tx *OrgTx) SetQuiet(ctx context.Context, id badge.AchievementID, quiet bool) error {
	statement := `delete from quiet_badges where org_id = $1 and achievement_id = $2`
	if quiet {
		statement = `insert into quiet_badges (org_id, achievement_id) values ($1, $2) on conflict do nothing`
	}
	_, err := tx.exec(ctx, statement, tx.org, id)
	return err
}
