package gauge

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/proof"
)

// Specimen is a random credential in its canonical forms.
type Specimen struct {
	Document []byte // JSON, not signed
	Compiled []byte // canonical N-Quads, by the way that takes any document
	Filled   []byte // the same by the template of another credential of its shape; nil when the template left it
}

// Compare draws n random credentials, the same at every run, and shows each to see. The template of one credential
// writes another of the same shape; both ways have to give the same canonical bytes and the same signed document, whose
// signature has to hold. The first that does not ends it with an error.
func Compare(ctx context.Context, n int, see func(Specimen) error) (e Equality, err error) {
	for seed := range uint64(n) {
		if err := ctx.Err(); err != nil {
			return e, err
		}
		s, err := specimen(ctx, seed)
		if err == nil {
			err = see(s)
		}
		if err != nil {
			return e, fmt.Errorf("random credential %d: %w", seed, err)
		}
		e.Compared++
		if s.Filled != nil {
			e.ByTemplate++
		} else {
			e.Left++
		}
	}
	return e, nil
}

func specimen(ctx context.Context, seed uint64) (s Specimen, err error) {
	sample, err := random(seed, 2*seed).Marshal()
	if err != nil {
		return s, err
	}
	if s.Document, err = random(seed, 2*seed+1).Marshal(); err != nil {
		return s, err
	}
	if s.Compiled, s.Filled, err = canonical(ctx, sample, s.Document); err != nil {
		return s, err
	}
	if s.Filled != nil && !bytes.Equal(s.Compiled, s.Filled) {
		return s, fmt.Errorf("the template writes another canonical form than the document has:\n%s\nwant\n%s\nof %s", s.Filled, s.Compiled, s.Document)
	}
	return s, signedBothWays(ctx, sample, s.Document)
}

// canonical is a document canonicalized, and by the template of a sample; filled is nil when that cannot be certain.
func canonical(ctx context.Context, sample, document []byte) (compiled, filled []byte, err error) {
	from, err := vc.Decode(sample)
	if err != nil {
		return nil, nil, err
	}
	to, err := vc.Decode(document)
	if err != nil {
		return nil, nil, err
	}
	if compiled, err = canon.JSONLD(ctx, to); err != nil {
		return nil, nil, err
	}
	var slots, values []string
	for _, pointer := range earnersOwn {
		if value, there := at(to, pointer); there {
			slots, values = append(slots, pointer), append(values, value)
		}
	}
	template, err := canon.Compile(ctx, from, slots)
	if err != nil {
		return compiled, nil, ctx.Err() // no verdict on the document
	}
	filled, certain := template.Fill(values)
	if !certain {
		return compiled, nil, nil
	}
	return compiled, filled, nil
}

// at finds a string by its JSON Pointer. No name on the way has a character to be escaped.
func at(value any, pointer string) (string, bool) {
	for step := range strings.SplitSeq(pointer[1:], "/") {
		switch v := value.(type) {
		case vc.Object:
			value = v[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(v) {
				return "", false
			}
			value = v[n]
		default:
			return "", false
		}
	}
	s, ok := value.(string)
	return s, ok
}

// signedBothWays signs a document by the template of a sample and without, and verifies what came out.
func signedBothWays(ctx context.Context, sample, document []byte) error {
	from, err := prepare(sample)
	if err != nil {
		return err
	}
	to, err := prepare(document)
	if err != nil {
		return err
	}
	signed, err := proof.Sign(ctx, to, sign)
	if err != nil {
		return err
	}
	if err := verify(ctx, signed); err != nil {
		return fmt.Errorf("its signature does not hold: %w", err)
	}
	template, err := proof.NewTemplate(ctx, from, earnersOwn)
	if err != nil {
		return ctx.Err() // no verdict on the document
	}
	if fast, certain := signByTemplate(template, to); certain && !bytes.Equal(fast, signed) {
		return fmt.Errorf("the template signs another document:\n%s\nwant\n%s", fast, signed)
	}
	return nil
}

// prepare puts a proof of the key of this package into a document.
func prepare(unsigned []byte) ([]byte, error) {
	return proof.Prepare(unsigned, proof.Options{VerificationMethod: method, Created: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
}

// verify reads a signed document and verifies it, as for a stranger who has the key already.
func verify(ctx context.Context, signed []byte) error {
	o, err := vc.Decode(signed)
	if err != nil {
		return err
	}
	proofs, err := proof.Proofs(o)
	if err != nil {
		return err
	}
	return proof.Verify(ctx, o, proofs[0], public, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
}
