package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// supportForm asks what the matter is. Whoever is logged in finds their
// address filled in.
func (s *server) supportForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v := s.supportView(r, who)
	v.Email, v.Name, v.Code = string(who.Account.Email), who.Account.Name, r.URL.Query().Get("badge")
	return s.show(w, r, page.Support(v))
}

func (s *server) supportView(r *http.Request, who account.Visitor) page.SupportView {
	v := page.SupportView{
		Frame: s.frame(r, who), Topic: r.PostFormValue("topic"), Email: r.PostFormValue("email"), Name: r.PostFormValue("name"),
		Code: r.PostFormValue("badge"), Text: r.PostFormValue("text"), Topics: []page.Choice{{Text: say(r, "Choose")}},
	}
	for _, topic := range badge.SupportTopics {
		v.Topics = append(v.Topics, page.Choice{Value: topic, Text: say(r, topic)})
	}
	return v
}

// support takes a message in.
func (s *server) support(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	file, err := attachment(r)
	if err != nil {
		return err
	}
	v := s.supportView(r, who)
	code := v.Code
	if at := strings.LastIndex(code, "/b/"); at >= 0 {
		code = code[at+len("/b/"):]
	}
	m, err := s.Desk.Message(r.Context(), who.Actor(), badge.Support{Topic: v.Topic, Email: badge.Email(v.Email), Name: v.Name, Text: v.Text}, code, file)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v.Errors = withSummary(invalid.Fields)
		return s.again(w, r, page.Support(v))
	}
	if errors.Is(err, badge.ErrTooMany) {
		v.Errors = map[string]string{"": say(r, "There were many messages today already, so this one was not taken. Your text still stands below: send it tomorrow, or write to the organization that issued your badge.")}
		return s.again(w, r, page.Support(v))
	}
	if err != nil {
		return err
	}
	v.Reference, v.Email = m.Reference, string(m.Email)
	return s.show(w, r, page.Support(v))
}

// supportList shows the messages to the operator.
func (s *server) supportList(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	list, err := s.Desk.Messages(r.Context(), who.Actor(), badge.SupportID(r.FormValue("before")), listPage)
	if err != nil {
		return err
	}
	v := page.SupportListView{Frame: s.frame(r, who)}
	if v.Alarm, err = s.Accounts.Alarm(r.Context(), who.Actor()); err != nil {
		return err
	}
	for _, m := range list {
		v.Rows = append(v.Rows, supportRow(m, "/admin/support/"+string(m.ID)))
	}
	if len(list) == listPage {
		v.NextURL = "/admin/support?before=" + string(list[len(list)-1].ID)
	}
	return s.show(w, r, page.SupportList(v))
}

// supportFile hands the file of a message to the operator.
func (s *server) supportFile(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	m, data, err := s.Desk.MessageFile(r.Context(), who.Actor(), "", badge.SupportID(chi.URLParam(r, "message")))
	if err != nil {
		return err
	}
	return handOut(w, m.FileName, data)
}

func supportRow(m badge.Support, at string) page.SupportRow {
	row := page.SupportRow{
		Reference: m.Reference, Topic: m.Topic, Name: m.Name, Email: string(m.Email), Text: m.Text, SignedIn: m.AccountID != "", At: m.CreatedAt, FileName: m.FileName,
	}
	if m.Code != "" {
		row.BadgeURL = "/b/" + string(m.Code)
	}
	if m.File != "" {
		row.FileURL = at
	}
	return row
}
