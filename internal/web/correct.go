package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/desk"
	"laurel/internal/web/page"
)

// correctView is the form that signs the badge of a request anew, with what
// the earner says is right filled in. nil when there is nothing to correct.
func (s *server) correctView(r *http.Request, who account.Visitor, org badge.Organization, t desk.Thread) (*page.CorrectView, error) {
	if t.State != badge.RequestOpen || !t.Kind.WantsValue() {
		return nil, nil
	}
	all, err := s.Issuer.Of(r.Context(), who.Actor(), org.ID, t.AccountID)
	if err != nil {
		return nil, err
	}
	v := &page.CorrectView{}
	for _, row := range all {
		if row.State == badge.CredentialRevoked {
			continue
		}
		this := row.Code == t.Code
		if this {
			v.Name, v.IssuedOn, v.ExpiresOn = row.Name, isoDay(row.IssuedOn), isoDay(row.ExpiresOn)
		}
		v.Badges = append(v.Badges, page.CorrectBadge{Code: string(row.Code), Badge: row.BadgeName, Name: row.Name, IssuedAt: row.IssuedOn, Checked: this})
	}
	switch t.Kind {
	case badge.RequestName:
		v.Name = t.Wanted
	case badge.RequestIssued:
		v.IssuedOn = t.Wanted
	case badge.RequestExpires:
		v.ExpiresOn = t.Wanted
	}
	if len(v.Badges) == 0 {
		return nil, nil
	}
	return v, nil
}

func isoDay(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.UTC().Format(time.DateOnly)
}

// requestCorrect signs the chosen badges of a request anew and closes it.
func (s *server) requestCorrect(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActAnswer, org.ID); err != nil {
		return err
	}
	v, err := s.deskRequestView(r, who, org)
	if err != nil {
		return err
	}
	if v.Correct == nil {
		return badge.ErrConflict
	}
	v.Correct.Name, v.Correct.IssuedOn, v.Correct.ExpiresOn = r.PostFormValue("name"), r.PostFormValue("issued_on"), r.PostFormValue("expires_on")
	for n := range v.Correct.Badges {
		v.Correct.Badges[n].Checked = slices.Contains(r.PostForm["codes"], v.Correct.Badges[n].Code)
	}
	corrections, err := s.corrections(r, who, org, v)
	if err == nil {
		for _, c := range corrections {
			if err = s.Issuer.Correct(r.Context(), who.Actor(), org.ID, c, "Corrected at the request of its earner."); err != nil {
				break
			}
		}
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v.Correct.Errors = invalid.Fields
		return s.again(w, r, page.DeskRequest(v))
	}
	if err != nil {
		return err
	}
	text := "We have corrected your badge and signed it anew. Its address is the same."
	if len(corrections) > 1 {
		text = "We have corrected " + strconv.Itoa(len(corrections)) + " of your badges and signed them anew. Their addresses are the same."
	}
	id := badge.RequestID(chi.URLParam(r, "request"))
	if err := s.Desk.Answer(r.Context(), who.Actor(), org.ID, id, badge.RequestDone, text); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Signed anew. The earner is told.")
	return found(w, r, "/org/"+org.Slug+"/requests/"+string(id))
}

// corrections are what the form of a request asks for: the dates of its own
// badge, and the name on every badge that was chosen.
func (s *server) corrections(r *http.Request, who account.Visitor, org badge.Organization, v page.DeskRequestView) ([]badge.Correction, error) {
	typed, err := correctionTyped(r)
	if err != nil {
		return nil, err
	}
	var all []badge.Correction
	for _, chosen := range v.Correct.Badges {
		if !chosen.Checked {
			continue
		}
		f, err := s.Issuer.File(r.Context(), who.Actor(), org.ID, badge.Code(chosen.Code))
		if err != nil {
			return nil, err
		}
		c := badge.Correction{Code: f.Code, Name: typed.Name, IssuedOn: f.IssuedOn, ExpiresOn: f.ExpiresOn}
		if string(f.Code) == v.Code {
			c.IssuedOn, c.ExpiresOn = typed.IssuedOn, typed.ExpiresOn
		}
		if c.Changes(f.Credential, "") {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return nil, badge.Refuse("codes", "Nothing would change. Choose the badges that should say something else.")
	}
	return all, nil
}

// correctionTyped reads the fields of a correction.
func correctionTyped(r *http.Request) (c badge.Correction, err error) {
	c.Name = r.PostFormValue("name")
	if c.IssuedOn, err = time.Parse(time.DateOnly, r.PostFormValue("issued_on")); err != nil {
		return c, badge.Refuse("issued_on", "Give the day of issue.")
	}
	if typed := r.PostFormValue("expires_on"); typed != "" {
		if c.ExpiresOn, err = time.Parse(time.DateOnly, typed); err != nil {
			return c, badge.Refuse("expires_on", "Give the last day, or nothing if there is none.")
		}
	}
	return c, c.Validate()
}

// correct signs one issued badge anew, when the organization itself saw what is wrong.
func (s *server) correct(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActAnswer, org.ID); err != nil {
		return err
	}
	code, _ := badge.ParseCode(chi.URLParam(r, "code"))
	c, err := correctionTyped(r)
	if err == nil {
		c.Code = code
		err = s.Issuer.Correct(r.Context(), who.Actor(), org.ID, c, r.PostFormValue("why"))
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.issuedView(r, who, org)
		if err != nil {
			return err
		}
		v.Correct = &page.CorrectView{
			Name: r.PostFormValue("name"), IssuedOn: r.PostFormValue("issued_on"), ExpiresOn: r.PostFormValue("expires_on"), Why: r.PostFormValue("why"), Errors: invalid.Fields,
		}
		return s.again(w, r, page.IssuedBadge(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The badge is signed anew. Its address is the same, and the earner is told.")
	return found(w, r, "/org/"+org.Slug+"/issued/"+string(code))
}

// history shows what a badge said before, each with the address of its document.
func history(all []badge.Predecessor, at string) (lines []page.Before) {
	for _, p := range all {
		lines = append(lines, page.Before{
			Name: p.Name, IssuedAt: p.IssuedOn, ValidUntil: p.ExpiresOn, ReplacedAt: p.ReplacedAt, Reason: p.Reason, URL: at + "/before/" + strconv.Itoa(p.Number) + ".json",
		})
	}
	return lines
}

// issuedBefore hands out what one of an organization's badges said before.
func (s *server) issuedBefore(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	code, _ := badge.ParseCode(chi.URLParam(r, "code"))
	all, err := s.Issuer.History(r.Context(), who.Actor(), org.ID, code)
	if err != nil {
		return err
	}
	return predecessor(w, r, code, all)
}

// earnedBefore hands out what one of the reader's own badges said before.
func (s *server) earnedBefore(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	it, err := s.earned(r, who)
	if err != nil {
		return err
	}
	all, err := s.Portfolio.History(r.Context(), who.Actor(), it.Code)
	if err != nil {
		return err
	}
	return predecessor(w, r, it.Code, all)
}

// predecessor is one of several, as the very bytes that were signed.
func predecessor(w http.ResponseWriter, r *http.Request, code badge.Code, all []badge.Predecessor) error {
	number, err := strconv.Atoi(chi.URLParam(r, "number"))
	n := slices.IndexFunc(all, func(p badge.Predecessor) bool { return p.Number == number })
	if err != nil || n < 0 {
		return badge.ErrNotFound
	}
	return handOut(w, string(code)+"-before-"+strconv.Itoa(number)+".json", all[n].Signed)
}
