package catalog_test

import (
	"errors"
	"strings"
	"testing"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/design"
	"laurel/internal/store"
	"laurel/test/world"
)

// begun is a draft with a name and a design.
func begun(t *testing.T, w *world.World, org badge.OrgID) badge.Achievement {
	t.Helper()
	d, _ := design.Start("course")
	a, err := w.Catalog.Create(t.Context(), badge.Host(), org, badge.Achievement{State: badge.AchievementDraft, Revision: badge.Revision{Name: "Sail", Design: d.JSON()}}, nil)
	if err != nil || a.State != badge.AchievementDraft || a.Revision.Design != d.JSON() {
		t.Fatalf("%+v, %v", a, err)
	}
	return a
}

func TestADraftIsSeenByNobodyAndIssuedToNobody(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := begun(t, w, org.ID)
	if _, _, err := w.Catalog.Public(t.Context(), a.Revision.ID); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("in public: %v", err)
	}
	if list, err := w.Catalog.Earnable(t.Context(), org.ID); err != nil || len(list) != 0 {
		t.Errorf("offered: %+v, %v", list, err)
	}
	upload := func() error {
		_, err := w.Intake.Upload(t.Context(), badge.Host(), org.ID, a.ID, "e.csv", strings.NewReader(world.File("Ada <ada@example.org>")), award.Answers{})
		return err
	}
	if err := upload(); err == nil || !strings.Contains(err.Error(), "draft") {
		t.Errorf("issued: %v", err)
	}
	publish := badge.Achievement{State: badge.AchievementPublished, EvidenceRequired: true, Revision: badge.Revision{Name: "Sail"}}
	_, err := w.Catalog.Revise(t.Context(), badge.Host(), org.ID, a.ID, publish, nil)
	invalid, ok := errors.AsType[*badge.Invalid](err)
	if !ok || invalid.Fields["description"] == "" || invalid.Fields["criteria"] == "" || invalid.Fields["alt"] == "" || invalid.Fields["image"] != "" {
		t.Fatalf("published without texts: %v", err)
	}
	publish.Revision.Description, publish.Revision.Criteria, publish.Revision.Alt = "Sails.", "Sail.", "A sail"
	published, err := w.Catalog.Revise(t.Context(), badge.Host(), org.ID, a.ID, publish, nil)
	if err != nil || published.State != badge.AchievementPublished || published.Revision.ID != a.Revision.ID || published.Revision.Number != 1 || published.Revision.Design != a.Revision.Design || published.Revision.Picture == "" {
		t.Fatalf("%+v, %v", published, err)
	}
	if now, err := w.Catalog.Achievement(t.Context(), badge.Host(), org.ID, a.ID); err != nil || !now.EvidenceRequired || now.Revision.Alt != "A sail" {
		t.Errorf("%+v, %v", now, err)
	}
	if err := upload(); err != nil {
		t.Errorf("published, and still: %v", err)
	}
}

func TestAnArchivedBadgeIsNotIssuedAndWhatWasIssuedStays(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "sail")
	issued := w.Issue(t, a, "Ada <ada@example.org>")
	waiting := w.Upload(t, a, world.File("Bo <bo@example.org>"), award.Answers{})
	if err := w.Catalog.Archive(t.Context(), badge.Host(), org.ID, a.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.Catalog.Archive(t.Context(), badge.Host(), org.ID, a.ID); !errors.Is(err, badge.ErrConflict) {
		t.Errorf("archived twice: %v", err)
	}
	if err := w.Intake.Confirm(t.Context(), badge.Host(), org.ID, waiting.ID, award.Plan{}); err == nil || !strings.Contains(err.Error(), "archived") {
		t.Errorf("a batch that waited: %v", err)
	}
	if _, _, err := w.Catalog.Public(t.Context(), a.Revision.ID); err != nil {
		t.Errorf("its public page: %v", err)
	}
	if stored, err := w.Verifier.Stored(t.Context(), issued[0].Code); err != nil || stored.Report.Verdict != "valid" {
		t.Errorf("what was issued: %v, %v", stored.Report.Verdict, err)
	}
	if list, err := w.Catalog.Issuable(t.Context(), badge.Host(), org.ID); err != nil || len(list) != 0 {
		t.Errorf("%d can be issued, %v", len(list), err)
	}
	if err := w.Catalog.Restore(t.Context(), badge.Host(), org.ID, a.ID); err != nil {
		t.Fatal(err)
	}
	w.Confirm(t, waiting)
}

func TestADesignIsDrawnAndGivesWayToAnUpload(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := begun(t, w, org.ID)
	d, _ := design.Start("green")
	drawn, err := w.Catalog.Redraw(t.Context(), badge.Host(), org.ID, a.ID, d)
	if err != nil || drawn.Revision.Design != d.JSON() || drawn.Revision.Alt != d.Words() {
		t.Fatalf("%+v, %v", drawn, err)
	}
	sail := w.Badge(t, org.ID, "sail-2")
	redrawn, err := w.Catalog.Redraw(t.Context(), badge.Host(), org.ID, sail.ID, d)
	if err != nil || redrawn.Revision.Picture == sail.Revision.Picture || redrawn.Revision.Number != 2 || redrawn.Revision.Alt != sail.Revision.Alt {
		t.Errorf("%+v, %v", redrawn.Revision, err)
	}
	own, err := w.Catalog.Revise(t.Context(), badge.Host(), org.ID, a.ID, badge.Achievement{Revision: badge.Revision{Name: "Sail"}}, world.Picture())
	if err != nil || own.Revision.Design != "" || own.Revision.Picture == drawn.Revision.Picture {
		t.Errorf("%+v, %v", own.Revision, err)
	}
}

func TestACopyIsADraftOfItsOwn(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "sail")
	for range 2 {
		c, err := w.Catalog.Copy(t.Context(), badge.Host(), org.ID, a.ID)
		if err != nil || c.State != badge.AchievementDraft || c.ID == a.ID || c.Revision.ID == a.Revision.ID || c.Revision.Picture != a.Revision.Picture || c.Revision.Criteria != a.Revision.Criteria {
			t.Errorf("%+v, %v", c, err)
		}
	}
}

func TestABadgeIsGivenToAnotherOrganizationByACode(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		giver, taker := w.Found(t, "college", nil), w.Found(t, "school", nil)
		a := w.Badge(t, giver.ID, "sail")
		code, until, err := w.Catalog.Share(t.Context(), badge.Host(), giver.ID, a.ID)
		if err != nil || len(code) != 14 || !until.After(w.Time()) {
			t.Fatalf("%q, %v, %v", code, until, err)
		}
		if _, err := w.Catalog.Receive(t.Context(), badge.Host(), taker.ID, "0000-0000-0000"); err == nil {
			t.Error("a code that nobody gave is taken")
		}
		got, err := w.Catalog.Receive(t.Context(), badge.Host(), taker.ID, strings.ToLower(code))
		if err != nil || got.OrgID != taker.ID || got.State != badge.AchievementDraft || got.Revision.Name != a.Revision.Name ||
			got.Revision.Creator != (badge.Creator{Name: giver.Name, URL: giver.URL}) {
			t.Fatalf("%+v, %v", got, err)
		}
		if _, err := w.Catalog.Receive(t.Context(), badge.Host(), taker.ID, code); err == nil {
			t.Error("the code works twice")
		}
		late, _, err := w.Catalog.Share(t.Context(), badge.Host(), giver.ID, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.Pass(8 * 24 * 3600e9)
		if _, err := w.Catalog.Receive(t.Context(), badge.Host(), taker.ID, late); err == nil {
			t.Error("the code works for ever")
		}
		var n int
		w.Read(t, func(tx *store.Tx) error {
			all, err := tx.Org(taker.ID).Achievements(t.Context())
			n = len(all)
			return err
		})
		if n != 1 {
			t.Errorf("%d badges came over", n)
		}
	})
}
