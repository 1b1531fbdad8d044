package web

import (
	"net/http"
	"net/url"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/verify"
	"laurel/internal/web/page"
)

// badgePage is the proof under the short address: verified while one looks.
// Everything it says comes out of the signed document; only the day and the
// reason of a revocation come from the ledger.
func (s *server) badgePage(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	code, ok := badge.ParseCode(chi.URLParam(r, "code"))
	if !ok {
		return badge.ErrNotFound
	}
	stored, err := s.Verifier.Stored(r.Context(), code)
	if err != nil {
		return err
	}
	words := locale.From(r.Context())
	v := page.BadgeView{
		Frame: s.frameOf(r, who, stored.Organization), Checks: checks(words, stored.Report),
		URL: s.Portfolio.Address(code),
	}
	v.State, v.Since = standing(stored)
	v.Reason = unknownReason(words, stored.Report)
	if v.State == page.StateRevoked || v.State == page.StateSuspended {
		v.Reason = stored.Credential.Reason
	}
	if v.State != page.StateUnverified {
		v.Content, v.Formats = s.content(words, stored.Report), formats(stored.Credential, stored.Organization.Forms)
		if v.State == page.StateValid || v.State == page.StateExpired {
			certificate, err := s.certificateLink(r, stored.Credential)
			if err != nil {
				return err
			}
			v.Formats = append(v.Formats, certificate...)
		}
		putIntoWords(r, stored, &v.Content)
		v.Content.Issuer.URL = "/o/" + stored.Organization.Slug
		v.Content.Issuer.ContactURL = v.Content.Issuer.URL
		v.Meta = s.badgeMeta(v.Content, code)
		v.Meta.Index = indexed(w)
		s.metaCard(&v.Meta, code, s.facts(stored, v.Meta.Index))
		s.looked(r, who, stored.Credential)
	}
	return s.show(w, r, page.Badge(v))
}

// badgeMeta is what link previews show.
func (s *server) badgeMeta(c page.Content, code badge.Code) page.Meta {
	address := s.Portfolio.Address(code)
	m := page.Meta{Description: c.Issuer.Name + " issued this badge", URL: address}
	m.EmbedURL = s.PublicURL + "/oembed?" + url.Values{"url": {address}}.Encode()
	if c.Earner != "" {
		m.Description += " to " + c.Earner
	}
	if !c.IssuedAt.IsZero() {
		m.Description += " on " + c.IssuedAt.UTC().Format("January 2, 2006")
	}
	m.Description += "."
	return m
}

// badgeDocument is the credential as it was signed, byte for byte.
func (s *server) badgeDocument(w http.ResponseWriter, r *http.Request) error {
	code, canonical := badge.ParseCode(chi.URLParam(r, "code"))
	if !canonical {
		return badge.ErrNotFound
	}
	c, _, err := s.Issuer.Public(r.Context(), code)
	if err != nil {
		return err
	}
	return document(w, r, "application/vc+ld+json", c.Signed)
}

// standing is where a credential of ours stands, and since when it is revoked or
// suspended.
func standing(stored verify.Stored) (state page.State, since time.Time) {
	c := stored.Credential
	switch state = stateOfReport(stored.Report); {
	case state == page.StateRevoked && c.State == badge.CredentialSuspended: // a plain list has one word for both
		return page.StateSuspended, c.SuspendedAt
	case state == page.StateRevoked:
		return state, c.RevokedAt
	case state == page.StateSuspended:
		return state, c.SuspendedAt
	}
	return state, since
}

// stateOfReport is a verdict as pages show it. What could not be checked is
// never valid, and content whose signature does not hold is never shown. Of a
// revoked badge of Open Badges 2.0 there is no content to show.
func stateOfReport(r verify.Report) page.State {
	if !r.Shown && r.Verdict != verify.Revoked {
		return page.StateUnverified
	}
	switch r.Verdict {
	case verify.Valid:
		return page.StateValid
	case verify.Revoked:
		return page.StateRevoked
	case verify.Suspended:
		return page.StateSuspended
	case verify.Expired:
		return page.StateExpired
	case verify.NotYet:
		return page.StateNotYet
	case verify.Unclear:
		return page.StateUnknown
	}
	return page.StateUnverified
}

// unknownReason is the first check that was not passed, in its own words,
// where the state alone does not say why.
func unknownReason(words *locale.Words, r verify.Report) string {
	if r.Verdict == verify.Revoked || r.Shown && r.Verdict != verify.Unclear {
		return ""
	}
	for _, c := range r.Checks {
		if c.Result == verify.Fail || c.Result == verify.Unknown {
			return words.Tell(c.Sentence)
		}
	}
	return ""
}

// checkNames are the checks as people call them.
var checkNames = map[string]string{
	"signature": locale.Mark("Signature"), "issuer": locale.Mark("Issuer"), "refresh": locale.Mark("Newer copy"), "dates": locale.Mark("Dates"),
	"status": locale.Mark("Status"), "shape": locale.Mark("Open Badges standard"), "endorsement": locale.Mark("Endorsement"), "recipient": locale.Mark("Recipient"), "printed": locale.Mark("Printed page"), "subjects": locale.Mark("Subjects"),
}

// checks lists what was checked, with the technical detail behind each.
func checks(words *locale.Words, r verify.Report) []page.Check {
	list := make([]page.Check, len(r.Checks))
	for n, c := range r.Checks {
		list[n] = page.Check{Name: words.Say(checkNames[c.Name]), Outcome: page.Outcome(c.Result), Text: words.Tell(c.Sentence)}
		if c.Detail != "" {
			list[n].Details = []page.Fact{{Label: words.Say("In detail"), Value: c.Detail}}
		}
		if c.Name == "signature" && c.Result == verify.Pass {
			list[n].Tag, list[n].Details = c.Detail, []page.Fact{{Label: words.Say("Kind"), Value: c.Detail}, {Label: words.Say("Issuer"), Value: r.Issuer}}
		}
	}
	return list
}

// content is what a verified document says. Pictures on other servers are
// left out: opening a page asks nobody else for anything.
func (s *server) content(words *locale.Words, r verify.Report) page.Content {
	v := r.View
	c := page.Content{
		Name: v.Name, Earner: v.Recipient.Name, IssuedAt: v.ValidFrom, ValidUntil: v.ValidUntil, Number: v.LicenseNumber,
		Description: v.Description, CriteriaHTML: markdown(v.Criteria.Narrative), CriteriaURL: v.Criteria.ID, Narrative: v.Narrative,
		Picture: page.Picture{URL: s.picture(v.ImageURL), Alt: v.ImageCaption},
		Others:  v.OtherSubjects,
		Issuer:  page.Issuer{Name: v.Issuer.Name, Domain: r.Domain, Verified: r.Domain != "", LogoURL: s.picture(v.Issuer.ImageURL), URL: v.Issuer.URL},
	}
	if !v.AwardedDate.IsZero() {
		c.IssuedAt = v.AwardedDate
	}
	if v.AchievementType != "Badge" {
		c.Kind = page.Kind(v.AchievementType)
	}
	c.Texts.Language = v.InLanguage
	c.Details = detailFacts(creditsWords(v.CreditsAvailable), v.FieldOfStudy, words.LanguageName(v.InLanguage), firstOf(v.Creator.Name, v.Creator.URL), v.Creator.URL)
	for _, tag := range v.Tag {
		c.Skills = append(c.Skills, page.Skill{Name: tag})
	}
	for _, a := range v.Alignment {
		c.Skills = append(c.Skills, page.Skill{Name: a.TargetName, Framework: a.TargetFramework, URL: a.TargetURL})
	}
	for _, e := range v.Evidence {
		c.Evidence = append(c.Evidence, page.Evidence{Name: e.Name, Text: firstOf(e.Description, e.Narrative), URL: e.ID})
	}
	return c
}

// picture lets our own pictures and those inside the document through.
func (s *server) picture(address string) string {
	if path := s.path(address); path != address || len(address) > 5 && address[:5] == "data:" {
		return path
	}
	return ""
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
