// Package canon turns a JSON-LD document into its one canonical form, the bytes that Data Integrity proofs of
// the RDFC kind sign.
//
// A decoded JSON document comes in; canonical N-Quads (RDF Dataset Canonicalization 1.0, with SHA-256 or SHA-384) go out. The
// package knows only the contexts of package ldcontext, drops nothing that says something, and never guesses:
// what it does not understand exactly, or what implementations are known to write differently, is refused. It
// never fetches and never reads files.
package canon

import "context"

// Bounds on one document, checked before the work that they bound.
const (
	maxText       = 256 << 10   // bytes of keys and strings together, and one for each value
	maxWritten    = 4 * maxText // bytes of quads: a long id is written again with everything that is said of it
	maxDepth      = 16          // objects inside objects
	maxQuads      = 1000
	maxBlankNodes = 128
	maxContexts   = 64   // active contexts that have to be worked out for this document
	maxWorkFactor = 1    // see canonicalize; more than this is refused by other verifiers, too
	maxOrders     = 4096 // of equal neighbors to try
	expectedQuads = 96
)

// JSONLD returns the RDFC-1.0 (SHA-256) canonical N-Quads of a JSON-LD 1.1 document over the closed context
// set of package ldcontext, without a base IRI and in safe mode: an undefined term or type, a relative IRI, or an
// unknown or inline context is refused. Values are what a strict JSON decoder gives: map[string]any, []any,
// string, bool, json.Number, nil; doc is not changed. Every refusal is a *Refused; the only other error is
// that of ctx, which is looked at all along.
//
// As JSON-LD has it, null and an empty array say nothing and are passed over. Also refused: the keywords
// @graph, @included, @index, @json, @list, @nest, @reverse, @set and @direction, raw JSON properties, shortened
// IRIs, arrays inside arrays, empty lists, numbers that are not plain decimals of up to 15 digits, NUL and U+FFFD.
func JSONLD(ctx context.Context, doc map[string]any) ([]byte, error) {
	return jsonld(ctx, sha256Hash, doc)
}

// JSONLD384 is JSONLD with SHA-384 inside the algorithm, as proofs with keys on P-384 want it. It makes a difference
// only where the hashes order the blank nodes of a document.
func JSONLD384(ctx context.Context, doc map[string]any) ([]byte, error) {
	return jsonld(ctx, sha384Hash, doc)
}

func jsonld(ctx context.Context, hash hashName, doc map[string]any) ([]byte, error) {
	w := &walker{ctx: ctx, quads: make([]quad, 0, expectedQuads)}
	if _, err := w.object(noContext, nil, doc, node{}); err != nil {
		return nil, err
	}
	if len(w.quads) == 0 {
		return nil, w.refuse("empty", "the document says nothing")
	}
	return canonicalize(ctx, hash, w.quads, int(w.blanks), maxWorkFactor)
}
