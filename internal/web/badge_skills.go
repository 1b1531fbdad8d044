package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// skillFrameworks lists the frameworks that an organization keeps.
func (s *server) skillFrameworks(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	v, err := s.frameworksView(r, who, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.SkillFrameworks(v))
}

func (s *server) frameworksView(r *http.Request, who account.Visitor, org badge.Organization) (page.SkillFrameworksView, error) {
	v := page.SkillFrameworksView{OrgFrame: s.orgFrame(r, who, org), Action: "/org/" + org.Slug + "/badges/skills", Most: badge.MaxSkills}
	all, err := s.Catalog.Frameworks(r.Context(), who.Actor(), org.ID)
	for _, f := range all {
		v.Frameworks = append(v.Frameworks, page.SkillFramework{Name: f.Name, Skills: f.Skills, Since: f.CreatedAt, RemoveURL: v.Action + "/" + string(f.ID) + "/remove"})
		v.Kept += f.Skills
	}
	return v, err
}

// skillFrameworkAdd keeps the skills of a file.
func (s *server) skillFrameworkAdd(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := r.ParseMultipartForm(skillBytes); err != nil {
		return unreadableForm(err)
	}
	file, err := chosen(r.MultipartForm, "file")
	if err != nil {
		return err
	}
	f, err := s.Catalog.AddFramework(r.Context(), who.Actor(), org.ID, r.PostFormValue("name"), r.PostFormValue("address"), file)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.frameworksView(r, who, org)
		if err != nil {
			return err
		}
		v.Name, v.Address, v.Errors = r.PostFormValue("name"), r.PostFormValue("address"), invalid.Fields
		return s.again(w, r, page.SkillFrameworks(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, f.Name+" is kept. When you write a badge, you can look its skills up.")
	return found(w, r, "/org/"+org.Slug+"/badges/skills")
}

// skillFrameworkRemove removes a framework.
func (s *server) skillFrameworkRemove(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	err := s.Catalog.DropFramework(r.Context(), who.Actor(), org.ID, badge.FrameworkID(chi.URLParam(r, "framework")))
	if errors.Is(err, badge.ErrConflict) {
		return badge.ErrNotFound
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The framework is removed. Badges keep the skills that they name.")
	return found(w, r, "/org/"+org.Slug+"/badges/skills")
}

// addSkills turns checked search results into rows of the form.
func (s *server) addSkills(r *http.Request, who account.Visitor, org badge.Organization, v *page.BadgeEditView) error {
	var ids []badge.SkillID
	for _, id := range r.PostForm["skill_add"] {
		ids = append(ids, badge.SkillID(id))
	}
	if len(ids) == 0 {
		return nil
	}
	skills, err := s.Catalog.Skills(r.Context(), who.Actor(), org.ID, ids)
	for _, skill := range skills {
		// The boxes may be sent again with what they added before.
		if row := page.AlignmentRow(skill.Alignment()); !slices.Contains(v.Alignments, row) {
			v.Alignments = append(v.Alignments, row)
		}
	}
	return err
}

// searchSkills adds what the search of the form finds.
func (s *server) searchSkills(r *http.Request, who account.Visitor, org badge.Organization, v *page.BadgeEditView) error {
	kept, err := s.Catalog.Frameworks(r.Context(), who.Actor(), org.ID)
	if v.Search.Kept = len(kept) > 0; err != nil || !v.Search.Kept || r.PostFormValue("do") != "skills" {
		return err
	}
	v.Search.Query = r.PostFormValue("skill_q")
	skills, err := s.Catalog.FindSkills(r.Context(), who.Actor(), org.ID, v.Search.Query)
	for _, skill := range skills {
		v.Search.Found = append(v.Search.Found, page.SkillHit{ID: string(skill.ID), Name: skill.Name, Framework: skill.FrameworkName, Code: skill.Code})
	}
	v.Search.Nothing = len(skills) == 0 && len(badge.SearchWords(v.Search.Query)) > 0
	return err
}
