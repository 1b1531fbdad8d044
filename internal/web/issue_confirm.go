package web

import (
	"errors"
	"net/http"
	"time"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// issueConfirmForm is the last look before issuing.
func (s *server) issueConfirmForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, next, err := s.toIssue(r, who, org)
	if err != nil {
		return err
	}
	if next != "" {
		return found(w, r, next)
	}
	v, err := s.confirming(r, who, org, p)
	if err != nil {
		return err
	}
	v.Hold = org.HoldMinutes
	return s.show(w, r, page.IssueConfirm(v))
}

// issueConfirm lets the good rows be issued, now or later. A second press
// changes nothing and shows how far the first one is.
func (s *server) issueConfirm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, next, err := s.toIssue(r, who, org)
	if err != nil {
		return err
	}
	if next != "" {
		return found(w, r, next)
	}
	minutes := number(r, "hold")
	plan, err := planOf(r, minutes)
	if err == nil {
		err = s.Intake.Confirm(r.Context(), who.Actor(), org.ID, p.ID, plan)
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.confirming(r, who, org, p)
		if err != nil {
			return err
		}
		v.Hold, v.At, v.Errors = minutes, r.PostFormValue("at"), invalid.Fields
		return s.again(w, r, page.IssueConfirm(v))
	}
	if err != nil && !errors.Is(err, badge.ErrConflict) {
		return err
	}
	return found(w, r, batchURL(org, p.ID))
}

// planOf reads when to begin, and how long to hold the letters.
func planOf(r *http.Request, minutes int) (award.Plan, error) {
	plan := award.Plan{Hold: time.Duration(minutes) * time.Minute}
	if r.PostFormValue("when") != "later" {
		return plan, nil
	}
	at, err := time.Parse("2006-01-02T15:04", r.PostFormValue("at"))
	if err != nil {
		return plan, badge.Refuse("at", "Choose the day and the time at which to begin. Nothing was issued.")
	}
	plan.At = at
	return plan, nil
}

// confirming is what the page of the last look says.
func (s *server) confirming(r *http.Request, who account.Visitor, org badge.Organization, p award.Progress) (v page.IssueConfirmView, err error) {
	v = page.IssueConfirmView{
		OrgFrame: s.orgFrame(r, who, org), BatchURL: batchURL(org, p.ID), Counts: rowCounts(p.Counts), Mail: s.Post.SMTP != nil, Now: s.Now(),
	}
	list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return v, err
	}
	badges := map[badge.AchievementID]badge.Achievement{}
	for _, a := range list {
		badges[a.ID] = a.Achievement
	}
	ready := []badge.Outcome{badge.OutcomeOK, badge.OutcomeWarning}
	for _, at := range sampleRows(p.Counts.Ready()) {
		rows, err := s.Intake.Rows(r.Context(), who.Actor(), org.ID, p.ID, ready, at, 1)
		if err != nil {
			return v, err
		}
		for _, a := range rows {
			v.Samples = append(v.Samples, finished(a, badges[a.Of(p.Batch)]))
		}
	}
	counts, err := s.Intake.Badges(r.Context(), who.Actor(), org.ID, p.ID)
	for _, c := range counts {
		of := badges[c.Of].Revision
		v.Badges = append(v.Badges, page.BadgeCount{Name: of.Name, PictureURL: pictureURL(of.Picture), Count: c.Ready})
	}
	return v, err
}

// sampleRows are the first, the middle and the last of some rows.
func sampleRows(n int) []int {
	switch {
	case n > 2:
		return []int{0, n / 2, n - 1}
	case n == 2:
		return []int{0, 1}
	}
	return []int{0}
}

// finished is a row as the badge that it becomes.
func finished(a badge.Award, of badge.Achievement) page.SampleBadge {
	b := page.SampleBadge{
		Badge: of.Revision.Name, PictureURL: pictureURL(of.Revision.Picture), Name: a.Name, IssuedOn: a.IssuedOn, ExpiresOn: a.ExpiresOn,
	}
	if b.ExpiresOn.IsZero() {
		b.ExpiresOn = of.Revision.Validity.Expires(a.IssuedOn)
	}
	return b
}

// addressed is a recipient as mail programs show one.
func addressed(l badge.Letter) string {
	if l.Name == "" {
		return string(l.To)
	}
	return l.Name + " <" + string(l.To) + ">"
}

// batchUndo takes back what a batch issued, as long as its letters are held.
func (s *server) batchUndo(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	err := s.Intake.Undo(r.Context(), who.Actor(), org.ID, batchID(r))
	if errors.Is(err, badge.ErrConflict) {
		s.notice(r.Context(), page.ToneWrong, "It is too late to undo this batch: its letters are on their way. Single badges can be revoked.")
		err = nil
	}
	if err != nil {
		return err
	}
	return found(w, r, batchURL(org, batchID(r)))
}

// batchCallOff takes a batch back that would begin later.
func (s *server) batchCallOff(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	err := s.Intake.CallOff(r.Context(), who.Actor(), org.ID, batchID(r))
	if errors.Is(err, badge.ErrConflict) { // it began
		return found(w, r, batchURL(org, batchID(r)))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "It is called off. Nothing was issued, and everything is as you left it.")
	return found(w, r, batchURL(org, batchID(r))+"/confirm")
}
