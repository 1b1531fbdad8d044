package store

import (
	"context"
	"slices"
	"time"

	"laurel/internal/badge"
)

const pathwayColumns = `p.org_id, p.achievement_id, p.need, p.batch_id, p.created_at, p.checked_at`

func scanPathway(r row) (p badge.Pathway, err error) {
	err = r.Scan(&p.OrgID, &p.AchievementID, &p.Need, &p.BatchID, moment{&p.CreatedAt}, moment{&p.CheckedAt})
	return p, wrap(err)
}

// SavePathway makes or changes the pathway to a badge. Whom it has awarded
// stays noted.
func (tx *OrgTx) SavePathway(ctx context.Context, p badge.Pathway) error {
	_, err := tx.exec(ctx, `insert into pathways (org_id, achievement_id, need, batch_id, created_at, checked_at) values ($1, $2, $3, '', $4, 0)
		on conflict (org_id, achievement_id) do update set need = excluded.need, checked_at = 0`,
		tx.org, p.AchievementID, p.Need, micros(p.CreatedAt))
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `delete from pathway_steps where org_id = $1 and achievement_id = $2`, tx.org, p.AchievementID); err != nil {
		return err
	}
	rows := make([][]any, len(p.Steps))
	for n, step := range p.Steps {
		rows[n] = []any{tx.org, p.AchievementID, n + 1, step}
	}
	return tx.insertMany(ctx, `insert into pathway_steps (org_id, achievement_id, number, step_id)`, 4, "", rows)
}

// DropPathway ends the pathway to a badge: its steps go, and whom it has
// awarded stays noted. badge.ErrConflict when there is none.
func (tx *OrgTx) DropPathway(ctx context.Context, achievement badge.AchievementID) error {
	n, err := tx.exec(ctx, `delete from pathway_steps where org_id = $1 and achievement_id = $2`, tx.org, achievement)
	return moved(n, err)
}

// Pathway finds the pathway to a badge, without steps when it was ended;
// badge.ErrNotFound when there never was one.
func (tx *OrgTx) Pathway(ctx context.Context, achievement badge.AchievementID) (badge.Pathway, error) {
	p, err := scanPathway(tx.queryRow(ctx, `select `+pathwayColumns+` from pathways p where p.org_id = $1 and p.achievement_id = $2`, tx.org, achievement))
	if err != nil {
		return p, err
	}
	scan := func(r row) (id badge.AchievementID, err error) { return id, r.Scan(&id) }
	p.Steps, err = collect(scan)(tx.query(ctx, `select step_id from pathway_steps where org_id = $1 and achievement_id = $2 order by number`, tx.org, achievement))
	return p, err
}

// PathwayStep is one arrow of an organization's pathways.
type PathwayStep struct {
	To, Step badge.AchievementID
}

// PathwaySteps lists all of an organization's arrows: pathways are for people
// to read, so there are few.
func (tx *OrgTx) PathwaySteps(ctx context.Context) ([]PathwayStep, error) {
	scan := func(r row) (s PathwayStep, err error) { return s, r.Scan(&s.To, &s.Step) }
	return collect(scan)(tx.query(ctx, `select achievement_id, step_id from pathway_steps where org_id = $1 order by achievement_id, number`, tx.org))
}

// PathwaysFrom lists the badges to which some badge is a step.
func (tx *OrgTx) PathwaysFrom(ctx context.Context, step badge.AchievementID) ([]badge.AchievementID, error) {
	scan := func(r row) (id badge.AchievementID, err error) { return id, r.Scan(&id) }
	return collect(scan)(tx.query(ctx, `select achievement_id from pathway_steps where org_id = $1 and step_id = $2 order by achievement_id`, tx.org, step))
}

// SetPathwayBatch notes which batch the awards of a pathway go into from now on.
func (tx *OrgTx) SetPathwayBatch(ctx context.Context, achievement badge.AchievementID, batch badge.BatchID) error {
	return moved(tx.exec(ctx, `update pathways set batch_id = $3 where org_id = $1 and achievement_id = $2`, tx.org, achievement, batch))
}

// AddPathwayAward notes that a pathway awards its badge to somebody;
// badge.ErrConflict when it did before.
func (tx *OrgTx) AddPathwayAward(ctx context.Context, achievement badge.AchievementID, account badge.AccountID, batch badge.BatchID, row int, now time.Time) error {
	return moved(tx.exec(ctx, `insert into pathway_awards (org_id, achievement_id, account_id, batch_id, row_number, awarded_at, lapsed_at)
		values ($1, $2, $3, $4, $5, $6, 0) on conflict (org_id, achievement_id, account_id) do nothing`, tx.org, achievement, account, batch, row, micros(now)))
}

// CountPathwayAwards counts whom a pathway has awarded, and of how many of them
// the steps are not held any more.
func (tx *OrgTx) CountPathwayAwards(ctx context.Context, achievement badge.AchievementID) (all, lapsed int, err error) {
	err = tx.queryRow(ctx, `select count(*), count(*) filter (where lapsed_at <> 0) from pathway_awards where org_id = $1 and achievement_id = $2`, tx.org, achievement).Scan(&all, &lapsed)
	return all, lapsed, wrap(err)
}

// SetPathwayLapsed notes since when somebody whom a pathway has awarded does
// not hold its steps any more; zero: they do.
func (tx *OrgTx) SetPathwayLapsed(ctx context.Context, achievement badge.AchievementID, account badge.AccountID, since time.Time) error {
	return moved(tx.exec(ctx, `update pathway_awards set lapsed_at = $4 where org_id = $1 and achievement_id = $2 and account_id = $3`, tx.org, achievement, account, micros(since)))
}

// LapsedRow is somebody whom a pathway has awarded, and whose steps are not
// held any more.
type LapsedRow struct {
	Name  string
	Code  badge.Code // of what they were awarded
	Since time.Time
}

// PathwayLapsed lists them, the latest first. Those whose badge was taken back
// are left out.
func (tx *OrgTx) PathwayLapsed(ctx context.Context, achievement badge.AchievementID, limit int) ([]LapsedRow, error) {
	scan := func(r row) (l LapsedRow, err error) { return l, r.Scan(&l.Name, &l.Code, moment{&l.Since}) }
	return collect(scan)(tx.query(ctx, `select c.name, c.code, w.lapsed_at from pathway_awards w
		join credentials c on c.batch_id = w.batch_id and c.row_number = w.row_number and c.org_id = w.org_id
		where w.org_id = $1 and w.achievement_id = $2 and w.lapsed_at <> 0 and c.revoked_at = 0 order by w.lapsed_at desc limit $3`, tx.org, achievement, limit))
}

// Walker is somebody on a pathway, with how many of its steps they hold, and
// how the organization called them last.
type Walker struct {
	AccountID badge.AccountID
	Name      string
	Email     badge.Email
	Held      int
	Awarded   bool // by this pathway, before
	Lapsed    bool // noted as not holding the steps any more
}

// Walkers tells of some people how far they are on the pathway to a badge, at
// a moment: those who hold none of its steps and were not awarded are left out.
// What a batch issued that can be undone, or was, does not count.
func (tx *OrgTx) Walkers(ctx context.Context, achievement badge.AchievementID, people []badge.AccountID, now time.Time) ([]Walker, error) {
	scan := func(r row) (w Walker, err error) {
		return w, r.Scan(&w.AccountID, &w.Held, &w.Name, &w.Email, &w.Awarded, &w.Lapsed)
	}
	var all []Walker
	for chunk := range slices.Chunk(people, listParameters) {
		these := parameters(5, len(chunk))
		args := append([]any{tx.org, achievement, micros(badge.Day(now)), micros(now)}, anys(chunk)...)
		// A person has few credentials; || '' keeps an engine from reading all of an organization's.
		some, err := collect(scan)(tx.query(ctx, `select r.account_id, coalesce(h.held, 0), l.name, l.email, w.account_id is not null, coalesce(w.lapsed_at, 0) <> 0
			from recipients r join credentials l on l.org_id = r.org_id and l.id = r.credential_id
			left join (select c.account_id, count(distinct b.achievement_id) as held from credentials c
				join batches b on b.org_id = c.org_id and b.id = c.batch_id
				join pathway_steps s on s.org_id = b.org_id and s.step_id = b.achievement_id and s.achievement_id = $2
				where c.org_id || '' = $1 and c.revoked_at = 0 and c.suspended_at = 0 and (c.expires_on = 0 or c.expires_on >= $3) and c.account_id in (`+these+`)
				and b.state <> 'undone' and b.letters_at <= $4 group by c.account_id) h on h.account_id = r.account_id
			left join pathway_awards w on w.org_id = r.org_id and w.achievement_id = $2 and w.account_id = r.account_id
			where r.org_id = $1 and r.account_id in (`+these+`) and (h.held > 0 or w.account_id is not null) order by r.account_id`, args...))
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// RecipientsAfter lists people whom the organization issued to, by their
// accounts, after one of them: at most so many.
func (tx *OrgTx) RecipientsAfter(ctx context.Context, after badge.AccountID, limit int) ([]badge.AccountID, error) {
	scan := func(r row) (id badge.AccountID, err error) { return id, r.Scan(&id) }
	return collect(scan)(tx.query(ctx, `select account_id from recipients where org_id = $1 and account_id > $2 order by account_id limit $3`, tx.org, after, limit))
}

// HeldSteps tells which of an organization's badges somebody holds on a day.
func (tx *OrgTx) HeldSteps(ctx context.Context, earner badge.AccountID, today time.Time) (map[badge.AchievementID]badge.Code, error) {
	type line struct {
		id   badge.AchievementID
		code badge.Code
	}
	scan := func(r row) (l line, err error) { return l, r.Scan(&l.id, &l.code) }
	lines, err := collect(scan)(tx.query(ctx, `select b.achievement_id, max(c.code) from credentials c join batches b on b.org_id = c.org_id and b.id = c.batch_id
		where c.account_id = $2 and c.org_id || '' = $1 and c.revoked_at = 0 and c.suspended_at = 0 and (c.expires_on = 0 or c.expires_on >= $3) group by b.achievement_id`, tx.org, earner, micros(today)))
	held := map[badge.AchievementID]badge.Code{}
	for _, l := range lines {
		held[l.id] = l.code
	}
	return held, err
}

// EarnerPathways lists the pathways of which somebody holds a step.
func (tx *Tx) EarnerPathways(ctx context.Context, earner badge.AccountID) ([]badge.Pathway, error) {
	return collect(scanPathway)(tx.query(ctx, `select distinct `+pathwayColumns+` from credentials c
		join batches b on b.org_id = c.org_id and b.id = c.batch_id
		join pathway_steps s on s.org_id = b.org_id and s.step_id = b.achievement_id
		join pathways p on p.org_id = s.org_id and p.achievement_id = s.achievement_id
		where c.account_id = $1 and c.revoked_at = 0 and c.suspended_at = 0 order by p.created_at, p.achievement_id`, earner))
}

// SystemPathwaysToCheck lists pathways at which nobody looked since a moment,
// the longest ago first.
func (tx *Tx) SystemPathwaysToCheck(ctx context.Context, before time.Time, limit int) ([]badge.Pathway, error) {
	return collect(scanPathway)(tx.query(ctx, `select `+pathwayColumns+` from pathways p where p.checked_at < $1
		and exists (select 1 from pathway_steps s where s.org_id = p.org_id and s.achievement_id = p.achievement_id) order by p.checked_at limit $2`, micros(before), limit))
}

// PathwayChecked notes that a look at everybody begins; badge.ErrConflict when
// another process began one since.
func (tx *OrgTx) PathwayChecked(ctx context.Context, p badge.Pathway, now time.Time) error {
	return moved(tx.exec(ctx, `update pathways set checked_at = $4 where org_id = $1 and achievement_id = $2 and checked_at = $3`,
		tx.org, p.AchievementID, micros(p.CheckedAt), micros(now)))
}
