package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/tenant"
	"laurel/internal/web/page"
)

// team shows who works for an organization.
func (s *server) team(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, err := s.teamView(r, who, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Team(v))
}

// teamInvite sends an invitation, a first one or one more.
func (s *server) teamInvite(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	email := r.PostFormValue("email")
	role, err := badge.ParseRole(r.PostFormValue("role"))
	if err == nil {
		err = s.Tenants.Invite(r.Context(), who.Actor(), org.ID, email, role)
	}
	if err != nil {
		return s.teamAgain(w, r, who, org, err)
	}
	s.notice(r.Context(), page.ToneGood, "The invitation to "+email+" is on its way.")
	return found(w, r, "/org/"+org.Slug+"/team")
}

// teamWithdraw takes an invitation back.
func (s *server) teamWithdraw(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := s.Tenants.Withdraw(r.Context(), who.Actor(), org.ID, badge.InvitationID(chi.URLParam(r, "invitation"))); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The invitation is withdrawn. Its link opens nothing now.")
	return found(w, r, "/org/"+org.Slug+"/team")
}

// teamRole gives a member another role.
func (s *server) teamRole(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	role, err := badge.ParseRole(r.PostFormValue("role"))
	if err == nil {
		err = s.Tenants.ChangeRole(r.Context(), who.Actor(), org.ID, memberID(r), role)
	}
	return s.teamChanged(w, r, who, org, err, "The role is changed, and a letter says so.")
}

// teamRemove takes a member off the team.
func (s *server) teamRemove(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	err := s.Tenants.Remove(r.Context(), who.Actor(), org.ID, memberID(r))
	return s.teamChanged(w, r, who, org, err, "They are off the team, and a letter says so.")
}

func memberID(r *http.Request) badge.AccountID { return badge.AccountID(chi.URLParam(r, "member")) }

// teamChanged goes on after a change; whoever took their own role away goes
// where they still may.
func (s *server) teamChanged(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, err error, said string) error {
	if err != nil {
		return s.teamAgain(w, r, who, org, err)
	}
	s.notice(r.Context(), page.ToneGood, said)
	if memberID(r) == who.Account.ID {
		now, err := s.visitor(r.Context())
		if err != nil {
			return err
		}
		if now.Actor().May(badge.ActTeam, org.ID) != nil {
			return found(w, r, home(now))
		}
	}
	return found(w, r, "/org/"+org.Slug+"/team")
}

// teamAgain shows the team once more with what is wrong in a form.
func (s *server) teamAgain(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, err error) error {
	invalid, ok := errors.AsType[*badge.Invalid](err)
	if !ok {
		return err
	}
	v, err := s.teamView(r, who, org)
	if err != nil {
		return err
	}
	v.Email, v.Errors = r.PostFormValue("email"), invalid.Fields
	if role := r.PostFormValue("role"); role != "" {
		v.Role = role
	}
	if memberID(r) != "" { // of a row, which has no room for it
		v.Notice = page.Notice{Tone: page.ToneWrong, Text: sentences(invalid)}
		v.Errors = nil
	}
	return s.again(w, r, page.Team(v))
}

// teamView is the page without what was typed.
func (s *server) teamView(r *http.Request, who account.Visitor, org badge.Organization) (v page.TeamView, err error) {
	ctx, actor := r.Context(), who.Actor()
	v = page.TeamView{OrgFrame: s.orgFrame(r, who, org), Role: string(badge.RoleIssuer)}
	team, err := s.Tenants.Team(ctx, actor, org.ID)
	if err != nil {
		return v, err
	}
	for _, role := range badge.Roles {
		if actor.MayGive(org.ID, "", role) == nil {
			v.Roles = append(v.Roles, page.RoleChoice{Value: string(role), Does: role.Does()})
		}
	}
	for _, m := range team.Members {
		v.Members = append(v.Members, page.MemberRow{
			ID: string(m.AccountID), Name: m.Name, Email: string(m.Email), Role: string(m.Role), Since: m.Since, SeenAt: m.SeenAt, SecondFactor: m.SecondFactor,
			You: m.AccountID == who.Account.ID, Fixed: actor.MayGive(org.ID, m.Role, "") != nil,
		})
	}
	for _, i := range team.Invitations {
		v.Invitations = append(v.Invitations, page.InvitationRow{ID: string(i.ID), Email: string(i.Email), Role: string(i.Role), Until: i.Until, Late: !s.Now().Before(i.Until)})
	}
	if err := s.teamBadges(r, who, org, team, &v); err != nil {
		return v, err
	}
	return v, s.teamDepartments(r, who, org, &v)
}

// teamBadges fills in which badges are kept for whom.
func (s *server) teamBadges(r *http.Request, who account.Visitor, org badge.Organization, team tenant.Team, v *page.TeamView) error {
	list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	kept, err := s.Tenants.KeptBadges(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if len(kept[a.ID]) == 0 {
			v.Choices = append(v.Choices, page.Choice{Value: a.Slug, Text: a.Revision.Name})
			continue
		}
		var names []string
		for _, m := range team.Members {
			if slices.Contains(kept[a.ID], m.AccountID) {
				names = append(names, nameOr(m.Name, m.Email))
			}
		}
		v.Badges = append(v.Badges, page.KeptRow{URL: "/org/" + org.Slug + "/team/badges/" + a.Slug, Badge: a.Revision.Name, Staff: strings.Join(names, ", ")})
	}
	return nil
}

func nameOr(name string, email badge.Email) string {
	if name == "" {
		return string(email)
	}
	return name
}

// teamBadgeChoose leads from the choice of a badge to its page.
func (s *server) teamBadgeChoose(w http.ResponseWriter, r *http.Request, _ account.Visitor, org badge.Organization) error {
	slug := badge.SlugFrom(r.FormValue("badge"))
	if slug == "" {
		return found(w, r, "/org/"+org.Slug+"/team#badges")
	}
	return found(w, r, "/org/"+org.Slug+"/team/badges/"+slug)
}

// teamBadgeForm shows whom a badge is kept for.
func (s *server) teamBadgeForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	kept, err := s.Tenants.KeptBadges(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	team, err := s.Tenants.Team(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	v := page.TeamBadgeView{OrgFrame: s.orgFrame(r, who, org), Badge: a.Revision.Name, Action: r.URL.Path}
	for _, m := range team.Members {
		if m.Role == badge.RoleIssuer || m.Role == badge.RoleDesigner {
			v.Members = append(v.Members, page.KeptMember{
				ID: string(m.AccountID), Name: m.Name, Email: string(m.Email), Role: string(m.Role), Kept: slices.Contains(kept[a.ID], m.AccountID),
			})
		}
	}
	return s.show(w, r, page.TeamBadge(v))
}

// teamBadgeSave keeps it for others, or for everybody.
func (s *server) teamBadgeSave(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	var staff []badge.AccountID
	for _, id := range r.PostForm["staff"] {
		staff = append(staff, badge.AccountID(id))
	}
	if err := s.Tenants.KeepBadge(r.Context(), who.Actor(), org.ID, a.ID, staff); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Saved. Who may edit and issue "+a.Revision.Name+" is changed at once.")
	return found(w, r, "/org/"+org.Slug+"/team#badges")
}
