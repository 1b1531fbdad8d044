package web

import (
	"net/http"
	"strings"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/tenant"
	"laurel/internal/web/page"
)

// dashboard is the first page of an organization's desk.
func (s *server) dashboard(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	o, err := s.Tenants.Overview(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	names, err := s.badgeNames(r, who, org)
	if err != nil {
		return err
	}
	desk := "/org/" + org.Slug
	v := page.DashboardView{OrgFrame: s.orgFrame(r, who, org)}
	if v.Notice == (page.Notice{}) && !who.FactorDue.IsZero() {
		v.Notice = page.Notice{Tone: page.ToneQuestion, Title: "Please add a second factor.", Text: "From " + who.FactorDue.UTC().Format("January 2, 2006") + " on, staff need a passkey or an authenticator app. Both are added on the page Security."}
	}
	if o.Issued == 0 {
		v.Checklist = s.checklist(desk, o)
		for n, task := range v.Checklist {
			if strings.HasSuffix(task.URL, "/issue") && !v.May.Issue || strings.HasSuffix(task.URL, "/badges/new") && !v.May.Design {
				v.Checklist[n].URL = ""
			}
		}
	} else {
		v.Numbers = []page.Number{
			{Label: "Badges issued", Value: o.Issued, URL: desk + "/issued"},
			{Label: "Earners", Value: o.Earners, URL: desk + "/earners"},
			{Label: "Badges to earn", Value: o.Achievements, URL: desk + "/badges"},
			{Label: "Revoked", Value: o.Revoked, URL: desk + "/issued?state=revoked"},
		}
	}
	for _, b := range o.Batches {
		v.Batches = append(v.Batches, page.BatchLink{
			URL: batchURL(org, b.ID), File: b.FileName, Badge: names[b.AchievementID], At: b.CreatedAt, Rows: b.Rows, State: string(b.State),
		})
	}
	return s.show(w, r, page.Dashboard(v))
}

// checklist is what to do until the first badge is issued.
func (s *server) checklist(desk string, o tenant.Overview) []page.Task {
	return []page.Task{
		{Text: "Create your organization", Done: true},
		{Text: "Set up a mail server", Hint: "Start the server with --smtp. Until then letters are kept, to be read here, and reach nobody.", Done: s.Post.SMTP != nil},
		{Text: "Create a badge", Hint: "A name, a picture, and what it takes to earn it.", URL: desk + "/badges/start", Done: o.Achievements > 0},
		{Text: "Issue it", Hint: "Begin with yourself: see what your earners will see.", URL: desk + "/issue"},
	}
}

// badgeNames are the present names of an organization's badges.
func (s *server) badgeNames(r *http.Request, who account.Visitor, org badge.Organization) (map[badge.AchievementID]string, error) {
	list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	names := make(map[badge.AchievementID]string, len(list))
	for _, a := range list {
		names[a.ID] = a.Revision.Name
	}
	return names, err
}

// batchURL is the address of a batch.
func batchURL(org badge.Organization, id badge.BatchID) string {
	return "/org/" + org.Slug + "/batches/" + string(id)
}
