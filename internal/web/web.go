// Package web is the door that people and their browsers come through:
// requests come in, one verb of a room is called, pages and public documents
// go out. It decides nothing about badges, holds no rule, and never asks
// another machine for anything.
package web

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/httprate"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/blob"
	"laurel/internal/catalog"
	"laurel/internal/claim"
	"laurel/internal/desk"
	"laurel/internal/insight"
	"laurel/internal/issuance"
	"laurel/internal/portfolio"
	"laurel/internal/post"
	"laurel/internal/press"
	"laurel/internal/render"
	"laurel/internal/store"
	"laurel/internal/tenant"
	"laurel/internal/verify"
	"laurel/internal/web/static"
)

// Options are what the door leads to. All of them are needed.
type Options struct {
	PublicURL string // http or https, without a path; every link to ourselves begins with it

	Tenants      *tenant.Tenants
	Accounts     *account.Accounts
	Profiles     *account.Profiles
	Catalog      *catalog.Catalog
	Intake       *award.Intake
	Claims       *claim.Claims
	Issuer       *issuance.Issuer
	Certificates *press.Certificates
	Portfolio    *portfolio.Portfolio
	Desk         *desk.Desk
	Insights     *insight.Insights
	Post         *post.Post
	Press        *press.Press
	Verifier     *verify.Verifier
	Blobs        *blob.Folder
	Draw         *render.Engine
	DB           *store.DB // sessions are kept in it

	Now func() time.Time
	Log *slog.Logger
}

// server is the door with what every request needs.
type server struct {
	Options
	public   *url.URL
	static   string // where style sheet and scripts stand
	sessions *scs.SessionManager

	wrongCodes *httprate.RateLimiter
}

// New returns the door. It panics when PublicURL is no address, which the
// house has checked before.
func New(o Options) http.Handler {
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	public, err := url.Parse(o.PublicURL)
	if err != nil {
		panic("web: public address: " + err.Error())
	}
	s := &server{Options: o, public: public, static: static.Base()}
	s.sessions = s.newSessions()
	s.wrongCodes = s.newWrongCodes()
	return s.routes()
}

// secure tells whether people reach this installation by https.
func (s *server) secure() bool { return s.public.Scheme == "https" }

// path makes an address of our own one without a host, so that pages work
// under every name the server answers to. Others stay as they are.
func (s *server) path(address string) string {
	if rest, ours := strings.CutPrefix(address, s.PublicURL+"/"); ours {
		return "/" + rest
	}
	return address
}
