package web

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/desk"
	"laurel/internal/locale"
	"laurel/internal/store"
	"laurel/internal/web/page"
)

// requests lists what somebody asked organizations to put right.
func (s *server) requests(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	rows, err := s.Desk.Mine(r.Context(), who.Actor())
	if err != nil {
		return err
	}
	v := page.RequestsView{Frame: s.frame(r, who)}
	for _, q := range rows {
		row := requestRow(q)
		row.URL, row.Name = "/requests/"+string(q.ID), ""
		v.Rows = append(v.Rows, row)
	}
	return s.show(w, r, page.Requests(v))
}

func requestRow(q store.RequestRow) page.RequestRow {
	row := page.RequestRow{About: requestTitle(q.Kind), Badge: q.Badge, Name: q.Name, ChangedAt: q.ChangedAt}
	row.Word, row.Tone = requestWord(q.State)
	return row
}

// requestTitle is a kind of request as a heading.
func requestTitle(kind badge.RequestKind) string {
	return map[badge.RequestKind]string{
		badge.RequestName: locale.Mark("The name is wrong"), badge.RequestIssued: locale.Mark("The date of issue is wrong"), badge.RequestExpires: locale.Mark("The expiration date is wrong"),
		badge.RequestPerson: locale.Mark("It was issued to the wrong person"), badge.RequestPDF: locale.Mark("A PDF certificate is wanted"),
		badge.RequestUnlock: locale.Mark("An account is locked"), badge.RequestOther: locale.Mark("Something else"),
	}[kind]
}

// requestWord shows the state of a request.
func requestWord(state badge.RequestState) (string, page.Tone) {
	switch state {
	case badge.RequestDone:
		return locale.Mark("Done"), page.ToneGood
	case badge.RequestDeclined:
		return locale.Mark("Declined"), page.ToneQuiet
	}
	return locale.Mark("Waiting"), page.ToneQuestion
}

// requestForm asks what is wrong with one of the reader's badges.
func (s *server) requestForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, _, err := s.requestFormView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.RequestForm(v))
}

func (s *server) requestFormView(r *http.Request, who account.Visitor) (v page.RequestFormView, code badge.Code, err error) {
	code, _ = badge.ParseCode(r.URL.Query().Get("badge"))
	it, err := s.Portfolio.One(r.Context(), who.Actor(), code)
	if err != nil {
		return v, code, err
	}
	v = page.RequestFormView{
		Frame: s.frame(r, who), Code: string(code), Badge: it.Badge.Name, OrgName: it.Organization.Name, Name: it.Name,
		Kind: r.FormValue("kind"), Reason: r.PostFormValue("reason"), Wanted: map[string]string{},
	}
	for _, kind := range badge.RequestKinds {
		v.Kinds = append(v.Kinds, page.Choice{Value: string(kind), Text: say(r, requestTitle(kind))})
		v.Wanted[string(kind)] = r.PostFormValue("wanted_" + string(kind))
	}
	return v, code, nil
}

// requestSend takes a request in.
func (s *server) requestSend(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	file, err := attachment(r)
	if err != nil {
		return err
	}
	v, code, err := s.requestFormView(r, who)
	if err != nil {
		return err
	}
	q, err := s.Desk.File(r.Context(), who.Actor(), code, badge.Request{
		Kind: badge.RequestKind(v.Kind), Wanted: v.Wanted[v.Kind], Reason: v.Reason,
	}, file)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v.Errors = withSummary(invalid.Fields)
		return s.again(w, r, page.RequestForm(v))
	}
	if errors.Is(err, badge.ErrTooMany) {
		v.Errors = map[string]string{"": say(r, "You have many requests waiting at %s. Wait for their answers; nothing was sent.", v.OrgName)}
		return s.again(w, r, page.RequestForm(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, v.OrgName+" has your request. You will get a letter when they answer.")
	return found(w, r, "/requests/"+string(q.ID))
}

// attachment is the file that came with a form, if any.
func attachment(r *http.Request) (badge.Attachment, error) {
	file, header, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return badge.Attachment{}, nil
	}
	if err != nil {
		return badge.Attachment{}, unreadableForm(err)
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	return badge.Attachment{Name: header.Filename, Data: data}, err
}

// withSummary adds the sentence above a form.
func withSummary(fields map[string]string) map[string]string {
	if fields[""] == "" {
		fields[""] = locale.Mark("Something needs another look. Nothing was sent yet.")
	}
	return fields
}

// request shows one of the reader's requests.
func (s *server) request(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.requestView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Request(v))
}

func (s *server) requestView(r *http.Request, who account.Visitor) (page.RequestView, error) {
	id := badge.RequestID(chi.URLParam(r, "request"))
	t, err := s.Desk.One(r.Context(), who.Actor(), id)
	if err != nil {
		return page.RequestView{}, err
	}
	zone, err := s.zone(r.Context(), who)
	if err != nil {
		return page.RequestView{}, err
	}
	v := threadView(t, "/requests/"+string(id))
	v.Frame, v.BadgeURL = s.frame(r, who), "/portfolio/"+string(t.Code)
	v.Said = saidOf(t, false, zone)
	return v, nil
}

// threadView is what both sides see of a request.
func threadView(t desk.Thread, at string) page.RequestView {
	v := page.RequestView{
		URL: at, About: requestTitle(t.Kind), Badge: t.Badge, OrgName: t.Organization.Name, Name: t.Name,
		Wanted: t.Wanted, FileName: t.FileName, Open: t.State == badge.RequestOpen,
	}
	v.Word, v.Tone = requestWord(t.State)
	if t.Request.File != "" {
		v.FileURL = at + "/file"
	}
	return v
}

// saidOf lists what was said, seen from one side and its time zone.
func saidOf(t desk.Thread, staff bool, zone *time.Location) []page.Said {
	all := []page.Said{{Who: t.Name, Text: t.Reason, At: t.CreatedAt.In(zone), Ours: !staff}}
	for _, n := range t.Notes {
		one := page.Said{Who: t.Name, Text: n.Text, At: n.At.In(zone), Ours: n.Staff == staff}
		if n.Staff {
			one.Who = t.Organization.Name
		}
		if n.State != badge.RequestOpen {
			one.Note, _ = requestWord(n.State)
		}
		all = append(all, one)
	}
	return all
}

// requestReply adds what the earner has to say.
func (s *server) requestReply(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	id := badge.RequestID(chi.URLParam(r, "request"))
	err := s.Desk.Reply(r.Context(), who.Actor(), id, r.PostFormValue("text"))
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.requestView(r, who)
		if err != nil {
			return err
		}
		v.Errors, v.Text = invalid.Fields, r.PostFormValue("text")
		return s.again(w, r, page.Request(v))
	}
	if errors.Is(err, badge.ErrConflict) {
		s.notice(r.Context(), page.ToneQuestion, "This request was closed in the meantime. Nothing was added; you can ask anew.")
	} else if err != nil {
		return err
	}
	return found(w, r, "/requests/"+string(id))
}

// requestFile hands out the file that came with the reader's own request.
func (s *server) requestFile(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	t, err := s.Desk.One(r.Context(), who.Actor(), badge.RequestID(chi.URLParam(r, "request")))
	if err != nil {
		return err
	}
	data, err := s.Desk.RequestFile(r.Context(), t)
	if err != nil {
		return err
	}
	return handOut(w, t.FileName, data)
}

// handOut gives a stranger's file away to be saved, and never shows it.
func handOut(w http.ResponseWriter, name string, data []byte) error {
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Content-Security-Policy", mediaPolicy)
	h.Set("Cache-Control", "no-store")
	_, err := w.Write(data)
	return err
}
