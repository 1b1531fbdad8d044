package web

import (
	"errors"
	"net/http"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// departmentForm asks what a department needs.
func (s *server) departmentForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if org.ParentID != "" {
		return badge.ErrNotFound // departments have none of their own
	}
	return s.show(w, r, page.Department(page.DepartmentView{OrgFrame: s.orgFrame(r, who, org), Site: org.URL, Email: string(org.Email)}))
}

// departmentCreate makes one.
func (s *server) departmentCreate(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := r.ParseMultipartForm(imageBytes); err != nil {
		return unreadableForm(err)
	}
	v := page.DepartmentView{
		OrgFrame: s.orgFrame(r, who, org), Name: r.PostFormValue("name"), Slug: r.PostFormValue("slug"), Site: r.PostFormValue("url"),
		Email: r.PostFormValue("email"), Description: r.PostFormValue("description"),
	}
	logo, err := chosen(r.MultipartForm, "logo")
	var made badge.Organization
	if err == nil {
		made, err = s.Tenants.CreateDepartment(r.Context(), who.Actor(), org.ID, badge.Organization{
			Name: v.Name, Slug: v.Slug, URL: v.Site, Email: badge.Email(v.Email), Description: v.Description,
			InviteLogin: org.InviteLogin, Accent: org.Accent, LinkedInID: org.LinkedInID, NoLinkedIn: org.NoLinkedIn, Language: org.Language,
		}, logo)
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v.Errors = invalid.Fields
		return s.again(w, r, page.Department(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, made.Name+" is created. Invite its team on the page Team.")
	return found(w, r, "/org/"+made.Slug)
}

// teamDepartments fills in the departments, or whose department this is.
func (s *server) teamDepartments(r *http.Request, who account.Visitor, org badge.Organization, v *page.TeamView) error {
	parent, err := s.Tenants.Parent(r.Context(), org)
	if err != nil {
		return err
	}
	v.Parent = parent.Name
	list, err := s.Tenants.Departments(r.Context(), who.Actor(), org.ID)
	for _, d := range list {
		v.Departments = append(v.Departments, page.Link{Text: d.Name, URL: "/org/" + d.Slug})
	}
	return err
}
