package web

import (
	"errors"
	"net/http"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/portfolio"
	"laurel/internal/web/page"
)

// portfolioBadge shows one of somebody's badges, with everything its earner
// can do with it.
func (s *server) portfolioBadge(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.portfolioBadgeView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.PortfolioBadge(v))
}

// setVisibility decides who may open a badge.
func (s *server) setVisibility(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	it, err := s.earned(r, who)
	if err != nil {
		return err
	}
	visibility, err := badge.ParseVisibility(r.PostFormValue("visibility"))
	if err != nil {
		return err
	}
	if err := s.Portfolio.SetVisibility(r.Context(), who.Actor(), it.Code, visibility); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, map[badge.Visibility]string{
		badge.VisibilityPublic:   locale.Mark("Everybody may open this badge now, and search engines may find it."),
		badge.VisibilityUnlisted: locale.Mark("Whoever has the address may open this badge now. Search engines are asked to leave it out."),
		badge.VisibilityPrivate:  locale.Mark("Only you can open this badge now. Its address answers as if there were nothing."),
	}[visibility])
	return found(w, r, "/portfolio/"+string(it.Code))
}

// sendBadge shows a badge to somebody by letter.
func (s *server) sendBadge(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	it, err := s.earned(r, who)
	if err != nil {
		return err
	}
	to, note := r.PostFormValue("to"), r.PostFormValue("note")
	err = s.Portfolio.Send(r.Context(), who.Actor(), it.Code, to, note)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.portfolioBadgeView(r, who)
		if err != nil {
			return err
		}
		v.Mail.To, v.Mail.Note, v.Mail.Errors = to, note, invalid.Fields
		return s.again(w, r, page.PortfolioBadge(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The letter is on its way. An answer comes to you.")
	return found(w, r, "/portfolio/"+string(it.Code))
}

func (s *server) portfolioBadgeView(r *http.Request, who account.Visitor) (v page.PortfolioBadgeView, err error) {
	it, err := s.earned(r, who)
	if err != nil {
		return v, err
	}
	before, err := s.Portfolio.History(r.Context(), who.Actor(), it.Code)
	if err != nil {
		return v, err
	}
	certificate, err := s.certificateLink(r, it.Credential)
	if err != nil {
		return v, err
	}
	shown := wording(r, it.Badge)
	v = page.PortfolioBadgeView{
		Before: history(before, "/portfolio/"+string(it.Code)),
		Frame:  s.frame(r, who), Code: string(it.Code), State: stateOf(it.Credential, s.Now()), Ending: s.ending(it.Credential), Reason: it.Reason, URL: s.Portfolio.Address(it.Code),
		Visibility: page.Visibility(it.Visibility), Mail: page.ShareMail{From: string(who.Account.Email)}, RequestURL: "/requests/new?badge=" + string(it.Code),
		Downloads: append(formats(it.Credential, it.Organization.Forms), page.Link{Text: "JPEG", URL: "/b/" + string(it.Code) + ".jpg"}),
		Content: page.Content{
			Name: shown.Name, Texts: textsOf(r, it.Badge, shown, it.Organization), Picture: page.Picture{URL: pictureURL(it.Badge.Picture)}, Earner: it.Name, IssuedAt: it.IssuedOn, ValidUntil: it.ExpiresOn,
			Number: it.ExternalNumber,
			Issuer: page.Issuer{Name: it.Organization.Name, Domain: s.public.Host, Verified: true, LogoURL: pictureURL(it.Organization.Logo), URL: "/o/" + it.Organization.Slug},
		},
	}
	v.Content.Texts.Signed = true
	if len(certificate) > 0 {
		v.CertificateURL, v.Downloads = certificate[0].URL, append(v.Downloads, certificate...)
	}
	v.Share = shareLinks(s.Portfolio.Links(it))
	v.Wallets = s.wallets(r, it)
	v.Opened, err = s.openedView(r, who, it.Code)
	return v, err
}

// shareLinks are the networks as the page shows them.
func shareLinks(l portfolio.Links) page.ShareLinks {
	v := page.ShareLinks{ProfileURL: l.Profile, StreamURL: l.Stream, XURL: l.X, Facebook: l.Facebook, WhatsApp: l.WhatsApp}
	for _, f := range l.Fields {
		v.Fields = append(v.Fields, page.Fact{Label: f.Name, Value: f.Value})
	}
	return v
}

// openedView is how often a badge page was opened.
func (s *server) openedView(r *http.Request, who account.Visitor, code badge.Code) (page.Opened, error) {
	days, err := s.Portfolio.Views(r.Context(), who.Actor(), code)
	var v page.Opened
	month := badge.Day(s.Now()).AddDate(0, 0, -29)
	for n, d := range days {
		v.All += d.Opened
		if !d.Day.Before(month) {
			v.Month += d.Opened
		}
		if n < 30 {
			v.Days = append(v.Days, page.DayCount{Day: d.Day, Count: d.Opened})
		}
	}
	return v, err
}

// ending is how many days a badge still holds, when they are few; 0: not few,
// or none.
func (s *server) ending(c badge.Credential) int {
	left := c.ValidUntil().Sub(s.Now())
	if c.ExpiresOn.IsZero() || stateOf(c, s.Now()) != page.StateValid || left > portfolio.EndingSoon {
		return 0
	}
	return int(left/(24*time.Hour)) + 1
}
