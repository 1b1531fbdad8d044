package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// achievement tells what a badge stands for, in the wording of one revision.
func (s *server) achievement(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	a, org, err := s.Catalog.Public(r.Context(), badge.RevisionID(chi.URLParam(r, "revision")))
	if err != nil {
		return err
	}
	shown := wording(r, a.Revision)
	v := page.AchievementView{
		Frame: s.frameOf(r, who, org), Name: shown.Name, Texts: textsOf(r, a.Revision, shown, org), Picture: page.Picture{URL: pictureURL(a.Revision.Picture), Alt: a.Revision.Alt}, Description: shown.Description,
		Issuer:       page.Issuer{Name: org.Name, Domain: s.public.Host, Verified: true, LogoURL: pictureURL(org.Logo), URL: "/o/" + org.Slug, ContactURL: "/o/" + org.Slug},
		CriteriaHTML: markdown(shown.Criteria), Validity: validityWords(a.Revision.Validity), JSONURL: "/a/" + string(a.Revision.ID) + ".json",
	}
	rev := a.Revision
	v.Archived = a.State == badge.AchievementArchived
	if rev.Type != "Badge" {
		v.Kind = page.Kind(rev.Type)
	}
	v.Details = detailFacts(creditsWords(rev.Credits), rev.FieldOfStudy, locale.From(r.Context()).LanguageName(rev.Language), rev.Creator.Name, rev.Creator.URL)
	for _, tag := range rev.Tags {
		v.Skills = append(v.Skills, page.Skill{Name: tag})
	}
	for _, skill := range rev.Alignments {
		v.Skills = append(v.Skills, page.Skill{Name: skill.Name, Framework: skill.Framework, URL: skill.URL})
	}
	if v.ApplyURL, v.Pathway, err = s.waysTo(r, who, a); err != nil {
		return err
	}
	return s.show(w, r, page.Achievement(v))
}

// waysTo are how the reader can come to a badge: where to apply for it, and the
// pathway to it.
func (s *server) waysTo(r *http.Request, who account.Visitor, a badge.Achievement) (applyURL string, p *page.Pathway, err error) {
	open, err := s.Claims.ApplicationFor(r.Context(), a.OrgID, a.ID)
	if err == nil && open.State(s.Now()) == badge.OfferOpen {
		applyURL = "/apply/" + string(open.ID)
	}
	if err != nil && !errors.Is(err, badge.ErrNotFound) {
		return "", nil, err
	}
	way, err := s.Claims.PathwayTo(r.Context(), who.Actor(), a.OrgID, a.ID)
	if errors.Is(err, badge.ErrNotFound) {
		return applyURL, nil, nil
	}
	v := pathwayView(locale.From(r.Context()).Language(), way, who.Account.ID != "")
	return applyURL, &v, err
}

// achievementDocument is the same for programs: an Open Badges Achievement.
func (s *server) achievementDocument(w http.ResponseWriter, r *http.Request) error {
	data, err := s.Issuer.AchievementJSON(r.Context(), badge.RevisionID(chi.URLParam(r, "revision")))
	if err != nil {
		return err
	}
	return document(w, r, "application/ld+json", data)
}
