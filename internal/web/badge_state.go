package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// badgeArchive takes a badge out of use.
func (s *server) badgeArchive(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	return s.moveBadge(w, r, who, org, s.Catalog.Archive, "The badge is archived. It cannot be issued any more; what was issued stays valid.")
}

// badgeRestore puts an archived badge back into use.
func (s *server) badgeRestore(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	return s.moveBadge(w, r, who, org, s.Catalog.Restore, "The badge is back in use. It can be issued again.")
}

func (s *server) moveBadge(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, verb func(context.Context, badge.Actor, badge.OrgID, badge.AchievementID) error, done string) error {
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	if err := verb(r.Context(), who.Actor(), org.ID, a.ID); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, done)
	return found(w, r, badgeURL(org, a.Slug))
}

// badgeCopy makes a draft that says the same as the badge of the address, or as
// the one that was chosen.
func (s *server) badgeCopy(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	slug := chi.URLParam(r, "badge")
	if slug == "" {
		slug = r.PostFormValue("badge")
	}
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, slug)
	if err != nil {
		return err
	}
	copied, err := s.Catalog.Copy(r.Context(), who.Actor(), org.ID, a.ID)
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "This is the copy: a draft. Change what is different, then publish it.")
	return found(w, r, badgeURL(org, copied.Slug))
}

// badgeShare gives a code by which another organization takes a copy.
func (s *server) badgeShare(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	code, until, err := s.Catalog.Share(r.Context(), who.Actor(), org.ID, a.ID)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		s.notice(r.Context(), page.ToneWrong, sentences(invalid))
		return found(w, r, badgeURL(org, a.Slug))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The code is "+code+". Give it to one organization: it enters the code under Badges, Create a badge, and gets a copy that names you as the author. "+
		"The code works once, until "+until.Format("January 2, 2006")+", and is not shown again.")
	return found(w, r, badgeURL(org, a.Slug))
}

// badgeReceive takes a copy of another organization's badge.
func (s *server) badgeReceive(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	a, err := s.Catalog.Receive(r.Context(), who.Actor(), org.ID, r.PostFormValue("code"))
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.startView(r, who, org)
		if err != nil {
			return err
		}
		v.Errors = invalid.Fields
		return s.again(w, r, page.BadgeStart(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The badge is here, as a draft. Change what is different for you, then publish it.")
	return found(w, r, badgeURL(org, a.Slug))
}
