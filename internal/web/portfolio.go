package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/portfolio"
	"laurel/internal/store"
	"laurel/internal/web/page"
)

// shelfPage is how many badges of a portfolio stand on one page: whole rows of
// tiles on every width.
const shelfPage = 48

// portfolio shows the badges that somebody earned.
func (s *server) portfolio(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	q := portfolio.Query{
		Search: r.FormValue("q"), Org: r.FormValue("org"), State: oneOf(r.FormValue("state"), "", "valid", "ending", "expired", "revoked"),
		Year: number(r, "year"), Order: store.EarnedOrder(oneOf(r.FormValue("sort"), "newest", "oldest", "name", "ending")), Limit: shelfPage,
		Language: string(locale.From(r.Context()).Language()),
	}
	q.After, _ = badge.ParseCode(r.FormValue("after"))
	shelf, err := s.Portfolio.Search(r.Context(), who.Actor(), q)
	if err != nil {
		return err
	}
	v := page.PortfolioView{
		Frame: s.frame(r, who), Name: who.Account.Name, Email: string(who.Account.Email), All: shelf.All, Found: shelf.Found,
		Query: q.Search, Org: q.Org, State: q.State, Sort: string(q.Order), List: r.FormValue("view") == "list",
	}
	for _, o := range shelf.Orgs {
		v.Orgs = append(v.Orgs, page.Choice{Value: o.Slug, Text: o.Name})
	}
	for _, year := range shelf.Years {
		v.Years = append(v.Years, page.Choice{Value: strconv.Itoa(year), Text: strconv.Itoa(year)})
		if year == q.Year {
			v.Year = strconv.Itoa(year)
		}
	}
	for _, e := range shelf.Rows {
		v.Badges = append(v.Badges, s.tile(e))
	}
	v.GridURL, v.ListURL = shelfAddress(r, "view", "", "after", "", "from", ""), shelfAddress(r, "view", "list", "after", "", "from", "")
	v.Pager = shelfPager(r, shelf)
	return s.show(w, r, page.Portfolio(v))
}

// shelfPager leads through a long portfolio.
func shelfPager(r *http.Request, shelf portfolio.Shelf) page.Pager {
	n := len(shelf.Rows)
	if n == 0 {
		return page.Pager{}
	}
	from := max(number(r, "from"), 1)
	p := page.Pager{From: from, To: from + n - 1, Total: shelf.Found}
	switch first := shelfAddress(r, "after", "", "from", ""); {
	case from == shelfPage+1:
		p.PrevURL = first
	case from > 1: // one page back is the browser's own way
		p.FirstURL = first
	}
	if shelf.More {
		p.NextURL = shelfAddress(r, "after", string(shelf.Rows[n-1].Code), "from", strconv.Itoa(from+n))
	}
	return p
}

// shelfAddress is the present page of the portfolio with some values changed.
func shelfAddress(r *http.Request, pairs ...string) string {
	q := url.Values{}
	for _, name := range []string{"q", "org", "state", "year", "sort", "view", "after", "from"} {
		if v := r.FormValue(name); v != "" {
			q.Set(name, v)
		}
	}
	for n := 0; n < len(pairs); n += 2 {
		if q.Set(pairs[n], pairs[n+1]); pairs[n+1] == "" {
			q.Del(pairs[n])
		}
	}
	if len(q) == 0 {
		return "/portfolio"
	}
	return "/portfolio?" + q.Encode()
}

// oneOf lets known values through; anything else is the first.
func oneOf(value string, known ...string) string {
	if slices.Contains(known, value) {
		return value
	}
	return known[0]
}

// tile is a badge as one of many.
func (s *server) tile(e store.EarnedRow) page.PortfolioTile {
	return page.PortfolioTile{
		URL: "/portfolio/" + string(e.Code), Name: e.BadgeName, OrgName: e.OrgName, PictureURL: pictureURL(e.Picture), IssuedAt: e.IssuedOn,
		ValidUntil: e.ExpiresOn, State: stateOf(e.Credential, s.Now()), Ending: s.ending(e.Credential), Reason: e.Reason, Visibility: page.Visibility(e.Visibility),
	}
}

// badgeLinkedIn is the short address in letters that leads an earner to
// LinkedIn's form with the badge filled in. Others are led to the login.
func (s *server) badgeLinkedIn(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	it, err := s.earned(r, who)
	if err != nil {
		return err
	}
	s.shared(who, it.Credential, badge.UseLinkedInProfile)
	address, _ := s.Portfolio.LinkedIn(it)
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// earned finds the badge at an address among somebody's own.
func (s *server) earned(r *http.Request, who account.Visitor) (portfolio.Item, error) {
	code, ok := badge.ParseCode(chi.URLParam(r, "code"))
	if !ok {
		return portfolio.Item{}, badge.ErrNotFound
	}
	return s.Portfolio.One(r.Context(), who.Actor(), code)
}

// formats are the files that a badge comes in. The twin of a revoked badge is
// no file to take along.
func formats(c badge.Credential, forms badge.ProofForms) []page.Link {
	at := "/b/" + string(c.Code)
	list := []page.Link{{Text: "PNG", URL: at + ".png"}, {Text: "SVG", URL: at + ".svg"}, {Text: "JSON", URL: at + ".json"}}
	if forms.JWT {
		list = append(list, page.Link{Text: "JWT", URL: at + ".jwt"})
	}
	if forms.Hosted && c.State == badge.CredentialIssued {
		list = append(list, page.Link{Text: "Open Badges 2.0 PNG", URL: at + ".png?v=2"}, page.Link{Text: "Open Badges 2.0 JSON", URL: "/ob2" + at + ".json"})
	}
	return list
}
