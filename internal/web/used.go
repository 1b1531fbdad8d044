package web

import (
	"net/http"
	"path"
	"strings"

	"laurel/internal/account"
	"laurel/internal/badge"
)

// used counts what a request at the address of a badge does with it. Who asks
// is not looked up: documents are the same for everybody.
func (s *server) used(r *http.Request, sharing badge.Sharing, code badge.Code) {
	if r.Method != http.MethodGet || r.Header.Get("Sec-Purpose") != "" || isCrawler(r) {
		return
	}
	if what := useOf(r); what != "" {
		s.Insights.Used(badge.Actor{}, sharing, badge.Use{Code: code, What: what})
	}
}

// useOf tells what a request does with a badge, by its address and by what
// browsers say of their requests: a picture that a page shows is not taken
// along, and a document that no browser asks for is read by a program, to
// verify it. Empty: nothing that is counted here.
func useOf(r *http.Request) badge.Counted {
	dest, mode := r.Header.Get("Sec-Fetch-Dest"), r.Header.Get("Sec-Fetch-Mode")
	taken := map[string]badge.Counted{
		".png": badge.UsePNG, ".svg": badge.UseSVG, ".jpg": badge.UseJPEG, ".json": badge.UseJSON, ".jwt": badge.UseJWT, ".jws": badge.UseJWT,
	}
	kind := path.Ext(r.URL.Path)
	switch {
	case strings.HasSuffix(r.URL.Path, "/embed"):
		if dest == "iframe" && r.Header.Get("Sec-Fetch-Site") == "cross-site" {
			return badge.UseEmbed
		}
	case strings.Contains(r.URL.Path, "/qr."):
	case kind == ".png" || kind == ".svg" || kind == ".jpg":
		if dest != "" && dest != "image" {
			return taken[kind]
		}
	case mode == "navigate":
		return taken[kind]
	case kind != "" || strings.HasPrefix(r.URL.Path, "/ob2/") || strings.HasPrefix(r.URL.Path, "/b/") && wantsData(r):
		return badge.UseVerified
	}
	return ""
}

// verifiedHere counts that somebody checked a badge of ours on the verify page.
func (s *server) verifiedHere(r *http.Request, who account.Visitor, code badge.Code) {
	if sharing, err := s.Portfolio.Sharing(r.Context(), code); err == nil {
		s.Insights.Used(who.Actor(), sharing, badge.Use{Code: code, What: badge.UseVerified})
	}
}

// sharedWays are the ways of sharing that happen outside of the house, as the
// portfolio's script names them.
var sharedWays = map[string]badge.Counted{
	"linkedin-profile": badge.UseLinkedInProfile, "linkedin-post": badge.UseLinkedInPost, "x": badge.UseX, "facebook": badge.UseFacebook,
	"whatsapp": badge.UseWhatsApp, "link": badge.UseLink,
}

// sharedBadge hears from the portfolio that its owner followed a network's link
// or copied the address.
func (s *server) sharedBadge(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	it, err := s.earned(r, who)
	if err != nil {
		return err
	}
	what, known := sharedWays[r.PostFormValue("where")]
	if !known {
		return badge.ErrNotFound
	}
	s.shared(who, it.Credential, what)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// shared counts that an earner shared a badge of theirs.
func (s *server) shared(who account.Visitor, c badge.Credential, what badge.Counted) {
	s.Insights.Used(who.Actor(), badge.Sharing{AccountID: c.AccountID, OrgID: c.OrgID}, badge.Use{Code: c.Code, What: what})
}
