package canon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"
)

func load(t testing.TB, file string) map[string]any {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, string(b))
}

func decode(t testing.TB, text string) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	var doc map[string]any
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestBasics(t *testing.T) {
	doc := load(t, "ob3.json")
	out, err := JSONLD(context.Background(), doc)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", out)
	doc["notATerm"] = "x"
	var r *Refused
	if _, err := JSONLD(context.Background(), doc); !errors.As(err, &r) || r.Reason != "undefined_term" {
		t.Errorf("got %v", err)
	}
}

func BenchmarkJSONLD(b *testing.B) {
	doc := load(b, "ob3.json")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := JSONLD(context.Background(), doc); err != nil {
			b.Fatal(err)
		}
	}
}
