package insight

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Line is one line of the activity log: who did what to which.
type Line struct {
	ID      string // pages on
	Org     badge.OrgID
	At      time.Time
	Actor   string // Actor.Name
	Who     string // the name of a person; empty: nobody in particular, or somebody who is gone
	Verb    string
	Subject string // an id
	About   store.EventSubject
	Note    string // a reason, or what else was written down; of an assigned request, to whom
	Changes []Change
}

// Change is a field before and after; a long one is not told.
type Change struct {
	Field, Before, After string
}

// LogQuery narrows the activity log.
type LogQuery = store.EventQuery

// earnersOwn are what earners do with their badges, which is not for the
// organization to follow.
var earnersOwn = []string{"credential.visibility", "credential.sent"}

// Log tells what was done in an organization, the latest first. What earners do
// with their badges is not told. Errors: those of Actor.May.
func (i *Insights) Log(ctx context.Context, actor badge.Actor, org badge.OrgID, q LogQuery) (lines []Line, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	q.But = earnersOwn
	err = i.DB.Read(ctx, func(tx *store.Tx) error {
		events, err := tx.Org(org).Events(ctx, q)
		if err != nil {
			return err
		}
		lines, err = tell(ctx, tx, events)
		return err
	})
	return lines, err
}

// LogOfAll is Log for the whole installation. Errors: badge.ErrNotFound for
// everybody but the operator.
func (i *Insights) LogOfAll(ctx context.Context, actor badge.Actor, q LogQuery) (lines []Line, err error) {
	if !actor.Operator {
		return nil, badge.ErrNotFound
	}
	err = i.DB.Read(ctx, func(tx *store.Tx) error {
		events, err := tx.SystemEvents(ctx, q)
		if err != nil {
			return err
		}
		lines, err = tell(ctx, tx, events)
		return err
	})
	return lines, err
}

// People are those whose doings a log can be narrowed to. Errors: those of Actor.May.
func (i *Insights) People(ctx context.Context, actor badge.Actor, org badge.OrgID) (people []badge.Account, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = i.DB.Read(ctx, func(tx *store.Tx) (err error) {
		people, err = tx.Org(org).EventPeople(ctx)
		return err
	})
	return people, err
}

// tell finds the names behind the ids.
func tell(ctx context.Context, tx *store.Tx, events []store.EventRow) ([]Line, error) {
	byOrg, accounts := map[badge.OrgID][]string{}, map[badge.AccountID]bool{}
	for _, e := range events {
		if e.Subject != "" {
			byOrg[e.OrgID] = append(byOrg[e.OrgID], e.Subject)
			id := badge.AccountID(e.Subject)
			accounts[id] = accounts[id] || e.OrgID == "" || onTeam(e)
		}
		if e.Verb == "request.assigned" {
			accounts[badge.AccountID(e.Note)] = true
		}
		if id, is := strings.CutPrefix(e.Actor, "account:"); is {
			accounts[badge.AccountID(id)] = true
		}
	}
	var ids []badge.AccountID
	for id, wanted := range accounts {
		if wanted {
			ids = append(ids, id)
		}
	}
	names, err := tx.SystemNames(ctx, ids)
	if err != nil {
		return nil, err
	}
	subjects := map[badge.OrgID]map[string]store.EventSubject{}
	for org, ids := range byOrg {
		if org == "" {
			continue
		}
		slices.Sort(ids)
		if subjects[org], err = tx.Org(org).EventSubjects(ctx, slices.Compact(ids)); err != nil {
			return nil, err
		}
	}
	lines := make([]Line, len(events))
	for n, e := range events {
		who, _ := strings.CutPrefix(e.Actor, "account:")
		l := Line{ID: e.ID, Org: e.OrgID, At: e.At, Actor: e.Actor, Who: names[badge.AccountID(who)], Verb: e.Verb, Subject: e.Subject, Note: e.Note, About: subjects[e.OrgID][e.Subject]}
		if name := names[badge.AccountID(e.Subject)]; name != "" && onTeam(e) {
			l.About = store.EventSubject{Kind: "member", Name: name}
		} else if name != "" && e.OrgID == "" {
			l.About = store.EventSubject{Kind: "account", Name: name}
		}
		if e.Verb == "request.assigned" {
			l.Note = names[badge.AccountID(e.Note)]
		}
		if e.OrgID != "" {
			if l.Changes, err = changes(ctx, tx.Org(e.OrgID), e); err != nil {
				return nil, err
			}
		}
		lines[n] = l
	}
	return lines, nil
}

// onTeam tells whether an event is about somebody on the organization's staff,
// now or then.
func onTeam(e store.EventRow) bool {
	return e.OrgID != "" && strings.HasPrefix(e.Verb, "team.")
}

// changes finds what something said before and after, where the ledger knows.
func changes(ctx context.Context, otx *store.OrgTx, e store.EventRow) ([]Change, error) {
	var all []Change
	var err error
	switch e.Verb {
	case "credential.corrected", "credential.renewed":
		all, err = corrected(ctx, otx, e)
	case "achievement.revised":
		all, err = revised(ctx, otx, e)
	}
	if errors.Is(err, badge.ErrNotFound) {
		return nil, nil
	}
	return slices.DeleteFunc(all, func(c Change) bool { return c.Before == c.After }), err
}

// corrected compares what a credential said until the event with what it said
// next.
func corrected(ctx context.Context, otx *store.OrgTx, e store.EventRow) ([]Change, error) {
	id := badge.CredentialID(e.Subject)
	now, err := otx.CredentialByID(ctx, id)
	if err != nil {
		return nil, err
	}
	all, err := otx.Predecessors(ctx, id)
	if err != nil {
		return nil, err
	}
	after := badge.Predecessor{Name: now.Name, IssuedOn: now.IssuedOn, ExpiresOn: now.ExpiresOn}
	for _, before := range slices.Backward(all) {
		if before.ReplacedAt.Equal(e.At) {
			return []Change{
				{"Name", before.Name, after.Name},
				{"Issued on", dayWords(before.IssuedOn), dayWords(after.IssuedOn)},
				{"Last day", dayWords(before.ExpiresOn), dayWords(after.ExpiresOn)},
			}, nil
		}
		after = before
	}
	return nil, nil
}

// revised compares a wording with the one before.
func revised(ctx context.Context, otx *store.OrgTx, e store.EventRow) ([]Change, error) {
	before, after, err := otx.RevisionBefore(ctx, badge.RevisionID(e.Subject))
	if err != nil {
		return nil, err
	}
	b, a := before.Revision, after.Revision
	all := []Change{
		{"Name", b.Name, a.Name},
		{"Skills", strings.Join(b.Tags, ", "), strings.Join(a.Tags, ", ")},
		{"Validity", validity(b.Validity), validity(a.Validity)},
	}
	for field, differs := range map[string]bool{"Description": b.Description != a.Description, "Criteria": b.Criteria != a.Criteria, "Picture": b.Picture != a.Picture} {
		if differs {
			all = append(all, Change{Field: field, After: "changed"})
		}
	}
	slices.SortStableFunc(all, func(x, y Change) int { return strings.Compare(x.Field, y.Field) })
	return all, nil
}

func validity(v badge.Validity) string {
	if !v.Until.IsZero() {
		return "until " + dayWords(v.Until)
	}
	if v.Period == (badge.Period{}) {
		return "does not expire"
	}
	return v.Period.String()
}

func dayWords(t time.Time) string {
	if t.IsZero() {
		return "none"
	}
	return t.Format(time.DateOnly)
}
