package web

import (
	"net/http"
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
	if p.State == badge.BatchChecked {
		return found(w, r, batchURL(org, p.ID)+"/check")
	}
	v := s.progress(r, who, org, p)
	if v.Done {
		v.FunnelURL = "/org/" + org.Slug + "/insights?batch=" + string(p.ID)
		if v.Funnel, err = s.smallFunnel(r, who, org.ID, insight.Question{Batch: p.ID}); err != nil {
			return err
		}
	}
	return s.show(w, r, page.Batch(v))
}

func (s *server) progress(r *http.Request, who account.Visitor, org badge.Organization, p award.Progress) page.BatchView {
	v := page.BatchView{
		OrgFrame: s.orgFrame(r, who, org), BatchURL: batchURL(org, p.ID), Badge: p.Achievement.Revision.Name, File: p.FileName,
		Total: p.Counts.Ready(), Issued: p.Counts.Issued, Repeated: p.Counts.Repeated, Refused: p.Counts.Refused, Left: p.Rows - p.Counts.Ready(),
		Done: p.State == badge.BatchDone,
		Letters: page.LetterCounts{
			Sent: p.Letters[badge.LetterSent], Waiting: p.Letters[badge.LetterQueued], Kept: p.Letters[badge.LetterKept], Failed: p.Letters[badge.LetterFailed],
		},
	}
	if v.Done {
		v.Took = p.DoneAt.Sub(p.ConfirmedAt)
		return v
	}
	elapsed, settled := s.Now().Sub(p.ConfirmedAt), p.Counts.Issued+p.Counts.Repeated+p.Counts.Refused
	if settled > 0 && elapsed > 0 {
		v.Rate = float64(settled) / elapsed.Seconds()
		v.TimeLeft = time.Duration(float64(v.Total-settled) / v.Rate * float64(time.Second))
	}
	return v
}
