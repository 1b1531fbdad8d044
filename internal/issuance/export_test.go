package issuance

import (
	"context"

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
