package web

import (
	"errors"
	"net/http"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/design"
	"laurel/internal/web/page"
)

// badgeStartForm offers the ways to a new badge.
func (s *server) badgeStartForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	v, err := s.startView(r, who, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.BadgeStart(v))
}

// badgeStart begins a draft with a name and a template, and leads to the
// designer.
func (s *server) badgeStart(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	d, known := design.Start(r.PostFormValue("template"))
	if !known {
		d, _ = design.Start(design.Templates[0].Name)
	}
	a, err := s.Catalog.Create(r.Context(), who.Actor(), org.ID, badge.Achievement{State: badge.AchievementDraft, Revision: badge.Revision{
		Name: r.PostFormValue("name"), Design: d.JSON(), Details: badge.Details{Alt: d.Words(), Language: org.Language},
	}}, nil)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.startView(r, who, org)
		if err != nil {
			return err
		}
		if v.Errors, v.Name = invalid.Fields, r.PostFormValue("name"); v.Errors["slug"] != "" {
			v.Errors["name"] = "You have a badge with a name like this already. Choose another one, or edit that badge."
		}
		return s.again(w, r, page.BadgeStart(v))
	}
	if err != nil {
		return err
	}
	return found(w, r, badgeURL(org, a.Slug)+"/design")
}

func (s *server) startView(r *http.Request, who account.Visitor, org badge.Organization) (page.BadgeStartView, error) {
	v := page.BadgeStartView{OrgFrame: s.orgFrame(r, who, org), Action: "/org/" + org.Slug + "/badges/start"}
	for _, t := range design.Templates {
		d, _ := design.Start(t.Name)
		v.Templates = append(v.Templates, page.TemplateTile{Name: t.Name, Words: t.Words, PictureURL: designURL(org, d)})
	}
	list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	for _, a := range list {
		v.Own = append(v.Own, page.Choice{Value: a.Slug, Text: a.Revision.Name})
	}
	return v, err
}
