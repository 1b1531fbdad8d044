package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// file writes objects, the first of which is the catalog, as a PDF.
func file(objects ...string) []byte {
	out := []byte("%PDF-1.7\n")
	table := "0000000000 65535 f \n"
	for n, object := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", len(out))
		out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	return fmt.Appendf(out, "xref\n0 %d\n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table, len(objects)+1, len(out))
}

func streamOf(entries string, data []byte) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

func packed(data []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}

const (
	catalog = "<</Pages 2 0 R/Names<</EmbeddedFiles 5 0 R>>>>"
	pages   = "<</Kids[3 0 R]/Count 1>>"
	page    = "<</Contents 4 0 R/Resources<</Font<</F1<</Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</X 4 0 R>>>>>>"
)

func TestWhatAPageSays(t *testing.T) {
	f, err := Read(file(catalog, pages, page,
		streamOf("", []byte(`BT /F1 12 Tf /Who BMC (Ada \(Countess\)) Tj ET EMC BT [(Love) -20 <6c616365>] TJ ET`)),
		"<</Names[(a) 6 0 R]>>", "<</F(a.json)/EF<</F 7 0 R>>>>", streamOf("", []byte("{}"))))
	if err != nil {
		t.Fatal(err)
	}
	got := f.Text()
	if !got.Whole || got.Added || !strings.Contains(got.All, "Ada (Countess)") || !strings.Contains(got.All, "Lovelace") || len(got.Marked["Who"]) != 1 || got.Marked["Who"][0] != "Ada (Countess)" {
		t.Errorf("%+v", got)
	}
	if all := f.Attached(); len(all) != 1 || all[0].Name != "a.json" || string(all[0].Data) != "{}" {
		t.Errorf("attached: %+v", all)
	}
}

// Every file here would take time or memory without end.
func TestBombsAreGivenUp(t *testing.T) {
	zeros := packed(make([]byte, 64<<20))
	for name, data := range map[string][]byte{
		"a stream that grows":           file(catalog, pages, page, streamOf("/Filter/FlateDecode", zeros), "<</Names[(a) 6 0 R]>>", "<</F(a)/EF<</F 4 0 R>>>>"),
		"packed twice":                  file(catalog, pages, page, streamOf("/Filter[/FlateDecode/FlateDecode]", packed(zeros))),
		"pages in themselves":           file(catalog, "<</Kids[2 0 R 2 0 R 2 0 R]>>"),
		"names in themselves":           file(catalog, pages, page, streamOf("", nil), "<</Kids[5 0 R 5 0 R 5 0 R]>>"),
		"drawings in themselves":        file(catalog, pages, page, streamOf("/Subtype/Form", []byte(strings.Repeat("/X Do ", 10_000)))),
		"one drawing, many times":       file(catalog, pages, strings.Replace(page, "/X 4", "/X 5", 1), streamOf("", []byte(strings.Repeat("/X Do ", 100_000))), streamOf("/Subtype/Form", bytes.Repeat([]byte(" "), 1<<20))),
		"one content, many times":       file(catalog, pages, "<</Contents["+strings.Repeat("4 0 R ", 10_000)+"]>>", streamOf("", bytes.Repeat([]byte(" "), 1<<20))),
		"a length of itself":            file(catalog, pages, page, "<</Length 4 0 R>>\nstream\n\nendstream"),
		"marks within marks":            file(catalog, pages, page, streamOf("", []byte(strings.Repeat("/M BMC ", 100_000)))),
		"one file, attached many times": file(catalog, pages, page, streamOf("", bytes.Repeat([]byte(" "), 1<<20)), "<</Names["+strings.Repeat("(a) 6 0 R ", 20_000)+"]>>", "<</F(a)/EF<</F 4 0 R>>>>"),
		"a table of letters": file(catalog, pages, strings.Replace(page, "/BaseFont/Helvetica", "/ToUnicode 5 0 R", 1), streamOf("", []byte(strings.Repeat("/F1 1 Tf (a) Tj ", 10_000))),
			streamOf("", []byte(strings.Repeat("<0000> <ffff> <0041> endbfrange ", 30_000)))),
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Read(data)
			if err != nil {
				return
			}
			if got := f.Text(); len(got.All) > maxInflated {
				t.Errorf("%d bytes of text", len(got.All))
			}
			if all := f.Attached(); len(all) > 1 {
				t.Errorf("%d files", len(all))
			}
			if f.inflated > maxInflated+maxStream {
				t.Errorf("%d bytes were unpacked", f.inflated)
			}
		})
	}
}

func TestWhatIsNoPDF(t *testing.T) {
	whole := file(catalog, pages, page)
	for name, test := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":           {nil, ErrBroken},
		"a table at itself": {[]byte("%PDF-1.7\nxref\n0 0\ntrailer <</Prev 9>>\nstartxref\n9\n"), ErrBroken},
		"a table far away":  {[]byte("%PDF-1.7\nstartxref\n99999\n"), ErrBroken},
		"no catalog":        {bytes.Replace(whole, []byte("/Root 1"), []byte("/Root 9"), 1), ErrBroken},
		"a password":        {bytes.Replace(whole, []byte("/Size"), []byte("/Encrypt 1 0 R/Size"), 1), ErrEncrypted},
		"cut":               {whole[:len(whole)-40], ErrBroken},
	} {
		if _, err := Read(test.data); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What others write is read: with tables as streams, objects in streams, and
// every kind of text.
func TestOthersFiles(t *testing.T) {
	whole := file(catalog, pages, page, streamOf("", []byte(`BT /F1 12 Tf (Ada) Tj ET`)), "<</Names[(a) 6 0 R]>>", "<</F(a.json)/EF<</F 7 0 R>>>>", streamOf("", []byte("{}")))
	in := filepath.Join(t.TempDir(), "in.pdf")
	if err := os.WriteFile(in, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, how := range []string{"--object-streams=generate", "--linearize", "--qdf"} {
		saved, err := exec.Command("qpdf", how, in, "-").Output()
		if len(saved) == 0 {
			t.Fatalf("qpdf %s: %v (it is in the package qpdf)", how, err)
		}
		f, err := Read(saved)
		if err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		if got, all := f.Text(), f.Attached(); !strings.Contains(got.All, "Ada") || len(all) != 1 {
			t.Errorf("%s: %+v, %+v", how, got, all)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(file(catalog, pages, page, streamOf("/Filter/FlateDecode", packed([]byte("BT /F1 12 Tf (Ada) Tj ET")))))
	f.Fuzz(func(_ *testing.T, data []byte) {
		if file, err := Read(data); err == nil {
			file.Text()
			file.Attached()
			file.Producer()
			file.ID()
		}
	})
}
