package award

import (
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
)

func TestCellsAreChecked(t *testing.T) {
	long := strings.Repeat("é", 150)
	cases := []struct {
		name, cells   string // Name;E-mail;Issued;Expires;Evidence;Narrative;Number
		outcome       badge.Outcome
		field         Field
		says, suggest string
	}{
		{"good", "A;a@example.org;2026-03-01;2029-03-01;https://example.org/x;Well done;7", badge.OutcomeOK, "", "", ""},
		{"name of 150 letters", long + ";a@example.org;;;;;", badge.OutcomeOK, "", "", ""},
		{"name of 151 letters", long + "é;a@example.org;;;;;", badge.OutcomeError, FieldName, "longer than 150", "Shorten"},
		{"name turns text around", "A\u202eB;a@example.org;;;;;", badge.OutcomeError, FieldName, "direction", ""},
		{"name with lost letter", "Bj�rn;a@example.org;;;;;", badge.OutcomeError, FieldName, "lost", ""},
		{"name is a placeholder", "--;a@example.org;;;;;", badge.OutcomeError, FieldName, "no letter", ""},
		{"name is a spreadsheet error", "#NAME?;a@example.org;;;;;", badge.OutcomeError, FieldName, "error of the spreadsheet", ""},
		{"name over two lines", "\"A\nB\";a@example.org;;;;;", badge.OutcomeError, FieldName, "line break", ""},
		{"name with joiner", "می\u200cخواهم;a@example.org;;;;;", badge.OutcomeOK, "", "", ""},
		{"address with slip", "A;a@gmial.com;;;;;", badge.OutcomeWarning, FieldEmail, "slip", "Did you mean a@gmail.com?"},
		{"address ends in con", "A;a@example.con;;;;;", badge.OutcomeError, FieldEmail, "ends in .con", "Did you mean a@example.com?"},
		{"address with name", "A;Ada <Ada@Example.org>;;;;;", badge.OutcomeError, FieldEmail, "", "Did you mean ada@example.org?"},
		{"address with comma for dot", "A;a@example,org;;;;;", badge.OutcomeError, FieldEmail, "", "Did you mean a@example.org?"},
		{"address with mailto", "A;mailto:a@example.org;;;;;", badge.OutcomeError, FieldEmail, "", "Did you mean a@example.org?"},
		{"address disguised", "A;a(at)example(dot)org;;;;;", badge.OutcomeError, FieldEmail, "no @", "Did you mean a@example.org?"},
		{"two addresses", "A;a@example.org, b@example.org;;;;;", badge.OutcomeError, FieldEmail, "several", "Keep one"},
		{"expires the same day", "A;a@example.org;2026-03-01;2026-03-01;;;", badge.OutcomeError, FieldExpiresOn, "on the day", "leave the expiry empty"},
		{"expires before today, no issue date", "A;a@example.org;;2026-03-01;;;", badge.OutcomeError, FieldExpiresOn, "before it is issued", ""},
		{"expired already", "A;a@example.org;2020-03-01;2023-03-01;;;", badge.OutcomeWarning, FieldExpiresOn, "has passed", ""},
		{"issued tomorrow", "A;a@example.org;2026-11-03;;;;", badge.OutcomeWarning, FieldIssuedOn, "future", ""},
		{"issued today", "A;a@example.org;2026-11-02;;;;", badge.OutcomeOK, "", "", ""},
		{"evidence without scheme", "A;a@example.org;;;www.example.org/x;;", badge.OutcomeError, FieldEvidence, "http or https", "Did you mean https://www.example.org/x?"},
		{"evidence is data", "A;a@example.org;;;data:text/html,x;;", badge.OutcomeError, FieldEvidence, "http or https", ""},
		{"evidence with password", "A;a@example.org;;;https://u:p@example.org/;;", badge.OutcomeError, FieldEvidence, "http or https", ""},
		{"two evidences", "A;a@example.org;;;https://example.org/1 https://example.org/2;;", badge.OutcomeError, FieldEvidence, "no spaces", ""},
		{"narrative of 5001 letters", "A;a@example.org;;;;" + strings.Repeat("x", 5001) + ";", badge.OutcomeError, FieldNarrative, "Longer than 5000", ""},
		{"narrative with tab", "A;a@example.org;;;;a\tb;", badge.OutcomeOK, "", "", ""},
		{"narrative is a formula", "A;a@example.org;;;;=1+1;", badge.OutcomeWarning, FieldNarrative, "formula", ""},
		{"number with control character", "A;a@example.org;;;;;7\x1b[31m", badge.OutcomeError, FieldExternalNumber, "U+001B", ""},
		{"cells left out at the end", "A;a@example.org;2026-03-01", badge.OutcomeWarning, FieldRow, "taken as empty", ""},
		{"empty cells beyond the headings", "A;a@example.org;;;;;;;;", badge.OutcomeOK, "", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rows, _, err := parse(t, "Name;E-mail;Issued;Expires;Evidence;Narrative;Certificate number\n"+c.cells+"\n", Options{})
			if err != nil || len(rows) != 1 {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			r := rows[0]
			if r.Outcome() != c.outcome {
				t.Fatalf("%s, want %s: %+v", r.Outcome(), c.outcome, r)
			}
			if c.outcome == badge.OutcomeOK {
				return
			}
			f := r.Findings[0]
			if f.Field != string(c.field) || !strings.Contains(f.Reason, c.says) || !strings.Contains(f.Suggestion, c.suggest) {
				t.Errorf("%+v", f)
			}
			if strings.ContainsAny(f.Value, "\x1b\n\u202e") {
				t.Errorf("the quotation %q could steer a terminal", f.Value)
			}
		})
	}
}

func TestDuplicatesCountAgainstReadyRowsOnly(t *testing.T) {
	rows, summary, err := parse(t, `Name,E-mail,Date
,ada@example.org,2026-03-01
Ada,ADA@example.org,03/04/2026
Ada,ada@example.org,2026-03-01
Ada,Ada@Example.ORG,2026-03-01
Ada,ada+2@example.org,2026-03-01
`, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []badge.Outcome{badge.OutcomeError, badge.OutcomeQuestion, badge.OutcomeOK, badge.OutcomeDuplicate, badge.OutcomeOK}
	for i, r := range rows {
		if r.Outcome() != want[i] {
			t.Errorf("row %d is %s, want %s", r.Number, r.Outcome(), want[i])
		}
	}
	if got := rows[3].Findings[0].Reason; !strings.Contains(got, "row 4") {
		t.Errorf("%q does not name the earlier row", got)
	}
	if summary.Ready() != 2 || summary.Rows != 5 || summary.Counts[badge.OutcomeDuplicate] != 1 {
		t.Errorf("%+v", summary)
	}
}

func TestDates(t *testing.T) {
	cases := []struct {
		cell  string
		order DateOrder
		want  string // a day, "?" for a question, or part of the reason
	}{
		{"2026-03-01", "", "2026-03-01"},
		{"2026/3/1", "", "2026-03-01"},
		{"2026.03.01", "", "2026-03-01"},
		{"20260301", "", "2026-03-01"},
		{"2026-03-01T23:59:59-05:00", "", "2026-03-01"},
		{"2026-03-01 00:00:00", "", "2026-03-01"},
		{"2028-02-29", "", "2028-02-29"},
		{"2026-02-29", "", "February 2026 has 28 days"},
		{"2026-13-01", "", "no month 13"},
		{"2026-00-10", "", "no month 0"},
		{"25/04/2026", "", "2026-04-25"},
		{"04/25/2026", "", "2026-04-25"},
		{"04/04/2026", "", "2026-04-04"},
		{"03/04/2026", "", "?"},
		{"3-4-2026", "", "?"},
		{"03/04/2026 00:00", "", "?"},
		{"03/04/2026", DatesDayFirst, "2026-04-03"},
		{"03/04/2026", DatesMonthFirst, "2026-03-04"},
		{"04/25/2026", DatesDayFirst, "no month 25"},
		{"25/04/2026", DatesMonthFirst, "no month 25"},
		{"31/02/2026", "", "February 2026 has 28 days"},
		{"02/31/2026", "", "February 2026 has 28 days"},
		{"31.12.2026", "", "2026-12-31"},
		{"03.04.2026", "", "2026-04-03"},
		{"3. 4. 2026", DatesMonthFirst, "2026-04-03"},
		{"12.31.2026", "", "no month 31"},
		{"1 March 2026", "", "2026-03-01"},
		{"Mar 1, 2026", "", "2026-03-01"},
		{"March 1st 2026", "", "2026-03-01"},
		{"1-Sept-2026", "", "2026-09-01"},
		{"1 Brumaire 2026", "", "not a month"},
		{"30 February 2026", "", "February 2026 has 28 days"},
		{"46082", "", "number by which a spreadsheet"},
		{"01/03/26", "", "two digits"},
		{"0001-01-01", "", "year 1 cannot"},
		{"9999-12-31", "", "year 9999 cannot"},
		{"soon", "", "cannot be read"},
		{"2026-03", "", "cannot be read"},
		{"2026-03-01", DatesISO, "2026-03-01"},
		{"31.12.2026", DatesISO, "Only dates"},
		{strings.Repeat("1", 1000), "", "cannot be read"},
	}
	for _, c := range cases {
		got := readDate(c.cell, c.order)
		switch {
		case c.want == "?":
			if !got.isDate() || !got.readsBothWays() {
				t.Errorf("%s: %+v, want a question", c.cell, got)
			}
		case c.want[0] == '2':
			if !got.isDate() || got.day.Format(time.DateOnly) != c.want {
				t.Errorf("%s %s: %+v, want %s", c.cell, c.order, got, c.want)
			}
		case got.isDate() || !strings.Contains(got.reason, c.want) || got.suggestion == "":
			t.Errorf("%s %s: %+v, want reason %q", c.cell, c.order, got, c.want)
		}
	}
	if got := readDate("46082", "").suggestion; !strings.Contains(got, "Did you mean 2026-03-01?") {
		t.Errorf("serial number suggests %q", got)
	}
	if got := readDate("12.31.2026", "").suggestion; got != "Did you mean 2026-12-31?" {
		t.Errorf("swapped date suggests %q", got)
	}
}
