package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/portfolio"
	"laurel/internal/web/page"
)

// portfolio shows the badges that somebody earned.
func (s *server) portfolio(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	items, err := s.Portfolio.List(r.Context(), who.Actor())
	if err != nil {
		return err
	}
	v := page.PortfolioView{Frame: s.frame(r, who), Name: who.Account.Name, Email: string(who.Account.Email)}
	for _, it := range items {
		v.Badges = append(v.Badges, page.PortfolioTile{
			URL: "/portfolio/" + string(it.Code), Name: it.Badge.Name, OrgName: it.Organization.Name, PictureURL: pictureURL(it.Badge.Picture),
			IssuedAt: it.IssuedOn, State: stateOf(it.Credential, s.Now()),
		})
	}
	return s.show(w, r, page.Portfolio(v))
}

// portfolioBadge shows one of them, with everything its earner can do with it.
func (s *server) portfolioBadge(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	it, err := s.earned(r, who)
	if err != nil {
		return err
	}
	v := page.PortfolioBadgeView{
		Frame: s.frame(r, who), State: stateOf(it.Credential, s.Now()), Reason: it.Reason, URL: s.Portfolio.Address(it.Code), Downloads: formats(it.Credential, it.Organization.Forms),
		Content: page.Content{
			Name: it.Badge.Name, Picture: page.Picture{URL: pictureURL(it.Badge.Picture)}, Earner: it.Name, IssuedAt: it.IssuedOn, ValidUntil: it.ExpiresOn,
			Number: it.ExternalNumber,
			Issuer: page.Issuer{Name: it.Organization.Name, Domain: s.public.Host, Verified: true, LogoURL: pictureURL(it.Organization.Logo), URL: "/o/" + it.Organization.Slug},
		},
	}
	if v.State == page.StateValid {
		v.AddURL, _ = s.Portfolio.LinkedIn(it)
		v.PostURL = s.Portfolio.LinkedInPost(it.Code)
	}
	return s.show(w, r, page.PortfolioBadge(v))
}

// badgeLinkedIn is the short address in letters that leads an earner to
// LinkedIn's form with the badge filled in. Others are led to the login.
func (s *server) badgeLinkedIn(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	it, err := s.earned(r, who)
	if err != nil {
		return err
	}
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
	if forms.Hosted && c.State != badge.CredentialRevoked {
		list = append(list, page.Link{Text: "Open Badges 2.0 PNG", URL: at + ".png?v=2"}, page.Link{Text: "Open Badges 2.0 JSON", URL: "/ob2" + at + ".json"})
	}
	return list
}
