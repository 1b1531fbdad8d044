package insight_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/insight"
	"laurel/test/world"
)

func log(t *testing.T, w *world.World, org badge.OrgID, q insight.LogQuery) []insight.Line {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 100
	}
	lines, err := w.Insights.Log(t.Context(), badge.Host(), org, q)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestTheLogSaysWhoDidWhatToWhich(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		sail := w.Badge(t, org.ID, "sail")
		code := w.Issue(t, sail, "Ada Okafor <ada@example.org>")[0].Code
		robin := w.Member(t, org.ID, badge.RoleOwner)
		c := w.Credential(t, code)
		w.Pass(time.Hour)
		to := badge.Correction{Code: code, Name: "Ada Okafor-Smith", IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn}
		if err := w.Issuer.Correct(t.Context(), robin, org.ID, to, "She married."); err != nil {
			t.Fatal(err)
		}
		w.Pass(time.Hour)
		changed := sail
		changed.Revision.Name = "Badge sailing"
		if _, err := w.Catalog.Revise(t.Context(), robin, org.ID, sail.ID, changed, nil); err != nil {
			t.Fatal(err)
		}
		w.Pass(24 * time.Hour)
		if err := w.Issuer.Revoke(t.Context(), robin, org.ID, code, "Issued by mistake."); err != nil {
			t.Fatal(err)
		}
		lines := log(t, w, org.ID, insight.LogQuery{Actor: robin.Name()})
		if len(lines) != 3 {
			t.Fatalf("Robin did %+v", lines)
		}
		revoked, revised, corrected := lines[0], lines[1], lines[2]
		if revoked.Verb != "credential.revoked" || revoked.Note != "Issued by mistake." || revoked.About.Name != "Ada Okafor-Smith" || revoked.About.Badge != "Badge sail" || revoked.About.Code != code || revoked.Who == "" {
			t.Errorf("revoked: %+v", revoked)
		}
		if want := []insight.Change{{Field: "Name", Before: "Badge sail", After: "Badge sailing"}}; !slices.Equal(revised.Changes, want) {
			t.Errorf("revised: %+v", revised)
		}
		if want := []insight.Change{{Field: "Name", Before: "Ada Okafor", After: "Ada Okafor-Smith"}}; !slices.Equal(corrected.Changes, want) {
			t.Errorf("corrected: %+v", corrected)
		}
		about := log(t, w, org.ID, insight.LogQuery{Subject: string(c.ID)})
		ofCredentials := log(t, w, org.ID, insight.LogQuery{Verb: "credential."})
		onTheDay := log(t, w, org.ID, insight.LogQuery{From: badge.Day(w.Time()), To: badge.Day(w.Time()).AddDate(0, 0, 1)})
		if len(about) != 2 || len(ofCredentials) != 2 || len(onTheDay) != 1 || len(log(t, w, org.ID, insight.LogQuery{Verb: "credential.re"})) != 0 {
			t.Errorf("about it %d, of credentials %d, on the day %d", len(about), len(ofCredentials), len(onTheDay))
		}
	})
}

func TestTheLogPagesOnWithoutAGapOrATwin(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	for n := range 5 {
		w.Badge(t, org.ID, fmt.Sprintf("sail-%d", n))
	}
	whole, paged := log(t, w, org.ID, insight.LogQuery{}), []insight.Line{}
	for q := (insight.LogQuery{Limit: 2}); ; {
		lines := log(t, w, org.ID, q)
		paged = append(paged, lines...)
		if len(lines) < 2 {
			break
		}
		q.Before = lines[1].ID
	}
	ids := func(lines []insight.Line) (all []string) {
		for _, l := range lines {
			all = append(all, l.ID)
		}
		return all
	}
	if len(whole) < 6 || !slices.Equal(ids(whole), ids(paged)) {
		t.Errorf("%v, and as a whole %v", ids(paged), ids(whole))
	}
}

func TestTheLogIsForStaffAndKeepsWhatEarnersDo(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "other", nil)
	code := w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <ada@example.org>")[0].Code
	ada := badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}
	if err := w.Portfolio.SetVisibility(t.Context(), ada, code, badge.VisibilityPrivate); err != nil {
		t.Fatal(err)
	}
	if lines := log(t, w, org.ID, insight.LogQuery{Actor: ada.Name()}); len(lines) != 0 {
		t.Errorf("the organization follows what an earner does: %+v", lines)
	}
	all, err := w.Insights.LogOfAll(t.Context(), badge.Host(), insight.LogQuery{Limit: 100})
	if err != nil || !slices.ContainsFunc(all, func(l insight.Line) bool { return l.Verb == "credential.visibility" && l.Who == "Ada" }) {
		t.Errorf("the operator sees %+v, %v", all, err)
	}
	for _, who := range []badge.Actor{{}, ada, w.Member(t, other.ID, badge.RoleOwner)} {
		if lines, err := w.Insights.Log(t.Context(), who, org.ID, insight.LogQuery{Limit: 10}); err == nil || lines != nil {
			t.Errorf("%+v sees %+v", who, lines)
		}
		if lines, err := w.Insights.LogOfAll(t.Context(), who, insight.LogQuery{Limit: 10}); !errors.Is(err, badge.ErrNotFound) || lines != nil {
			t.Errorf("%+v sees of all %+v, %v", who, lines, err)
		}
	}
}
