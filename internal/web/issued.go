package web

import (
	"net/http"
	"net/url"
	"strconv"
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
	query, state, before := r.FormValue("q"), r.FormValue("state"), badge.CredentialID(r.FormValue("before"))
	if state != "valid" && state != "expired" && state != "revoked" {
		state = ""
	}
	list, err := s.Issuer.IssuedPage(r.Context(), who.Actor(), org.ID, store.IssuedQuery{Search: query, State: badge.Listed(state), Before: before, Limit: listPage + 1})
	if err != nil {
		return err
	}
	v := page.IssuedView{OrgFrame: s.orgFrame(r, who, org), Query: query, State: state, None: len(list) == 0 && query == "" && state == "" && before == ""}
	more := len(list) > listPage
	list = list[:min(len(list), listPage)]
	v.Rows = s.issuedRows(org, list)
	if n := len(list); n > 0 {
		from := max(number(r, "from"), 1)
		v.Pager = page.Pager{From: from, To: from + n - 1, Total: -1}
		if from == listPage+1 {
			v.Pager.PrevURL = "?" + url.Values{"q": {query}, "state": {state}}.Encode()
		}
		if more {
			v.Pager.NextURL = "?" + url.Values{"q": {query}, "state": {state}, "before": {string(list[n-1].ID)}, "from": {strconv.Itoa(from + n)}}.Encode()
		}
	}
	if query == "" && state == "" && before == "" {
		gone, err := s.Issuer.Erased(r.Context(), who.Actor(), org.ID, listPage)
		if err != nil {
			return err
		}
		for _, e := range gone {
			v.Gone = append(v.Gone, page.ErasedRow{Badge: e.BadgeName, IssuedAt: e.IssuedOn, ErasedAt: e.ErasedAt})
		}
	}
	return s.show(w, r, page.Issued(v))
}

func (s *server) issuedRows(org badge.Organization, list []store.IssuedRow) []page.IssuedRow {
	rows := make([]page.IssuedRow, len(list))
	for n, c := range list {
		rows[n] = page.IssuedRow{
			URL: "/org/" + org.Slug + "/issued/" + string(c.Code), Code: string(c.Code), Name: c.Name, Email: string(c.Email),
			Badge: c.BadgeName, IssuedAt: c.IssuedOn, State: stateOf(c.Credential, s.Now()),
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
