package proof

import (
	"context"
	"crypto"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"laurel/vc"
	"laurel/vc/canon"

	"github.com/gowebpki/jcs"
)

// jcsHashed reads the document under the contexts that the proof was made under: the document's have to start with
// them (EdDSA Cryptosuites 1.0, section 3.3.2; ECDSA Cryptosuites 1.0, section 3.3.2).
func jcsHashed(doc vc.Object, p Proof) (options, unsecured vc.Object, err error) {
	if unsecured, err = unsecuredFor(doc, p); err != nil {
		return nil, nil, err
	}
	if own, there := p.Object["@context"]; there {
		signed, ok := vc.Contexts(p.Object)
		all, fine := vc.Contexts(doc)
		if !ok || !fine || len(signed) > len(all) || !slices.Equal(signed, all[:len(signed)]) {
			return nil, nil, fmt.Errorf("%w: they do not start with those of the proof", ErrContext)
		}
		unsecured["@context"] = own
	}
	options = maps.Clone(p.Object)
	delete(options, "proofValue")
	return options, unsecured, nil
}

// jcsCanonical is the JSON Canonicalization Scheme (RFC 8785). The object was decoded by vc.Decode, so it has one
// meaning; numbers that could lose theirs are refused.
func jcsCanonical(ctx context.Context, _ crypto.Hash, o vc.Object) ([]byte, error) {
	if err := checkNumbers(o, nil); err != nil {
		return nil, err
	}
	data, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	text, err := jcs.Transform(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return text, ctx.Err()
}

// checkNumbers refuses numbers that the scheme would write like another number, so that one could stand for the other
// under the same signature: RFC 8785, section 3.2.2.3 knows only IEEE 754 doubles.
func checkNumbers(value any, path []string) error {
	switch v := value.(type) {
	case vc.Object:
		for name, member := range v {
			if err := checkNumbers(member, append(path, name)); err != nil {
				return err
			}
		}
	case []any:
		for i, e := range v {
			if err := checkNumbers(e, append(path, strconv.Itoa(i))); err != nil {
				return err
			}
		}
	case json.Number:
		if !exactNumber(string(v)) {
			return &canon.Refused{Reason: "odd_number", Path: vc.Pointer(path...), Detail: "more digits than programs agree on"}
		}
	}
	return nil
}

// exactNumber accepts what no other decimal is rounded to: 15 significant digits at most, within the range where
// doubles have them, and not minus zero.
func exactNumber(text string) bool {
	digits, _, _ := strings.Cut(strings.ToLower(text), "e")
	digits = strings.TrimLeft(strings.ReplaceAll(digits, ".", ""), "-0")
	if digits == "" {
		return !strings.HasPrefix(text, "-")
	}
	f, err := strconv.ParseFloat(strings.TrimPrefix(text, "-"), 64)
	return err == nil && len(digits) <= 15 && f > 1e-290 && f < 1e290
}
