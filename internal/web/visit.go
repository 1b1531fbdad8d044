package web

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// The kinds of handler: for anybody, for somebody who is signed in, and for
// the desk of an organization. An error becomes a page in one place.
type (
	handler     func(w http.ResponseWriter, r *http.Request) error
	seenHandler func(w http.ResponseWriter, r *http.Request, who account.Visitor) error
	deskHandler func(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error
)

// plain serves what is the same for everybody.
func (s *server) plain(do handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := do(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

// The wrappers of handlers are not inlined: each address would have a copy of
// all that they do, and the program would be a megabyte larger.

// seen serves a page that greets whoever is signed in; who is zero for a
// stranger.
//
//go:noinline
func (s *server) seen(do seenHandler) http.HandlerFunc {
	return s.plain(func(w http.ResponseWriter, r *http.Request) error {
		who, err := s.visitor(r.Context())
		if err != nil {
			return err
		}
		if who.Account.ID != "" {
			w.Header().Set("Cache-Control", "no-store")
		}
		if who.Language.Known() {
			r = r.WithContext(locale.With(r.Context(), locale.For(who.Language)))
		}
		if who.MustChange {
			if r.URL.Path != "/password/change" && r.URL.Path != "/logout" {
				return found(w, r, "/password/change")
			}
		}
		if err := do(w, r, who); err != nil {
			s.failFor(w, r, who, err)
		}
		return nil
	})
}

// signedIn serves a page of somebody's own.
//
//go:noinline
func (s *server) signedIn(do seenHandler) http.HandlerFunc {
	return s.seen(func(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
		if who.Account.ID == "" {
			return badge.ErrSignedOut
		}
		if s.factorLate(who) && r.URL.Path != "/security" && !strings.HasPrefix(r.URL.Path, "/security/") {
			return found(w, r, "/security")
		}
		if allowed(r).kind == kindOperator {
			if !who.Account.Operator {
				return badge.ErrNotFound
			}
			r = inEnglish(r)
		}
		return do(w, r, who)
	})
}

// withPortfolio serves a page of a portfolio. Whoever was never issued anything has
// none.
//
//go:noinline
func (s *server) withPortfolio(do seenHandler) http.HandlerFunc {
	return s.signedIn(func(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
		if !who.HasBadges {
			s.problem(w, r, problem{
				status: http.StatusNotFound, heading: "You have no portfolio yet", who: who,
				values: []any{who.Account.Email}, text: "A portfolio begins when an organization issues a badge to %s. If you expected one, it may have been issued to another of your addresses, such as work or personal: log in with that one, or ask the organization.",
			})
			return nil
		}
		return do(w, r, who)
	})
}

// desk serves a page of an organization to those whose role reaches as far as
// its row in the table says. For those who do not work for it, there is no such
// address.
//
//go:noinline
func (s *server) desk(do deskHandler) http.HandlerFunc {
	return s.signedIn(func(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
		org, err := s.Tenants.For(r.Context(), who.Actor(), chi.URLParam(r, "org"))
		if err == nil {
			err = who.Actor().May(allowed(r).act, org.ID)
		}
		if err != nil {
			return err
		}
		return do(w, inEnglish(r), who, org)
	})
}

// inEnglish is a request for a page of the desk or of the operator: these are in
// English, and the words of the parts they share with other pages must be too.
func inEnglish(r *http.Request) *http.Request {
	return r.WithContext(locale.With(r.Context(), locale.For(locale.English)))
}

// frame is what every page shows around its content.
func (s *server) frame(r *http.Request, who account.Visitor) page.Frame {
	return page.Frame{Static: s.static, Path: r.URL.RequestURI(), Notice: s.takeNotice(r.Context()), Viewer: viewer(who)}
}

// frameOf is frame in the color of an organization.
func (s *server) frameOf(r *http.Request, who account.Visitor, org badge.Organization) page.Frame {
	f := s.frame(r, who)
	f.Accent = strings.TrimPrefix(string(org.Accent), "#")
	return f
}

// viewer is what the navigation knows of somebody.
func viewer(who account.Visitor) page.Viewer {
	if who.Account.ID == "" {
		return page.Viewer{}
	}
	v := page.Viewer{Name: string(who.Account.Email), Earner: who.HasBadges, Admin: who.Account.Operator}
	for _, m := range who.Memberships {
		v.Organizations = append(v.Organizations, page.Link{Text: m.Name, URL: "/org/" + m.Slug})
	}
	return v
}

// orgFrame is frame on an organization's desk.
func (s *server) orgFrame(r *http.Request, who account.Visitor, org badge.Organization) page.OrgFrame {
	may := func(act badge.Act) bool { return who.Actor().May(act, org.ID) == nil }
	return page.OrgFrame{Frame: s.frameOf(r, who, org), OrgName: org.Name, OrgSlug: org.Slug, May: page.Permits{
		Design: may(badge.ActDesign), Issue: may(badge.ActIssue), Revoke: may(badge.ActRevoke), Unlock: may(badge.ActUnlock), Answer: may(badge.ActAnswer),
		Setting: may(badge.ActSetting), Team: may(badge.ActTeam), Found: may(badge.ActFound),
	}}
}

// home is where somebody belongs after logging in.
func home(who account.Visitor) string {
	if len(who.Memberships) > 0 {
		return "/org/" + who.Memberships[0].Slug
	}
	return "/portfolio"
}
