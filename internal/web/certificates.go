package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// certificates lists which badges have certificates.
func (s *server) certificates(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	all, err := s.Certificates.All(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	v := page.CertificatesView{OrgFrame: s.orgFrame(r, who, org)}
	for _, a := range list {
		row := page.CertificateRow{
			Name: a.Revision.Name, PictureURL: pictureOf(org, a.Revision), Printed: all[a.ID].Printed, Designs: all[a.ID].Revision, Issued: a.Issued,
		}
		if who.Actor().MayBadge(badge.ActDesign, org.ID, a.ID) == nil {
			row.URL = certificateURL(org, a.Slug)
		}
		v.Badges = append(v.Badges, row)
	}
	return s.show(w, r, page.Certificates(v))
}

// certificateURL is where the certificate of a badge is designed.
func certificateURL(org badge.Organization, slug string) string {
	return badgeURL(org, slug) + "/certificate"
}

// certificateSwitch switches the certificates of a badge on or off.
func (s *server) certificateSwitch(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	on := r.PostFormValue("pdf") == "on"
	if _, err := s.Certificates.Switch(r.Context(), who.Actor(), org.ID, a.ID, on); err != nil {
		return err
	}
	if on {
		s.notice(r.Context(), page.ToneGood, "Certificates are on for this badge. Everybody who may open a badge page finds the PDF there.")
	} else {
		s.notice(r.Context(), page.ToneGood, "Certificates are off for this badge. What you designed is kept.")
	}
	if r.PostFormValue("back") == "badge" {
		return found(w, r, badgeURL(org, a.Slug))
	}
	return found(w, r, certificateURL(org, a.Slug))
}
