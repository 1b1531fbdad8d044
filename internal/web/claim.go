package web

import (
	"errors"
	"math"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/httprate"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/claim"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// wrongCodesPerHour is how many codes that open nothing one source may try.
const wrongCodesPerHour = 30

// newWrongCodes counts the codes that open nothing, by where they come from.
// Right ones are not counted: at an event, a hundred phones are one address.
func (s *server) newWrongCodes() *httprate.RateLimiter {
	return httprate.NewRateLimiter(wrongCodesPerHour, time.Hour, httprate.WithResponseHeaders(httprate.ResponseHeaders{}))
}

// invitation finds what the code in an address opens. Whoever guesses is
// slowed down.
func (s *server) invitation(w http.ResponseWriter, r *http.Request, typed string) (claim.Invitation, error) {
	source, err := sourceOf(r)
	if err != nil {
		return claim.Invitation{}, err
	}
	if _, wrong, err := s.wrongCodes.Status(source); err != nil || math.Round(wrong) >= wrongCodesPerHour {
		return claim.Invitation{}, errors.Join(err, badge.ErrTooMany)
	}
	code, ok := badge.ParseClaimCode(typed)
	if !ok {
		return claim.Invitation{}, badge.ErrNotFound
	}
	i, err := s.Claims.Find(r.Context(), code)
	if errors.Is(err, badge.ErrNotFound) {
		s.wrongCodes.OnLimit(w, r, source)
	}
	return i, err
}

// claimDoor asks for a code, and leads to what it opens.
func (s *server) claimDoor(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v := page.ClaimDoorView{Frame: s.frame(r, who), Code: r.URL.Query().Get("code")}
	if v.Code == "" {
		return s.show(w, r, page.ClaimDoor(v))
	}
	i, err := s.invitation(w, r, v.Code)
	switch {
	case err == nil:
		return found(w, r, claimPath(i))
	case errors.Is(err, badge.ErrNotFound):
		v.Fault = sentenceNoSuchCode
	case errors.Is(err, badge.ErrTooMany):
		v.Fault = sentenceWrongCodes
	default:
		return err
	}
	return s.again(w, r, page.ClaimDoor(v))
}

const (
	sentenceNoSuchCode = "This code opens nothing. Compare it with the poster or the slip, letter by letter."
	sentenceWrongCodes = "Too many codes that open nothing came from your network, so this one was not looked at. Wait an hour, or scan the picture on the poster."
	sentenceBusyOffer  = "Very many people ask for this badge right now, so this was not taken. What you typed still stands below: try again in some minutes."
)

// claimPath is the address of what a code opens.
func claimPath(i claim.Invitation) string {
	switch {
	case i.Kind == badge.OfferApplication:
		return "/apply/" + string(i.ID)
	case i.Slip.Code != "":
		return "/claim/" + string(i.Slip.Code)
	}
	return "/claim/" + string(i.Code)
}

// claimForm is what a code opens: the badge, and the few things it takes.
func (s *server) claimForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	i, err := s.invitation(w, r, chi.URLParam(r, "word"))
	if err != nil {
		return s.claimProblem(w, r, who, err)
	}
	return s.show(w, r, page.Claim(s.claimView(r, who, i)))
}

// claimAsk takes in who asks.
func (s *server) claimAsk(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	i, err := s.invitation(w, r, chi.URLParam(r, "word"))
	if err != nil {
		return s.claimProblem(w, r, who, err)
	}
	return s.ask(w, r, who, i, badge.Attachment{})
}

// applyForm is the same for a badge that can be applied for.
func (s *server) applyForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	i, err := s.Claims.FindApplication(r.Context(), badge.OfferID(chi.URLParam(r, "offer")))
	if err != nil {
		return err
	}
	return s.show(w, r, page.Claim(s.claimView(r, who, i)))
}

// apply takes an application in.
func (s *server) apply(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	i, err := s.Claims.FindApplication(r.Context(), badge.OfferID(chi.URLParam(r, "offer")))
	if err != nil {
		return err
	}
	file, err := attachment(r)
	if err != nil {
		return err
	}
	return s.ask(w, r, who, i, file)
}

func (s *server) ask(w http.ResponseWriter, r *http.Request, who account.Visitor, i claim.Invitation, file badge.Attachment) error {
	v := s.claimView(r, who, i)
	v.Name, v.Email = r.PostFormValue("name"), r.PostFormValue("email")
	v.Statement, v.Evidence = r.PostFormValue("statement"), r.PostFormValue("evidence")
	q, err := s.Claims.Ask(r.Context(), who.Actor(), i, badge.Claim{
		Name: v.Name, Email: badge.Email(v.Email), Statement: v.Statement, Evidence: v.Evidence, Language: string(locale.From(r.Context()).Language()),
	}, file)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v.Errors = invalid.Fields
		return s.again(w, r, page.Claim(v))
	}
	if errors.Is(err, badge.ErrTooMany) {
		v.Errors = map[string]string{"": sentenceBusyOffer}
		return s.again(w, r, page.Claim(v))
	}
	if err != nil {
		return err
	}
	if q.State != badge.ClaimWaiting { // they are signed in, with this address
		return found(w, r, "/claim/confirm/"+s.Claims.Token(q))
	}
	return s.show(w, r, page.ClaimSent(page.ClaimSentView{Frame: v.Frame, Head: v.Head, Email: string(q.Email), AgainURL: claimPath(i), Application: v.Application}))
}

func (s *server) claimView(r *http.Request, who account.Visitor, i claim.Invitation) page.ClaimView {
	v := page.ClaimView{
		Frame: s.frameOf(r, who, i.Organization), Head: claimHead(r, i), Action: claimPath(i), Closed: string(i.Closed(s.Now())), Opens: i.Opens(), Closes: i.Closes(), Quota: i.Quota,
		Printed: i.Slip.Name, Name: who.Account.Name, Email: string(who.Account.Email), Review: i.Review, Application: i.Kind == badge.OfferApplication,
	}
	if i.Slip.Code == "" {
		v.Left = i.Left()
	}
	return v
}

func claimHead(r *http.Request, i claim.Invitation) page.ClaimHead {
	a, org := wording(r, i.Achievement.Revision), i.Organization
	return page.ClaimHead{
		Badge: a.Name, PictureURL: pictureURL(a.Picture), Description: a.Description, AboutURL: "/a/" + string(a.ID), Note: i.Note,
		Organization: org.Name, OrgURL: "/o/" + org.Slug, LogoURL: pictureURL(org.Logo),
	}
}

// claimProofForm is where the letter leads. It spends nothing.
func (s *server) claimProofForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	return s.showProof(w, r, who, nil)
}

// claimProof spends the link.
func (s *server) claimProof(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	err := s.Claims.Prove(r.Context(), chi.URLParam(r, "token"))
	invalid, refused := errors.AsType[*badge.Invalid](err)
	if err != nil && !refused {
		return s.claimProblem(w, r, who, err)
	}
	if refused {
		return s.showProof(w, r, who, invalid)
	}
	return found(w, r, r.URL.Path)
}

func (s *server) showProof(w http.ResponseWriter, r *http.Request, who account.Visitor, refused *badge.Invalid) error {
	p, err := s.Claims.Proof(r.Context(), chi.URLParam(r, "token"))
	if err != nil {
		return s.claimProblem(w, r, who, err)
	}
	v := page.ClaimProofView{
		Frame: s.frameOf(r, who, p.Invitation.Organization), Head: claimHead(r, p.Invitation), Action: r.URL.Path, Name: p.Name, Email: string(p.Email),
		Application: p.Invitation.Kind == badge.OfferApplication, State: string(p.State),
	}
	if p.State == badge.ClaimDeclined {
		v.Reason = p.Reason
	}
	if p.Code != "" {
		v.BadgeURL = "/b/" + string(p.Code)
	}
	if refused != nil {
		v.Fault = sentences(refused)
		return s.again(w, r, page.ClaimProof(v))
	}
	return s.show(w, r, page.ClaimProof(v))
}

// claimProblem answers in the words of these pages.
func (s *server) claimProblem(w http.ResponseWriter, r *http.Request, who account.Visitor, err error) error {
	again := page.Link{Text: locale.Mark("Type a code"), URL: "/claim"}
	switch {
	case errors.Is(err, badge.ErrNotFound):
		s.problem(w, r, problem{status: http.StatusNotFound, who: who, heading: "This code opens nothing", text: "Compare it with the poster or the slip, letter by letter.", next: again})
	case errors.Is(err, badge.ErrTooMany):
		s.problem(w, r, problem{status: http.StatusTooManyRequests, who: who, heading: "That was too often", text: sentenceWrongCodes})
	case errors.Is(err, badge.ErrGone):
		s.problem(w, r, problem{status: http.StatusGone, who: who, heading: "This link has ended", text: "It works for 24 hours. Nothing was lost: type the code again, and a new letter comes.", next: again})
	default:
		return err
	}
	return nil
}
