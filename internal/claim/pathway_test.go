package claim_test

import (
	"context"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/internal/store"
	"laurel/test/world"
)

// work does the jobs that wait, until ready.
func work(t *testing.T, w *world.World, ready func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for !ready() && ctx.Err() == nil {
			<-tick.C
		}
		cancel()
	}()
	if err := w.Work(ctx); err != nil {
		t.Fatal(err)
	}
	if !ready() {
		t.Fatal("the jobs did not do it in a minute")
	}
}

func held(w *world.World, a badge.Achievement, email badge.Email) bool {
	var h badge.Holdings
	_ = w.DB.Read(context.Background(), func(tx *store.Tx) (err error) {
		h, err = tx.Org(a.OrgID).Holders(context.Background(), a.ID, []badge.Email{email})
		return err
	})
	return h.On(email, badge.Day(w.Time()))
}

// idle tells whether no job waits or runs.
func idle(t *testing.T, w *world.World) bool {
	counts, err := w.Queue.Counts(context.Background())
	if err != nil {
		t.Error(err)
		return true
	}
	for _, c := range counts {
		if c.Kind != (queue.SendLetters{}).Kind() && c.Waiting+c.Running > 0 {
			return false
		}
	}
	return true
}

func TestAPathwayAwardsByItselfAndOnce(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "riverbank", nil).ID
		one, two, three, final, master := w.Badge(t, org, "one"), w.Badge(t, org, "two"), w.Badge(t, org, "three"), w.Badge(t, org, "final"), w.Badge(t, org, "master")
		w.Issue(t, one, "Early <early@example.org>", "Ada <ada@example.org>")
		w.Issue(t, two, "Early <early@example.org>")
		save := func(to badge.Achievement, need int, steps ...badge.Achievement) error {
			p := badge.Pathway{OrgID: org, AchievementID: to.ID, Need: need}
			for _, s := range steps {
				p.Steps = append(p.Steps, s.ID)
			}
			return w.Claims.SavePathway(t.Context(), badge.Host(), p)
		}
		if err := save(final, 2, one, two, three); err != nil {
			t.Fatal(err)
		}
		if err := save(master, 0, final); err != nil {
			t.Fatal(err)
		}
		// Who held the steps before gets it; and what it leads to.
		work(t, w, func() bool {
			return held(w, final, "early@example.org") && held(w, master, "early@example.org") && idle(t, w)
		})
		if held(w, final, "ada@example.org") {
			t.Fatal("awarded with one of two steps")
		}
		// The step that was missing, by whichever way it comes.
		w.Issue(t, three, "Ada Lovelace <ada@example.org>")
		work(t, w, func() bool {
			return held(w, final, "ada@example.org") && held(w, master, "ada@example.org") && idle(t, w)
		})
		ways, err := w.Claims.MyPathways(t.Context(), badge.Actor{AccountID: w.Account(t, "ada@example.org").ID})
		if err != nil || len(ways) != 2 || ways[0].Done != 2 || ways[0].Steps[1].Code != "" || ways[0].Code == "" {
			t.Fatalf("%+v, %v", ways, err)
		}
		c := w.Credential(t, ways[0].Code)
		if c.Name != "Ada Lovelace" || c.AchievementID != final.ID {
			t.Errorf("awarded: %+v", c)
		}
		// Taken back, it does not come again, though the steps are held.
		if err := w.Issuer.Revoke(t.Context(), badge.Host(), org, ways[0].Code, "Awarded by mistake."); err != nil {
			t.Fatal(err)
		}
		w.Issue(t, two, "Ada Lovelace <ada@example.org>")
		w.Pass(25 * time.Hour)
		if err := w.Claims.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		work(t, w, func() bool { return idle(t, w) })
		if held(w, final, "ada@example.org") {
			t.Error("it came again after it was taken back")
		}
		// A step taken back is told to the organization.
		if err := w.Issuer.Revoke(t.Context(), badge.Host(), org, codeOf(t, w, two, "early@example.org"), "Not passed after all."); err != nil {
			t.Fatal(err)
		}
		work(t, w, func() bool { return idle(t, w) })
		d, err := w.Claims.PathwayOf(t.Context(), badge.Host(), org, "final")
		if err != nil || d.Awarded != 2 || len(d.People) != 1 || d.People[0].Name != "Early" {
			t.Errorf("%d awarded, without the steps: %+v, %v", d.Awarded, d.People, err)
		}
	})
}

func TestASuspendedStepDoesNotCount(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "riverbank", nil).ID
	one, final := w.Badge(t, org, "one"), w.Badge(t, org, "final")
	codes := map[badge.Email]badge.Code{}
	for _, c := range w.Issue(t, one, "Ada <ada@example.org>", "Bo <bo@example.org>") {
		codes[c.Email] = c.Code
	}
	if err := w.Issuer.Suspend(t.Context(), badge.Host(), org, codes["bo@example.org"], "We look into it."); err != nil {
		t.Fatal(err)
	}
	if err := w.Claims.SavePathway(t.Context(), badge.Host(), badge.Pathway{OrgID: org, AchievementID: final.ID, Steps: []badge.AchievementID{one.ID}}); err != nil {
		t.Fatal(err)
	}
	work(t, w, func() bool { return held(w, final, "ada@example.org") && idle(t, w) })
	if held(w, final, "bo@example.org") {
		t.Fatal("awarded for a step that is suspended")
	}
	if err := w.Issuer.Suspend(t.Context(), badge.Host(), org, codes["ada@example.org"], "We look into it."); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.Reinstate(t.Context(), badge.Host(), org, codes["bo@example.org"]); err != nil {
		t.Fatal(err)
	}
	work(t, w, func() bool { return held(w, final, "bo@example.org") && idle(t, w) })
	d, err := w.Claims.PathwayOf(t.Context(), badge.Host(), org, "final")
	if err != nil || d.Awarded != 2 || len(d.People) != 1 || d.People[0].Name != "Ada" {
		t.Errorf("%d awarded, without the steps: %+v, %v", d.Awarded, d.People, err)
	}
}

func codeOf(t *testing.T, w *world.World, a badge.Achievement, email badge.Email) (code badge.Code) {
	t.Helper()
	w.Read(t, func(tx *store.Tx) error {
		held, err := tx.Org(a.OrgID).HeldSteps(t.Context(), w.Account(t, email).ID, badge.Day(w.Time()))
		code = held[a.ID]
		return err
	})
	return code
}

func TestAPathwayDoesNotLeadBack(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "riverbank", nil).ID
	a, b, c := w.Badge(t, org, "a"), w.Badge(t, org, "b"), w.Badge(t, org, "c")
	foreign := w.Badge(t, w.Found(t, "hilltop", nil).ID, "f")
	save := func(to badge.Achievement, need int, steps ...badge.Achievement) error {
		p := badge.Pathway{OrgID: org, AchievementID: to.ID, Need: need}
		for _, s := range steps {
			p.Steps = append(p.Steps, s.ID)
		}
		return w.Claims.SavePathway(t.Context(), badge.Host(), p)
	}
	if err := save(b, 0, a); err != nil {
		t.Fatal(err)
	}
	if err := save(c, 0, b); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"to itself": save(a, 0, a), "over two": save(a, 0, c), "no step": save(a, 0), "twice": save(c, 0, a, a), "more than there are": save(c, 2, a), "another's": save(c, 0, foreign),
	} {
		if err == nil {
			t.Errorf("%s: it was saved", name)
		}
	}
	if err := w.Claims.EndPathway(t.Context(), badge.Host(), org, b.ID); err != nil {
		t.Fatal(err)
	}
	if err := save(a, 0, c); err != nil {
		t.Errorf("nothing comes from it any more: %v", err)
	}
}

func TestEverybodyIsLookedAtInTurn(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "riverbank", nil).ID
	one, final := w.Badge(t, org, "one"), w.Badge(t, org, "final")
	people := make([]string, 1203) // more than two jobs look at
	for n := range people {
		q := person(n)
		people[n] = q.Name + " <" + string(q.Email) + ">"
	}
	for first := 0; first < len(people); first += 500 {
		w.Issue(t, one, people[first:min(first+500, len(people))]...)
	}
	if err := w.Claims.SavePathway(t.Context(), badge.Host(), badge.Pathway{OrgID: org, AchievementID: final.ID, Steps: []badge.AchievementID{one.ID}}); err != nil {
		t.Fatal(err)
	}
	work(t, w, func() bool { return idle(t, w) })
	d, err := w.Claims.PathwayOf(t.Context(), badge.Host(), org, "final")
	if err != nil || d.Awarded != len(people) {
		t.Fatalf("%d awarded, %v", d.Awarded, err)
	}
	if n := holders(t, w, final); n != 2*len(people) {
		t.Errorf("%d badges", n)
	}
}

// A step that has ended does not count until it is renewed; one of a batch that
// is undone never counted.
func TestAnEndedStepCountsWhenItIsRenewed(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "riverbank", nil).ID
	one, final := w.Badge(t, org, "one"), w.Badge(t, org, "final")
	code := w.IssueFile(t, one, "name,email,issued,expires\nAda,ada@example.org,2020-01-01,2020-01-31\n", award.Answers{})[0].Code
	if err := w.Claims.SavePathway(t.Context(), badge.Host(), badge.Pathway{OrgID: org, AchievementID: final.ID, Steps: []badge.AchievementID{one.ID}}); err != nil {
		t.Fatal(err)
	}
	undone := w.Upload(t, one, world.File("Bo <bo@example.org>"), award.Answers{})
	if err := w.Intake.Confirm(t.Context(), badge.Host(), org, undone.ID, award.Plan{Hold: 10 * time.Minute}); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.IssueChunk(t.Context(), org, undone.ID, 1, 500); err != nil {
		t.Fatal(err)
	}
	if err := w.Intake.Undo(t.Context(), badge.Host(), org, undone.ID); err != nil {
		t.Fatal(err)
	}
	work(t, w, func() bool { return idle(t, w) })
	for _, email := range []badge.Email{"ada@example.org", "bo@example.org"} {
		if held(w, final, email) {
			t.Fatalf("%s has it", email)
		}
	}
	again := badge.Correction{Code: code, Name: "Ada", IssuedOn: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), ExpiresOn: badge.Day(w.Time()).AddDate(1, 0, 0)}
	if err := w.Issuer.Correct(t.Context(), badge.Host(), org, again, "Renewed."); err != nil {
		t.Fatal(err)
	}
	work(t, w, func() bool { return held(w, final, "ada@example.org") && idle(t, w) })
	if held(w, final, "bo@example.org") {
		t.Error("awarded for a step of a batch that was undone")
	}
}
