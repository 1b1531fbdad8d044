package page_test

import (
	"math"
	"time"

	"laurel/internal/web/page"
)

// insightPages are what came of it, and who did what.
func insightPages(static string) []shown {
	f := page.OrgFrame{Frame: page.Frame{Static: static, Viewer: page.Viewer{Name: "ada@riverbank.example", Earner: true}}, OrgName: "Riverbank College", OrgSlug: "riverbank", May: allowed}
	full := page.InsightsView{
		OrgFrame: f, Period: "30", From: noon.AddDate(0, 0, -29), To: noon,
		Periods: []page.Choice{{Value: "30", Text: "30 days"}, {Value: "90", Text: "90 days"}, {Value: "year", Text: "12 months"}, {Value: "all", Text: "All the time"}},
		Badges:  []page.Choice{{Text: "All badges"}, {Value: "1", Text: longName}}, Batches: []page.Choice{{Text: "All batches"}},
		Funnel: []page.Bar{
			{Label: "Issued", N: 4812, Of: 4812},
			{Label: "Delivered", Hint: "the letter was sent", N: 4790, Of: 4812, Share: true},
			{Label: "Page opened", Hint: "by somebody else", N: 2210, Of: 4812, Share: true},
			{Label: "Logged in", Hint: "the earner, since", N: 3104, Of: 4812, Share: true},
			{Label: "Shared", Hint: "anywhere", N: 1380, Of: 4812, Share: true},
			{Label: "Verified", Hint: "beyond the page", N: 12, Of: 4812, Share: true},
		},
		Shares:    page.BarsOf([]page.Bar{{Label: "LinkedIn profile", N: 812}, {Label: "LinkedIn post", N: 401}, {Label: "X", N: 22}, {Label: "Facebook", N: 61}, {Label: "WhatsApp", N: 140}, {Label: "E-mail", N: 74}, {Label: "Address copied", N: 310}, {Label: "Shown on another site", N: 9}}),
		Downloads: page.BarsOf([]page.Bar{{Label: "PNG", N: 931}, {Label: "SVG", N: 44}, {Label: "JPEG", N: 120}, {Label: "JSON", N: 31}, {Label: "JWT", N: 0}}),
		Setback:   page.BarsOf([]page.Bar{{Label: "Letters given up", N: 22}, {Label: "Revoked", N: 3}, {Label: "Expired", N: 118}}),
		Top: []page.TopBadge{
			{URL: "#", Name: "Certified Wound Care Specialist", Issued: 4000, Reached: []int{2000, 2900, 1300, 12}}, {URL: "#", Name: longName, Issued: 809, Reached: []int{210, 204, 80, 0}}, {URL: "#", Name: "Data Steward, Level 2", Issued: 3},
		},
		Columns: []string{"Issued", "Delivered", "Pages opened", "Logged in", "Shared", "Downloaded", "Verified", "Revoked", "Expired"}, CSVURL: "/org/riverbank/insights.csv",
	}
	for i, name := range []string{"Issued", "Pages opened", "Logged in", "Shared", "Downloaded", "Verified"} {
		c := page.Chart{Title: name}
		for day := range 30 {
			n := int(math.Abs(math.Sin(float64(day*(i+2)))) * math.Pow(4, float64(6-i)))
			if (day+i)%6 == 0 {
				n = 0
			}
			c.Points = append(c.Points, page.DayCount{Day: noon.AddDate(0, 0, day-29), Count: n})
		}
		full.Charts = append(full.Charts, c)
	}
	for day := range 4 {
		full.Lines = append(full.Lines, page.InsightLine{Day: noon.AddDate(0, 0, -day), Counts: []int{1204 - day, 1200, 310, 204, 88, 61, 2, 0, 7}})
	}
	months := full
	months.Months, months.Period, months.From = true, "year", time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	months.Charts = nil
	for _, c := range full.Charts {
		for i := range c.Points {
			c.Points[i].Day = months.From.AddDate(0, i, 0)
		}
		months.Charts = append(months.Charts, page.Chart{Title: c.Title, Months: true, Points: append([]page.DayCount(nil), c.Points[:12]...)})
		for i := range c.Points {
			c.Points[i].Day = noon.AddDate(0, 0, i-29)
		}
	}
	few := full
	few.Few, few.Funnel, few.Charts, few.Top, few.Columns, few.Lines = 5, []page.Bar{{Label: "Issued", N: 3, Of: 3}, {Label: "Delivered", Hint: "the letter was sent", N: 2, Of: 3, Share: true}}, full.Charts[:1], nil, []string{"Issued", "Delivered", "Revoked", "Expired"}, nil
	return append(activityPages(f), []shown{
		{"insights", page.Insights(full)},
		{"insights-months", page.Insights(months)},
		{"insights-few", page.Insights(few)},
		{"insights-none", page.Insights(page.InsightsView{OrgFrame: f, None: true})},
		{"batch-funnel", page.Batch(page.BatchView{OrgFrame: f, BatchURL: "#", Badge: "Certified Wound Care Specialist", File: "earners-spring.csv", Total: 4812, Issued: 4812, Done: true, Took: 8 * time.Second, Letters: page.LetterCounts{Sent: 4812}, Funnel: full.Funnel, FunnelURL: "#"})},
	}...)
}

// activityPages are the log of an organization and of the installation.
func activityPages(f page.OrgFrame) []shown {
	v := page.ActivityView{
		OrgFrame: f, Action: "/org/riverbank/activity", CSVURL: "#", People: []page.Choice{{Text: "Anybody"}, {Value: "1", Text: "Robin Marsh"}}, Verbs: []page.Choice{{Text: "Anything"}, {Value: "credential.", Text: "Issued badges"}},
		Pager: page.Pager{From: 1, To: 9, Total: -1, NextURL: "#"},
		Lines: []page.ActivityLine{
			{At: noon, Who: "Robin Marsh", Did: "revoked", What: "the badge “Certified Wound Care Specialist” of Ada Okafor", URL: "#", Note: "Issued by mistake.", OnlyURL: "#"},
			{At: noon, Who: "Robin Marsh", Did: "corrected", What: "the badge “" + longName + "” of " + arabic, URL: "#", Note: "As in the passport.", OnlyURL: "#", Changes: []page.Fact{{Label: "Name", Value: "Mohamed → " + arabic}, {Label: "Last day", Value: "2026-03-01 → 2029-03-01"}}},
			{At: noon, Who: "The program", Did: "issued badges from", What: "the file " + longWord + ".csv for “Data Steward”", URL: "#", Note: "500 of the rows 1 to 500", OnlyURL: "#"},
			{At: noon, Who: "Robin Marsh", Did: "changed", What: "Riverbank College", Note: "name: Riverbank → Riverbank College; JWT form: off → on; logo", OnlyURL: "#"},
			{At: noon, Who: "Robin Marsh", Did: "suspended", What: "the badge “Data Steward” of Bo", URL: "#", Note: "Being looked into.", OnlyURL: "#"},
			{At: noon, Who: "Robin Marsh", Did: "started many changes at once:", What: "“Send the letters again” for 240 badges", URL: "#", OnlyURL: "#"},
			{At: noon, Who: "Robin Marsh", Did: "changed the role of", What: longEmail, Note: "issuer → viewer", OnlyURL: "#"},
			{At: noon, Who: hostile, Did: "answered", What: "something of somebody who was erased", Note: hostile},
			{At: noon, Who: "Somebody not signed in", Did: "locked by ten wrong attempts", What: "the account of Bo"},
		},
	}
	all := v
	all.OrgSlug, all.OrgName, all.People, all.Fault = "", "", nil, "“yesterday” is no day. Write it like 2026-03-01."
	all.Lines = append([]page.ActivityLine(nil), v.Lines...)
	for n := range all.Lines {
		all.Lines[n].Org = "Riverbank College"
	}
	return []shown{
		{"activity", page.Activity(v)},
		{"activity-all", page.Activity(all)},
		{"activity-none", page.Activity(page.ActivityView{OrgFrame: f, Action: "#", CSVURL: "#", Verbs: v.Verbs, Narrowed: true, Subject: "x"})},
	}
}
