package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/insight"
	"laurel/internal/web/page"
)

// badgeNewForm is the empty form of a badge.
func (s *server) badgeNewForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	v := page.BadgeEditView{New: true, Language: org.Language}
	if err := s.fillBadge(r, who, org, &v); err != nil {
		return err
	}
	return s.show(w, r, page.BadgeEdit(v))
}

// badgeNew creates a badge, or shows the form again with what was asked of it.
func (s *server) badgeNew(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	typed, picture, err := readBadge(r)
	if err == nil {
		err = s.addSkills(r, who, org, &typed)
	}
	typed.New = true
	if err == nil && looking(r) {
		if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
			return err
		}
		return s.lookAtBadge(w, r, who, org, typed)
	}
	var made badge.Achievement
	if err == nil {
		if made, err = achievement(typed, r.PostFormValue("do") == "draft"); err == nil {
			made.Slug = typed.Slug
			made, err = s.Catalog.Create(r.Context(), who.Actor(), org.ID, made, picture)
		}
	}
	if err != nil {
		return s.badgeAgain(w, r, who, org, typed, err)
	}
	if made.State == badge.AchievementDraft {
		s.notice(r.Context(), page.ToneGood, "The draft is kept. Nobody outside your team sees it."+s.pictureAdvice(r.Context(), picture, made.Revision.Picture))
		return found(w, r, badgeURL(org, made.Slug))
	}
	s.notice(r.Context(), page.ToneGood, "The badge is created. You can issue it now."+s.pictureAdvice(r.Context(), picture, made.Revision.Picture))
	return found(w, r, "/org/"+org.Slug+"/badges")
}

// badgeEditForm shows a badge as it is issued now.
func (s *server) badgeEditForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	v := editing(a)
	if err := s.fillBadge(r, who, org, &v); err != nil {
		return err
	}
	if err := s.besideBadge(r, who, org, a, &v); err != nil {
		return err
	}
	v.FunnelURL = "/org/" + org.Slug + "/insights?period=" + string(insight.Ever) + "&badge=" + a.Slug
	if v.Funnel, err = s.smallFunnel(r, who, org.ID, insight.Question{Achievement: a.ID}); err != nil {
		return err
	}
	return s.show(w, r, page.BadgeEdit(v))
}

// badgeEdit writes over a draft or adds a revision, or shows the form again
// with what was asked of it.
func (s *server) badgeEdit(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	typed, picture, err := readBadge(r)
	if err == nil {
		err = s.addSkills(r, who, org, &typed)
	}
	if err := s.besideBadge(r, who, org, a, &typed); err != nil {
		return err
	}
	if err == nil && looking(r) {
		if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
			return err
		}
		return s.lookAtBadge(w, r, who, org, typed)
	}
	publish, advice := r.PostFormValue("do") == "publish", ""
	if err == nil {
		var changed badge.Achievement
		if changed, err = achievement(typed, typed.Draft && !publish); err == nil {
			changed, err = s.Catalog.Revise(r.Context(), who.Actor(), org.ID, a.ID, changed, picture)
			advice = s.pictureAdvice(r.Context(), picture, changed.Revision.Picture)
		}
	}
	if err != nil {
		return s.badgeAgain(w, r, who, org, typed, err)
	}
	switch {
	case typed.Draft && publish:
		s.notice(r.Context(), page.ToneGood, "The badge is published. You can issue it now."+advice)
	case typed.Draft:
		s.notice(r.Context(), page.ToneGood, "The draft is saved."+advice)
		return found(w, r, badgeURL(org, a.Slug))
	default:
		s.notice(r.Context(), page.ToneGood, "The changes are saved. They hold for badges issued from now on."+advice)
		if o, err := s.Issuer.Outdated(r.Context(), who.Actor(), org.ID, a.ID); err == nil && o.Total > 0 {
			return found(w, r, badgeURL(org, a.Slug)+"/update")
		}
	}
	return found(w, r, "/org/"+org.Slug+"/badges")
}

// badgeURL is where a badge is edited.
func badgeURL(org badge.Organization, slug string) string {
	return "/org/" + org.Slug + "/badges/" + slug
}

// looking tells whether the form was sent to be shown again, not to be kept.
func looking(r *http.Request) bool {
	do := r.PostFormValue("do")
	return do == "preview" || do == "rows" || do == "skills" || do == "language" || strings.HasPrefix(do, dropping)
}

// lookAtBadge shows the form with its preview, and keeps nothing.
func (s *server) lookAtBadge(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, typed page.BadgeEditView) error {
	if err := s.fillBadge(r, who, org, &typed); err != nil {
		return err
	}
	return s.show(w, r, page.BadgeEdit(typed))
}

// badgeAgain shows the form with what is wrong in it.
func (s *server) badgeAgain(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, typed page.BadgeEditView, err error) error {
	invalid, ok := errors.AsType[*badge.Invalid](err)
	if !ok {
		return err
	}
	typed.Errors = badgeFaults(invalid)
	if err := s.fillBadge(r, who, org, &typed); err != nil {
		return err
	}
	return s.again(w, r, page.BadgeEdit(typed))
}

// fillBadge adds what the form offers, and its preview.
func (s *server) fillBadge(r *http.Request, who account.Visitor, org badge.Organization, v *page.BadgeEditView) error {
	v.OrgFrame, v.Action, v.Types = s.orgFrame(r, who, org), r.URL.Path, badge.AchievementTypes
	v.Seen = previewOf(*v)
	return s.searchSkills(r, who, org, v)
}

// besideBadge adds what the ledger says beside the form.
func (s *server) besideBadge(r *http.Request, who account.Visitor, org badge.Organization, a badge.Achievement, v *page.BadgeEditView) (err error) {
	v.Draft, v.PictureURL = a.State == badge.AchievementDraft, pictureOf(org, a.Revision)
	v.More = page.BadgeMore{Base: badgeURL(org, a.Slug), State: string(a.State), DesignURL: badgeURL(org, a.Slug) + "/design"}
	certificates, err := s.Certificates.All(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	v.More.Printed = certificates[a.ID].Printed
	if !v.Draft {
		o, err := s.Issuer.Outdated(r.Context(), who.Actor(), org.ID, a.ID)
		if err != nil {
			return err
		}
		v.More.Outdated = o.Total
		v.More.PublicURL = "/a/" + string(a.Revision.ID)
	}
	v.Issued, err = s.issuedAs(r.Context(), who, org, a.Revision.ID)
	return err
}

// issuedAs counts how many carry the present text of a badge.
func (s *server) issuedAs(ctx context.Context, who account.Visitor, org badge.Organization, id badge.RevisionID) (int, error) {
	list, err := s.Catalog.List(ctx, who.Actor(), org.ID)
	for _, a := range list {
		if a.Revision.ID == id {
			return a.Issued, err
		}
	}
	return 0, err
}
