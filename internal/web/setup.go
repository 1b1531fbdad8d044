package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/tenant"
	"laurel/internal/web/page"
)

// maySetUp tells whether a link sets this installation up: only the one in
// the log, and only once.
func (s *server) maySetUp(r *http.Request) error {
	if !s.Accounts.IsSetupToken(chi.URLParam(r, "token")) {
		return badge.ErrNotFound
	}
	empty, err := s.Tenants.IsEmpty(r.Context())
	if err == nil && !empty {
		err = badge.ErrGone
	}
	return err
}

// setupForm is the first page of a fresh installation.
func (s *server) setupForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := s.maySetUp(r); err != nil {
		return s.noSetup(w, r, err)
	}
	return s.show(w, inEnglish(r), page.Setup(page.SetupView{Frame: s.frame(r, who), Action: r.URL.Path, MinLength: badge.MinPassword}))
}

// setup creates the first organization and its owner, who is then signed in.
func (s *server) setup(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := s.maySetUp(r); err != nil {
		return s.noSetup(w, r, err)
	}
	view := page.SetupView{
		Frame: s.frame(r, who), Action: r.URL.Path, MinLength: badge.MinPassword,
		OrgName: r.PostFormValue("name"), Slug: r.PostFormValue("slug"), Site: r.PostFormValue("url"), Email: r.PostFormValue("email"),
		YourName: r.PostFormValue("owner_name"), YourEmail: r.PostFormValue("owner_email"),
	}
	password := r.PostFormValue("password")
	err := s.found(r, view, password)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		view.Errors = invalid.Fields
		return s.again(w, inEnglish(r), page.Setup(view))
	}
	if errors.Is(err, badge.ErrGone) {
		return s.noSetup(w, r, err)
	}
	if err != nil {
		return err
	}
	in, err := s.Accounts.SignIn(r.Context(), s.browser(r), view.YourEmail, password)
	if err != nil {
		return err
	}
	return s.enter(w, r, in.Account, false, "")
}

// found creates what the setup page asks for.
func (s *server) found(r *http.Request, view page.SetupView, password string) error {
	if view.YourEmail == "" {
		return badge.Refuse("owner_email", "Give your e-mail address: you log in with it.")
	}
	hash, err := s.Accounts.Hash(r.Context(), password, view.YourName, view.YourEmail, view.OrgName)
	if err != nil {
		return err
	}
	f := tenant.Founding{
		Organization: badge.Organization{Slug: view.Slug, Name: view.OrgName, URL: view.Site, Email: badge.Email(view.Email), InviteLogin: true},
		OwnerEmail:   badge.Email(view.YourEmail), OwnerName: view.YourName, PasswordHash: hash, OnlyFirst: true,
	}
	_, err = s.Tenants.Create(r.Context(), badge.Host(), f)
	return err
}

// noSetup says what became of a setup link.
func (s *server) noSetup(w http.ResponseWriter, r *http.Request, err error) error {
	if !errors.Is(err, badge.ErrGone) {
		return err
	}
	s.problem(w, r, problem{
		status: http.StatusGone, heading: "This installation is set up already",
		text: "Its setup link works once, and somebody used it. Log in with the account that was made then.",
		next: page.Link{Text: "Log in", URL: "/login"},
	})
	return nil
}
