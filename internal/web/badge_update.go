package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// badgeUpdateForm shows what updating the badges that were issued would change,
// or how far that is.
func (s *server) badgeUpdateForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	o, err := s.Issuer.Outdated(r.Context(), who.Actor(), org.ID, a.ID)
	if err != nil {
		return err
	}
	v := page.BadgeUpdateView{
		OrgFrame: s.orgFrame(r, who, org), Action: r.URL.Path, EditURL: badgeURL(org, a.Slug), Name: a.Revision.Name, Revision: string(a.Revision.ID),
		Total: o.Total, Running: o.Running, May: who.Actor().May(badge.ActAnswer, org.ID) == nil,
	}
	for _, e := range o.Earlier {
		v.Earlier = append(v.Earlier, page.EarlierWording{
			Number: e.Number, Since: e.CreatedAt, Badges: e.Credentials, URL: "/a/" + string(e.ID), Changes: a.Revision.Differs(e.Revision),
		})
	}
	if list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID); err == nil {
		for _, c := range list {
			if c.ID == a.ID {
				v.Issued = c.Issued
			}
		}
	}
	return s.show(w, r, page.BadgeUpdate(v))
}

// badgeUpdate has what was issued signed anew with the present wording.
func (s *server) badgeUpdate(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	err = s.Issuer.UpdateIssued(r.Context(), who.Actor(), org.ID, a.ID, badge.RevisionID(r.PostFormValue("revision")), r.PostFormValue("letters") == "on")
	if errors.Is(err, badge.ErrConflict) {
		s.notice(r.Context(), page.ToneQuestion, "The badge was changed meanwhile, or they are being updated already. Look again at what would change.")
		return found(w, r, r.URL.Path)
	}
	if err != nil {
		return err
	}
	return found(w, r, r.URL.Path)
}
