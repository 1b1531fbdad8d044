package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/desk"
	"laurel/internal/store"
	"laurel/internal/web/page"
)

// inbox lists what earners ask an organization: what waits, what waits for the
// reader, or what is answered.
func (s *server) inbox(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	show := r.FormValue("show")
	q := store.RequestQuery{Open: show != "closed", Before: badge.RequestID(r.FormValue("before")), Limit: listPage}
	if show == "mine" {
		q.Assigned = who.Account.ID
	}
	rows, err := s.Desk.Inbox(r.Context(), who.Actor(), org.ID, q)
	if err != nil {
		return err
	}
	members, err := s.memberNames(r, who, org)
	if err != nil {
		return err
	}
	at := "/org/" + org.Slug + "/requests"
	v := page.InboxView{OrgFrame: s.orgFrame(r, who, org), Show: show, MayAnswer: who.Actor().May(badge.ActAnswer, org.ID) == nil}
	for _, q := range rows {
		row := requestRow(q)
		row.URL, row.Assigned = at+"/"+string(q.ID), assignedName(members, q.AssignedTo)
		v.Rows = append(v.Rows, row)
	}
	if len(rows) == listPage {
		v.NextURL = at + "?" + url.Values{"before": {string(rows[len(rows)-1].ID)}, "show": {show}}.Encode()
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

// memberNames are the members who may answer requests, by their accounts.
func (s *server) memberNames(r *http.Request, who account.Visitor, org badge.Organization) ([]store.MemberName, error) {
	return s.Desk.Answerers(r.Context(), who.Actor(), org.ID)
}

func assignedName(members []store.MemberName, id badge.AccountID) string {
	if id == badge.ByItself {
		return "nobody: it happens by itself"
	}
	for _, m := range members {
		if m.AccountID == id {
			return m.Name
		}
	}
	return ""
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
	if err := s.deskRequestTools(r, who, org, t, &v); err != nil {
		return v, err
	}
	if v.Print = t.Kind == badge.RequestPDF && who.Actor().May(badge.ActSetting, org.ID) == nil; v.Print {
		file, err := s.Issuer.File(r.Context(), who.Actor(), org.ID, t.Code)
		if err != nil {
			return v, err
		}
		a, err := s.Catalog.Achievement(r.Context(), who.Actor(), org.ID, file.AchievementID)
		if err != nil {
			return v, err
		}
		v.CertificateURL = certificateURL(org, a.Slug)
	}
	if v.Correct, err = s.correctView(r, who, org, t); err != nil {
		return v, err
	}
	return v, nil
}

// deskRequestTools are who answers a request, and the answers to begin with.
func (s *server) deskRequestTools(r *http.Request, who account.Visitor, org badge.Organization, t desk.Thread, v *page.DeskRequestView) error {
	members, err := s.memberNames(r, who, org)
	if err != nil {
		return err
	}
	v.AssignedTo, v.Assigned = string(t.AssignedTo), assignedName(members, t.AssignedTo)
	v.Members = []page.Choice{{Text: "Nobody in particular"}}
	for _, m := range members {
		name := m.Name
		if m.AccountID == who.Account.ID {
			name += " (you)"
		}
		v.Members = append(v.Members, page.Choice{Value: string(m.AccountID), Text: name})
	}
	own, everybodys, err := s.Desk.Answers(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	for _, c := range slices.Concat(own, everybodys) {
		v.Answers = append(v.Answers, page.Choice{Value: string(c.ID), Text: c.Name})
		if string(c.ID) == r.FormValue("answer") {
			v.Text, v.Answer = c.Text, string(c.ID)
		}
	}
	return nil
}

// requestAssign says who answers a request.
func (s *server) requestAssign(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	id := badge.RequestID(param(r, "request"))
	err := s.Desk.Assign(r.Context(), who.Actor(), org.ID, id, badge.AccountID(r.PostFormValue("member")))
	invalid, refused := errors.AsType[*badge.Invalid](err)
	switch {
	case refused:
		s.notice(r.Context(), page.ToneQuestion, sentences(invalid))
	case errors.Is(err, badge.ErrConflict):
		s.notice(r.Context(), page.ToneQuestion, "Somebody closed this request in the meantime. Nothing was changed.")
	case err != nil:
		return err
	default:
		s.notice(r.Context(), page.ToneGood, "Noted.")
	}
	return found(w, r, "/org/"+org.Slug+"/requests/"+string(id))
}

// requestUnlock unlocks the account of whoever asks, and closes the request.
func (s *server) requestUnlock(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActUnlock, org.ID); err != nil {
		return err
	}
	id := badge.RequestID(param(r, "request"))
	t, err := s.Desk.Open(r.Context(), who.Actor(), org.ID, id)
	if err != nil {
		return err
	}
	at := "/org/" + org.Slug + "/requests/" + string(id)
	err = s.Accounts.Unlock(r.Context(), who.Actor(), org.ID, t.AccountID)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		s.notice(r.Context(), page.ToneQuestion, sentences(invalid))
		return found(w, r, at)
	}
	if err != nil {
		return err
	}
	const text = "Your account is unlocked. A letter brings you a link for a new password; it works once, for 60 minutes. After that, use Request New Password."
	if err := s.Desk.Answer(r.Context(), who.Actor(), org.ID, id, badge.RequestDone, text); err != nil && !errors.Is(err, badge.ErrConflict) {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Unlocked, and the request is closed. A letter brings its owner a link for a new password.")
	return found(w, r, at)
}

// requestPrint switches on the certificates of the badge of a request, and
// closes the request.
func (s *server) requestPrint(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActSetting, org.ID); err != nil {
		return err
	}
	id := badge.RequestID(param(r, "request"))
	t, err := s.Desk.Open(r.Context(), who.Actor(), org.ID, id)
	if err != nil {
		return err
	}
	file, err := s.Issuer.File(r.Context(), who.Actor(), org.ID, t.Code)
	if err != nil {
		return err
	}
	if _, err := s.Certificates.Switch(r.Context(), who.Actor(), org.ID, file.AchievementID, true); err != nil {
		return err
	}
	const text = "There is a certificate of this badge now, as a PDF to print: open the badge in your portfolio and choose “Open the certificate (PDF)”."
	if err := s.Desk.Answer(r.Context(), who.Actor(), org.ID, id, badge.RequestDone, text); err != nil && !errors.Is(err, badge.ErrConflict) {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Certificates are on for this badge, and the request is closed. A letter tells its earner.")
	return found(w, r, "/org/"+org.Slug+"/requests/"+string(id))
}

// answers are what the organization answers often, and what happens by itself.
func (s *server) answers(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, err := s.answersView(r, who, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Answers(v))
}

func (s *server) answersView(r *http.Request, who account.Visitor, org badge.Organization) (v page.AnswersView, err error) {
	own, everybodys, err := s.Desk.Answers(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return v, err
	}
	v = page.AnswersView{
		OrgFrame: s.orgFrame(r, who, org), May: who.Actor().May(badge.ActAnswer, org.ID) == nil, MayRule: who.Actor().May(badge.ActSetting, org.ID) == nil,
	}
	for _, c := range own {
		v.Own = append(v.Own, page.CannedRow{ID: string(c.ID), Name: c.Name, Text: c.Text})
	}
	for _, c := range everybodys {
		v.BuiltIn = append(v.BuiltIn, page.CannedRow{Name: c.Name, Text: c.Text})
	}
	v.ByItself, err = s.Desk.ByItself(r.Context(), who.Actor(), org.ID)
	return v, err
}

// answerAdd keeps an answer.
func (s *server) answerAdd(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	c := badge.Canned{Name: r.PostFormValue("name"), Text: r.PostFormValue("answer")}
	err := s.Desk.AddAnswer(r.Context(), who.Actor(), org.ID, c)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.answersView(r, who, org)
		if err != nil {
			return err
		}
		v.Name, v.Text, v.Errors = c.Name, c.Text, invalid.Fields
		return s.again(w, r, page.Answers(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The answer is kept. You find it above the field in which you answer.")
	return found(w, r, "/org/"+org.Slug+"/requests/answers")
}

// answerRemove forgets one.
func (s *server) answerRemove(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	err := s.Desk.DropAnswer(r.Context(), who.Actor(), org.ID, badge.CannedID(param(r, "answer")))
	if err != nil && !errors.Is(err, badge.ErrConflict) {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The answer is removed.")
	return found(w, r, "/org/"+org.Slug+"/requests/answers")
}

// answerRule sets what happens by itself.
func (s *server) answerRule(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	on := r.PostFormValue("spelling") != ""
	if err := s.Desk.SetByItself(r.Context(), who.Actor(), org.ID, on); err != nil {
		return err
	}
	text := "Small corrections of names wait for somebody from now on, like all requests."
	if on {
		text = "Small corrections of names happen by themselves from now on, once a year for each earner. You are told of each."
	}
	s.notice(r.Context(), page.ToneGood, text)
	return found(w, r, "/org/"+org.Slug+"/requests/answers")
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
