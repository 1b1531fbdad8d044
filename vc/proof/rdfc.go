package proof

import (
	"context"
	"crypto"
	"fmt"
	"maps"

	"laurel/vc"
	"laurel/vc/canon"
)

// rdfcHashed reads the proof's options under the document's own contexts (EdDSA Cryptosuites 1.0, section 3.2.5).
func rdfcHashed(doc vc.Object, p Proof) (options, unsecured vc.Object, err error) {
	if _, there := p.Object["@context"]; there {
		return nil, nil, fmt.Errorf("%w: it has contexts of its own", ErrMalformed)
	}
	if unsecured, err = unsecuredFor(doc, p); err != nil {
		return nil, nil, err
	}
	options = maps.Clone(p.Object)
	delete(options, "proofValue")
	options["@context"] = doc["@context"]
	return options, unsecured, nil
}

// rdfcCanonical is RDF Dataset Canonicalization with the hash function of the signature scheme (ECDSA Cryptosuites
// 1.0, section 3.2.3).
func rdfcCanonical(ctx context.Context, hash crypto.Hash, o vc.Object) ([]byte, error) {
	if hash == crypto.SHA384 {
		return canon.JSONLD384(ctx, o)
	}
	return canon.JSONLD(ctx, o)
}
