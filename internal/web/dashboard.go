package web

import (
	"fmt"
	"net/http"

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
	v := page.DashboardView{OrgFrame: s.orgFrame(r, who, org), LogoURL: pictureURL(org.Logo), PublicURL: "/o/" + org.Slug}
	if v.Notice == (page.Notice{}) && !who.FactorDue.IsZero() {
		v.Notice = page.Notice{Tone: page.ToneQuestion, Title: "Please add a second factor.", Text: "From " + who.FactorDue.UTC().Format("January 2, 2006") + " on, staff need a passkey or an authenticator app. Both are added on the page Security."}
	}
	v.HasBadge = o.Achievements > 0
	v.Suspended = !org.SuspendedAt.IsZero()
	if !o.Reached.Others {
		v.Checklist = s.checklist(v.OrgFrame, org, o)
	} else {
		v.Numbers = numbers("/org/"+org.Slug, o)
	}
	v.Attention = attention(v.OrgFrame, org, o)
	for _, b := range o.Batches {
		v.Batches = append(v.Batches, page.BatchLink{
			URL: batchURL(org, b.ID), File: b.FileName, Badge: names[b.AchievementID], At: b.CreatedAt, Rows: b.Rows, State: string(b.State),
		})
	}
	return s.show(w, r, page.Dashboard(v))
}

// checklist is what to do until a badge is issued to somebody outside. Where
// the viewer's role does not reach, there is no way to start.
func (s *server) checklist(f page.OrgFrame, org badge.Organization, o tenant.Overview) []page.Task {
	desk := "/org/" + org.Slug
	only := func(may bool, url string) string {
		if may {
			return desk + url
		}
		return ""
	}
	tasks := []page.Task{
		{Text: "Create your organization", Done: true},
		{Text: "Say who you are", Hint: "A sentence or two for your public page and for every badge.", URL: only(f.May.Setting, "/settings#profile"), Done: org.Description != ""},
		{Text: "Add your logo and your color", Hint: "They stand on your pages and in your letters.", URL: only(f.May.Setting, "/settings#look"), Done: org.Logo != ""},
		{Text: "Confirm the terms", Hint: "Four sentences about the people whose names you use.", URL: only(f.May.Setting, "/settings#terms"), Done: !org.TermsAt.IsZero()},
		{Text: "Create a badge", Hint: "A name, a picture, and what it takes to earn it.", URL: only(f.May.Design, "/badges/start"), Done: o.Achievements > 0},
		{Text: "Issue it to yourself", Hint: "See what your earners will see: the letter, the page, the portfolio.", URL: only(f.May.Issue, "/issue"), Done: o.Reached.Staff},
		{Text: "Issue your first batch", Hint: "Paste people or drop a file. Nothing leaves before you confirm it.", URL: only(f.May.Issue, "/issue")},
	}
	if s.Post.SMTP == nil {
		mail := page.Task{Text: "Set up a mail server", Hint: "Whoever runs this server starts it with --smtp. Until then letters are kept here and reach nobody."}
		tasks = append(tasks[:4:4], append([]page.Task{mail}, tasks[4:]...)...)
	}
	return tasks
}

// numbers are what came of it, each with where to read more.
func numbers(desk string, o tenant.Overview) []page.Number {
	n := []page.Number{{Label: "Issued", Value: o.Issued, URL: desk + "/issued", Of: people(o.Earners)}}
	if o.Counted {
		n = append(n,
			page.Number{Label: "Opened", Value: o.CameOfIt.Opened, URL: desk + "/issued", Of: share(o.CameOfIt.Opened, o.Issued, "of the badges")},
			page.Number{Label: "Claimed", Value: o.CameOfIt.Claimed, URL: desk + "/earners", Of: share(o.CameOfIt.Claimed, o.Earners, "logged in")},
			page.Number{Label: "Shared", Value: o.CameOfIt.Shared, URL: desk + "/issued", Of: share(o.CameOfIt.Shared, o.Issued, "of the badges")},
		)
	}
	return append(n, page.Number{Label: "Revoked", Value: o.Revoked, URL: desk + "/issued?state=revoked"})
}

func people(n int) string {
	if n == 1 {
		return "to one person"
	}
	return "to " + page.Thousands(n) + " people"
}

// share is a part of a whole in words, rounded down so that everybody is 100% only.
func share(part, whole int, words string) string {
	if whole == 0 {
		return ""
	}
	return fmt.Sprintf("%d%% %s", min(100, part*100/whole), words)
}

// attention is what waits for somebody whose role reaches it.
func attention(f page.OrgFrame, org badge.Organization, o tenant.Overview) (list []page.Waiting) {
	desk := "/org/" + org.Slug
	add := func(n int, tone page.Tone, one, many, url string) {
		if n == 1 {
			list = append(list, page.Waiting{Tone: tone, Text: one, URL: desk + url})
		} else if n > 1 {
			list = append(list, page.Waiting{Tone: tone, Text: page.Thousands(n) + many, URL: desk + url})
		}
	}
	if f.May.Answer {
		add(o.Attention.Requests, page.ToneQuestion, "One request waits for an answer", " requests wait for an answer", "/requests")
	}
	if f.May.Issue {
		add(o.Attention.Batches, page.ToneInfo, "One file waits to be confirmed", " files wait to be confirmed", "#batches")
	}
	add(o.Attention.Letters, page.ToneWrong, "One letter could not be delivered", " letters could not be delivered", "/issued")
	add(o.CameOfIt.Expiring, page.ToneInfo, "One badge ends within 60 days", " badges end within 60 days", "/issued")
	if f.May.Setting && o.Reached.Others && org.TermsAt.IsZero() {
		list = append(list, page.Waiting{Tone: page.ToneQuestion, Text: "The terms are not confirmed yet", URL: desk + "/settings#terms"})
	}
	return list
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
