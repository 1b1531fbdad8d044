package canon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"laurel/vc/ldcontext"
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
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var doc map[string]any
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

const header = `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "id": "urn:x:1", "type": "VerifiableCredential", `

// canonical wraps the body into a credential and returns its quads without the two that every one has.
func canonical(t testing.TB, body string) (string, error) {
	t.Helper()
	out, err := JSONLD(context.Background(), decode(t, header+body+"}"))
	return strings.ReplaceAll(string(out), "<urn:x:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .\n", ""), err
}

func TestTextIsEscapedAsTheStandardDemands(t *testing.T) {
	got, err := canonical(t, `"name": "\b\t\n\u000b\f\r\u001f \u007f\u0080\"\\'é\u2028🏅"`)
	want := `<urn:x:1> <https://schema.org/name> "\b\t\n\u000B\f\r\u001F \u007F` + "\u0080" + `\"\\'é` + "\u2028🏅\" .\n"
	if err != nil || got != want {
		t.Errorf("%v\ngot  %q\nwant %q", err, got, want)
	}
}

func TestNumbersAndBooleans(t *testing.T) {
	for in, want := range map[string]string{
		"0":                `"0"^^<http://www.w3.org/2001/XMLSchema#integer>`,
		"-17":              `"-17"^^<http://www.w3.org/2001/XMLSchema#integer>`,
		"999999999999999":  `"999999999999999"^^<http://www.w3.org/2001/XMLSchema#integer>`,
		"0.1":              `"1.0E-1"^^<http://www.w3.org/2001/XMLSchema#double>`,
		"-12.50":           `"-1.25E1"^^<http://www.w3.org/2001/XMLSchema#double>`,
		"0.000001":         `"1.0E-6"^^<http://www.w3.org/2001/XMLSchema#double>`,
		"99999999999999.5": `"9.99999999999995E13"^^<http://www.w3.org/2001/XMLSchema#double>`,
		"true":             `"true"^^<http://www.w3.org/2001/XMLSchema#boolean>`,
		`{"@value": 2, "@type": "http://www.w3.org/2001/XMLSchema#double"}`: `"2.0E0"^^<http://www.w3.org/2001/XMLSchema#double>`,
	} {
		got, err := canonical(t, `"https://a.example/p": `+in)
		if err != nil || got != "<urn:x:1> <https://a.example/p> "+want+" .\n" {
			t.Errorf("%s: %v %s", in, err, got)
		}
	}
}

func TestBlankNodeLabelsJoinWhatBelongsTogether(t *testing.T) {
	got, err := canonical(t, `"evidence": [{"id": "_:e", "type": "Evidence", "name": "a"}, {"type": "Evidence", "id": "_:e", "narrative": "b"}]`)
	want := `<urn:x:1> <https://www.w3.org/2018/credentials#evidence> _:c14n0 .
_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#Evidence> .
_:c14n0 <https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative> "b" .
_:c14n0 <https://schema.org/name> "a" .
`
	if err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestNullAndEmptyArraySayNothing(t *testing.T) {
	want, err := canonical(t, `"name": "a"`)
	if err != nil {
		t.Fatal(err)
	}
	for _, more := range []string{`"description": null`, `"evidence": []`, `"endorsement": [null]`, `"proof": null`} {
		if got, err := canonical(t, `"name": "a", `+more); err != nil || got != want {
			t.Errorf("%s: %v\n%s", more, err, got)
		}
	}
}

func TestDocumentIsNotChanged(t *testing.T) {
	doc := load(t, "ob3-full.json")
	before, _ := json.Marshal(doc)
	if _, err := JSONLD(context.Background(), doc); err != nil {
		t.Fatal(err)
	}
	if after, _ := json.Marshal(doc); !bytes.Equal(before, after) {
		t.Error("JSONLD changed its argument")
	}
}

func TestEndedContextStopsTheWork(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := JSONLD(ctx, load(t, "ob3.json")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestEveryEmbeddedContextIsUnderstood(t *testing.T) {
	for _, url := range ldcontext.URLs() {
		local, err := known.local(url)
		if err != nil {
			t.Errorf("%s: %v", url, err)
			continue
		}
		if _, err := noContext.apply(local, documentScope); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// TestManyContextsAtOnce fills the memory of contexts beyond its bound from several goroutines.
func TestManyContextsAtOnce(t *testing.T) {
	doc := load(t, "ob3-full.json")
	want, err := JSONLD(context.Background(), doc)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for i := range 16 {
				list := []any{vc2}
				for bit := range 40 { // a pattern of its own for each document
					list = append(list, "https://www.w3.org/ns/did/v1")
					if (worker*16+i+1)>>(bit%7)&1 == 1 {
						list[len(list)-1] = "https://w3id.org/security/multikey/v1"
					}
				}
				other := map[string]any{"@context": list, "type": "VerifiableCredential", "name": "x"}
				if _, err := JSONLD(context.Background(), other); err != nil {
					t.Errorf("%d contexts: %v", len(list), err)
				}
				if got, err := JSONLD(context.Background(), doc); err != nil || !bytes.Equal(got, want) {
					t.Errorf("after %d: %v", i, err)
				}
			}
		})
	}
	wg.Wait()
	known.mu.RLock()
	defer known.mu.RUnlock()
	if n := len(known.applied); n > maxApplied {
		t.Errorf("%d contexts remembered", n)
	}
}

func BenchmarkJSONLD(b *testing.B) {
	benchmark(b, func(doc map[string]any) ([]byte, error) { return JSONLD(context.Background(), doc) })
}

func BenchmarkOracle(b *testing.B) {
	benchmark(b, func(doc map[string]any) ([]byte, error) { return oracle(b, doc) })
}

func benchmark(b *testing.B, canonicalize func(map[string]any) ([]byte, error)) {
	for _, file := range []string{"ob3.json", "ob3-full.json"} {
		doc := load(b, file)
		b.Run(file, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := canonicalize(doc); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
