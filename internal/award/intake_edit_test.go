package award_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/test/world"
)

// outcomes are those of all rows of a batch.
func outcomes(t *testing.T, w *world.World, b badge.Batch) string {
	t.Helper()
	rows, err := w.Intake.Rows(t.Context(), badge.Host(), b.OrgID, b.ID, nil, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, fmt.Sprintf("%d %s %s", r.Row, r.Email, r.Outcome))
	}
	return strings.Join(all, ", ")
}

func edit(t *testing.T, w *world.World, b badge.Batch, row int, field award.Field, text string) {
	t.Helper()
	if err := w.Intake.Edit(t.Context(), badge.Host(), b.OrgID, b.ID, row, map[award.Field]string{field: text}); err != nil {
		t.Fatalf("row %d: %v", row, err)
	}
}

// A row is checked again with all rows that its address decides, and with
// none besides.
func TestACorrectedRowIsCheckedAgain(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "first-aid")
		w.Issue(t, a, "Held <held@x.org>")
		b := w.Upload(t, a, "name,email\nAda,ada@x.org\nAda B,ada@x.org\nBo,bo@\nCy,cy@x.org\n", award.Answers{})
		if got := outcomes(t, w, b); got != "2 ada@x.org ok, 3 ada@x.org duplicate, 4 bo@ error, 5 cy@x.org ok" {
			t.Fatal(got)
		}
		edit(t, w, b, 2, award.FieldEmail, "Lovelace@X.org")
		edit(t, w, b, 4, award.FieldEmail, "cy@x.org")
		if got := outcomes(t, w, b); got != "2 lovelace@x.org ok, 3 ada@x.org ok, 4 cy@x.org ok, 5 cy@x.org duplicate" {
			t.Errorf("after two corrections: %s", got)
		}
		edit(t, w, b, 4, award.FieldEmail, "held@x.org")
		if got := outcomes(t, w, b); got != "2 lovelace@x.org ok, 3 ada@x.org ok, 4 held@x.org duplicate, 5 cy@x.org ok" {
			t.Errorf("somebody who holds it: %s", got)
		}
		edit(t, w, b, 5, award.FieldName, "")
		p, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID)
		if err != nil || p.Counts != (badge.BatchCounts{OK: 2, Duplicates: 1, Errors: 1}) || p.Rows != 4 {
			t.Errorf("counts: %+v of %d rows, %v", p.Counts, p.Rows, err)
		}
		// The file is read again, and what was corrected is still there.
		if err := w.Intake.Recheck(t.Context(), badge.Host(), org.ID, b.ID, award.DatesDayFirst, badge.DuplicateAllow); err != nil {
			t.Fatal(err)
		}
		if got := outcomes(t, w, b); got != "2 lovelace@x.org ok, 3 ada@x.org ok, 4 held@x.org ok, 5 cy@x.org error" {
			t.Errorf("read again: %s", got)
		}
		w.Confirm(t, b)
		err = w.Intake.Edit(t.Context(), badge.Host(), org.ID, b.ID, 2, map[award.Field]string{award.FieldName: "Eve"})
		if !errors.Is(err, badge.ErrConflict) {
			t.Errorf("corrected after it was confirmed: %v", err)
		}
	})
}

func TestWhatCannotBeCorrected(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@x.org>"), award.Answers{})
	for name, c := range map[string]struct {
		row   int
		field award.Field
		text  string
	}{
		"a row that is not there": {77, award.FieldName, "Ada"}, "a field that is none": {2, "outcome", "ok"}, "far too long": {2, award.FieldNarrative, strings.Repeat("x", 1<<16)},
	} {
		if err := w.Intake.Edit(t.Context(), badge.Host(), org.ID, b.ID, c.row, map[award.Field]string{c.field: c.text}); err == nil {
			t.Error(name)
		}
	}
	if got := outcomes(t, w, b); got != "2 ada@x.org ok" {
		t.Error(got)
	}
}

// Columns are chosen once for files with the same headings.
func TestColumnsAreRemembered(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org, rival := w.Found(t, "college", nil), w.Found(t, "rival", nil)
		a := w.Badge(t, org.ID, "first-aid")
		keep := func(a badge.Achievement, text string) (badge.Batch, award.Look) {
			b, look, err := w.Intake.Keep(t.Context(), badge.Host(), a.OrgID, a.ID, "x.csv", strings.NewReader(text), award.Answers{})
			if err != nil {
				t.Fatal(err)
			}
			return b, look
		}
		b, look := keep(a, "Who,Post,When\nAda,ada@x.org,01/02/2026\n")
		if look.Fault == "" || look.Known {
			t.Fatalf("%+v", look)
		}
		how := look.Reading
		if err := w.Intake.Read(t.Context(), badge.Host(), org.ID, b.ID, award.Answers{Reading: how}); err == nil {
			t.Error("read without knowing the columns")
		}
		how.Columns = []string{"name", "email", "issued_on"}
		if err := w.Intake.Read(t.Context(), badge.Host(), org.ID, b.ID, award.Answers{Reading: how, Dates: award.DatesDayFirst}); err != nil {
			t.Fatal(err)
		}
		if got := outcomes(t, w, b); got != "2 ada@x.org ok" {
			t.Error(got)
		}
		b, look = keep(a, "When;Post;Who\n03/02/2026;bo@x.org;Bo\n")
		if !look.Known || look.Fault != "" || b.Dates != string(award.DatesDayFirst) || strings.Join(b.Reading.Columns, " ") != "issued_on email name" {
			t.Errorf("%+v, %+v", look, b)
		}
		if _, look = keep(w.Badge(t, rival.ID, "first-aid"), "Who,Post,When\nAda,ada@x.org,01/02/2026\n"); look.Known {
			t.Error("another organization's choice is known")
		}
	})
}

// A file that cannot be read as chosen stays as it was.
func TestAFailedReadingKeepsTheFile(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	b, look, err := w.Intake.Keep(t.Context(), badge.Host(), org.ID, a.ID, "x.csv",
		strings.NewReader("name,email\n"+strings.Repeat("Ada,ada@x.org\n", 9)+strings.Repeat("x", 1<<18)+"\n"), award.Answers{})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Intake.Read(t.Context(), badge.Host(), org.ID, b.ID, award.Answers{Reading: look.Reading})
	if _, refused := errors.AsType[*award.FileError](err); !refused {
		t.Fatalf("a row of 256 KB: %v", err)
	}
	p, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID)
	if err != nil || p.State != badge.BatchKept || p.Rows != 0 {
		t.Errorf("%s with %d rows, %v", p.State, p.Rows, err)
	}
	if _, _, err := w.Intake.Look(t.Context(), badge.Host(), org.ID, b.ID, badge.Reading{}, award.DatesAsk); err != nil {
		t.Error(err)
	}
}

func TestNobodyIssuesWithoutTheRight(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <ada@x.org>"), award.Answers{})
	issuer := w.Member(t, org.ID, badge.RoleIssuer)
	err := w.Intake.Confirm(t.Context(), issuer, org.ID, b.ID, award.Plan{})
	if _, refused := errors.AsType[*badge.Invalid](err); !refused {
		t.Fatalf("confirmed without the right: %v", err)
	}
	if err := w.Intake.ConfirmRights(t.Context(), w.Member(t, org.ID, badge.RoleViewer), org.ID, b.ID); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("a viewer has the right: %v", err)
	}
	if err := w.Intake.ConfirmRights(t.Context(), issuer, org.ID, b.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.Intake.Confirm(t.Context(), issuer, org.ID, b.ID, award.Plan{}); err != nil {
		t.Error(err)
	}
	p, err := w.Intake.Progress(t.Context(), issuer, org.ID, b.ID)
	if err != nil || p.RightsBy != issuer.AccountID || p.RightsAt.IsZero() {
		t.Errorf("who had the right: %q at %v, %v", p.RightsBy, p.RightsAt, err)
	}
}
