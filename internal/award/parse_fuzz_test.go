package award

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParseKeepsItsBounds(f *testing.F) {
	for _, name := range []string{"earners-messy.csv", "earners-excel-de.csv"} {
		f.Add([]byte(file(f, name)))
	}
	f.Add([]byte("Name,E-mail\n\"A,a@example.org\n\"B,b@example.org\n"))
	f.Add([]byte("\xff\xfeN\x00a\x00m\x00e\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, last := 0, 0
		o := Options{Today: today, MaxBytes: 64 << 10, MaxRows: 100}
		summary, err := Parse(context.Background(), bytes.NewReader(data), o, func(r Row) error {
			if rows++; r.Number <= last {
				t.Fatalf("row %d after row %d", r.Number, last)
			}
			last = r.Number
			if !utf8.ValidString(r.Name) || r.Ready() && (r.Name == "" || r.Email == "") {
				t.Fatalf("ready without name or address: %+v", r)
			}
			return nil
		})
		if rows > o.MaxRows || rows != summary.Rows {
			t.Fatalf("%d rows handed out, %d counted", rows, summary.Rows)
		}
		if err != nil {
			var refused *FileError
			if !errors.As(err, &refused) || refused.Sentence == "" {
				t.Fatalf("%v is no sentence", err)
			}
			return
		}
		var out bytes.Buffer
		if err := Annotate(context.Background(), &out, bytes.NewReader(data), o); err != nil {
			t.Fatalf("parsed but not annotated: %v", err)
		}
	})
}

func FuzzSplitAgreesWithEncodingCSV(f *testing.F) {
	f.Add("a,b\n\"c,\"\"d\n\n\",e\r\n\n,,\n", byte(0))
	f.Add("\"a\";b\n", byte(1))
	f.Fuzz(func(t *testing.T, text string, which byte) {
		separator := ",;\t"[which%3]
		theirs := csv.NewReader(strings.NewReader(text))
		theirs.Comma, theirs.FieldsPerRecord = rune(separator), -1
		want, err := theirs.ReadAll()
		if err != nil || !utf8.ValidString(text) || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") || len(text) > maxRecord/2 {
			return
		}
		ours := newSplitter(bufio.NewReaderSize(strings.NewReader(text), maxRecord), separator)
		var got [][]string
		for {
			rec, err := ours.next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || rec.quoting != "" {
				t.Fatalf("%v %s", err, rec.quoting)
			}
			if len(rec.cells) > 1 || rec.cells[0] != "" {
				got = append(got, rec.cells)
			}
		}
		want = slices.DeleteFunc(want, func(r []string) bool { return len(r) == 1 && r[0] == "" }) // a quoted empty cell
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("%q, encoding/csv says %q", got, want)
		}
	})
}

func BenchmarkParse100k(b *testing.B) {
	var text bytes.Buffer
	text.WriteString("First Name,Last Name,Email,Issued On,Expires On,Certificate Number,Employer\r\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "Søren,Ní Bhriain,earner%06d@example.org,2026-03-27,2029-03-27,CW-2026-%06d,\"Acme, Inc.\"\r\n", i, i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		s, err := Parse(context.Background(), bytes.NewReader(text.Bytes()), Options{Today: today}, func(Row) error { return nil })
		if err != nil || s.Ready() != 100_000 {
			b.Fatal(s, err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
