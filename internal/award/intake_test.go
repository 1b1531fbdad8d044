package award_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

// statuses are what became of every row, in the order of the file.
func statuses(results []award.Result) (all []string) {
	for _, r := range results {
		all = append(all, r.Status())
	}
	return all
}

// kept counts batches and rows of an organization, and files on disk.
func kept(t *testing.T, w *world.World, org badge.OrgID) (batches, files int) {
	t.Helper()
	w.Read(t, func(tx *store.Tx) error {
		all, err := tx.Org(org).Batches(t.Context(), 1000)
		batches = len(all)
		return err
	})
	err := filepath.WalkDir(filepath.Join(w.Settings.Data, "files"), func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return batches, files
}

func TestUploadIssuesNothing(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "first-aid")
		const csv = "Name,E-mail,Date,Expires,Number,Evidence,Narrative\n" +
			"Ada Łovelace,Ada@Example.org,2026-03-01,2027-03-01,N-1,https://example.org/1,Well done\n" +
			"Bob,not an address,,,,,\n\n" +
			"=Cyn,cyn@example.org,,,,,\n" +
			"Ada again,ada@example.org,,,,,\n"
		issuer := w.Member(t, org.ID, badge.RoleIssuer)
		b, err := w.Intake.Upload(t.Context(), issuer, org.ID, a.ID, `C:\files\earners "1".csv`, strings.NewReader(csv), award.Answers{})
		if err != nil {
			t.Fatal(err)
		}
		if b.FileName != `earners "1".csv` || b.Rows != 4 || b.CreatedBy != issuer.AccountID || b.State != badge.BatchChecked {
			t.Errorf("batch: %+v", b)
		}
		p, err := w.Intake.Progress(t.Context(), issuer, org.ID, b.ID)
		if err != nil || p.Counts != (badge.BatchCounts{OK: 1, Warnings: 1, Duplicates: 1, Errors: 1}) || p.Achievement.ID != a.ID {
			t.Errorf("%+v, %v", p, err)
		}
		rows, err := w.Intake.Rows(t.Context(), issuer, org.ID, b.ID, nil, 0, 100)
		if err != nil || len(rows) != 4 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		got, march := rows[0], time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		if got.Row != 2 || got.Name != "Ada Łovelace" || got.Email != "ada@example.org" || !got.IssuedOn.Equal(march) || !got.ExpiresOn.Equal(march.AddDate(1, 0, 0)) ||
			got.ExternalNumber != "N-1" || got.Evidence != "https://example.org/1" || got.Narrative != "Well done" {
			t.Errorf("first row: %+v", got)
		}
		if rows[2].Row != 5 || !rows[2].IssuedOn.Equal(badge.Day(w.Time())) {
			t.Errorf("a row without a date: %+v", rows[2])
		}
		bad, err := w.Intake.Rows(t.Context(), issuer, org.ID, b.ID, []badge.Outcome{badge.OutcomeError}, 0, 100)
		if err != nil || len(bad) != 1 || bad[0].Row != 3 || !strings.Contains(bad[0].Message(), "no @") {
			t.Errorf("bad rows: %+v, %v", bad, err)
		}
		if _, data, err := w.Intake.File(t.Context(), issuer, org.ID, b.ID); err != nil || string(data) != csv {
			t.Errorf("the file came back as %q, %v", data, err)
		}
		if got := statuses(w.Results(t, b)); !slices.Equal(got, []string{"skipped", "error", "skipped", "duplicate"}) {
			t.Errorf("results before anything is issued: %q", got)
		}
		if letters := w.Letters(t); len(letters) != 1 { // the owner's invitation
			t.Errorf("%d letters", len(letters))
		}
	})
}

func TestCheckKeepsNothing(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	_, before := kept(t, w, org.ID)
	var rows []badge.Award
	err := w.Intake.Check(t.Context(), badge.Host(), org.ID, a.ID, strings.NewReader(world.File("Ada <ada@example.org>")), award.Answers{}, func(a badge.Award) error {
		rows = append(rows, a)
		return nil
	})
	if err != nil || len(rows) != 1 || rows[0].Outcome != badge.OutcomeOK {
		t.Fatalf("%+v, %v", rows, err)
	}
	if batches, files := kept(t, w, org.ID); batches != 0 || files != before {
		t.Errorf("%d batches and %d files are kept", batches, files-before)
	}
}

func TestAFileThatCannotBeUsedKeepsNothing(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	_, before := kept(t, w, org.ID)
	for name, c := range map[string]struct{ file, says string }{
		"empty":        {"", "empty"},
		"blank":        {" \n\n;;\n", "empty"},
		"headings":     {"name,email\n", "no people"},
		"a picture":    {string(world.Picture()), "PNG"},
		"33 MB":        {"name,email,x\n" + strings.Repeat("Ada,ada@example.org,"+strings.Repeat("x", 1000)+"\n", 33<<10), "32 MB"},
		"no addresses": {"name,town\nAda,London\n", ""},
		"100,001 rows": {"name,email\n" + strings.Repeat("A,a@b.example\n", award.DefaultMaxRows+1), "100000"},
	} {
		var refused *award.FileError
		_, err := w.Intake.Upload(t.Context(), badge.Host(), org.ID, a.ID, "x.csv", strings.NewReader(c.file), award.Answers{})
		if !errors.As(err, &refused) || !strings.Contains(refused.Sentence, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if batches, files := kept(t, w, org.ID); batches != 0 || files != before {
		t.Errorf("%d batches and %d files are kept", batches, files-before)
	}
}

// What a file may hold must not depend on the engine: PostgreSQL keeps no NUL
// and no broken letters.
func TestCharactersThatCannotBeKept(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "first-aid")
		file := "name,email,narrative,number,evidence\n" + strings.Repeat("Ada,ada@example.org,,,\n", 4000) + // beyond the head that is looked at for NUL
			"B\x00b,bob@example.org,,,\nCyn,c\x00@example.org,,,\nDan,dan@example.org,a\x00b,,\nEve,eve@example.org,,1\x002,\nFay,fay@example.org,,,https://x.example/\x00\n"
		b := w.Upload(t, a, file, award.Answers{})
		rows, err := w.Intake.Rows(t.Context(), badge.Host(), org.ID, b.ID, []badge.Outcome{badge.OutcomeError}, 0, 100)
		if err != nil || len(rows) != 5 {
			t.Errorf("%d rows are refused, %v; want 5", len(rows), err)
		}
	})
}

// What is accepted as evidence can stand in a signed document.
func TestEvidenceIsAnAddressThatCanBeSigned(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	addresses := map[string]string{
		"https://example.org/ä?q=%20#x": "issued", "http://example.org": "issued", "https://example.org/a[1]": "issued",
		"https://example.org/<b>": "error", "https://example.org/{id}": "error", "https://example.org/a|b": "error", "https://example.org/a\\b": "error",
		"https://example.org/a\u00a0b": "error", "https://example.org/" + strings.Repeat("a", 2000): "error", "www.example.org": "error",
	}
	file := "name,email,evidence\n"
	var want []string
	for address, status := range addresses {
		file += fmt.Sprintf("Ada,p%d@example.org,%s\n", len(want), address)
		want = append(want, status)
	}
	results := w.IssueFile(t, a, file, award.Answers{})
	for n, r := range results {
		if r.Status() != want[n] || r.State == badge.AwardRefused {
			t.Errorf("%s: %s, %s", r.Email, r.State, r.Message())
		}
	}
}

func TestABadgeThatNeedsEvidenceIsIssuedWithItOnly(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "rescue")
		file := "name,email,evidence,evidence description\nAda,ada@example.org,https://example.org/1,\nBob,bob@example.org,,Saved a swimmer in May\nCyn,cyn@example.org,,\n"
		outcomes := func(results []award.Result) map[badge.Email]string {
			all := map[badge.Email]string{}
			for _, r := range results {
				all[r.Email] = r.Status()
			}
			return all
		}
		needs := badge.Achievement{State: a.State, Revision: a.Revision, EvidenceRequired: true}
		if _, err := w.Catalog.Revise(t.Context(), badge.Host(), org.ID, a.ID, needs, nil); err != nil {
			t.Fatal(err)
		}
		got := outcomes(w.IssueFile(t, a, file, award.Answers{}))
		if want := (map[badge.Email]string{"ada@example.org": "issued", "bob@example.org": "issued", "cyn@example.org": "error"}); !maps.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		other := w.Badge(t, org.ID, "first-aid")
		named := "name,email,badge\nDan,dan@example.org,rescue\nEve,eve@example.org,\n"
		got = outcomes(w.IssueFile(t, other, named, award.Answers{}))
		if want := (map[badge.Email]string{"dan@example.org": "error", "eve@example.org": "issued"}); !maps.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}

func TestDatesAreAskedFor(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	const csv = "name,email,issued\nAda,ada@example.org,01/02/2026\nBob,bob@example.org,25/02/2026\n"
	b := w.Upload(t, a, csv, award.Answers{})
	outcomes := func() (all []badge.Outcome, first time.Time) {
		rows, err := w.Intake.Rows(t.Context(), badge.Host(), org.ID, b.ID, nil, 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			all = append(all, r.Outcome)
		}
		return all, rows[0].IssuedOn
	}
	if got, _ := outcomes(); !slices.Equal(got, []badge.Outcome{badge.OutcomeQuestion, badge.OutcomeOK}) {
		t.Errorf("asked: %q", got)
	}
	ask, err := w.Intake.Ambiguity(t.Context(), badge.Host(), org.ID, b.ID)
	if err != nil || ask == nil || ask.Row != 2 {
		t.Errorf("ambiguity: %+v, %v", ask, err)
	}
	for _, c := range []struct {
		order award.DateOrder
		day   string
	}{{award.DatesMonthFirst, "2026-01-02"}, {award.DatesDayFirst, "2026-02-01"}} {
		if err := w.Intake.Recheck(t.Context(), badge.Host(), org.ID, b.ID, c.order, badge.DuplicateDeny); err != nil {
			t.Fatal(err)
		}
		got, first := outcomes()
		if got[0] != badge.OutcomeOK || first.Format(time.DateOnly) != c.day {
			t.Errorf("%s: %q, the first on %s", c.order, got, first.Format(time.DateOnly))
		}
	}
	w.Confirm(t, b)
	if err := w.Intake.Recheck(t.Context(), badge.Host(), org.ID, b.ID, award.DatesAsk, badge.DuplicateDeny); !errors.Is(err, badge.ErrConflict) {
		t.Errorf("checked again after confirming: %v", err)
	}
	if got, _ := outcomes(); len(got) != 2 || got[0] != badge.OutcomeOK {
		t.Errorf("after a refused check: %q", got)
	}
}

func TestNothingGoodToConfirm(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	b := w.Upload(t, w.Badge(t, org.ID, "first-aid"), world.File("Ada <no address>"), award.Answers{})
	var invalid *badge.Invalid
	if err := w.Intake.Confirm(t.Context(), badge.Host(), org.ID, b.ID, award.Plan{}); !errors.As(err, &invalid) {
		t.Errorf("got %v", err)
	}
	if p, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID); err != nil || p.State != badge.BatchChecked {
		t.Errorf("%+v, %v", p.Batch, err)
	}
}

func TestAnotherOrganizationsBatchIsNotThere(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "other", nil)
	a := w.Badge(t, org.ID, "first-aid")
	b := w.Upload(t, a, world.File("Ada <ada@example.org>"), award.Answers{})
	w.Badge(t, other.ID, "first-aid")
	owner := w.Member(t, other.ID, badge.RoleOwner)
	_, before := kept(t, w, org.ID)
	acts := map[string]func(org badge.OrgID) error{
		"upload": func(org badge.OrgID) error {
			_, err := w.Intake.Upload(t.Context(), owner, org, a.ID, "x.csv", strings.NewReader(world.File("Eve <eve@example.org>")), award.Answers{})
			return err
		},
		"check": func(org badge.OrgID) error {
			return w.Intake.Check(t.Context(), owner, org, a.ID, strings.NewReader(world.File("Eve <eve@example.org>")), award.Answers{}, nil)
		},
		"recheck": func(org badge.OrgID) error {
			return w.Intake.Recheck(t.Context(), owner, org, b.ID, award.DatesAsk, badge.DuplicateDeny)
		},
		"confirm":   func(org badge.OrgID) error { return w.Intake.Confirm(t.Context(), owner, org, b.ID, award.Plan{}) },
		"progress":  func(org badge.OrgID) error { return second(w.Intake.Progress(t.Context(), owner, org, b.ID)) },
		"ambiguity": func(org badge.OrgID) error { return second(w.Intake.Ambiguity(t.Context(), owner, org, b.ID)) },
		"annotated": func(org badge.OrgID) error { return w.Intake.Annotated(t.Context(), owner, org, b.ID, &bytes.Buffer{}) },
		"rows":      func(org badge.OrgID) error { return noneOr(w.Intake.Rows(t.Context(), owner, org, b.ID, nil, 0, 10)) },
		"results": func(org badge.OrgID) error {
			return noneOr(w.ResultsFor(t.Context(), owner, badge.Batch{OrgID: org, ID: b.ID}))
		},
		"file": func(org badge.OrgID) error {
			_, _, err := w.Intake.File(t.Context(), owner, org, b.ID)
			return err
		},
	}
	for name, act := range acts {
		for whose, id := range map[string]badge.OrgID{"in its own name": other.ID, "in the name of the owner": org.ID} {
			if err := act(id); !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("%s %s: %v, want not found", name, whose, err)
			}
		}
	}
	if batches, files := kept(t, w, other.ID); batches != 0 || files != before {
		t.Errorf("%d batches and %d files were kept", batches, files-before)
	}
}

func second[T any](_ T, err error) error { return err }

// noneOr takes an empty list for "not found".
func noneOr[T any](rows []T, err error) error {
	if err == nil && len(rows) == 0 {
		return badge.ErrNotFound
	}
	return err
}

func TestWhoMayIssue(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	b := w.Upload(t, a, world.File("Ada <ada@example.org>"), award.Answers{})
	for _, role := range []badge.Role{badge.RoleDesigner, badge.RoleViewer} {
		actor := w.Member(t, org.ID, role)
		for _, err := range []error{
			second(w.Intake.Upload(t.Context(), actor, org.ID, a.ID, "x", strings.NewReader("x"), award.Answers{})),
			w.Intake.Check(t.Context(), actor, org.ID, a.ID, strings.NewReader("x"), award.Answers{}, nil),
			w.Intake.Recheck(t.Context(), actor, org.ID, b.ID, award.DatesAsk, badge.DuplicateDeny), w.Intake.Confirm(t.Context(), actor, org.ID, b.ID, award.Plan{}),
		} {
			if !errors.Is(err, badge.ErrForbidden) {
				t.Errorf("%s: %v", role, err)
			}
		}
		if _, err := w.Intake.Progress(t.Context(), actor, org.ID, b.ID); err != nil {
			t.Errorf("%s may not look: %v", role, err)
		}
	}
}

// A file of the command line may be larger, and one of several transactions
// that cannot be used keeps nothing either.
func TestALargeFile(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	var people strings.Builder
	people.WriteString("name,email\n")
	for n := range 1700 {
		fmt.Fprintf(&people, "P,p%d@example.org\n", n)
	}
	people.WriteString("P,p3@example.org\n") // in another transaction than the first
	_, before := kept(t, w, org.ID)
	_, err := w.Intake.Upload(t.Context(), badge.Host(), org.ID, a.ID, "x.csv", strings.NewReader(people.String()+strings.Repeat("x", 1<<18)+",x@example.org\n"), award.Answers{Large: true})
	if _, refused := errors.AsType[*award.FileError](err); !refused {
		t.Fatalf("a file with a row of 256 KB: %v", err)
	}
	if batches, files := kept(t, w, org.ID); batches != 0 || files != before {
		t.Errorf("%d batches and %d files are kept", batches, files-before)
	}
	b := w.Upload(t, a, people.String(), award.Answers{})
	p, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID)
	if err != nil || p.Rows != 1701 || p.Counts.OK != 1700 || p.Counts.Duplicates != 1 || b.Rows != 1701 {
		t.Errorf("%+v, %v", p, err)
	}
	w.Confirm(t, b)
	for first := 1; first < 2000; first += 500 {
		if err := w.Issuer.IssueChunk(t.Context(), org.ID, b.ID, first, first+499); err != nil {
			t.Fatal(err)
		}
	}
	results := w.Results(t, b)
	if len(results) != 1701 || results[1699].Code == "" || results[1700].Code != "" {
		t.Errorf("%d results", len(results))
	}
	for n, r := range results {
		if r.Row != n+2 {
			t.Fatalf("result %d is of row %d", n, r.Row)
		}
	}
	rows, err := w.Intake.Rows(t.Context(), badge.Host(), org.ID, b.ID, nil, 1699, 10)
	if err != nil || len(rows) != 2 || rows[0].State != badge.AwardIssued || rows[1].Outcome != badge.OutcomeDuplicate {
		t.Errorf("last rows: %+v, %v", rows, err)
	}
}

// What a process that died left half read is in no list, cannot be confirmed,
// and goes with an upload of the next day.
func TestABatchHalfRead(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	b := w.Upload(t, a, world.File("Ada <ada@example.org>"), award.Answers{})
	if _, err := w.DB.SQLPool().ExecContext(t.Context(), "update batches set state = 'reading', file = ''"); err != nil {
		t.Fatal(err)
	}
	if batches, _ := kept(t, w, org.ID); batches != 0 {
		t.Errorf("%d batches are listed", batches)
	}
	if err := w.Intake.Confirm(t.Context(), badge.Host(), org.ID, b.ID, award.Plan{}); !errors.Is(err, badge.ErrConflict) {
		t.Errorf("confirm: %v", err)
	}
	for _, c := range []struct {
		pass time.Duration
		want error
	}{{time.Hour, nil}, {24 * time.Hour, badge.ErrNotFound}} {
		w.Pass(c.pass)
		w.Upload(t, a, world.File("Bob <bob@example.org>"), award.Answers{})
		if _, err := w.Intake.Progress(t.Context(), badge.Host(), org.ID, b.ID); !errors.Is(err, c.want) {
			t.Errorf("after %v more: %v, want %v", c.pass, err, c.want)
		}
	}
}
