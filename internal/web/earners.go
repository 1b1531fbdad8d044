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

// earner shows one person and what the organization issued to them.
func (s *server) earner(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	id := badge.AccountID(chi.URLParam(r, "earner"))
	e, err := s.Accounts.Earner(r.Context(), who.Actor(), org.ID, id)
	if err != nil {
		return err
	}
	list, err := s.Issuer.Of(r.Context(), who.Actor(), org.ID, id)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Earner(page.EarnerView{
		OrgFrame: s.orgFrame(r, who, org), ID: string(id), Name: e.Name, Email: string(e.Email), Locked: !e.LockedAt.IsZero(), LockedAt: e.LockedAt,
		LastLoginAt: e.LastLoginAt, Badges: s.issuedRows(org, list),
	}))
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
