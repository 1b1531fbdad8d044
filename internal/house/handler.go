package house

import (
	"net/http"

	"laurel/internal/web"
)

// Handler is the door for people and their browsers.
func (h *House) Handler() http.Handler {
	return web.New(web.Options{
		PublicURL: h.PublicURL, Tenants: h.Tenants, Accounts: h.Accounts, Profiles: h.Profiles, Catalog: h.Catalog, Intake: h.Intake, Claims: h.Claims, Issuer: h.Issuer, Certificates: h.Certificates,
		Portfolio: h.Portfolio, Desk: h.Desk, Insights: h.Insights, Post: h.Post, Press: h.Press, Verifier: h.Verifier, Blobs: h.Blobs, Draw: h.draw, DB: h.DB, Now: h.Now, Log: h.Log,
	})
}
