package web

import (
	"net/http"
	"slices"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// expiryForm shows of which badges earners are told before they end.
func (s *server) expiryForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	quiet, err := s.Issuer.Quiet(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	all, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	v := page.RemindersView{OrgFrame: s.orgFrame(r, who, org), May: who.Actor().May(badge.ActSetting, org.ID) == nil}
	for _, a := range all {
		v.Badges = append(v.Badges, page.ReminderRow{ID: string(a.ID), Name: a.Revision.Name, On: !slices.Contains(quiet, a.ID)})
	}
	return s.show(w, r, page.Reminders(v))
}

// expirySave sets that.
func (s *server) expirySave(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	var on []badge.AchievementID
	for _, id := range r.PostForm["badge"] {
		on = append(on, badge.AchievementID(id))
	}
	if err := s.Issuer.SetReminders(r.Context(), who.Actor(), org.ID, on); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "Noted.")
	return found(w, r, "/org/"+org.Slug+"/issued/reminders")
}
