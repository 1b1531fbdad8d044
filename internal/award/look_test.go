package award

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"laurel/internal/badge"
)

func lookAt(t *testing.T, data string, how badge.Reading) Look {
	t.Helper()
	l, err := LookAt(strings.NewReader(data), how, DatesAsk, 0)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func fields(l Look) string { return strings.Join(l.Reading.Columns, " ") }

func TestTheLookAtTheGermanFileNeedsNoHand(t *testing.T) {
	for name, data := range map[string]string{"text": file(t, "earners-excel-de.csv"), "workbook": string(asWorkbook(t, nil))} {
		l := lookAt(t, data, badge.Reading{})
		if l.Fault != "" || fields(l) != "first_name last_name email issued_on expires_on evidence" || len(l.Rows) != sampleRows {
			t.Errorf("%s: %+v", name, l)
		}
		if c := l.Columns[3]; c.Title != "Ausgestellt am" || c.Example != "October 14, 2026" {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

func TestEveryEncodingIsFound(t *testing.T) {
	const text = "Name;E-mail\r\nBjörn Łęcki;b@example.org\r\n"
	little, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	big, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	far := "Name;E-mail\n" + strings.Repeat("Ada;ada@example.org\n", 5000) + "Bj\xf6rn;b@example.org\n"
	for name, c := range map[string]struct{ data, encoding, first string }{
		"UTF-8":                          {text, badge.EncodingUTF8, "Björn Łęcki"},
		"UTF-8 with a mark":              {"\ufeff" + text, badge.EncodingUTF8, "Björn Łęcki"},
		"UTF-16":                         {little, badge.EncodingUTF16LE, "Björn Łęcki"},
		"UTF-16 with a mark":             {"\xff\xfe" + little, badge.EncodingUTF16LE, "Björn Łęcki"},
		"UTF-16 reversed":                {big, badge.EncodingUTF16BE, "Björn Łęcki"},
		"UTF-16 reversed with a mark":    {"\xfe\xff" + big, badge.EncodingUTF16BE, "Björn Łęcki"},
		"Windows":                        {"Name;E-mail\nBj\xf6rn \x8aimek;b@example.org\n", badge.EncodingWindows, "Björn Šimek"},
		"Windows, told by a row far off": {far, badge.EncodingWindows, "Ada"},
	} {
		l := lookAt(t, c.data, badge.Reading{})
		if l.Reading.Encoding != c.encoding || l.Rows[0][0] != c.first {
			t.Errorf("%s: %s, %q", name, l.Reading.Encoding, l.Rows[0])
		}
		rows, _, err := parse(t, c.data, Options{Reading: l.Reading})
		if err != nil || rows[0].Name != c.first || rows[len(rows)-1].Outcome() == badge.OutcomeError {
			t.Errorf("%s: %+v, %v", name, rows, err)
		}
	}
}

func TestWhatIsChosenHolds(t *testing.T) {
	const data = "Ada|x|ada@example.org|1/2/2026\nBo|y|bo@example.org|3/2/2026\n"
	l := lookAt(t, data, badge.Reading{Separator: "|", Headings: badge.HeadingsNone})
	if l.Fault == "" || len(l.Columns) != 4 {
		t.Errorf("two columns may be the name: %+v", l)
	}
	how := l.Reading
	how.Columns = []string{"external_number", "name", "email", "issued_on"}
	rows, _, err := parse(t, data, Options{Reading: how, Dates: DatesMonthFirst})
	if err != nil || rows[0].Name != "x" || rows[0].ExternalNumber != "Ada" || !rows[1].IssuedOn.Equal(date("2026-03-02")) {
		t.Errorf("%+v, %v", rows, err)
	}
	how.Columns = []string{"name", "name", "email", ""}
	if l = lookAt(t, data, how); !strings.Contains(l.Fault, "column 1") {
		t.Errorf("a field chosen twice: %q", l.Fault)
	}
}

func TestHeadingsAreKnownAgainInAnyOrder(t *testing.T) {
	first := lookAt(t, "Foo,Bar,Mail\nAda,N-1,ada@example.org\n", badge.Reading{})
	first.Reading.Columns[0], first.Columns[0].Field = "name", FieldName
	first.Reading.Columns[1], first.Columns[1].Field = "external_number", FieldExternalNumber
	second := lookAt(t, "mail,bar,FOO\nbo@example.org,N-2,Bo\n", badge.Reading{})
	if first.HeadingsKey() != second.HeadingsKey() {
		t.Errorf("%q, %q", first.HeadingsKey(), second.HeadingsKey())
	}
	if got := strings.Join(second.Remembered(first.Memory()).Columns, " "); got != "email external_number name" {
		t.Errorf("remembered as %s", got)
	}
}

func TestPastedPeople(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"name and address":      {"Ada Lovelace <ada@x.org>", "Ada Lovelace ada@x.org"},
		"one address a line":    {"ada@x.org\n\nbo@x.org\n", " ada@x.org| bo@x.org"},
		"a list of a mail":      {`"Lovelace, Ada" <ada@x.org>, Bo <bo@x.org>; cy@x.org`, "Ada Lovelace ada@x.org|Bo bo@x.org| cy@x.org"},
		"cells":                 {"Ada\tada@x.org\nBo\tbo@x.org", "Ada ada@x.org|Bo bo@x.org"},
		"cells with headings":   {"E-Mail\tName\nada@x.org\tAda", "Ada ada@x.org"},
		"lines with headings":   {"Name;E-mail\nAda;ada@x.org", "Ada ada@x.org"},
		"with a day":            {"Ada Lovelace, ada@x.org, 2026-03-01", "Ada Lovelace ada@x.org 2026-03-01"},
		"without an address":    {"Ada Lovelace", "Ada Lovelace "},
		"name behind":           {"ada@x.org Ada Lovelace", "Ada Lovelace ada@x.org"},
		"line ends of Windows":  {"Ada <ada@x.org>\r\nBo <bo@x.org>", "Ada ada@x.org|Bo bo@x.org"},
		"a link copied as such": {"mailto:ada@x.org", " ada@x.org"},
	} {
		data, how := Pasted(c.text)
		var got []string
		_, _, err := parse(t, string(data), Options{Reading: how})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		rows, _, _ := parse(t, string(data), Options{Reading: how})
		for _, r := range rows {
			line := r.Name + " " + string(r.Email)
			if !r.IssuedOn.IsZero() {
				line += " " + r.IssuedOn.Format("2006-01-02")
			}
			got = append(got, line)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q, want %q", name, strings.Join(got, "|"), c.want)
		}
	}
}

func TestTypedPeopleKeepTheirRows(t *testing.T) {
	data, how := Typed([]Person{{Name: "=Ada, \"A\"", Email: "ada@x.org"}, {}, {Name: "Bo", Email: "bo@x.org", IssuedOn: "2026-03-01", ExternalNumber: "7"}})
	rows, _, err := parse(t, string(data), Options{Reading: how})
	if err != nil || len(rows) != 2 || rows[0].Number != 1 || rows[0].Name != `=Ada, "A"` || rows[1].Number != 3 || rows[1].ExternalNumber != "7" {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestSuggestionsCanBeTaken(t *testing.T) {
	const data = "Name,E-mail,Issued,Expires,Evidence\n" +
		"Ada,ada@x.org,2026-03-01,2029-03-01,\n" +
		",grace.hopper@x.org,,,\n" +
		"Bo,bo(at)x.org,,,\n" +
		"Cy,cy@gmial.com,,,\n" +
		"Di,di@x.org,31.2.2026,,\n" +
		"Ed,ed@x.org,2026-03-05,2025-04-06,\n" +
		"Fi,fi@x.org,46100,,www.example.org/x\n"
	rows, _, err := parse(t, data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var fixes []string
	edits := Edits{}
	for _, r := range rows {
		for _, f := range r.Findings {
			if f.Fix != "" {
				fixes = append(fixes, f.Fix)
				edits.set(r.Number, Field(f.Field), f.Fix)
			}
		}
	}
	want := "Grace Hopper|bo@x.org|cy@gmail.com|2029-04-06|2026-03-19|https://www.example.org/x"
	if got := strings.Join(fixes, "|"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	again, summary, err := parse(t, data, Options{Edits: edits})
	if err != nil || summary.Counts[badge.OutcomeError] != 1 || again[1].Name != "Grace Hopper" || again[5].ExpiresOn.IsZero() {
		t.Errorf("with the suggestions taken: %+v, %v", summary.Counts, err)
	}
	var out bytes.Buffer
	if err := Annotate(t.Context(), &out, strings.NewReader(data), Options{Today: today, Edits: edits}); err != nil || !strings.Contains(out.String(), "cy@gmail.com") {
		t.Errorf("the file to correct forgets what was corrected here: %s, %v", out.String(), err)
	}
}
