package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/web/page"
)

// organization tells who stands behind the badges.
func (s *server) organization(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	org, err := s.Tenants.Public(r.Context(), chi.URLParam(r, "org"))
	if err != nil {
		return err
	}
	list, err := s.Catalog.Earnable(r.Context(), org.ID)
	if err != nil {
		return err
	}
	v := page.OrganizationView{
		Frame: s.frameOf(r, who, org), Name: org.Name, Domain: s.public.Host, Verified: true, Site: org.URL, Email: string(org.Email),
		Description: org.Description, LogoURL: pictureURL(org.Logo), ProfileURL: "/o/" + org.Slug + "/profile.json",
	}
	for _, a := range list {
		shown := wording(r, a.Revision)
		v.Achievements = append(v.Achievements, page.AchievementLink{
			Name: shown.Name, URL: "/a/" + string(a.Revision.ID), PictureURL: pictureURL(a.Revision.Picture), Description: shown.Description, Language: shown.Language,
		})
	}
	return s.show(w, r, page.Organization(v))
}

// organizationProfile is the same for programs: an Open Badges Profile.
func (s *server) organizationProfile(w http.ResponseWriter, r *http.Request) error {
	profile, err := s.Issuer.ProfileJSON(r.Context(), chi.URLParam(r, "org"))
	if err != nil {
		return err
	}
	return document(w, r, "application/ld+json", profile)
}

// organizationDID is the document that names an organization's keys.
func (s *server) organizationDID(w http.ResponseWriter, r *http.Request) error {
	data, err := s.Issuer.Served(r.Context(), r.URL.Path)
	if err != nil {
		return err
	}
	return document(w, r, "application/did+json", data)
}

// organizationStatus is a status list: which badges were revoked, or are suspended.
func (s *server) organizationStatus(w http.ResponseWriter, r *http.Request) error {
	data, err := s.Issuer.Served(r.Context(), r.URL.Path)
	if err != nil {
		return err
	}
	return document(w, r, "application/vc+ld+json", data)
}
