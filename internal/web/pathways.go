package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/claim"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// pathways shows somebody the pathways that they have begun.
func (s *server) pathways(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	ways, err := s.Claims.MyPathways(r.Context(), who.Actor())
	if err != nil {
		return err
	}
	v := page.PathwaysView{Frame: s.frame(r, who)}
	for _, way := range ways {
		v.Ways = append(v.Ways, pathwayView(locale.From(r.Context()).Language(), way, true))
	}
	return s.show(w, r, page.Pathways(v))
}

// pathwayView is a pathway for people; told says that what is done is known.
// Badges are named in the language; none: in their own.
func pathwayView(language locale.Language, way claim.Way, told bool) page.Pathway {
	a := way.Achievement.Revision.In(string(language))
	p := page.Pathway{
		Badge: a.Name, PictureURL: pictureURL(a.Picture), URL: "/a/" + string(a.ID), Org: way.Organization.Name,
		Needed: way.Needed(), Done: way.Done, Told: told,
	}
	if way.Code != "" {
		p.EarnedURL = "/portfolio/" + string(way.Code)
	}
	for _, step := range way.Steps {
		one := page.PathwayStep{Badge: step.Revision.In(string(language)).Name, PictureURL: pictureURL(step.Revision.Picture), URL: "/a/" + string(step.Revision.ID)}
		if step.Code != "" {
			one.DoneURL = "/portfolio/" + string(step.Code)
		}
		p.Steps = append(p.Steps, one)
	}
	return p
}

// deskPathways lists an organization's pathways.
func (s *server) deskPathways(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	ways, err := s.Claims.Pathways(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	list, err := s.Catalog.Issuable(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	v := page.DeskPathwaysView{OrgFrame: s.orgFrame(r, who, org), MayMake: who.Actor().May(badge.ActIssue, org.ID) == nil}
	for _, way := range ways {
		v.Ways = append(v.Ways, page.DeskPathway{
			Pathway: pathwayView("", way.Way, false), EditURL: pathwaysURL(org, way.Achievement.Slug), Awarded: way.Awarded, Lapsed: way.Lapsed,
		})
	}
	for _, a := range list {
		if !slices.ContainsFunc(ways, func(d claim.DeskWay) bool { return d.Achievement.ID == a.ID }) && len(list) > 1 {
			v.Badges = append(v.Badges, page.Choice{Value: a.Slug, Text: a.Revision.Name})
		}
	}
	return s.show(w, r, page.DeskPathways(v))
}

func pathwaysURL(org badge.Organization, slug string) string {
	return "/org/" + org.Slug + "/pathways/" + slug
}

// pathwayNew leads to the form for the badge that was chosen.
func (s *server) pathwayNew(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	slug := r.URL.Query().Get("badge")
	if slug == "" {
		return found(w, r, "/org/"+org.Slug+"/pathways")
	}
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, slug)
	if err != nil {
		return err
	}
	return found(w, r, pathwaysURL(org, a.Slug))
}

// pathwayForm chooses the steps to a badge.
func (s *server) pathwayForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, _, err := s.pathwayFormView(r, who, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.PathwayForm(v))
}

func (s *server) pathwayFormView(r *http.Request, who account.Visitor, org badge.Organization) (v page.PathwayFormView, way claim.DeskWay, err error) {
	way, err = s.Claims.PathwayOf(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return v, way, err
	}
	v = page.PathwayFormView{
		OrgFrame: s.orgFrame(r, who, org), Action: pathwaysURL(org, way.Achievement.Slug), Badge: way.Achievement.Revision.Name,
		New: len(way.Steps) == 0, Any: way.Need > 0, Awarded: way.Awarded,
	}
	if v.Any {
		v.Need = strconv.Itoa(way.Need)
	}
	for _, p := range way.People {
		v.Lapsed = append(v.Lapsed, page.LapsedPerson{Name: p.Name, URL: "/org/" + org.Slug + "/issued/" + string(p.Code), Since: p.Since})
	}
	list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	for _, a := range list {
		if a.ID == way.Achievement.ID {
			continue
		}
		v.Steps = append(v.Steps, page.StepChoice{
			Value: a.Slug, Badge: a.Revision.Name, PictureURL: pictureURL(a.Revision.Picture), Chosen: slices.Contains(way.Pathway.Steps, a.ID),
		})
	}
	return v, way, err
}

// pathwaySave makes or changes a pathway.
func (s *server) pathwaySave(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, way, err := s.pathwayFormView(r, who, org)
	if err != nil {
		return err
	}
	p := badge.Pathway{OrgID: org.ID, AchievementID: way.Achievement.ID}
	list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if slices.Contains(r.PostForm["steps"], a.Slug) {
			p.Steps = append(p.Steps, a.ID)
		}
	}
	if v.Any = r.PostFormValue("rule") == "any"; v.Any {
		v.Need = strings.TrimSpace(r.PostFormValue("need"))
		if p.Need, err = strconv.Atoi(v.Need); err != nil || p.Need < 1 {
			err = badge.Refuse("need", "Give a number, 1 or more.")
		}
	}
	if err == nil {
		err = s.Claims.SavePathway(r.Context(), who.Actor(), p)
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		for n := range v.Steps {
			v.Steps[n].Chosen = slices.Contains(r.PostForm["steps"], v.Steps[n].Value)
		}
		v.Errors = withSummary(invalid.Fields)
		return s.again(w, r, page.PathwayForm(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The pathway is there. Whoever holds the steps gets the badge in a moment.")
	return found(w, r, "/org/"+org.Slug+"/pathways")
}

// pathwayEnd ends one.
func (s *server) pathwayEnd(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	err = s.Claims.EndPathway(r.Context(), who.Actor(), org.ID, a.ID)
	if err != nil && !errors.Is(err, badge.ErrConflict) { // ended is ended
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The pathway is ended. Who has the badge keeps it.")
	return found(w, r, "/org/"+org.Slug+"/pathways")
}
