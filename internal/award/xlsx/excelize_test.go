package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// Another reader, which works formats out in full, judges this one: in each
// sheet, column A has a format and the cells after it values in it.
func TestCellsReadAsAnotherReaderReadsThem(t *testing.T) {
	codes := []string{
		"", "0", "00000", "0.00", "#,##0", "#,##0.00", "0%", "0.0%", "#.##", "000-00-0000", `"No. "0000`, `0" days"`, "[Red]0.00", "0.00;(0.00)", `0;"minus "0;"none"`,
		`#,##0.00 [$€-407]`, `[$$-409]#,##0.00`, `\A0000\-00`, "0.0,", "+0;-0", "@", "0.0;[Red]-0.0",
	}
	values := []any{
		0, 1, -1, 7, 1234, 12345.678, -12345.678, 0.5, 0.125, 2.5, 3.5, -0.006, 0.1 + 0.2, 44_621, 5551234, 2025551234, 123456789, 491701234567, 4006381333931, 123456789012345,
		"text", "  spaces  ", "a\nb", "<&>\"'", "日本語 😀", "_x000D_", true, false,
	}
	f := excelize.NewFile()
	defer f.Close()
	for n, code := range codes {
		style := 0
		if code != "" {
			var err error
			if style, err = f.NewStyle(&excelize.Style{CustomNumFmt: &code}); err != nil {
				t.Fatal(err)
			}
		}
		set(t, f.SetCellStr("Sheet1", at(1, n+1), code))
		for v, value := range values {
			set(t, f.SetCellValue("Sheet1", at(v+2, n+1), value))
			set(t, f.SetCellStyle("Sheet1", at(v+2, n+1), at(v+2, n+1), style))
		}
	}
	data := written(t, f)
	ours := readAll(t, data, "Sheet1")
	theirs, err := f.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for n, row := range theirs {
		for c, want := range row[1:] {
			if got := ours[n+1][c+1]; strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("%v in %q: %q, and the other reader has %q", values[c], codes[n], got, want)
			}
		}
	}
}

func TestADayIsTheDayWhateverItsFormat(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	n := 0
	want := map[int]string{}
	write := func(style *excelize.Style, value any, text string) {
		n++
		id, err := f.NewStyle(style)
		set(t, err)
		set(t, f.SetCellValue("Sheet1", at(1, n), value))
		set(t, f.SetCellStyle("Sheet1", at(1, n), at(1, n), id))
		want[n] = text
	}
	for _, code := range []string{"dd.mm.yyyy;@", `d" de "mmmm`, "[$-407]d. mmmm yyyy;@", "yyyy-mm-dd hh:mm", "mmm yy", "mmmm", "[$-411]ggge\"年\"m\"月\"d\"日\"", "m/d/yy h:mm AM/PM"} {
		write(&excelize.Style{CustomNumFmt: &code}, 44_621.4, "2022-03-01")
	}
	for _, id := range []int{14, 15, 16, 17, 22} {
		write(&excelize.Style{NumFmt: id}, time.Date(2026, 3, 1, 23, 59, 59, 0, time.UTC), "2026-03-01")
	}
	for _, code := range []string{"hh:mm", "h:mm AM/PM"} {
		write(&excelize.Style{CustomNumFmt: &code}, 0.5625, "13:30")
	}
	write(&excelize.Style{NumFmt: 21}, 44_621.75, "18:00:00")
	write(&excelize.Style{NumFmt: 46}, 1.5, "36:00:00")
	write(&excelize.Style{NumFmt: 14}, 1, "1900-01-01")
	write(&excelize.Style{NumFmt: 14}, 59, "1900-02-28")
	write(&excelize.Style{NumFmt: 14}, 61, "1900-03-01")
	write(&excelize.Style{NumFmt: 14}, 2_958_465.5, "9999-12-31")
	write(&excelize.Style{NumFmt: 14}, 2_958_466, "2958466") // past the last day of a workbook
	write(&excelize.Style{NumFmt: 14}, -1, "-1")
	for n, cells := range readAll(t, written(t, f), "Sheet1") {
		if cells[0] != want[n] {
			t.Errorf("row %d: %q, want %q", n, cells[0], want[n])
		}
	}
	set(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: new(true)}))
	if got := readAll(t, written(t, f), "Sheet1")[1][0]; got != "2026-03-02" {
		t.Errorf("counted from 1904: %q", got)
	}
}

// Rows and cells that are missing in the file count all the same.
func TestHolesAreKept(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for name, value := range map[string]string{"B2": "b2", "D2": "d2", "AA7": "aa7", "C9": ""} {
		set(t, f.SetCellStr("Sheet1", name, value))
	}
	got := readAll(t, written(t, f), "Sheet1")
	for number, cells := range got {
		if len(cells) == 0 {
			delete(got, number)
		}
	}
	wide := make([]string, 27)
	wide[26] = "aa7"
	if d := cmp.Diff(map[int][]string{2: {"", "b2", "", "d2"}, 7: wide}, got); d != "" {
		t.Error(d)
	}
}

func TestAHundredThousandRowsReadAlike(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a large workbook")
	}
	f := excelize.NewFile()
	defer f.Close()
	stream, err := f.NewStreamWriter("Sheet1")
	set(t, err)
	const rows = 100_000
	for n := 1; n <= rows; n++ {
		set(t, stream.SetRow(at(1, n), []any{fmt.Sprintf("Earner %d", n), fmt.Sprintf("earner%d@example.org", n), n}))
	}
	set(t, stream.Flush())
	w, err := Open(written(t, f))
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Rows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= rows; n++ {
		number, cells, err := r.Next()
		if want := fmt.Sprintf("Earner %d|earner%d@example.org|%d", n, n, n); err != nil || number != n || strings.Join(cells, "|") != want {
			t.Fatalf("row %d: %d, %q, %v", n, number, cells, err)
		}
	}
	if _, _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last row: %v", err)
	}
}

func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic(err)
	}
	return name
}

func set(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func written(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var b bytes.Buffer
	set(t, f.Write(&b))
	return b.Bytes()
}

// readAll returns the rows of a sheet by their numbers.
func readAll(t testing.TB, data []byte, sheet string) map[int][]string {
	t.Helper()
	all, err := read(data, sheet)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func read(data []byte, sheet string) (map[int][]string, error) {
	w, err := Open(data)
	if err != nil {
		return nil, err
	}
	r, err := w.Rows(sheet)
	if err != nil {
		return nil, err
	}
	all := map[int][]string{}
	for {
		number, cells, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all, r.Close()
		}
		if err != nil {
			return nil, errors.Join(err, r.Close())
		}
		all[number] = cells
	}
}
