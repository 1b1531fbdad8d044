package issuance

import (
	"context"
	"crypto/sha512"

	"laurel/internal/badge"
)

// What a crash leaves behind: IssueChunk, stopped after one of its steps.

func (i *Issuer) PrepareOnly(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) ([]badge.Credential, error) {
	w, err := i.load(ctx, org, batch, first, last)
	if err != nil {
		return nil, err
	}
	return i.prepare(ctx, w)
}

func (i *Issuer) SignOnly(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) ([]badge.Credential, error) {
	w, err := i.load(ctx, org, batch, first, last)
	if err != nil {
		return nil, err
	}
	if w.prepared, err = i.prepare(ctx, w); err != nil {
		return nil, err
	}
	return w.prepared, i.signAll(ctx, w)
}

// SignWithLiar signs with a template that takes every document and hashes something else.
func (i *Issuer) SignWithLiar(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) (signed []badge.Credential, stopped bool, err error) {
	w, err := i.load(ctx, org, batch, first, last)
	if err != nil {
		return nil, false, err
	}
	if w.prepared, err = i.prepare(ctx, w); err != nil {
		return nil, false, err
	}
	signers := map[badge.KeyID]signer{}
	liars := map[badge.KeyID]*templates{}
	for _, k := range w.keys {
		if signers[k.ID], err = i.open(w.org, k); err != nil {
			return nil, false, err
		}
		liars[k.ID] = &templates{}
		_, honest := liars[k.ID].find(ctx, w.prepared[0].Prepared)
		honest.message = func(prepared []byte) ([]byte, bool) {
			sum := sha512.Sum512(prepared)
			return sum[:], true
		}
	}
	err = i.signPrepared(ctx, w, signers, liars)
	return w.prepared, i.templatesStopped.Load(), err
}

// Shapes is how many templates a chunk needs, and how many of its documents none of them fits.
func (i *Issuer) Shapes(ctx context.Context, prepared []badge.Credential) (made, without int) {
	t := &templates{}
	for _, c := range prepared {
		if _, by := t.find(ctx, c.Prepared); by == nil {
			without++
		}
	}
	return len(t.made), without
}
