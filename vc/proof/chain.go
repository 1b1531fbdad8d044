package proof

import (
	"fmt"
	"maps"
	"slices"

	"laurel/vc"
)

// unsecuredFor is the document that a proof is about: without proofs, or, for a proof that builds on others
// (previousProof), with just those (Data Integrity 1.0, section 4.5). They stand in the order of the document. One
// that is missing fails the proof: whoever signed saw it.
func unsecuredFor(doc vc.Object, p Proof) (vc.Object, error) {
	unsecured := maps.Clone(doc)
	delete(unsecured, "proof")
	if len(p.Previous) == 0 {
		return unsecured, nil
	}
	var matching []any
	for _, o := range vc.Objects(doc["proof"]) {
		if id := vc.String(o, "id"); id != "" && slices.Contains(p.Previous, id) {
			matching = append(matching, o)
		}
	}
	if len(matching) != len(p.Previous) || slices.Contains(p.Previous, p.ID) {
		return nil, fmt.Errorf("%w: %d of %d are there", ErrChain, len(matching), len(p.Previous))
	}
	unsecured["proof"] = matching
	return unsecured, nil
}

// previous reads previousProof: one identifier or several different ones.
func previous(o vc.Object) ([]string, error) {
	value, there := o["previousProof"]
	if !there {
		return nil, nil
	}
	n := 1
	if array, isArray := value.([]any); isArray {
		n = len(array)
	}
	ids := vc.Strings(value)
	if len(ids) == 0 || len(ids) != n || len(ids) > maxProofs {
		return nil, fmt.Errorf("%w: previousProof is not a list of identifiers", ErrMalformed)
	}
	sorted := slices.Sorted(slices.Values(ids))
	if sorted[0] == "" || len(slices.Compact(sorted)) != len(ids) {
		return nil, fmt.Errorf("%w: previousProof has an empty identifier or one twice", ErrMalformed)
	}
	return ids, nil
}

// checkIDs refuses proofs that share an identifier, because previousProof would then mean two things.
func checkIDs(proofs []Proof) error {
	seen := map[string]bool{}
	for _, p := range proofs {
		if p.ID != "" && seen[p.ID] {
			return fmt.Errorf("%w: two proofs have the id %q", ErrMalformed, p.ID)
		}
		seen[p.ID] = true
	}
	return nil
}
