package store

import (
	"context"
	"errors"
	"time"

	"laurel/internal/badge"
)

const offerColumns = `o.id, o.org_id, o.achievement_id, o.kind, o.code, o.note, o.opens_at, o.closes_at, o.zone, o.quota, o.used, o.review, o.ended_at,
	o.batch_id, o.created_at`

func scanOffer(r row) (o badge.Offer, err error) {
	err = r.Scan(&o.ID, &o.OrgID, &o.AchievementID, &o.Kind, &o.Code, &o.Note, moment{&o.OpensAt}, moment{&o.ClosesAt}, &o.Zone, &o.Quota, &o.Used, &o.Review,
		moment{&o.EndedAt}, &o.BatchID, moment{&o.CreatedAt})
	return o, wrap(err)
}

// AddOffer adds an offer; badge.ErrConflict when its code is taken, or when the
// badge is open for applications already.
func (tx *OrgTx) AddOffer(ctx context.Context, o badge.Offer) error {
	_, err := tx.exec(ctx, `insert into offers (id, org_id, achievement_id, kind, code, note, opens_at, closes_at, zone, quota, used, review, ended_at,
		batch_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, 0, '', $12)`,
		o.ID, tx.org, o.AchievementID, o.Kind, o.Code, o.Note, micros(o.OpensAt), micros(o.ClosesAt), o.Zone, o.Quota, o.Review, micros(o.CreatedAt))
	return err
}

// Offer finds one of the organization's offers.
func (tx *OrgTx) Offer(ctx context.Context, id badge.OfferID) (badge.Offer, error) {
	return scanOffer(tx.queryRow(ctx, `select `+offerColumns+` from offers o where o.org_id = $1 and o.id = $2`, tx.org, id))
}

// OfferRow is an offer with what a list shows of it.
type OfferRow struct {
	badge.Offer
	Badge   string
	Picture string
	Asked   int // claims that wait for the organization
}

// Offers lists the organization's offers, the newest first, older than before.
func (tx *OrgTx) Offers(ctx context.Context, before badge.OfferID, limit int) ([]OfferRow, error) {
	scan := func(r row) (o OfferRow, err error) {
		o.Offer, err = scanOffer(prefixed{r, []any{&o.Badge, &o.Picture, &o.Asked}})
		return o, err
	}
	return collect(scan)(tx.query(ctx, `select r.name, r.picture,
		(select count(*) from claims c where c.org_id = o.org_id and c.offer_id = o.id and c.state = 'asked'), `+offerColumns+`
		from offers o join achievements a on a.org_id = o.org_id and a.id = o.achievement_id
		join revisions r on r.achievement_id = a.id and r.number = a.revision
		where o.org_id = $1 and ($2 = '' or o.id < $2) order by o.id desc limit $3`, tx.org, before, limit))
}

// OpenApplication finds the offer by which people can apply for a badge.
func (tx *OrgTx) OpenApplication(ctx context.Context, achievement badge.AchievementID) (badge.Offer, error) {
	return scanOffer(tx.queryRow(ctx, `select `+offerColumns+` from offers o
		where o.org_id = $1 and o.achievement_id = $2 and o.kind = 'application' and o.ended_at = 0`, tx.org, achievement))
}

// EndOffer ends an offer; badge.ErrConflict when it was ended before.
func (tx *OrgTx) EndOffer(ctx context.Context, id badge.OfferID, now time.Time) error {
	return moved(tx.exec(ctx, `update offers set ended_at = $3 where org_id = $1 and id = $2 and ended_at = 0`, tx.org, id, micros(now)))
}

// TakePlace takes one of the places of an offer; badge.ErrConflict when none is
// left, or the offer was ended.
func (tx *OrgTx) TakePlace(ctx context.Context, id badge.OfferID) error {
	return moved(tx.exec(ctx, `update offers set used = used + 1 where org_id = $1 and id = $2 and ended_at = 0 and (quota = 0 or used < quota)`, tx.org, id))
}

// ReturnPlace gives a place back that was taken.
func (tx *OrgTx) ReturnPlace(ctx context.Context, id badge.OfferID) error {
	return moved(tx.exec(ctx, `update offers set used = used - 1 where org_id = $1 and id = $2 and used > 0`, tx.org, id))
}

// SetOfferBatch notes which batch the awards of an offer go into from now on.
func (tx *OrgTx) SetOfferBatch(ctx context.Context, id badge.OfferID, batch badge.BatchID) error {
	return moved(tx.exec(ctx, `update offers set batch_id = $3 where org_id = $1 and id = $2`, tx.org, id, batch))
}

// Slip is one slip of paper: a code of its own, and whom it is for.
type Slip struct {
	Code    badge.ClaimCode
	OrgID   badge.OrgID
	OfferID badge.OfferID
	Number  int
	Name    string
	ClaimID badge.ClaimID // who has it; empty: nobody yet
}

const slipColumns = `code, org_id, offer_id, number, name, claim_id`

func scanSlip(r row) (s Slip, err error) {
	err = r.Scan(&s.Code, &s.OrgID, &s.OfferID, &s.Number, &s.Name, &s.ClaimID)
	return s, wrap(err)
}

// AddSlips adds the slips of an offer; badge.ErrConflict when a code is taken.
func (tx *OrgTx) AddSlips(ctx context.Context, slips []Slip) error {
	rows := make([][]any, len(slips))
	for n, s := range slips {
		rows[n] = []any{s.Code, tx.org, s.OfferID, s.Number, s.Name, ""}
	}
	return tx.insertMany(ctx, `insert into slips (`+slipColumns+`)`, 6, "", rows)
}

// Slips lists the slips of an offer in the order of the sheet.
func (tx *OrgTx) Slips(ctx context.Context, offer badge.OfferID) ([]Slip, error) {
	return collect(scanSlip)(tx.query(ctx, `select `+slipColumns+` from slips where org_id = $1 and offer_id = $2 order by number`, tx.org, offer))
}

// TakeSlip notes who has a slip; badge.ErrConflict when somebody has it already.
func (tx *OrgTx) TakeSlip(ctx context.Context, code badge.ClaimCode, claim badge.ClaimID) error {
	return moved(tx.exec(ctx, `update slips set claim_id = $3 where org_id = $1 and code = $2 and claim_id = ''`, tx.org, code, claim))
}

// PublicOffer finds what a code opens: an offer, and the slip if it is the code
// of one.
func (tx *Tx) PublicOffer(ctx context.Context, code badge.ClaimCode) (o badge.Offer, s Slip, err error) {
	o, err = scanOffer(tx.queryRow(ctx, `select `+offerColumns+` from offers o where o.code = $1 and o.code <> ''`, code))
	if !errors.Is(err, badge.ErrNotFound) {
		return o, s, err
	}
	if s, err = scanSlip(tx.queryRow(ctx, `select `+slipColumns+` from slips where code = $1`, code)); err != nil {
		return o, s, err
	}
	o, err = tx.Org(s.OrgID).Offer(ctx, s.OfferID)
	return o, s, err
}

// PublicApplication finds an offer by which people can apply.
func (tx *Tx) PublicApplication(ctx context.Context, id badge.OfferID) (badge.Offer, error) {
	return scanOffer(tx.queryRow(ctx, `select `+offerColumns+` from offers o where o.id = $1 and o.kind = 'application'`, id))
}
