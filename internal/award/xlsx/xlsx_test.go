package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// book is the files of a workbook as LibreOffice and the libraries of other
// languages write it, each in a way of its own.
type book map[string]string

const (
	main    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	strict  = "http://purl.oclc.org/ooxml/officeDocument/relationships"
)

// plain is a workbook of one sheet with these rows.
func plain(rows string) book {
	return book{
		"_rels/.rels":     `<Relationships><Relationship Id="r1" Type="` + related + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns="` + main + `" xmlns:r="` + related + `"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="` + related + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="` + related + `/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="` + related + `/styles" Target="/xl/styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="` + main + `"><sheetData>` + rows + `</sheetData></worksheet>`,
		"xl/sharedStrings.xml":     `<sst xmlns="` + main + `"><si><t>plain</t></si></sst>`,
		"xl/styles.xml":            `<styleSheet xmlns="` + main + `"><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>`,
	}
}

// with is the workbook with some of its files replaced.
func (b book) with(files book) book {
	all := maps.Clone(b)
	maps.Copy(all, files)
	return all
}

func (b book) bytes(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range b {
		w, err := z.Create(name)
		set(t, err)
		_, err = w.Write([]byte(text))
		set(t, err)
	}
	set(t, z.Close())
	return out.Bytes()
}

func TestEveryKindOfCell(t *testing.T) {
	b := plain(`<row r="2" spans="1:3"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c></row>` +
		`<row><c t="inlineStr"><is><t>in</t></is></c><c t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve">two </t></r><r><t>runs</t></r></is></c></row>` +
		`<row r="9"><c r="B9" t="b"><v>1</v></c><c r="C9" t="e"><v>#N/A</v></c><c r="D9" t="str"><f>A1&amp;"x"</f><v>result</v></c><c r="F9"><f>1+1</f><v>2</v></c><c r="G9"><f>1+1</f></c></row>` +
		`<row r="10"><c r="A10" s="1"><v>46082</v></c><c r="B10" s="1" t="d"><v>2026-03-01T00:00:00</v></c><c r="C10"><v>1.2E+11</v></c><c r="D10" s="99"><v>46082</v></c><c r="E10" t="s"/><c r="F10" s="1"/></row>`)
	b["xl/sharedStrings.xml"] = `<sst xmlns="` + main + `" count="3"><si><t xml:space="preserve"> plain_x000D_&#10;_x0041_x _xyz_ </t></si>` +
		`<si><r><t>rich </t></r><r><rPr><sz val="11"/></rPr><t>text</t></r></si><si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/></si></sst>`
	got := readAll(t, b.bytes(t), "People")
	want := map[int][]string{
		2:  {" plain\r\nAx _xyz_ ", "rich text", "課"},
		3:  {"in", "two runs"},
		9:  {"", "TRUE", "#N/A", "result", "", "2"},
		10: {"2026-03-01", "2026-03-01", "120000000000", "46082"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// Prefixes, the strict namespaces, absolute and Windows paths, and paths in
// other cases lead to the same rows.
func TestOtherProgramsWriteOtherwise(t *testing.T) {
	row := `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`
	prefixed := strings.NewReplacer("<sheetData", "<x:sheetData", "</sheetData", "</x:sheetData", "<row", "<x:row", "</row", "</x:row", "<c ", "<x:c ", "</c", "</x:c", "<v>", "<x:v>", "</v>", "</x:v>",
		"<worksheet xmlns=", "<x:worksheet xmlns:x=", "</worksheet", "</x:worksheet")
	upper := plain(row)
	upper["XL/SharedStrings.xml"] = upper["xl/sharedStrings.xml"]
	delete(upper, "xl/sharedStrings.xml")
	windows := book{}
	for name, text := range plain(row) {
		windows[strings.ReplaceAll(name, "/", `\`)] = strings.ReplaceAll(text, `Target="worksheets/`, `Target="worksheets\`)
	}
	strictly := book{}
	for name, text := range plain(row) {
		strictly[name] = strings.NewReplacer(related, strict, main, "http://purl.oclc.org/ooxml/spreadsheetml/main").Replace(text)
	}
	for name, b := range map[string]book{
		"prefixes": plain(row).with(book{"xl/worksheets/sheet1.xml": prefixed.Replace(plain(row)["xl/worksheets/sheet1.xml"])}),
		"upper":    upper, "Windows": windows, "strict": strictly,
	} {
		if d := cmp.Diff(map[int][]string{1: {"plain"}}, readAll(t, b.bytes(t), "People")); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestSheetsThatAreShown(t *testing.T) {
	b := plain("").with(book{
		"xl/workbook.xml": `<workbook xmlns:r="` + related + `"><sheets><sheet name="Chart" r:id="r9"/><sheet name="Hidden" state="hidden" r:id="r1"/>` +
			`<sheet name="Very" state="veryHidden" r:id="r1"/><sheet name="A &amp; B" state="visible" r:id="r1"/><sheet name="Lost" r:id="r7"/><sheet name="Last" r:id="r1"/></sheets></workbook>`,
	})
	w, err := Open(b.bytes(t))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"A & B", "Last"}, w.Sheets()); d != "" {
		t.Error(d)
	}
	if _, err := w.Rows("Hidden"); err == nil {
		t.Error("a hidden sheet was opened")
	}
}

func TestNumbersAsExcelShowsThem(t *testing.T) {
	for _, c := range []struct {
		format string
		n      float64
		want   string
	}{
		{`[<=9999999]###-####;(###) ###-####`, 5551234, "555-1234"},
		{`[<=9999999]###-####;(###) ###-####`, 2025551234, "(202) 555-1234"},
		{"0.00", 1.005, "1.01"},
		{"0", 0.5, "1"},
		{"0", 9.5, "10"},
		{"#", 0, "0"},
		{"0;-0;;@", 0, "0"},
		{"0.###", 5, "5"},
		{"0.0?", 5, "5.0"},
		{"# ?/?", 0.5, "0.5"},
		{"0.00E+00", 491701234567, "491701234567"},
		{"General", 1e5, "100000"},
		{"", 1e15, "1000000000000000"},
		{"", 1e-5, "0.00001"},
		{"", 1e300, "1E+300"},
		{"0", 1e20, "100000000000000000000"},
		{`General" points"`, 12, "12"},
		{";;;", 7, "7"},
		{strings.Repeat("0", 2000), 7, "7"},
	} {
		if got := parseFormat(c.format).number(fmt.Sprint(c.n), false); got != c.want {
			t.Errorf("%v in %.40q: %q, want %q", c.n, c.format, got, c.want)
		}
	}
	for _, text := range []string{"", "abc", "NaN", "+Inf"} {
		if got := (style{}).number(text, false); got != text {
			t.Errorf("%q came out as %q", text, got)
		}
	}
}

func TestWhatIsTooLargeIsRefused(t *testing.T) {
	cell := func(text string) string {
		return `<row><c t="inlineStr"><is><t>` + text + `</t></is></c></row>`
	}
	half := strings.Repeat("a", maxToken/2)
	texts := strings.Repeat(`<si><t>`+half+`</t></si>`, 2*MaxTexts/maxToken+1)
	files := plain("")
	for n := range maxFiles {
		files[fmt.Sprintf("f%d", n)] = ""
	}
	for name, c := range map[string]struct {
		book book
		want error
	}{
		"unpacked bytes": {plain(strings.Repeat(" ", MaxUnpacked)), ErrTooLarge},
		"texts":          {plain("").with(book{"xl/sharedStrings.xml": "<sst>" + texts + "</sst>"}), ErrTooManyTexts},
		"cells":          {plain(`<row><c r="ALM1"><v>1</v></c></row>`), ErrTooManyCells},
		"a row":          {plain(`<row>` + strings.Repeat(`<c t="inlineStr"><is><t>`+half+`</t></is></c>`, 3) + `</row>`), ErrRowTooLong},
		"a text":         {plain(cell(half + half + half)), nil},
		"a text in bits": {plain(cell(strings.Repeat(half+"<!-- -->", 3))), nil},
		"a tag":          {plain(`<row x="` + half + half + half + `"/>`), nil},
		"nesting":        {plain(strings.Repeat("<a>", 1000) + strings.Repeat("</a>", 1000)), nil},
		"files":          {files, nil},
		"styles":         {plain("").with(book{"xl/styles.xml": "<styleSheet><cellXfs>" + strings.Repeat("<xf/>", maxStyles+1) + "</cellXfs></styleSheet>"}), nil},
		"formats":        {plain("").with(book{"xl/styles.xml": "<styleSheet><numFmts>" + numFmts(maxFormats+1) + "</numFmts></styleSheet>"}), nil},
		"sheets":         {plain("").with(book{"xl/workbook.xml": `<workbook><sheets>` + strings.Repeat(`<sheet name="a" id="r1"/>`, maxSheets+1) + `</sheets></workbook>`}), nil},
		"row numbers":    {plain(`<row r="1048577"/>`), nil},
	} {
		_, err := read(c.book.bytes(t), "People")
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func numFmts(n int) string {
	var b strings.Builder
	for id := range n {
		fmt.Fprintf(&b, `<numFmt numFmtId="%d" formatCode="0"/>`, id+200)
	}
	return b.String()
}

func TestDamageIsAnError(t *testing.T) {
	whole := plain(`<row r="3"><c r="B3"><v>1</v></c></row>`)
	for name, b := range map[string]book{
		"no workbook":          {"_rels/.rels": `<Relationships/>`},
		"no relations":         {"a": ""},
		"no sheet":             whole.with(book{"xl/_rels/workbook.xml.rels": strings.ReplaceAll(whole["xl/_rels/workbook.xml.rels"], "sheet1", "sheet2")}),
		"a text that is not":   plain(`<row><c t="s"><v>1</v></c></row>`),
		"half a sheet":         whole.with(book{"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c>`}),
		"not XML":              whole.with(book{"xl/worksheets/sheet1.xml": "\x00\x01"}),
		"rows that go back":    plain(`<row r="3"/><row r="2"/>`),
		"cells that go back":   plain(`<row><c r="B1"/><c r="A1"/></row>`),
		"a cell nowhere":       plain(`<row><c r="7"><v>1</v></c></row>`),
		"an entity of its own": plain(`<row><c><v>&lol;</v></c></row>`),
	} {
		if got, err := read(b.bytes(t), "People"); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`<row r="2"><c r="A2" t="s" s="1"><v>0</v></c></row>`, `<si><r><t>a</t></r></si>`, "0.00;[Red](0)")
	f.Add(`<row><c t="inlineStr"><is><t>_x000D_</t></is></c><c t="b"><v>1</v></c></row>`, ``, `[<=1]#,##0%;"x"0.0,`)
	f.Fuzz(func(t *testing.T, rows, texts, format string) {
		b := plain(rows)
		b["xl/sharedStrings.xml"] = "<sst>" + texts + "</sst>"
		_, _ = read(b.bytes(t), "People") // nothing panics
		for _, n := range []string{"0", "-1.5", "46082", "1e300", "-1e-300"} {
			if parseFormat(format).number(n, false) == "" {
				t.Errorf("%s in %q is lost", n, format)
			}
		}
	})
}
