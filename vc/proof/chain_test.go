package proof

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"laurel/vc"

	"github.com/mr-tron/base58"
)

var chainKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

// link signs one more proof of doc and puts it behind the others.
func link(t *testing.T, doc vc.Object, suiteName, id string, previous any) {
	t.Helper()
	o := vc.Object{
		"type": dataIntegrity, "cryptosuite": suiteName, "created": "2026-11-23T03:55:44Z",
		"verificationMethod": "did:web:127.0.0.1%3A28931:issuers:demo#key-1", "proofPurpose": purpose,
	}
	if id != "" {
		o["id"] = id
	}
	if previous != nil {
		o["previousProof"] = previous
	}
	p, err := read(o)
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.check()
	if err != nil {
		t.Fatal(err)
	}
	message, err := s.message(context.Background(), doc, p, ed25519Pure)
	if err != nil {
		t.Fatal(err)
	}
	o["proofValue"] = "z" + base58.Encode(ed25519.Sign(chainKey, message))
	all, _ := doc["proof"].([]any)
	doc["proof"] = append(all, o)
}

// chain is the badge of the vectors with two proofs side by side, a third on both, and a fourth on the third.
func chain(t *testing.T, suiteName string) vc.Object {
	t.Helper()
	data, err := os.ReadFile("../testdata/badge.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := vc.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	delete(doc, "proof")
	link(t, doc, suiteName, "urn:p:1", nil)
	link(t, doc, suiteName, "urn:p:2", nil)
	link(t, doc, suiteName, "urn:p:3", []any{"urn:p:1", "urn:p:2"})
	link(t, doc, suiteName, "", "urn:p:3")
	return doc
}

// verifyAll judges a document as it would be fetched: each of its proofs.
func verifyAll(t *testing.T, doc vc.Object) []error {
	t.Helper()
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	again, err := vc.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	proofs, err := Proofs(again)
	if err != nil {
		return []error{err}
	}
	results := make([]error, len(proofs))
	for i, p := range proofs {
		results[i] = Verify(context.Background(), again, p, chainKey.Public(), time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
	}
	return results
}

func TestChainOfProofs(t *testing.T) {
	at := func(doc vc.Object, i int) vc.Object { return doc["proof"].([]any)[i].(vc.Object) }
	cut := func(doc vc.Object, i int) {
		all := doc["proof"].([]any)
		doc["proof"] = append(append([]any{}, all[:i]...), all[i+1:]...)
	}
	for _, suiteName := range []string{EdDSARDFC2022, EdDSAJCS2022} {
		for _, c := range []struct {
			name   string
			change func(doc vc.Object)
			want   []error // by proof; a single one when the document is refused whole
		}{
			{"nothing", func(vc.Object) {}, []error{nil, nil, nil, nil}},
			{"one more proof beside them", func(doc vc.Object) { link(t, doc, suiteName, "urn:p:5", nil) }, []error{nil, nil, nil, nil, nil}},
			{"the last taken out", func(doc vc.Object) { cut(doc, 3) }, []error{nil, nil, nil}},
			{"the first taken out", func(doc vc.Object) { cut(doc, 0) }, []error{nil, ErrChain, nil}},
			{"the third taken out", func(doc vc.Object) { cut(doc, 2) }, []error{nil, nil, ErrChain}},
			{"the first renamed", func(doc vc.Object) { at(doc, 0)["id"] = "urn:p:9" }, []error{ErrSignature, nil, ErrChain, nil}},
			{"the first signed anew for another time", func(doc vc.Object) {
				first := at(doc, 0)
				first["created"] = "2026-11-23T03:55:45Z"
				delete(first, "proofValue")
				rest := doc["proof"].([]any)
				doc["proof"] = []any{}
				unsigned := vc.Object{}
				for k, v := range doc {
					unsigned[k] = v
				}
				delete(unsigned, "proof")
				p, _ := read(first)
				s, _ := p.check()
				message, err := s.message(context.Background(), unsigned, p, ed25519Pure)
				if err != nil {
					t.Fatal(err)
				}
				first["proofValue"] = "z" + base58.Encode(ed25519.Sign(chainKey, message))
				doc["proof"] = rest
			}, []error{nil, nil, ErrSignature, nil}},
			{"the third no longer on the second", func(doc vc.Object) { at(doc, 2)["previousProof"] = "urn:p:1" }, []error{nil, nil, ErrSignature, ErrSignature}},
			{"the fourth no longer on any", func(doc vc.Object) { delete(at(doc, 3), "previousProof") }, []error{nil, nil, nil, ErrSignature}},
			{"two with one name", func(doc vc.Object) { at(doc, 1)["id"] = "urn:p:1" }, []error{ErrMalformed}},
			{"an empty name to build on", func(doc vc.Object) { at(doc, 3)["previousProof"] = "" }, []error{ErrMalformed}},
			{"a number among the names", func(doc vc.Object) { at(doc, 3)["previousProof"] = []any{"urn:p:3", json.Number("1")} }, []error{ErrMalformed}},
			{"a ring", func(doc vc.Object) {
				at(doc, 3)["id"] = "urn:p:4"
				at(doc, 0)["previousProof"] = "urn:p:4"
			}, []error{ErrSignature, nil, ErrSignature, ErrSignature}},
		} {
			t.Run(suiteName+": "+c.name, func(t *testing.T) {
				doc := chain(t, suiteName)
				c.change(doc)
				got := verifyAll(t, doc)
				if len(got) != len(c.want) {
					t.Fatalf("%d results: %v", len(got), got)
				}
				for i, err := range got {
					if !errors.Is(err, c.want[i]) || c.want[i] == nil && err != nil {
						t.Errorf("proof %d: %v, want %v", i+1, err, c.want[i])
					}
				}
			})
		}
	}
}
