package web

import (
	"errors"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/issuance"
	"laurel/internal/web/page"
)

// issuedBadge shows one credential to the organization that issued it.
func (s *server) issuedBadge(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, err := s.issuedView(r, who, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.IssuedBadge(v))
}

// revoke takes a credential back.
func (s *server) revoke(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	code, _ := badge.ParseCode(chi.URLParam(r, "code"))
	err := s.Issuer.Revoke(r.Context(), who.Actor(), org.ID, code, r.PostFormValue("reason"))
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.issuedView(r, who, org)
		if err != nil {
			return err
		}
		v.Errors = invalid.Fields
		return s.again(w, r, page.IssuedBadge(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The badge is revoked. Its page says so, and the earner is told.")
	return found(w, r, "/org/"+org.Slug+"/issued/"+string(code))
}

// hold suspends a credential.
func (s *server) hold(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	code, _ := badge.ParseCode(chi.URLParam(r, "code"))
	err := s.Issuer.Suspend(r.Context(), who.Actor(), org.ID, code, r.PostFormValue("reason"))
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.issuedView(r, who, org)
		if err != nil {
			return err
		}
		v.HoldErrors = invalid.Fields
		return s.again(w, r, page.IssuedBadge(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The badge is suspended. Its page says so, and the earner is told.")
	return found(w, r, "/org/"+org.Slug+"/issued/"+string(code))
}

// reinstate ends that.
func (s *server) reinstate(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	code, _ := badge.ParseCode(chi.URLParam(r, "code"))
	err := s.Issuer.Reinstate(r.Context(), who.Actor(), org.ID, code)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		s.notice(r.Context(), page.ToneQuestion, sentences(invalid))
	} else if err != nil {
		return err
	} else {
		s.notice(r.Context(), page.ToneGood, "The badge holds again. Its page says so, and the earner is told.")
	}
	return found(w, r, "/org/"+org.Slug+"/issued/"+string(code))
}

// resend writes the letter of a credential once more.
func (s *server) resend(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	code, _ := badge.ParseCode(chi.URLParam(r, "code"))
	err := s.Issuer.Resend(r.Context(), who.Actor(), org.ID, code)
	invalid, refused := errors.AsType[*badge.Invalid](err)
	switch {
	case refused:
		s.notice(r.Context(), page.ToneWrong, sentences(invalid))
	case err != nil:
		return err
	case s.Post.SMTP == nil:
		s.notice(r.Context(), page.ToneGood, "The letter is written again. There is no mail server, so it is kept to be read here.")
	default:
		s.notice(r.Context(), page.ToneGood, "The letter is on its way again.")
	}
	return found(w, r, "/org/"+org.Slug+"/issued/"+string(code))
}

func (s *server) issuedView(r *http.Request, who account.Visitor, org badge.Organization) (page.IssuedBadgeView, error) {
	code, ok := badge.ParseCode(chi.URLParam(r, "code"))
	if !ok {
		return page.IssuedBadgeView{}, badge.ErrNotFound
	}
	f, err := s.Issuer.File(r.Context(), who.Actor(), org.ID, code)
	if err != nil {
		return page.IssuedBadgeView{}, err
	}
	before, err := s.Issuer.History(r.Context(), who.Actor(), org.ID, code)
	if err != nil {
		return page.IssuedBadgeView{}, err
	}
	v := page.IssuedBadgeView{
		OrgFrame: s.orgFrame(r, who, org), Code: string(f.Code), URL: s.Portfolio.Address(f.Code), State: stateOf(f.Credential, s.Now()),
		Since: f.RevokedAt, Reason: f.Reason, Badge: f.Badge.Name, PictureURL: pictureURL(f.Badge.Picture), Name: f.Name, Email: string(f.Email),
		EarnerURL: "/org/" + org.Slug + "/earners/" + string(f.AccountID), IssuedAt: f.IssuedOn, ValidUntil: f.ExpiresOn, Number: f.ExternalNumber,
		BatchURL: batchURL(org, f.BatchID), File: f.Batch.FileName, Letter: letterState(f, who.Account.Operator),
		Before: history(before, "/org/"+org.Slug+"/issued/"+string(f.Code)),
	}
	if f.State == badge.CredentialSuspended {
		v.Since = f.SuspendedAt
	}
	if f.State != badge.CredentialRevoked && who.Actor().May(badge.ActAnswer, org.ID) == nil {
		v.Correct = &page.CorrectView{Name: f.Name, IssuedOn: isoDay(f.IssuedOn), ExpiresOn: isoDay(f.ExpiresOn)}
	}
	return v, nil
}

// letterState is where the letter about an issued badge stands.
func letterState(f issuance.File, readable bool) page.LetterState {
	for _, l := range f.Letters {
		if l.Kind != badge.LetterIssued {
			continue
		}
		word, tone := letterWord(l.State)
		state := page.LetterState{Word: word, Tone: tone, At: l.SentAt, Note: l.LastError}
		if l.SentAt.IsZero() {
			state.At = l.CreatedAt
		}
		if readable {
			state.URL = "/admin/letters/" + string(l.ID)
		}
		return state
	}
	return page.LetterState{}
}

// letterWord shows the state of a letter.
func letterWord(state badge.LetterState) (string, page.Tone) {
	switch state {
	case badge.LetterSent:
		return "Sent", page.ToneGood
	case badge.LetterKept:
		return "Kept", page.ToneQuiet
	case badge.LetterFailed:
		return "Failed", page.ToneWrong
	}
	return "Waiting", page.ToneQuestion
}
