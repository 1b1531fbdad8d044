package post

import (
	"context"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/mail"
	"laurel/internal/store"
)

// gatherInvitation finds the invitation that a letter is about.
func (s *subject) gatherInvitation(ctx context.Context, otx *store.OrgTx) (err error) {
	s.invitation, err = otx.Invitation(ctx, badge.InvitationID(s.letter.About))
	if err == nil && s.invitation.InvitedBy != "" {
		s.inviter, err = otx.SystemAccount(ctx, s.invitation.InvitedBy)
	}
	return err
}

// composeTeam writes the letters about teams.
func (p *Post) composeTeam(s subject) (mail.Content, error) {
	l, role := s.letter, badge.Role(s.letter.About)
	invitation := mail.StaffInvitation{
		Name: l.Name, UserName: string(l.To), OrganizationName: s.org.Name, OrganizationSite: s.org.URL, OrganizationEmail: string(s.org.Answers()),
		Until: l.Until, SiteURL: p.PublicURL + "/login", Accent: string(s.org.Accent),
	}
	change := mail.TeamChange{
		Name: l.Name, UserName: string(l.To), OrganizationName: s.org.Name, OrganizationEmail: string(s.org.Answers()), At: l.CreatedAt,
		SiteURL: p.PublicURL, Accent: string(s.org.Accent),
	}
	switch l.Kind {
	case badge.LetterStaff:
		invitation.Role, invitation.Link, invitation.Button = string(badge.RoleOwner), p.resetLink(l), "Choose a password and begin"
		return mail.StaffInvitationLetter(invitation)
	case badge.LetterInvited:
		invitation.Role, invitation.Link, invitation.Button = string(s.invitation.Role), p.PublicURL+"/join/"+p.Ring.Token(keyring.PurposeJoin, l.SecretID), "Look at the invitation"
		if invitation.InvitedBy = s.inviter.Name; invitation.InvitedBy == "" {
			invitation.InvitedBy = string(s.inviter.Email)
		}
		return mail.StaffInvitationLetter(invitation)
	case badge.LetterRole:
		change.Role, change.What, change.DeskURL = role.WithArticle(), role.Does(), p.PublicURL+"/org/"+s.org.Slug
		return mail.RoleLetter(change)
	}
	return mail.OffTeamLetter(change)
}
