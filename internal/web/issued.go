package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/web/page"
)

// listPage is how many lines of a list stand on one page.
const listPage = 50

// issued lists what an organization issued.
func (s *server) issued(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, err := s.issuedList(r, who, org, r.URL.Query())
	if err != nil {
		return err
	}
	return s.show(w, r, page.Issued(v))
}

// issuedFilter reads what the list is narrowed to out of a query string. What
// makes no sense is left out.
func issuedFilter(values url.Values) (page.IssuedFilter, store.IssuedQuery) {
	f := page.IssuedFilter{Query: strings.TrimSpace(values.Get("q")), State: values.Get("state"), Badge: values.Get("badge"), Batch: values.Get("batch")}
	if !slices.Contains([]badge.Listed{badge.ListedValid, badge.ListedEnding, badge.ListedExpired, badge.ListedSuspended, badge.ListedRevoked}, badge.Listed(f.State)) {
		f.State = ""
	}
	q := store.IssuedQuery{Search: f.Query, State: badge.Listed(f.State), Achievement: badge.AchievementID(f.Badge), Batch: badge.BatchID(f.Batch)}
	q.From, f.From = typedDay(values.Get("from"))
	q.To, f.To = typedDay(values.Get("to"))
	parts := url.Values{}
	for name, value := range map[string]string{"q": f.Query, "state": f.State, "badge": f.Badge, "batch": f.Batch, "from": f.From, "to": f.To} {
		if value != "" {
			parts.Set(name, value)
		}
	}
	f.URL = parts.Encode()
	return f, q
}

func typedDay(typed string) (time.Time, string) {
	day, err := time.Parse(time.DateOnly, typed)
	if err != nil {
		return time.Time{}, ""
	}
	return day, typed
}

// issuedList is the list as a query string says.
func (s *server) issuedList(r *http.Request, who account.Visitor, org badge.Organization, values url.Values) (v page.IssuedView, err error) {
	filter, q := issuedFilter(values)
	q.Before, q.Limit = badge.CredentialID(values.Get("before")), listPage+1
	list, err := s.Issuer.IssuedPage(r.Context(), who.Actor(), org.ID, q)
	if err != nil {
		return v, err
	}
	v = page.IssuedView{OrgFrame: s.orgFrame(r, who, org), Filter: filter, None: len(list) == 0 && filter.URL == "" && q.Before == "", Kinds: bulkKinds(who, org)}
	more := len(list) > listPage
	list = list[:min(len(list), listPage)]
	v.Rows = s.issuedRows(org, list)
	if n := len(list); n > 0 {
		v.Pager = issuedPager(filter, values, list[n-1].ID, n, more)
	}
	if err := s.issuedBadges(r, who, org, &v); err != nil {
		return v, err
	}
	if filter.Batch != "" {
		p, err := s.Intake.Progress(r.Context(), who.Actor(), org.ID, badge.BatchID(filter.Batch))
		if err == nil {
			v.BatchName = firstOf(p.Batch.FileName, "one batch")
		} else if !errors.Is(err, badge.ErrNotFound) {
			return v, err
		}
	}
	if filter.URL == "" && q.Before == "" {
		gone, err := s.Issuer.Erased(r.Context(), who.Actor(), org.ID, listPage)
		if err != nil {
			return v, err
		}
		for _, e := range gone {
			v.Gone = append(v.Gone, page.ErasedRow{Badge: e.BadgeName, IssuedAt: e.IssuedOn, ErasedAt: e.ErasedAt})
		}
	}
	return v, s.issuedViews(r, who, org, &v)
}

// issuedPager leads on by the last line, so that a page deep in the list is
// found as fast as the first.
func issuedPager(filter page.IssuedFilter, values url.Values, last badge.CredentialID, lines int, more bool) page.Pager {
	from, err := strconv.Atoi(values.Get("line"))
	from = max(from, 1)
	if err != nil {
		from = 1
	}
	p := page.Pager{From: from, To: from + lines - 1, Total: -1}
	if from > 1 {
		p.FirstURL = "?" + filter.URL
	}
	if more {
		p.NextURL = "?" + joined(filter.URL, url.Values{"before": {string(last)}, "line": {strconv.Itoa(from + lines)}}.Encode())
	}
	return p
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "&" + b
}

// issuedBadges are the badges to narrow to, and those that are called like what
// is searched for.
func (s *server) issuedBadges(r *http.Request, who account.Visitor, org badge.Organization, v *page.IssuedView) error {
	all, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	v.Badges = []page.Choice{{Text: "Any badge"}}
	typed := badge.Words(v.Filter.Query)
	for _, a := range all {
		v.Badges = append(v.Badges, page.Choice{Value: string(a.ID), Text: a.Revision.Name})
		words := badge.Words(a.Revision.Name)
		begins := func(w string) bool {
			return slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, w) })
		}
		const most = 5
		if len(typed) > 0 && len(v.Named) < most && v.Filter.Badge == "" && !slices.ContainsFunc(typed, func(w string) bool { return !begins(w) }) {
			v.Named = append(v.Named, page.Link{Text: a.Revision.Name, URL: "/org/" + org.Slug + "/issued?badge=" + url.QueryEscape(string(a.ID))})
		}
	}
	slices.SortFunc(v.Badges[1:], func(a, b page.Choice) int { return strings.Compare(badge.Fold(a.Text), badge.Fold(b.Text)) })
	return nil
}

func (s *server) issuedViews(r *http.Request, who account.Visitor, org badge.Organization, v *page.IssuedView) error {
	views, err := s.Issuer.Views(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	for _, saved := range views {
		everybody := saved.AccountID == ""
		v.Views = append(v.Views, page.ViewLink{
			ID: string(saved.ID), Text: saved.Name, URL: "/org/" + org.Slug + "/issued?" + saved.Query, Current: saved.Query == v.Filter.URL,
			Everybody: everybody, Removable: !everybody || who.Actor().May(badge.ActIssue, org.ID) == nil,
		})
	}
	return nil
}

// viewSave keeps what is listed as a view.
func (s *server) viewSave(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	values, err := url.ParseQuery(r.PostFormValue("filter"))
	if err != nil {
		values = url.Values{}
	}
	filter, _ := issuedFilter(values)
	saved := badge.SavedView{Name: r.PostFormValue("name"), Query: filter.URL}
	err = s.Issuer.SaveView(r.Context(), who.Actor(), org.ID, saved, r.PostFormValue("everybody") != "")
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.issuedList(r, who, org, values)
		if err != nil {
			return err
		}
		v.ViewFault = sentences(invalid)
		return s.again(w, r, page.Issued(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The view is saved. It stands above the list.")
	return found(w, r, "/org/"+org.Slug+"/issued?"+filter.URL)
}

// viewRemove forgets a view.
func (s *server) viewRemove(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := s.Issuer.DropView(r.Context(), who.Actor(), org.ID, badge.ViewID(param(r, "view"))); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The view is removed. The badges in it are as they were.")
	return found(w, r, "/org/"+org.Slug+"/issued")
}

func (s *server) issuedRows(org badge.Organization, list []store.IssuedRow) []page.IssuedRow {
	rows := make([]page.IssuedRow, len(list))
	for n, c := range list {
		rows[n] = page.IssuedRow{
			URL: "/org/" + org.Slug + "/issued/" + string(c.Code), Code: string(c.Code), Name: c.Name, Email: string(c.Email),
			Badge: c.BadgeName, IssuedAt: c.IssuedOn, ValidUntil: c.ExpiresOn, State: stateOf(c.Credential, s.Now()),
		}
	}
	return rows
}

// stateOf is where a credential stands by the ledger. The badge page asks the
// signed document and the status list instead.
func stateOf(c badge.Credential, now time.Time) page.State {
	switch {
	case c.State == badge.CredentialRevoked:
		return page.StateRevoked
	case c.State == badge.CredentialSuspended:
		return page.StateSuspended
	case now.Before(c.ValidFrom()):
		return page.StateNotYet
	case !c.ExpiresOn.IsZero() && now.After(c.ValidUntil()):
		return page.StateExpired
	}
	return page.StateValid
}
