package canon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"laurel/vc"
)

// reordered is the same document with its arrays the other way round; lists and contexts, which have an order, stay.
func reordered(value any) any {
	switch v := value.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, member := range v {
			if m[key] = reordered(member); key == "@context" {
				m[key] = member
			}
		}
		return m
	case []any:
		a := make([]any, 0, len(v))
		for _, e := range v {
			a = append(a, reordered(e))
		}
		slices.Reverse(a)
		return a
	}
	return value
}

// FuzzDocument takes any document that Decode reads. It is canonicalized within the bounds or refused with a reason; its
// spelling in JSON, the order of its members and of its values make no difference.
func FuzzDocument(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := vc.Decode(data)
		if err != nil {
			return
		}
		out, err := JSONLD(t.Context(), doc)
		if err != nil {
			var r *Refused
			if !errors.As(err, &r) || r.Reason == "" || strings.ContainsAny(r.Error(), "\n\r\x00") {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		if most := 2*maxWritten + 8*maxBlankNodes*maxQuads; len(out) > most || !bytes.HasSuffix(out, []byte(" .\n")) {
			t.Fatalf("%d bytes, of at most %d", len(out), most)
		}
		if quads, blanks, err := parseQuads(string(out)); err != nil {
			t.Errorf("nobody can read it: %v", err)
		} else if again, err := canonicalize(context.Background(), sha256Hash, quads, blanks, maxWorkFactor); err != nil || !bytes.Equal(again, out) {
			t.Errorf("canonical form of the canonical form: %v\n%s", err, difference(again, out))
		}
		spelled, err := json.MarshalIndent(doc, "\t", " ")
		if err != nil {
			t.Fatal(err)
		}
		twin, err := vc.Decode(spelled)
		if err != nil {
			if len(spelled) <= vc.MaxBytes {
				t.Errorf("written again, it cannot be read: %v", err)
			}
			return
		}
		if got, err := JSONLD(t.Context(), twin); err != nil || !bytes.Equal(got, out) {
			t.Errorf("the spelling makes a difference: %v\n%s", err, difference(got, out))
		}
		if bytes.Contains(out, []byte("rdf-syntax-ns#first>")) {
			return
		}
		if got, err := JSONLD(t.Context(), reordered(doc).(map[string]any)); err != nil || !bytes.Equal(got, out) {
			t.Errorf("the order makes a difference: %v\n%s", err, difference(got, out))
		}
	})
}

// FuzzReadQuads shows of any N-Quads that what comes out can be read, and comes out of itself.
func FuzzReadQuads(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		quads, blanks, err := parseQuads(text)
		if err != nil || blanks > maxBlankNodes || len(quads) > maxQuads {
			return
		}
		once, err := canonicalize(context.Background(), sha256Hash, quads, blanks, maxWorkFactor)
		if err != nil {
			var r *Refused
			if !errors.As(err, &r) {
				t.Fatal(err)
			}
			return
		}
		quads, blanks, err = parseQuads(string(once))
		if err != nil {
			t.Fatalf("nobody can read it: %v", err)
		}
		if again, err := canonicalize(context.Background(), sha256Hash, quads, blanks, maxWorkFactor); err != nil || !bytes.Equal(again, once) {
			t.Errorf("the second time it is another: %v\n%s", err, difference(again, once))
		}
	})
}

// A long id is written with everything that is said of it, so that a small document would become a large one.
func TestShortDocumentDoesNotBecomeLong(t *testing.T) {
	values := make([]any, 900)
	for i := range values {
		values[i] = strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i%11)
	}
	doc := map[string]any{"@context": vc2, "id": "urn:x:" + strings.Repeat("a", 200_000), "name": values}
	start := cpu(t)
	var r *Refused
	if out, err := JSONLD(t.Context(), doc); !errors.As(err, &r) || r.Reason != "too_large" {
		t.Errorf("%d bytes, %v", len(out), err)
	}
	if took := cpu(t) - start; took > mostWork {
		t.Errorf("took %v", took)
	}
}
