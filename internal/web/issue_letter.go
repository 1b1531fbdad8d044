package web

import (
	"errors"
	"net/http"
	"strings"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// issueLetter shows the letter with the data of the first row.
func (s *server) issueLetter(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, next, err := s.toIssue(r, who, org)
	if err != nil {
		return err
	}
	if next != "" {
		return found(w, r, next)
	}
	sample, content, err := s.Post.Sample(r.Context(), who.Actor(), org.ID, p.ID)
	if err != nil {
		return err
	}
	words := ""
	if who.Actor().May(badge.ActSetting, org.ID) == nil {
		words = wordsURL(org, badge.LetterIssued, string(locale.English))
	}
	return s.show(w, r, page.IssueLetter(page.IssueLetterView{
		OrgFrame: s.orgFrame(r, who, org), BatchURL: batchURL(org, p.ID), Counts: rowCounts(p.Counts), InviteLogin: org.InviteLogin,
		Mail: s.Post.SMTP != nil, To: addressed(sample), Subject: content.Subject, Text: content.Text,
		PictureURL: pictureURL(p.Achievement.Revision.Picture), TestTo: string(who.Account.Email), WordsURL: words,
	}))
}

// toIssue finds a batch that is checked and may be issued; otherwise it tells
// which page is the one to be on.
func (s *server) toIssue(r *http.Request, who account.Visitor, org badge.Organization) (p award.Progress, next string, err error) {
	if p, err = s.Intake.Progress(r.Context(), who.Actor(), org.ID, batchID(r)); err != nil {
		return p, "", err
	}
	if err := who.Actor().May(badge.ActIssue, org.ID); err != nil {
		return p, "", err
	}
	switch at := batchURL(org, p.ID); {
	case p.State == badge.BatchKept:
		return p, at + "/people", nil
	case p.State != badge.BatchChecked:
		return p, at, nil
	case p.Counts.Ready() == 0:
		return p, at + "/check", nil
	case p.RightsAt.IsZero():
		return p, at + "/check?rights=first#field-rights", nil
	}
	return p, "", nil
}

// issueTest sends the letter to whoever looks at it.
func (s *server) issueTest(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, next, err := s.toIssue(r, who, org)
	if err != nil {
		return err
	}
	if next != "" {
		return found(w, r, next)
	}
	to, err := s.Post.Test(r.Context(), who.Actor(), org.ID, p.ID)
	s.testNotice(r, to, err)
	return found(w, r, batchURL(org, p.ID)+"/letter")
}

// testNotice says what came of the test of a letter.
func (s *server) testNotice(r *http.Request, to badge.Email, err error) {
	invalid, refused := errors.AsType[*badge.Invalid](err)
	switch {
	case errors.Is(err, badge.ErrTooMany):
		s.notice(r.Context(), page.ToneQuestion, "Those were enough tests for this hour. The letter stays as it is.")
	case refused:
		s.notice(r.Context(), page.ToneQuestion, sentences(invalid))
	case err != nil:
		s.Log.WarnContext(r.Context(), "test letter not sent", "error", err)
		s.notice(r.Context(), page.ToneWrong, "The mail server did not take the test: "+mailTrouble(err)+". Nothing was changed.")
	default:
		s.notice(r.Context(), page.ToneGood, "The test is on its way to "+string(to)+".")
	}
}

// mailTrouble is what a mail server said, in one line.
func mailTrouble(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	if len(text) > 200 {
		text = text[:200] + "…"
	}
	return strings.TrimSuffix(strings.ToValidUTF8(text, ""), ".")
}
