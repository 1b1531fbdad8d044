package web

import (
	"errors"
	"net/http"
	"net/url"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// issueBadges asks which badge is to be issued; where there is only one, it is
// that one.
func (s *server) issueBadges(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActIssue, org.ID); err != nil {
		return err
	}
	if slug := r.FormValue("badge"); slug != "" {
		return found(w, r, peopleURL(org, slug))
	}
	list, err := s.Catalog.Issuable(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	if len(list) == 1 && r.FormValue("choose") == "" {
		return found(w, r, peopleURL(org, list[0].Slug))
	}
	v := page.IssueBadgeView{OrgFrame: s.orgFrame(r, who, org)}
	for _, a := range list {
		b := issueBadge(org, a.Achievement)
		b.Issued = a.Issued
		v.Badges = append(v.Badges, b)
	}
	return s.show(w, r, page.IssueBadges(v))
}

func peopleURL(org badge.Organization, slug string) string {
	return "/org/" + org.Slug + "/issue/people?badge=" + url.QueryEscape(slug)
}

func issueBadge(org badge.Organization, a badge.Achievement) page.IssueBadge {
	return page.IssueBadge{Slug: a.Slug, Name: a.Revision.Name, PictureURL: pictureURL(a.Revision.Picture), URL: peopleURL(org, a.Slug)}
}

// chosen finds the badge that a form or an address names.
func (s *server) chosen(r *http.Request, who account.Visitor, org badge.Organization) (badge.Achievement, error) {
	slug := r.FormValue("badge")
	if slug == "" {
		return badge.Achievement{}, badge.Refuse("badge", "Choose the badge that these people earned.")
	}
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, slug)
	if errors.Is(err, badge.ErrNotFound) {
		err = badge.Refuse("badge", "This badge is not there any more. Choose another one.")
	}
	return a, err
}
