package desk

import (
	"context"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// builtIn are answers that every organization has.
var builtIn = []badge.Canned{
	{ID: "corrected", Name: "It is corrected", Text: "Thank you for telling us. We have corrected your badge and signed it anew. Its address is the same; if you have downloaded its file or picture, download it once more."},
	{ID: "document", Name: "Please send a document", Text: "We would like to correct this. Please send us a document that shows the right spelling or date, such as an identity card with everything else covered. You can add it here."},
	{ID: "records", Name: "Our records say otherwise", Text: "We have looked into our records, and they say what your badge says. If you have a document that shows something else, please add it here, and we will look again."},
	{ID: "renewal", Name: "How to renew", Text: "A badge is renewed when its conditions are met again. Write to us about the next date, and your badge keeps its address."},
	{ID: "unlocked", Name: "Your account is unlocked", Text: "Your account is unlocked. A letter brings you a link for a new password; it works once, for 60 minutes. After that, use Request New Password."},
}

// maxCanned is how many answers of its own an organization keeps.
const maxCanned = 50

// Answers are what an organization answers often: its own, then those that
// everybody has.
func (d *Desk) Answers(ctx context.Context, actor badge.Actor, org badge.OrgID) (own, everybodys []badge.Canned, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, nil, err
	}
	err = d.DB.Read(ctx, func(tx *store.Tx) (err error) {
		own, err = tx.Org(org).CannedAnswers(ctx)
		return err
	})
	return own, builtIn, err
}

// AddAnswer keeps an answer of the organization's own. Errors: *badge.Invalid;
// those of Actor.May.
func (d *Desk) AddAnswer(ctx context.Context, actor badge.Actor, org badge.OrgID, c badge.Canned) error {
	if err := actor.May(badge.ActAnswer, org); err != nil {
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	c.ID = badge.NewID[badge.CannedID]()
	return d.DB.Write(ctx, func(tx *store.Tx) error {
		have, err := tx.Org(org).CannedAnswers(ctx)
		if err != nil {
			return err
		}
		if len(have) >= maxCanned {
			return badge.Refuse("name", fmt.Sprintf("There are %d answers already. Remove one first.", len(have)))
		}
		if err := tx.Org(org).AddCanned(ctx, c); err != nil {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "answer.added", Subject: string(c.ID), Note: c.Name, At: d.Now()})
	})
}

// DropAnswer removes one. Errors: badge.ErrNotFound; those of Actor.May.
func (d *Desk) DropAnswer(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.CannedID) error {
	if err := actor.May(badge.ActAnswer, org); err != nil {
		return err
	}
	return d.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Org(org).DropCanned(ctx, id); err != nil {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "answer.removed", Subject: string(id), At: d.Now()})
	})
}

// ByItself tells whether small corrections of a name happen by themselves, once
// a year for each earner.
func (d *Desk) ByItself(ctx context.Context, actor badge.Actor, org badge.OrgID) (on bool, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return false, err
	}
	err = d.DB.Read(ctx, func(tx *store.Tx) (err error) {
		on, err = tx.Org(org).SpellingByItself(ctx)
		return err
	})
	return on, err
}

// SetByItself sets that. Errors: those of Actor.May.
func (d *Desk) SetByItself(ctx context.Context, actor badge.Actor, org badge.OrgID, on bool) error {
	if err := actor.May(badge.ActSetting, org); err != nil {
		return err
	}
	return d.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := otx.SetSpellingByItself(ctx, on); err != nil {
			return err
		}
		note := "off"
		if on {
			note = "on"
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "request.rules", Subject: string(org), Note: note, At: d.Now()})
	})
}

// Answerers lists the members who may answer requests.
func (d *Desk) Answerers(ctx context.Context, actor badge.Actor, org badge.OrgID) (list []store.MemberName, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	var all []store.MemberName
	err = d.DB.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.Org(org).MemberNames(ctx)
		return err
	})
	for _, m := range all {
		if (badge.Actor{AccountID: m.AccountID, Roles: map[badge.OrgID]badge.Role{org: m.Role}}).May(badge.ActAnswer, org) == nil {
			list = append(list, m)
		}
	}
	return list, err
}

// Assign says which member answers an open request; empty: nobody in
// particular. Errors: *badge.Invalid when the member may not; badge.ErrConflict
// when it is closed; badge.ErrNotFound; those of Actor.May.
func (d *Desk) Assign(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.RequestID, to badge.AccountID) error {
	if err := actor.May(badge.ActAnswer, org); err != nil {
		return err
	}
	may, err := d.Answerers(ctx, actor, org)
	if err != nil {
		return err
	}
	known := to == ""
	for _, m := range may {
		known = known || m.AccountID == to
	}
	if !known {
		return badge.Refuse("member", "Choose somebody who may answer requests.")
	}
	return d.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Org(org).Request(ctx, id); err != nil {
			return err
		}
		if err := tx.Org(org).AssignRequest(ctx, id, to); err != nil {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "request.assigned", Subject: string(id), Note: string(to), At: d.Now()})
	})
}
