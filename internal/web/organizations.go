package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/tenant"
	"laurel/internal/web/page"
)

// organizations lists all of them for the operator.
func (s *server) organizations(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.organizationsView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Organizations(v))
}

// organizationCreate makes one, and its owner is told.
func (s *server) organizationCreate(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	value := r.PostFormValue
	org, err := badge.Organization{}, error(nil)
	if value("owner_email") == "" {
		err = badge.Refuse("owner_email", "Give the address of the person who will run it.")
	}
	if err == nil {
		org, err = s.Tenants.Create(r.Context(), who.Actor(), tenant.Founding{
			Organization: badge.Organization{Name: value("name"), Slug: value("slug"), URL: value("url"), Email: badge.Email(value("email")), InviteLogin: true},
			OwnerEmail:   badge.Email(value("owner_email")), OwnerName: value("owner_name"),
		})
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.organizationsView(r, who)
		if err != nil {
			return err
		}
		v.Name, v.Slug, v.Site, v.Email, v.OwnerName, v.OwnerEmail = value("name"), value("slug"), value("url"), value("email"), value("owner_name"), value("owner_email")
		v.Errors = invalid.Fields
		return s.again(w, r, page.Organizations(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, org.Name+" is created. A letter is on its way to its owner.")
	return found(w, r, "/admin/organizations")
}

// organizationSuspend keeps one from signing.
func (s *server) organizationSuspend(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	return s.suspend(w, r, who, true, " is suspended. It signs nothing until you resume it.")
}

// organizationResume lets it sign again.
func (s *server) organizationResume(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	return s.suspend(w, r, who, false, " may sign again. What waited is issued within ten minutes.")
}

func (s *server) suspend(w http.ResponseWriter, r *http.Request, who account.Visitor, on bool, said string) error {
	org, err := s.Tenants.Public(r.Context(), chi.URLParam(r, "org"))
	if err == nil {
		err = s.Tenants.Suspend(r.Context(), who.Actor(), org.ID, on)
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, org.Name+said)
	return found(w, r, "/admin/organizations")
}

func (s *server) organizationsView(r *http.Request, who account.Visitor) (page.OrganizationsView, error) {
	v := page.OrganizationsView{Frame: s.frame(r, who)}
	all, err := s.Tenants.All(r.Context(), who.Actor())
	names := make(map[badge.OrgID]string, len(all))
	for _, o := range all {
		names[o.ID] = o.Name
	}
	for _, o := range all {
		v.Rows = append(v.Rows, page.OrganizationRow{Slug: o.Slug, Name: o.Name, Parent: names[o.ParentID], CreatedAt: o.CreatedAt, SuspendedAt: o.SuspendedAt})
	}
	return v, err
}
