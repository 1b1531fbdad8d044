package web

import (
	"net/http"
	"strconv"
	"time"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/insight"
	"laurel/internal/web/page"
)

// batch shows how far a confirmed batch is, then what came of it.
func (s *server) batch(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, err := s.Intake.Progress(r.Context(), who.Actor(), org.ID, batchID(r))
	if err != nil {
		return err
	}
	switch p.State {
	case badge.BatchKept:
		return found(w, r, batchURL(org, p.ID)+"/people")
	case badge.BatchChecked:
		return found(w, r, batchURL(org, p.ID)+"/check")
	}
	v, err := s.progress(r, who, org, p)
	if err != nil {
		return err
	}
	if v.Done {
		if v.Prints, err = s.prints(r, who, org, p.ID); err != nil {
			return err
		}
		v.FunnelURL = "/org/" + org.Slug + "/insights?batch=" + string(p.ID)
		if v.Funnel, err = s.smallFunnel(r, who, org.ID, insight.Question{Batch: p.ID}); err != nil {
			return err
		}
	}
	return s.show(w, r, page.Batch(v))
}

func (s *server) progress(r *http.Request, who account.Visitor, org badge.Organization, p award.Progress) (page.BatchView, error) {
	now := s.Now()
	v := page.BatchView{
		OrgFrame: s.orgFrame(r, who, org), BatchURL: batchURL(org, p.ID), Badge: p.Achievement.Revision.Name, File: p.FileName,
		Total: p.Counts.Ready(), Issued: p.Counts.Issued, Repeated: p.Counts.Repeated, Replaced: p.Counts.Replaced, Refused: p.Counts.Refused,
		Left: p.Rows - p.Counts.Ready(), Done: p.State == badge.BatchDone, Undone: p.State == badge.BatchUndone,
		Letters: page.LetterCounts{
			Sent: p.Letters[badge.LetterSent], Waiting: p.Letters[badge.LetterQueued], Kept: p.Letters[badge.LetterKept], Failed: p.Letters[badge.LetterFailed],
		},
	}
	if p.State == badge.BatchScheduled {
		v.RunAt = p.RunAt
	}
	if p.CanUndo(now) {
		v.HeldFor, v.HeldTill, v.Mail = p.LettersAt.Sub(now), p.LettersAt, s.Post.SMTP != nil
	}
	v.IssuedQuery = "?batch=" + string(p.ID)
	if len(p.Parts) > 0 {
		v.IssuedQuery = "" // they are of several
		if err := s.partsOf(r, who, org, p, &v); err != nil {
			return v, err
		}
	}
	if v.Done {
		v.Took = p.DoneAt.Sub(p.ConfirmedAt)
		return v, nil
	}
	elapsed, settled := now.Sub(p.ConfirmedAt), v.Total-p.Counts.Waiting
	if settled > 0 && elapsed > 0 {
		v.Rate = float64(settled) / elapsed.Seconds()
		v.TimeLeft = time.Duration(float64(v.Total-settled) / v.Rate * float64(time.Second))
	}
	return v, nil
}

// partsOf names the badges of a file with several.
func (s *server) partsOf(r *http.Request, who account.Visitor, org badge.Organization, p award.Progress, v *page.BatchView) error {
	names, err := s.badgeNames(r, who, org)
	if err != nil {
		return err
	}
	counts, err := s.Intake.Badges(r.Context(), who.Actor(), org.ID, p.ID)
	v.Badge = strconv.Itoa(len(counts)) + " badges"
	for _, c := range counts {
		v.Badges = append(v.Badges, page.BadgeCount{Name: names[c.Of], Count: c.Issued})
	}
	return err
}
