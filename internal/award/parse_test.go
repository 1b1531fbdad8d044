package award

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"laurel/internal/badge"
)

var today = time.Date(2026, 11, 2, 15, 4, 5, 0, time.UTC)

func parse(t *testing.T, csv string, o Options) ([]Row, Summary, error) {
	t.Helper()
	if o.Today.IsZero() {
		o.Today = today
	}
	var rows []Row
	summary, err := Parse(context.Background(), strings.NewReader(csv), o, func(r Row) error {
		rows = append(rows, r)
		return nil
	})
	return rows, summary, err
}

func file(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func date(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestMessyFileComesOutAsExpected(t *testing.T) {
	var expected []struct {
		Outcome badge.Outcome `json:"outcome"`
		Why     string        `json:"why"`
	}
	if err := json.Unmarshal([]byte(file(t, "earners-messy.expected.json")), &expected); err != nil {
		t.Fatal(err)
	}
	rows, summary, err := parse(t, file(t, "earners-messy.csv"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(expected) {
		t.Fatalf("%d rows, want %d", len(rows), len(expected))
	}
	for i, row := range rows {
		got := row.Outcome()
		if got == badge.OutcomeQuestion {
			got = badge.OutcomeWarning
		}
		if got != expected[i].Outcome {
			t.Errorf("row %d is %s, want %s: %s\n%+v", row.Number, got, expected[i].Outcome, expected[i].Why, row.Findings)
		}
		for _, f := range row.Findings {
			t.Logf("row %d %s %s %q: %s %s", row.Number, f.Severity, f.Field, f.Value, f.Reason, f.Suggestion)
		}
	}
	if got, want := rows[len(rows)-3].Number, 24; got != want {
		t.Errorf("row after blank lines has number %d, want %d as in a spreadsheet", got, want)
	}
	if got := rows[9].Findings[0].Suggestion; got != "Did you mean 2029?" {
		t.Errorf("expiry before issue suggests %q", got)
	}
	want := Ambiguity{Row: 10, Value: "03/04/2026", DayFirst: date("2026-04-03"), MonthFirst: date("2026-03-04")}
	if summary.Ambiguous == nil || *summary.Ambiguous != want {
		t.Errorf("ambiguous date %+v, want %+v", summary.Ambiguous, want)
	}
}

func TestMessyFileGivesCleanValues(t *testing.T) {
	rows, _, err := parse(t, file(t, "earners-messy.csv"), Options{Dates: DatesDayFirst})
	if err != nil {
		t.Fatal(err)
	}
	if got := rows[0].Email; got != "amara.okafor@example.org" {
		t.Errorf("address %q", got)
	}
	if got := rows[1].Narrative; got != "She said \"excellent\",\nthen smiled" {
		t.Errorf("narrative %q", got)
	}
	if got := rows[8]; got.Outcome() != badge.OutcomeOK || !got.IssuedOn.Equal(date("2026-04-03")) {
		t.Errorf("with the day first, row %d is %s on %v", got.Number, got.Outcome(), got.IssuedOn)
	}
	if got := rows[19].Email; got != "idn@xn--bcher-kva.example" {
		t.Errorf("international domain %q", got)
	}
}

func TestAssociationFileIsGoodThroughout(t *testing.T) {
	_, summary, err := parse(t, file(t, "earners-association.csv"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := Summary{
		Encoding: badge.EncodingUTF8, Separator: ',', Rows: 240, Counts: map[badge.Outcome]int{badge.OutcomeOK: 240},
		Columns: []Column{
			{"First Name", FieldFirstName},
			{"Last Name", FieldLastName},
			{"Email", FieldEmail},
			{"Issued On", FieldIssuedOn},
			{"Expires On", FieldExpiresOn},
			{"Certificate Number", FieldExternalNumber},
		},
		Ignored: []string{"Employer"},
	}
	if d := cmp.Diff(want, summary); d != "" {
		t.Error(d)
	}
}

// The file as Excel writes it in Germany needs no hand at all: Windows-1252,
// semicolons, days first, German headings.
func TestGermanFileIsGoodAsItIs(t *testing.T) {
	rows, summary, err := parse(t, file(t, "earners-excel-de.csv"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if summary.Encoding != badge.EncodingWindows || summary.Separator != ';' || summary.Ready() != summary.Rows || summary.Rows < 50 {
		t.Errorf("%+v", summary)
	}
	if r := rows[0]; r.Name != "Björn Smith" || !r.IssuedOn.Equal(date("2026-10-14")) || !r.ExpiresOn.Equal(date("2029-10-14")) || !strings.HasPrefix(r.Evidence, "https://") {
		t.Errorf("%+v", r)
	}
}
