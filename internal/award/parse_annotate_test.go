package award

import (
	"bytes"
	"context"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func annotate(t *testing.T, original string) string {
	t.Helper()
	var out bytes.Buffer
	if err := Annotate(context.Background(), &out, strings.NewReader(original), Options{Today: today}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAnnotatedFileComesBackWithTheSameRows(t *testing.T) {
	original := file(t, "earners-messy.csv")
	first, _, err := parse(t, original, Options{})
	if err != nil {
		t.Fatal(err)
	}
	annotated := annotate(t, original)
	second, summary, err := parse(t, annotated, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(first, second, cmpopts.IgnoreFields(Row{}, "Raw", "Findings")); d != "" {
		t.Error(d)
	}
	for i := range first {
		if first[i].Outcome() != second[i].Outcome() {
			t.Errorf("row %d was %s and comes back as %s", first[i].Number, first[i].Outcome(), second[i].Outcome())
		}
	}
	if d := cmp.Diff(annotations, summary.Ignored); d != "" {
		t.Error(d)
	}
	if _, again, err := parse(t, annotate(t, annotated), Options{}); err != nil || cmp.Diff(summary, again) != "" {
		t.Error("annotating twice adds columns again:", cmp.Diff(summary, again), err)
	}
}

func TestAnnotatedCellsAreNoFormulas(t *testing.T) {
	cells := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "=cmd|' /C calc'!A0"}
	var original strings.Builder
	w := csv.NewWriter(&original)
	_ = w.Write([]string{"Name", "E-mail", "=Heading", "Note"})
	for _, c := range cells {
		_ = w.Write([]string{"A" + c, "a@example.org", c, c})
	}
	w.Flush()
	out, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(annotate(t, original.String()), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(out) != len(cells)+1 {
		t.Fatalf("%d rows", len(out))
	}
	for _, row := range out {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
				t.Errorf("cell %q would run", cell)
			}
		}
	}
}

func TestAnnotatedFileSaysWhatIsWrong(t *testing.T) {
	out := annotate(t, "Name;E-mail;Date\n\nA;bad@;2026-03-01\nB;b@example.org;03/04/2026\nC;c@example.org;2026-03-01\n")
	rows := strings.Split(strings.TrimSuffix(out, "\r\n"), "\r\n")
	if len(rows) != 5 {
		t.Fatalf("%q", rows)
	}
	for i, part := range []string{"Suggestion;Name;E-mail;Date", ";", "nothing after the @.;Correct the address.;A;bad@;2026-03-01", "Question: April 3, 2026 or March 4, 2026?", ";;C;c@example.org;2026-03-01"} {
		if !strings.Contains(rows[i], part) {
			t.Errorf("row %d %q does not hold %q", i+1, rows[i], part)
		}
	}
}

func TestFileWithoutHeadingsGetsSomeWhenAnnotated(t *testing.T) {
	rows, summary, err := parse(t, annotate(t, "Ada,ada@example.org,2026-03-01\nBob,bob@,2026-03-01\n"), Options{})
	if err != nil || len(rows) != 2 || summary.Headless {
		t.Fatalf("%+v %+v %v", rows, summary, err)
	}
}
