// Package canon turns a JSON-LD document into its one canonical form, the bytes that Data Integrity
// proofs of the RDFC kind sign.
//
// A decoded JSON document comes in; canonical N-Quads (RDF Dataset Canonicalization 1.0, SHA-256) go out.
// It knows only the contexts of package ldcontext, drops nothing silently and never guesses: whatever it does
// not understand exactly is refused. It never fetches, reads files, keeps state or panics.
package canon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"laurel/vc/ldcontext"

	"github.com/piprate/json-gold/ld"
)

// JSONLD returns the RDFC-1.0 (SHA-256) canonical N-Quads of a JSON-LD 1.1 document over the closed context
// set of package ldcontext. Values are what a strict JSON decoder gives: map[string]any, []any, string, bool,
// json.Number, nil. What cannot be canonicalised exactly is refused with a *Refused; the only other
// error is that of ctx.
func JSONLD(ctx context.Context, doc map[string]any) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	count := 0
	if err := inspect("", doc, 0, &count); err != nil {
		return nil, err
	}
	copied, err := plain(doc)
	if err != nil {
		return nil, &Refused{Reason: "not_json", Detail: err.Error()}
	}
	proc := ld.NewJsonLdProcessor()
	opts := ld.NewJsonLdOptions("")
	opts.ProcessingMode = ld.JsonLd_1_1
	opts.DocumentLoader = loader{}
	opts.SafeMode = true
	expanded, err := proc.Expand(copied, opts)
	if err != nil {
		return nil, refusal(err)
	}
	opts = ld.NewJsonLdOptions("")
	opts.ProcessingMode = ld.JsonLd_1_1
	opts.DocumentLoader = loader{}
	opts.Format = "application/n-quads"
	opts.Algorithm = ld.AlgorithmURDNA2015
	out, err := proc.Normalize(expanded, opts)
	if err != nil {
		return nil, refusal(err)
	}
	s, ok := out.(string)
	if !ok || s == "" {
		return nil, &Refused{Reason: "empty", Detail: "the document says nothing"}
	}
	return []byte(s), ctx.Err()
}

type loader struct{}

func (loader) LoadDocument(u string) (*ld.RemoteDocument, error) {
	b, ok := ldcontext.Lookup(u)
	if !ok {
		return nil, &Refused{Reason: "unknown_context", Detail: u}
	}
	doc, err := ld.DocumentFromReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return &ld.RemoteDocument{DocumentURL: u, Document: doc}, nil
}

func refusal(err error) error {
	var r *Refused
	if errors.As(err, &r) {
		return r
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "unknown_context"):
		return &Refused{Reason: "unknown_context", Detail: text}
	case strings.Contains(text, "relative"):
		return &Refused{Reason: "relative_iri", Detail: text}
	}
	return &Refused{Reason: "undefined_term", Detail: text}
}

func plain(doc map[string]any) (any, error) {
	b, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	return ld.DocumentFromReader(bytes.NewReader(b))
}

func inspect(path string, v any, depth int, count *int) error {
	*count++
	if *count > 5000 || depth > 32 {
		return &Refused{Reason: "too_large", Path: path}
	}
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			if err := inspect(path+"/"+k, k, depth+1, count); err != nil {
				return err
			}
			if err := inspect(path+"/"+k, e, depth+1, count); err != nil {
				return err
			}
			if k == "@context" {
				for _, c := range asList(e) {
					if _, ok := c.(string); !ok {
						return &Refused{Reason: "inline_context", Path: path + "/@context"}
					}
				}
			}
		}
	case []any:
		for i, e := range v {
			if err := inspect(fmt.Sprintf("%s/%d", path, i), e, depth+1, count); err != nil {
				return err
			}
		}
	case string:
		if strings.HasPrefix(v, "_:") {
			return &Refused{Reason: "blank_node_label", Path: path}
		}
		for _, r := range v {
			if r < 0x20 && r != '\n' && r != '\r' || r == 0x7f || r == 0xfffd {
				return &Refused{Reason: "control_character", Path: path}
			}
		}
	}
	return nil
}

func asList(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}
