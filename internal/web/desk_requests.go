package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// inbox lists what earners ask an organization.
func (s *server) inbox(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	answered := r.FormValue("answered") != ""
	rows, err := s.Desk.Inbox(r.Context(), who.Actor(), org.ID, !answered, badge.RequestID(r.FormValue("before")), listPage)
	if err != nil {
		return err
	}
	at := "/org/" + org.Slug + "/requests"
	v := page.InboxView{OrgFrame: s.orgFrame(r, who, org), Answered: answered}
	for _, q := range rows {
		row := requestRow(q)
		row.URL = at + "/" + string(q.ID)
		v.Rows = append(v.Rows, row)
	}
	if len(rows) == listPage {
		v.NextURL = at + "?before=" + string(rows[len(rows)-1].ID)
		if answered {
			v.NextURL += "&answered=1"
		}
	}
	messages, err := s.Desk.MessagesAbout(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	for _, m := range messages {
		v.Messages = append(v.Messages, supportRow(m, at+"/messages/"+string(m.ID)))
	}
	return s.show(w, r, page.Inbox(v))
}

// deskRequest shows one request to the organization.
func (s *server) deskRequest(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, err := s.deskRequestView(r, who, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.DeskRequest(v))
}

func (s *server) deskRequestView(r *http.Request, who account.Visitor, org badge.Organization) (v page.DeskRequestView, err error) {
	id := badge.RequestID(chi.URLParam(r, "request"))
	t, err := s.Desk.Open(r.Context(), who.Actor(), org.ID, id)
	if err != nil {
		return v, err
	}
	at := "/org/" + org.Slug
	v = page.DeskRequestView{
		OrgFrame: s.orgFrame(r, who, org), RequestView: threadView(t, at+"/requests/"+string(id)),
		EarnerURL: at + "/earners/" + string(t.AccountID), IssuedURL: at + "/issued/" + string(t.Code),
		Unlock: t.Kind == badge.RequestUnlock, MayAnswer: who.Actor().May(badge.ActAnswer, org.ID) == nil,
	}
	v.Said, v.Code = saidOf(t, true, time.UTC), string(t.Code)
	if v.Correct, err = s.correctView(r, who, org, t); err != nil {
		return v, err
	}
	return v, nil
}

// requestAnswer sends an answer to the earner.
func (s *server) requestAnswer(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	id, text, state := badge.RequestID(chi.URLParam(r, "request")), r.PostFormValue("text"), r.PostFormValue("state")
	err := s.Desk.Answer(r.Context(), who.Actor(), org.ID, id, badge.RequestState(state), text)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.deskRequestView(r, who, org)
		if err != nil {
			return err
		}
		v.RequestView.Errors, v.Text, v.State = invalid.Fields, text, state
		return s.again(w, r, page.DeskRequest(v))
	}
	if errors.Is(err, badge.ErrConflict) {
		s.notice(r.Context(), page.ToneQuestion, "Somebody closed this request in the meantime. Your answer was not sent.")
	} else if err != nil {
		return err
	} else {
		s.notice(r.Context(), page.ToneGood, "The answer is on its way.")
	}
	return found(w, r, "/org/"+org.Slug+"/requests/"+string(id))
}

// deskRequestFile hands out the file that came with a request.
func (s *server) deskRequestFile(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	t, err := s.Desk.Open(r.Context(), who.Actor(), org.ID, badge.RequestID(chi.URLParam(r, "request")))
	if err != nil {
		return err
	}
	data, err := s.Desk.RequestFile(r.Context(), t)
	if err != nil {
		return err
	}
	return handOut(w, t.FileName, data)
}

// deskMessageFile hands out the file that came with a message about one of
// the organization's badges.
func (s *server) deskMessageFile(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	m, data, err := s.Desk.MessageFile(r.Context(), who.Actor(), org.ID, badge.SupportID(chi.URLParam(r, "message")))
	if err != nil {
		return err
	}
	return handOut(w, m.FileName, data)
}
