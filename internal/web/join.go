package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// joinForm opens the invitation of a letter. It spends nothing: programs open
// links too.
func (s *server) joinForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	j, err := s.Accounts.Joining(r.Context(), chi.URLParam(r, "token"))
	if err != nil {
		return s.noInvitation(w, r, who, err)
	}
	return s.show(w, r, page.Join(s.joinView(r, who, j)))
}

// join accepts it: by whoever is signed in with the invited address, or with a
// first password.
func (s *server) join(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	token := chi.URLParam(r, "token")
	j, err := s.Accounts.Joining(r.Context(), token)
	if err != nil {
		return s.noInvitation(w, r, who, err)
	}
	v := s.joinView(r, who, j)
	if v.Way == page.JoinPassword {
		return s.joinFirst(w, r, v)
	}
	if v.Way != page.JoinConfirm {
		return s.again(w, r, page.Join(v))
	}
	if _, err = s.Accounts.Join(r.Context(), who, token); err != nil {
		return s.noInvitation(w, r, who, err)
	}
	s.notice(r.Context(), page.ToneGood, say(r, "Welcome to the team of %s.", j.Organization.Name))
	return found(w, r, "/org/"+j.Organization.Slug)
}

// joinFirst accepts it for somebody who chooses a password now.
func (s *server) joinFirst(w http.ResponseWriter, r *http.Request, v page.JoinView) error {
	password := r.PostFormValue("password")
	v.Name = r.PostFormValue("name")
	if password != r.PostFormValue("repeat") {
		v.Errors = map[string]string{"repeat": sentenceRepeat}
		return s.again(w, r, page.Join(v))
	}
	a, j, err := s.Accounts.JoinFirst(r.Context(), chi.URLParam(r, "token"), v.Name, password)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v.Errors = invalid.Fields
		return s.again(w, r, page.Join(v))
	}
	if err != nil {
		return s.noInvitation(w, r, account.Visitor{}, err)
	}
	needs, err := s.Accounts.NeedsCode(r.Context(), a.ID)
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, say(r, "Welcome to the team of %s.", j.Organization.Name))
	next := "/org/" + j.Organization.Slug
	if needs {
		return s.askCode(w, r, a, next)
	}
	return s.enter(w, r, a, false, next)
}

// joinView is the invitation with what its reader has to do.
func (s *server) joinView(r *http.Request, who account.Visitor, j account.Joining) page.JoinView {
	i := j.Invitation
	v := page.JoinView{
		Frame: s.frameOf(r, who, j.Organization), Action: r.URL.Path, OrgName: j.Organization.Name, LogoURL: pictureURL(j.Organization.Logo), InvitedBy: j.InvitedBy,
		Email: string(i.Email), Role: string(i.Role), Does: i.Role.Does(), Until: i.Until, MinLength: badge.MinPassword,
		NeedsName: j.Account.ID == "", LoginURL: "/login?" + url.Values{"next": {r.URL.Path}}.Encode(),
	}
	switch {
	case j.NeedsPassword():
		v.Way = page.JoinPassword
	case who.Account.ID == "":
		v.Way = page.JoinLogin
	case who.Account.ID != j.Account.ID:
		v.Way = page.JoinOther
	default:
		v.Way = page.JoinConfirm
	}
	return v
}

// noInvitation says what became of an invitation.
func (s *server) noInvitation(w http.ResponseWriter, r *http.Request, who account.Visitor, err error) error {
	if !errors.Is(err, badge.ErrGone) {
		return err
	}
	s.problem(w, r, problem{
		status: http.StatusGone, heading: "This invitation has ended", who: who,
		text: "It was accepted or withdrawn, or a newer one took its place, or a week has passed. Ask whoever invited you for a new one.",
		next: page.Link{Text: locale.Mark("Log in"), URL: "/login"},
	})
	return nil
}
