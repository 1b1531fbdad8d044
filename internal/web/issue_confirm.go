package web

import (
	"errors"
	"net/http"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// issueConfirmForm is the last look before issuing.
func (s *server) issueConfirmForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, err := s.Intake.Progress(r.Context(), who.Actor(), org.ID, batchID(r))
	if err != nil {
		return err
	}
	switch {
	case p.State != badge.BatchChecked:
		return found(w, r, batchURL(org, p.ID))
	case p.Counts.Ready() == 0:
		return found(w, r, batchURL(org, p.ID)+"/check")
	}
	v, err := s.confirming(r, who, org, p)
	if err != nil {
		return err
	}
	return s.show(w, r, page.IssueConfirm(v))
}

// issueConfirm lets the good rows be issued. A second press changes nothing
// and shows how far the first one is.
func (s *server) issueConfirm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, err := s.Intake.Progress(r.Context(), who.Actor(), org.ID, batchID(r))
	if err != nil {
		return err
	}
	if p.State == badge.BatchChecked && r.PostFormValue("rights") == "" {
		v, err := s.confirming(r, who, org, p)
		if err != nil {
			return err
		}
		v.Errors = map[string]string{"rights": "Confirm this first. Nothing was issued."}
		return s.again(w, r, page.IssueConfirm(v))
	}
	err = s.Intake.Confirm(r.Context(), who.Actor(), org.ID, p.ID)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		s.notice(r.Context(), page.ToneWrong, sentences(invalid))
		return found(w, r, batchURL(org, p.ID)+"/check")
	}
	if err != nil && !errors.Is(err, badge.ErrConflict) {
		return err
	}
	return found(w, r, batchURL(org, p.ID))
}

// confirming is what the page of the last look says.
func (s *server) confirming(r *http.Request, who account.Visitor, org badge.Organization, p award.Progress) (page.IssueConfirmView, error) {
	sample, content, err := s.Post.Sample(r.Context(), who.Actor(), org.ID, p.ID)
	if err != nil {
		return page.IssueConfirmView{}, err
	}
	return page.IssueConfirmView{
		OrgFrame: s.orgFrame(r, who, org), BatchURL: batchURL(org, p.ID), Badge: p.Achievement.Revision.Name,
		PictureURL: pictureURL(p.Achievement.Revision.Picture), Counts: rowCounts(p.Counts), InviteLogin: org.InviteLogin,
		LetterTo: addressed(sample), LetterSubject: content.Subject, LetterText: content.Text,
	}, nil
}

// addressed is a recipient as mail programs show one.
func addressed(l badge.Letter) string {
	if l.Name == "" {
		return string(l.To)
	}
	return l.Name + " <" + string(l.To) + ">"
}
