package web

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/claim"
	"laurel/internal/render"
	"laurel/internal/web/page"
)

// offerDecide grants or declines those who were ticked, or one application.
func (s *server) offerDecide(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	id, back := badge.OfferID(chi.URLParam(r, "offer")), r.PostFormValue("back")
	d := claim.Decision{Approve: r.PostFormValue("decision") == "approve", Reason: r.PostFormValue("reason")}
	for _, q := range r.PostForm["claims"] {
		d.Claims = append(d.Claims, badge.ClaimID(q))
	}
	if len(d.Claims) == 1 {
		d.Name = r.PostFormValue("name")
	}
	n, err := s.Claims.Decide(r.Context(), who.Actor(), org.ID, id, d)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		if back != "" {
			return s.applicationAgain(w, r, who, org, badge.ClaimID(back), invalid)
		}
		v, err := s.offerView(r, who, org)
		if err != nil {
			return err
		}
		v.Errors, v.Reason = invalid.Fields, d.Reason
		return s.again(w, r, page.Offer(v))
	}
	if err != nil {
		return err
	}
	word := "approved. The badges are on their way."
	if !d.Approve {
		word = "declined. The letters are on their way."
	}
	if n == 0 {
		s.notice(r.Context(), page.ToneQuestion, "Somebody decided this in the meantime. Nothing was changed.")
	} else {
		s.notice(r.Context(), page.ToneGood, fmt.Sprintf("%d %s", n, word))
	}
	return found(w, r, offersURL(org, "/"+string(id)))
}

// offerAsked shows one application.
func (s *server) offerAsked(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, err := s.applicationView(r, who, org, badge.ClaimID(chi.URLParam(r, "claim")))
	if err != nil {
		return err
	}
	return s.show(w, r, page.Application(v))
}

func (s *server) applicationAgain(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, id badge.ClaimID, invalid *badge.Invalid) error {
	v, err := s.applicationView(r, who, org, id)
	if err != nil {
		return err
	}
	v.Errors, v.Reason, v.Name = withSummary(invalid.Fields), r.PostFormValue("reason"), r.PostFormValue("name")
	return s.again(w, r, page.Application(v))
}

func (s *server) applicationView(r *http.Request, who account.Visitor, org badge.Organization, id badge.ClaimID) (v page.ApplicationView, err error) {
	offer := badge.OfferID(chi.URLParam(r, "offer"))
	p, err := s.Claims.Asked(r.Context(), who.Actor(), org.ID, offer, id)
	if err != nil {
		return v, err
	}
	at := offersURL(org, "/"+string(offer))
	v = page.ApplicationView{
		OrgFrame: s.orgFrame(r, who, org), URL: at + "/asked/" + string(id), OfferURL: at, Badge: p.Invitation.Achievement.Revision.Name,
		AboutURL: "/a/" + string(p.Invitation.Achievement.Revision.ID), ID: string(id), Name: p.Name, Email: string(p.Email), Statement: p.Statement, Evidence: p.Evidence,
		FileName: p.FileName, At: p.ProvenAt, Open: p.State == badge.ClaimAsked, MayDecide: who.Actor().May(badge.ActIssue, org.ID) == nil, Reason: p.Reason,
	}
	if p.File != "" {
		v.FileURL = v.URL + "/file"
	}
	if p.Code != "" {
		v.BadgeURL = "/b/" + string(p.Code)
	}
	switch p.State {
	case badge.ClaimGranted:
		v.Word, v.Tone = "Approved", page.ToneGood
	case badge.ClaimDeclined:
		v.Word, v.Tone = "Declined", page.ToneQuiet
	default:
		v.Word, v.Tone = "To decide", page.ToneQuestion
	}
	return v, nil
}

// offerAskedFile hands out the file of an application.
func (s *server) offerAskedFile(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, err := s.Claims.Asked(r.Context(), who.Actor(), org.ID, badge.OfferID(chi.URLParam(r, "offer")), badge.ClaimID(chi.URLParam(r, "claim")))
	if err != nil {
		return err
	}
	data, err := s.Claims.File(r.Context(), p)
	if err != nil {
		return err
	}
	return handOut(w, p.FileName, data)
}

// offerPoster is a sheet of paper that brings people to a code.
func (s *server) offerPoster(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	d, err := s.Claims.Open(r.Context(), who.Actor(), org.ID, badge.OfferID(chi.URLParam(r, "offer")), badge.ClaimAsked, "", 1)
	if err != nil {
		return err
	}
	if d.Kind != badge.OfferCode {
		return badge.ErrNotFound
	}
	qr, err := s.claimQR(d.Code)
	if err != nil {
		return err
	}
	a := d.Achievement.Revision
	return s.show(w, r, page.Poster(page.PosterView{
		Static: s.static, Accent: strings.TrimPrefix(string(org.Accent), "#"), BackURL: offersURL(org, "/"+string(d.ID)), Organization: org.Name, LogoURL: pictureURL(org.Logo), Badge: a.Name, PictureURL: pictureURL(a.Picture),
		Note: d.Note, Code: d.Code.Grouped(), Address: s.claimAddress(), QR: qr, Closes: d.Closes(),
	}))
}

// offerSlips are the slips that nobody has claimed yet.
func (s *server) offerSlips(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActIssue, org.ID); err != nil { // whoever reads the codes can have the badges
		return err
	}
	d, err := s.Claims.Open(r.Context(), who.Actor(), org.ID, badge.OfferID(chi.URLParam(r, "offer")), badge.ClaimAsked, "", 1)
	if err != nil {
		return err
	}
	if d.Kind != badge.OfferSlips {
		return badge.ErrNotFound
	}
	a := d.Achievement.Revision
	v := page.SlipsView{
		Static: s.static, Accent: strings.TrimPrefix(string(org.Accent), "#"), BackURL: offersURL(org, "/"+string(d.ID)), Organization: org.Name, LogoURL: pictureURL(org.Logo), Badge: a.Name, PictureURL: pictureURL(a.Picture),
		Note: d.Note, Address: s.claimAddress(), Closes: d.Closes(),
	}
	for _, slip := range d.Slips {
		if slip.ClaimID != "" {
			v.Taken++
			continue
		}
		qr, err := s.claimQR(slip.Code)
		if err != nil {
			return err
		}
		v.Slips = append(v.Slips, page.Slip{Name: slip.Name, Code: slip.Code.Grouped(), QR: qr})
	}
	return s.show(w, r, page.Slips(v))
}

// claimAddress is where codes are typed, as people write addresses.
func (s *server) claimAddress() string { return s.public.Host + "/claim" }

// claimQR is the address of a code as a picture that stands in the page itself.
func (s *server) claimQR(code badge.ClaimCode) (string, error) {
	qr, err := render.NewQR(strings.TrimSuffix(s.PublicURL, "/") + "/claim/" + string(code))
	if err != nil {
		return "", err
	}
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(qr.SVG()), nil
}
