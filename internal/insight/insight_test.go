package insight_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/insight"
	"laurel/internal/store"
	"laurel/test/world"
)

// people are so many, to issue to.
func people(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("Earner %d <earner%d@example.org>", i, i))
	}
	return all
}

func keep(t *testing.T, w *world.World) {
	t.Helper()
	if err := w.Insights.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func report(t *testing.T, w *world.World, org badge.OrgID, q insight.Question) insight.Report {
	t.Helper()
	r, err := w.Insights.Of(t.Context(), badge.Host(), org, q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// use does something with a badge as somebody.
func use(t *testing.T, w *world.World, actor badge.Actor, code badge.Code, what badge.Counted) {
	t.Helper()
	c := w.Credential(t, code)
	w.Insights.Used(actor, badge.Sharing{AccountID: c.AccountID, OrgID: c.OrgID}, badge.Use{Code: code, What: what})
}

func TestOpenedPagesAreCountedForTheEarner(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		code := w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <ada@example.org>")[0].Code
		ada := badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}
		look := func(actor badge.Actor, times int) {
			for range times {
				use(t, w, actor, code, badge.UseOpened)
			}
			keep(t, w)
		}
		look(badge.Actor{}, 2)
		look(ada, 5)
		look(w.Member(t, org.ID, badge.RoleViewer), 5)
		look(badge.Actor{AccountID: "somebody"}, 1)
		w.Pass(24 * time.Hour)
		look(badge.Actor{}, 1)
		look(badge.Actor{}, 0)
		days, err := w.Portfolio.Views(t.Context(), ada, code)
		if err != nil || len(days) != 2 || days[0].Opened != 1 || days[1].Opened != 3 || !days[1].Day.Equal(badge.Day(world.Start)) {
			t.Errorf("%+v, %v", days, err)
		}
		if days, err := w.Portfolio.Views(t.Context(), badge.Actor{AccountID: "somebody"}, code); err != nil || len(days) != 0 {
			t.Errorf("somebody else sees %+v, %v", days, err)
		}
	})
}

func TestTheFunnelCountsEachBadgeOnce(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		sail, row := w.Badge(t, org.ID, "sail"), w.Badge(t, org.ID, "row")
		sailing := w.Issue(t, sail, people(6)...)
		w.Issue(t, row, people(5)...)
		stranger, earner := badge.Actor{}, badge.Actor{AccountID: w.Account(t, "earner0@example.org").ID}
		for range 3 {
			use(t, w, stranger, sailing[0].Code, badge.UseOpened)
			use(t, w, stranger, sailing[1].Code, badge.UseOpened)
			use(t, w, stranger, sailing[0].Code, badge.UseVerified)
			use(t, w, earner, sailing[0].Code, badge.UseX)
			use(t, w, stranger, sailing[0].Code, badge.UseFacebook) // not theirs to share
			use(t, w, stranger, sailing[0].Code, badge.UseEmbed)
			keep(t, w)
			w.Pass(24 * time.Hour)
		}
		use(t, w, earner, sailing[0].Code, badge.UsePNG)
		keep(t, w)
		all, ofSail, ofRow := report(t, w, org.ID, insight.Question{Period: insight.Month}), report(t, w, org.ID, insight.Question{Period: insight.Month, Achievement: sail.ID}), report(t, w, org.ID, insight.Question{Period: insight.Ever, Achievement: row.ID})
		for name, got := range map[string][2]string{
			"all":  {told(all), "issued 11 delivered 0 opened 2 claimed 0 shared 1 verified 1 | opened 6 verified 3 x 3 facebook 0 embed 1 png 1"},
			"sail": {told(ofSail), "issued 6 delivered 0 opened 2 claimed 0 shared 1 verified 1 | opened 6 verified 3 x 3 facebook 0 embed 1 png 1"},
			"row":  {told(ofRow), "issued 5 delivered 0 opened 0 claimed 0 shared 0 verified 0 | opened 0 verified 0 x 0 facebook 0 embed 0 png 0"},
		} {
			if got[0] != got[1] {
				t.Errorf("%s: %s\nwant %s", name, got[0], got[1])
			}
		}
		if len(all.Points) != 30 || all.Points[26].Counts[badge.UseOpened] != 2 || all.Points[29].Counts[badge.UsePNG] != 1 || all.Points[26].Counts[badge.CountedIssued] != 11 {
			t.Errorf("day by day %+v", all.Points)
		}
		if len(all.Top) != 2 || all.Top[0].Name != "Badge sail" || all.Top[0].Counts[badge.StageOpened.Counted()] != 2 || all.Top[1].Counts[badge.StageIssued.Counted()] != 5 {
			t.Errorf("top %+v", all.Top)
		}
	})
}

func told(r insight.Report) string {
	s := ""
	for _, stage := range badge.Stages {
		s += fmt.Sprint(stage, " ", r.Funnel[stage], " ")
	}
	for _, c := range []badge.Counted{badge.UseOpened, badge.UseVerified, badge.UseX, badge.UseFacebook, badge.UseEmbed, badge.UsePNG} {
		name := string(c)
		for _, kind := range []string{"shared-", "downloaded-"} {
			if len(name) > len(kind) && name[:len(kind)] == kind {
				name = name[len(kind):]
			}
		}
		if c == badge.UseOpened {
			s += "| "
		}
		s += fmt.Sprint(name, " ", r.Totals[c], " ")
	}
	return s[:len(s)-1]
}

// What a process did and did not add up before it died is added up by the next
// one, once.
func TestAddingUpTwiceOrAfterACrashCountsOnce(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		results := w.Issue(t, w.Badge(t, org.ID, "sail"), people(7)...)
		use(t, w, badge.Actor{}, results[0].Code, badge.UseOpened)
		crash := errors.New("the power went")
		err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
			if n, err := tx.SystemRollUp(t.Context(), 100); n == 0 || err != nil {
				t.Errorf("%d slips, %v", n, err)
			}
			return crash
		})
		if !errors.Is(err, crash) {
			t.Fatal(err)
		}
		if r := report(t, w, org.ID, insight.Question{Period: insight.Month}); r.Issued != 0 {
			t.Errorf("%d counted by a transaction that never was", r.Issued)
		}
		next := w.Again(t)
		done := make(chan error, 2)
		for _, each := range []*world.World{w, next} {
			go func() { done <- each.Insights.Keep(t.Context()) }()
		}
		if err := errors.Join(<-done, <-done); err != nil {
			t.Fatal(err)
		}
		keep(t, next)
		keep(t, w)
		r := report(t, w, org.ID, insight.Question{Period: insight.Month})
		if r.Issued != 7 || r.Funnel[badge.StageIssued] != 7 || r.Totals[badge.CountedIssued] != 7 || r.Totals[badge.UseOpened] != 1 {
			t.Errorf("%+v", r)
		}
	})
}

func TestFewerThanFiveTellNothingOfPeople(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	sail := w.Badge(t, org.ID, "sail")
	results := w.Issue(t, sail, people(4)...)
	use(t, w, badge.Actor{}, results[0].Code, badge.UseOpened)
	keep(t, w)
	r := report(t, w, org.ID, insight.Question{Period: insight.Month})
	if !r.Few || r.Funnel[badge.StageIssued] != 4 || r.Funnel[badge.StageOpened] != 0 || r.Totals[badge.UseOpened] != 0 || r.Totals[badge.CountedIssued] != 4 {
		t.Errorf("of four: %+v", r)
	}
	w.Issue(t, w.Badge(t, org.ID, "row"), people(1)...)
	keep(t, w)
	if r := report(t, w, org.ID, insight.Question{Period: insight.Month}); r.Few || r.Funnel[badge.StageOpened] != 1 {
		t.Errorf("of five: %+v", r)
	}
	if r := report(t, w, org.ID, insight.Question{Period: insight.Month, Achievement: sail.ID}); !r.Few || r.Funnel[badge.StageOpened] != 0 {
		t.Errorf("of the badge of four: %+v", r)
	}
}

func TestStrangersAndOtherOrganizationsLearnNothing(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "other", nil)
	a := w.Badge(t, org.ID, "sail")
	w.Issue(t, a, people(5)...)
	member := w.Member(t, other.ID, badge.RoleOwner)
	for name, err := range map[string]error{
		"stranger":        reportErr(w, t, badge.Actor{}, org.ID, insight.Question{}),
		"other staff":     reportErr(w, t, member, org.ID, insight.Question{}),
		"other's badge":   reportErr(w, t, member, other.ID, insight.Question{Achievement: a.ID}),
		"nobody's batch":  reportErr(w, t, member, other.ID, insight.Question{Batch: "nothing"}),
		"their own house": reportErr(w, t, member, other.ID, insight.Question{}),
	} {
		if (err == nil) != (name == "their own house") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func reportErr(w *world.World, t *testing.T, actor badge.Actor, org badge.OrgID, q insight.Question) error {
	_, err := w.Insights.Of(t.Context(), actor, org, q)
	return err
}
