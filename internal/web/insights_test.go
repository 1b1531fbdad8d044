package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/insight"
	"laurel/internal/issuance"
	"laurel/test/world"
)

// six are people to issue to: enough to be counted.
func six() (people []string) {
	for n := range 6 {
		people = append(people, fmt.Sprintf("Earner %d <earner%d@example.org>", n, n))
	}
	return people
}

func counted(t *testing.T, w *world.World) insight.Report {
	t.Helper()
	if err := w.Insights.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, err := w.Insights.Of(t.Context(), badge.Host(), ours(t, w).ID, insight.Question{Period: insight.Month})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatIsDoneWithABadgeIsCountedForWhatItIs(t *testing.T) {
	w, door, _ := founded(t)
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), six()...)[0].Code)
	const person, program = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "curl/8.5.0"
	stranger := visit(t, door)
	for _, c := range []struct {
		path, agent, dest, mode, site string
		want                          badge.Counted
	}{
		{"/b/" + code, person, "document", "navigate", "none", badge.UseOpened},
		{"/b/" + code, program, "", "", "", badge.UseVerified},
		{"/b/" + code + ".json", program, "", "", "", badge.UseVerified},
		{"/b/" + code + ".json", person, "document", "navigate", "same-origin", badge.UseJSON},
		{"/b/" + code + ".png", person, "image", "no-cors", "same-origin", ""},
		{"/b/" + code + ".png", "", "", "", "", ""},
		{"/b/" + code + ".png", person, "document", "navigate", "same-origin", badge.UsePNG},
		{"/b/" + code + ".svg", person, "document", "navigate", "same-origin", badge.UseSVG},
		{"/b/" + code + ".jpg", person, "empty", "no-cors", "same-origin", badge.UseJPEG},
		{"/b/" + code + ".json", "Googlebot/2.1", "", "", "", ""},
		{"/b/" + code + "/qr.svg", person, "document", "navigate", "same-origin", ""},
		{"/b/" + code + "/embed", person, "document", "navigate", "none", ""},
		{"/b/" + code + "/embed", person, "iframe", "navigate", "cross-site", badge.UseEmbed},
	} {
		before := counted(t, w)
		r := stranger.request(http.MethodGet, c.path, nil)
		for name, value := range map[string]string{"User-Agent": c.agent, "Sec-Fetch-Dest": c.dest, "Sec-Fetch-Mode": c.mode, "Sec-Fetch-Site": c.site} {
			r.Header.Del(name)
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		if c.mode == "navigate" {
			r.Header.Set("Accept", "text/html")
		} else {
			r.Header.Set("Accept", "*/*")
		}
		stranger.do(r).status(http.StatusOK)
		after := counted(t, w)
		for _, what := range badge.AllCounted() {
			want := 0
			if what == c.want {
				want = 1
			}
			if got := after.Totals[what] - before.Totals[what]; got != want {
				t.Errorf("%s by %q as %q counts %d of %s, want %d", c.path, c.agent, c.dest, got, what, want)
			}
		}
	}
}

func TestSharingIsCountedForTheEarnerAlone(t *testing.T) {
	w, door, staff := founded(t)
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), six()...)[0].Code)
	earner := signedInAs(t, w, door, "earner0@example.org")
	for where, status := range map[string]int{"x": http.StatusNoContent, "link": http.StatusNoContent, "email": http.StatusNotFound, "": http.StatusNotFound} {
		earner.post("/portfolio/"+code+"/shared", "where", where).status(status)
	}
	staff.post("/portfolio/"+code+"/shared", "where", "x").status(http.StatusNotFound)
	p := earner.get("/portfolio/" + code)
	if at, _ := p.Find("[data-shared-at]").Attr("data-shared-at"); at != "/portfolio/"+code+"/shared" || p.Find("a[data-shared]").Length() != 5 {
		t.Errorf("the page tells %q of %d links", at, p.Find("a[data-shared]").Length())
	}
	r := counted(t, w)
	if r.Totals[badge.UseX] != 1 || r.Totals[badge.UseLink] != 1 || r.Totals[badge.UseEmail] != 0 || r.Funnel[badge.StageShared] != 1 || r.Funnel[badge.StageClaimed] != 1 {
		t.Errorf("%+v %+v", r.Totals, r.Funnel)
	}
}

func TestInsightsAsAPageAndAsAFile(t *testing.T) {
	w, _, owner := founded(t)
	owner.get("/org/riverbank/insights").says("Nothing to count yet")
	a := w.Badge(t, ours(t, w).ID, "sail")
	w.Issue(t, a, six()...)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "row"), "Ada <ada@example.org>")
	counted(t, w)
	p := owner.get("/org/riverbank/insights")
	p.says("How far they came")
	if n := p.Find("svg[role=img]").Length(); n != 6 || p.Find("script:not([src])").Length() != 0 {
		t.Errorf("%d charts", n)
	}
	owner.get("/org/riverbank/insights?badge=row").says("What people did is not told here")
	owner.get("/org/riverbank/insights?badge=nothing").status(http.StatusNotFound)
	owner.get("/org/riverbank/insights?batch=nothing").status(http.StatusNotFound)
	owner.get("/org/riverbank/badges/sail").says("What came of it")
	owner.get("/org/riverbank/batches/" + lastBatch(t, w)).says("What came of it")
	file := owner.get("/org/riverbank/insights.csv?period=30")
	lines := strings.Split(strings.TrimSpace(file.body), "\r\n")
	if len(lines) != 31 || !strings.HasPrefix(lines[0], "\ufeffday,issued,delivered") || !strings.HasPrefix(lines[30], "2026-03-10,7,") {
		t.Errorf("%d lines, %q … %q", len(lines), lines[0], lines[len(lines)-1])
	}
}

func TestTheActivityLogAsAPageAndAsAFile(t *testing.T) {
	w, door, owner := founded(t)
	org := ours(t, w)
	code := w.Issue(t, w.Badge(t, org.ID, "sail"), `=HYPERLINK("http://evil.example") <ada@example.org>`)[0].Code
	owner.post("/org/riverbank/issued/"+string(code)+"/revoke", "reason", "=1+1, by mistake")
	p := owner.get("/org/riverbank/activity")
	p.says("revoked the badge “Badge sail” of =HYPERLINK")
	p.says("=1+1, by mistake")
	owner.get("/org/riverbank/activity?verb=batch.").says("confirmed the file earners.csv for “Badge sail”")
	owner.get("/org/riverbank/activity?from=2020-01-01&to=2020-01-02").says("No line matches")
	owner.get("/org/riverbank/activity?from=yesterday").says("is no day")
	file := owner.get("/org/riverbank/activity.csv?verb=credential.revoked").body
	if !strings.Contains(file, "credential.revoked") || !strings.Contains(file, ",\"'=1+1, by mistake\",") || strings.Count(file, "\r\n") != 2 {
		t.Errorf("%s", file)
	}
	owner.get("/admin/activity").says("The operator of the machine created Riverbank College")
	ada := signedInAs(t, w, door, "ada@example.org")
	ada.get("/admin/activity").status(http.StatusNotFound)
	ada.get("/org/riverbank/activity").status(http.StatusNotFound)
	ada.get("/org/riverbank/insights").status(http.StatusNotFound)
}

func TestTheActivityLogTellsWhatTheTeamDid(t *testing.T) {
	w, _, owner := founded(t)
	org := ours(t, w)
	sail := w.Badge(t, org.ID, "sail")
	code := string(w.Issue(t, sail, "Ada Okafor <ada@example.org>", "Ben <ben@example.org>")[0].Code)
	robin := badge.Actor{AccountID: w.Account(t, "owner@riverbank.example").ID, Roles: map[badge.OrgID]badge.Role{org.ID: badge.RoleOwner}}
	ina := w.Member(t, org.ID, badge.RoleIssuer)
	owner.post("/org/riverbank/issued/"+code+"/suspend", "reason", "Being looked into.")
	owner.post("/org/riverbank/issued/" + code + "/reinstate")
	owner.post("/org/riverbank/team/invitations", "email", "lee@example.org", "role", "designer")
	b, err := w.Issuer.DraftBulk(t.Context(), robin, org.ID, badge.BulkResend, issuance.Pick{Codes: []badge.Code{badge.Code(code)}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.StartBulk(t.Context(), robin, org.ID, b.ID, badge.BulkSay{}, "", nil); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		w.Tenants.ChangeRole(t.Context(), robin, org.ID, ina.AccountID, badge.RoleViewer),
		w.Tenants.Remove(t.Context(), robin, org.ID, ina.AccountID),
		w.Tenants.KeepBadge(t.Context(), robin, org.ID, sail.ID, []badge.AccountID{robin.AccountID}),
		w.Desk.AddAnswer(t.Context(), robin, org.ID, badge.Canned{Name: "Yes", Text: "Done."}),
		w.Desk.SetByItself(t.Context(), robin, org.ID, true),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	p := owner.get("/org/riverbank/activity")
	for _, line := range []string{
		"suspended the badge “Badge sail” of Ada Okafor", "Being looked into.", "reinstated the badge “Badge sail” of Ada Okafor",
		"invited to the team lee@example.org", "As designer", "started many changes at once: “Send the letters again” for 1 badge",
		"changed the role of " + string(ina.AccountID) + "@staff.example", "issuer → viewer", "took off the team " + string(ina.AccountID), "Was viewer", "chose who may edit and issue the badge “Badge sail”",
		"Owners, admins and 1 more", "added a prepared answer", "changed whether small corrections of names happen by themselves",
	} {
		p.says(line)
	}
}
