package issuance_test

import (
	"errors"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/store"
	verifier "laurel/internal/verify"
	"laurel/test/world"
)

// held uploads a file, confirms it with letters held for 10 minutes, and issues it.
func held(t *testing.T, w *world.World, a badge.Achievement, file string, answers award.Answers) badge.Batch {
	t.Helper()
	b := w.Upload(t, a, file, answers)
	if err := w.Intake.Confirm(t.Context(), badge.Host(), b.OrgID, b.ID, award.Plan{Hold: 10 * time.Minute}); err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.IssueChunk(t.Context(), b.OrgID, b.ID, 1, 500); err != nil {
		t.Fatal(err)
	}
	return b
}

func letters(t *testing.T, w *world.World) (states map[badge.LetterState]int) {
	t.Helper()
	states = map[badge.LetterState]int{}
	for _, l := range w.Letters(t) {
		states[l.State]++
	}
	return states
}

func TestABatchIsUndoneWhileItsLettersAreHeld(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "first-aid")
		before := w.Issue(t, a, "Zoe <zoe@example.org>")[0].Code
		b := held(t, w, a, world.File("Ada <ada@example.org>", "Bob <bob@example.org>"), award.Answers{})
		codes := w.Results(t, b)
		one := w.Credential(t, codes[0].Code)
		if err := w.Intake.Undo(t.Context(), badge.Host(), org.ID, b.ID); err != nil {
			t.Fatal(err)
		}
		for _, r := range codes {
			if _, err := w.Portfolio.Sharing(t.Context(), r.Code); !errors.Is(err, badge.ErrGone) {
				t.Errorf("the address of %s: %v", r.Name, err)
			}
		}
		for range 2 { // a job may run twice
			if err := w.Issuer.Withdraw(t.Context(), org.ID, b.ID); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Issuer.PublishList(t.Context(), org.ID, one.ListID); err != nil {
			t.Fatal(err)
		}
		if report := verdict(t, w, one.Signed); report.Verdict != verifier.Revoked {
			t.Errorf("the document that somebody saved is %s", report.Verdict)
		}
		if _, err := w.Portfolio.Sharing(t.Context(), before); err != nil {
			t.Errorf("a badge of another batch: %v", err)
		}
		if got := letters(t, w); got[badge.LetterWithdrawn] != 2 || got[badge.LetterKept] != 2 { // the first one of the owner, and of Zoe
			t.Errorf("letters: %v", got)
		}
		w.Read(t, func(tx *store.Tx) error {
			has, err := tx.EarnerHasBadges(t.Context(), w.Account(t, "ada@example.org").ID)
			if has {
				t.Error("somebody whose only badge was withdrawn has a portfolio")
			}
			return err
		})
		if err := w.Intake.Undo(t.Context(), badge.Host(), org.ID, b.ID); !errors.Is(err, badge.ErrConflict) {
			t.Errorf("undone twice: %v", err)
		}
		if got := w.Issue(t, a, "Ada <ada@example.org>")[0].Status(); got != "issued" {
			t.Errorf("issued again after it was undone: %s", got)
		}
	})
}

func TestUndoIsTooLateWhenTheLettersLeave(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	b := held(t, w, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>"), award.Answers{})
	w.Pass(10 * time.Minute)
	if err := w.Intake.Undo(t.Context(), badge.Host(), org.ID, b.ID); !errors.Is(err, badge.ErrConflict) {
		t.Errorf("undone when letters left: %v", err)
	}
}

// What waits when a batch is undone is never issued, whatever its jobs do.
func TestNothingIsIssuedOfAnUndoneBatch(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>"), award.Answers{})
		if err := w.Intake.Confirm(t.Context(), badge.Host(), org.ID, b.ID, award.Plan{Hold: time.Minute}); err != nil {
			t.Fatal(err)
		}
		if err := w.Intake.Undo(t.Context(), badge.Host(), org.ID, b.ID); err != nil {
			t.Fatal(err)
		}
		if err := w.Issuer.IssueChunk(t.Context(), org.ID, b.ID, 1, 500); err != nil {
			t.Error(err)
		}
		if r := w.Results(t, b); r[0].Code != "" {
			t.Errorf("issued: %+v", r[0])
		}
	})
}

func TestABatchReplacesWhatIsHeld(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "first-aid")
		before := w.IssueFile(t, a, "name,email,issued\nAda Byron,ada@example.org,2026-01-01\nBob,bob@example.org,2026-01-01\n", award.Answers{})
		b := held(t, w, a, "name,email,issued\nAda Lovelace,ada@example.org,2026-01-02\nBob,bob@example.org,2026-01-01\nCyn,cyn@example.org,2026-01-01\n",
			award.Answers{Duplicates: badge.DuplicateReplace})
		p, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID)
		if err != nil || p.State != badge.BatchDone || p.Counts.Replaced != 1 || p.Counts.Repeated != 1 || p.Counts.Issued != 1 {
			t.Fatalf("%s %+v, %v", p.State, p.Counts, err)
		}
		c, _, err := w.Issuer.Public(t.Context(), before[0].Code)
		if err != nil || c.Name != "Ada Lovelace" || c.IssuedOn.Day() != 2 {
			t.Errorf("under her address: %s, %v, %v", c.Name, c.IssuedOn, err)
		}
		if got := len(w.Letters(t)); got != 5 { // that of the owner, three of issuing, one of the correction
			t.Errorf("%d letters", got)
		}

		if err := w.Intake.Undo(t.Context(), badge.Host(), org.ID, b.ID); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := w.Issuer.Withdraw(t.Context(), org.ID, b.ID); err != nil {
				t.Fatal(err)
			}
		}
		c, _, err = w.Issuer.Public(t.Context(), before[0].Code)
		if err != nil || c.Name != "Ada Byron" || c.IssuedOn.Day() != 1 || c.State != badge.CredentialIssued {
			t.Errorf("after it was undone: %s, %v, %s, %v", c.Name, c.IssuedOn, c.State, err)
		}
		if got := letters(t, w); got[badge.LetterWithdrawn] != 2 {
			t.Errorf("letters: %v", got)
		}
	})
}

func TestWhatWasCorrectedByHandSinceStaysWhenABatchIsUndone(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "first-aid")
		before := w.IssueFile(t, a, "name,email,issued\nAda Byron,ada@example.org,2026-01-01\n", award.Answers{})
		b := held(t, w, a, "name,email,issued\nAda Lovelace,ada@example.org,2026-01-02\n", award.Answers{Duplicates: badge.DuplicateReplace})
		c, _, err := w.Issuer.Public(t.Context(), before[0].Code)
		if err != nil || c.Name != "Ada Lovelace" {
			t.Fatalf("%s, %v", c.Name, err)
		}
		to := badge.Correction{Code: c.Code, Name: "Ada King", IssuedOn: c.IssuedOn, ExpiresOn: c.ExpiresOn}
		if err := w.Issuer.Correct(t.Context(), badge.Host(), org.ID, to, "She says so."); err != nil {
			t.Fatal(err)
		}
		if err := w.Intake.Undo(t.Context(), badge.Host(), org.ID, b.ID); err != nil {
			t.Fatal(err)
		}
		if err := w.Issuer.Withdraw(t.Context(), org.ID, b.ID); err != nil {
			t.Fatal(err)
		}
		if c, _, err = w.Issuer.Public(t.Context(), before[0].Code); err != nil || c.Name != "Ada King" {
			t.Errorf("after it was undone: %s, %v", c.Name, err)
		}
	})
}

func TestSeveralBadgesInOneFile(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a, other := w.Badge(t, org.ID, "first-aid"), w.Badge(t, org.ID, "sail")
		b := held(t, w, a, "name,email,badge,language,evidence text\nAda,ada@example.org,,de,Seen by two\nAda,ada@example.org,Badge sail,,\nBob,bob@example.org,SAIL,,\n"+
			"Cyn,cyn@example.org,fly,,\nDee,dee@example.org,,Klingonish,\n", award.Answers{})
		p, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID)
		if err != nil || len(p.Parts) != 1 || p.Counts.Ready() != 4 || p.Counts.Errors != 1 || p.Counts.Issued != 2 || p.State != badge.BatchConfirmed {
			t.Fatalf("%+v %s %+v, %v", p.Parts, p.State, p.Counts, err)
		}
		if err := w.Issuer.IssueChunk(t.Context(), org.ID, p.Parts[0], 1, 500); err != nil {
			t.Fatal(err)
		}
		if p, err = w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID); err != nil || p.State != badge.BatchDone || p.Counts.Issued != 4 {
			t.Errorf("%s %+v, %v", p.State, p.Counts, err)
		}
		var of []badge.AchievementID
		for _, r := range w.Results(t, b) {
			if r.Code != "" {
				c, _, err := w.Issuer.Public(t.Context(), r.Code)
				if err != nil {
					t.Fatal(err)
				}
				of = append(of, c.AchievementID)
			}
		}
		if len(of) != 4 || of[0] != a.ID || of[1] != a.ID || of[2] != other.ID || of[3] != other.ID {
			t.Errorf("issued of %v", of)
		}
		if err := w.Intake.Undo(t.Context(), badge.Host(), org.ID, b.ID); err != nil {
			t.Fatal(err)
		}
		for _, r := range w.Results(t, b) {
			if r.Code == "" {
				continue
			}
			if _, err := w.Portfolio.Sharing(t.Context(), r.Code); !errors.Is(err, badge.ErrGone) {
				t.Errorf("row %d after the batch was undone: %v", r.Row, err)
			}
		}
	})
}

func TestABatchBeginsLaterOrIsCalledOff(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@example.org>"), award.Answers{})
		at := w.Time().Add(48 * time.Hour)
		confirm := func(at time.Time) error {
			return w.Intake.Confirm(t.Context(), badge.Host(), org.ID, b.ID, award.Plan{At: at, Hold: time.Hour})
		}
		state := func() badge.Batch {
			p, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID)
			if err != nil {
				t.Fatal(err)
			}
			return p.Batch
		}
		if err := confirm(w.Time().Add(400 * 24 * time.Hour)); err == nil {
			t.Error("a batch may begin in two years")
		}
		if err := confirm(at); err != nil {
			t.Fatal(err)
		}
		if err := confirm(at); !errors.Is(err, badge.ErrConflict) {
			t.Errorf("scheduled twice: %v", err)
		}
		if err := w.Intake.CallOff(t.Context(), badge.Host(), org.ID, b.ID); err != nil || state().State != badge.BatchChecked {
			t.Fatalf("called off: %v, %s", err, state().State)
		}
		later := at.Add(time.Hour)
		if err := confirm(later); err != nil {
			t.Fatal(err)
		}
		w.Pass(48 * time.Hour)
		if err := w.Intake.Start(t.Context(), org.ID, b.ID, at); err != nil || state().State != badge.BatchScheduled {
			t.Errorf("the job of the time that was called off: %v, %s", err, state().State)
		}
		w.Pass(time.Hour + time.Minute)
		if err := w.Intake.Start(t.Context(), org.ID, b.ID, later); err != nil {
			t.Fatal(err)
		}
		if got := state(); got.State != badge.BatchConfirmed || !got.LettersAt.Equal(w.Time().Add(time.Hour)) {
			t.Errorf("begun: %s, letters at %v", got.State, got.LettersAt)
		}
	})
}
