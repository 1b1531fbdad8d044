package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/issuance"
	"laurel/internal/store"
	"laurel/internal/web/page"
)

// bulkLines is how many badges of a bulk are shown.
const bulkLines = 100

func param(r *http.Request, name string) string { return chi.URLParam(r, name) }

// bulkKindWords are the things to do to issued badges, as a list offers them.
var bulkKindWords = map[badge.BulkKind]string{
	badge.BulkNames: "Correct names", badge.BulkRenew: "Renew", badge.BulkDates: "Change dates", badge.BulkEvidence: "Add or replace evidence", badge.BulkResend: "Send the letters again",
	badge.BulkReissue: "Sign anew", badge.BulkSuspend: "Suspend", badge.BulkReinstate: "Reinstate", badge.BulkRevoke: "Revoke",
}

// bulkKinds are those that the reader may do.
func bulkKinds(who account.Visitor, org badge.Organization) (kinds []page.Choice) {
	for _, k := range badge.BulkKinds {
		if who.Actor().May(k.Act(), org.ID) == nil {
			kinds = append(kinds, page.Choice{Value: string(k), Text: bulkKindWords[k]})
		}
	}
	return kinds
}

// bulkChoose takes the badges that are ticked, or all that are listed.
func (s *server) bulkChoose(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	values, err := url.ParseQuery(r.PostFormValue("filter"))
	if err != nil {
		values = url.Values{}
	}
	kind := badge.BulkKind(r.PostFormValue("kind"))
	if err := who.Actor().May(kind.Act(), org.ID); err != nil {
		return err
	}
	if !slices.Contains(badge.BulkKinds, kind) {
		return badge.ErrNotFound
	}
	pick := issuance.Pick{All: r.PostFormValue("which") == "all"}
	_, pick.Query = issuedFilter(values)
	for _, typed := range r.PostForm["code"] {
		if code, ok := badge.ParseCode(typed); ok {
			pick.Codes = append(pick.Codes, code)
		}
	}
	pick.Codes = pick.Codes[:min(len(pick.Codes), 4*listPage)]
	b, err := s.Issuer.DraftBulk(r.Context(), who.Actor(), org.ID, kind, pick)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.issuedList(r, who, org, values)
		if err != nil {
			return err
		}
		v.Fault = sentences(invalid)
		return s.again(w, r, page.Issued(v))
	}
	if err != nil {
		return err
	}
	return found(w, r, bulkURL(org, b.ID))
}

func bulkURL(org badge.Organization, id badge.BulkID) string {
	if id == "" {
		return ""
	}
	return "/org/" + org.Slug + "/issued/changes/" + string(id)
}

// bulk shows one: to be confirmed, on its way, or done.
func (s *server) bulk(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, err := s.bulkView(r, who, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Bulk(v))
}

func (s *server) bulkView(r *http.Request, who account.Visitor, org badge.Organization) (v page.BulkView, err error) {
	f, err := s.Issuer.Bulk(r.Context(), who.Actor(), org.ID, badge.BulkID(param(r, "change")), bulkLines)
	if err != nil {
		return v, err
	}
	if f.State == badge.BulkReading {
		return v, badge.ErrNotFound
	}
	v = page.BulkView{
		OrgFrame: s.orgFrame(r, who, org), URL: bulkURL(org, f.ID), Kind: string(f.Kind), State: string(f.State), Reason: f.Reason, Total: f.Total, Unfit: f.Unfit,
		Done: f.Done, Left: f.Left, Failed: f.Failed, At: f.StartedAt, UndoneBy: bulkURL(org, f.UndoneBy), Undoes: bulkURL(org, f.Undoes),
		May: who.Actor().May(f.Kind.Act(), org.ID) == nil, Lines: s.bulkRows(org, f.Lines), Faults: s.bulkRows(org, f.Faults),
	}
	if f.State == badge.BulkDone && f.Kind.Undoable() && f.UndoneBy == "" && f.Done > 0 && v.May {
		v.UndoURL = v.URL + "/undo"
	}
	if took := s.Now().Sub(f.StartedAt); f.State == badge.BulkRunning && took >= time.Second {
		done := f.Done + f.Left + f.Failed
		if v.Rate = float64(done) / took.Seconds(); v.Rate > 0 {
			v.TimeLeft = time.Duration(float64(f.Total-done) / v.Rate * float64(time.Second))
		}
	}
	return v, nil
}

func (s *server) bulkRows(org badge.Organization, lines []store.BulkLine) []page.BulkLine {
	rows := make([]page.BulkLine, len(lines))
	for n, l := range lines {
		rows[n] = page.BulkLine{
			Number: l.Number, URL: "/org/" + org.Slug + "/issued/" + string(l.Credential.Code), Name: l.Credential.Name, Email: string(l.Credential.Email),
			NewName: l.Name, Badge: l.BadgeName, State: stateOf(l.Credential, s.Now()), Note: l.Note,
		}
	}
	return rows
}

// bulkStart confirms what is shown.
func (s *server) bulkStart(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, err := s.bulkView(r, who, org)
	if err != nil {
		return err
	}
	id := badge.BulkID(param(r, "change"))
	if r.PostFormValue("drop") != "" {
		if err := s.Issuer.DropBulk(r.Context(), who.Actor(), org.ID, id); err != nil {
			return err
		}
		s.notice(r.Context(), page.ToneGood, "Nothing was changed.")
		return found(w, r, "/org/"+org.Slug+"/issued")
	}
	v.Say = page.BulkFields{
		IssuedOn: r.PostFormValue("issued_on"), ExpiresOn: r.PostFormValue("expires_on"), Evidence: r.PostFormValue("evidence"), NoEnd: r.PostFormValue("no_end") != "",
	}
	v.Reason = r.PostFormValue("reason")
	say := badge.BulkSay{IssuedOn: v.Say.IssuedOn, ExpiresOn: v.Say.ExpiresOn, Evidence: v.Say.Evidence}
	if v.Say.NoEnd {
		say.ExpiresOn = badge.NoEnd
	}
	err = s.Issuer.StartBulk(r.Context(), who.Actor(), org.ID, id, say, v.Reason, bulkNames(r, &v))
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v.Errors = invalid.Fields
		return s.again(w, r, page.Bulk(v))
	}
	if errors.Is(err, badge.ErrConflict) {
		s.notice(r.Context(), page.ToneQuestion, "This was confirmed before. Nothing was done twice.")
	} else if err != nil {
		return err
	}
	return found(w, r, v.URL)
}

// bulkNames are the names in the fields of a draft, by the number of the row.
func bulkNames(r *http.Request, v *page.BulkView) map[int]string {
	names := map[int]string{}
	for n := range v.Lines {
		l := &v.Lines[n]
		if typed, there := r.PostForm["name_"+strconv.Itoa(l.Number)]; there && v.Kind == string(badge.BulkNames) {
			l.NewName = typed[0]
			names[l.Number] = typed[0]
		}
	}
	return names
}

// bulkUndo starts what undoes one that is done.
func (s *server) bulkUndo(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	id := badge.BulkID(param(r, "change"))
	undo, err := s.Issuer.UndoBulk(r.Context(), who.Actor(), org.ID, id)
	invalid, refused := errors.AsType[*badge.Invalid](err)
	switch {
	case refused:
		s.notice(r.Context(), page.ToneQuestion, sentences(invalid))
		return found(w, r, bulkURL(org, id))
	case errors.Is(err, badge.ErrConflict):
		s.notice(r.Context(), page.ToneQuestion, "This is running yet, or was undone before. Nothing was done.")
		return found(w, r, bulkURL(org, id))
	case err != nil:
		return err
	}
	return found(w, r, bulkURL(org, undo.ID))
}

// changes lists what was done to many badges.
func (s *server) changes(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	list, err := s.Issuer.Bulks(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	v := page.ChangesView{OrgFrame: s.orgFrame(r, who, org)}
	for _, b := range list {
		v.Rows = append(v.Rows, page.ChangeRow{
			URL: bulkURL(org, b.ID), Kind: string(b.Kind), Reason: b.Reason, Total: b.Total, Done: b.Done, Running: b.State == badge.BulkRunning, Undone: b.UndoneBy != "", At: b.StartedAt,
		})
	}
	return s.show(w, r, page.Changes(v))
}

// namesForm takes a list of names to correct.
func (s *server) namesForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActAnswer, org.ID); err != nil {
		return err
	}
	return s.show(w, r, page.Names(page.NamesView{OrgFrame: s.orgFrame(r, who, org)}))
}

// names reads the list and shows what would change.
func (s *server) names(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActAnswer, org.ID); err != nil {
		return err
	}
	v := page.NamesView{OrgFrame: s.orgFrame(r, who, org)}
	if err := r.ParseMultipartForm(imageBytes); err != nil {
		return unreadableForm(err)
	}
	v.Text = r.PostFormValue("names")
	list, err := chosen(r.MultipartForm, "file")
	if err != nil {
		return err
	}
	if len(list) == 0 {
		list = []byte(v.Text)
	}
	b, err := s.Issuer.DraftNames(r.Context(), who.Actor(), org.ID, issuance.ReadNames(list))
	if err == nil {
		return found(w, r, bulkURL(org, b.ID))
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v.Fault = sentences(invalid)
		return s.again(w, r, page.Names(v))
	}
	return err
}
