package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"laurel/internal/badge"
)

// slipped is a badge.Count in a slip. No day: the one on which the batch was confirmed.
type slipped struct {
	What badge.Counted `json:"what"`
	Day  int64         `json:"day,omitempty"`
	N    int           `json:"n"`
}

// addSlip notes what a transaction did to a batch: one row, whatever it did.
func (tx *Tx) addSlip(ctx context.Context, org badge.OrgID, batch badge.BatchID, counts ...badge.Count) error {
	return tx.addSlips(ctx, org, map[badge.BatchID][]badge.Count{batch: counts})
}

func (tx *Tx) addSlips(ctx context.Context, org badge.OrgID, byBatch map[badge.BatchID][]badge.Count) error {
	rows := make([][]any, 0, len(byBatch))
	for batch, counts := range byBatch {
		slip := make([]slipped, len(counts))
		for n, c := range counts {
			slip[n] = slipped{What: c.What, Day: micros(c.Day), N: c.N}
		}
		rows = append(rows, []any{badge.NewID[string](), org, batch, jsonText(slip)})
	}
	return tx.insertMany(ctx, `insert into count_slips (id, org_id, batch_id, counts)`, 4, "", rows)
}

// countSealed notes that credentials of one batch were issued, and when they
// will have expired.
func (tx *OrgTx) countSealed(ctx context.Context, batch badge.BatchID, sealed []badge.Credential) error {
	if len(sealed) == 0 {
		return nil
	}
	expire := map[time.Time]int{}
	for _, c := range sealed {
		if on := c.ExpiryCountedOn(); !on.IsZero() {
			expire[on]++
		}
	}
	counts := []badge.Count{
		{What: badge.CountedIssued, Day: badge.Day(sealed[0].SealedAt), N: len(sealed)},
		{What: badge.StageIssued.Counted(), N: len(sealed)},
	}
	for _, on := range slices.SortedFunc(maps.Keys(expire), time.Time.Compare) {
		counts = append(counts, badge.Count{What: badge.CountedExpired, Day: on, N: expire[on]})
	}
	return tx.addSlip(ctx, tx.org, batch, counts...)
}

// countRevoked notes that a credential was taken back: one that has not expired
// yet will not.
func (tx *OrgTx) countRevoked(ctx context.Context, c badge.Credential, now time.Time) error {
	today := badge.Day(now)
	counts := []badge.Count{{What: badge.CountedRevoked, Day: today, N: 1}}
	if on := c.ExpiryCountedOn(); on.After(today) {
		counts = append(counts, badge.Count{What: badge.CountedExpired, Day: on, N: -1})
	}
	return tx.addSlip(ctx, tx.org, c.BatchID, counts...)
}

// countCorrected notes that a credential expires on another day than it did.
func (tx *OrgTx) countCorrected(ctx context.Context, before, after badge.Credential) error {
	var counts []badge.Count
	was, is := before.ExpiryCountedOn(), after.ExpiryCountedOn()
	if was.Equal(is) {
		return nil
	}
	if !was.IsZero() {
		counts = append(counts, badge.Count{What: badge.CountedExpired, Day: was, N: -1})
	}
	if !is.IsZero() {
		counts = append(counts, badge.Count{What: badge.CountedExpired, Day: is, N: 1})
	}
	return tx.addSlip(ctx, tx.org, before.BatchID, counts...)
}

// countLetter notes what became of a letter with which something was issued;
// of others, nothing.
func (tx *Tx) countLetter(ctx context.Context, id badge.LetterID, what badge.Counted, now time.Time) error {
	type about struct {
		org    badge.OrgID
		batch  badge.BatchID
		before int // letters about the same that were sent
	}
	scan := func(r row) (a about, err error) { return a, r.Scan(&a.org, &a.batch, &a.before) }
	found, err := collect(scan)(tx.query(ctx, `select c.org_id, c.batch_id,
		(select count(*) from letters f where f.id = c.id and f.id <> l.id and f.state = 'sent')
		+ (select count(*) from letters o where o.credential_id = c.id and o.id <> o.credential_id and o.id <> l.id and o.kind = 'issued' and o.state = 'sent')
		from letters l join credentials c on c.org_id = l.org_id and c.id = l.credential_id where l.id = $1 and l.kind = 'issued'`, id))
	if err != nil || len(found) == 0 {
		return err
	}
	counts := []badge.Count{{What: what, Day: badge.Day(now), N: 1}}
	if what == badge.CountedDelivered && found[0].before == 0 {
		counts = append(counts, badge.Count{What: badge.StageDelivered.Counted(), N: 1})
	}
	return tx.addSlip(ctx, found[0].org, found[0].batch, counts...)
}

// countClaimed notes which badges somebody logs in for: those issued since they
// logged in last. A corrected one was issued when it was issued first.
func (tx *Tx) countClaimed(ctx context.Context, id badge.AccountID, now time.Time) error {
	type claimed struct {
		org   badge.OrgID
		batch badge.BatchID
		n     int
	}
	scan := func(r row) (c claimed, err error) { return c, r.Scan(&c.org, &c.batch, &c.n) }
	all, err := collect(scan)(tx.query(ctx, `select c.org_id, c.batch_id, count(*) from accounts a join credentials c on c.account_id = a.id
		where a.id = $1 and coalesce((select min(p.sealed_at) from predecessors p where p.org_id = c.org_id and p.credential_id = c.id), c.sealed_at) > a.last_login_at
		group by c.org_id, c.batch_id`, id))
	if err != nil {
		return err
	}
	for _, c := range all {
		err := tx.addSlip(ctx, c.org, c.batch, badge.Count{What: badge.CountedClaimed, Day: badge.Day(now), N: c.n}, badge.Count{What: badge.StageClaimed.Counted(), N: c.n})
		if err != nil {
			return err
		}
	}
	return nil
}

// AddUses adds to how often something was done with credentials on a day. Codes
// that name nothing count nothing.
func (tx *Tx) AddUses(ctx context.Context, day time.Time, times map[badge.Use]int) error {
	codes := map[badge.Code][]badge.Use{}
	for u := range times {
		codes[u.Code] = append(codes[u.Code], u)
	}
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(codes)), listParameters) {
		used, err := tx.used(ctx, chunk)
		if err != nil {
			return err
		}
		if err := tx.addUsesOf(ctx, day, used, codes, times); err != nil {
			return err
		}
	}
	return nil
}

// used is a credential with what was ever done with it.
type used struct {
	id    badge.CredentialID
	org   badge.OrgID
	batch badge.BatchID
	done  map[badge.Counted]bool // uses, and the stages they brought it to
}

func (tx *Tx) used(ctx context.Context, codes []badge.Code) (map[badge.Code]used, error) {
	rows, err := tx.query(ctx, `select distinct c.code, c.org_id, c.id, c.batch_id, coalesce(u.what, '') from credentials c
		left join uses u on u.org_id = c.org_id and u.credential_id = c.id where c.code in (`+parameters(1, len(codes))+`)`, anys(codes)...)
	if err != nil {
		return nil, err
	}
	found := map[badge.Code]used{}
	for rows.Next() {
		var code badge.Code
		var what badge.Counted
		var u used
		if err := rows.Scan(&code, &u.org, &u.id, &u.batch, &what); err != nil {
			return nil, closing(rows, err)
		}
		if before, there := found[code]; there {
			u.done = before.done
		} else {
			u.done = map[badge.Counted]bool{}
		}
		if what != "" {
			u.done[what], u.done[what.Stage().Counted()] = true, true
		}
		found[code] = u
	}
	return found, closing(rows, rows.Err())
}

func (tx *Tx) addUsesOf(ctx context.Context, day time.Time, found map[badge.Code]used, uses map[badge.Code][]badge.Use, times map[badge.Use]int) error {
	var rows [][]any
	slips := map[badge.OrgID]map[badge.BatchID][]badge.Count{}
	for code, u := range found {
		var counts []badge.Count
		for _, use := range uses[code] {
			n := times[use]
			if use.What == badge.UseEmbed {
				if u.done[badge.UseEmbed] {
					continue
				}
				n = 1
			}
			rows = append(rows, []any{u.org, u.id, use.What, micros(day), n})
			counts = append(counts, badge.Count{What: use.What, Day: day, N: n})
			if stage := use.What.Stage(); stage != "" && !u.done[stage.Counted()] {
				u.done[stage.Counted()] = true
				counts = append(counts, badge.Count{What: stage.Counted(), N: 1})
			}
		}
		if len(counts) > 0 {
			if slips[u.org] == nil {
				slips[u.org] = map[badge.BatchID][]badge.Count{}
			}
			slips[u.org][u.batch] = append(slips[u.org][u.batch], counts...)
		}
	}
	err := tx.insertMany(ctx, `insert into uses (org_id, credential_id, what, day, times)`, 5,
		`on conflict (org_id, credential_id, what, day) do update set times = uses.times + excluded.times`, rows)
	for org, byBatch := range slips {
		if err == nil {
			err = tx.addSlips(ctx, org, byBatch)
		}
	}
	return err
}

// tallied is what a row of counts is about.
type tallied struct {
	org   badge.OrgID
	scope string
	grain string
	what  badge.Counted
	day   int64
}

// SystemRollUp adds some slips to the counts, the oldest first, and takes them
// away in the same transaction: no slip is added twice, and none is lost. It
// returns how many there were.
func (tx *Tx) SystemRollUp(ctx context.Context, limit int) (int, error) {
	sums := map[tallied]int{}
	var done []string
	rows, err := tx.query(ctx, `select s.id, s.org_id, s.batch_id, b.achievement_id, b.confirmed_at, s.counts
		from count_slips s join batches b on b.org_id = s.org_id and b.id = s.batch_id order by s.id limit $1`, limit)
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		var id, batch, achievement string
		var org badge.OrgID
		var confirmed time.Time
		var slip []slipped
		if err := rows.Scan(&id, &org, &batch, &achievement, moment{&confirmed}, fromJSON{&slip}); err != nil {
			return 0, closing(rows, err)
		}
		done = append(done, id)
		for _, s := range slip {
			day := badge.Day(confirmed)
			if s.Day != 0 {
				day = fromMicros(s.Day)
			}
			month := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
			for _, scope := range []string{"", achievement, batch} {
				sums[tallied{org, scope, "d", s.What, micros(day)}] += s.N
				sums[tallied{org, scope, "m", s.What, micros(month)}] += s.N
			}
		}
	}
	if err := closing(rows, rows.Err()); err != nil {
		return 0, err
	}
	if err := tx.addCounts(ctx, sums); err != nil {
		return 0, err
	}
	for chunk := range slices.Chunk(done, listParameters) {
		if err := moved(tx.exec(ctx, `delete from count_slips where id in (`+parameters(1, len(chunk))+`)`, anys(chunk)...)); err != nil {
			return 0, err
		}
	}
	return len(done), nil
}

// addCounts adds to the counts, always in the same order, so that two processes
// wait for each other instead of both giving up.
func (tx *Tx) addCounts(ctx context.Context, sums map[tallied]int) error {
	order := slices.SortedFunc(maps.Keys(sums), func(a, b tallied) int {
		return cmp.Or(cmp.Compare(a.org, b.org), cmp.Compare(a.scope, b.scope), cmp.Compare(a.grain, b.grain), cmp.Compare(a.what, b.what), cmp.Compare(a.day, b.day))
	})
	rows := make([][]any, 0, len(order))
	for _, t := range order {
		if n := sums[t]; n != 0 {
			rows = append(rows, []any{t.org, t.scope, t.grain, t.what, t.day, n})
		}
	}
	return tx.insertMany(ctx, `insert into counts (org_id, scope, grain, what, day, n)`, 6,
		`on conflict (org_id, scope, grain, what, day) do update set n = counts.n + excluded.n`, rows)
}
