package award

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"laurel/internal/badge"
)

// asWorkbook writes the German file as Excel keeps it: dates are numbers with
// a format, in the second sheet of two.
func asWorkbook(t testing.TB, change func(*excelize.File)) []byte {
	t.Helper()
	text, err := charmap.Windows1252.NewDecoder().String(file(t, "earners-excel-de.csv"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewSheet("Teilnehmer"); err != nil {
		t.Fatal(err)
	}
	german, err := f.NewStyle(&excelize.Style{CustomNumFmt: new(`dd\.mm\.yyyy;@`)})
	if err != nil {
		t.Fatal(err)
	}
	builtIn, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	set := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for n, row := range rows {
		for c, cell := range row {
			name, _ := excelize.CoordinatesToCellName(c+1, n+1)
			if day, err := time.Parse("02.01.2006", cell); err == nil {
				set(f.SetCellValue("Teilnehmer", name, day))
				set(f.SetCellStyle("Teilnehmer", name, name, []int{german, builtIn}[c%2]))
			} else {
				set(f.SetCellValue("Teilnehmer", name, cell))
			}
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	set(f.Write(&b))
	return b.Bytes()
}

func TestAWorkbookSaysWhatItsTextSays(t *testing.T) {
	fromText, _, err := parse(t, file(t, "earners-excel-de.csv"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	fromBook, summary, err := parse(t, string(asWorkbook(t, nil)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(fromText, fromBook, cmpopts.IgnoreFields(Row{}, "Raw")); d != "" {
		t.Error(d)
	}
	if summary.Sheet != "Teilnehmer" || len(summary.Sheets) != 2 || summary.Separator != 0 || summary.Ready() != 60 {
		t.Errorf("%+v", summary)
	}
}

func TestFormulasAreNotWorkedOut(t *testing.T) {
	book := asWorkbook(t, func(f *excelize.File) {
		_ = f.SetCellValue("Teilnehmer", "A2", nil)
		_ = f.SetCellFormula("Teilnehmer", "A2", `="Eve"`) // never calculated: it has no result
	})
	rows, _, err := parse(t, string(book), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := rows[0].Name; got != "Smith" {
		t.Errorf("a formula without a result came out as %q", got)
	}
}

func TestHiddenSheetsAreNotOffered(t *testing.T) {
	book := asWorkbook(t, func(f *excelize.File) {
		_, _ = f.NewSheet("Geheim")
		_ = f.SetCellValue("Geheim", "A1", "Name")
		_ = f.SetSheetVisible("Geheim", false)
	})
	if _, s, err := parse(t, string(book), Options{}); err != nil || len(s.Sheets) != 2 {
		t.Errorf("%v, %v", s.Sheets, err)
	}
	_, _, err := parse(t, string(book), Options{Reading: badge.Reading{Sheet: "Geheim"}})
	if _, refused := errors.AsType[*FileError](err); !refused {
		t.Errorf("a hidden sheet: %v", err)
	}
}

// A workbook of a few kilobytes that unpacks to gigabytes is refused before
// that, also when it lies about its size.
func TestAWorkbookThatUnpacksTooFarIsRefused(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "xl/worksheets/sheet1.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 260 {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	lying := bytes.Clone(b.Bytes())
	for at := 0; ; { // the sizes in the directory at the end, made small
		i := bytes.Index(lying[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		at += i
		copy(lying[at+24:], []byte{100, 0, 0, 0})
		at += 4
	}
	for name, data := range map[string][]byte{"bomb": b.Bytes(), "bomb that lies": lying, "half": asWorkbook(t, nil)[:3000]} {
		_, err := Parse(context.Background(), bytes.NewReader(data), Options{Today: today}, func(Row) error { return nil })
		refused, ok := errors.AsType[*FileError](err)
		if !ok {
			t.Fatalf("%s: %v", name, err)
		}
		if name == "bomb" && !strings.Contains(refused.Sentence, "256 MB") {
			t.Errorf("%s: %s", name, refused.Sentence)
		}
	}
}
