package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// earners lists the people whom an organization issued to.
func (s *server) earners(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	query, offset := r.FormValue("q"), number(r, "from")
	list, err := s.Accounts.Earners(r.Context(), who.Actor(), org.ID, query, offset, listPage)
	if err != nil {
		return err
	}
	v := page.EarnersView{
		OrgFrame: s.orgFrame(r, who, org), Query: query, None: len(list) == 0 && query == "" && offset == 0,
		Pager: pager(url.Values{"q": {query}}.Encode(), offset, len(list), listPage, -1),
	}
	for _, e := range list {
		v.Rows = append(v.Rows, page.EarnerRow{
			ID: string(e.AccountID), URL: "/org/" + org.Slug + "/earners/" + string(e.AccountID), Name: e.Name, Email: string(e.Email), Badges: e.Credentials, Locked: !e.LockedAt.IsZero(),
		})
	}
	return s.show(w, r, page.Earners(v))
}

// earner shows one person: what the organization knows of them, issued to them
// and wrote to them.
func (s *server) earner(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	id := badge.AccountID(chi.URLParam(r, "earner"))
	f, err := s.Accounts.EarnerFile(r.Context(), who.Actor(), org.ID, id)
	if err != nil {
		return err
	}
	list, err := s.Issuer.Of(r.Context(), who.Actor(), org.ID, id)
	if err != nil {
		return err
	}
	v := page.EarnerView{
		OrgFrame: s.orgFrame(r, who, org), ID: string(id), Name: f.Name, Email: string(f.Email), Number: f.ExternalNumber, Locked: !f.LockedAt.IsZero(), LockedAt: f.LockedAt,
		LastLoginAt: f.LastLoginAt, Failures: f.Failures, FailedDays: account.FailedDays, Badges: s.issuedRows(org, list),
	}
	for _, q := range f.Requests {
		row := requestRow(q)
		row.URL, row.Name = "/org/"+org.Slug+"/requests/"+string(q.ID), ""
		v.Requests = append(v.Requests, row)
	}
	badges := map[badge.CredentialID]string{}
	for _, c := range list {
		badges[c.ID] = c.BadgeName
	}
	for _, l := range f.Letters {
		word, tone := letterWord(l.State)
		row := page.EarnerLetter{What: letterWhat[l.Kind], About: badges[l.CredentialID], To: string(l.To), Word: word, Tone: tone, At: l.SentAt, Note: l.LastError}
		if l.SentAt.IsZero() {
			row.At = l.CreatedAt
		}
		v.Letters = append(v.Letters, row)
	}
	return s.show(w, r, page.Earner(v))
}

// letterWhat names letters as an organization speaks of them.
var letterWhat = map[badge.LetterKind]string{
	badge.LetterIssued: "Congratulations", badge.LetterRevoked: "Badge revoked", badge.LetterCorrected: "Badge corrected", badge.LetterRenewed: "Badge renewed", badge.LetterSuspended: "Badge suspended",
	badge.LetterReinstated: "Badge reinstated", badge.LetterUnlocked: "Account unlocked", badge.LetterNewPassword: "Link for a new password",
	badge.LetterRequestAnswered: "Request answered", badge.LetterExpiring: "Badge expires soon",
}

// earnerPassword sends an earner a link for a new password.
func (s *server) earnerPassword(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	id := badge.AccountID(chi.URLParam(r, "earner"))
	err := s.Accounts.SendPassword(r.Context(), who.Actor(), org.ID, id)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		s.notice(r.Context(), page.ToneQuestion, sentences(invalid))
	} else if err != nil {
		return err
	} else {
		s.notice(r.Context(), page.ToneGood, "A letter brings a link for a new password. It works once, for 60 minutes. You see and set no password.")
	}
	return found(w, r, "/org/"+org.Slug+"/earners/"+string(id))
}

// unlock lets an earner in again who was locked out.
func (s *server) unlock(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	id := badge.AccountID(chi.URLParam(r, "earner"))
	err := s.Accounts.Unlock(r.Context(), who.Actor(), org.ID, id)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		s.notice(r.Context(), page.ToneQuestion, sentences(invalid))
	} else if err != nil {
		return err
	} else {
		s.notice(r.Context(), page.ToneGood, "The account is unlocked. A letter brings its owner a link for a new password.")
	}
	return found(w, r, "/org/"+org.Slug+"/earners/"+string(id))
}

// unlockMany unlocks the earners that are ticked in the list.
func (s *server) unlockMany(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	var ids []badge.AccountID
	for _, id := range r.PostForm["earner"] {
		ids = append(ids, badge.AccountID(id))
	}
	ids = ids[:min(len(ids), listPage)]
	unlocked, err := s.Accounts.UnlockMany(r.Context(), who.Actor(), org.ID, ids)
	invalid, left := errors.AsType[*badge.Invalid](err)
	switch {
	case left:
		s.notice(r.Context(), page.ToneQuestion, fmt.Sprintf("Unlocked: %d of %d. Of the others: %s", unlocked, len(ids), sentences(invalid)))
	case err != nil:
		return err
	case len(ids) == 0:
		s.notice(r.Context(), page.ToneQuestion, "Nobody was ticked. Tick the locked accounts to unlock, then press the button again.")
	default:
		s.notice(r.Context(), page.ToneGood, fmt.Sprintf("Unlocked: %d. Letters bring their owners links for a new password.", unlocked))
	}
	return found(w, r, "/org/"+org.Slug+"/earners")
}
