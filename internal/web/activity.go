package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/insight"
	"laurel/internal/web/page"
)

// activity is who did what in an organization.
func (s *server) activity(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	at := "/org/" + org.Slug + "/activity"
	v := page.ActivityView{OrgFrame: s.orgFrame(r, who, org), Action: at, Verbs: verbChoices(deskVerbs)}
	people, err := s.Insights.People(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return err
	}
	v.People = []page.Choice{{Text: "Anybody"}}
	for _, p := range people {
		v.People = append(v.People, page.Choice{Value: badge.Actor{AccountID: p.ID}.Name(), Text: firstOf(p.Name, string(p.Email))})
	}
	v.People = append(v.People, page.Choice{Value: "issuer", Text: actorWords["issuer"]}, page.Choice{Value: "host", Text: actorWords["host"]})
	return s.showActivity(w, r, &v, func(q insight.LogQuery) ([]page.ActivityLine, []insight.Line, error) {
		lines, err := s.Insights.Log(r.Context(), who.Actor(), org.ID, q)
		return activityLines(lines, at, map[badge.OrgID]badge.Organization{org.ID: org}, false), lines, err
	})
}

// activityOfAll is activity for whoever runs the installation.
func (s *server) activityOfAll(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	at := "/admin/activity"
	v := page.ActivityView{OrgFrame: page.OrgFrame{Frame: s.frame(r, who)}, Action: at, Verbs: verbChoices(slices.Concat(deskVerbs, adminVerbs))}
	return s.showActivity(w, r, &v, func(q insight.LogQuery) ([]page.ActivityLine, []insight.Line, error) {
		orgs, err := s.organizationsByID(r, who)
		if err != nil {
			return nil, nil, err
		}
		lines, err := s.Insights.LogOfAll(r.Context(), who.Actor(), q)
		return activityLines(lines, at, orgs, true), lines, err
	})
}

func (s *server) organizationsByID(r *http.Request, who account.Visitor) (map[badge.OrgID]badge.Organization, error) {
	all, err := s.Tenants.All(r.Context(), who.Actor())
	orgs := make(map[badge.OrgID]badge.Organization, len(all))
	for _, o := range all {
		orgs[o.ID] = o
	}
	return orgs, err
}

// listed reads a part of the log, for people and as it is.
type listed func(q insight.LogQuery) ([]page.ActivityLine, []insight.Line, error)

// showActivity reads the filters, and answers with a page of lines.
func (s *server) showActivity(w http.ResponseWriter, r *http.Request, v *page.ActivityView, list listed) error {
	q := activityQuery(r, v)
	q.Before, q.Limit = r.FormValue("before"), listPage+1
	rows, lines, err := list(q)
	if err != nil {
		return err
	}
	filter := url.Values{"person": {v.Person}, "verb": {v.Verb}, "from": {v.From}, "to": {v.To}, "subject": {v.Subject}}
	v.Narrowed = len(strings.Join([]string{v.Person, v.Verb, v.From, v.To, v.Subject, q.Before}, "")) > 0
	v.Lines, v.CSVURL = rows[:min(len(rows), listPage)], v.Action+".csv?"+filter.Encode()
	if n := len(v.Lines); n > 0 {
		from := max(number(r, "from_line"), 1)
		v.Pager = page.Pager{From: from, To: from + n - 1, Total: -1}
		if from > 1 {
			v.Pager.FirstURL = "?" + filter.Encode()
		}
		if len(rows) > listPage {
			filter.Set("before", lines[n-1].ID)
			filter.Set("from_line", strconv.Itoa(from+n))
			v.Pager.NextURL = "?" + filter.Encode()
		}
	}
	return s.show(w, r, page.Activity(*v))
}

// activityQuery is what the form asks. A day that cannot be read narrows
// nothing, and is told.
func activityQuery(r *http.Request, v *page.ActivityView) insight.LogQuery {
	v.Person, v.Verb, v.Subject, v.From, v.To = r.FormValue("person"), r.FormValue("verb"), r.FormValue("subject"), r.FormValue("from"), r.FormValue("to")
	q := insight.LogQuery{Actor: v.Person, Verb: v.Verb, Subject: v.Subject}
	for _, d := range []struct {
		typed *string
		into  *time.Time
	}{{&v.From, &q.From}, {&v.To, &q.To}} {
		if *d.typed == "" {
			continue
		}
		day, err := time.Parse(time.DateOnly, *d.typed)
		if err != nil {
			v.Fault, *d.typed = "“"+*d.typed+"” is no day. Write it like 2026-03-01.", ""
			continue
		}
		*d.into = day
	}
	if !q.To.IsZero() {
		q.To = q.To.AddDate(0, 0, 1)
	}
	return q
}

// How much of the log one file holds, and is read at once.
const (
	activityFile = 10_000
	activityRead = 500
)

// activityCSV is the log as a file, narrowed like the page.
func (s *server) activityCSV(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	return writeActivity(w, r, func(q insight.LogQuery) ([]page.ActivityLine, []insight.Line, error) {
		lines, err := s.Insights.Log(r.Context(), who.Actor(), org.ID, q)
		return activityLines(lines, "", map[badge.OrgID]badge.Organization{org.ID: org}, false), lines, err
	})
}

func (s *server) activityOfAllCSV(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	orgs, err := s.organizationsByID(r, who)
	if err != nil {
		return err
	}
	return writeActivity(w, r, func(q insight.LogQuery) ([]page.ActivityLine, []insight.Line, error) {
		lines, err := s.Insights.LogOfAll(r.Context(), who.Actor(), q)
		return activityLines(lines, "", orgs, true), lines, err
	})
}

func writeActivity(w http.ResponseWriter, r *http.Request, list listed) error {
	q := activityQuery(r, &page.ActivityView{})
	q.Limit = activityRead
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	rows := [][]string{{"time", "organization", "who", "verb", "did", "what", "id", "note", "changes"}}
	for len(rows) <= activityFile {
		shown, lines, err := list(q)
		if err != nil {
			return err
		}
		for n, l := range shown {
			var changed []string
			for _, c := range l.Changes {
				changed = append(changed, c.Label+": "+c.Value)
			}
			rows = append(rows, []string{
				l.At.UTC().Format(time.RFC3339), asText(l.Org), asText(l.Who), lines[n].Verb, asText(l.Did), asText(l.What), asText(lines[n].Subject), asText(l.Note), asText(strings.Join(changed, "; ")),
			})
		}
		if len(lines) < activityRead {
			break
		}
		q.Before = lines[len(lines)-1].ID
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return download(w, "activity.csv", b.Bytes())
}
