package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/insight"
	"laurel/internal/web/page"
)

// insights tells what came of what an organization issued.
func (s *server) insights(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v := page.InsightsView{OrgFrame: s.orgFrame(r, who, org), Batch: r.FormValue("batch"), Badge: r.FormValue("badge")}
	q, err := s.insightQuestion(r, who, org, &v)
	if err != nil {
		return err
	}
	report, err := s.Insights.Of(r.Context(), who.Actor(), org.ID, q)
	if err != nil {
		return err
	}
	v.Period, v.Periods = string(q.Period), []page.Choice{
		{Value: string(insight.Month), Text: "30 days"}, {Value: string(insight.Quarter), Text: "90 days"}, {Value: string(insight.Year), Text: "12 months"}, {Value: string(insight.Ever), Text: "All the time"},
	}
	v.None = report.Issued == 0 && q == insight.Question{Period: q.Period}
	v.From, v.To, v.Months = report.From, report.To, report.Months
	if report.Few {
		v.Few = insight.Fewest
	}
	v.CSVURL = "/org/" + org.Slug + "/insights.csv?" + url.Values{"period": {v.Period}, "badge": {v.Badge}, "batch": {v.Batch}}.Encode()
	v.Funnel = funnel(report)
	v.Charts, v.Columns, v.Lines = charts(report), columnNames(report), insightLines(report)
	v.Shares, v.Downloads = barsOf(report, badge.Shares), barsOf(report, badge.Downloads)
	v.Setback = barsOf(report, []badge.Counted{badge.CountedUndelivered, badge.CountedRevoked, badge.CountedExpired})
	for _, t := range report.Top {
		top := page.TopBadge{Name: t.Name, Issued: t.InPeriod, URL: "/org/" + org.Slug + "/insights?" + url.Values{"period": {v.Period}, "badge": {t.Slug}}.Encode()}
		if t.Counts != nil {
			for _, stage := range []badge.Stage{badge.StageOpened, badge.StageClaimed, badge.StageShared, badge.StageVerified} {
				top.Reached = append(top.Reached, t.Counts[stage.Counted()])
			}
		}
		v.Top = append(v.Top, top)
	}
	return s.show(w, r, page.Insights(v))
}

// insightQuestion is what the form asks, with what it can be asked.
func (s *server) insightQuestion(r *http.Request, who account.Visitor, org badge.Organization, v *page.InsightsView) (q insight.Question, err error) {
	badges, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	if err != nil {
		return q, err
	}
	names := map[badge.AchievementID]string{}
	v.Badges, v.Batches = []page.Choice{{Text: "All badges"}}, []page.Choice{{Text: "All batches"}}
	for _, a := range badges {
		names[a.ID] = a.Revision.Name
		v.Badges = append(v.Badges, page.Choice{Value: a.Slug, Text: a.Revision.Name})
		if a.Slug == v.Badge {
			q.Achievement = a.ID
		}
	}
	if v.Badge != "" && q.Achievement == "" {
		return q, badge.ErrNotFound
	}
	q.Batch = badge.BatchID(v.Batch)
	batches, err := s.Insights.Batches(r.Context(), who.Actor(), org.ID, q.Batch)
	if err != nil {
		return q, err
	}
	for _, b := range batches {
		if q.Achievement == "" || b.AchievementID == q.Achievement || b.ID == q.Batch {
			text := b.ConfirmedAt.UTC().Format("Jan 2, 2006") + ": " + names[b.AchievementID] + ", " + b.FileName
			v.Batches = append(v.Batches, page.Choice{Value: string(b.ID), Text: text})
		}
	}
	fallback := insight.Month
	if q.Batch != "" {
		fallback, q.Achievement, v.Badge = insight.Ever, "", ""
	}
	q.Period = insight.ParsePeriod(r.FormValue("period"), fallback)
	return q, nil
}

// stageWords name the stages, with what each means.
var stageWords = map[badge.Stage][2]string{
	badge.StageIssued: {"Issued", ""}, badge.StageDelivered: {"Delivered", "the letter was sent"}, badge.StageOpened: {"Page opened", "by somebody else"},
	badge.StageClaimed: {"Logged in", "the earner, since"}, badge.StageShared: {"Shared", "anywhere"}, badge.StageVerified: {"Verified", "beyond the page"},
}

// funnel is how far credentials came. What is not told has no line.
func funnel(r insight.Report) (bars []page.Bar) {
	for _, stage := range badge.Stages {
		if r.Few && stage != badge.StageIssued && stage != badge.StageDelivered {
			continue
		}
		words := stageWords[stage]
		bars = append(bars, page.Bar{Label: words[0], Hint: words[1], N: r.Funnel[stage], Of: r.Funnel[badge.StageIssued], Share: stage != badge.StageIssued})
	}
	return bars
}

// smallFunnel is the funnel of a batch or a badge; nothing before anything was counted.
func (s *server) smallFunnel(r *http.Request, who account.Visitor, org badge.OrgID, q insight.Question) ([]page.Bar, error) {
	q.Period = insight.Ever
	report, err := s.Insights.Of(r.Context(), who.Actor(), org, q)
	if err != nil || report.Issued == 0 {
		return nil, err
	}
	return funnel(report), nil
}

// column is something that is told by day.
type column struct {
	name  string
	of    []badge.Counted
	ours  bool // what the organization does itself, or the calendar
	chart bool
}

var insightColumns = []column{
	{name: "Issued", of: []badge.Counted{badge.CountedIssued}, ours: true, chart: true},
	{name: "Delivered", of: []badge.Counted{badge.CountedDelivered}, ours: true},
	{name: "Pages opened", of: []badge.Counted{badge.UseOpened}, chart: true},
	{name: "Logged in", of: []badge.Counted{badge.CountedClaimed}, chart: true},
	{name: "Shared", of: badge.Shares, chart: true},
	{name: "Downloaded", of: badge.Downloads, chart: true},
	{name: "Verified", of: []badge.Counted{badge.UseVerified}, chart: true},
	{name: "Revoked", of: []badge.Counted{badge.CountedRevoked}, ours: true},
	{name: "Expired", of: []badge.Counted{badge.CountedExpired}, ours: true},
}

// columnsOf are those that a report tells.
func columnsOf(r insight.Report) []column {
	return slices.DeleteFunc(slices.Clone(insightColumns), func(c column) bool { return r.Few && !c.ours })
}

func columnNames(r insight.Report) (names []string) {
	for _, c := range columnsOf(r) {
		names = append(names, c.name)
	}
	return names
}

func charts(r insight.Report) (all []page.Chart) {
	for _, c := range columnsOf(r) {
		if !c.chart {
			continue
		}
		chart := page.Chart{Title: c.name, Months: r.Months}
		for _, p := range r.Points {
			chart.Points = append(chart.Points, page.DayCount{Day: p.Day, Count: insight.Sum(p.Counts, c.of...)})
		}
		all = append(all, chart)
	}
	return all
}

// insightLines are the days on which anything happened, the latest first.
func insightLines(r insight.Report) (lines []page.InsightLine) {
	for _, p := range slices.Backward(r.Points) {
		line, any := page.InsightLine{Day: p.Day}, false
		for _, c := range columnsOf(r) {
			n := insight.Sum(p.Counts, c.of...)
			line.Counts, any = append(line.Counts, n), any || n != 0
		}
		if any {
			lines = append(lines, line)
		}
	}
	return lines
}

// countedWords name what is counted where it stands alone.
var countedWords = map[badge.Counted]string{
	badge.UseLinkedInProfile: "LinkedIn profile", badge.UseLinkedInPost: "LinkedIn post", badge.UseX: "X", badge.UseFacebook: "Facebook",
	badge.UseWhatsApp: "WhatsApp", badge.UseEmail: "E-mail", badge.UseLink: "Address copied", badge.UseEmbed: "Shown on another site",
	badge.UsePNG: "PNG", badge.UseSVG: "SVG", badge.UseJPEG: "JPEG", badge.UseJSON: "JSON", badge.UseJWT: "JWT",
	badge.CountedUndelivered: "Letters given up", badge.CountedRevoked: "Revoked", badge.CountedExpired: "Expired",
}

func barsOf(r insight.Report, all []badge.Counted) (bars []page.Bar) {
	for _, c := range all {
		bars = append(bars, page.Bar{Label: countedWords[c], N: r.Totals[c]})
	}
	return page.BarsOf(bars)
}

// insightsCSV is every day or month of a report, each thing in a column of its own.
func (s *server) insightsCSV(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v := page.InsightsView{Batch: r.FormValue("batch"), Badge: r.FormValue("badge")}
	q, err := s.insightQuestion(r, who, org, &v)
	if err != nil {
		return err
	}
	report, err := s.Insights.Of(r.Context(), who.Actor(), org.ID, q)
	if err != nil {
		return err
	}
	told := badge.AllCounted()
	if report.Few {
		told = []badge.Counted{badge.CountedIssued, badge.CountedDelivered, badge.CountedUndelivered, badge.CountedRevoked, badge.CountedExpired}
	}
	head := []string{"day"}
	if report.Months {
		head[0] = "month"
	}
	for _, c := range told {
		head = append(head, string(c))
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	rows := [][]string{head}
	for _, p := range report.Points {
		row := []string{p.Day.Format(map[bool]string{false: time.DateOnly, true: "2006-01"}[report.Months])}
		for _, c := range told {
			row = append(row, strconv.Itoa(p.Counts[c]))
		}
		rows = append(rows, row)
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return download(w, "insights.csv", b.Bytes())
}
